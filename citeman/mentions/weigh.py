"""How well a work fits the clues of a mention: the sum of all evidence for and against it."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from citeman.match.titles import is_notice_title
from citeman.mentions.authorship import people
from citeman.mentions.clues import Clues
from citeman.mentions.evidence import Evidence, Reader, agrees, differs
from citeman.mentions.shelf import Card, Shelf
from citeman.mentions.timing import issued
from citeman.mentions.topic import count, words
from citeman.mentions.trials import naming
from citeman.mentions.venues import is_journal
from citeman.text import fold


class Weighed(NamedTuple):
    """A candidate, the logarithm of its odds before others are considered, and the evidence.

    `prior` is the part of the odds that there was before any evidence.
    """

    card: Card
    total: float
    evidence: tuple[Evidence, ...]
    prior: float


def weigh(clues: Clues, card: Card, shelf: Shelf) -> Weighed:
    """Add up what the clues of a mention say for and against a candidate.

    Before any clue, every work on the shelf is as likely as the other, and that the work is not
    there at all is as likely as that it is.
    """
    evidence = tuple(piece for read in _READERS for piece in read(clues, card, shelf))
    prior = -math.log(max(shelf.size, 1))
    return Weighed(card, prior + sum(piece.weight for piece in evidence), evidence, prior)


def _identifier(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    for given in clues.own.identifiers:
        theirs = getattr(card.reference, given.kind)
        if not theirs:
            continue
        if theirs.casefold() == given.value.casefold():
            yield agrees(given.kind, 30.0, f"the text gives its {given.kind}: {given}")
        else:
            yield differs(given.kind, -30.0, f"the text gives another {given.kind}: {given}")


_HOUSEHOLD = ("New England Journal of Medicine", "JAMA", "BMJ", "Lancet", "Nature", "Science")
_NEWS = 0.05
"""The share of each household journal among papers that the press speaks of, at least."""


def _journal(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    if not card.journals:
        return
    named, theirs = next(iter(clues.own.journals), ""), card.journals[-1]
    literal = next((title for title in card.journals if _stands_in(title, clues.phrase)), "")
    if literal or any(is_journal(named, title) for title in card.journals):
        is_news = any(is_journal(theirs, title) for title in _HOUSEHOLD)
        share = max(shelf.share("journal", card.journals[0]), _NEWS if is_news else 0.001)
        yield agrees(
            "container_title", math.log(0.95 / share), f'journal "{named or literal}": {theirs}'
        )
    elif named:
        yield differs("container_title", -6.0, f'journal "{named}", but it stands in {theirs}')


def _stands_in(title: str, phrase: str) -> bool:
    """Tell whether a phrase has a journal's name as written, of two words or more."""
    return " " in title and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", phrase) is not None


def _group(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Trials by name: the first that fits counts in full, further ones half."""
    factor = 1.0
    near = tuple(name for name in clues.near.groups if name not in clues.own.names)
    for names, part in ((clues.own.names, 1.0), (near, 0.5)):
        for name in names:
            kind, weight, said = _named(name, card, shelf)
            if kind == "same":
                yield agrees("group", weight * part * factor, said)
                factor /= 2
            elif kind == "sister" and part == 1.0:
                yield differs("group", -8.0, said)
            elif name in clues.own.groups and part == 1.0:
                yield differs("group", -2.5, f'nothing in it says "{name}"')


def _named(name: str, card: Card, shelf: Shelf) -> tuple[str, float, str]:
    heading = naming(name, card.heading)
    if heading == "sister":
        return "sister", 0.0, f'"{name}", but it names a trial of another number'
    share = min(shelf.share("group", part) for part in fold(name).split())
    weight = min(math.log(0.8 / max(share, 1e-4)), 8.0)
    if heading == "same":
        return "same", weight, f'"{name}" stands in its title or authors'
    if naming(name, card.text) == "same":
        return "same", weight / 2, f'"{name}" stands in its annotation or abstract'
    return "", 0.0, ""


def _kind(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    if is_notice_title(card.reference.title):
        yield differs("type", -8.0, "it is a comment, reply or correction")


_READERS: tuple[Reader, ...] = (_identifier, _journal, issued, people, _group, count, words, _kind)
