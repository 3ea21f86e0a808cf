"""What a mention says of its paper, and what the text around it adds."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from citeman.fields.ids import Found, Identifier, find_ids
from citeman.mentions.find import Mention
from citeman.mentions.passages import Paragraph
from citeman.mentions.question import Question
from citeman.mentions.venues import Venue, find_journals
from citeman.mentions.when import When, Window, find_dates
from citeman.mentions.who import (
    Cited,
    Person,
    find_acronyms,
    find_cited,
    find_groups,
    find_persons,
)
from citeman.mentions.words import Count, find_counts, telling_words
from citeman.model import Name
from citeman.text import fold


class Said(NamedTuple):
    """What one stretch of text says: about a paper, its people, and its topic.

    `names` are words that look like a trial's name, with or without a word that says so.
    `letters` are abbreviations of any kind and `capitals` capitalised words, both folded.
    `quoted` is a title in quotation marks.
    """

    identifiers: tuple[Identifier, ...] = ()
    journals: tuple[str, ...] = ()
    when: tuple[When, ...] = ()
    persons: tuple[Person, ...] = ()
    cited: Cited | None = None
    groups: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    words: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    text: str = ""
    quoted: str = ""

    @property
    def window(self) -> Window | None:
        """The days in which it says that the paper appeared."""
        return next((when.window for when in self.when if when.window), None)


class Clues(NamedTuple):
    """What is known of the paper of one mention.

    `own` is what the mention says, with the part of its sentence that goes with it; `near` is what
    the rest of the paragraph and the paragraphs beside it say, or nothing where the mention is of
    another paper than they are. `today` is the date of the page. `fresh`: the text speaks of the
    paper as of something new. `phrase` is the mention itself.
    """

    own: Said
    near: Said
    today: date | None = None
    fresh: bool = False
    phrase: str = ""


_FRESH = re.compile(r"\b(?:new|latest|now|this\sissue|just|online\sfirst|today)\b", re.IGNORECASE)
_LETTERS = re.compile(r"\b[A-Z]{2,5}\b")
_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?")
_LONGEST_NEAR = 3000


def read_clues(
    mention: Mention, paragraphs: Sequence[Paragraph], today: date | None = None
) -> Clues:
    """Read what a mention says, and what stands around it."""
    text = paragraphs[mention.paragraph].text
    own = _own(text, mention, today)
    near = Said() if mention.apart or mention.whole else _topic(_around(mention, paragraphs))
    fresh = bool(_FRESH.search(text[mention.reach.start : mention.end]))
    return Clues(own, near, today, fresh, text[mention.start : mention.end])


def _own(text: str, mention: Mention, today: date | None) -> Said:
    """Read the words of a sentence, and of the phrase in it that speaks of the paper."""

    def inside(found: Iterable[Placed]) -> list[Placed]:
        return [one for one in found if mention.start <= one.start < mention.end]

    every = _everything(text, today)
    journals = [venue.name for venue in inside(every.journals)]
    persons = tuple(inside(every.persons))
    named = [*journals, *(person.name.family for person in persons)]
    start, end = mention.reach
    ids = (Identifier(one.kind, one.value) for one in inside(every.ids))
    return _topic(_without(text[start:end], named))._replace(
        text=text[start:end],
        quoted=_quoted(text[start:end]),
        identifiers=tuple(one for one in ids if one.kind in KINDS),
        journals=tuple(journals),
        when=tuple(inside(every.when)),
        persons=persons,
        cited=next(iter(inside(every.cited)), None),
    )


class _Everything(NamedTuple):
    journals: list[Venue]
    persons: list[Person]
    ids: list[Found]
    when: list[When]
    cited: list[Cited]


@lru_cache(4)
def _everything(text: str, today: date | None) -> _Everything:
    """Find what a paragraph names, once for all its mentions."""
    return _Everything(
        find_journals(text),
        find_persons(text),
        find_ids(text),
        find_dates(text, today),
        find_cited(text),
    )


# the paper "Side effects of cytokines", a study called “The head tracks”
_QUOTED = re.compile(
    r"\b(?:entitled|titled|called|paper|article|study|report|review|letter|editorial)[,:]?\s"
    r"[\"“‘'](?P<title>[^\"“”]{20,400}?)[.,?]?[\"”]"
)


def _quoted(text: str) -> str:
    found = _QUOTED.search(text)
    return found["title"] if found and found["title"].count(" ") > 2 else ""


KINDS = ("PMID", "PMCID", "DOI")
"""The kinds of identifier that a work can be found by."""


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


Placed = TypeVar("Placed", bound=_Placed)


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


_GOES_ON = re.compile(
    r"\b(?:both|these|those|their|this|the\s(?:study|trial|paper|authors?|researchers|findings"
    r"|results|report|review|team))\b",
    re.IGNORECASE,
)
_HEADLINE = 160


def _around(mention: Mention, paragraphs: Sequence[Paragraph]) -> str:
    """The rest of the paragraph, the next one, and the one before if the text goes on from it."""
    here, (start, end) = mention.paragraph, mention.reach
    text = paragraphs[here].text
    beside = [
        text[max(start - _LONGEST_NEAR // 2, 0) : start],
        text[end : end + _LONGEST_NEAR // 2],
    ]
    if here + 1 < len(paragraphs):
        beside.append(paragraphs[here + 1].text)
    goes_on = _GOES_ON.search(text, start, mention.end)
    if here and (goes_on or len(paragraphs[here - 1].text) <= _HEADLINE):
        beside.append(paragraphs[here - 1].text)
    if here > 1:
        beside.append(paragraphs[0].text[:_HEADLINE])
    return "\n".join(beside)[:_LONGEST_NEAR]


def _topic(text: str) -> Said:
    groups = tuple(dict.fromkeys(name for group in find_groups(text) for name in group.names))
    return Said(
        persons=tuple(find_persons(text)),
        groups=groups,
        names=tuple(dict.fromkeys([*groups, *find_acronyms(text)])),
        counts=tuple(find_counts(text)),
        words=telling_words(text),
        letters=frozenset(map(str.lower, _LETTERS.findall(text))),
        capitals=frozenset(map(fold, _CAPITALS.findall(text))),
    )


MOST_WORDS = 12
"""A search for more words finds no more, and takes longer."""


def question_of(clues: Clues) -> Question:
    """Put clues into the form in which a source can be asked.

    Words of the sentence come first, the longest before the others: they are the rarest. A loose
    citation begins with an author.
    """
    own, near = clues.own, clues.near
    words = sorted(own.words, key=len, reverse=True) + sorted(near.words, key=len, reverse=True)
    people = own.cited.authors if own.cited else _names(own.persons) or _names(near.persons)
    if not people and (begins := _CAPITALS.match(own.text)):
        people = (Name(family=begins[0]),)
    return Question(
        identifiers=own.identifiers,
        words=tuple(dict.fromkeys(words))[:MOST_WORDS],
        groups=tuple(dict.fromkeys([*own.names, *near.groups])),
        authors=people,
        journal=own.journals[0] if own.journals else "",
        years=_years(clues),
    )


def _names(persons: Iterable[Person]) -> tuple[Name, ...]:
    return tuple(person.name for person in persons)


def _years(clues: Clues) -> tuple[int, int] | None:
    """The years in which the paper may have been issued: in print up to a year after online."""
    if clues.own.cited:
        return clues.own.cited.year - 1, clues.own.cited.year + 1
    window = clues.own.window
    return (window.first.year, window.last.year + 1) if window else None
