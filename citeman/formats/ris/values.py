"""How RIS spells names, dates, pages, numbers and identifiers."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from citeman.fields.dates import read_date
from citeman.fields.ids import id_of_link, read_doi, read_isbn, read_issn, read_pmcid
from citeman.fields.names import read_name
from citeman.fields.persons import is_vancouver, split_particles
from citeman.formats.edtf import read_edtf, write_edtf
from citeman.model import Date, Name
from citeman.text import plain_dashes, squeeze

_DATE = re.compile(
    r"(?P<year>-?\d{4})(?:/(?P<month>\d{0,2})(?:/(?P<day>\d{0,2})(?:/(?P<other>.*))?)?)?"
)
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_SHAPES = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b|\b(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\b")
_PAGES = re.compile(r"(?P<first>[^\s-]+)-(?P<last>[^\s-]+)")
_PMID = re.compile(r"(?:PMID:?\s*)?(?P<id>[1-9]\d{0,8})(?P<mark>\s*\[pmid\])?", re.IGNORECASE)
_PUBMED = re.compile(r"\b(?:pubmed|medline|nlm)\b", re.IGNORECASE)
_KNOWN = 4_096
"""How many names and dates are remembered; both come again and again."""
_NO_PAGES = ("No", "Specified")  # Ovid's words where there are none


@lru_cache(_KNOWN)
def read_person(text: str) -> Name:
    """Read a name: "Family, Given, Suffix", "Family AB" or, without a comma, a group.

    EndNote marks the comma of a group's name by doubling it, and ends the name with one.

    >>> read_person("van der Berg, R. J., Jr.").suffix, read_person("Nurses,, Unit 3").literal
    ('Jr.', 'Nurses, Unit 3')
    """
    text = squeeze(text)
    family, _, given = text.partition(", ")
    if family and given and "," not in family and "," not in given:
        particle, family = split_particles(family)
        return Name(family=family, given=given, non_dropping_particle=particle)
    if ",," in text or text.endswith(","):
        return Name(literal=text.replace(",,", ",").rstrip(", "))
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return read_name(text) if is_vancouver(text) else Name(literal=text)
    if len(parts) > 3 or not parts[0]:
        return Name(literal=text.lstrip(", "))
    particle, family = split_particles(parts[0])
    return Name(
        family=family,
        given=parts[1],
        non_dropping_particle=particle,
        suffix=", ".join(parts[2:]),
    )


def write_person(name: Name) -> str:
    """Write a name as `read_person` reads it."""
    if name.literal:
        doubled = name.literal.replace(", ", ",, ")
        return f"{doubled}," if is_vancouver(name.literal) else doubled
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(
        part for part in (family, given or (name.suffix and " "), name.suffix) if part
    )


def read_dates(values: Sequence[str]) -> Date | None:
    """Read a date from all that say it: the year of the first, with month and day of any.

    >>> read_dates(["2012", "2012/07/03"]).date_parts, read_dates(["2018", "SEP"]).date_parts
    (((2012, 7, 3),), ((2018, 9),))
    """
    dates = [date for date in map(read_slashed, values) if date]
    years = [date for date in dates if date.year]
    if not years:
        return dates[0] if dates else None
    best = max((d for d in years if d.year == years[0].year), key=_detail)
    if len(years) == len(values) or best.literal:
        return best
    months = [date for value in values if (date := read_date(f"{value} {years[0].year}"))]
    spelt = [m for m in months if len(m.date_parts) == 1 and _detail(m) > _detail(best)]
    return spelt[0] if spelt else best


def _detail(date: Date) -> int:
    return sum(map(len, date.date_parts)) + bool(date.season or date.circa or date.raw)


@lru_cache(_KNOWN)
def read_slashed(text: str) -> Date | None:
    """Read "YYYY/MM/DD/other info", or a date in words.

    >>> read_slashed("2019/10//undefined").date_parts, read_slashed("2003///Spring").season
    (((2019, 10),), '1')
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return read_date(text.strip(" /"))
    whole = read_edtf(match["other"]) if match["other"] else None
    if whole and whole.year == int(match["year"]):
        return whole
    numbers = [int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)]
    possible = (0 < numbers[1] < 13, 0 < numbers[2] < 32)
    size = 1 + possible[0] + (possible[0] and possible[1])
    date = Date((tuple(numbers[:size]),))
    said = read_date(f"{match['other'] or ''} {match['year']}") if size == 1 else None
    if said and not said.literal and _detail(said) > 1:
        return said
    return date


