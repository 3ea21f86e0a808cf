"""Mentions of one record in the annotation of another, such as "[Abraham 2003]"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citeman.model import Link, Name, Record, Span, replace
from citeman.text import fold

_BRACKET = re.compile(r"[\[(](?P<inside>[^\[\]()]{6,160})[\])]")
_MENTION = re.compile(
    r"(?:see(?: also)? |e\.g\.,? |cf\.? )?"
    r"(?P<name>[^\W\d_][^\d,;]*?)(?:,? et al\.?)?(?: (?:and|&) (?P<second>[^\W\d_][^\d,;]*?))?,? "
    r"(?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z]?)"
)
_BETWEEN = re.compile(r"(?:(?<=\d)|(?<=\d[a-z]))\s*[;,]\s+")

Index = Mapping[tuple[str, int], Sequence[Record]]


def link(records: Sequence[Record], text: str) -> list[Record]:
    """Link each annotation's mentions to the records they point at, forwards or backwards.

    A mention is a bracket that holds nothing but names and years. It is linked only when exactly
    one record fits and that is not the annotation's own. `text` is the document's, in which the
    spans of the links count.
    """
    index: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in records:
        issued, author = record.reference.issued, record.reference.author
        if issued and issued.year and author:
            index[_called(author[0]), issued.year].append(record)
    return [_linked(record, index, text) for record in records]


def _called(name: Name) -> str:
    return fold(f"{name.non_dropping_particle} {name.family}" if name.family else name.literal)


def _linked(record: Record, index: Index, text: str) -> Record:
    links: list[Link] = []
    start, end = record.place.annotation_span or (0, 0)
    for words, key in _mentions(record, index):
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = re.compile(pattern).search(text, start, end)
        span = Span(*found.span()) if found else None
        start = span.end if span else start
        links.append(Link(words, key, span))
    return replace(record, links=tuple(links)) if links else record


def _mentions(record: Record, index: Index) -> Iterator[tuple[str, str]]:
    """The words of each mention in a record's annotation, and the key of the one it fits."""
    for bracket in _BRACKET.finditer(record.annotation):
        parts = _BETWEEN.split(bracket["inside"])
        mentions = [mention for part in parts if (mention := _MENTION.fullmatch(part))]
        for mention in mentions if len(mentions) == len(parts) else ():
            fitting = list(_fitting(mention, index))
            if len(fitting) == 1 and fitting[0] is not record:
                yield bracket[0] if len(parts) == 1 else mention[0], fitting[0].key


def _fitting(mention: re.Match[str], index: Index) -> Iterable[Record]:
    name, second = fold(mention["name"]), mention["second"]
    for record in index.get((name, int(mention["year"])), ()):
        others = [_called(author) for author in record.reference.author[1:]]
        if (second is None or fold(second) in others) and _suffix(record, mention["suffix"]):
            yield record


def _suffix(record: Record, letter: str) -> bool:
    return not letter or record.reference.extra.get("year-suffix") == letter
