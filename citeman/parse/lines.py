"""The lines of a document as a reader sees them: indented, marked, after a gap."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citeman.documents.document import Document
from citeman.model import Span
from citeman.text import stretch

_LINE = re.compile(r"[^\n]*\n?")
_TAB = 4
_QUOTE = re.compile(r"(?:>\s?)+")
_MARKER = re.compile(
    r"""
      (?P<bullet> [•◦▪▫●○■□‣⁃∙·➢*+–—-] (?=\s) (?!\s*[(,]) )
    | \[\^ (?P<note>[^\]\s]{1,80}) \]:        # [^noble97]:
    | \[ (?P<bracketed>\d{1,4}) \] (?!\()      # [12]
    | (?P<label> \[ (?:[^\W\d_]{1,4}[^\W\d_+]*\+?\d\d[a-z]?          # [Knu84]  [KNU+86]
        | [^\W\d_][^][\d]{1,40}[, ]\s?(?:1[5-9]|20)\d\d[a-z]?) \] (?=\s) )  # [Knuth, 1984]
    | \( (?!(?:1[5-9]|20)\d\d\)) (?P<enclosed>\d{1,4}) \) (?=\s)   # (12), no year
    | (?P<dotted>\d{1,4}) [.)] (?!\d)          # 12.  12)  12.Smith
    | (?P<bare>\d{1,4}) (?=\t|[ ]{1,4}[A-ZÀ-Þ“"\[])   # 12 Smith
    """,
    re.VERBOSE,
)


_KIND = {"bullet": "bullet", "label": "bullet", "bare": "bare", "note": "note"}
"""What stands in front of an item; everything else is a number."""


class Line(NamedTuple):
    """One line that has words: [start, end) without its margins, `body` where the words begin.

    `marker` is "", "bullet" (or a label such as [Knu84]), "number", "bare" (a number without a
    dot, believed only in a series) or "note" (the mark of a footnote, which need not be a
    reference). `gap` says that a blank line stands above; `quote` how many ">" stand before the
    words.
    """

    start: int
    end: int
    body: int
    indent: int
    marker: str
    number: int
    gap: bool
    quote: int


def _indent(text: str) -> int:
    return sum(_TAB if c == "\t" else 1 for c in text)


def _read_line(text: str, start: int, end: int, gap: bool) -> Line:
    raw = text[start:end]
    margin = len(raw) - len(raw.lstrip())
    quote = _QUOTE.match(raw, margin)
    depth = quote[0].count(">") if quote else 0
    at = start + (quote.end() if quote else margin)
    at += len(text[at:end]) - len(text[at:end].lstrip())
    marker, number, body = "", -1, at
    if found := _MARKER.match(text, at, end):
        kind = str(found.lastgroup)
        marker = _KIND.get(kind, "number")
        number = int(found[kind]) if marker in ("number", "bare") else -1
        body = found.end()
        body += len(text[body:end]) - len(text[body:end].lstrip())
        if body >= end:
            marker, number, body = "", -1, at
    stop = start + len(raw.rstrip())
    return Line(at, stop, body, _indent(raw[:margin]), marker, number, gap, depth)


def read_lines(document: Document, start: int, end: int) -> list[Line]:
    """Read the lines of text[start:end] that have words; a line of hidden markup has none."""
    lines: list[Line] = []
    gap = True
    for found in _LINE.finditer(document.text, start, end):
        if found.end() == found.start():
            break
        line = _read_line(document.text, found.start(), found.end(), gap)
        if line.start >= line.end or not words(document, line.start, line.end):
            gap = True
            continue
        lines.append(line)
        gap = False
    return lines


def words(document: Document, start: int, end: int) -> str:
    """Read text[start:end] as running words: one line, without hidden markup."""
    return stretch(document.text, start, end, document.hidden).text


def blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group lines into blocks: a gap or another depth of quotation ends one."""
    block: list[Line] = []
    for line in lines:
        if block and (line.gap or line.quote != block[-1].quote):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def hull(lines: Sequence[Line]) -> Span:
    """The span from the first line's words to the end of the last line."""
    return Span(lines[0].body, lines[-1].end)
