"""Find the references that describe one work: block, compare, decide, group."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.block import hashed, keys_of, pairs_of
from citeman.match.clusters import Group, components, settle_groups
from citeman.match.columns import Columns, Rows, columns_of
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
    columns = columns_of(facts)
    first, second = candidates(facts, columns)
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


def candidates(facts: Sequence[Facts], columns: Columns) -> tuple[Rows, Rows]:
    """Give the pairs of rows that share a key."""
    hashes, rows = hashed([keys_of(each) for each in facts])
    return pairs_of(hashes, rows, by_title(columns))


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
    same = np.flatnonzero((verdicts.log_odds >= floor) & ~verdicts.forbidden)
    edges = [*zip(first[same].tolist(), second[same].tolist(), strict=True), *links.same]
    must = {tuple(sorted(pair)) for pair in links.same}
    cannot = {tuple(sorted(pair)) for pair in links.different}

    def weighed(one: Rows, other: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        found = weigh(columns, one, other, preprints=preprints)
        log_odds, forbidden = found.log_odds - floor, found.forbidden.copy()
        if must or cannot:
            for at, pair in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
                if pair in must:
                    log_odds[at], forbidden[at] = _DECIDED, False
                forbidden[at] |= pair in cannot
        return log_odds, forbidden

    size = len(columns["title"].codes)
    return settle_groups(components(size, edges), weighed)


_DECIDED = 1000.0


def _log_odds(score: float) -> float:
    return float(np.log(score / (1 - score)))
