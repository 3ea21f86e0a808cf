"""Blank lines that mean nothing: between the lines of one reference, as in double spacing."""

from collections.abc import Sequence
from itertools import pairwise

from citeman.documents.document import Document
from citeman.parse.authors import people_end
from citeman.parse.lines import Line, words
from citeman.parse.starts import is_closed

_FULL_LINE = 40
"""Characters from which a line is taken to go on in the next one if nothing closes it."""
_A_FEW = 6
_SINGLES = 0.9
_UNCLOSED = 0.3


def close_gaps(document: Document, lines: Sequence[Line]) -> list[Line]:
    """Forget the gaps that part the lines of one reference; all of them in double spacing.

    A line that is long and ends in the middle of a sentence goes on in the next one, unless that
    has a marker or begins with names.
    """
    inside = [i for i, pair in enumerate(pairwise(lines), 1) if _goes_on(document, *pair)]
    gaps = sum(line.gap for line in lines)
    spaced = gaps >= max(_A_FEW, _SINGLES * len(lines)) and len(inside) >= _UNCLOSED * gaps
    meaningless = set(range(1, len(lines)) if spaced else inside)
    return [line._replace(gap=False) if i in meaningless else line for i, line in enumerate(lines)]


def _goes_on(document: Document, line: Line, below: Line) -> bool:
    if not below.gap or below.marker or below.indent != line.indent or below.quote != line.quote:
        return False
    here = words(document, line.start, line.end)
    if len(here) < _FULL_LINE or is_closed(here):
        return False
    return not people_end(words(document, below.start, below.end))
