"""Pairs that are one work -> groups, each checked as a whole.

That A is B, and B is C, does not make A C: where A and C contradict each other, the group falls
into the parts that agree best. Two parts become one where their references, each with each, are
on average one work and none of the pairs is forbidden.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Group = tuple[int, ...]
Weighed = Callable[
    [NDArray[np.int32], NDArray[np.int32]], tuple[NDArray[np.float64], NDArray[np.bool_]]
]
"""Rows and rows beside them -> log odds of one work above the threshold, and what is forbidden."""

LARGEST = 400
"""References beyond which a component is split before all its pairs are looked at."""


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[Group]:
    """Join rows that are linked, however indirectly; each group in order, the first rows first.

    >>> components(5, [(0, 2), (2, 4)])
    [(0, 2, 4)]
    """
    parent = list(range(size))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for row in range(size):
        if parent[row] != row or root(row) != row:
            groups.setdefault(root(row), [root(row)]).append(row)
    return [tuple(group) for group in groups.values()]


def settle_groups(groups: Sequence[Group], weighed: Weighed) -> list[Group]:
    """Split the groups that do not hold together as wholes; groups of one are left out."""
    settled: list[Group] = []
    for group in groups:
        rows = np.array(group, np.int32)
        first, second = np.triu_indices(len(rows), 1)
        log_odds, forbidden = weighed(rows[first], rows[second])
        if len(group) > 1 and not forbidden.any() and (log_odds >= 0).all():
            settled.append(group)
            continue
        support = np.zeros((len(rows),) * 2)
        support[first, second] = np.where(forbidden, -np.inf, log_odds)
        settled += [
            tuple(group[i] for i in part) for part in _parts(support + support.T) if len(part) > 1
        ]
    return settled


def _parts(support: NDArray[np.float64]) -> list[list[int]]:
    """Join what agrees best on average, until nothing more does; sums stand in `support`."""
    size = np.ones(len(support))
    parts: dict[int, list[int]] = {i: [i] for i in range(len(support))}
    np.fill_diagonal(support, -np.inf)
    mean = support.copy()
    while True:
        i, j = divmod(int(mean.argmax()), len(mean))
        if mean[i, j] < 0 or len(parts) < 2:
            return [sorted(part) for part in parts.values()]
        i, j = sorted((i, j))
        parts[i] += parts.pop(j)
        support[i] += support[j]
        size[i] += size[j]
        support[i, i] = -np.inf
        support[:, i] = support[i]
        support[j] = support[:, j] = -np.inf
        mean[i] = mean[:, i] = support[i] / (size[i] * size)
        mean[j] = mean[:, j] = -np.inf
