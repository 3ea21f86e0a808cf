"""Ask a source about records."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial
from typing import NamedTuple

from citeman.enrich import CODES, query_of
from citeman.enrich import enrich as add_lookups
from citeman.model import Record, replace
from citeman.sources import Source
from citeman.sources.pmc import Converter
from citeman.workflow.completing import add_pmcids


class Found(NamedTuple):
    """What came of asking a source about records, one count each."""

    accepted: int
    proposed: int
    unmatched: int
    unasked: int


BATCH = 200
"""Records asked about at once; what is known so far can be told after each batch."""


def enrich_from(
    records: Sequence[Record],
    sources: Sequence[Source | Converter],
    *,
    replacing: bool = False,
    tell: Callable[[str, int], None] = lambda name, done: None,
) -> tuple[list[Record], list[Found]]:
    """Ask several sources about every record, one after the other, and count what each gave.

    Each is told what the ones before it filled in, and what they said of a record stays; only a
    "not found" goes where another source knows the work. `tell` hears of which source how many
    records are done.
    """
    done, tallies = list(records), list[Found]()
    names: set[str] = set()
    for source in sources:
        if isinstance(source, Converter):
            completed = add_pmcids(done, source)
            done = list(completed.records)
            tallies.append(Found(completed.added, 0, 0, completed.unasked))
            continue
        asked = enrich(done, source, replacing=replacing, tell=partial(tell, source.name))
        tallies.append(found(asked, source.name))
        pairs = zip(done, asked, strict=True)
        names.add(source.name)
        done = [_joined(*pair, names) for pair in pairs] if len(names) > 1 else asked
    return done, tallies


def _joined(before: Record, after: Record, names: Set[str]) -> Record:
    """Keep what earlier sources said of a record beside what the last one says."""
    kept = [problem for problem in before.problems if problem.code in CODES]
    problems = dict.fromkeys([*kept, *after.problems])
    standings = {reading.source: reading.standing for reading in after.readings}
    if any(standings.get(name) in _ACCEPTED for name in names):
        problems = dict.fromkeys(p for p in problems if p.code not in _ABSENT)
    return replace(after, problems=tuple(problems))


_ACCEPTED = ("fills", "leads")
_ABSENT = ("not-found", "no-match")


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
