"""Places to look references up: what they have in common."""

from collections.abc import Sequence
from typing import Protocol

from citeman.enrich import Lookup
from citeman.model import Reference

__all__ = ["Lookup", "Source"]


class Source(Protocol):
    """A place that is asked about many references at once."""

    name: str
    """The name its readings carry; `citeman.model.TRUST` ranks it."""

    def find(self, references: Sequence[Reference]) -> list[Lookup]:
        """Look every reference up; one answer each, in the same order.

        Trouble is part of the answer of those it concerns and is never raised.
        """
