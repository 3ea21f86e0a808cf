"""A document as prose: paragraphs, and the sentences in them, each knowing where it stands."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citeman.model import Span
from citeman.text import Stretch, stretch

_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=\s*(?:[-*•]|\d{1,3}[.)])\s)")
# "[published](#)", "*The Lancet*", "<http://example.org>": marks that plain text often carries
_MARKUP = re.compile(
    r"(?<=\])\([^()\s]*\)|\[(?=[^\[\]\n]{1,200}\]\([^()\s]*\))|\](?=\([^()\s]*\))"
    r"|(?<![\w*])\*{1,3}(?=\w)|(?<=[\w.)])\*{1,3}(?![\w*])|^>[^\S\n]|^#{1,6}[^\S\n]",
    re.MULTILINE,
)
_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|[:]\s+(?=[A-Z][a-z]+ [a-z])")
# A dot after these ends no sentence; nor after a single capital or inside "M.D."
_ABBREVIATION = re.compile(
    r"(?:\b(?:Drs?|Profs?|Mr|Mrs|Ms|St|vs|al|etc|cf|e\.g|i\.e|Figs?|No|Nos|Vol|pp?|Jr|Sr|Inc|Co"
    r"|Ltd|approx|ca|N|J|Engl|Med|Am|Clin|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Z]|\b(?:[A-Z][a-z]?\.)+[A-Z][a-z]?)\.$"
)


class Sentence(NamedTuple):
    """Characters [start, end) of its paragraph's text."""

    start: int
    end: int


class Paragraph(NamedTuple):
    """A paragraph as a reader sees it, and its sentences in order."""

    seen: Stretch
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The words, without markup and line breaks."""
        return self.seen.text


def paragraphs(
    text: str, hidden: Sequence[Span] = (), skip: Sequence[Span] = ()
) -> list[Paragraph]:
    """Cut a document's text into paragraphs; what overlaps with `skip` is left out.

    >>> [one.text for one in paragraphs("A *study*\\nof [IL-2](#).\\n\\nAnd more.")]
    ['A study of IL-2.', 'And more.']
    """
    gaps = _merged([*hidden, *(Span(*found.span()) for found in _MARKUP.finditer(text))])
    return [
        Paragraph(seen, tuple(_sentences(seen.text)))
        for span in _blocks(text)
        if not any(span.start < gone.end and gone.start < span.end for gone in skip)
        and (seen := stretch(text, span.start, span.end, gaps)).text
    ]


def _blocks(text: str) -> Iterator[Span]:
    for block in _split(text, Span(0, len(text)), _BREAK):
        longest = max(map(len, text[block.start : block.end].split("\n")))
        yield from _split(text, block, _LINE) if longest > _WRAPPED else [block]


_LINE = re.compile(r"\n")
_WRAPPED = 100
"""Where a line is longer than this, lines are not broken to fit: each is a paragraph."""


def _split(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for found in mark.finditer(text, span.start, span.end):
        yield Span(start, found.start())
        start = found.end()
    yield Span(start, span.end)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Put spans in order, and those that overlap into one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if not _ABBREVIATION.search(text, start, found.start() + 1):
            yield Sentence(start, found.end())
            start = found.end()
    if start < len(text):
        yield Sentence(start, len(text))
