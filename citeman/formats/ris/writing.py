"""A reference -> the lines of a RIS entry."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from citeman.formats.ris.entries import KNOWN
from citeman.formats.ris.tags import kind_of, written_tags
from citeman.formats.ris.values import (
    write_page_range,
    write_person,
    write_slashed,
    write_year,
)
from citeman.model import Date, Name, Record, Reference
from citeman.text import lines

_TAG = re.compile(r"[A-Z][A-Z0-9]")
_CONTINUED = "\n      "
"""What is not the first line of a value is indented, so that it looks like no tag."""


def write_entry(record: Record) -> str:
    """Write an entry: TY first, ER last."""
    written = (f"{tag}  - {_one_value(value)}\n" for tag, value in tagged(record))
    return f"{''.join(written)}ER  - \n"


def tagged(record: Record) -> list[tuple[str, str]]:
    """Give the tags of an entry and their values, TY first."""
    reference = record.reference
    kept = reference.custom.get("ris")
    rest: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
    kind = next(iter(_texts(rest.get("TY"))), "") or kind_of(reference.type)
    lines = [("TY", kind), *_lines(reference), *_annotation(record), *_rest(rest)]
    return [line for line in [*lines, ("ID", record.key)] if line[1].strip()]


def _one_value(text: str) -> str:
    return _CONTINUED.join(line.strip() for line in lines(text.strip()))


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    tags = written_tags(reference.type)
    if reference.type == "paper-conference" and reference.event_title:
        tags = {**tags, **_AT_A_MEETING} if reference.container_title else tags
    for meaning, tag in tags.items():
        value = getattr(reference, meaning, None) or reference.extra.get(meaning)
        if value and meaning != "annote":
            truncated = meaning in reference.truncated
            yield from (
                (t or tag, text) for t, text in _spelt(meaning, value, truncated=truncated)
            )
    if "page" not in written_tags(reference.type) and not reference.number_of_pages:
        yield from _page_in_whole(reference.page)
    yield from _identifiers(reference)


_AT_A_MEETING = {"container_title": "C3", "event_title": "T2"}
"""The tags of a paper whose meeting is named beside its proceedings."""


def _page_in_whole(page: str) -> Iterator[tuple[str, str]]:
    """For whole works SP is the number of pages, so a bare number would be taken for that."""
    if not page.isdigit():
        yield from _page(page)


def _spelt(meaning: str, value: object, *, truncated: bool) -> Iterable[tuple[str, str]]:
    """The values of a field, each under its tag, or under "" for the field's own."""
    match value:
        case Date() as date:
            return _date(meaning, date)
        case tuple() as names:
            people = [write_person(n) for n in names if isinstance(n, Name)]
            return [("", text) for text in [*people, *(["et al."] if truncated else [])]]
        case str() as text:
            return _SPELT.get(meaning, _whole)(text)
    return ()


def _date(meaning: str, date: Date) -> list[tuple[str, str]]:
    """The year under PY, and under DA what is known beside the year."""
    text = write_slashed(date)
    if meaning != "issued" or not date.year or text == date.literal:
        return [("", text)]
    year = write_year(date.year)
    more = text.rstrip("/") != year
    return [("", year), *([("DA", text)] if more else [])]


def _whole(text: str) -> list[tuple[str, str]]:
    return [("", text)]


def _page(page: str) -> list[tuple[str, str]]:
    first, last = write_page_range(page)
    return [("SP", first), ("EP", last)]


def _several(text: str) -> list[tuple[str, str]]:
    return [("", part) for part in text.split("; ")]


_SPELT: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "page": _page,
    "keyword": _several,
    "note": lambda text: [("", part) for part in text.split("\n\n")],
    "ISSN": lambda text: [],
    "ISBN": lambda text: [],
}


def _identifiers(reference: Reference) -> Iterator[tuple[str, str]]:
    """Serial numbers share one tag; a PMID is PubMed's accession number."""
    for number in (reference.ISSN, reference.ISBN):
        yield "SN", number
    if reference.PMID and not reference.archive and not reference.archive_location:
        yield "DB", "PubMed"
        yield "AN", reference.PMID
    elif reference.PMID:
        yield "U2", f"{reference.PMID}[pmid]"


def _annotation(record: Record) -> Iterator[tuple[str, str]]:
    texts = dict.fromkeys(text for text in (record.annotation, record.reference.annote) if text)
    yield "RN", "\n\n".join(texts)


def _rest(kept: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an entry held that CSL has no variable for."""
    for tag, values in kept.items():
        if tag != "TY" and (tag in KNOWN or _TAG.fullmatch(tag)):
            yield from ((tag, text) for text in _texts(values))


def _texts(values: object) -> list[str]:
    return [v for v in values if isinstance(v, str)] if isinstance(values, list) else []
