"""Dates in EDTF, the notation of BibLaTeX and of CSL-JSON's date strings."""

import re

from citeman.model import Date, replace

_ISO = re.compile(
    r"(?P<year>[+-]?\d{4,})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?(?:T.*)?(?P<circa>[~?%]?)"
)
_UNSPECIFIED = re.compile(
    r"""(?:  (?P<known>\d{4}(?:-\d\d)?) (?:-\d?[Xxu]{1,2}){1,2}     # 2004-06-XX
          | (?=\w{4}\b) \d{1,3} [Xxu]{1,3} (?:-[Xxu]{2}){0,2}       # 199X, 1uuu
        ) [~?%]?""",
    re.VERBOSE,
)
_SEASONS = range(21, 25)
"""EDTF counts the seasons on from the months: 2003-21 is the spring of 2003."""
_OPEN = ("", "..", "*", "open", "unknown")


def write_edtf(date: Date) -> str:
    """Write a date or range; "" when no number is known.

    >>> write_edtf(Date(date_parts=((2003, 5), (2004,)), circa=True))
    '2003-05~/2004~'
    """
    if date.raw and read_edtf(date.raw) == date:
        return date.raw
    mark = "~" if date.circa else ""
    season = f"-{20 + int(date.season)}" if date.season in ("1", "2", "3", "4") else ""
    return "/".join(
        _write_parts(parts) + (season if len(parts) == 1 else "") + mark
        for parts in date.date_parts
        if parts
    )


def read_edtf(text: str) -> Date | None:
    """Read a date or range, or None when the text is something else.

    What CSL's numbers cannot say stays in words: the open end of a range and unspecified months in
    `raw`, beside the numbers that are known; a year with unspecified digits in `literal`.

    >>> read_edtf("2003-21").season, read_edtf("199X").literal
    ('1', '199X')
    >>> read_edtf("2003/..")
    Date(date_parts=((2003,),), season='', circa=None, literal='', raw='2003/..')
    """
    ends = [part.strip() for part in text.split("/")]
    if len(ends) > 2:
        return None
    known = [end for end in ends if end.lower() not in _OPEN]
    if len(known) < len(ends):
        found = _read_ends(known) if known else None
        return replace(found, raw=text) if found and found.date_parts else None
    return _read_ends(ends) or _read_unspecified(text)


def _read_ends(ends: list[str]) -> Date | None:
    parts = [match for end in ends if (match := _ISO.fullmatch(end))]
    if len(parts) != len(ends):
        return None
    numbers = [_numbers(match) for match in parts]
    season = 0
    if len(numbers) == 1 and len(numbers[0]) == 2 and numbers[0][1] in _SEASONS:
        season = numbers[0].pop() - 20
    return Date(
        date_parts=tuple(tuple(part) for part in numbers),
        season=str(season or ""),
        circa=True if any(match["circa"] for match in parts) else None,
    )


def _numbers(match: re.Match[str]) -> list[int]:
    """The numbers up to the first that is missing, which some write as 00."""
    numbers = [int(match["year"])]
    for unit in ("month", "day"):
        if not match[unit] or not int(match[unit]):
            break
        numbers.append(int(match[unit]))
    return numbers


def _read_unspecified(text: str) -> Date | None:
    found = _UNSPECIFIED.fullmatch(text)
    if not found:
        return None
    known = _read_ends([found["known"]]) if found["known"] else None
    return replace(known, raw=text) if known else Date(literal=text)


def _write_parts(parts: tuple[int, ...]) -> str:
    year = f"-{-parts[0]:04}" if parts[0] < 0 else f"{parts[0]:04}"
    return "-".join([year, *(f"{part:02}" for part in parts[1:])])
