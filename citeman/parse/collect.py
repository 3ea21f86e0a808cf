"""Every reference of a document: of its lists, of its prose, and what it carries as data."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from citeman.documents.document import Carried, Document
from citeman.model import Place, Reading, Span
from citeman.parse.crosscheck import crosscheck
from citeman.parse.locate import is_named, locate
from citeman.parse.prose import in_prose
from citeman.parse.split import Entry, split
from citeman.text import Stretch, stretch

NOWHERE = Stretch("", (0,))


class Found(NamedTuple):
    """An entry of a list, the words of its citation, and what the markup says about it.

    `beside` are readings of metadata that is about the same work.
    """

    entry: Entry
    seen: Stretch
    carried: Carried | None = None
    beside: tuple[Reading, ...] = ()


def collect(document: Document) -> list[Found]:
    """Collect a document's references in the order in which they stand, loose metadata aside."""
    return sorted([*_carried(document), *_entries(document)], key=lambda f: f.entry.citation)


def _carried(document: Document) -> Iterator[Found]:
    for carried in _placed(document):
        place = carried.reading.place or Place()
        span = place.span or Span(0, 0)
        text = "" if carried.complete else document.text
        seen = stretch(text, span.start, span.end, document.hidden) if text else NOWHERE
        yield Found(Entry(span, place.annotation_span, -1), seen, carried)


def _placed(document: Document) -> list[Carried]:
    return [carried for carried in document.carried if not carried.loose]


def _entries(document: Document) -> Iterator[Found]:
    """The entries of the document's lists and of its prose, but for what it carries as data."""
    places = [carried.reading.place for carried in _placed(document)]
    taken = sorted(place.span for place in places if place and place.span)
    for region in locate(document):
        named = is_named(document, region)
        if named or not places:
            for entry in crosscheck(document, split(document, region, named=named)):
                if _take(entry.citation, taken):
                    yield Found(entry, seen_of(document, entry))
    for span in in_prose(document):
        if _take(span, taken):
            yield Found(Entry(span, None, -1), stretch(document.text, *span, document.hidden))


def _take(span: Span, taken: list[Span]) -> bool:
    """Add a span to those that are taken, kept in order; False where it overlaps one of them."""
    at = bisect_left(taken, span)
    beside = taken[max(at - 1, 0) : at + 1]
    if any(span.start < other.end and other.start < span.end for other in beside):
        return False
    taken.insert(at, span)
    return True


def seen_of(document: Document, entry: Entry) -> Stretch:
    """Give the words of a citation, without an annotation that stands in its middle."""
    hidden = document.hidden
    if entry.annotation and entry.annotation.start < entry.citation.end:
        hidden = tuple(sorted((*hidden, entry.annotation)))
    return stretch(document.text, *entry.citation, hidden)


def key_of(document: Document, entry: Entry) -> str:
    """Give the key that the markup gives an entry, or ""."""
    start, end = entry.citation
    at = bisect_right(document.keys, start, key=lambda keyed: keyed.start) - 1
    if at < 0 or "\n" in document.text[document.keys[at].start : start] or start == end:
        return ""
    return document.keys[at].key
