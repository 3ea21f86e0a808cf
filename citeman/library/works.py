"""What a work says and how it is found, computed from its records and the edits on them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from citeman.fields.names import write_names
from citeman.library.facts import Edit, apply
from citeman.match.merge import merge
from citeman.model import CSL_NAMES, NAME_FIELDS, Record, Reference, replace
from citeman.text import fold, fold_once


class Columns(NamedTuple):
    """The searchable side of a work: folded texts, and marks that are one word each."""

    year: int | None
    digest: int
    title: str
    people: str
    journal: str
    annotation: str
    tags: str
    note: str
    marks: str
    abstract: str


def compose(records: Sequence[Record], edits: Iterable[Edit], key: str) -> Record:
    """Make one record of all of a work's; edits, oldest first, have the last word."""
    merged = merge(records) if len(records) > 1 else records[0]
    return replace(apply(edits, merged), key=key)


def columns(record: Record, said: int, *, is_doubtful: bool) -> Columns:
    """Fold what a work says into what is searched; `said` is its digest.

    >>> from citeman.model import Date, Name, Reading
    >>> work = Reference(title="Über IL-2", author=(Name("Müller"),), issued=Date(((2003,),)))
    >>> found = columns(Record((Reading("ris", work),)), 0, is_doubtful=False)
    >>> found.year, found.title, found.people, found.marks
    (2003, 'uber il 2', 'muller', 'hasauthor hastitle hasissued')
    """
    reference = record.reference
    journal = f"{reference.container_title} {reference.container_title_short}"
    return Columns(
        _year(reference),
        said,
        searched(f"{reference.title} {reference.original_title}"),
        searched(" | ".join(_people(reference))),
        searched(f"{journal} {reference.collection_title}"),
        searched(record.annotation),
        searched(" | ".join(record.tags)),
        searched(f"{reference.note} {reference.keyword}"),
        " ".join(_marks(record, is_doubtful=is_doubtful)),
        abstract_of(record),
    )


def _year(reference: Reference) -> int | None:
    """The year, unless no number in a file of SQLite can be so large."""
    year = reference.issued.year if reference.issued else None
    return year if year is not None and abs(year) < _LARGEST else None


_LARGEST = 1 << 63


def abstract_of(record: Record) -> str:
    """Fold the abstract of a work, without the markup that publishers leave in it.

    >>> from citeman.model import Reading
    >>> reading = Reading("crossref", Reference(abstract="<jats:p>Half as many died.</jats:p>"))
    >>> abstract_of(Record((reading,)))
    'half as many died'
    """
    return searched(_TAG.sub(" ", record.reference.abstract))


_TAG = re.compile(r"</?(?!(?:i|b|sup|sub|sc|span)\b)[A-Za-z][^<>]*>")
"""Markup that parts words; what CSL allows within them is left to `fold`."""


_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


_LONG = 400


def searched(text: str) -> str:
    """Fold a text for searching; of scripts without blanks every character is a word.

    >>> searched("Größe: 東京"), searched(" ")
    ('grosse 東 京', '')
    """
    folded = fold(text) if len(text) < _LONG else fold_once(text)
    if folded.isascii():
        return folded
    return " ".join(_CJK.sub(r" \g<0> ", folded).split())


def _people(reference: Reference) -> Iterable[str]:
    for field in NAME_FIELDS:
        for name in getattr(reference, field):
            particles = f"{name.dropping_particle} {name.non_dropping_particle}"
            yield f"{particles} {name.family} {name.given} {name.literal}"


IDENTIFIERS: Mapping[str, str] = {"pmid": "PMID", "pmcid": "PMCID", "doi": "DOI", "isbn": "ISBN"}
"""Identifiers that works are asked for by, and their attributes."""


def mark(kind: str, value: str) -> str:
    """Write a fact as one word, so that it is found whole or not at all.

    >>> mark("tag", "Liver injury"), mark("doi", "10.1000/a-b")
    ('tagliverinjury', 'doi101000ab')
    """
    return kind + fold(value).replace(" ", "")


def _marks(record: Record, *, is_doubtful: bool) -> Iterable[str]:
    reference = record.reference
    said = zip(_HAS.values(), _VALUES(reference), strict=True)
    yield from [name for name, value in said if value]  # what is unknown is empty
    for kind, field in IDENTIFIERS.items():
        if value := getattr(reference, field):
            yield mark(kind, value)
    if reference.type:
        yield mark("type", reference.type)
    yield from (mark("tag", tag) for tag in record.tags)
    yield from (name for name, is_there in _OWN.items() if is_there(record))
    if is_doubtful or needs_look(record):
        yield "needsreview"


_HAS = {
    field: mark("has", name)
    for field, name in CSL_NAMES.items()
    if field not in ("id", "type", "truncated", "custom", "extra", "annote")
}
_VALUES = attrgetter(*_HAS)
_OWN: Mapping[str, Callable[[Record], bool]] = {
    "hasannotation": lambda record: bool(record.annotation),
    "hastag": lambda record: bool(record.tags),
    "hasproblem": lambda record: bool(record.problems),
}
FIELDS_HAD = frozenset([*(name[3:] for name in _HAS.values()), "annotation", "tag", "problem"])
"""What `has:` can be asked for, each as one word."""


def needs_look(record: Record) -> bool:
    """Tell whether a person should look at a record for its own sake."""
    return bool(record.problems) or record.lossless is False


def differences(before: Record, after: Record) -> dict[str, tuple[Any, Any]]:
    """Say what two states of a work differ in: CSL name, "annotation" or "tags" -> both values.

    >>> one, two = (Record(tags=tags) for tags in (("a",), ("a", "b")))
    >>> differences(one, two)
    {'tags': (('a',), ('a', 'b'))}
    """
    was, now = _told(before), _told(after)
    return {name: (was[name], now[name]) for name in was if was[name] != now[name]}


def _told(record: Record) -> dict[str, Any]:
    reference = record.reference
    fields = {name: getattr(reference, field) for field, name in CSL_NAMES.items() if name != "id"}
    return fields | {"annotation": record.annotation, "tags": record.tags}


def headline(reference: Reference) -> str:
    """Say which work a reference is in one line.

    >>> from citeman.model import Name
    >>> headline(Reference(title="IL-2", author=(Name("Noble", "S"),), container_title="BioDrugs"))
    'Noble S. IL-2. BioDrugs'
    """
    year = reference.issued.year if reference.issued else None
    parts = (
        _first_names(reference).rstrip("."),
        reference.title.rstrip(". "),
        reference.container_title or reference.container_title_short or reference.publisher,
        str(year or ""),
    )
    return ". ".join(part for part in parts if part)


def _first_names(reference: Reference) -> str:
    field = "author" if reference.author else "editor"
    names = getattr(reference, field)
    is_cut = len(names) > _NAMED or field in reference.truncated
    return write_names(names[:_NAMED], truncated=is_cut) if names else ""


_NAMED = 2
