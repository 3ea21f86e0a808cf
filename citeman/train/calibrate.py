"""Make the tagger's confidences mean what they say, and show how far they do."""

from collections.abc import Iterable, Sequence
from math import exp

Judged = tuple[float, bool]
"""A confidence, and whether the field it stands for is right."""
KNOTS = 60
HIGHEST = 0.999
"""No confidence is higher: nothing read from print is certain."""


def curve(judged: Sequence[tuple[float, bool]]) -> dict[float, float]:
    """Map evidence, in logits, to shares of right fields: rising steps of equal size.

    >>> curve([(-1.0, False), (4.0, True)])
    {-1.0: 0.0, 4.0: 0.999}
    """
    ordered = sorted(judged, key=lambda one: one[0])
    size = max(1, len(ordered) // KNOTS)
    pools: list[list[float]] = []
    for i in range(0, len(ordered), size):
        part = ordered[i : i + size]
        pools.append([sum(e for e, _ in part), float(sum(ok for _, ok in part)), float(len(part))])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return {round(e / n, 3): min(round(right / n, 4), HIGHEST) for e, right, n in pools}


def plain() -> dict[float, float]:
    """Give the curve that leaves probabilities as they are."""
    return {x / 2: 1 / (1 + exp(-x / 2)) for x in range(-28, 29)}


def reliability(judged: Iterable[Judged], bins: int = 10) -> list[tuple[float, float, int]]:
    """Give mean confidence, share right and number of fields for each bin of confidences."""
    binned: dict[int, list[Judged]] = {i: [] for i in range(bins)}
    for confidence, right in judged:
        binned[min(int(confidence * bins), bins - 1)].append((confidence, right))
    return [
        (sum(c for c, _ in part) / len(part), sum(ok for _, ok in part) / len(part), len(part))
        for part in binned.values()
        if part
    ]
