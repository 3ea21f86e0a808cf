"""What a reference string says by its shape alone, wherever it stands: identifiers and asides."""

import re
from typing import NamedTuple

from citeman.fields.ids import find_ids
from citeman.model import Span
from citeman.parse.forms import ASIDES, REPEATED
from citeman.parse.labels import Labelled
from citeman.parse.spans import labelled, masked

_SURE, _ASIDE = 0.99, 0.95
_NUMBER = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=\s|[A-Z]))\s*")


class Known(NamedTuple):
    """Spans that are certain, the stretches no other field may read, and where the rest begins."""

    spans: list[Labelled]
    closed: list[Span]
    start: int


def find_known(text: str) -> Known:
    """Find identifiers, the number in front, Epub dates, notices, languages.

    >>> [span.label for span in find_known("3. A title. J Foo 2001;1:2. Epub 2000 May 1.").spans]
    ['citation-number', 'available-date']
    """
    spans = [Labelled(f.start, f.end, f.kind, _SURE) for f in find_ids(text)]
    closed = [Span(span.start, span.end) for span in spans]
    text = masked(text, closed)
    start = 0
    if number := _NUMBER.match(text):
        spans.append(Labelled(*number.span(number.lastindex or 0), "citation-number", _SURE))
        closed.append(Span(*number.span()))
        start = number.end()
    if repeated := REPEATED.match(text, start):
        spans += labelled(repeated, _SURE)
        closed.append(Span(*repeated.span("repeated")))
    for pattern, hints in ASIDES:
        if any(map(text.__contains__, hints)):
            for aside in pattern.finditer(text):
                spans += labelled(aside, _ASIDE)
                closed.append(Span(*aside.span()))
    return Known(spans, closed, start)
