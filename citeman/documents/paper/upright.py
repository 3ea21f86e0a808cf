"""Pages whose words are turned are turned back; what nobody reads is put aside."""

from collections import Counter
from typing import NamedTuple

from citeman.documents.paper.letters import Word
from citeman.documents.paper.page import Area, Page, Piece

_WRITTEN = str.maketrans("\x02\ufffe\u2010\u2011", "----", "\0\ufffd\uffff")
"""How letters are written that pdfium gives another meaning, or none."""


class Drawn(NamedTuple):
    """What is on a page beside its words."""

    links: list[Area]
    rules: list[Area]


def upright(
    words: list[Word], crop: tuple[float, float, float, float], number: int, drawn: Drawn
) -> Page:
    """Turn a page so that most of its words are upright; the others, and the unseen, are aside.

    Where nothing is seen, the words are those a scanner's software put behind its picture.
    """
    turns = Counter[int]()
    for word in words:
        turns[word.style.angle] += len(word.text)
    frame = _Frame(max(turns, key=lambda turn: turns[turn], default=0), *crop)
    seen = any(word.style.seen for word in words)
    links, rules = ([frame.area(area) for area in areas] for areas in drawn)
    page = Page(number, *frame.size(), [], links, rules, [], 0)
    unread = 0
    for word in words:
        piece = _piece(word, frame)
        unread += len(word.text) - len(piece.text)
        inside = -1 <= piece.x0 <= page.width + 1 and -1 <= piece.y <= page.height + 1
        if word.style.angle == frame.angle and (word.style.seen or not seen) and inside:
            page.pieces.extend([piece] if piece.text else [])
        else:
            page.aside.append(piece.text)
    return page._replace(unread=unread)


class _Frame(NamedTuple):
    """What of a page is shown, and by how many quarter turns its words are turned."""

    angle: int
    left: float
    bottom: float
    right: float
    top: float

    def size(self) -> tuple[float, float]:
        """Give width and height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.angle in (1, 3) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point on the upright page."""
        if self.angle == 1:
            return y - self.bottom, self.right - x
        if self.angle == 2:
            return self.right - x, self.top - y
        if self.angle == 3:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom

    def area(self, area: Area) -> Area:
        """Give the place of an area on the upright page."""
        (xa, ya), (xb, yb) = self.point(area.x0, area.y0), self.point(area.x1, area.y1)
        return Area(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), area.href)


def _piece(word: Word, frame: _Frame) -> Piece:
    text = word.text.translate(_WRITTEN)
    (x0, y), (x1, _) = frame.point(word.x0, word.y0), frame.point(word.x1, word.y1)
    style = word.style
    return Piece(text, x0, max(x1, x0), y, style.size, style.weight, word.spaced)
