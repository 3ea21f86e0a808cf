"""Running titles and page numbers, which text keeps that was once printed on pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from citeman.model import Span
from citeman.text import squeeze

# A line between blank lines or page breaks.
_APART = re.compile(
    r"(?:(?<=\n\n)|(?<=\f)|\A)[^\S\n\f]*(?P<words>\S[^\n\f]{0,90})(?=\n[^\S\n]*\n|\n?\f|\n?\Z)"
)
_PAGE_NUMBER = re.compile(r"(?:[Pp]age\s*|-\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4}|\s*-)?")
_NUMBER = re.compile(r"\d+")
_LETTERS = 8
"""Letters that a title has at least."""


class _Apart(NamedTuple):
    """A line that stands alone: where, its words with numbers masked, and its first number."""

    span: Span
    masked: str
    number: int


def running_titles(text: str) -> list[Span]:
    """Find lines that stand apart, again and again, with page numbers that count up.

    A number counts as one of a page only beside such a title, or in it.

    >>> page = "Words go\\n\\n{}\\n\\nField et al. Drugs\\n\\non here.\\n"
    >>> text = page.format(7) + page.format(8)
    >>> [text[start:end] for start, end in running_titles(text)]
    ['7', 'Field et al. Drugs', '8', 'Field et al. Drugs']
    """
    lines = [_apart(found) for found in _APART.finditer(text)]
    numbered = [line for line in lines if line.number >= 0 and _is_title(line.masked)]
    own = [line for group in _repeated(numbered) if _counts_up(group) for line in group]
    pairs: dict[str, list[tuple[_Apart, _Apart]]] = {}
    for pair in pairwise(lines):
        if _touch(text, *pair) and _is_pair(*pair):
            pairs.setdefault(_title_of(pair), []).append(pair)
    paired = [line for same in pairs.values() if _in_order(same) for pair in same for line in pair]
    return sorted({line.span for line in (*own, *paired)})


def _apart(found: re.Match[str]) -> _Apart:
    words = squeeze(found["words"])
    number = _NUMBER.search(words)
    span = Span(found.start("words"), found.start("words") + len(found["words"].rstrip()))
    return _Apart(span, _NUMBER.sub("#", words), int(number[0]) if number else -1)


def _is_title(masked: str) -> bool:
    return sum(letter.isalpha() for letter in masked) >= _LETTERS


def _repeated(lines: Sequence[_Apart]) -> Iterator[list[_Apart]]:
    """Group lines that are the same but for numbers, where there are several."""
    groups: dict[str, list[_Apart]] = {}
    for line in lines:
        groups.setdefault(line.masked, []).append(line)
    yield from (group for group in groups.values() if len(group) > 1)


def _counts_up(group: Sequence[_Apart]) -> bool:
    return all(0 < b.number - a.number <= 2 for a, b in pairwise(group))


def _touch(text: str, one: _Apart, other: _Apart) -> bool:
    """Tell whether nothing but blank space stands between two lines."""
    return not text[one.span.end : other.span.start].strip()


def _is_pair(one: _Apart, other: _Apart) -> bool:
    """Tell whether one of two lines is a page number and the other may be a title."""
    return _is_page_number(one) != _is_page_number(other) and any(
        _is_title(line.masked) for line in (one, other)
    )


def _is_page_number(line: _Apart) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.masked.replace("#", "1")))


def _title_of(pair: tuple[_Apart, _Apart]) -> str:
    return pair[1].masked if _is_page_number(pair[0]) else pair[0].masked


def _in_order(same: Sequence[tuple[_Apart, _Apart]]) -> bool:
    """Tell whether a title stands several times, beside page numbers that count up."""
    numbers = [one if _is_page_number(one) else other for one, other in same]
    return len(same) > 1 and _counts_up(numbers)
