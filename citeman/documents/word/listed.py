"""The lists that the styles of paragraphs make: citations, and the annotations between them."""

from collections.abc import Iterable
from typing import NamedTuple

from citeman.model import Span

_MOST = 5
"""Paragraphs between two of a list that may be an annotation; more are a text of their own."""


class Paragraph(NamedTuple):
    """A paragraph with words: whether it is in the style of a list, or a heading."""

    span: Span
    listed: bool
    heading: bool


def lists_of(paragraphs: Iterable[Paragraph], others: Iterable[Span]) -> list[Span]:
    """Join the listed paragraphs to lists, but for lists that overlap some others.

    What stands between two of a list belongs to it, and as much of what follows the last.

    >>> one, note = Paragraph(Span(0, 9), True, False), Paragraph(Span(11, 20), False, False)
    >>> two, last = one._replace(span=Span(22, 30)), note._replace(span=Span(32, 40))
    >>> lists_of([one, note, two, last], [])
    [Span(start=0, end=40)]
    """
    found: list[_List] = []
    for paragraph in paragraphs:
        last = found[-1] if found else None
        if paragraph.listed and (last is None or last.closed):
            found.append(_List(paragraph.span))
        elif paragraph.listed and last:
            last.go_on(paragraph.span)
        elif last:
            last.wait(paragraph)
    spans = [each.span() for each in found]
    kept = list(others)
    return [
        s for s in spans if all(s.end <= other.start or other.end <= s.start for other in kept)
    ]


class _List:
    """A list that grows: its end, and the paragraphs since its last citation."""

    def __init__(self, first: Span) -> None:
        self.closed = False
        self._start, self._end = first
        self._since: list[int] = []
        self._most = 0

    def go_on(self, citation: Span) -> None:
        self._most = max(self._most, len(self._since))
        self._end, self._since = citation.end, []

    def wait(self, paragraph: Paragraph) -> None:
        self.closed = self.closed or paragraph.heading or len(self._since) >= _MOST
        if not self.closed:
            self._since.append(paragraph.span.end)

    def span(self) -> Span:
        after = self._since[: self._most]
        return Span(self._start, after[-1] if after else self._end)
