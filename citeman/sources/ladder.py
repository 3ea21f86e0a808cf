"""How far the search for each of many references has come, whatever the ways of searching."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from citeman.enrich import POSSIBLE, Lookup, Query
from citeman.errors import OfflineError, SourceError
from citeman.match.compare import compare
from citeman.model import Reference, replace
from citeman.sources.efetch import Fetched

Open = Mapping[int, Query]
"""What is still looked for, by its place."""


WORTH_NAMING = 0.01
"""A work that a search for words brings up is a candidate only if it is at least this likely."""


def fits(query: Query, theirs: Reference) -> bool:
    """Tell whether a work may be the one asked about, so that nothing else need be tried."""
    comparison = compare(query.reference, theirs)
    return comparison.score >= POSSIBLE and comparison.verdict("type") != "differs"


def is_near(query: Query, theirs: Reference) -> bool:
    """Tell whether a work is like the one asked about; most that share some words are not.

    A DOI is left aside: words are searched for where it led nowhere.
    """
    return compare(replace(query.reference, DOI=""), theirs).score >= WORTH_NAMING


def _any(query: Query, theirs: Reference) -> bool:
    return True


class Hits(NamedTuple):
    """What one way of searching gave, by the place of the reference: PMIDs, or trouble.

    `keep` tells of a fetched record whether it is what the reference asked for.
    """

    pmids: dict[int, tuple[str, ...]]
    trouble: dict[int, SourceError]
    keep: Callable[[Query, Reference], bool] = _any


class Ladder:
    """The state of a search that goes on, way by way, for what no candidate fits yet."""

    def __init__(self, queries: Sequence[Query]) -> None:
        self._queries = queries
        self._records: dict[str, Reference] = {}
        self._missing: frozenset[str] = frozenset()
        self._candidates: list[dict[str, Reference]] = [{} for _ in queries]
        self._trouble: dict[int, SourceError] = {}

    @property
    def known(self) -> frozenset[str]:
        """The PMIDs that need no further asking: their records are here, or there are none."""
        return self._missing.union(self._records)

    def open(self) -> Open:
        """List what no candidate fits and what met no trouble."""
        return {
            i: query
            for i, query in enumerate(self._queries)
            if i not in self._trouble and not self._is_found(i)
        }

    def note(self, hits: Hits, fetched: Fetched) -> None:
        """Take in what one way of searching gave, and the records it led to."""
        self._records |= fetched.found
        self._missing |= fetched.missing
        self._trouble |= hits.trouble
        for i, pmids in hits.pmids.items():
            for pmid in pmids:
                theirs = self._records.get(pmid)
                if theirs and hits.keep(self._queries[i], theirs):
                    self._candidates[i][pmid] = theirs
                if pmid in fetched.trouble:
                    self._trouble[i] = fetched.trouble[pmid]

    def lookups(self) -> list[Lookup]:
        """Say what came of it, for everything asked, in order."""
        return [self._lookup(i) for i in range(len(self._queries))]

    def _lookup(self, i: int) -> Lookup:
        candidates = tuple(self._candidates[i].values())
        trouble = self._trouble.get(i)
        if trouble:
            return Lookup(candidates, str(trouble), asked=not isinstance(trouble, OfflineError))
        return Lookup(candidates)

    def _is_found(self, i: int) -> bool:
        return any(fits(self._queries[i], theirs) for theirs in self._candidates[i].values())
