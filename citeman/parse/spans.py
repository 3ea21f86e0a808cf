"""Spans of a reference string: made from matches, narrowed to words, kept apart."""

import re
from collections.abc import Iterable, Iterator, Sequence

from citeman.parse.forms import SENTENCE_END
from citeman.parse.labels import Labelled

MASK = "\x00"
"""Stands for characters that are labelled already, so that no pattern reads into them."""
EDGE = " \t.,;:–—-/" + MASK
"""Characters that set fields off and belong to none."""

_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“"}
_LABEL = {
    "issued": "issued", "volume": "volume", "only": "volume", "issue": "issue", "more": "issue",
    "part": "issue", "only_issue": "issue", "number": "issue", "page": "page", "only_page": "page",
    "status": "status", "note": "note", "repeated": "author", "volumes": "number-of-volumes",
    "place": "publisher-place", "publisher": "publisher", "edition": "edition", "editor": "editor",
    "translator": "translator", "genre": "genre", "medium": "medium", "language": "language",
    "bracketed": "language", "epub": "available-date", "accessed": "accessed",
    "retrieved": "accessed",
}  # fmt: skip
"""The label that each named group of `citeman.parse.forms` means."""


def labelled(found: re.Match[str], confidence: float) -> Iterator[Labelled]:
    """Label every named group of a match that took part in it."""
    for group, value in found.groupdict().items():
        if value:
            label = _LABEL[group]
            if label == "volume" and value.startswith(("Su", "Pt", "Pa", "Sp")):
                label = "issue"
            yield Labelled(*found.span(group), label, confidence)


def trimmed(text: str, start: int, end: int, label: str, confidence: float) -> Labelled:
    """Narrow a span to its words, quotation marks around the whole left out."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    if end - start > 1 and _QUOTES.get(text[start]) == text[end - 1]:
        return trimmed(text, start + 1, end - 1, label, confidence)
    return Labelled(start, end, label, confidence)


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blot out stretches of text; what is left keeps its place."""
    for start, end in spans:
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def apart(first: Sequence[Labelled], then: Iterable[Labelled]) -> list[Labelled]:
    """Join two sets of spans; where they overlap the first set stands, and empty ones go."""
    taken = [(span.start, span.end) for span in first]
    free = [
        span
        for span in then
        if span.start < span.end and not any(span.start < b and a < span.end for a, b in taken)
    ]
    return [*first, *free]


def sentences(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The ends of sentences in text[start:end] that stand outside of parentheses."""
    ends = list(SENTENCE_END.finditer(text, start, end))
    if text.find("(", start, end) < 0:
        return ends
    return [
        found
        for found in ends
        if text.count("(", start, found.start()) <= text.count(")", start, found.start())
    ]