def write_slashed(date: Date) -> str:
    """Write a date as "YYYY/MM/DD/other"; only its words when it has no year.

    What is more than a day is said in EDTF, as other information.

    >>> write_slashed(Date(((2012, 7),))), write_slashed(Date(((2012, 7), (2013,))))
    ('2012/07//', '2012/07//2012-07/2013')
    """
    if not date.date_parts or not date.date_parts[0]:
        return date.literal
    if date.literal and read_slashed(date.literal) == date:
        return date.literal
    year, *rest = date.date_parts[0]
    slots = [f"{number:02}" for number in rest] + [""] * (2 - len(rest))
    other = "" if rest else _SEASONS.get(date.season, "")
    if len(date.date_parts) > 1 or date.circa or date.raw:
        other = write_edtf(date)
    return "/".join([write_year(year), *slots, other])


def write_year(year: int) -> str:
    """Write a year in four digits, one before our era as EDTF does.

    >>> write_year(2012), write_year(-44)
    ('2012', '-0044')
    """
    return f"-{-year:04}" if year < 0 else f"{year:04}"


_SEASONS = {"1": "Spring", "2": "Summer", "3": "Fall", "4": "Winter"}


def read_page_range(starts: Sequence[str], ends: Sequence[str]) -> str:
    """Join first and last page.

    >>> read_page_range(["377"], ["86"]), read_page_range(["349-69"], []), read_page_range([], [])
    ('377-86', '349-69', '')
    """
    start, end = starts[0] if starts else "", ends[0] if ends else ""
    if (start, end) == _NO_PAGES:
        return ""
    if not start or not end or start == end or "-" in plain_dashes(start):
        return plain_dashes(start or end)
    return f"{start}-{plain_dashes(end).rpartition('-')[2]}"


def write_page_range(page: str) -> tuple[str, str]:
    """Cut pages into first and last; pages that are no plain range stay whole."""
    match = _PAGES.fullmatch(page)
    if not match or match["first"] == match["last"]:
        return page, ""
    return match["first"], match["last"]


def read_serial(values: Iterable[str]) -> tuple[str, str, list[str]]:
    """Sort what SN says into ISSN, ISBN and the rest.

    >>> read_serial(["03064530 (ISSN)", "1895-5770 1895-5770", "978-0-306-40615-7"])
    ('0306-4530, 1895-5770', '9780306406157', [])
    """
    issn: dict[str, None] = {}
    isbn: dict[str, None] = {}
    rest: list[str] = []
    for value in values:
        if _ISSN.fullmatch(value) and (number := read_issn(value)):
            issn[number] = None
            continue
        shapes = [match[0] for match in _SHAPES.finditer(value)]
        found = [(read_issn(shape) if len(shape) < 10 else "", shape) for shape in shapes]
        issn |= dict.fromkeys(number for number, _ in found if number)
        books = [read_isbn(shape) for number, shape in found if not number]
        isbn |= dict.fromkeys(filter(None, books))
        rest += [] if shapes and all(n or read_isbn(s) for n, s in found) else [value]
    return ", ".join(issn), ", ".join(isbn), rest


def read_keywords(values: Iterable[str]) -> str:
    """Join keywords, of which a value may hold several on lines or between semicolons."""
    words = (word.strip() for value in values for word in re.split(r"[\n;]", value))
    return "; ".join(dict.fromkeys(filter(None, words)))


def read_pmid(values: Iterable[str], *, from_pubmed: bool) -> str:
    """Read a PMID: marked as one, or a bare number in a record from PubMed.

    >>> read_pmid(["12974198[pmid]"], from_pubmed=False), read_pmid(["22"], from_pubmed=False)
    ('12974198', '')
    """
    matches = (_PMID.fullmatch(value.strip()) for value in values)
    return next((m["id"] for m in matches if m and (from_pubmed or m["mark"])), "")


def is_pubmed(values: Iterable[str]) -> bool:
    """Tell whether a record says that it comes from PubMed."""
    return any(_PUBMED.search(value) for value in values)


def link_ids(links: Iterable[str]) -> dict[str, str]:
    """Collect the identifiers that links lead to, the first of each kind."""
    found = (id_of_link(link) for link in links)
    ids: dict[str, str] = {}
    for kind, value in (each for each in found if each):
        ids.setdefault(kind, value)
    return ids


def with_truncation(people: Sequence[Name]) -> tuple[tuple[Name, ...], bool]:
    """Take "et al." off the end of a list of names; True where it stood there."""
    kept = tuple(n for n in people if not n.literal or _plain(n.literal) not in _ET_AL)
    return kept, len(kept) < len(people)


def _plain(text: str) -> str:
    return squeeze(text).strip(". ").casefold()


_ET_AL = frozenset(["et al", "and others", "others"])

__all__ = [
    "is_pubmed",
    "link_ids",
    "read_dates",
    "read_doi",
    "read_keywords",
    "read_page_range",
    "read_person",
    "read_pmcid",
    "read_pmid",
    "read_serial",
    "read_slashed",
    "with_truncation",
    "write_page_range",
    "write_person",
    "write_slashed",
    "write_year",
]
