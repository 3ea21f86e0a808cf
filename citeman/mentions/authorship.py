"""Are the people whom a text names the authors of a candidate?"""

import math
from collections.abc import Iterator

from citeman.mentions.clues import Clues
from citeman.mentions.evidence import Evidence, agrees, differs
from citeman.mentions.shelf import Card, Shelf, family_of
from citeman.mentions.who import Person
from citeman.model import Name
from citeman.text import fold


def people(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Compare the names of a citation, of the mention, or of the text around it."""
    own = clues.own
    if own.cited:
        yield from _cited(clues, card, shelf)
    elif own.persons:
        yield from _author(own.persons[0], card, shelf, 1.0)
    elif clues.near.persons:
        for person in clues.near.persons:
            yield from _author(person, card, shelf, 0.6)
    else:
        yield from _capital(clues, card, shelf)


def _capital(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """The first author may be named without a word that says so, as in a loose citation."""
    if card.families and card.families[0] in clues.own.capitals:
        chance = shelf.share("author", card.families[0]) * len(clues.own.capitals)
        weight = math.log(0.5 / min(chance, 0.5))
        yield agrees("author", min(weight, 6.0), f'"{card.reference.author[0].family}"')


def _author(person: Person, card: Card, shelf: Shelf, factor: float) -> Iterator[Evidence]:
    people = [name for name in card.reference.author if name.family]
    if not people:
        return
    places = [i for i, name in enumerate(people) if _is_name(person.name, name)]
    shown = f"{person.name.given} {person.name.family}".strip()
    if not places:
        weight = -1.5 if "author" in card.reference.truncated and not person.first else -6.0
        if factor == 1.0:
            yield differs("author", weight, f'"{shown}" is not among its authors')
        return
    share = shelf.share("author", family_of(person.name.family))
    role = "first" if places[0] == 0 else "last" if places[-1] == len(people) - 1 else ""
    meant, others = (_SPOKEN_OF if person.first else _NAMED)[role], share / 3 if role else share
    bonus = 2.0 if person.name.given and people[places[0]].given else 0.0
    weight = factor * (math.log(meant / others) + bonus)
    role = f"{role} author".strip()
    yield agrees("author", min(weight, 9.0), f'"{shown}" is {role}')


_SPOKEN_OF = {"first": 0.7, "last": 0.25, "": 0.02}
"""Which author "Smith and colleagues" means, and how often."""
_NAMED = {"first": 0.5, "last": 0.4, "": 0.2}
"""Which author is named in other ways."""


def _is_name(ours: Name, theirs: Name) -> bool:
    one, other = family_of(ours.family), family_of(theirs.family)
    full = family_of(f"{theirs.dropping_particle} {theirs.non_dropping_particle} {theirs.family}")
    initials = {fold(ours.given)[:1], fold(theirs.given)[:1]} - {""}
    return one in (other, full) and len(initials) < 2


def _cited(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Compare the names of an author-year citation: the first ones, and as many as they say."""
    cited = clues.own.cited
    assert cited
    people = [name for name in card.reference.author if name.family]
    shown = " & ".join(name.family for name in cited.authors)
    if not people or not _is_name(cited.authors[0], people[0]):
        lead = people[0].family if people else "a group"
        yield differs("author", -8.0, f'"{shown}", but the first author is {lead}')
        return
    share = shelf.share("author", family_of(people[0].family)) / 3
    weight = math.log(0.95 / max(share, 2e-5))
    if len(cited.authors) == 2:
        fits = len(people) > 1 and _is_name(cited.authors[1], people[1])
        if not fits:
            yield differs("author", -6.0, f'"{shown}", but {people[0].family} has other coauthors')
            return
        weight += 4.0
    if not cited.alone and len(people) < 2 and "author" not in card.reference.truncated:
        yield differs("author", -5.0, f'"{shown} et al.", but it has one author')
        return
    yield agrees("author", min(weight, 12.0), f'"{shown}" is first author')
