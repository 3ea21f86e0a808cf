"""Paragraphs that are the lines of a printed page: pasted from a PDF, numbers of lines and all."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from citeman.documents.word.markup import Element, W

_NUMBER = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,5})\s*$")
_REACH = 3
"""Lines from one numbered line to the next: a line or two between may have lost its number."""
_ENOUGH = 6
"""Numbered lines that make a series: years and pages do not count up so far with the lines."""
_RUNS_ON = re.compile(r"[^\W\d_][-\u2010\u00ad]\s*$|[,&–—]\s*$")
_PARTICLE = r"(?:v[ao]n|d[aeiou]|d[eo]s|del|della|den|der|la|le|te[nr]|el|al|a[fv]|zur?)\b"
_GOES_ON = re.compile(rf"\s*(?:(?!{_PARTICLE})[a-zß-öø-ÿ]|https?://)")
"""A line that begins in small letters goes on; a reference may begin with "van den Berg"."""
_LONG = 60
"""Characters from which a paragraph without an end may be a line of a longer one."""


class Printed:
    """What is known of paragraphs beside their text: where it ends, and which go on a line above.

    `ends` gives the length of the words of paragraphs that a line number follows.
    """

    def __init__(self, paragraphs: Sequence[Element]) -> None:
        lines = [_text(paragraph) for paragraph in paragraphs]
        numbers = line_numbers(lines)
        places = sorted(numbers)
        self.ends = {paragraphs[at]: start for at, start in numbers.items()}
        inside = {
            at
            for one, two in pairwise(places)
            if two - one <= _REACH
            for at in range(one, two + 1)
        }
        self._glued = {
            paragraphs[at]
            for at in range(1, len(lines))
            if {at - 1, at} <= inside or _goes_on(lines[at - 1], lines[at])
        }

    def is_glued(self, paragraph: Element | None) -> bool:
        """Tell whether a paragraph is a further line of what the one before it began."""
        return paragraph is not None and paragraph in self._glued


def line_numbers(lines: Sequence[str]) -> Mapping[int, int]:
    """Find the line numbers in the right margin: the line's place, and where its number begins.

    They count up by one with every line, as nothing else does.

    >>> lines = [f"Words of a line {number}" for number in range(567, 574)]
    >>> line_numbers(lines)[0], line_numbers(lines[:4])
    (16, {})
    """
    found: dict[int, int] = {}
    series: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        number = _NUMBER.search(line)
        if number is None:
            continue
        if series and not _follows(series[-1], at, number):
            found |= _starts(series)
            series = []
        series.append((at, number))
    return found | _starts(series)


def _follows(last: tuple[int, re.Match[str]], at: int, number: re.Match[str]) -> bool:
    distance = at - last[0]
    return distance <= _REACH and int(number["number"]) - int(last[1]["number"]) == distance


def _starts(series: Sequence[tuple[int, re.Match[str]]]) -> dict[int, int]:
    if len(series) < _ENOUGH:
        return {}
    return {at: number.start("number") for at, number in series}


def _goes_on(above: str, line: str) -> bool:
    """Tell whether a line goes on with what a long line above it left unfinished."""
    if len(above) < _LONG or not _GOES_ON.match(line):
        return False
    return bool(_RUNS_ON.search(above)) or above.rstrip()[-1:].isalnum()


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
