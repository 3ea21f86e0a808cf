"""Spell names, dates, pages and numbers as the medical styles do."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from citeman.cite.joining import curl, join
from citeman.cite.rich import read_markup
from citeman.model import Date, Name
from citeman.text import squeeze

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = {"1": "Spring", "2": "Summer", "3": "Autumn", "4": "Winter"}
_LETTERS = re.compile(r"[^\W\d_]")
_ROMAN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")


def text_of(value: str) -> str:
    """Read a field of a reference as rich text, on one line, with its quotes curled."""
    return curl(read_markup(squeeze(value)))


class EtAl(NamedTuple):
    """From how many names a list is cut, and after how many."""

    least: int
    shown: int


def people(names: Sequence[Name], cut: EtAl, *, truncated: bool = False) -> str:
    """Write a list of names, family first, with initials.

    >>> people([Name("Smith", "Ann B."), Name("Jones", "C")], EtAl(7, 6), truncated=True)
    'Smith AB, Jones C, et al'
    """
    shown = names[: cut.shown] if len(names) >= cut.least else names
    written = [person(name) for name in shown]
    more = truncated or len(shown) < len(names)
    return join([*written, "et al" if more and written else ""], ", ")


def person(name: Name) -> str:
    """Write one name, family first, with initials.

    >>> person(Name("Berg", "Robert-Jan", non_dropping_particle="van der", suffix="Jr."))
    'van der Berg RJ Jr'
    """
    if name.literal and not name.family:
        return curl(squeeze(name.literal))
    family = f"{name.non_dropping_particle} {name.family}".strip().replace("' ", "'")
    if not _ROMAN.search(family + name.given):
        return family + name.given
    parts = (family, initials(name.given), name.dropping_particle, name.suffix.rstrip("."))
    return curl(" ".join(part for part in parts if part))


_GIVEN = re.compile(r"(?P<word>[^\s.\-‐–]+)(?P<dot>\.?)(?P<gap>[\s\-‐–]*)")


def initials(given: str) -> str:
    """Shorten given names to initials; what is initials already keeps every letter.

    >>> initials("Jean-Pierre A."), initials("KL"), initials("Th. M."), initials("Danielle de P.")
    ('JPA', 'KL', 'ThM', 'D de P')
    """
    given, opened, aside = given.partition("(")
    if not any(letter.isupper() for letter in given):
        return given + opened + aside
    written = ""
    glued = False
    for found in _GIVEN.finditer(given):
        word = found["word"]
        own = word[0].islower() and not glued  # a particle, or a name that its owner writes so
        if not _LETTERS.match(word):
            own = True
        elif not own:
            short = (word.isupper() and len(word) < 5) or (found["dot"] and len(word) < 4)
            word = word if short else word[0].upper()
        written += f" {word} " if own else word
        glued = found["gap"].strip() != ""
    return squeeze(f"{written} {opened}{aside}")


def ordinal(number: str) -> str:
    """Write a number as an ordinal: "2nd".

    >>> [ordinal(n) for n in ("1", "12", "23")]
    ['1st', '12th', '23rd']
    """
    value = int(number)
    teens = 10 < value % 100 < 14
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_NUMERIC = re.compile(
    r"[A-Za-z]{0,3}\d+[A-Za-z]{0,3}(?:\s*[-–—,&/]\s*[A-Za-z]{0,3}\d+[A-Za-z]{0,3})*"
)


def is_numeric(value: str) -> bool:
    """Tell whether a value is a number in CSL's sense: "2", "E1", "3-5"; not "Second".

    >>> is_numeric("12"), is_numeric("1-2"), is_numeric("Suppl 1")
    (True, True, False)
    """
    return _NUMERIC.fullmatch(value.strip()) is not None


def numbers(value: str, dash: str) -> str:
    """Write volumes, issues and other numbers: a range of numbers gets the dash of the style.

    >>> numbers("1-2", "–"), numbers("12 Suppl 3-4", "–")
    ('1–2', '12 Suppl 3-4')
    """
    bare = text_of(value)
    return re.sub(r"\s*-\s*", dash, bare) if is_numeric(bare) else bare


_PREFIX = r"(?:\d*[A-Za-z]+0*)?"
_RANGE = re.compile(
    rf"(?<![\w.])(?P<a>{_PREFIX})(?P<first>\d+[a-z]*)\s*[-–]\s*(?P<b>{_PREFIX})(?P<last>\d+[a-z]*)"
    r"(?![\w.])"
)


def pages(value: str, dash: str, *, short: bool) -> str:
    """Write pages: the end of each range whole, or (`short`) without the digits it shares.

    What is no plain range stays as it is: "S12-9", "224-231.e2".

    >>> pages("3127-32", "-", short=False), pages("S12-S19, 25-28", "–", short=True)
    ('3127-3132', 'S12–9, 25–8')
    """

    def written(found: re.Match[str]) -> str:
        before, first, again, last = found.group("a", "first", "b", "last")
        if again != before:
            return found[0]
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        if _number(first) >= _number(last):
            return f"{before}{first}{dash}{again}{last}"
        if short:
            return f"{before}{first}{dash}{_less(first, last)}"
        return f"{before}{first}{dash}{before}{last}"

    return _RANGE.sub(written, text_of(value))


def _number(text: str) -> int:
    return int(re.match(r"\d+", text)[0])  # type: ignore[index]  # _RANGE lets in nothing else


def _less(first: str, last: str) -> str:
    """The digits of `last` that differ from those of `first`."""
    if len(first) != len(last):
        return last
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    return last[shared:]


def year(date: Date | None) -> str:
    """Write the year, or both years of a range, or the words that stand for a date."""
    if date is None:
        return ""
    years = dict.fromkeys(_year(parts[0]) for parts in date.date_parts if parts)
    return "–".join(years) or curl(date.literal or date.raw)


def _year(number: int) -> str:
    return str(number) if number > 0 else f"{-number} BC"


def short_date(date: Date | None, *, days: bool = True) -> str:
    """Write a date as NLM does: year, month and, if asked for, day.

    >>> short_date(Date(date_parts=((2003, 9, 5),)))
    '2003 Sep 5'
    >>> short_date(Date(date_parts=((2003, 11), (2003, 12))))
    '2003 Nov–Dec'
    """
    if date is None or not date.date_parts:
        return year(date)
    units = 3 if days else 2
    start, *ends = (_units(date, parts)[:units] for parts in date.date_parts)
    written = _words(start)
    for end in ends:
        shared = next((i for i, (a, b) in enumerate(zip(start, end, strict=False)) if a != b), 0)
        written += "–" + _words(end[shared:])
    return written


def _words(units: Sequence[str]) -> str:
    return " ".join(unit[:3] if unit in MONTHS else unit for unit in units)


def long_date(date: Date | None) -> str:
    """Write a date as AMA does: month, day and year.

    >>> long_date(Date(date_parts=((2003, 9, 5),)))
    'September 5, 2003'
    >>> long_date(Date(date_parts=((2003, 11), (2003, 12))))
    'November–December 2003'
    """
    if date is None or not date.date_parts:
        return year(date)
    start, *ends = (_units(date, parts) for parts in date.date_parts)
    if not ends or start[0] != ends[0][0]:
        return "–".join(map(_american, (start, *ends)))
    end = ends[0]
    left = start[1:] if len(start) > 1 else start
    right = end[2:] if start[1:2] == end[1:2] and len(end) > 2 else end[1:]
    tail = ", " if len(end) > 2 else " "
    return f"{' '.join(left)}–{' '.join(right)}{tail}{start[0]}" if right else _american(start)


def _american(units: Sequence[str]) -> str:
    return join([" ".join(units[1:]), units[0]], ", " if len(units) > 2 else " ")


def _units(date: Date, parts: Sequence[int]) -> list[str]:
    """Year, month or season, and day of one end of a date, in words."""
    units = [_year(parts[0])]
    if len(parts) == 1 and date.season:
        units.append(SEASONS.get(str(date.season), str(date.season)))
    if len(parts) > 1:
        in_year = 1 <= parts[1] <= 12
        units.append(MONTHS[parts[1] - 1] if in_year else SEASONS.get(str(parts[1] % 20), ""))
    return [*units, *(str(day) for day in parts[2:3])] if units[-1] else units[:1]
