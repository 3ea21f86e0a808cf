"""The day on which a page was written, as its own lines give it."""

import re
from datetime import date

from citeman.mentions.passages import Paragraph
from citeman.mentions.when import find_dates, window_of
from citeman.model import Reference

_HEAD, _TAIL = 8, 3
_SHORT = 120
# "BOSTON, May 5, 2019 -- A study"
_PLACE_LINE = re.compile(r"^.{0,60}?(?P<date>\S+ \d{1,2},? \d{4})\s*[)\]]?\s*[-–—:|]")


def read_dateline(page: Reference | None, paragraphs: list[Paragraph]) -> date | None:
    """Give the day of a page: from its own record, or from a short line at its head or end.

    None where no line gives a day.

    >>> from citeman.mentions.passages import paragraphs
    >>> str(read_dateline(None, paragraphs("Livers\\n\\nMay 5, 2018\\n\\nA study was published.")))
    '2018-05-05'
    """
    window = window_of(page.issued if page else None)
    if window and window.days == 1:
        return window.first
    ends = [*paragraphs[:_HEAD], *paragraphs[_HEAD:][-_TAIL:]]
    days = (_day(paragraph.text) for paragraph in ends)
    return next((day for day in days if day), None)


def _day(line: str) -> date | None:
    """Read the day in a line that holds little else, or that begins with it."""
    place = _PLACE_LINE.match(line)
    if len(line) > _SHORT and not place:
        return None
    for when in find_dates(place[0] if place else line, None):
        if when.window and when.window.days == 1:
            return when.window.first
    return None
