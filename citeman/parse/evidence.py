"""What the layout of a list says about where its entries begin, whatever their shape."""

from collections.abc import Sequence
from itertools import pairwise

from citeman.documents.document import Document
from citeman.parse.lines import Line, blocks, hull, words
from citeman.parse.shape import has_prose, is_dated, is_reference

_SEVERAL = 3
_MOSTLY = 0.5
_NEARLY_ALL = 0.75
_MOST = 0.8


def hanging_indent(document: Document, lines: Sequence[Line]) -> int | None:
    """The indent at which every entry of a hanging list begins; None where the list hangs not.

    It hangs where its other lines are moved right, and nearly all that begins at the margin looks
    like a reference, or most of it is dated and some of it does.
    """
    least = min((line.indent for line in lines), default=0)
    starts = [i for i, line in enumerate(lines) if line.indent <= least]
    entries = [lines[a:b] for a, b in pairwise([*starts, len(lines)])]
    hung = [entry for entry in entries if len(entry) > 1]
    if len(hung) < _SEVERAL or len(hung) < _MOSTLY * len(entries):
        return None
    texts = [words(document, *hull(next(blocks(entry)))) for entry in entries]
    likely, dated = sum(map(is_reference, texts)), sum(map(is_dated, texts))
    clear = likely >= _NEARLY_ALL * len(entries)
    return (
        least if clear or (dated >= _MOST * len(entries) and 3 * likely > len(entries)) else None
    )


def is_beside(starts: Sequence[int], lines: Sequence[Line], hanging: int) -> bool:
    """Tell whether markers stand in a hanging list by chance: most of its entries have none."""
    margin = sum(line.indent <= hanging for line in lines)
    return len(starts) < _NEARLY_ALL * margin


def is_of_blocks(document: Document, lines: Sequence[Line]) -> bool:
    """Tell whether nearly every block of a list is a reference, so that none is an annotation."""
    texts = [words(document, block[0].start, block[-1].end) for block in blocks(lines)]
    return len(texts) > _SEVERAL and sum(map(is_reference, texts)) >= _NEARLY_ALL * len(texts)


def has_year(document: Document, lines: Sequence[Line]) -> bool:
    """Tell whether lines name a year."""
    return is_dated(words(document, lines[0].start, lines[-1].end))


def is_plain(document: Document, lines: Sequence[Line]) -> bool:
    """Tell whether lines have a year and do not read like prose."""
    text = words(document, lines[0].start, lines[-1].end)
    return is_dated(text) and not has_prose(text)
