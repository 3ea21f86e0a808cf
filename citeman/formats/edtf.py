"""Dates in EDTF, the notation of BibLaTeX and of CSL-JSON's date strings."""

import re

from citeman.model import Date

_ISO = re.compile(
    r"(?P<year>[+-]?\d{4,})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?(?:T.*)?(?P<circa>[~?%]?)"
)
_SEASONS = range(21, 25)
"""EDTF counts the seasons on from the months: 2003-21 is the spring of 2003."""


def write_edtf(date: Date) -> str:
    """Write a date or range; "" when no number is known.

    >>> write_edtf(Date(date_parts=((2003, 5), (2004,)), circa=True))
    '2003-05~/2004~'
    """
    mark = "~" if date.circa else ""
    season = f"-{20 + int(date.season)}" if date.season in ("1", "2", "3", "4") else ""
    return "/".join(
        _write_parts(parts) + (season if len(parts) == 1 else "") + mark
        for parts in date.date_parts
        if parts
    )


def read_edtf(text: str) -> Date | None:
    """Read a date or range, or None when the text is something else.

    >>> read_edtf("2003-21").season
    '1'
    """
    found = [_ISO.fullmatch(part.strip()) for part in text.split("/")]
    parts = [match for match in found if match]
    if len(parts) != len(found) or len(parts) > 2:
        return None
    numbers = [
        [int(match[unit]) for unit in ("year", "month", "day") if match[unit]] for match in parts
    ]
    season = 0
    if len(numbers) == 1 and len(numbers[0]) == 2 and numbers[0][1] in _SEASONS:
        season = numbers[0].pop() - 20
    return Date(
        date_parts=tuple(tuple(part) for part in numbers),
        season=str(season or ""),
        circa=True if any(match["circa"] for match in parts) else None,
    )


def _write_parts(parts: tuple[int, ...]) -> str:
    year = f"-{-parts[0]:04}" if parts[0] < 0 else f"{parts[0]:04}"
    return "-".join([year, *(f"{part:02}" for part in parts[1:])])
