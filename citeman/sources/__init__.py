"""Places to look references up: what they have in common."""

from collections.abc import Sequence
from typing import Protocol

from citeman.enrich import Lookup, Query

__all__ = ["Lookup", "Query", "Source"]


class Source(Protocol):
    """A place that is asked about many references at once."""

    name: str
    """The name its readings carry; `citeman.model.TRUST` ranks it."""

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look every reference up; one answer each, in the same order.

        Trouble is part of the answer of those it concerns and is never raised.
        """
