"""Pieces of evidence for and against a candidate.

A weight is the natural logarithm of how much likelier a clue is seen if the work is the one meant
than if the text speaks of another work of the same field.
"""

from collections.abc import Callable, Iterator

from citeman.match.compare import Evidence
from citeman.mentions.clues import Clues
from citeman.mentions.shelf import Card, Shelf

__all__ = ["Evidence", "Reader", "agrees", "differs"]

Reader = Callable[[Clues, Card, Shelf], Iterator[Evidence]]
"""Reads what one kind of clue says of a candidate."""


def agrees(field: str, weight: float, words: str) -> Evidence:
    """Say what speaks for a candidate."""
    return Evidence(field, "agrees", round(weight, 2), words)


def differs(field: str, weight: float, words: str) -> Evidence:
    """Say what speaks against a candidate."""
    return Evidence(field, "differs", round(weight, 2), words)
