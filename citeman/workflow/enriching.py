"""Ask a source about records."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from citeman.enrich import enrich as add_lookups
from citeman.enrich import query_of
from citeman.model import Record, replace
from citeman.sources import Source


class Found(NamedTuple):
    """What came of asking a source about records, one count each."""

    accepted: int
    proposed: int
    unmatched: int
    unasked: int


BATCH = 200
"""Records asked about at once; what is known so far can be told after each batch."""


def enrich(
    records: Sequence[Record],
    source: Source,
    *,
    replacing: bool = False,
    tell: Callable[[int], None] = lambda done: None,
) -> list[Record]:
    """Ask a source about every record, and add what it says as a reading of its own.

    A sure match fills what is missing; `replacing` lets it decide the fields that are there, too.
    Nothing is overwritten: the record keeps every reading. `tell` hears how many are done.
    """
    enriched: list[Record] = []
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        lookups = source.find([query_of(record, source.name) for record in batch])
        enriched += add_lookups(batch, lookups, source.name)
        tell(len(enriched))
    return [_leading(record, source.name) for record in enriched] if replacing else enriched


def _leading(record: Record, source: str) -> Record:
    readings = tuple(
        replace(r, standing="leads") if r.source == source and r.standing == "fills" else r
        for r in record.readings
    )
    return replace(record, readings=readings)


UNASKED = frozenset(("unreachable", "not-checked"))
"""The codes of problems that say no answer was had."""


def found(records: Iterable[Record], source: str) -> Found:
    """Count what a source's answers came to."""
    kinds = Counter(_outcome(record, source) for record in records)
    return Found(*(kinds[kind] for kind in Found._fields))


def _outcome(record: Record, source: str) -> str:
    standing = next((r.standing for r in record.readings if r.source == source), "")
    if standing in ("fills", "leads"):
        return "accepted"
    if any(problem.code in UNASKED for problem in record.problems):
        return "unasked"
    return "proposed" if standing else "unmatched"
