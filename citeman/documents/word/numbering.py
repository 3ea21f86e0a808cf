"""The numbers and bullets of Word's lists, which stand in no text: word/numbering.xml."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from citeman.documents.word.markup import Element, W, child, integer, switch, val
from citeman.documents.word.styles import lengths

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 3999
BULLET = "•"


def roman(number: int) -> str:
    """Spell a number in small Roman letters, as far as they go.

    >>> roman(4), roman(1999), roman(4000)
    ('iv', 'mcmxcix', '4000')
    """
    if not 0 < number <= _MOST:
        return str(number)
    spelt = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        spelt += letters * times
    return spelt


def letters(number: int) -> str:
    """Spell a number in small letters as Word does: after z comes aa, then bb.

    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    if not 0 < number <= 26 * _LEVELS:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


_SPELT: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda number: "",
}


class Label(NamedTuple):
    """What stands before a paragraph of a list, and where: lengths in twips, as in `Look`."""

    text: str
    left: int | None
    hanging: int | None


class _Level(NamedTuple):
    start: int
    spelling: str
    pattern: str
    restart: int
    decimal: bool
    left: int | None
    hanging: int | None


class Numbering:
    """The numberings of a document, counting as its paragraphs come."""

    def __init__(self, root: Element | None) -> None:
        given = () if root is None else root
        self._kinds = {val(e, "abstractNumId"): e for e in given if e.tag == f"{W}abstractNum"}
        self._nums = {val(e, "numId"): e for e in given if e.tag == f"{W}num"}
        self._named = {
            val(child(e, "styleLink")): key
            for key, e in self._kinds.items()
            if child(e, "styleLink") is not None
        }
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, number: str, depth: int) -> Label | None:
        """Count a paragraph of a numbering, and give what is printed before it; None if nothing.

        `depth` is the level in the list, from 0.
        """
        level = self._level(number, depth)
        if level is None:
            return None
        counts = self._count(number, min(depth, _LEVELS - 1), level)
        if level.spelling == "bullet":
            return Label(BULLET, level.left, level.hanging)
        text = _PLACE.sub(
            lambda at: self._spell(number, counts, int(at[1]) - 1, level), level.pattern
        )
        return Label(text.strip(), level.left, level.hanging)

    def _spell(self, number: str, counts: list[int | None], at: int, level: _Level) -> str:
        other = self._level(number, at)
        count = counts[at]
        if other is None or other.spelling == "bullet":
            return ""
        value = other.start if count is None else count
        return str(value) if level.decimal else _SPELT.get(other.spelling, str)(value)

    def _count(self, number: str, depth: int, level: _Level) -> list[int | None]:
        """Count one paragraph; lists of one kind count on, unless they are told to begin anew."""
        counts = self._counts.setdefault(self._kind(number), [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for override in self._nums[number].iterfind(f"{W}lvlOverride"):
                at = integer(val(override, "ilvl"), -1)
                if 0 <= at < _LEVELS and child(override, "startOverride") is not None:
                    counts[at] = None
        count = counts[depth]
        counts[depth] = level.start if count is None else count + 1
        for below in range(depth + 1, _LEVELS):
            deeper = self._level(number, below)
            if deeper is None or deeper.restart < 0 or depth < deeper.restart:
                counts[below] = None
        return counts

    def _kind(self, number: str) -> str:
        key = val(child(self._nums.get(number), "abstractNumId"))
        link = val(child(self._kinds.get(key), "numStyleLink"))
        return self._named.get(link, key) if link else key

    def _level(self, number: str, depth: int) -> _Level | None:
        key = (number, depth)
        if key not in self._levels:
            self._levels[key] = self._find(number, depth)
        return self._levels[key]

    def _find(self, number: str, depth: int) -> _Level | None:
        num = self._nums.get(number)
        override = _at(num, "lvlOverride", depth)
        given = child(override, "lvl")
        if given is None:
            given = _at(self._kinds.get(self._kind(number)), "lvl", depth)
        if given is None or num is None:
            return None
        start = val(child(override, "startOverride")) or val(child(given, "start"))
        restart = val(child(given, "lvlRestart"))
        return _Level(
            integer(start, 1),
            val(child(given, "numFmt")) or "decimal",
            val(child(given, "lvlText")),
            integer(restart) if restart else -1,
            bool(switch(given, "isLgl")),
            *lengths(child(given, "pPr", "ind")),
        )


def _at(parent: Element | None, name: str, depth: int) -> Element | None:
    found = () if parent is None else parent.iterfind(f"{W}{name}")
    return next((e for e in found if integer(val(e, "ilvl"), -1) == depth), None)
