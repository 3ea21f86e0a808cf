"""Read of CSL items only what is compared, straight from JSON: the quick way to facts.

Where an item is not as plain as this, the reader of its format is asked, so that nothing that
citeman can read is compared as if it were empty.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Raw, Struct

from citeman.match.facts import (
    Facts,
    facts_of,
    lead_in,
    plain_abstract,
    plain_container,
    plain_doi,
    plain_edition,
    plain_isbn,
    plain_people,
    plain_title,
    undated,
)
from citeman.match.kinds import kind_of
from citeman.match.places import plain_issue, plain_place, plain_range
from citeman.model import Problem, Reference

if TYPE_CHECKING:
    from citeman.formats.parsed import Parsed

Scalar = str | int | float | None


class Skimmed(NamedTuple):
    """The id of an item, "" where it has none, and what is compared of it."""

    id: str
    facts: Facts


class _Name(Struct, gc=False):
    family: str | None = None
    given: str | None = None
    literal: str | None = None
    particle: str | None = msgspec.field(name="non-dropping-particle", default=None)
    dropping: str | None = msgspec.field(name="dropping-particle", default=None)


class _Date(Struct, gc=False):
    parts: list[list[int | str | None]] | None = msgspec.field(name="date-parts", default=None)
    raw: str | None = None
    literal: str | None = None


_Names = str | list[_Name] | None


class _Item(Struct, gc=False):
    id: str | int = ""
    type: str | None = None
    title: str | None = None
    original: str | None = msgspec.field(name="original-title", default=None)
    author: _Names = None
    editor: _Names = None
    container: str | None = msgspec.field(name="container-title", default=None)
    short: str | None = msgspec.field(name="container-title-short", default=None)
    issued: int | str | _Date | None = None
    volume: Scalar = None
    issue: Scalar = None
    page: Scalar = None
    edition: Scalar = None
    genre: str | None = None
    archive: str | None = None
    publisher: str | None = None
    number: Scalar = None
    url: str | None = msgspec.field(name="URL", default=None)
    abstract: str | None = None
    doi: str | None = msgspec.field(name="DOI", default=None)
    pmid: Scalar = msgspec.field(name="PMID", default=None)
    pmcid: Scalar = msgspec.field(name="PMCID", default=None)
    isbn: Scalar = msgspec.field(name="ISBN", default=None)


_ITEM = msgspec.json.Decoder(_Item)
_SPECIAL = re.compile(rb'"(?:readings|reference|journalAbbreviation|editor-translator)"\s*:')
"""Keys that only citeman's own records have, and old names of variables."""


def skim_lines(
    lines: Iterable[bytes], name: str, problems: list[Problem], first: int = 1
) -> Iterator[Skimmed]:
    """Skim JSON Lines; what is no item is told in `problems`, with its line.

    `first` is the number of the first line.

    >>> line = b'{"id": 1, "title": "Gut feelings", "author": "Ng, D and Baker, A"}'
    >>> [skimmed] = skim_lines([line], "refs.jsonl", [])
    >>> skimmed.id, skimmed.facts.title, skimmed.facts.lead
    ('1', 'gut feelings', 'ng')
    """
    for number, line in enumerate(lines, start=first):
        if not line.isspace():
            try:
                yield _skim(line)
            except _TROUBLE:
                from citeman.formats import jsonl

                text = line.decode("utf-8", "replace").removeprefix("\ufeff")
                yield from _slowly(jsonl.read_line(text, number, name), problems)


def skim_array(data: bytes, name: str, problems: list[Problem]) -> Iterator[Skimmed]:
    """Skim CSL-JSON; InputError where it is none."""
    from citeman.formats import csljson

    try:
        items = msgspec.json.decode(data, type=list[Raw])
    except _TROUBLE:
        text = data.decode("utf-8-sig", "replace")
        yield from _slowly(csljson.read(text, name), problems)
        return
    for number, item in enumerate(items, start=1):
        try:
            yield _skim(bytes(item))
        except _TROUBLE:
            value = msgspec.json.decode(item)
            yield from _slowly(csljson.read_items([(number, value)], name, "item"), problems)


class _NotPlainError(Exception):
    """An item that only the reader of its format understands."""


_TROUBLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, _NotPlainError)


def _slowly(parsed: "Parsed", problems: list[Problem]) -> Iterator[Skimmed]:
    problems += parsed.problems
    for record in parsed.records:
        yield Skimmed(record.key, facts_of(record.reference))


def _skim(data: bytes) -> Skimmed:
    if _SPECIAL.search(data):
        raise _NotPlainError
    item = _ITEM.decode(data)
    if not (item.id or item.title):
        raise _NotPlainError
    return Skimmed(str(item.id), _facts(item))


def _facts(item: _Item) -> Facts:
    people, lead = _people(item.author or item.editor)
    title, container = item.title or "", item.container or item.short or ""
    volume, page, doi = _text(item.volume), _text(item.page), item.doi or ""
    year, bare = undated(title)
    year = _year(item.issued) or year
    place = plain_place(volume, page, year)
    return Facts(
        title=plain_title(bare),
        other_title=plain_title(item.original) if item.original else "",
        people=people,
        lead=lead,
        container=plain_container(container),
        year=year,
        volume=place[0],
        issue=plain_issue(_text(item.issue)),
        page=place[1],
        pages=plain_range(page),
        edition=plain_edition(_text(item.edition)),
        doi=plain_doi(doi),
        pmid=_text(item.pmid).lstrip("0"),
        pmcid=_text(item.pmcid).upper(),
        isbn=plain_isbn(_text(item.isbn)),
        abstract=plain_abstract(item.abstract or ""),
        kind=kind_of(
            Reference(
                type=item.type or "",
                title=title,
                container_title=container,
                genre=item.genre or "",
                archive=item.archive or "",
                publisher=item.publisher or "",
                number=_text(item.number),
                volume=volume,
                page=page,
                DOI=doi,
                URL=item.url or "",
            )
        ),
    )


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _people(names: _Names) -> tuple[str, str]:
    """Give the words of all names, and those of the first family name."""
    if not names:
        return "", ""
    if isinstance(names, str):
        return plain_people(names), lead_in(names)
    words = [f"{_particles(n)} {n.family or ''} {n.given or ''} {n.literal or ''}" for n in names]
    first = names[0]
    lead = plain_people(f"{_particles(first)} {first.family or first.literal or ''}")
    return plain_people(" ".join(words)), lead


def _particles(name: _Name) -> str:
    if not name.particle and not name.dropping:
        return ""
    return f"{name.dropping or ''} {name.particle or ''}"


_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def _year(issued: int | str | _Date | None) -> str:
    if isinstance(issued, int):
        return str(issued)
    if isinstance(issued, _Date):
        if issued.parts and issued.parts[0]:
            return str(issued.parts[0][0] or "")
        issued = issued.raw or issued.literal
    found = _YEAR.search(issued or "")
    return found[0] if found else ""
