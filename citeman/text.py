"""String primitives used everywhere: folding for comparison, and text with its offsets kept."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from citeman.model import Span

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Every character that stands for a hyphen or dash in print."""

_DASH = re.compile(f"[{DASHES}]")
_NOT_WORD = re.compile(r"[\W_]+")
# Letters that Unicode does not decompose: https://unicode.org/reports/tr15/ leaves them whole.
_ASCII = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
        "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ĸ": "k",
        "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "“": '"', "”": '"',
    }
)  # fmt: skip

_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>")
"""What CSL's fields may be marked up with."""
_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""What `fold` makes of ASCII: one pass over a table instead of a pattern."""


def plain_dashes(text: str) -> str:
    """Write every dash as "-".

    >>> plain_dashes("3127–32")
    '3127-32'
    """
    return text if text.isascii() else _DASH.sub("-", text)


def squeeze(text: str) -> str:
    """Make every run of white space one blank, and none at the ends."""
    return " ".join(text.split())


def lines(text: str) -> list[str]:
    """Cut a text into its lines, whatever system wrote it, and nowhere else.

    `str.splitlines` would cut at form feeds and rarer characters as well.

    >>> lines("Mac\\rWindows\\r\\nUnix\\n")
    ['Mac', 'Windows', 'Unix', '']
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def to_ascii(text: str) -> str:
    """Spell Latin letters without diacritics; what has no Latin spelling is left out.

    >>> to_ascii("Groß, Łukasz Sørensen")
    'Gross, Lukasz Sorensen'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return plain_dashes(decomposed).encode("ascii", "ignore").decode("ascii")


@lru_cache(1 << 14)
def fold(text: str) -> str:
    """Reduce text to its letters and digits for comparison: no case, diacritics or punctuation.

    Letters of other scripts are kept; tags of CSL's fields are no letters.

    >>> fold("Sjögren’s Syndrome – a re-view"), fold("<i>E. coli</i> in H<sub>2</sub>O")
    ('sjogrens syndrome a re view', 'e coli in h2o')
    """
    return fold_once(text)


def fold_once(text: str) -> str:
    """Do the same for a long text that is not likely to be seen again, and do not keep it."""
    if "<" in text:
        text = _TAG.sub("", text)
    if text.isascii():
        return " ".join(text.replace("'", "").translate(_WORDS).split())
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("'", "")
    return _NOT_WORD.sub(" ", bare).strip()


class Stretch(NamedTuple):
    """A readable string cut from a longer text, each character knowing where it stood.

    `offsets` has one more item than `text`: the last is the offset after the last character.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Translate [start, end) of the string into a span of the longer text.

        >>> stretch("ab    cd", 0, 8).span(3, 5)
        Span(start=6, end=8)
        """
        if start >= end:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def stretch(text: str, start: int, end: int, hidden: Sequence[Span] = ()) -> Stretch:
    """Cut text[start:end] as a reader sees it: line breaks are blanks, `hidden` markup is gone.

    Hidden spans come in order and do not overlap.

    >>> stretch("A study of      IL-2.", 0, 21).text
    'A study of IL-2.'

    A word broken at its own hyphen is whole again; its hyphen stays, as nothing says who put it.
    """
    first = bisect_right(hidden, start, key=attrgetter("end"))
    gaps = hidden[first : bisect_left(hidden, end, key=attrgetter("start"))]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    seen = text[start:end]
    if not gaps and seen == squeeze(seen):
        return Stretch(seen, range(start, end + 1))
    return _rebuild(text, start, end, gaps)


_HYPHEN = re.compile(r"(?<=[^\W\d_]-)\s*\n\s*(?=[^\W\d_])(?!(?:and|or|to|und|oder|et|y)\b)")
"""A compound broken after its hyphen: "anti-" | "aldesleukin"; not "high-" | "and low-dose"."""


def _rebuild(text: str, start: int, end: int, gaps: Sequence[Span]) -> Stretch:
    letters: list[str] = []
    offsets: list[int] = []
    position = start
    breaks = [Span(*found.span()) for found in _HYPHEN.finditer(text, start, end)]
    for gap_start, gap_end in [*sorted([*gaps, *breaks]), Span(end, end)]:
        for i in range(position, min(gap_start, end)):
            blank = text[i].isspace()
            if blank and (not letters or letters[-1] == " "):
                continue
            letters.append(" " if blank else text[i])
            offsets.append(i)
        position = max(position, gap_end)
    if letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    return Stretch("".join(letters), (*offsets, offsets[-1] + 1 if offsets else start))
