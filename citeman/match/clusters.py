"""Pairs that are one work -> groups, each checked as a whole.

That A is B, and B is C, does not make A C: where A and C contradict each other, the group falls
into the parts that agree best. Two parts become one where their references, each with each, are
on average one work and none of the pairs is forbidden.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Group = tuple[int, ...]
Weighed = Callable[
    [NDArray[np.int32], NDArray[np.int32]], tuple[NDArray[np.float64], NDArray[np.bool_]]
]
"""Rows and rows beside them -> log odds of one work above the threshold, and what is barred."""

LARGEST = 400
"""References beyond which a group is cut, as all its pairs are looked at."""


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
    """Split the groups that do not hold together as wholes; groups of one are left out.

    A group of two is the pair that made it. One too large to be looked at as a whole is cut into
    pieces, as it is better to miss a duplicate than to merge two works.
    """
    settled = [group for group in groups if len(group) < _FEWEST]
    for batch in _batches([piece for group in groups for piece in _pieces(group)]):
        corners = [np.triu_indices(len(group), 1) for group in batch]
        rows = [np.array(group, np.int32) for group in batch]
        log_odds, barred = weighed(
            np.concatenate([r[i] for r, (i, _) in zip(rows, corners, strict=True)]),
            np.concatenate([r[j] for r, (_, j) in zip(rows, corners, strict=True)]),
        )
        support = np.where(barred, -np.inf, log_odds)
        ends = np.cumsum([len(i) for i, _ in corners])
        for group, corner, end in zip(batch, corners, ends.tolist(), strict=True):
            settled += _settled(group, corner, support[end - len(corner[0]) : end])
    return sorted(settled)


def _pieces(group: Group) -> Iterator[Group]:
    """Cut a group that is too large; those of fewer than three are settled already."""
    if len(group) >= _FEWEST:
        for start in range(0, len(group), LARGEST):
            yield group[start : start + LARGEST]


_FEWEST = 3
_PAIRS = 1 << 18


def _batches(groups: Sequence[Group]) -> Iterator[list[Group]]:
    batch: list[Group] = []
    pairs = 0
    for group in groups:
        batch.append(group)
        pairs += len(group) * (len(group) - 1) // 2
        if pairs >= _PAIRS:
            yield batch
            batch, pairs = [], 0
    if batch:
        yield batch


def _settled(
    group: Group, corner: tuple[NDArray[np.intp], NDArray[np.intp]], support: NDArray[np.float64]
) -> list[Group]:
    """Split one group, if it must be; `support` is that of its pairs."""
    if (support >= 0).all():
        return [group] if len(group) > 1 else []
    square = np.zeros((len(group),) * 2)
    square[corner] = support
    parts = _parts(square + square.T)
    return [tuple(group[i] for i in part) for part in parts if len(part) > 1]


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
