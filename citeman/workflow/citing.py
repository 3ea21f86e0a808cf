"""Format bibliographies and in-text citations: built-in styles at once, others by a processor."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from citeman.cite import STYLES, numbered
from citeman.cite.joining import meet
from citeman.cite.preparing import prepare
from citeman.cite.rendering import Entry
from citeman.cite.rich import plain
from citeman.errors import UsageError
from citeman.formats.csljson import write_item
from citeman.model import Record, Reference, replace

BUILT_IN = {
    "nlm": "nlm", "vancouver": "nlm", "nlm-citation-sequence": "nlm",
    "ama": "ama", "american-medical-association": "ama",
}  # fmt: skip
"""What the styles that need nothing but citeman are called."""


class Bibliography(NamedTuple):
    """Formatted references in the order of the style, in-text citations, and what to be told."""

    entries: list[Entry]
    citations: list[str]
    notes: list[str]


def cite(
    records: Sequence[Record],
    style: str = "nlm",
    *,
    citations: Sequence[Sequence[str]] = (),
    identifiers: bool | None = None,
    annotations: bool = False,
    processor: str = "",
) -> Bibliography:
    """Format records in a style: a name, or the path of a .csl file.

    Each of `citations` is one in-text citation: the keys it cites. `identifiers` shows PMID and
    PMCID or leaves them out; None does as the style does. `processor` names a program to use even
    where the style is built in.

    >>> from citeman.model import Reading
    >>> work = Record((Reading("manual", Reference(title="T", PMID="1")),), key="a")
    >>> cite([work], citations=[["a"]]).citations
    ['(1)']
    """
    clusters = [_places(keys, records) for keys in citations]
    references = [prepare(record.reference, identifiers=identifiers) for record in records]
    built_in = BUILT_IN.get(style.lower()) if not processor else None
    notes: list[str] = []
    if not records:
        return Bibliography([], [], notes)
    if built_in:
        lines = list(enumerate(numbered(built_in, references)))
        cited = [STYLES[built_in].cite(places) for places in clusters]
    else:
        lines, cited = _processed(references, style, clusters, processor or "pandoc")
        notes += _unsaid(references, style)
    if identifiers:
        lines = [(place, _with_identifiers(rich, references[place])) for place, rich in lines]
    entries = [
        Entry(records[place].key, rich, records[place].annotation if annotations else "")
        for place, rich in lines
    ]
    return Bibliography(entries, cited, notes)


def _places(keys: Sequence[str], records: Sequence[Record]) -> list[int]:
    known = {record.key: place for place, record in enumerate(records)}
    unknown = [key for key in keys if key not in known]
    if unknown:
        some = ", ".join(list(known)[:5])
        raise UsageError(
            f"{', '.join(unknown)}: no reference has this key\n"
            f"looked for it among {len(known):,} keys, such as {some}\n"
            "separate the keys of one citation with commas; give --citation once for each citation"
        )
    return [known[key] for key in keys]


def _processed(
    references: Sequence[Reference], style: str, clusters: Sequence[Sequence[int]], processor: str
) -> tuple[list[tuple[int, str]], list[str]]:
    from citeman.processors import PROCESSORS, Job
    from citeman.processors.styles import find_style

    items = [_item(reference, place) for place, reference in enumerate(references)]
    keys = [[f"r{place:06d}" for place in places] for places in clusters]
    made = PROCESSORS[processor](Job(items, find_style(style), keys))
    return [(int(key[1:]), rich) for key, rich in made.entries], made.citations


def _item(reference: Reference, place: int) -> dict[str, Any]:
    """A CSL item with an id that every processor takes."""
    return write_item(replace(reference, id=f"r{place:06d}", custom={}, truncated=()))


def _unsaid(references: Sequence[Reference], style: str) -> list[str]:
    """CSL has no word for a list of names that ends in "et al." at its source."""
    cut = sum(bool(reference.truncated) for reference in references)
    word = "reference lists" if cut == 1 else "references list"
    return [f'{cut:,} {word} authors up to "et al."; {style} prints those it has'] if cut else []


def _with_identifiers(rich: str, reference: Reference) -> str:
    """Add the identifiers that the style has not printed itself."""
    given = (("PMID", reference.PMID), ("PMCID", reference.PMCID))
    printed = plain(rich)
    missing = [f"{name}: {value}" for name, value in given if value]
    missing = [text for text in missing if text not in printed]
    return meet(f"{meet(rich, '.')} {'; '.join(missing)}", ".") if missing else rich
