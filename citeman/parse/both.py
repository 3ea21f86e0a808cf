"""Label reference strings by grammar where a list is written for it, by the model elsewhere.

The grammar reads the Vancouver family to the letter and little else; the model reads every style,
and now and then differs in a detail. Which of them a list is for, the list itself says: its
references mostly share one style.
"""

import re
from collections.abc import Iterable, Sequence

from citeman.parse.labels import Labelled
from citeman.parse.sequence import tag as by_model
from citeman.parse.tag import tag as by_grammar

STRICT = 0.95
"""A reference that the grammar read to the letter has no less sure a span."""
LIKELY = 0.8
"""In a list written for the grammar, a reading no less sure than this stands."""
SHARE = 0.5
"""A list is written for the grammar when this part of it is read to the letter."""
ARTICLE = frozenset(("title", "container-title", "volume", "page"))
_NLM = re.compile(
    r"(?:19|20)\d\d(?: [A-Z][a-z]{2}[-\w]*(?: \d+)?)?; ?"
    r"[\w .]*?\d+[\w ]*(?:\([^)]*\))?: ?[A-Za-z]?\d"
)
"""Date, volume, issue and page as NLM writes them: "2003 Jul; 24(4): 291"."""
_DITTO = re.compile(r"^\s*([—–―_-]{2,})")
_EDGE = " \t.,;:–—-/(["
ASIDES = frozenset(("status", "language", "medium"))
"""Labels that only the grammar gives."""


def tag(strings: Iterable[str]) -> list[list[Labelled]]:
    """Label the strings of one list; spans come in order and do not overlap."""
    strings = list(strings)
    read = by_grammar(strings)
    exact = [is_exact(text, spans) for text, spans in zip(strings, read, strict=True)]
    floor = LIKELY if sum(exact) >= SHARE * len(exact) else 1.0
    trusted = [e or _surety(spans) >= floor for e, spans in zip(exact, read, strict=True)]
    modelled = iter(by_model([text for text, ok in zip(strings, trusted, strict=True) if not ok]))
    return [
        spans if ok else _with_asides(text, next(modelled), spans)
        for text, spans, ok in zip(strings, read, trusted, strict=True)
    ]


def is_exact(text: str, spans: Sequence[Labelled]) -> bool:
    """Tell whether the grammar has read a journal article as NLM writes it to the letter."""
    labels = {span.label for span in spans}
    return labels >= ARTICLE and _surety(spans) >= STRICT and bool(_NLM.search(text))


def _surety(spans: Sequence[Labelled]) -> float:
    return min((span.confidence for span in spans if span.label != "other"), default=0.0)


def _with_asides(text: str, spans: Sequence[Labelled], read: Sequence[Labelled]) -> list[Labelled]:
    """Take from the grammar what the model knows no label for, and who "———" stands for."""
    asides = [span for span in read if span.label in ASIDES]
    if not any(span.label in ("author", "editor") for span in spans):
        asides += [Labelled(*ditto.span(1), "author", LIKELY) for ditto in _DITTO.finditer(text)]
    kept = [whole for span in spans if (whole := _apart(text, span, asides))]
    return sorted([*kept, *asides])


def _apart(text: str, span: Labelled, asides: Sequence[Labelled]) -> Labelled | None:
    """What is left of a span in front of the asides that it overlaps."""
    end = min((a.start for a in asides if a.start < span.end and span.start < a.end), default=-1)
    if end < 0:
        return span
    left = text[span.start : max(end, span.start)]
    end = span.start + len(left[: left.rfind(" [") if " [" in left else None].rstrip(_EDGE))
    return span._replace(end=end) if end > span.start else None
