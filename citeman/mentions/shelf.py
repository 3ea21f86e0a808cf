"""Candidates held in memory: found by their words, people, groups and journals, and counted."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from citeman.mentions.common import RARE, usual_share
from citeman.mentions.question import Question
from citeman.mentions.venues import first_letter, is_journal
from citeman.mentions.who import find_acronyms
from citeman.mentions.words import Count, find_counts, initials, stem, stems
from citeman.model import Reference
from citeman.text import fold

HANDFUL = 40
"""Candidates that a search of the shelf gives; the best of them are weighed in full."""


class Candidate(NamedTuple):
    """A work that a mention may speak of; `text` is what else is known of it, as an annotation."""

    id: str
    reference: Reference
    text: str = ""


class Card:
    """A candidate with all that it can be recognised by, read once."""

    def __init__(self, candidate: Candidate) -> None:
        self.id = candidate.id
        self.reference = candidate.reference
        self._candidate = candidate

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the title."""
        return stems(f"{self.reference.title} {self.reference.original_title}")

    @cached_property
    def more(self) -> frozenset[str]:
        """The stems of annotation and abstract."""
        return stems(self.text)

    @cached_property
    def initials(self) -> frozenset[str]:
        """What consecutive words of the title may be shortened to."""
        return initials(self.reference.title)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Numbers of people that title, annotation and abstract give."""
        return tuple(find_counts(f"{self.reference.title} {self.text}"))

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Family names of the authors, folded, in order."""
        return tuple(family_of(name.family) for name in self.reference.author if name.family)

    @cached_property
    def heading(self) -> str:
        """Where the trial it reports on stands: title and group authors."""
        literal = [name.literal for name in self.reference.author if name.literal]
        return " ; ".join([self.reference.title, *literal])

    @property
    def journals(self) -> tuple[str, ...]:
        """The names of its journal."""
        names = (self.reference.container_title, self.reference.container_title_short)
        return tuple(name for name in names if name)

    @cached_property
    def text(self) -> str:
        """Annotation and abstract."""
        reference = self.reference
        return " ".join((self._candidate.text, reference.annote, reference.abstract))


def family_of(name: str) -> str:
    """Spell a family name for comparison."""
    return fold(name).replace(" ", "")


class Collection(NamedTuple):
    """A large collection that a search took candidates from: its size, and shares of words.

    `shares` maps stems to the share of the collection's titles that have them, where known.
    """

    size: int
    shares: Mapping[str, float] = {}


