"""Does the time at which a text says a paper appeared go with the date of a candidate?"""

import math
from collections.abc import Iterator
from datetime import timedelta

from citeman.mentions.clues import Clues
from citeman.mentions.evidence import Evidence, agrees, differs
from citeman.mentions.shelf import Card, Shelf
from citeman.mentions.when import Window, window_of
from citeman.model import Date

_CAREER = 5500
"""Days over which the works of a field that are spoken of are spread: fifteen years."""
_EARLY, _PRINT = timedelta(31), timedelta(300)
_FRESH = timedelta(60)
_ALLOWANCE = timedelta(400)


def issued(clues: Clues, card: Card, shelf: Shelf) -> Iterator[Evidence]:
    """Compare days, months or years; a page does not speak of what appears after it."""
    theirs, ours, today = window_of(card.reference.issued), _window(clues), clues.today
    if not theirs:
        return
    shown = _shown(card)
    if ours:
        yield _placed(ours, theirs, shown)
    elif today and theirs.first > today + _ALLOWANCE:
        yield differs("issued", -6.0, f"issued {shown}, after the page was written")
    elif today and clues.fresh and theirs.first - _EARLY <= today <= theirs.last + _FRESH:
        yield agrees("issued", min(_precise(theirs), 2.5), f"new to a page of its time: {shown}")


def _window(clues: Clues) -> Window | None:
    if clues.own.cited:
        return window_of(Date(date_parts=((clues.own.cited.year,),)))
    return clues.own.window


def _precise(*windows: Window) -> float:
    return math.log(0.8 * _CAREER / max(7, *(window.days for window in windows)))


def _placed(ours: Window, theirs: Window, shown: str) -> Evidence:
    """Compare days: in print may follow what is spoken of, and hardly comes before it."""
    words = f"{_days(ours)}: issued {shown}"
    if ours.overlaps(theirs):
        return agrees("issued", _precise(ours, theirs), words)
    is_year = ours.days > 100
    late, early = theirs.first - ours.last, ours.first - theirs.last
    if not is_year and timedelta(0) < late <= _PRINT:
        return Evidence("issued", "close", 0.0, f"{words}, in print later")
    if is_year and theirs.first.year == ours.last.year + 1:
        return Evidence("issued", "close", -2.0, f"{words}, a year later")
    if timedelta(0) < early <= _EARLY:
        return Evidence("issued", "close", -1.0, f"{words}, shortly before")
    return differs("issued", -6.0, f"{_days(ours)}, but it was issued {shown}")


def _shown(card: Card) -> str:
    issued = card.reference.issued
    return "-".join(f"{part:02}" for part in issued.date_parts[0]) if issued else ""


def _days(window: Window) -> str:
    if window.days == 1:
        return str(window.first)
    if window.days in (365, 366) and window.first.month == 1:
        return str(window.first.year)
    return f"{window.first} to {window.last}"
