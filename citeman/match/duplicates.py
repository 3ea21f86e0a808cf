"""Find the references that describe one work: block, compare, decide, group."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.alike import worth_comparing
from citeman.match.block import keys_of, pairs_of
from citeman.match.clusters import Group, components, settle_groups
from citeman.match.columns import Columns, Gathering, Rows
from citeman.match.deciding import (
    DOUBTFUL_FROM,
    SAME_FROM,
    Judgement,
    Preprints,
    Strictness,
    Verdicts,
    explain,
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
        gathering.add(each, keys_of(each))
    return find_in(gathering, strictness=strictness, preprints=preprints, links=links)


def find_in(
    gathering: Gathering, *, strictness: Strictness, preprints: Preprints, links: Links
) -> Duplicates:
    """Do the same with what was gathered."""
    columns, first, second = candidates(gathering)
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
    """Give the groups alone, without the words for each pair."""
    columns, first, second = candidates(gathering)
    verdicts = weigh(columns, first, second, preprints=preprints)
    return group(columns, first, second, verdicts, strictness, preprints, links)


def candidates(gathering: Gathering) -> tuple[Columns, Rows, Rows]:
    """Give the columns and the pairs of rows that share a key and are worth comparing."""
    columns = gathering.columns()
    first, second = pairs_of(*gathering.keys(), by_title(columns))
    worth = worth_comparing(columns, first, second)
    return columns, first[worth], second[worth]


def by_title(columns: Columns) -> Rows:
    """Rank the rows by their titles."""
    values = columns["title"].values
    ranks = np.zeros(len(values), np.int32)
    ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return ranks[columns["title"].codes]


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
    floor = _log_odds(SAME_FROM[strictness])
    same = np.flatnonzero((verdicts.log_odds >= floor) & ~verdicts.apart)
    must = {(min(pair), max(pair)) for pair in links.same}
    cannot = {(min(pair), max(pair)) for pair in links.different}
    found = zip(first[same].tolist(), second[same].tolist(), strict=True)
    edges = [*(pair for pair in found if pair not in cannot), *must]

    def weighed(one: Rows, other: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        found = weigh(columns, one, other, preprints=preprints)
        log_odds = np.where(found.apart, CONTRADICTION, found.log_odds - floor)
        barred = found.barred.copy()
        if must or cannot:
            for at, pair in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
                if pair in must:
                    log_odds[at], barred[at] = _DECIDED, False
                barred[at] |= pair in cannot
        return log_odds, barred

    size = len(columns["title"].codes)
    return settle_groups(components(size, edges), weighed)


_DECIDED = 1000.0


def _log_odds(score: float) -> float:
    return float(np.log(score / (1 - score)))
