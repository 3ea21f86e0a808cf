"""How well a work fits the clues of a mention: evidence for and against, in words and weights.

A weight is the natural logarithm of how much likelier a clue is seen if the work is the one meant
than if the text speaks of another work of the same field. How common a word, name or journal is
among other works is counted on the shelf.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from citeman.match.compare import Evidence
from citeman.match.titles import is_notice_title
from citeman.mentions.clues import Clues, Said
from citeman.mentions.shelf import Card, Shelf, family_of
from citeman.mentions.trials import naming
from citeman.mentions.venues import is_journal
from citeman.mentions.when import Window, window_of
from citeman.mentions.who import Person
from citeman.mentions.words import is_count, stem, telling_words
from citeman.model import Date, Name
from citeman.text import fold


class Weighed(NamedTuple):
    """A candidate, the logarithm of its odds before others are considered, and the evidence."""

    card: Card
    total: float
    evidence: tuple[Evidence, ...]


def weigh(clues: Clues, card: Card, shelf: Shelf) -> Weighed:
    """Add up what the clues of a mention say for and against a candidate.

    Before any clue, every work on the shelf is as likely as the other, and that the work is not
    there at all is as likely as that it is.
    """
    evidence = tuple(piece for read in _READERS for piece in read(clues, card, shelf))
    prior = -math.log(max(shelf.size, 1))
    return Weighed(card, prior + sum(piece.weight for piece in evidence), evidence)


def _agrees(field: str, weight: float, words: str) -> Evidence:
    return Evidence(field, "agrees", round(weight, 2), words)


def _differs(field: str, weight: float, words: str) -> Evidence:
    return Evidence(field, "differs", weight, words)


def _identifier(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    for given in clues.own.identifiers:
        theirs = getattr(card.reference, given.kind)
        if not theirs:
            continue
        if theirs.casefold() == given.value.casefold():
            yield _agrees(given.kind, 30.0, f"the text gives its {given.kind}: {given}")
        else:
            yield _differs(given.kind, -30.0, f"the text gives another {given.kind}: {given}")


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
        yield _agrees(
            "container_title", math.log(0.95 / share), f'journal "{named or literal}": {theirs}'
        )
    elif named:
        yield _differs("container_title", -6.0, f'journal "{named}", but it stands in {theirs}')


def _stands_in(title: str, phrase: str) -> bool:
    """Tell whether a phrase has a journal's name as written, of two words or more."""
    return " " in title and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", phrase) is not None


_CAREER = 5500
"""Days over which the works of a field that are spoken of are spread: fifteen years."""
_EARLY, _PRINT = timedelta(31), timedelta(300)
_FRESH = timedelta(60)
_ALLOWANCE = timedelta(400)