class Shelf:
    """Works in memory, and how common each word, name and journal is among them.

    Works that a search found are no fair sample: then `among` tells what they were found in.
    """

    def __init__(self, candidates: Iterable[Candidate], among: "Collection | None" = None) -> None:
        self.cards = [Card(candidate) for candidate in candidates]
        self.size = among.size if among else len(self.cards)
        self._among = among
        self._known: dict[str, list[str]] = {}

    def search(self, question: Question) -> list[Card]:
        """Find the works that have most of the clues, the best first.

        The work of an identifier is always among them.
        """
        given = {(one.kind, one.value.casefold()) for one in question.identifiers}
        named = [self.cards[i] for key in given for i in self._ids.get(key, ())]
        tally: Counter[int] = Counter()
        for key, weight in self._keys(question):
            for i in self._places.get(key, ()):
                tally[i] += weight
        best = [self.cards[i] for i, _ in tally.most_common(HANDFUL)]
        return list(dict.fromkeys([*named, *best]))

    def _keys(self, question: Question) -> Iterator[tuple[tuple[str, str], int]]:
        """The keys to look under, with a whole number for how telling each is."""
        keys = [("word", stem(word)) for word in question.words]
        keys += [("author", family_of(name.family)) for name in question.authors]
        keys += [("group", part) for group in question.groups for part in fold(group).split()]
        for key in dict.fromkeys(keys):
            yield (
                key,
                round(10 * math.log(len(self.cards) / (len(self._places.get(key, ())) + 0.5))),
            )
        if question.journal:
            for journal in self._journals_like(question.journal):
                for year in _range(question.years):
                    yield ("journal", f"{journal} {year}"), 20

    def _journals_like(self, name: str) -> list[str]:
        """The journals, folded, that a name may mean; each name is looked for once."""
        if name not in self._known:
            likely = self._by_letter.get(first_letter(name), ())
            self._known[name] = [fold(journal) for journal in likely if is_journal(name, journal)]
        return self._known[name]

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        letters: defaultdict[str, list[str]] = defaultdict(list)
        for journal in self._journals:
            letters[first_letter(journal)].append(journal)
        return letters

    @cached_property
    def _journals(self) -> Counter[str]:
        return Counter(journal for card in self.cards for journal in card.journals)

    @cached_property
    def _ids(self) -> dict[tuple[str, str], list[int]]:
        ids: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for i, card in enumerate(self.cards):
            for kind in ("PMID", "PMCID", "DOI"):
                if value := getattr(card.reference, kind):
                    ids[kind, value.casefold()].append(i)
        return ids

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[int]]:
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for i, card in enumerate(self.cards):
            for key in set(_card_keys(card)):
                places[key].append(i)
        return places

    def share(self, kind: str, value: str) -> float:
        """How likely another work has this word, author or journal, from what the shelf holds.

        What the work itself adds to the count is left out; what is rare here is as rare as it is
        in the literature.
        """
        strength, rare = _RARE[kind]
        rare = usual_share(value) if kind == "word" else rare
        if self._among:
            return self._among.shares.get(value, rare) if kind == "word" else rare
        count = len(self._places.get((kind, value), ())) if kind != "journal" else self._in(value)
        others = max(len(self.cards) - 1, 0)
        return (max(count - 1, 0) + strength * rare) / (others + strength)

    def chances(self, words: Iterable[str]) -> dict[str, float]:
        """How likely another work has each of some words, given that it has the rarer ones.

        Words that come together say little more than the first of them: where every work with
        "amyotrophic" has "sclerosis", the chance of the second is near 1.
        """
        shares = {word: self.share("word", word) for word in words}
        chances: dict[str, float] = {}
        left: list[int] | None = None
        for word in sorted(shares, key=lambda word: (shares[word], word)):
            places = self._places.get(("word", word), [])
            both = places if left is None else [i for i in left if word in self.cards[i].words]
            chances[word] = shares[word] if left is None else _given(shares[word], both, left)
            left = both
        return chances

    def _in(self, journal: str) -> int:
        return self._journals[journal]


_SEEN = 5
"""As if words had been seen apart in so many works before."""


def _given(share: float, both: Sequence[int], left: Sequence[int]) -> float:
    """The work itself is left out of either count."""
    return (max(len(both) - 1, 0) + _SEEN * share) / (max(len(left) - 1, 0) + _SEEN)


_RARE = {
    "word": (50, RARE),
    "author": (200, 5e-4),
    "group": (50, 1e-4),
    "journal": (20, 1e-2),
}
"""How much a few works say about the literature (as if so many had been seen before), and how
rare a word, family name, name of a trial or journal is that none of them has."""


def _card_keys(card: Card) -> Iterator[tuple[str, str]]:
    yield from (("word", word) for word in card.words)
    yield from (("author", family) for family in card.families)
    yield from (("group", part) for part in _group_parts(card.reference))
    year = card.reference.issued.year if card.reference.issued else 0
    yield from (("journal", f"{fold(journal)} {year or 0}") for journal in card.journals)
    yield from (("journal", f"{fold(journal)} any") for journal in card.journals)


_PART = re.compile(r"\w{2,}")


def _group_parts(reference: Reference) -> Iterator[str]:
    names = [name.literal for name in reference.author if name.literal]
    names += find_acronyms(reference.title)
    yield from (part for name in names for part in _PART.findall(fold(name)))


def _range(years: tuple[int, int] | None) -> Sequence[int | str]:
    return range(years[0], years[1] + 1) if years else ("any",)
