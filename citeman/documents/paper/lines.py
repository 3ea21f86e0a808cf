"""Words of a page -> the lines they stand in, as read from left to right."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from citeman.documents.paper.page import Piece

Number = TypeVar("Number", int, float)
_APART = 1.0
"""Words further apart than this, in their own size, may belong to different columns."""
_BLANK = 0.16
"""So wide a gap is a blank, whether or not the file has one."""
_TOUCH, _OVERLAP = 0.08, -0.05
"""Up to these gaps there is no blank, even if the file has one."""
_SAME_LINE = 0.3
_OVER = 0.6
_FEW = 40
_RAISED = 0.65
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
    0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
# Old TeX fonts print an accent and then its letter; a cedilla stands after its letter.
_ACCENTS = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306",
    "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c",
}  # fmt: skip
_ACCENTED = re.compile(f"([{''.join(_ACCENTS)}])([A-Za-zı])")
_CEDILLA = re.compile("([CcSsTt])¸")
_SPACED_OUT = re.compile(r"(?:[^\W\d_]\s){4,}[^\W\d_]")


class Segment(NamedTuple):
    """Words that stand beside each other on one baseline, with no wide gap between them."""

    pieces: tuple[Piece, ...]
    x0: float
    x1: float
    y: float
    size: float


class Spot(NamedTuple):
    """Where a piece is in the text of its line."""

    start: int
    end: int
    piece: Piece


class Line(NamedTuple):
    """A line as read: its text, its place, and how it is printed.

    `weight` is that of most of its letters; `spots` says where its words are in `text`.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    weight: int
    spots: tuple[Spot, ...]


def segments(pieces: Iterable[Piece]) -> list[Segment]:
    """Join words that follow each other in the file and stand side by side."""
    found: list[Segment] = []
    run: list[Piece] = []
    leading: Piece | None = None
    for piece in pieces:
        if leading is None or not _goes_on(run[-1], leading, piece):
            found += [_segment(run)] if run else []
            run, leading = [], piece
        run.append(piece)
        leading = max(leading, piece, key=_lead)
    return [*found, _segment(run)] if run else found


def _lead(piece: Piece) -> tuple[float, float]:
    """What leads a line: its largest letters, the first of them."""
    return piece.size, -piece.x0


def _goes_on(last: Piece, leading: Piece, piece: Piece) -> bool:
    size = max(last.size, piece.size)
    if not -size < piece.x0 - last.x1 < _APART * size:
        return False
    allowed = _SAME_LINE if piece.size > 0.9 * size else _RAISED
    return abs(piece.y - leading.y) < allowed * size


def _baseline(pieces: Sequence[Piece]) -> float:
    """The baseline of the largest letters."""
    return max(pieces, key=_lead).y


def _segment(pieces: Sequence[Piece]) -> Segment:
    return Segment(
        tuple(pieces),
        min(piece.x0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        _baseline(pieces),
        _common_size(pieces),
    )


def _common_size(pieces: Sequence[Piece]) -> float:
    """The size of most of the letters."""
    return commonest((round(piece.size, 1), len(piece.text)) for piece in pieces)


def commonest(weighed: Iterable[tuple[Number, int]]) -> Number:
    """Give the value that weighs most, the larger of two that weigh the same."""
    weights: dict[Number, int] = {}
    for value, weight in weighed:
        weights[value] = weights.get(value, 0) + weight
    return max(weights, key=lambda value: (weights[value], value))


def rows(given: Iterable[Segment]) -> list[list[Segment]]:
    """Group segments that stand on one baseline, from the top of the page to its foot."""
    found: list[list[Segment]] = []
    leading: Segment | None = None
    for segment in sorted(given, key=lambda s: (-s.y, s.x0)):
        if leading and _is_beside(leading, segment):
            found[-1].append(segment)
            leading = max(leading, segment, key=lambda s: s.size)
        else:
            found.append([segment])
            leading = segment
    return found


def _is_beside(leading: Segment, segment: Segment) -> bool:
    size = max(leading.size, segment.size)
    small = min(leading.size, segment.size) < 0.9 * size
    return abs(leading.y - segment.y) < (_RAISED if small else _SAME_LINE) * size


def line(row: Iterable[Segment]) -> Line:
    """Write the segments of one row as a line of text."""
    pieces = _in_place([p for segment in sorted(row, key=lambda s: s.x0) for p in segment.pieces])
    text = ""
    placed: list[Spot] = []
    for piece, before in zip(pieces, [None, *pieces], strict=False):
        if before and _is_apart(before, piece):
            text += " "
        letters = piece.text.translate(_LIGATURES)
        placed.append(Spot(len(text), len(text) + len(letters), piece))
        text += letters
    spelled, placed = _spelled(text, placed)
    return Line(
        spelled,
        pieces[0].x0,
        max(piece.x1 for piece in pieces),
        _baseline(pieces),
        _common_size(pieces),
        commonest((piece.weight, len(piece.text)) for piece in pieces),
        tuple(placed),
    )


def _in_place(pieces: list[Piece]) -> list[Piece]:
    """Put accents that the file has elsewhere in front of the words they stand over."""
    for accent in [piece for piece in pieces if piece.text in _ACCENTS][:_FEW]:
        below = [
            piece
            for piece in pieces
            if piece is not accent and abs(accent.x0 - piece.x0) < _OVER * piece.size
        ]
        if below:
            pieces.remove(accent)
            under = min(below, key=lambda piece: abs(accent.x0 - piece.x0))
            pieces.insert(pieces.index(under), accent)
    return pieces


def _is_apart(before: Piece, piece: Piece) -> bool:
    """Tell whether a blank stands between two pieces: where the file has one, or a gap shows it.

    Accents overlap their letters, and small capitals touch, whatever the file has between them.
    """
    size = max(before.size, piece.size)
    gap = (piece.x0 - before.x1) / size
    if not piece.spaced:
        return gap > _BLANK
    return gap > (_TOUCH if min(before.size, piece.size) < 0.9 * size else _OVERLAP)


def _spelled(text: str, placed: list[Spot]) -> tuple[str, list[Spot]]:
    """Compose accents and close up s p a c e d words; offsets then count in what is left."""
    spelled = _CEDILLA.sub(lambda m: _composed(m[1], "\u0327", m[0]), text)
    spelled = _ACCENTED.sub(lambda m: _composed(m[2], _ACCENTS[m[1]], m[0]), spelled)
    if _SPACED_OUT.fullmatch(spelled):
        spelled = spelled.replace(" ", "")
    if spelled == text:
        return text, placed
    share = len(spelled) / len(text)
    return spelled, [Spot(int(a * share), int(b * share), piece) for a, b, piece in placed]


def _composed(letter: str, accent: str, unchanged: str) -> str:
    letter = {"ı": "i"}.get(letter, letter)
    composed = unicodedata.normalize("NFC", letter + accent)
    return composed if len(composed) == 1 else unchanged
