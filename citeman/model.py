"""What citeman knows about a work: references, readings of them, records, and what to believe.

A `Reference` is one CSL-JSON item. A `Reading` is what one source says. A `Record` is every
reading of one work. What we believe is computed by `settle`, and `winners` tells whose word it is;
no value is ever overwritten.

Structs with `gc=False` hold nothing that could point back at them, so the collector need not
follow them: there are dozens for each reference.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "NAME_FIELDS",
    "Date",
    "Link",
    "Mark",
    "Name",
    "Place",
    "Problem",
    "Reading",
    "Record",
    "Reference",
    "Span",
    "has",
    "replace",
    "settle",
    "winners",
]

UPPER = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmcid": "PMCID", "pmid": "PMID"}


def _csl_name(name: str) -> str | None:
    """CSL spells its variables with hyphens, but for the two archive ones."""
    return None if name.startswith("archive_") else name.replace("_", "-")


class Span(NamedTuple):
    """Characters [start, end) of a document's text, or of a raw string that stands alone."""

    start: int
    end: int


class Name(Struct, frozen=True, omit_defaults=True, rename=_csl_name, gc=False):
    """A person (`family`, `given`, ...) or a group (`literal`), as in CSL-JSON."""

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool | int | str | None = None
    static_ordering: bool | int | str | None = None
    parse_names: bool | int | str | None = None


class Date(Struct, frozen=True, omit_defaults=True, rename=_csl_name, gc=False):
    """A date as in CSL-JSON: one or two [year, month, day] prefixes, or words in `literal`."""

    date_parts: tuple[tuple[int, ...], ...] = ()
    season: str = ""
    circa: bool | int | str | None = None
    literal: str = ""
    raw: str = ""

    @property
    def year(self) -> int | None:
        """The (first) year, or None when no number says it."""
        return self.date_parts[0][0] if self.date_parts and self.date_parts[0] else None


class Reference(Struct, frozen=True, omit_defaults=True, rename=_csl_name):
    """One CSL-JSON item; variables without an attribute of their own live in `extra`.

    `truncated` holds the name variables whose list ended in "et al."; CSL has no word for that,
    so CSL-JSON carries it under `custom`.
    """

    id: str = ""
    type: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    container_author: tuple[Name, ...] = ()
    collection_editor: tuple[Name, ...] = ()
    contributor: tuple[Name, ...] = ()
    title: str = ""
    title_short: str = ""
    original_title: str = ""
    volume_title: str = ""
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    collection_number: str = ""
    event_title: str = ""
    event_place: str = ""
    event_date: Date | None = None
    publisher: str = ""
    publisher_place: str = ""
    authority: str = ""
    edition: str = ""
    version: str = ""
    issued: Date | None = None
    accessed: Date | None = None
    submitted: Date | None = None
    available_date: Date | None = None
    original_date: Date | None = None
    volume: str = ""
    number_of_volumes: str = ""
    issue: str = ""
    supplement: str = ""
    chapter_number: str = ""
    section: str = ""
    page: str = ""
    number_of_pages: str = ""
    number: str = ""
    citation_number: str = ""
    genre: str = ""
    medium: str = ""
    status: str = ""
    language: str = ""
    archive: str = ""
    archive_location: str = ""
    source: str = ""
    DOI: str = ""
    PMID: str = ""
    PMCID: str = ""
    ISBN: str = ""
    ISSN: str = ""
    URL: str = ""
    abstract: str = ""
    keyword: str = ""
    annote: str = ""
    note: str = ""
    truncated: tuple[str, ...] = ()
    custom: dict[str, Any] = {}
    extra: dict[str, Any] = {}


NAME_FIELDS = (
    "author",
    "editor",
    "translator",
    "container_author",
    "collection_editor",
    "contributor",
)
DATE_FIELDS = (
    "issued",
    "accessed",
    "event_date",
    "submitted",
    "available_date",
    "original_date",
)
MERGED_FIELDS = ("custom", "extra")
"""Fields settled key by key, because each key is a fact of its own."""

SETTLED_FIELDS = tuple(
    name for name in Reference.__struct_fields__ if name not in ("id", "truncated", *MERGED_FIELDS)
)
CSL_NAMES: Mapping[str, str] = dict(
    zip(Reference.__struct_fields__, Reference.__struct_encode_fields__, strict=True)
)
"""Attribute name -> CSL variable, as in `container_title` -> `container-title`."""


class Mark(Struct, frozen=True, omit_defaults=True, gc=False):
    """Where one field was read (usually one span) and how sure the reader is, from 0 to 1."""

    spans: tuple[Span, ...] = ()
    confidence: float = 1.0


