"""What stands on the pages and is no part of the text: running heads, page and line numbers.

All of it is known by repeating: from page to page at one place, or down the margin.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from citeman.documents.paper.lines import Segment, line, rows
from citeman.documents.paper.page import Page, Piece

_NUMBER = re.compile(r"\d{1,5}")
_CHANGING = re.compile(r"\d+|\b[ivxlc]+\b")
# "12", "- 12 -", "Page 3 of 9", "xii"
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|s\.|página)\s*)?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ZONE = 0.18
"""Running heads and page numbers stand in this share of the page at its top and foot."""
_MOST_ROWS = 4
_SAME_PLACE = 3.0
_ALONE = 1.4
_LEAST_NUMBERS = 5
_DENSE = 0.6
"""Line numbers stand beside at least this share of the lines; the numbers of a list do not."""
_STRAY = 0.02
_MOST_PAGES = 0.5


def line_numbers(pages: Sequence[Page]) -> list[set[int]]:
    """Find the pieces of each page, by index, that number its lines in either margin.

    None where less than half of the pages have such numbers: then they are a table's or a list's.
    """
    found = [_numbers_of_lines(page.pieces) for page in pages]
    written = sum(len(page.pieces) >= _LEAST_NUMBERS for page in pages)
    numbered = sum(map(bool, found))
    return found if numbered > _MOST_PAGES * written else [set() for _ in pages]


def _numbers_of_lines(pieces: Sequence[Piece]) -> set[int]:
    numbers = [i for i, piece in enumerate(pieces) if _NUMBER.fullmatch(piece.text)]
    if len(numbers) < _LEAST_NUMBERS:
        return set()
    left = _flush(pieces, numbers, lambda p: p.x1, lambda p, edge: p.x0 < edge)
    right = _flush(pieces, numbers, lambda p: p.x0, lambda p, edge: p.x1 > edge)
    return left | right


def _flush(
    pieces: Sequence[Piece],
    numbers: Sequence[int],
    edge_of: Callable[[Piece], float],
    is_beyond: Callable[[Piece, float], bool],
) -> set[int]:
    """The numbers that share an edge with nothing beyond it, and count nearly every line."""
    edges = Counter(round(edge_of(pieces[i])) for i in numbers)
    edge, _ = edges.most_common(1)[0]
    flush = {i for i in numbers if abs(edge_of(pieces[i]) - edge) <= 1.5}
    others = [piece for i, piece in enumerate(pieces) if i not in flush]
    beyond = sum(is_beyond(piece, edge) for piece in others)
    if beyond > _STRAY * len(others) or not _counts([pieces[i] for i in flush], others):
        return set()
    return flush


def _counts(numbers: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Tell whether numbers go up by one step down the page, for most of the lines there."""
    ordered = [int(piece.text) for piece in sorted(numbers, key=lambda piece: -piece.y)]
    steps = Counter(b - a for a, b in pairwise(ordered))
    step, often = steps.most_common(1)[0] if steps else (0, 0)
    lines = len({round(piece.y) for piece in others})
    regular = step > 0 and often >= 0.9 * sum(steps.values())
    return len(ordered) >= _LEAST_NUMBERS and regular and len(ordered) * step >= _DENSE * lines


class _Row(NamedTuple):
    """A row near the top or foot of a page; `key` is its text with its numbers left open."""

    page: int
    y: float
    text: str
    key: str
    segments: tuple[Segment, ...]
    alone: bool


def furniture(pages: Sequence[tuple[Page, Sequence[Segment]]]) -> list[list[Segment]]:
    """Find the running heads, footers and page numbers of each page.

    A row at the edge of a page is one where it repeats on other pages at the same place, where it
    counts the pages, or where it stands where most pages have one.
    """
    edges = [edge for page, given in pages for edge in _edges(page, given)]
    repeated = _repeated(row for edge in edges for row in edge)
    counting = _counting(row for edge in edges for row in edge)
    places = Counter(round(row.y) for row in (*repeated, *counting))
    found: list[list[Segment]] = [[] for _ in pages]
    at = {page.number: i for i, (page, _) in enumerate(pages)}
    for edge in edges:
        for row in edge:
            usual = sum(places[round(row.y) + d] for d in (-1, 0, 1)) > _MOST_PAGES * len(pages)
            lone = row.alone and _PAGE_NUMBER.fullmatch(row.text)
            if not (row in repeated or row in counting or lone or (usual and row.alone)):
                break
            found[at[row.page]].extend(row.segments)
    return found


def _edges(page: Page, given: Sequence[Segment]) -> Iterator[list[_Row]]:
    """The rows at the top of a page from its edge inwards, then those at its foot."""
    found = rows(given)
    if len(found) < 2:
        return
    zone = _ZONE * page.height
    tops = [row for row in found[:_MOST_ROWS] if row[0].y > page.height - zone]
    feet = [row for row in found[: -_MOST_ROWS - 1 : -1] if row[0].y < zone]
    yield [_row(page, row, below) for row, below in zip(tops, found[1:], strict=False)]
    yield [_row(page, row, above) for row, above in zip(feet, found[-2::-1], strict=False)]


def _row(page: Page, row: Sequence[Segment], inner: Sequence[Segment]) -> _Row:
    text = line(row).text
    size = max(segment.size for segment in row)
    key = f"{_CHANGING.sub('#', text.casefold())} {round(size)}"
    alone = abs(inner[0].y - row[0].y) > _ALONE * max(size, inner[0].size)
    return _Row(page.number, row[0].y, text, key, tuple(row), alone)


def _repeated(found: Iterable[_Row]) -> set[_Row]:
    """Rows that come again on the next page or the one after, at the same height."""
    alike: defaultdict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in found:
        alike[row.key, row.page].append(row)
    return {
        row
        for (key, page), group in alike.items()
        for row in group
        for near in (page - 2, page - 1, page + 1, page + 2)
        if any(abs(o.y - row.y) <= _SAME_PLACE for o in alike.get((key, near), ()))
    }


def _counting(found: Iterable[_Row]) -> set[_Row]:
    """Rows that begin or end with a number that goes up with the pages."""
    alike: defaultdict[tuple[int, int], list[_Row]] = defaultdict(list)
    for row in found:
        words = row.text.split()
        for word in {words[0], words[-1]} if words else ():
            if _NUMBER.fullmatch(word):
                alike[int(word) - row.page, round(row.y / 10)].append(row)
    return {row for group in alike.values() if len(group) > 2 for row in group}
