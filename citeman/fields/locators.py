"""Where a work stands: volume, issue and pages, as printed in the tail of a reference."""

import re
from typing import NamedTuple

from citeman.text import DASHES, plain_dashes, squeeze


class Part(NamedTuple):
    """One part of a locator as it stands in the text, at [start, end)."""

    text: str
    start: int
    end: int


class Locator(NamedTuple):
    """Volume, issue and pages; None for what the text does not give."""

    volume: Part | None = None
    issue: Part | None = None
    page: Part | None = None


_D = f"[{DASHES}]"
_NUMBER = r"(?:[A-Za-z]{0,6}\d+[A-Za-z]?(?:\.e?\d+)?|[ivxlc]+\b)"
_RANGE_OF = rf"{_NUMBER}\s?{_D}{{1,2}}\s?{_NUMBER}"
_RANGES = rf"(?:{_RANGE_OF}|{_NUMBER})\+?"
# "Suppl 1", "Suppl", "suppl_3", "Pt 1", "Suppl 2 Pt 1", "Spec No"
_PLUS = (
    r"(?:(?i:(?:suppl?(?:ement)?|pt|part|spec(?:ial)?)(?![^\W\d_])\.?(?:\s?(?:no|issue|iss)\b\.?)?)"
    rf"[\s_]?(?:[A-Z]?\d+(?:{_D}\d+)?[A-Z]?|[A-Z]\b|[IVX]+\b)?\s?)+(?<!\s)"
)
_VOLUME = rf"(?P<volume>[A-Z]{{0,2}}\d+[A-Za-z]?(?:\s?(?:/|{_D})\s?\d+)?|[IVXLCDM]+)\b"
_ISSUE = (
    rf"(?P<issue>\d+[A-Za-z]?(?:\s?(?:/|,|{_D}|&)\s?\d+)*(?:\s{_PLUS})?|{_PLUS}"
    r"|[A-Z][\w. ]*\d*)(?<!\s)"
)
_BRACKETED = rf"\s?[(\[]\s?{_ISSUE}\s?[)\]]"
_PAGE = rf"\b(?P<page>{_RANGES}(?:\s?[,;]\s?{_RANGES})*)"
_YEAR = r"(?:\(?(?:[A-Z][a-z]{2,8}\.?\s)?[12]\d{3}[a-z]?\)?)"
_DATE = rf"(?:{_YEAR}[^;:,]*[;,]\s?)?"
_VOL = r"(?i:vol(?:ume|\b)\.?|v\.|bd\.|band|tome|t\.|tomo)\s*"
_NO = r"(?i:nos?\b\.?|num(?:bers?|\b)\.?|nr\b\.?|n[°º.]|issue|iss\.|h\.|heft|fasc\.|núm\.)\s*"
_PP = r"(?i:pp?|pgs?|pages?|s|seiten?|págs?)\b\.?\s*"
_THEN = rf"(?:\s?[,:]\s?(?:{_PP})?|\s{_PP})"

# Each in turn is held against the whole text; what it is for stands above it.
_PATTERNS = tuple(
    re.compile(rf"[\s,;.]*{pattern}[\s,;:.]*")
    for pattern in (
        # 43, 3, 118-132
        rf"{_VOLUME},\s?(?P<issue>\d{{1,2}}),\s?(?:{_PP})?(?P<page>{_RANGE_OF})",
        # 34/1982, 408-434
        rf"(?P<volume>\d+)/[12]\d{{3}}{_THEN}{_PAGE}",
        # 21: 3127-32 | 7: e47506 | 34, 12-20 | 2019;11:53 | 12, p. 5
        rf"{_DATE}{_VOLUME}{_THEN}{_PAGE}",
        # 34 (2005): 12-20 | 38 (2003) 11-20
        rf"{_VOLUME}\s{_YEAR}(?:{_THEN}|\s){_PAGE}",
        # vol. 3 (2005): 12 | vol. 3, pp. 1-9
        rf"{_VOL}{_VOLUME}[\s,]*{_YEAR}?{_THEN}{_PAGE}",
        # 32 (826): 85-6 | 169(6):2257-61 | 7 [Suppl 1]: S12-9 | 5(1), 12-20 | 54(1) (2007) 85-91
        rf"{_DATE}{_VOLUME},?{_BRACKETED}(?:\s?{_YEAR})?(?:{_THEN}|\s){_PAGE}",
        # 26 Suppl 1: 13-7 | 2004;26 Suppl:13-7
        rf"{_DATE}{_VOLUME},?\s(?P<issue>{_PLUS}){_THEN}{_PAGE}",
        # 544.7651, pp. 411 (BibLaTeX)
        rf"(?P<volume>\d+)\.(?P<issue>\d+){_THEN}{_PAGE}",
        # 169(6) | 12 (Suppl 3)
        rf"{_VOLUME}{_BRACKETED}",
        # 12 Suppl 3
        rf"{_VOLUME}\s(?P<issue>{_PLUS})",
        # (826): 85-6
        rf"{_BRACKETED}{_THEN}{_PAGE}",
        # vol. 3, no. 2, pp. 1-9 | Bd. 3, H. 2, S. 12-19 | 34, no. 2 (2005): 12-20
        rf"(?:{_VOL})?{_VOLUME}[\s,]*\(?{_NO}{_ISSUE}\)?[\s,]*{_YEAR}?{_THEN}{_PAGE}",
        # vol. 3(2), 5 | vol. 3(2)
        rf"{_VOL}{_VOLUME}{_BRACKETED}(?:{_THEN}{_PAGE})?",
        # vol. 3, no. 2 | vol. 3
        rf"{_VOL}{_VOLUME}(?:[\s,]*\(?{_NO}{_ISSUE}\)?)?",
        # 3, no. 2
        rf"{_VOLUME}[\s,]*{_NO}{_ISSUE}",
        # no. 2, pp. 1-9 | no. 193 (2023): 195 | no. 2
        rf"{_NO}{_ISSUE}(?:[\s,]*{_YEAR}?{_THEN}{_PAGE})?",
        # pp. 12-20
        rf"{_PP}{_PAGE}",
        # 25권, 제2호, pp.58-101 | 12卷第3期: 5-9
        rf"(?P<volume>\d+)\s?[권卷巻][\s,]*[제第]?\s?(?P<issue>\d+)\s?[호期号號][\s,:]*(?:{_PP})?{_PAGE}",
        # 17 449-460
        rf"{_VOLUME}\s(?P<page>{_RANGE_OF})",
        # S1-5 | e47506 | ytaa563
        rf"(?P<page>[A-Za-z]+\d+[A-Za-z]?(?:\s?{_D}\s?{_NUMBER})?)",
        # 3127-32
        rf"(?P<page>{_RANGE_OF})",
    )
)


