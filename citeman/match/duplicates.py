"""Find the references that describe one work: block, compare, decide, group."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.alike import share_place_or_id, worth_comparing
from citeman.match.blocks import Pairs, pairs_of
from citeman.match.clusters import Group, components, settle_groups
from citeman.match.columns import Columns, Gathering, Rows
from citeman.match.deciding import (
    DOUBTFUL_FROM,
    Judgement,
    Preprints,
    Strictness,
    Verdicts,
    at_most,
    explain,
    kept_apart,
    least_odds,
    scores,
    weigh,
)
from citeman.match.facts import Facts, facts_of
from citeman.match.odds import CONTRADICTION
from citeman.model import Reference


class Pair(NamedTuple):
    """Two references by their places in what was given, and what they came to."""

    first: int
    second: int
    judgement: Judgement


class Links(NamedTuple):
    """What people decided: pairs of places that are one work, and pairs that are two."""

    same: Sequence[tuple[int, int]] = ()
    different: Sequence[tuple[int, int]] = ()


class Duplicates(NamedTuple):
    """Groups of places of one work, two or more each, and the pairs that were worth weighing.

    `pairs` holds those taken for one work, the doubtful ones, and those that something forbids
    although the score speaks for them, in the order of the places.
    """

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """The pairs that a person should look at."""
        return tuple(pair for pair in self.pairs if pair.judgement.decision == "doubtful")


def find_duplicates(
    references: Iterable[Reference],
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
    links: Links = Links(),  # noqa: B008  # immutable
) -> Duplicates:
    """Group the references that describe one work; what is alone is in no group.

    >>> one = Reference(title="Side effects of cytokines in patients", volume="37", page="1-9")
    >>> find_duplicates([one, Reference(title="Gut feelings"), one]).groups
    ((0, 2),)
    """
    facts = [facts_of(reference) for reference in references]
    return find_among(facts, strictness=strictness, preprints=preprints, links=links)


def find_among(
    facts: Sequence[Facts], *, strictness: Strictness, preprints: Preprints, links: Links
) -> Duplicates:
    """Do the same with the facts of references."""
    gathering = Gathering()
    for each in facts:
        gathering.add(each)
    return find_in(gathering, strictness=strictness, preprints=preprints, links=links)


def find_in(
    gathering: Gathering, *, strictness: Strictness, preprints: Preprints, links: Links
) -> Duplicates:
    """Do the same with what was gathered."""
    columns = gathering.columns()
    first, second = candidates(columns)
    verdicts = weigh(columns, first, second, preprints=preprints)
    groups = group(columns, first, second, verdicts, strictness, preprints, links)
    worth = np.flatnonzero(scores(verdicts.log_odds) >= DOUBTFUL_FROM)
    pairs = tuple(
        Pair(i, j, explain(verdicts, at, columns, (i, j), strictness))
        for at, i, j in zip(
            worth.tolist(), first[worth].tolist(), second[worth].tolist(), strict=True
        )
    )
    return Duplicates(tuple(groups), pairs)


def groups_in(
    gathering: Gathering,
    *,
    strictness: Strictness,
    preprints: Preprints,
    links: Links = Links(),  # noqa: B008  # immutable
) -> list[Group]:
    """Give the groups alone, without the words for each pair.

    Pairs that a rule keeps apart, or that cannot reach the score under different titles, by what
    needs no reading of words, are dropped before the words of others are read.
    """
    columns = gathering.columns()
    first, second = _distinct(
        pairs[:, ~kept_apart(columns, pairs[0], pairs[1], preprints)]
        for pairs in pairs_of(columns)
    )
    worth = can_be_same(columns, first, second, strictness)
    first, second = first[worth], second[worth]
    verdicts = weigh(columns, first, second, preprints=preprints)
    return group(columns, first, second, verdicts, strictness, preprints, links)


def can_be_same(
    columns: Columns, first: Rows, second: Rows, strictness: Strictness
) -> NDArray[np.bool_]:
    """Tell quickly for each pair whether it can reach the score, or its titles are like."""
    reach = at_most(columns, first, second, title="differs")
    return worth_comparing(columns, first, second, reach >= least_odds(strictness))


def candidates(columns: Columns) -> tuple[Rows, Rows]:
    """Give the pairs of rows that share a key and are worth comparing, each once, in order."""
    first, second = _distinct(pairs_of(columns))
    worth = worth_comparing(columns, first, second, share_place_or_id(columns, first, second))
    return first[worth], second[worth]


def _distinct(batches: Iterable[Pairs]) -> tuple[Rows, Rows]:
    """Give each pair once, in order, without those of a row with itself."""
    found = [np.zeros(0, np.int64)]
    found += [first.astype(np.int64) << 32 | second for first, second in batches]
    pairs = np.concatenate(found)
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    first, second = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    others = first != second
    return first[others], second[others]


def group(
    columns: Columns,
    first: Rows,
    second: Rows,
    verdicts: Verdicts,
    strictness: Strictness,
    preprints: Preprints,
    links: Links,
) -> list[Group]:
    """Group rows by the pairs that are one work, and check each group as a whole."""
    same = np.flatnonzero((verdicts.log_odds >= least_odds(strictness)) & ~verdicts.apart)
    must = {(min(pair), max(pair)) for pair in links.same}
    cannot = {(min(pair), max(pair)) for pair in links.different}
    found = zip(first[same].tolist(), second[same].tolist(), strict=True)
    edges = [*(pair for pair in found if pair not in cannot), *must]

    def weighed(one: Rows, other: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        log_odds, barred = support(columns, one, other, strictness, preprints)
        if must:
            log_odds, barred = _in_one_voice(log_odds, barred, voices[one], voices[other])
        if cannot:
            pairs = zip(one.tolist(), other.tolist(), strict=True)
            barred |= np.fromiter((pair in cannot for pair in pairs), bool, len(one))
        return log_odds, barred

    size = len(columns["title"].codes)
    voices = np.arange(size, dtype=np.int32)
    for joined in components(size, must):
        voices[list(joined)] = joined[0]
    return settle_groups(components(size, edges), weighed)


def support(
    columns: Columns, one: Rows, other: Rows, strictness: Strictness, preprints: Preprints
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give what `settle_groups` asks: log odds above the threshold, and what is barred."""
    found = weigh(columns, one, other, preprints=preprints)
    log_odds = np.where(found.apart, CONTRADICTION, found.log_odds - least_odds(strictness))
    return log_odds, found.barred


def _in_one_voice(
    log_odds: NDArray[np.float64], barred: NDArray[np.bool_], one: Rows, other: Rows
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Let what people joined speak as one work: by the pair that agrees best.

    `one` and `other` hold for each pair what its rows were joined with, or themselves.
    """
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    distinct, places = np.unique(low << 32 | high, return_inverse=True)
    best = np.full(len(distinct), -np.inf)
    np.maximum.at(best, places, np.where(barred, -np.inf, log_odds))
    heard = np.where(one == other, _DECIDED, best[places])
    return heard, np.isneginf(heard)


_DECIDED = 1000.0
