"""The elements that PubMed articles and book articles share: words, names, dates, pages."""

import re
from collections.abc import Iterator

from lxml import etree

from citeman.fields.dates import read_date
from citeman.fields.locators import read_pages
from citeman.fields.persons import read_inverted
from citeman.model import Date, Name
from citeman.text import squeeze

# "e47506", not a publisher's number such as "S0140-6736(20)30183-5"
_LOCATOR = re.compile(r"(?!S\d{4})[A-Z]{0,8}\d{2,12}", re.IGNORECASE)


def text_of(element: etree._Element | None) -> str:
    """Read all characters of an element; formulas (MathML) lose the blanks of their layout."""
    if element is None:
        return ""
    if len(element) == 0:
        return squeeze(element.text or "")
    return squeeze("".join(_pieces(element, formula=False)))


def _pieces(element: etree._Element, *, formula: bool) -> Iterator[str]:
    formula = formula or str(element.tag).endswith("}math")
    yield from _piece(element.text, formula=formula)
    for child in element:
        yield from _pieces(child, formula=formula)
        yield from _piece(child.tail, formula=formula)


def _piece(text: str | None, *, formula: bool) -> Iterator[str]:
    if text:
        yield text.strip() if formula else text


def first(element: etree._Element, path: str) -> str:
    """Read the first element at a path, "" where there is none."""
    return text_of(element.find(path))


def texts(element: etree._Element, path: str) -> list[str]:
    """Read every element at a path that has text."""
    return [text for text in map(text_of, element.iterfind(path)) if text]


def title_of(text: str) -> str:
    """Drop the full stop that PubMed puts after every title.

    >>> title_of("[Burns in the elderly]."), title_of("Old Days?"), title_of("And so on...")
    ('[Burns in the elderly]', 'Old Days?', 'And so on...')
    """
    return text if text.endswith("...") else text.removesuffix(".")


def names_of(authors: etree._Element | None) -> tuple[tuple[Name, ...], bool]:
    """Read an AuthorList: its valid names, and whether the list was cut short."""
    if authors is None:
        return (), False
    names = (_name(a) for a in authors.iterfind("Author") if a.get("ValidYN") != "N")
    return tuple(name for name in names if name != Name()), authors.get("CompleteYN") == "N"


def _name(author: etree._Element) -> Name:
    group = first(author, "CollectiveName")
    if group:
        return Name(literal=group)
    given = first(author, "ForeName") or first(author, "Initials")
    return read_inverted(first(author, "LastName"), given, first(author, "Suffix"))


def date_of(date: etree._Element | None) -> Date | None:
    """Read a PubDate or its like: year, month and day, a season, or words (MedlineDate)."""
    if date is None:
        return None
    parts = [first(date, part) for part in ("Year", "Month", "Day") if first(date, part)]
    if parts[1:] and all(part.isdigit() for part in parts):
        return read_date("-".join(part.zfill(2) for part in parts))  # 2023-03-27
    season = first(date, "Season")
    words = squeeze(" ".join([first(date, "MedlineDate"), *parts[:1], season, *parts[1:]]))
    return read_date(words) if words else None


def page_of(element: etree._Element) -> str:
    """Read the pages, or else the number that an online article has instead."""
    pagination = element.find("Pagination")
    if pagination is not None:
        ends = [first(pagination, "StartPage"), first(pagination, "EndPage")]
        words = first(pagination, "MedlinePgn") or "-".join(filter(None, ends))
        if words:
            return read_pages(words)
    locators = texts(element, "ELocationID[@EIdType='pii'][@ValidYN='Y']")
    return next((text for text in locators if _LOCATOR.fullmatch(text)), "")
