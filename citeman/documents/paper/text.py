"""The flow of lines of a PDF -> the text of a Document, with its headings and links."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from citeman.documents.document import Document, Heading, Hyperlink
from citeman.documents.paper.flow import Placed
from citeman.documents.paper.page import Area

_FEW = 2
_CLEARLY = 2
_GAPS = 3
_RARELY = 0.2
_SLACK = 2.0


def write(placed: Sequence[Placed], links: Sequence[Sequence[Area]], name: str) -> Document:
    """Write lines in their order; `links` are the areas of each page that lead somewhere."""
    parts: list[str] = []
    headings: list[Heading] = []
    hyperlinks: list[Hyperlink] = []
    length = 0
    for run in _runs(placed):
        for each in _paragraphs(run):
            lead = ("\n\n" if each.gap else "\n") if parts else ""
            lead += " " * each.indent
            start = length + len(lead)
            parts.append(lead + each.line.text)
            length += len(parts[-1])
            if each.level:
                headings.append(Heading(start, length, each.level))
            hyperlinks += _hyperlinks(each, start, links[each.page])
    text = "".join(parts)
    return Document(name, text, links=tuple(sorted(hyperlinks)), headings=tuple(headings))


def _runs(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Part the lines into headings and what stands under each."""
    run: list[Placed] = []
    for each in placed:
        if run and bool(each.level) != bool(run[-1].level):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _paragraphs(run: Sequence[Placed]) -> list[Placed]:
    """Leave a blank line where a paragraph begins, though the page shows it in another way.

    By the indent of its first line, or, where a column ends, by the short line above.
    """
    after_heading = run[0]._replace(gap=True)
    run = [after_heading, *run[1:]]
    if _indents_first_lines(run):
        return [each._replace(gap=True, indent=0) if each.indent else each for each in run]
    gaps = sum(each.gap for each in run[1:])
    if gaps >= _GAPS and sum(each.indent > 0 for each in run) < _RARELY * len(run):
        ended = [False, *(above.short for above in run)]
        return [
            each._replace(gap=True) if each.first and end else each
            for each, end in zip(run, ended, strict=False)
        ]
    return list(run)


def _indents_first_lines(run: Sequence[Placed]) -> bool:
    """Tell a text that indents the first line of a paragraph from a list that hangs the others.

    Where first lines are indented, a paragraph ends above such a line: the line there is short, or
    a gap follows it. In a hanging list that is so above the lines that are not indented.
    """
    gaps = sum(each.gap for each in run[1:]) >= _GAPS
    begins = [each.gap if gaps else above.short for above, each in pairwise(run)]
    moves = list(zip(begins, pairwise(run), strict=True))
    rises = [begin for begin, (above, each) in moves if each.indent > above.indent == 0]
    falls = [begin for begin, (above, each) in moves if above.indent > each.indent == 0]
    first = sum(rises) + len(falls) - sum(falls)
    hanging = len(rises) - sum(rises) + sum(falls)
    return len(rises) >= _FEW and first > _CLEARLY * hanging


def _hyperlinks(each: Placed, start: int, areas: Sequence[Area]) -> Iterator[Hyperlink]:
    """Find the words of a line that an area of its page covers."""
    line = each.line
    for area in areas:
        if not area.y0 - _SLACK <= line.y <= area.y1:
            continue
        inside = [
            (first, last)
            for first, last, piece in line.spots
            if area.x0 <= (piece.x0 + piece.x1) / 2 <= area.x1
        ]
        if inside:
            yield Hyperlink(start + inside[0][0], start + inside[-1][1], area.href)
