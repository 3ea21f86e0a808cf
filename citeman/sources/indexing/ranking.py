"""Find works by words of their titles: rare words first, and only as far as is needed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from citeman.sources.indexing.reading import Reader, Weights
from citeman.sources.indexing.words import words_of

RARE = 1000
"""Works up to which every work that has a word is looked at."""
_ASKED = 10
"""Rare words asked for, one by one."""
_SHARED = 2
"""Rare words in common that make it needless to ask for common ones."""
_GROUPS = ((6, 6), (6, 5), (4, 3), (3, 2))
"""Of so many of the rarest common words, so many are asked for together: a title with a wrong word
or two is found by the others. Each step is taken only if those before gave nothing."""
_TOGETHER = 200
_LIGHT = 0.25
"""The share of the heaviest work's weight below which a work is not looked at."""


class Ranked(NamedTuple):
    """A work, and how well its title goes with the words asked for.

    `cover` is the share of the title, by weight, that stands among the words: 1 for a title that
    is wholly there, however much else there is. `score` is the weight shared, times `cover`.
    """

    pmid: int
    cover: float
    score: float


def by_words(
    reader: Reader,
    weights: Weights,
    words: Sequence[str],
    years: Iterable[str] = (),
    *,
    others: Sequence[str] = (),
    looked_at: int = 40,
) -> list[Ranked]:
    """Find works whose titles share words with those given, the best first.

    `others` are words that may be of the title as well, and are asked for after the words;
    `looked_at` is how many titles are read at most, those with the heaviest words in common.
    """
    works = weights.works([*words, *others])
    rarest = [*sorted(words, key=works.__getitem__), *sorted(others, key=works.__getitem__)]
    heavy = _weigh(reader, weights, rarest, list(years))
    floor = _LIGHT * max(heavy.values(), default=0.0)
    best = sorted((p for p in heavy if heavy[p] >= floor), key=lambda p: -heavy[p])[:looked_at]
    asked = frozenset(rarest)
    found = [_rank(weights, asked, *item) for item in reader.titles(best).items()]
    return sorted(found, key=lambda ranked: -ranked.score)


def _weigh(
    reader: Reader, weights: Weights, rarest: Sequence[str], years: list[str]
) -> Mapping[int, float]:
    """Add up for every work what the words weigh that it shares."""
    works, weight = weights.works(rarest), weights.weights(rarest)
    heavy: dict[int, float] = {}
    shared: dict[int, int] = {}
    for word in [word for word in rarest if works[word] <= RARE][:_ASKED]:
        for pmid in reader.matching([word], years, RARE):
            heavy[pmid] = heavy.get(pmid, 0.0) + weight[word]
            shared[pmid] = shared.get(pmid, 0) + 1
    if max(shared.values(), default=0) >= _SHARED:
        return heavy
    for groups in _groups([word for word in rarest if works[word] > RARE]):
        found = [(g, pmid) for g in groups for pmid in reader.matching(g, years, _TOGETHER)]
        for group, pmid in found:
            heavy[pmid] = max(heavy.get(pmid, 0.0), sum(weight[word] for word in group))
        if found:
            break
    return heavy


def _groups(words: Sequence[str]) -> Iterator[list[tuple[str, ...]]]:
    """Take groups of the rarest words, the largest groups first."""
    tried = set()
    for among, size in _GROUPS:
        groups = list(combinations(words[:among], min(size, len(words))))
        if len(words) > 1 and groups and groups[0] not in tried:
            yield groups
        tried.update(groups)


def _rank(weights: Weights, asked: frozenset[str], pmid: int, titles: tuple[str, str]) -> Ranked:
    best = Ranked(pmid, 0.0, 0.0)
    for title in filter(None, titles):
        weight = weights.weights(words_of(title))
        whole = sum(weight.values())
        shared = sum(weight[word] for word in weight if word in asked)
        if shared and shared * shared / whole > best.score:
            best = Ranked(pmid, shared / whole, shared * shared / whole)
    return best
