"""The order in which the columns of a page are read."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citeman.documents.paper.lines import Segment

_LEAST_LINES = 4
_LEAST_SHARE = 0.12
"""Columns stand side by side for at least so many lines, and this share of all there are."""
_LEAST_TOGETHER = 3
_NEARLY = 0.85
_CUT = 0.1
_NARROWEST = 0.2
"""A column takes at least this share of the width; what is narrower is a label or a number."""
_DEEPEST = 4
_MOST_SEGMENTS = 3_000
"""A page of more pieces is a drawing, and has no columns."""
_NEAR = 1.5
_LABEL = re.compile(r"[\[(]?\d{1,4}[\]).]?|\[\S{2,12}\]|[•–]")
_STEP = 3.0


def columns(page: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """Part a page into its columns, in the order in which they are read.

    What reaches over the gutter (a title, a wide table) is read where it stands: what is above it
    first, from left to right, then itself, then what is below.
    """
    ordered = sorted(page, key=lambda s: (-s.y, s.x0))
    gutter = _gutter(ordered) if depth < _DEEPEST else None
    if gutter is None:
        return [ordered] if ordered else []
    found: list[list[Segment]] = []
    for band in _bands(ordered, gutter):
        parts = [band.across] if band.across else [band.left, band.right]
        for part in parts:
            found += columns(part, depth + 1) if part is not band.across else [part]
    return found


class _Band(NamedTuple):
    """A part of the page from edge to edge: its two sides, or lines that reach across."""

    left: list[Segment]
    right: list[Segment]
    across: list[Segment]


def _bands(ordered: Sequence[Segment], gutter: float) -> Iterator[_Band]:
    band = _Band([], [], [])
    for segment in ordered:
        side = _side(segment, gutter)
        if bool(side) == bool(band.across) and any(band):
            yield band
            band = _Band([], [], [])
        (band.left if side < 0 else band.right if side else band.across).append(segment)
    if any(band):
        yield band


def _side(segment: Segment, gutter: float) -> int:
    """-1 left of the gutter, 1 right of it, 0 across."""
    return -1 if segment.x1 <= gutter else 1 if segment.x0 >= gutter else 0


def _gutter(ordered: Sequence[Segment]) -> float | None:
    """The place between two columns where most lines stand side by side; None without columns.

    Of several, that with the widest gap: numbers in front of the lines stay with their lines.
    """
    if not 2 * _LEAST_LINES <= len(ordered) <= _MOST_SEGMENTS:
        return None
    least = _NARROWEST * (max(s.x1 for s in ordered) - min(s.x0 for s in ordered))
    scores = {x: _score(ordered, x, least) for x in _candidates(ordered)}
    best = max(scores.values(), default=0)
    if best < max(_LEAST_LINES, _LEAST_SHARE * len(ordered)):
        return None
    good = [x for x, score in scores.items() if score >= _NEARLY * best and not _parts(ordered, x)]
    if not good:
        return None
    return max(good, key=lambda x: _gap(ordered, x))


def _parts(ordered: Sequence[Segment], gutter: float) -> bool:
    """Tell whether a gutter parts the numbers of a list from its lines."""
    labels = (
        s
        for s in ordered
        if 0 <= gutter - s.x1 < _NEAR * s.size and _LABEL.fullmatch(s.pieces[0].text)
    )
    return sum(len(s.pieces) == 1 for s in labels) > 1


def _gap(ordered: Sequence[Segment], gutter: float) -> float:
    """How wide the gap is between the two sides of a gutter."""
    right = min(s.x0 for s in ordered if _side(s, gutter) > 0)
    return right - max(s.x1 for s in ordered if _side(s, gutter) < 0)


def _candidates(ordered: Sequence[Segment]) -> list[float]:
    """Places just right of where segments end, with enough segments on both sides."""
    ends = sorted({round(s.x1 / _STEP) * _STEP + _STEP for s in ordered})
    starts = sorted(s.x0 for s in ordered)
    stops = sorted(s.x1 for s in ordered)
    return [x for x in ends if stops[_LEAST_LINES - 1] <= x and starts[-_LEAST_LINES] >= x]


def _score(ordered: Sequence[Segment], gutter: float, least: float) -> int:
    """How many lines stand side by side with this gutter between them; 0 if it cuts words."""
    score = cut = 0
    for band in _bands(ordered, gutter):
        cut += sum(s.x1 - s.x0 < least for s in band.across)
        if _is_wide(band.left, least) and _is_wide(band.right, least):
            lines = min(_beside(band.left, band.right), _beside(band.right, band.left))
            score += lines if lines >= _LEAST_TOGETHER else 0
    return score if cut <= _CUT * score else 0


def _is_wide(side: Sequence[Segment], least: float) -> bool:
    return bool(side) and max(s.x1 for s in side) - min(s.x0 for s in side) >= least


def _beside(side: Sequence[Segment], other: Sequence[Segment]) -> int:
    """How many segments of a side stand within the height of the other one."""
    top, foot = other[0].y + other[0].size, other[-1].y - other[-1].size
    return sum(foot <= s.y <= top for s in side)
