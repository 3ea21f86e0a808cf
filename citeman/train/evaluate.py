"""Turn labelled spans into plain fields, only as far as scoring needs it."""

import re
from collections.abc import Sequence
from typing import Any

from citeman.fields.names import read_names
from citeman.parse.labels import Labelled

_EDGE = " \t\n.,;:'\"“”‘’«»„`"
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20[0-4]\d)(?!\d)")
_DOI = re.compile(r"10\.\d{3,9}/\S+")
PLAIN = (
    "container-title", "collection-title", "publisher", "publisher-place", "volume", "issue",
    "page", "edition", "DOI", "PMID", "PMCID", "arXiv", "ISBN", "ISSN", "URL", "genre",
)  # fmt: skip


def fields(raw: str, spans: Sequence[Labelled]) -> dict[str, Any]:
    """Assemble the fields that the scorer compares."""
    text: dict[str, list[str]] = {}
    for span in spans:
        text.setdefault(span.label, []).append(raw[span.start : span.end].strip(_EDGE))
    out: dict[str, Any] = {}
    for label in ("author", "editor"):
        if label in text:
            named = [n for piece in text[label] for n in read_names(piece).names]
            out[label] = [{"family": n.family or n.literal, "given": n.given} for n in named]
    titles = [s for s in spans if s.label == "title"]
    if titles:
        out["title"] = raw[titles[0].start : _title_end(titles)].strip(_EDGE)
    for label in PLAIN:
        if label in text:
            out[label] = max(text[label], key=len) if label == "container-title" else text[label][0]
    years = [y for piece in text.get("issued", ()) for y in _YEAR.findall(piece)]
    if years:
        out["issued"] = {"year": years[0]}
    return _identifiers(raw, out)


def _title_end(titles: list[Labelled]) -> int:
    end = titles[0].end
    for piece in titles[1:]:
        if piece.start - end <= 3:
            end = piece.end
    return end


def _identifiers(raw: str, out: dict[str, Any]) -> dict[str, Any]:
    doi = _DOI.search(raw)
    if doi:
        out["DOI"] = doi.group()
    return out
