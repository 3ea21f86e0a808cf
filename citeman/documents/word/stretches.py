"""Paragraphs that follow one another in one style, joined to the stretch that they fill."""

from collections.abc import Iterable

from citeman.model import Span


class Stretches:
    """Collects paragraphs in order, and joins those inside that no words part."""

    def __init__(self) -> None:
        self._found: list[Span] = []
        self._goes_on = False

    def add(self, span: Span, *, inside: bool) -> None:
        """Take the next paragraph; one without words parts nothing."""
        if span.start == span.end:
            return
        if inside and self._goes_on:
            span = Span(self._found.pop().start, span.end)
        if inside:
            self._found.append(span)
        self._goes_on = inside

    def apart_from(self, others: Iterable[Span]) -> list[Span]:
        """Give the stretches that overlap none of some others.

        >>> stretches = Stretches()
        >>> stretches.add(Span(0, 4), inside=True)
        >>> stretches.add(Span(6, 9), inside=True)
        >>> stretches.apart_from([]), stretches.apart_from([Span(8, 20)])
        ([Span(start=0, end=9)], [])
        """
        others = list(others)
        return [
            span
            for span in self._found
            if all(span.end <= other.start or other.end <= span.start for other in others)
        ]
