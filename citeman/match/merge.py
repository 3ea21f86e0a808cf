"""Several records of one work -> one record that holds all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from citeman.model import Problem, Record, has, replace

T = TypeVar("T")


def merge(records: Sequence[Record]) -> Record:
    """Join the records of one work; nothing that any of them holds is lost.

    The record that somebody has worked on, else the fullest, comes first and gives its key; its
    readings come before the others', so that it decides the fields of which sources equally
    trusted say different things. Annotations that differ stand one after the other. Links keep
    the keys they name: see `relink`. ValueError when there is no record.

    >>> from citeman.model import Reading, Reference
    >>> one = Record((Reading("ris", Reference(title="Gout")),), key="a", tags=("old",))
    >>> two = Record((Reading("ris", Reference(title="Gout", DOI="10.1/x")),), key="b")
    >>> merged = merge([one, two])
    >>> merged.key, merged.reference.DOI, merged.tags, len(merged.readings)
    ('a', '10.1/x', ('old',), 2)
    """
    if not records:
        raise ValueError("there is nothing to merge")
    ranked = in_order(records)
    return replace(
        ranked[0],
        readings=_joined(record.readings for record in ranked),
        annotation=_annotations(ranked),
        links=_joined(record.links for record in ranked),
        tags=_joined(record.tags for record in ranked),
        problems=_problems(ranked),
        lossless=None if len(ranked) > 1 else ranked[0].lossless,
    )


def in_order(records: Sequence[Record]) -> list[Record]:
    """Rank records: those with annotations or tags first, then those that say most, as given."""
    return sorted(records, key=lambda r: (not (r.annotation or r.tags), -_fields_told(r)))


def _fields_told(record: Record) -> int:
    reference = record.reference
    return sum(has(reference, field) for field in reference.__struct_fields__ if field != "id")


def _joined(many: Iterable[Sequence[T]]) -> tuple[T, ...]:
    """Unite sequences in order, without what is there already."""
    joined: list[T] = []
    for each in many:
        joined += [value for value in each if value not in joined]
    return tuple(joined)


_BETWEEN = "\n\n"


def _annotations(records: Sequence[Record]) -> str:
    """Unite annotations: one that stands within another is there already."""
    kept: list[str] = []
    for text in (record.annotation for record in records):
        if text and not any(text in other for other in kept):
            kept = [*(other for other in kept if other not in text), text]
    return _BETWEEN.join(kept)


def _problems(records: Sequence[Record]) -> tuple[Problem, ...]:
    """Unite problems; that a key was given twice is none once the two are one."""
    joined = _joined(record.problems for record in records)
    return tuple(problem for problem in joined if problem.code != "duplicate-key")


def relink(record: Record, keys: Mapping[str, str]) -> Record:
    """Let the links of a record name the keys that merged records have now.

    >>> from citeman.model import Link
    >>> relink(Record(links=(Link("[Ng 2001]", "b"),)), {"b": "a"}).links[0].key
    'a'
    """
    if not any(link.key in keys for link in record.links):
        return record
    links = (replace(link, key=keys.get(link.key, link.key)) for link in record.links)
    return replace(record, links=_joined([tuple(links)]))
