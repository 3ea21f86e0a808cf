"""Complete the identifiers of records: the PMCIDs of articles that are in PubMed Central."""

from collections.abc import Sequence
from typing import NamedTuple

from citeman.errors import OfflineError, SourceError
from citeman.model import Problem, Reading, Record, Reference, replace
from citeman.sources.pmc import Converter


class Completed(NamedTuple):
    """Records in their order, how many were completed, and how many could not be asked about."""

    records: tuple[Record, ...]
    added: int
    unasked: int


_IN_QUESTION = frozenset(("pmid-differs", "pmid-not-found", "unreachable", "not-checked"))


def add_pmcids(records: Sequence[Record], converter: Converter) -> Completed:
    """Add the PMCIDs of articles that are in PMC, by those PMIDs that are not in question.

    What PMC holds back stays away, and an article that is not in PMC is nothing to tell of.
    """
    wanted = {i: r.reference.PMID for i, r in enumerate(records) if _lacks_pmcid(r)}
    converted = converter.convert(wanted.values(), "pmid")
    found = {pmid: ids.pmcid for pmid, ids in converted.found.items() if ids.is_live}
    completed = list(records)
    added, failed = 0, 0
    for i, pmid in wanted.items():
        if pmid in converted.trouble:
            completed[i] = _unasked(records[i], converted.trouble[pmid])
            failed += 1
        elif found.get(pmid):
            completed[i] = _completed(records[i], pmid, found[pmid], converter.name)
            added += 1
    return Completed(tuple(completed), added, failed)


def _lacks_pmcid(record: Record) -> bool:
    reference = record.reference
    in_question = any(problem.code in _IN_QUESTION for problem in record.problems)
    return bool(reference.PMID) and not reference.PMCID and not in_question


def _completed(record: Record, pmid: str, pmcid: str, source: str) -> Record:
    reasons = (f"PMC's id converter gives it for PMID {pmid}",)
    reading = Reading(source, Reference(PMCID=pmcid), "fills", reasons=reasons)
    others = (other for other in record.readings if other.source != source)
    return replace(record, readings=(*others, reading))


def _unasked(record: Record, trouble: SourceError) -> Record:
    code = "not-checked" if isinstance(trouble, OfflineError) else "unreachable"
    return replace(record, problems=(*record.problems, Problem(code, str(trouble))))
