"""Blank lines that mean nothing: between the lines of one reference, as in double spacing."""

from collections.abc import Sequence
from itertools import pairwise

from citeman.documents.document import Document
from citeman.parse.authors import people_end
from citeman.parse.lines import Line, words
from citeman.parse.starts import is_closed
from citeman.parse.tail import is_located

_FULL_LINE = 40
"""Characters from which a line is taken to go on in the next one if nothing closes it."""
_A_FEW = 6
_SINGLES = 0.9
_UNCLOSED = 0.3


def close_gaps(document: Document, lines: Sequence[Line]) -> list[Line]:
    """Forget the gaps that part the lines of one reference: at page breaks, in double spacing.

    A line that is long and ends in the middle of a sentence, before anything that ends a citation,
    goes on in the next one, unless that has a marker or begins with names.
    """
    unclosed = [i for i, pair in enumerate(pairwise(lines), 1) if _is_unclosed(document, *pair)]
    gaps = sum(line.gap for line in lines)
    spaced = gaps >= max(_A_FEW, _SINGLES * len(lines)) and len(unclosed) >= _UNCLOSED * gaps
    inside = (i for i in unclosed if not is_located(_words(document, lines[i - 1])))
    meaningless = set(range(1, len(lines)) if spaced else inside) | _page_breaks(document, lines)
    return [line._replace(gap=False) if i in meaningless else line for i, line in enumerate(lines)]


def _page_breaks(document: Document, lines: Sequence[Line]) -> set[int]:
    """Find the gaps that hold a running title, where a list has few gaps beside them."""
    gaps = {i for i, line in enumerate(lines) if line.gap and i}
    between = {i: document.text[lines[i - 1].end : lines[i].start] for i in gaps}
    pages = {i for i, words in between.items() if any(map(str.isalnum, words))}
    return pages if len(gaps - pages) < _UNCLOSED * len(lines) else set()


def _is_unclosed(document: Document, line: Line, below: Line) -> bool:
    """Tell whether a line ends in the middle of a sentence, and nothing begins below its gap."""
    if not below.gap or below.marker or below.indent != line.indent or below.quote != line.quote:
        return False
    here = _words(document, line)
    return (
        len(here) >= _FULL_LINE and not is_closed(here) and not people_end(_words(document, below))
    )


def _words(document: Document, line: Line) -> str:
    return words(document, line.start, line.end)
