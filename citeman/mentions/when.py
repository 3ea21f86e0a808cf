"""When a text says that something appeared: words such as "last March" -> a window of days."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from citeman.model import Date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_COUNTS = {
    **{"a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7},
    **{"eight": 8, "nine": 9, "ten": 10},
}

_MONTH = (
    r"(?P<month>(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d–-])[a-z]?\b"
_SEASON = r"(?P<season>spring|summer|fall|autumn|winter)\b"


class Window(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Window") -> bool:
        """Tell whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


class When(NamedTuple):
    """Words that say when, at [start, end) of a text, and the days they come to.

    `window` is None where the words leave the year open. `vague` words are of no use for looking
    something up: "earlier this year", "recently".
    """

    start: int
    end: int
    window: Window | None
    vague: bool = False


Reader = Callable[[re.Match[str], date | None], Window | None]


def find_dates(text: str, today: date | None) -> list[When]:
    """Find the words of a text that say when, in order; `today` is the date of the page.

    >>> [when] = find_dates("published last March in Lancet", date(2009, 10, 15))
    >>> str(when.window.first), str(when.window.last)
    ('2009-03-01', '2009-03-31')
    >>> find_dates("published October 15", None)[0].window is None
    True
    """
    found: list[When] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if not any(match.start() < when.end and when.start < match.end() for when in found):
                vague = bool(_VAGUE.match(match[0]))
                found.append(When(*match.span(), read(match, today), vague))
    return sorted(found)


_VAGUE = re.compile(r"(?:earlier|later|late) this year|recently|in recent", re.IGNORECASE)


def window_of(issued: Date | None) -> Window | None:
    """Give the days that a reference's date may mean.

    >>> window_of(Date(date_parts=((2009, 2),))).days
    28
    """
    parts = issued.date_parts if issued else ()
    ends = [end for part in parts if part and (end := _span(*part[:3]))]
    return Window(ends[0].first, ends[-1].last) if ends else None


def _span(year: int, month: int = 0, day: int = 0) -> Window | None:
    """Give the days of a year, of a month, or the one day; None for what is no date."""
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        return None
    return Window(first, last)


def _exact(match: re.Match[str], today: date | None) -> Window | None:
    groups = match.groupdict()
    month = groups.get("number") or _month(groups["month"])
    return _span(int(match["year"]), int(month), int(groups.get("day") or 0))


def _year(match: re.Match[str], today: date | None) -> Window | None:
    return _span(int(match["year"]))


def _month(word: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def _nearest(match: re.Match[str], today: date | None) -> Window | None:
    """A month, perhaps with a day, in the year that makes it the latest before the page."""
    if today is None:
        return None
    month, day = _month(match["month"]), int(match.groupdict().get("day") or 0)
    is_last = (match.groupdict().get("which") or "").lower() == "last"
    limit = date(today.year, today.month, 1) - timedelta(1) if is_last else today + _SOON
    windows = (_span(year, month, day) for year in (limit.year, limit.year - 1))
    return next((window for window in windows if window and window.first <= limit), None)


_SOON = timedelta(14)


def _weekday(match: re.Match[str], today: date | None) -> Window | None:
    if today is None:
        return None
    back = (today.weekday() - _DAYS.index(match["weekday"].lower())) % 7
    day = today - timedelta(back)
    return Window(day, day)


def _season(match: re.Match[str], today: date | None) -> Window | None:
    if today is None:
        return None
    month = _SEASONS[match["season"].lower()]
    starts = (date(year, month, 1) for year in (today.year, today.year - 1))
    first = next(start for start in starts if start <= today)
    return Window(first, first + timedelta(92))


def _ago(match: re.Match[str], today: date | None) -> Window | None:
    number, unit = match["count"].lower(), _UNITS[match["unit"].lower().rstrip("s")]
    count = int(number) if number.isdigit() else _COUNTS.get(number, 0)
    if today is None or not count:
        return None
    middle = today - timedelta(count * unit)
    return Window(middle - timedelta(unit // 2 + 1), middle + timedelta(unit // 2 + 1))


def _relative(match: re.Match[str], today: date | None) -> Window | None:
    words = match[0].lower().split()
    span = _RELATIVE[" ".join(words[-2:]) if len(words) > 1 else words[0]]
    if today is None:
        return None
    first, last = span(today)
    earlier = words[0] == "earlier" and words[-1] == "year"
    return Window(first, max(first, last - _A_WHILE) if earlier else last)


_A_WHILE = timedelta(7)
"""Nobody says "earlier this year" of this week."""


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(1)
    return last.replace(day=1), last


_RELATIVE: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda t: (t, t),
    "yesterday": lambda t: (t - timedelta(1), t - timedelta(1)),
    "this week": lambda t: (t - timedelta(6), t + timedelta(2)),
    "last week": lambda t: (t - timedelta(13), t - timedelta(1)),
    "past week": lambda t: (t - timedelta(8), t),
    "this month": lambda t: (t.replace(day=1), t + timedelta(3)),
    "last month": _last_month,
    "this year": lambda t: (t.replace(month=1, day=1), t),
    "last year": lambda t: (date(t.year - 1, 1, 1), date(t.year - 1, 12, 31)),
}


def _open(match: re.Match[str], today: date | None) -> None:
    return None


_NOT_A_DATE = r"(?<!since )(?<!by )(?<!until )(?<!through )(?<!before )(?<!after )(?<!from )"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (_compiled(pattern), read)
    for pattern, read in (
        (rf"\b{_MONTH} {_DAY},? {_YEAR}", _exact),
        (rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}", _exact),
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b", _exact),
        (rf"\b{_MONTH},? (?:of )?{_YEAR}", _exact),
        (rf"\b{_YEAR} {_MONTH} {_DAY}", _exact),
        (rf"\b{_MONTH} {_DAY}(?!,? ?\d)", _nearest),
        (rf"\b{_DAY} (?:of )?{_MONTH}(?! ?\d)", _nearest),
        (rf"\b(?:(?P<which>last|this|in|in early|in late|in mid-?) ){_MONTH}(?! ?\d)", _nearest),
        (rf"\b(?:(?:this past|last|this) ){_SEASON}", _season),
        (r"\b(?:(?:on|last|this) )(?P<weekday>" + "|".join(_DAYS) + r")\b", _weekday),
        (r"\b(?P<count>\d{1,2}|\w+) (?P<unit>(?:day|week|month|year)s?) ago\b", _ago),
        (
            r"\b(?:(?:earlier |later |late )?(?:this|last) (?:week|month|year)|past week"
            r"|today|yesterday)\b",
            _relative,
        ),
        (r"\b(?:recently|in recent (?:days|weeks|months|years))\b", _open),
        (rf"{_NOT_A_DATE}(?<![\d–$€£.,-])\b{_YEAR}(?! (?:to|and|through) \d)", _year),
    )
)
