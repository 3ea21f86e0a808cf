"""The columns of a PDF as one flow of lines: indents, gaps, headings, footnotes out of the way."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from citeman.documents.paper.lines import Line, commonest

_CHARACTER = 0.5
"""The width of a character of an indent, in the size of its line."""
_INDENTED = 0.4
_DEEPEST = 40
_GAP = 1.25
"""Lines further apart than so many times the usual distance leave a blank line."""
_LARGER = 1.08
_MUCH = 0.12
_SOME = 3
_BOLDER = 60
_AROUND = 8
"""How many lines above and below tell the usual distance."""
_SMALLER = 0.93
_RAISED = 0.85
_LONGEST_HEADING = 120
_SHORT = 1.5
"""A line that ends so many times its size before the margin is short: a paragraph ends there."""
_NEAR = 45.0
_USUAL = 0.3
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LIKE_A_REFERENCE = re.compile(r"\b(?:1[5-9]|20)\d\d\b|[.,;]$")
_NOTE = re.compile(r"[*†‡§¶‖]|\d{1,3}(?!\d)")


class Column(NamedTuple):
    """The lines of a column from its top to its foot, the page it is on, and its two edges."""

    page: int
    lines: tuple[Line, ...]
    x0: float
    x1: float


class Placed(NamedTuple):
    """A line in the flow of a text.

    `indent` is in characters; `gap` says that more than the usual distance is above it; `level` is
    that of a heading, 0 for other lines; `first` says that it begins its column, and `short` that
    it ends well before the margin.
    """

    line: Line
    page: int
    indent: int
    gap: bool
    level: int
    first: bool
    short: bool


def column(page: int, lines: Sequence[Line]) -> Column:
    """Measure a column."""
    return Column(page, tuple(lines), min(li.x0 for li in lines), max(li.x1 for li in lines))


def flow(columns: Sequence[Column]) -> list[Placed]:
    """Put the lines of all columns in one order; footnotes stand before a heading.

    It is the last one on their page, else the next one, else the last one of all: where no
    paragraph and no list goes on.
    """
    body = _body(columns)
    placed: list[Placed] = []
    waiting: list[Placed] = []
    for one, base in zip(columns, _bases(columns), strict=True):
        text, notes = _without_notes(one, body)
        for each in _measured(one._replace(lines=text), base, body):
            if waiting and _is_title(each):
                placed += waiting
                waiting = []
            placed.append(each)
        waiting += _measured(one._replace(lines=notes), base, body)
        at = _last_title(placed, one.page)
        if waiting and at is not None:
            placed[at:at] = waiting
            waiting = []
    at = _last_title(placed)
    end = len(placed) if at is None else at
    placed[end:end] = waiting
    return _levelled(placed)


def _last_title(placed: Sequence[Placed], page: int = -1) -> int | None:
    """The index of the last heading, of all or of those on a page."""
    for i in range(len(placed) - 1, -1, -1):
        if page >= 0 and placed[i].page != page:
            return None
        if _is_title(placed[i]):
            return i
    return None


def _is_title(each: Placed) -> bool:
    return bool(each.level) or (each.gap and each.line.text.isupper())


class _Body(NamedTuple):
    """How the text is printed: the largest size that much of it has, and the usual weight."""

    size: float
    weight: int


def _body(columns: Sequence[Column]) -> _Body:
    lines = [line for one in columns for line in one.lines]
    if not lines:
        return _Body(10.0, 400)
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    much = [size for size, letters in sizes.items() if letters > _MUCH * sizes.total()]
    return _Body(
        max(much, default=sizes.most_common(1)[0][0]),
        commonest((line.weight, len(line.text)) for line in lines),
    )


def _bases(columns: Sequence[Column]) -> list[float]:
    """The left edge from which each column's indents count.

    It is the column's own, or one a little further left that many columns have on such pages, odd
    or even: then this column holds nothing but indented lines.
    """
    edges = (Counter[int](), Counter[int]())
    for one in columns:
        edges[one.page % 2][round(one.x0)] += 1
    return [_base(one.x0, edges[one.page % 2]) for one in columns]


def _base(x0: float, edges: Mapping[int, int]) -> float:
    near = {edge: often for edge, often in edges.items() if abs(edge - x0) < _NEAR}
    usual = [edge for edge, often in near.items() if often > _USUAL * sum(near.values())]
    left = min(usual, default=x0)
    return left if left < x0 - 1 else x0


def _without_notes(one: Column, body: _Body) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Part a column from the footnotes at its foot: smaller print that begins with a mark.

    Above them stands text, and no heading: what follows a heading is no note.
    """
    lines = one.lines
    cut = len(lines)
    for i in range(len(lines) - 1, 0, -1):
        if lines[i].size > _SMALLER * body.size:
            break
        if _is_note(lines[i]):
            cut = i
    above = [line for line in lines[:cut] if line.size > _SMALLER * body.size]
    text = [line for line in above if line.size <= _LARGER * body.size]
    if len(text) < _SOME or lines[cut - 1].size > _LARGER * body.size:
        return lines, ()
    return lines[:cut], lines[cut:]


def _is_note(line: Line) -> bool:
    first = line.spots[0].piece
    raised = first.size < _RAISED * line.size and first.y > line.y
    return bool(_NOTE.match(line.text)) and (raised or not line.text[0].isdigit())


def _measured(one: Column, base: float, body: _Body) -> Iterator[Placed]:
    steps = [above.y - line.y for above, line in pairwise(one.lines)]
    for i, line in enumerate(one.lines):
        gap = i > 0 and steps[i - 1] > _GAP * _pitch(steps[max(i - _AROUND, 0) : i + _AROUND])
        short = line.x1 < one.x1 - _SHORT * line.size
        heads = _heads(line, body, apart=gap or not i, short=short)
        indent = 0 if heads else _indent(line, base)
        yield Placed(line, one.page, indent, gap or heads, int(heads), not i, short)


def _pitch(steps: Sequence[float]) -> float:
    """The usual distance from line to line; the smaller of two that are as common."""
    often = Counter(round(2 * step) / 2 for step in steps)
    return max(often, key=lambda step: (often[step], -step))


def _indent(line: Line, base: float) -> int:
    moved = (line.x0 - base) / line.size
    return 0 if moved < _INDENTED else min(max(round(moved / _CHARACTER), 1), _DEEPEST)


def _heads(line: Line, body: _Body, *, apart: bool, short: bool) -> bool:
    """Tell whether a line is printed as a heading: larger than the text, or bold and by itself."""
    if len(line.text) > _LONGEST_HEADING or not _LETTERS.search(line.text):
        return False
    if line.size > _LARGER * body.size:
        return True
    heavy = line.weight > body.weight + _BOLDER
    return heavy and apart and short and not _LIKE_A_REFERENCE.search(line.text)


def _levelled(placed: Sequence[Placed]) -> list[Placed]:
    """Give headings their levels by their sizes, the largest first."""
    sizes = sorted({round(p.line.size) for p in placed if p.level}, reverse=True)
    rank = {size: min(i, 6) for i, size in enumerate(sizes, start=1)}
    return [
        each._replace(level=rank[round(each.line.size)]) if each.level else each for each in placed
    ]
