"""How far the search for each of many references has come, whatever the ways of searching."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from citeman.enrich import Lookup, Query
from citeman.errors import OfflineError, SourceError
from citeman.match.compare import compare
from citeman.match.rules import is_possible
from citeman.model import Reference, replace
from citeman.sources.efetch import Fetched

Open = Mapping[int, Query]
"""What is still looked for, by its place."""


WORTH_NAMING = 0.01
"""A work that a search for words brings up is a candidate only if it is at least this likely."""


def fits(query: Query, theirs: Reference) -> bool:
    """Tell whether a work may be the one asked about, so that nothing else need be tried."""
    return is_possible(compare(query.reference, theirs, query.text))


def is_near(query: Query, theirs: Reference) -> bool:
    """Tell whether a work is like the one asked about; most that share some words are not.

    A DOI is left aside: words are searched for where it led nowhere.
    """
    ours = replace(query.reference, DOI="")
    return compare(ours, theirs, query.text).score >= WORTH_NAMING


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
        self._found: set[int] = set()
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
            if i not in self._trouble and i not in self._found
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
                    self._take(i, theirs)
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

    def _take(self, i: int, theirs: Reference) -> None:
        if theirs.PMID not in self._candidates[i] and fits(self._queries[i], theirs):
            self._found.add(i)
        self._candidates[i][theirs.PMID] = theirs
