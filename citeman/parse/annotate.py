"""The spans of each field become typed fields: a Reading, and Problems where it is thin."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from citeman.fields.dates import read_date, read_year_suffix
from citeman.fields.ids import read_arxiv, read_doi, read_isbn, read_issn, read_pmcid, read_pmid
from citeman.fields.locators import read_pages
from citeman.fields.names import read_names
from citeman.model import Mark, Place, Problem, Reading, Reference, replace
from citeman.parse.kinds import kind_of
from citeman.parse.labels import Labelled
from citeman.text import Stretch, squeeze

Spans = Mapping[str, tuple[Labelled, ...]]
_EDITION = re.compile(r"(\d+)(?:st|nd|rd|th)$")


def _edition(text: str) -> dict[str, Any]:
    number = _EDITION.match(text)
    return {"edition": number[1] if number else text}


def _issued(text: str) -> dict[str, Any]:
    suffix = read_year_suffix(text)
    extra = {"extra": {"year-suffix": suffix}} if suffix else {}
    return {"issued": read_date(text)} | extra


def _names(field: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        names, truncated = read_names(text)
        return {field: names} | ({"truncated": (field,)} if truncated else {})

    return read


READERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "author": _names("author"),
    "editor": _names("editor"),
    "container_author": _names("container_author"),
    "translator": _names("translator"),
    "issued": _issued,
    "available_date": lambda text: {"available_date": read_date(text)},
    "accessed": lambda text: {"accessed": read_date(text)},
    "edition": _edition,
    "page": lambda text: {"page": read_pages(text)},
    "DOI": lambda text: {"DOI": read_doi(text)},
    "PMID": lambda text: {"PMID": read_pmid(text)},
    "PMCID": lambda text: {"PMCID": read_pmcid(text)},
    "ISBN": lambda text: {"ISBN": read_isbn(text)},
    "ISSN": lambda text: {"ISSN": read_issn(text)},
    "arXiv": lambda text: {"archive": "arXiv", "archive_location": read_arxiv(text)},
}
"""How each field is understood; the others are text and stay as they were read."""


def _join(known: Any, more: Any) -> Any:
    """Put what two stretches say about one field together."""
    if isinstance(known, tuple):
        return known + more
    if isinstance(known, dict):
        return known | more
    if not more or more in known:
        return known
    return f"{known} {more}" if known else more


def understand(text: str, spans: Spans) -> Reference:
    """Read every field from its stretches of a reference string."""
    values: dict[str, Any] = {}
    for field, found in spans.items():
        read = READERS.get(field)
        for span in found:
            said = squeeze(text[span.start : span.end])
            for name, value in (read(said) if read else {field: said}).items():
                values[name] = _join(values[name], value) if name in values else value
    reference = Reference(**{name: value for name, value in values.items() if value})
    return replace(reference, type=kind_of(reference, text))


class Annotated(NamedTuple):
    """What one reference string says, and what is wrong with it."""

    reading: Reading
    problems: tuple[Problem, ...]


def annotate(seen: Stretch, spans: Spans, place: Place | None = None) -> Annotated:
    """Turn the spans of one reference string into its reading.

    Spans of the reading count where the stretch was cut from.
    """
    reference = understand(seen.text, spans)
    fields = {_attribute(name): _mark(seen, found) for name, found in spans.items()}
    reading = Reading("parsed", reference, raw=seen.text, place=place, fields=fields)
    return Annotated(reading, tuple(_problems(reference, place)))


def _attribute(field: str) -> str:
    return "archive_location" if field == "arXiv" else field


def _mark(seen: Stretch, found: tuple[Labelled, ...]) -> Mark:
    if len(found) == 1:
        [only] = found
        return Mark((seen.span(only.start, only.end),), only.confidence)
    spans = tuple(seen.span(span.start, span.end) for span in found)
    return Mark(spans, min(span.confidence for span in found))


_EXPECTED: tuple[tuple[str, Callable[[Reference], Any], str], ...] = (
    ("no-title", lambda said: said.title, "no title was recognised"),
    ("no-date", lambda said: said.issued or said.status, "no year or date was recognised"),
    (
        "no-source",
        lambda said: (
            said.container_title
            or said.publisher
            or said.authority
            or said.URL
            or said.archive
            or said.DOI
        ),
        "no journal, publisher or address was recognised",
    ),
)
"""What a reference should have: the code of the problem where it has not, and its words."""


def _problems(reference: Reference, place: Place | None) -> list[Problem]:
    where = place.span if place else None
    missing = [(code, message) for code, find, message in _EXPECTED if not find(reference)]
    if len(missing) == len(_EXPECTED):
        return [Problem("unparsed", "the text could not be read as a reference", where)]
    return [Problem(code, message, where) for code, message in missing]
