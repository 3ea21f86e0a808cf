"""The page's own record, as its first and last lines give it."""

import re

from citeman.fields.dates import read_date
from citeman.fields.names import read_names
from citeman.model import Date, Reference, Span
from citeman.text import stretch

_LINE = re.compile(r"^[^\S\n]*\S[^\n]*", re.MULTILINE)
_HEAD, _TAIL = 60, 20
_LONGEST_TITLE = 250
# LiverTox: Clinical and ... Injury [Internet]. Bethesda (MD): National Institute of ...; 2012-.
_BOOK = re.compile(
    r"(?P<book>[^\n]{3,250}?)\s*\[Internet\]\.\s+(?P<place>[^:;]{2,80}):\s+"
    r"(?P<publisher>[^;]{2,250});\s+(?P<year>\d{4})[^;]{0,30}$"
)
_UPDATED = re.compile(r"\bLast (?:Update|Updated|Revision|Revised)\s*:\s*(?P<date>[^;]+)", re.I)
_POSTED = re.compile(
    r"\b(?:Initial Posting|Created|Posted|Published(?: online)?)\s*:\s*(?P<date>[^;]+)", re.I
)
_FURNITURE = re.compile(
    r"Cover of |(?:Show|Hide) details$|Contents$|Search term|.*\[Internet\]\.?$|[<>].*$|"
    r"(?:Bookshelf|NLM|NCBI)\b",
    re.I,
)
_ADDRESS = re.compile(r"<?(?P<url>https?://[^\s<>]+)>?$")
_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s,]*(?:by\s+)?"
    r"(?P<owner>[^.©]{2,80}?)[\s.,]*(?:all rights reserved\.?)?$",
    re.I,
)
_BYLINE = re.compile(r"by\s+(?P<names>[A-Z].{2,120})$", re.I)


def page_of_text(text: str, hidden: tuple[Span, ...] = ()) -> Reference | None:
    """Read a page's own record from its text: a chapter of NCBI Bookshelf, or a dated web page.

    None unless the lines say plainly what the page is.

    >>> page = page_of_text("Livers\\n\\nMay 5, 2018\\n\\nWords.\\n\\nhttps://example.org/livers")
    >>> page.title, page.issued.date_parts, page.URL
    ('Livers', ((2018, 5, 5),), 'https://example.org/livers')
    """
    head, tail = _lines(text, hidden)
    return _chapter(head) or _web_page(head, tail)


def _lines(text: str, hidden: tuple[Span, ...]) -> tuple[list[str], list[str]]:
    """Give the first and the last lines that hold words, as a reader sees them."""
    starts = _first_lines(text)
    ends = [(len(text) - b, len(text) - a) for a, b in _first_lines(text[::-1], _TAIL)][::-1]
    return _seen(text, starts, hidden), _seen(text, ends, hidden)


def _first_lines(text: str, count: int = _HEAD) -> list[tuple[int, int]]:
    found = (line.span() for line in _LINE.finditer(text))
    return [span for span, _ in zip(found, range(count), strict=False)]


def _seen(text: str, spans: list[tuple[int, int]], hidden: tuple[Span, ...]) -> list[str]:
    near = tuple(gap for gap in hidden if spans and spans[0][0] <= gap.start < spans[-1][1])
    return [words for a, b in spans if (words := stretch(text, a, b, near).text)]


def _chapter(lines: list[str]) -> Reference | None:
    """Read a chapter of a book on the web from the citation of the book above its title."""
    books = ((number, _BOOK.match(line)) for number, line in enumerate(lines))
    number, book = next(((n, found) for n, found in books if found), (0, None))
    if not book:
        return None
    rest = [line for line in lines[number + 1 :] if not _FURNITURE.match(line)]
    if not rest or len(rest[0]) > _LONGEST_TITLE:
        return None
    return Reference(
        type="chapter",
        title=rest[0],
        container_title=book["book"],
        publisher=book["publisher"],
        publisher_place=book["place"],
        issued=_dated(rest[1:]) or read_date(book["year"]),
    )


def _dated(lines: list[str]) -> Date | None:
    for pattern in (_UPDATED, _POSTED):
        for line in lines:
            found = pattern.search(line)
            date = read_date(found["date"]) if found else None
            if date and date.date_parts:
                return date
    return None


def _web_page(head: list[str], tail: list[str]) -> Reference | None:
    """Read a page that begins with a title and a date, and says where it is or whose it is."""
    if not head or len(head[0]) > _LONGEST_TITLE or head[0].endswith((".", ":", ";")):
        return None
    date = next((date for line in head[1:4] if (date := _day(line))), None)
    ends = [*head[:4], *tail]
    address = next((found["url"] for line in ends if (found := _ADDRESS.match(line))), "")
    owner = next((found["owner"] for line in ends if (found := _OWNER.match(line))), "")
    if not date or not (address or owner):
        return None
    byline = next((found for line in head[1:4] if (found := _BYLINE.match(line))), None)
    return Reference(
        type="webpage",
        title=head[0],
        author=read_names(byline["names"]).names if byline else (),
        issued=date,
        publisher=owner,
        URL=address,
    )


def _day(line: str) -> Date | None:
    """Read a line that is a date, to the day, and nothing else."""
    date = read_date(line) if len(line) < 60 else None
    if date and not date.literal and date.date_parts and len(date.date_parts[0]) == 3:
        return date
    return None