class Place(Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a reference, and the annotation that belongs to it, stood."""

    file: str = ""
    span: Span | None = None
    annotation_span: Span | None = None


Standing = Literal["leads", "fills", "proposed"]
"""`leads`: may decide any field. `fills`: decides only what no leading reading has. `proposed`:
decides nothing until somebody accepts it."""


class Reading(Struct, frozen=True, omit_defaults=True):
    """What one source says about a work.

    `fields` maps attribute names of `Reference` to their marks; spans count in the text of the
    document in `place`. `emptied` names fields that this reading says are empty. `reasons` say why
    a looked-up reading stands as it does.
    """

    source: str
    reference: Reference
    standing: Standing = "leads"
    emptied: tuple[str, ...] = ()
    raw: str = ""
    place: Place | None = None
    fields: dict[str, Mark] = {}
    reasons: tuple[str, ...] = ()


class Problem(Struct, frozen=True, omit_defaults=True, gc=False):
    """Trouble with one reference, as data: a code to sort by and a sentence to read."""

    code: str
    message: str
    span: Span | None = None


class Link(Struct, frozen=True, omit_defaults=True, gc=False):
    """A mention of another record inside an annotation, such as "[Abraham 2003]"."""

    text: str
    key: str
    span: Span | None = None


class Record(Struct, frozen=True, omit_defaults=True, dict=True):
    """Every reading of one work, with what its owner adds.

    `lossless` says whether the record, written in the layout of its list, gives back its raw
    string; None where that was not tried.
    """

    readings: tuple[Reading, ...] = ()
    key: str = ""
    annotation: str = ""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    lossless: bool | None = None

    @cached_property
    def reference(self) -> Reference:
        """What the readings settle to, with the record's key as its id."""
        settled = settle(self.readings)
        return replace(settled, id=self.key) if self.key else settled

    @property
    def raw(self) -> str:
        """The string the work was first read from, or ""."""
        return next((reading.raw for reading in self.readings if reading.raw), "")

    @property
    def place(self) -> Place:
        """Where that string stood."""
        return next((r.place for r in self.readings if r.place), Place())


TRUST = ("manual", "pubmed", "pmc", "index", "crossref")
"""Sources from most to least trusted; documents and formats come after them, parsing last."""
_RANK = {source: rank for rank, source in enumerate(TRUST)} | {"parsed": len(TRUST) + 1}
_STANDING = {"leads": 0, "fills": 1}


def has(reference: Reference, field: str) -> bool:
    """Tell whether a reference says anything about a field.

    >>> has(Reference(volume="24"), "volume"), has(Reference(), "issued")
    (True, False)
    """
    return bool(getattr(reference, field))  # what is unknown is empty


def _by_trust(readings: Iterable[Reading]) -> list[Reading]:
    accepted = [reading for reading in readings if reading.standing in _STANDING]
    return sorted(accepted, key=lambda r: (_STANDING[r.standing], _RANK.get(r.source, len(TRUST))))


def winners(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Map each field that any accepted reading decides to the reading that decides it.

    A reading that empties a field decides it too: its own value for the field is empty.
    """
    won: dict[str, Reading] = {}
    for reading in _by_trust(readings):
        for field in SETTLED_FIELDS:
            if field not in won and (field in reading.emptied or has(reading.reference, field)):
                won[field] = reading
    return won


def settle(readings: Iterable[Reading]) -> Reference:
    """Take each field from the most trusted accepted reading that decides it.

    Leading readings come before filling ones, then the order of `TRUST` counts, then the order
    given. Proposed readings decide nothing.

    >>> text = Reading("parsed", Reference(title="Interleukin-2", volume="32"))
    >>> found = Reading("pubmed", Reference(title="Interleukin 2.", PMID="2202892"), "fills")
    >>> settled = settle([text, found])
    >>> settled.title, settled.PMID
    ('Interleukin-2', '2202892')
    """
    readings = tuple(readings)
    if len(readings) == 1 and readings[0].standing in _STANDING and not readings[0].emptied:
        only = readings[0].reference
        if not only.id and not only.truncated:
            return only
        truncated = tuple(f for f in NAME_FIELDS if f in only.truncated and has(only, f))
        return replace(only, id="", truncated=truncated)
    won = winners(readings)
    values = {
        field: getattr(reading.reference, field)
        for field, reading in won.items()
        if field not in reading.emptied
    }
    truncated = tuple(
        field
        for field in NAME_FIELDS
        if field in values and field in won[field].reference.truncated
    )
    custom: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for reading in reversed(_by_trust(readings)):
        custom |= reading.reference.custom
        extra |= reading.reference.extra
    return Reference(**values, truncated=truncated, custom=custom, extra=extra)
