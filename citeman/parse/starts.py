"""Where a reference begins, judged by the words alone: the second splitter, blind to layout.

It sees what a reader hears when a list is read aloud: a number that comes next, a list of authors
after a citation that is complete, and the year behind the authors in lists of that style.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from citeman.parse.authors import authors_end, people_end
from citeman.parse.tail import is_located, is_trailer

_BLANK = re.compile(r"(?<=[.;!?)\]>”\"'’/\w])\s+(?=[“\"'‘(\[]?[^\W_])")
_NUMBER = re.compile(
    r"(?:\[(?P<square>\d{1,4})\]|\((?P<round>\d{1,4})\)|(?P<plain>\d{1,4})[.)])\s+(?=\S)"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\b(?:in press|forthcoming|n\.d\.)", re.IGNORECASE)
_YEAR_NEXT = re.compile(
    r"[\s,.:]*[(\[]?\s*(?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|in press)\b", re.IGNORECASE
)
_CLOSED = re.compile(r"(?:[.)\]>”\"]|[\d–-]\d|\w\d|^10\.\d{4,9}/\S+|\S*(?:://|www\.)\S+)$")
_NAMED_FIRST = re.compile(r"[A-ZÀ-Þ][^.:;?!\d]{1,100}:\s")
_WORD = re.compile(r"\b[^\W\d_]{2,}")
_WORDS, _AHEAD = 2, 300
"""Words there must be behind authors, and the characters among which they are looked for."""
_LEAST = 25
"""Characters that a reference has at least."""
_SERIES = 3
"""Numbers from which a series is believed."""


class Start(NamedTuple):
    """A place where words begin a reference, and why: the kind of evidence."""

    offset: int
    why: str
    number: int = -1


def starts(text: str) -> list[Start]:
    """Find where references begin in running words, the first of them at the front.

    >>> text = "Ward JH. IL-2. J Imm 2000;23:507-8. Noble S, Goa KL. IL-2. BioDrugs 1997;7:394-9."
    >>> [(text[start.offset :][:5], start.why) for start in starts(text)]
    [('Ward ', 'the list begins'), ('Noble', 'authors follow a complete citation')]
    """
    if not text:
        return []
    numbers = _series(text)
    if len(numbers) >= _SERIES:
        first = [] if numbers[0].offset == 0 else [Start(0, "the list begins")]
        return [*first, *numbers]
    return list(_by_authors(text))


def next_number(text: str, number: int, after: int) -> list[Start]:
    """Find the numbers from `number` up to the one before `after` that the words of an entry hold.

    `after` is the number of the entry that follows, -1 where none does; then there have to be
    several, or a list of authors behind each.

    >>> next_number("Ward JH. IL-2. J Imm 2000;23:507-8. 2. Noble S. IL-2. 1997.", 2, 3)
    [Start(offset=36, why='number 2 comes next', number=2)]
    """
    found = _series(text, number)
    if after >= 0:
        return found[: max(after - number, 0)]
    behind = (_NUMBER.match(text, start.offset) for start in found)
    sure = [bool(mark and authors_end(text, mark.end()) > mark.end()) for mark in behind]
    return found if all(sure) or len(found) >= _SERIES else []


def _series(text: str, first: int = 1) -> list[Start]:
    """Find the numbers that count up one by one, each where a citation can begin."""
    found: list[Start] = []
    for mark in _NUMBER.finditer(text):
        number = int(mark["square"] or mark["round"] or mark["plain"])
        if number != first + len(found):
            continue
        at = mark.start()
        if at == 0 or (text[at - 1].isspace() and is_closed(text[max(0, at - 300) : at])):
            found.append(Start(at, f"number {number} comes next", number))
    return found


def _by_authors(text: str) -> Iterator[Start]:
    yield Start(0, "the list begins")
    style, last = "", 0
    for gap in _BLANK.finditer(text):
        at = gap.end()
        if at - last < _LEAST or (text[at].islower() and not people_end(text, at) > at):
            continue
        before = text[last : gap.start()]
        if not is_closed(before) or not _YEAR.search(before) or is_trailer(text[at : at + 100]):
            continue
        style = style or _style(text, 0)
        why = _evidence(text, at, before, style)
        if why and _goes_on(text, at):
            yield Start(at, why)
            last = at


def _goes_on(text: str, at: int) -> bool:
    """Tell whether words follow what reads as authors: "McGraw-Hill, New York, 2011" has none."""
    return len(_WORD.findall(text, authors_end(text, at), at + _AHEAD)) >= _WORDS


def is_closed(before: str) -> bool:
    """Tell whether the last word of a text can be the end of a citation.

    >>> is_closed("BioDrugs 1997; 7: 394-422."), is_closed("a review of its use in")
    (True, False)
    """
    return bool(_CLOSED.search(before[-300:].rstrip().rpartition(" ")[2]))


def _style(text: str, at: int) -> str:
    """What follows the authors that begin at an offset: "(" or a year, ":", "." or ","."""
    end = authors_end(text, at)
    if end <= at:
        named = _NAMED_FIRST.match(text, at)
        return ":" if named else ""
    if _YEAR_NEXT.match(text, end):
        return "year"
    return text[end : end + 2].strip()[:1] or text[end - 1 : end]


def _evidence(text: str, at: int, before: str, style: str) -> str:
    """Say why a reference begins at an offset, behind one that has a year; "" if it does not."""
    here = _style(text, at)
    persons = people_end(text, at) > at
    if style == here == "year" and persons:
        return "authors and a year, as at the front"
    if not is_located(before):
        return ""
    if persons and (here == style or style not in ("year", ":")):
        return "authors follow a complete citation"
    if here and here == style:
        return "a group of authors follows a complete citation"
    return ""
