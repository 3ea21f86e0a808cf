"""Where a work stands, folded: volume, issue and first page as they are compared."""

import re
from functools import lru_cache

from citeman.fields.dates import read_date
from citeman.fields.pages import first_page
from citeman.text import fold

_NOTHING = frozenset(["unknown", "none", "null", "nan", "na", "n a", "no", "undefined"])


def told(folded: str) -> str:
    """What a field says: nothing, where it says that it is not known."""
    return "" if folded in _NOTHING else folded


_NUMBER = re.compile(r"\d+[a-z]?|[a-z]*\d+")
_ROMAN = re.compile(r"[ivxlc]+")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@lru_cache(1 << 14)
def plain_volume(volume: str) -> str:
    """Spell a volume as its first number, Roman ones too; "Ph.D." and "(Jul)" are none.

    >>> plain_volume("vol. 053 Suppl 3"), plain_volume("XII"), plain_volume("UNKNOWN")
    ('53', '12', '')
    """
    words = told(fold(volume))
    if found := _NUMBER.search(words):
        return found[0].lstrip("0")
    return str(_roman(words)) if _ROMAN.fullmatch(words) else ""


def _roman(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    nexts = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, nexts, strict=True))


_ISSUE = re.compile(
    r"""(?:(?P<of>\d+)\ )?s(?:up|upp|uppl|uppls|upplement|upplements)?\ ?(?P<extra>\d*)\b.*
      |(?:no|nr|n|issue|iss|number|heft|pt|part)?\ ?(?P<number>\d.*)""",
    re.VERBOSE,
)
_LETTER = re.compile(r"(?<=\d) (?=[a-z])")


@lru_cache(1 << 14)
def plain_issue(issue: str) -> str:
    """Spell the number of an issue alike; a month or season, which also names it, says nothing.

    >>> plain_issue("No. 04"), plain_issue("Pt 2"), plain_issue("8-B"), plain_issue("Mar-Apr")
    ('4', '2', '8b', '')
    >>> plain_issue("4 Suppl. 2"), plain_issue("SUPPLEMENT 2"), plain_issue("2 Suppl")
    ('s2', 's2', 's2')
    """
    words = told(fold(issue)).lstrip("0")
    if words.isdecimal():
        return words
    if found := _ISSUE.fullmatch(words):
        number = found["number"] or "s" + (found["extra"] or found["of"] or "")
        return _LETTER.sub("", number.lstrip("0"))
    date = read_date(f"2001 {issue}")
    return "" if date and (date.season or len(date.date_parts[0]) > 1) else words


_PAGE_WORD = re.compile(r"^[\s,;:.(]*(?:pp?|pages?|pgs?|s|seiten?)\b[.\s]*", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\s*(?:\d+\s*(?:pp?|pages|s|seiten)\b\.?|S\d{4}-\d{3}[\dX]\(?.*|[a-z]+-\d{4}-\d{6}.*"
    r"|10\.\d{4}.*)\s*",
    re.IGNORECASE,
)
"""A number of pages, or what a publisher calls a manuscript: "S0099-2399(24)00005-6"."""
_STROKES = re.compile(r"\s*-{2,}\s*")


@lru_cache(1 << 14)
def plain_page(page: str) -> str:
    """Spell a first page without leading noughts, the "e" of an e-locator and words for "page".

    >>> plain_page("pp. 322-331."), plain_page("376 -- 383"), plain_page("e047"), plain_page("S12")
    ('322', '376', '47', 's12')
    >>> plain_page("215 p"), plain_page("S0099-2399(24)00005-6"), plain_page("(no pagination)")
    ('', '', '')
    """
    if not page or _NO_PAGE.fullmatch(page):
        return ""
    bare = _STROKES.sub("-", _PAGE_WORD.sub("", page))
    first = fold(first_page(bare)).replace(" ", "")
    is_number = any(map(str.isdecimal, first)) or _ROMAN.fullmatch(first)
    return first.lstrip("0e") if is_number else ""


_RANGE = re.compile(
    r"\s*(?:pp?\.?|pages?)?\s*0*(\d{1,7})\s*[-–]+\s*0*(\d{1,7})\s*\.?\s*", re.IGNORECASE
)
_FEWEST_PAGES = 2


@lru_cache(1 << 14)
def plain_range(page: str) -> str:
    """Spell a range of pages that no two works share: of three pages or more, not from page 1.

    >>> [plain_range(one) for one in ("205--226", "pp. 322-31.", "1-12", "7-8")]
    ['205-226', '322-331', '', '']
    """
    found = _RANGE.fullmatch(page) if page else None
    if not found or found[1] == "1":
        return ""
    first, last = found.groups()
    last = first[: max(0, len(first) - len(last))] + last
    return f"{first}-{last}" if int(last) - int(first) >= _FEWEST_PAGES else ""


_RANGE_ALONE = re.compile(r"\D*?(?P<volume>\d+)?\W+(?P<page>\d+)\s*[-–]+\s*\d+\W*")


def plain_place(volume: str, page: str, year: str = "") -> tuple[str, str]:
    """Spell volume and first page, also where both were read into the volume.

    What is ahead of print begins on page 1, or is named by its publisher. A Cochrane review keeps
    its number when it is published anew in another year, and databases do not agree on volumes:
    the year is its volume. Elsewhere a year is none.

    >>> plain_place("299 - 347.", ""), plain_place(" 22 , 705-726.", ""), plain_place("3-4", "12")
    (('', '299'), ('22', '705'), ('3', '12'))
    >>> plain_place("", "CD004366", "2013"), plain_place("9", "CD004366.", "2013")
    (('2013', 'cd004366'), ('2013', 'cd004366'))
    >>> plain_place("", "hcac199"), plain_place("", "e107311")
    (('', ''), ('', '107311'))
    """
    if not page and ("-" in volume or "–" in volume):
        found = _RANGE_ALONE.fullmatch(f" {volume}")
        if found:
            return plain_volume(found["volume"] or ""), plain_page(found["page"])
    first = plain_page(page)
    if first.startswith("cd") and _COCHRANE.fullmatch(first):
        return year, first
    if not volume and (first == "1" or _EARLY.fullmatch(first)):
        return "", ""
    folded = plain_volume(volume)
    return "" if folded == year else folded, first


_EARLY = re.compile(r"[a-z]{3,}\d+|\d{9,}.*")
_COCHRANE = re.compile(r"cd\d{6}")
