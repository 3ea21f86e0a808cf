"""Strokes that stand for words: the dash in front of a reference whose authors are those above."""

from collections.abc import Sequence

from citeman.documents.paper.page import Area, Page, Piece

DASH = "———"
_SHORTEST, _LONGEST = 1.0, 6.0
"""How long such a stroke is, in the size of the words after it."""
_RAISED = 0.5
_NEAR = 1.2
_MOST_RULES = 400
"""A page of more strokes is a drawing or a table."""


def with_dashes(page: Page) -> list[Piece]:
    """Add strokes that begin a line as the dash they are, just in front of the words they lead."""
    pieces = list(page.pieces)
    if len(page.rules) > _MOST_RULES:
        return pieces
    for rule in page.rules:
        at = _led(rule, page.pieces)
        if at is not None:
            led = page.pieces[at]
            dash = led._replace(text=DASH, x0=rule.x0, x1=rule.x1)
            pieces.insert(pieces.index(led), dash)
    return pieces


def _led(rule: Area, pieces: Sequence[Piece]) -> int | None:
    """The index of the piece right of a stroke on its line; None where others stand before it."""
    length = rule.x1 - rule.x0
    near = [
        (i, piece)
        for i, piece in enumerate(pieces)
        if -_RAISED * piece.size < rule.y0 - piece.y < _RAISED * piece.size
        and piece.x1 > rule.x0 - _LONGEST * piece.size
        and piece.x0 < rule.x1 + _NEAR * piece.size
    ]
    right = [(i, piece) for i, piece in near if piece.x0 >= rule.x1 - 1]
    if len(right) != len(near) or not right:
        return None
    i, led = min(right, key=lambda found: found[1].x0)
    return i if _SHORTEST * led.size <= length <= _LONGEST * led.size else None
