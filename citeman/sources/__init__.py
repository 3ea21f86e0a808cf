"""Places to look references up: what they have in common."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from citeman.enrich import Lookup, Query
from citeman.fields.ids import Identifier
from citeman.mentions import Question

__all__ = ["Identifier", "Lookup", "Query", "Question", "Source", "merged"]


class Source(Protocol):
    """A place that is asked about many references at once.

    Trouble is part of the answer of those it concerns and is never raised. No candidate and no
    trouble means: there is none.
    """

    name: str
    """The name its readings carry; `citeman.model.TRUST` ranks it."""

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look every reference up; one answer each, in the same order."""

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        """Fetch the records that carry an identifier; one answer each, in the same order."""

    def search(self, question: Question) -> Lookup:
        """Find works that have many of the clues of a mention in prose, the likeliest first."""


def merged(lookups: Iterable[Lookup]) -> Lookup:
    """Join what several questions about one work gave: every candidate once, the first trouble.

    >>> from citeman.model import Reference
    >>> work = Reference(DOI="10.1000/1")
    >>> merged([Lookup((work,)), Lookup((work,), "down")]) == Lookup((work,), "down")
    True
    """
    lookups = tuple(lookups)
    candidates = {c.PMID or c.DOI: c for lookup in lookups for c in lookup.candidates}
    failed = [lookup for lookup in lookups if lookup.trouble]
    is_asked = any(lookup.asked for lookup in failed) if failed else True
    return Lookup(tuple(candidates.values()), failed[0].trouble if failed else "", is_asked)