def read_locator(text: str) -> Locator | None:
    """Read volume, issue and pages from a text that holds nothing else; None if it holds more.

    Designations of supplements and parts belong to the issue. A number alone could be anything,
    and is None.

    >>> locator = read_locator("12 (Suppl 3): S1-5.")
    >>> [part.text for part in locator]
    ['12', 'Suppl 3', 'S1-5']
    """
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            names = match.re.groupindex
            return Locator(**{name: _part(match, name) for name in names if match[name]})
    return None


def _part(match: re.Match[str], name: str) -> Part:
    return Part(match[name], *match.span(name))


_RANGE = re.compile(
    r"(?P<start>(?P<letters>[A-Za-z]*)(?P<first>\d+)(?P<after>[A-Za-z]?))\s?-\s?"
    r"(?P<prefix>[A-Za-z]*)(?P<last>\d+)(?P<tail>[A-Za-z]?)(?P<extra>\.e?\d+|\+)?"
)
_PAGE_WORD = re.compile(rf"^[\s,;:.(]*{_PP}(?=\S)")
_PAGE_WORD_AFTER = re.compile(r"(?<=\d)\s(?:pp?|pages|S)\.?$")


def read_pages(text: str) -> str:
    """Read pages and complete every range.

    >>> read_pages("pp. 3127–32"), read_pages("S12-9"), read_pages("1-4, 9-12")
    ('3127-3132', 'S12-S19', '1-4, 9-12')
    """
    if text.isdigit():
        return text
    if " " not in text and (only := _RANGE.fullmatch(plain_dashes(text))):
        return _complete(only)
    bare = _PAGE_WORD_AFTER.sub("", plain_dashes(squeeze(_PAGE_WORD.sub("", text))))
    bare = re.sub(r"(?:\s?-)+\s?", "-", bare.strip(" ,;:.()"))
    return ", ".join(_expand(part) for part in re.split(r"\s*[,;]\s*", bare))


def _expand(pages: str) -> str:
    """Complete the end of one range; what cannot be one stays as read."""
    match = _RANGE.fullmatch(pages)
    return _complete(match) if match else pages


def _complete(match: re.Match[str]) -> str:
    first, last, letters = match["first"], match["last"], match["letters"]
    if len(last) < len(first):
        last = first[: -len(last)] + last
    same_letters = match["prefix"] in ("", letters)
    if int(last) < int(first) or not same_letters:
        return match[0]
    return f"{match['start']}-{letters}{last}{match['tail']}{match['extra'] or ''}"


def short_pages(page: str) -> str:
    """Write pages as Vancouver does: the end of a range without the digits it shares.

    >>> short_pages("3127-3132"), short_pages("S12-S19"), short_pages("224-231.e2")
    ('3127-32', 'S12-9', '224-31.e2')
    """
    return ", ".join(_shorten(part) for part in re.split(r"\s*,\s*", page))


def _shorten(pages: str) -> str:
    match = _RANGE.fullmatch(pages)
    if not match or match["prefix"] != match["letters"]:
        return pages
    first, last = match["first"], match["last"]
    if len(first) == len(last) and int(first) < int(last):
        shared = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
        last = last[shared:]
    end = f"{last}{match['tail']}{match['extra'] or ''}"
    short = f"{match['start']}-{end}"
    return short if _expand(short) == pages else pages
