"""The records a person should look at."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citeman.model import Record


class Doubt(NamedTuple):
    """A record a person should look at, and why."""

    record: Record
    reasons: tuple[str, ...]


def doubtful(records: Sequence[Record]) -> list[Doubt]:
    """The records a person should look at, the least sure first.

    A record is doubtful when something is wrong with it, or when the layout of its list does not
    give its string back.
    """
    doubts = [Doubt(record, tuple(_reasons(record))) for record in records]
    found = [doubt for doubt in doubts if doubt.reasons]
    return sorted(found, key=lambda d: (-len(d.record.problems), _confidence(d.record)))


def _reasons(record: Record) -> Iterable[str]:
    yield from (problem.message for problem in record.problems)
    if record.lossless is False:
        yield "written in the layout of its list it does not come out as it stands"


def _confidence(record: Record) -> float:
    """How sure the least sure field of a record is."""
    marks = (mark for reading in record.readings for mark in reading.fields.values())
    return min((mark.confidence for mark in marks), default=1.0)