def _issued(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    theirs, ours, today = window_of(card.reference.issued), _window(clues), clues.today
    if not theirs:
        return
    shown = _shown(card)
    if ours:
        yield _placed(ours, theirs, shown)
    elif today and theirs.first > today + _ALLOWANCE:
        yield _differs("issued", -6.0, f"issued {shown}, after the page was written")
    elif today and clues.fresh and theirs.first - _EARLY <= today <= theirs.last + _FRESH:
        yield _agrees("issued", min(_precise(theirs), 2.5), f"new to a page of its time: {shown}")


def _window(clues: Clues) -> Window | None:
    if clues.own.cited:
        return window_of(Date(date_parts=((clues.own.cited.year,),)))
    return clues.own.window


def _precise(*windows: Window) -> float:
    return math.log(0.8 * _CAREER / max(7, *(window.days for window in windows)))


def _placed(ours: Window, theirs: Window, shown: str) -> Evidence:
    """Compare days: in print may follow what is spoken of, and hardly comes before it."""
    words = f"{_days(ours)}: issued {shown}"
    if ours.overlaps(theirs):
        return _agrees("issued", _precise(ours, theirs), words)
    is_year = ours.days > 100
    late, early = theirs.first - ours.last, ours.first - theirs.last
    if not is_year and timedelta(0) < late <= _PRINT:
        return Evidence("issued", "close", 0.0, f"{words}, in print later")
    if is_year and theirs.first.year == ours.last.year + 1:
        return Evidence("issued", "close", -2.0, f"{words}, a year later")
    if timedelta(0) < early <= _EARLY:
        return Evidence("issued", "close", -1.0, f"{words}, shortly before")
    return _differs("issued", -6.0, f"{_days(ours)}, but it was issued {shown}")


def _shown(card: Card) -> str:
    issued = card.reference.issued
    return "-".join(f"{part:02}" for part in issued.date_parts[0]) if issued else ""


def _days(window: Window) -> str:
    if window.days == 1:
        return str(window.first)
    if window.days in (365, 366) and window.first.month == 1:
        return str(window.first.year)
    return f"{window.first} to {window.last}"


def _people(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
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
        yield _agrees("author", min(weight, 6.0), f'"{card.reference.author[0].family}"')


def _author(person: Person, card: Card, shelf: Shelf, factor: float) -> Iterator[Evidence]:
    people = [name for name in card.reference.author if name.family]
    if not people:
        return
    places = [i for i, name in enumerate(people) if _is_name(person.name, name)]
    shown = f"{person.name.given} {person.name.family}".strip()
    if not places:
        weight = -1.5 if "author" in card.reference.truncated and not person.first else -6.0
        if factor == 1.0:
            yield _differs("author", weight, f'"{shown}" is not among its authors')
        return
    share = shelf.share("author", family_of(person.name.family))
    role = "first" if places[0] == 0 else "last" if places[-1] == len(people) - 1 else ""
    meant, others = (_SPOKEN_OF if person.first else _NAMED)[role], share / 3 if role else share
    bonus = 2.0 if person.name.given and people[places[0]].given else 0.0
    weight = factor * (math.log(meant / others) + bonus)
    role = f"{role} author".strip()
    yield _agrees("author", min(weight, 9.0), f'"{shown}" is {role}')


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
        yield _differs("author", -8.0, f'"{shown}", but the first author is {lead}')
        return
    share = shelf.share("author", family_of(people[0].family)) / 3
    weight = math.log(0.95 / max(share, 2e-5))
    if len(cited.authors) == 2:
        fits = len(people) > 1 and _is_name(cited.authors[1], people[1])
        if not fits:
            yield _differs(
                "author", -6.0, f'"{shown}", but {people[0].family} has other coauthors'
            )
            return
        weight += 4.0
    if not cited.alone and len(people) < 2 and "author" not in card.reference.truncated:
        yield _differs("author", -5.0, f'"{shown} et al.", but it has one author')
        return
    yield _agrees("author", min(weight, 12.0), f'"{shown}" is first author')


def _group(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Trials by name: the first that fits counts in full, further ones half."""
    factor = 1.0
    near = tuple(name for name in clues.near.groups if name not in clues.own.names)
    for names, part in ((clues.own.names, 1.0), (near, 0.5)):
        for name in names:
            kind, weight, words = _named(name, card, shelf)
            if kind == "same":
                yield _agrees("group", weight * part * factor, words)
                factor /= 2
            elif kind == "sister" and part == 1.0:
                yield _differs("group", -8.0, words)
            elif name in clues.own.groups and part == 1.0:
                yield _differs("group", -2.5, f'nothing in it says "{name}"')


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


def _count(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    for said, factor in ((clues.own, 1.0), (clues.near, 0.7)):
        for ours in said.counts:
            for theirs in card.counts:
                if is_count(ours, theirs):
                    width = max((ours.high - ours.low) / ours.high, 0.005)
                    weight = factor * math.log(0.5 / min(width * len(card.counts), 0.4))
                    yield _agrees("number", weight, f'"{ours.words}" against {theirs.words}')
                    return


_MEANT = 0.4
"""How likely a word of the title is used by those who speak of the work."""
_TEMPER = 0.8
"""Words of a topic come together: each says less than if it came alone."""
_MOST = 18.0
_UNSAID = -0.12
_SILENT, _MUTE = -0.6, -4.5
"""A text that speaks at length and has no word of the title speaks of something else."""
_TITLE, _WHOLE = 4, 18.0


def _words(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    own, near = _stems(clues.own), _stems(clues.near)
    shared = dict.fromkeys(card.words & own, 1.0)
    shared |= dict.fromkeys((card.words & near) - own, 0.5)
    own_letters = clues.own.letters & card.initials
    letters = own_letters | (clues.near.letters & card.initials)
    chances = shelf.chances(shared)
    weights = {word: part * _telling(chances[word]) for word, part in shared.items()}
    total = (
        sum(weights.values()) + min(len(own_letters) + 0.5 * len(letters - own_letters), 2) * 1.2
    )
    if own.isdisjoint(card.words) and not own_letters:
        silence = max(_SILENT * len(clues.own.words), _MUTE)
        yield Evidence("topic", "differs", silence, "no word beside the mention is in its title")
    if total <= 0:
        return
    if len(card.words) >= _TITLE and fold(card.reference.title) in fold(clues.own.text):
        yield _agrees("title", _WHOLE, "the text has the whole title")
        return
    best = sorted(weights, key=lambda word: -weights[word])[:6]
    words = ", ".join([*_spelt(best, card), *sorted(map(str.upper, letters))])
    unsaid = max(_UNSAID * (len(card.words) - len(shared)), -1.5)
    weight = max(min(total, _MOST) + unsaid, 0.0)
    yield _agrees("title", weight, f"words of the title: {words}")


def _spelt(wanted: Iterable[str], card: Card) -> list[str]:
    """Give back to stems the form that they have in the title."""
    forms = {stem(word): word for word in telling_words(card.reference.title)}
    return [forms.get(one, one) for one in wanted]


def _stems(said: Said) -> set[str]:
    return {stem(word) for word in said.words}


def _telling(chance: float) -> float:
    return max(_TEMPER * math.log(_MEANT / max(chance, 1e-4)), 0.0)


def _kind(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    if is_notice_title(card.reference.title):
        yield _differs("type", -8.0, "it is a comment, reply or correction")


Reader = Callable[[Clues, Card, Shelf], Iterator[Evidence]]
_READERS: tuple[Reader, ...] = (
    _identifier,
    _journal,
    _issued,
    _people,
    _group,
    _count,
    _words,
    _kind,
)
