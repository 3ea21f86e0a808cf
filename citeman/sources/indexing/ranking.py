"""Find works by words of their titles: rare words first, and only as far as is needed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from citeman.model import Reference
from citeman.sources.indexing.reading import Reader, Weights
from citeman.sources.indexing.words import words_of

RARE = 3000
"""Works up to which all works that have a word are looked at."""
_ASKED = 24
"""Rare words asked for, one by one."""
_COMBINED = 5
"""Common words asked for together, two or three at a time."""
_TOGETHER = 400
_LOADED = 60
"""Works with the heaviest words in common, which are looked at in full."""


class Ranked(NamedTuple):
    """A work, and how well its title goes with the words asked for: from 0 to 1, and in weight."""

    reference: Reference
    cover: float
    score: float


def by_words(
    reader: Reader, weights: Weights, words: Sequence[str], years: Iterable[str] = ()
) -> list[Ranked]:
    """Find works whose titles share words with those given, the best first.

    `cover` is the share of the title, by weight, that stands among the words: 1 for a title that
    is wholly there, however much else there is.
    """
    asked = weights.works(words)
    heavy = _vote(reader, weights, asked, list(years))
    best = sorted(heavy, key=lambda pmid: -heavy[pmid])[:_LOADED]
    found = [_rank(weights, asked, ref) for ref in reader.records(best).values()]
    return sorted(found, key=lambda ranked: -ranked.score)


def _vote(
    reader: Reader, weights: Weights, asked: Mapping[str, int], years: list[str]
) -> dict[int, float]:
    """Add up, for every work that has rare words, what these weigh; else try common ones."""
    words = sorted(asked, key=lambda word: asked[word])
    rare = [word for word in words if asked[word] <= RARE][:_ASKED]
    heavy: dict[int, float] = {}
    for word in rare:
        weight = weights.weight(asked[word])
        for pmid in reader.matching([word], years, RARE):
            heavy[pmid] = heavy.get(pmid, 0.0) + weight
    common = [word for word in words if asked[word] > RARE][:_COMBINED]
    if len(rare) < 2:
        anchored = [(*rare, *pair) for pair in combinations(common, 2)]
        for group in anchored or [tuple(words[:2])]:
            weight = sum(weights.weight(asked[word]) for word in group)
            for pmid in reader.matching(group, years, _TOGETHER):
                heavy[pmid] = max(heavy.get(pmid, 0.0), weight)
    return heavy


def _rank(weights: Weights, asked: Mapping[str, int], reference: Reference) -> Ranked:
    covers = []
    for title in filter(None, (reference.title, reference.original_title)):
        known = weights.works(words_of(title))
        whole = sum(map(weights.weight, known.values()))
        shared = sum(weights.weight(works) for word, works in known.items() if word in asked)
        covers.append((shared / whole if whole else 0.0, shared))
    cover, shared = max(covers, default=(0.0, 0.0))
    return Ranked(reference, cover, cover * shared)
