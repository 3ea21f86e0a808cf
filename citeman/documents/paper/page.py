"""What a page of a PDF holds. Lengths are points (1/72 inch); y grows upwards."""

from typing import NamedTuple


class Piece(NamedTuple):
    """Letters printed together: from x0 to x1 on the baseline y.

    `weight` is that of the font, about 400 for regular and 700 for bold print; `spaced` says that
    a blank precedes.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    weight: int
    spaced: bool


class Area(NamedTuple):
    """A rectangle of a page that leads somewhere."""

    x0: float
    y0: float
    x1: float
    y1: float
    href: str


class Page(NamedTuple):
    """A page: its size, its words in the order of the file, its links.

    `rules` are the horizontal strokes; some stand for words (the dash for authors named above).
    `aside` is what stands there and is no part of the text: words that run up the margin, words
    that nobody sees. `unread` counts the letters whose font does not say what they are.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece]
    links: list[Area]
    rules: list[Area]
    aside: list[str]
    unread: int
