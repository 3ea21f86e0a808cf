"""Make the tagger's confidences mean what they say, and show how far they do."""

from collections.abc import Iterable, Mapping, Sequence

from citeman.parse.labels import Labelled
from citeman.train.examples import Example

Judged = tuple[float, bool]
"""A confidence, and whether the span it stands for is right."""
KNOTS = 12


def judge(example: Example, spans: Iterable[Labelled]) -> Iterable[Judged]:
    """Compare tagged spans with an example's, where that says something firm."""
    firm = [(a, b, label) for a, b, label in example.spans if "|" not in label]
    for span in spans:
        words = _words(example.raw, span.start, span.end)
        near = [label for a, b, label in firm if a < span.end and span.start < b]
        if near:
            yield (
                span.confidence,
                any(
                    label == span.label and _words(example.raw, a, b) == words
                    for a, b, label in firm
                ),
            )


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what is no letter or digit at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def curve(judged: Sequence[Judged]) -> dict[float, float]:
    """Map confidences to shares of right spans, rising, in `KNOTS` steps of equal size.

    >>> curve([(0.2, False), (0.9, True)])
    {0.0: 0.0, 0.2: 0.0, 0.9: 1.0, 1.0: 1.0}
    """
    ordered = sorted(judged, key=lambda one: one[0])
    size = max(1, len(ordered) // KNOTS)
    pools: list[list[float]] = []
    for i in range(0, len(ordered), size):
        part = ordered[i : i + size]
        pools.append([sum(c for c, _ in part), float(sum(ok for _, ok in part)), float(len(part))])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    knots = {round(c / n, 4): round(ok / n, 4) for c, ok, n in pools}
    return (
        {0.0: min(knots.values(), default=0.0)} | knots | {1.0: max(knots.values(), default=1.0)}
    )


def reliability(judged: Iterable[Judged], bins: int = 10) -> list[tuple[float, float, int]]:
    """Give mean confidence, share right and number of spans for each bin of confidences."""
    binned: Mapping[int, list[Judged]] = {i: [] for i in range(bins)}
    for confidence, right in judged:
        binned[min(int(confidence * bins), bins - 1)].append((confidence, right))
    return [
        (sum(c for c, _ in part) / len(part), sum(ok for _, ok in part) / len(part), len(part))
        for part in binned.values()
        if part
    ]
