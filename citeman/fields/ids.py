"""Identifiers: find them in running text, read one that stands alone, and see them in links."""

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

from citeman.fields.checkdigits import is_isbn, is_issn
from citeman.fields.dois import DOI, clean_doi, trim, whole_doi
from citeman.fields.linkouts import goal
from citeman.text import DASHES, plain_dashes

__all__ = [
    "Found",
    "Identifier",
    "find_ids",
    "id_of_link",
    "is_isbn",
    "is_issn",
    "read_arxiv",
    "read_doi",
    "read_isbn",
    "read_issn",
    "read_pmcid",
    "read_pmid",
]


class Identifier(NamedTuple):
    """An identifier of a work: its kind, as CSL spells it, and its value.

    >>> str(Identifier("PMID", "12974198")), str(Identifier("DOI", "10.1000/x"))
    ('PMID:12974198', '10.1000/x')
    """

    kind: str
    value: str

    def __str__(self) -> str:
        return f"PMID:{self.value}" if self.kind == "PMID" else self.value


class Found(NamedTuple):
    """An identifier, normalised, and where it stands, without its label or brackets."""

    kind: str
    value: str
    start: int
    end: int


_ARXIV_ID = (
    r"(?:\d{4}\s?\.\s?\d{4,5}|(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)"
    r"|quant-ph|math|cs|nlin|physics|q-bio|q-fin|stat|cmp-lg|alg-geom|dg-ga|solv-int|chao-dyn)"
    r"(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?(?!\d)"
)
_LINKED_DOI = re.compile(
    r"(?:doi[.-]org[^/\s]*/|/doi/(?:\w+/)?|doi=|doi:)\s?(?P<id>10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^\s\"?#]+)",
    re.I,
)
_VIEW = re.compile(r"/(?:full|abstract|pdf|epdf|summary|fulltext|full\.pdf|meta|html)/?$")
_LINKS = {
    "PMID": re.compile(
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|(?:^|ncbi\.nlm\.nih\.gov)/(?:m/)?pubmed/(?:\?term=)?|"
        r"ncbi\.nlm\.nih\.gov/entrez/\S*?(?:list_uids|TermToSearch)=|"
        r"europepmc\.org/(?:article|abstract)s?/med/|identifiers\.org/pubmed[:/])(?P<id>\d{1,8})"
        r"(?!\d)",
        re.IGNORECASE,
    ),
    "PMCID": re.compile(
        r"(?:ncbi\.nlm\.nih\.gov/(?:m/)?(?:pmc/)?articles/|^/pmc/articles/|"
        r"europepmc\.org/(?:article/pmc|abstract/pmc|articles)/)(?P<id>(?:pmc)?\d{2,9})(?!\d)",
        re.IGNORECASE,
    ),
    "arXiv": re.compile(rf"arxiv\.org/(?:abs|pdf|html)/(?P<id>{_ARXIV_ID})", re.IGNORECASE),
}
_MARKS_OF_LINKS = {
    "PMID": ("pubmed", "entrez", "/med/"),
    "PMCID": ("pmc", "articles/"),
    "arXiv": ("arxiv",),
    "DOI": ("doi",),
}
"""What every link to a kind of identifier holds one of, in lower case: quick to look for."""
_URL = re.compile(
    r"(?<![\w@])(?:(?:https?|ftp)://\s?|www\.)[^\s<>\"“”\[\]{}|\\^`]+", re.IGNORECASE
)
_LINKED = ("http", "ftp://", "www.")
_DOI_HOST = re.compile(r"^(?:https?://)?(?:dx\.|www\.)?doi(?:\.org|\.?$)/?", re.IGNORECASE)
_ISBN = rf"(?:97[89][{DASHES}\s]?)?\d(?:[{DASHES}\s]?\d){{8}}[{DASHES}\s]?[\dXx](?!\w)"
_ISSN = rf"\d{{4}}[{DASHES}]\d{{3}}[\dXx](?![\w-])"
_ISSN_ALONE = re.compile(rf"\d{{4}}[{DASHES}\s]?\d{{3}}[\dXx](?!\w)")
_ARXIV = re.compile(
    rf"(?:arxiv(?:\s+e?-?(?:preprint|print))?(?:\s+arxiv)?\s*[:\s.]\s*|(?<!\w)abs/)(?P<id>{_ARXIV_ID})",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:PMID(?:\s*(?:no|number))?\.?\s*[:#=]?\s*|PubMed(?:\s+ID|\s+number)?\s*[:#]\s*|"
    r"PubMed\s+ID\s+|(?<=\[)PubMed\s+)(?P<id>\d{1,8})(?![\d.]\d|\d)",
    re.IGNORECASE,
)
_PMCID = re.compile(r"(?<!\w)(?:PMCID\s*:?\s*(?=\d))?(?P<id>(?:PMC[\s:]?)?\d{3,9})(?!\d)", re.I)
_LABELLED_ISBN = re.compile(
    rf"ISBN(?:[\s-]?1[03](?!\d))?\s*(?:\(\w+\))?[\s:.]*(?P<id>{_ISBN})", re.IGNORECASE
)
_LABELLED_ISSN = re.compile(rf"ISSN(?:-L)?\s*(?:\(\w+\))?[\s:.]*(?P<id>{_ISSN})", re.IGNORECASE)
_BARE_ISBN = re.compile(rf"(?<![\d.{DASHES[1:]}-])(?P<id>{_ISBN})")
_HYPHENED = re.compile(
    rf"\d(?<![\w{DASHES[1:]}-]\d)(?:(?P<issn>\d{{3}}[{DASHES}]\d{{3}}[\dX](?![\w-]))|"
    rf"(?P<isbn>\d{{0,4}}(?:[{DASHES}]\d{{1,7}}){{2}}[{DASHES}][\dX](?!\w)))"
)

_PLAIN_DOI = re.compile(r"10\.\d{4,9}/(?:[a-z0-9._/-]|(?<!\.)[A-Z])*(?<=[A-Za-z0-9])", re.ASCII)
"""A DOI with nothing before, behind or within it that it could be cut from."""
_MAYBE_HYPHENED = re.compile(rf"[{DASHES}](?:\d{{3}}[\dX](?![\w-])|\d{{1,7}}[{DASHES}])")
"""What every match of `_HYPHENED` holds, quick to look for."""


def find_ids(text: str) -> list[Found]:
    """Find identifiers and links, in order and without overlap.

    A number is a PMID only beside its label or in a link. A number that looks like an ISSN or ISBN
    needs a correct check digit.

    >>> [(found.kind, found.value) for found in find_ids("doi:10.1000/X1. [PubMed: 2585024]")]
    [('DOI', '10.1000/X1'), ('PMID', '2585024')]
    """
    found: list[Found] = []
    for new in _candidates(text):
        place = bisect(found, new.start, key=_start)
        clear_before = place == 0 or found[place - 1].end <= new.start
        if clear_before and (place == len(found) or new.end <= found[place].start):
            found.insert(place, new)
    return found


def _start(found: Found) -> int:
    return found.start


def _candidates(text: str) -> Iterator[Found]:
    """Try each reader wherever the letters stand that announce it: faster than any search."""
    lower = _lower(text)
    for mark, pattern, reader in _MARKS:
        at = lower.find(mark)
        while at >= 0:
            match = pattern.match(text, at)
            found = reader(match) if match else None
            if found:
                yield found
            at = lower.find(mark, max(found.end, at + 1) if found else at + 1)
    if _MAYBE_HYPHENED.search(text):
        yield from _find_hyphened(text)


def _lower(text: str) -> str:
    """Lower the case of a text and keep its length ("İ" would become two characters)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate({0x130: "I"}).lower()


def _read_link(match: re.Match[str]) -> Found | None:
    """Read a link; what leads to a DOI is left to `_read_doi`, which knows how a DOI ends."""
    link = trim(match[0])
    start = match.start()
    if _DOI_HOST.match(link):
        return None
    kind, value, at = _identify(link)
    if value:
        return Found(kind, value, start + at.start, start + at.stop)
    if len(link) <= len("https://"):
        return None
    return Found("URL", unescape(link).replace(" ", ""), start, start + len(link))


def _read_doi(match: re.Match[str]) -> Found | None:
    raw = whole_doi(match)
    value = clean_doi(raw)
    return Found("DOI", value, match.start(), match.start() + len(raw)) if value else None


def _reader(kind: str) -> Callable[[re.Match[str]], Found | None]:
    def read(match: re.Match[str]) -> Found | None:
        value = _NORMAL[kind](match["id"])
        return Found(kind, value, *match.span("id")) if value else None

    return read


def _find_hyphened(text: str) -> Iterator[Found]:
    """Find ISSN and ISBN-10 without a label; pages such as 1183-1191 are left alone."""
    for match in _HYPHENED.finditer(text):
        kind = "ISSN" if match["issn"] else "ISBN"
        value = _NORMAL[kind](match[0])
        if value and not (kind == "ISSN" and _may_be_pages(value)):
            yield Found(kind, value, *match.span())


def _may_be_pages(issn: str) -> bool:
    return issn[-1] != "X" and issn[0] > "0" and issn[:4] <= issn[5:]


def _identify(link: str) -> tuple[str, str, slice]:
    lower = link.lower()
    for kind, pattern in _LINKS.items():
        match = pattern.search(link) if _has_mark(lower, kind) else None
        if match:
            return kind, _NORMAL[kind](match["id"]), slice(*match.span("id"))
    match = _LINKED_DOI.search(link) if _has_mark(lower, "DOI") else None
    if match:
        raw = _VIEW.sub("", trim(match["id"]))
        return "DOI", clean_doi(raw), slice(match.start("id"), match.start("id") + len(raw))
    return "", "", slice(0, 0)


def _has_mark(lower: str, kind: str) -> bool:
    return any(map(lower.__contains__, _MARKS_OF_LINKS[kind]))


def id_of_link(href: str) -> tuple[str, str] | None:
    """Tell which identifier a link leads to.

    >>> id_of_link("https://www.ncbi.nlm.nih.gov/pubmed/2585024")
    ('PMID', '2585024')
    """
    kind, value, _ = _identify(goal(href.strip()))
    return (kind, value) if kind and value else None


def _first(kind: str, text: str) -> str:
    return next((found.value for found in find_ids(text) if found.kind == kind), "")


def read_doi(text: str) -> str:
    """Read a DOI in any spelling, letter case kept, or "".

    >>> read_doi("https://doi.org/10.1016/S0168-8278(00)80421-1.")
    '10.1016/S0168-8278(00)80421-1'
    """
    if _PLAIN_DOI.fullmatch(text):
        return text
    bare = DOI.match(text)
    if bare and not any(map(text.lower().__contains__, _LINKED)) and (found := _read_doi(bare)):
        return found.value
    return _first("DOI", text)


def read_pmid(text: str) -> str:
    """Read a PMID, bare or labelled or as a link: its digits without leading zeros, or ""."""
    bare = text.strip()
    return (bare.lstrip("0") if re.fullmatch(r"\d{1,8}", bare) else "") or _first("PMID", bare)


def read_pmcid(text: str) -> str:
    """Read a PMCID, as "PMC2275327", or ""."""
    bare = text.strip()
    return _normal_pmcid(bare) if re.fullmatch(r"\d{3,9}", bare) else _first("PMCID", bare)


def read_issn(text: str) -> str:
    """Read an ISSN whose check digit is right, as "1234-567X", or ""."""
    match = _ISSN_ALONE.search(text)
    return _normal_issn(match[0]) if match else ""


def read_isbn(text: str) -> str:
    """Read an ISBN whose check digit is right, without hyphens, or ""."""
    match = re.search(_ISBN, re.sub(r"ISBN(?:-1[03])?:?", "", text, flags=re.IGNORECASE))
    return _normal_isbn(match[0]) if match else ""


def read_arxiv(text: str) -> str:
    """Read an arXiv identifier with its version, bare or labelled or as a link, or ""."""
    bare = text.strip()
    return _normal_arxiv(bare) if re.fullmatch(_ARXIV_ID, bare) else _first("arXiv", bare)


def _normal_issn(raw: str) -> str:
    digits = raw[:4] + raw[-4:].upper()
    return f"{digits[:4]}-{digits[4:]}" if is_issn(digits) else ""


def _normal_isbn(raw: str) -> str:
    return re.sub(r"[\s-]", "", plain_dashes(raw)).upper() if is_isbn(raw) else ""


def _normal_arxiv(raw: str) -> str:
    return re.sub(r"\s", "", raw)


def _normal_pmcid(raw: str) -> str:
    number = re.sub(r"\D", "", raw).lstrip("0")
    return f"PMC{number}" if number else ""


_NORMAL: dict[str, Callable[[str], str]] = {
    "PMID": lambda raw: raw.lstrip("0"),
    "PMCID": _normal_pmcid,
    "arXiv": _normal_arxiv,
    "ISBN": _normal_isbn,
    "ISSN": _normal_issn,
}
_MARKS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = (
    *((mark, _URL, _read_link) for mark in _LINKED),
    ("10.", DOI, _read_doi),
    ("10 .", DOI, _read_doi),
    ("arxiv", _ARXIV, _reader("arXiv")),
    ("abs/", _ARXIV, _reader("arXiv")),
    ("pmc", _PMCID, _reader("PMCID")),
    ("pmid", _PMID, _reader("PMID")),
    ("pubmed", _PMID, _reader("PMID")),
    ("isbn", _LABELLED_ISBN, _reader("ISBN")),
    ("978", _BARE_ISBN, _reader("ISBN")),
    ("979", _BARE_ISBN, _reader("ISBN")),
    ("issn", _LABELLED_ISSN, _reader("ISSN")),
)
"""What announces an identifier (in lower case), its pattern from there on, and its reader; the
first to claim a stretch of text keeps it."""
