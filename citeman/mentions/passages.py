"""A document as prose: paragraphs, and the sentences in them, each knowing where it stands."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
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

    def place(self, span: Span) -> Sentence | None:
        """Find where a span of the document stands in the text; None where it does not.

        >>> [one] = paragraphs("A *study* of IL-2.")
        >>> one.place(Span(2, 9))
        Sentence(start=2, end=7)
        """
        start = bisect_left(self.seen.offsets, span.start)
        end = bisect_left(self.seen.offsets, span.end, hi=len(self.text))
        return Sentence(start, end) if start < end else None


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
    for start, end in _between(0, len(text), _BREAK.finditer(text)):
        lines = text[start:end].split("\n")
        widest = max(map(len, lines))
        breaks = [
            found
            for found, one, other in zip(
                _LINE.finditer(text, start, end), lines, lines[1:], strict=False
            )
            if _is_meant(one, other, widest)
        ]
        yield from _between(start, end, breaks)


_LINE = re.compile(r"\n")


def _is_meant(line: str, following: str, widest: int) -> bool:
    """Tell a line that somebody ended from one that was broken to fit.

    The next word had room on the first, and it is no sentence that goes on.
    """
    word = following.split(maxsplit=1)[0] if following.split() else ""
    goes_on = word[:1].islower() and not line.rstrip().endswith((".", "!", "?", ":"))
    return len(line.rstrip()) + 1 + len(word) <= widest and not goes_on


def _between(start: int, end: int, marks: Iterable[re.Match[str]]) -> Iterator[Span]:
    for mark in marks:
        yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, end)


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
