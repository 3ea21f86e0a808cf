"""The elements of MODS that several of its levels share: titles, names, dates, pages, kinds."""

import re
from collections.abc import Iterator

from lxml import etree

from citeman.fields.dates import read_date
from citeman.fields.locators import read_pages
from citeman.fields.names import read_name
from citeman.fields.persons import read_inverted
from citeman.formats.edtf import read_edtf
from citeman.formats.nlmxml import first, text_of, texts
from citeman.formats.pubmedxml import LANGUAGE
from citeman.formats.ris.values import read_person
from citeman.model import Date, Name, replace

GENRES = {
    "journal article": "article-journal", "journalarticle": "article-journal",
    "article": "article-journal", "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper", "newspaper article": "article-newspaper",
    "book": "book", "monograph": "book", "collection": "book", "ebook": "book",
    "booksection": "chapter", "book section": "chapter", "book chapter": "chapter",
    "chapter": "chapter", "book part": "chapter", "conferencepaper": "paper-conference",
    "conference paper": "paper-conference", "conference object": "paper-conference",
    "thesis": "thesis", "doctoral thesis": "thesis", "ph.d. thesis": "thesis",
    "masters thesis": "thesis", "master thesis": "thesis", "bachelor thesis": "thesis",
    "dissertation": "thesis", "diploma thesis": "thesis", "habilitation thesis": "thesis",
    "report": "report", "technical report": "report", "research report": "report",
    "working paper": "report", "government publication": "report", "patent": "patent",
    "web site": "webpage", "web page": "webpage", "webpage": "webpage", "map": "map",
    "letter": "personal_communication", "interview": "interview", "manuscript": "manuscript",
    "dataset": "dataset", "data set": "dataset", "numeric data": "dataset",
    "database": "dataset", "computer program": "software", "software": "software",
    "legislation": "legislation", "legal case and case notes": "legal_case", "speech": "speech",
    "standard or specification": "standard", "motion picture": "motion_picture",
    "preprint": "article", "pamphlet": "pamphlet", "treaty": "treaty",
    "encyclopediaarticle": "entry-encyclopedia", "dictionaryentry": "entry-dictionary",
    "review": "review", "blogpost": "post-weblog",
}  # fmt: skip
"""What <genre> says, in small letters -> CSL type."""
_HOSTS = {
    "periodical": "article-journal", "academic journal": "article-journal",
    "journal": "article-journal", "magazine": "article-magazine", "newspaper":
    "article-newspaper", "conference publication": "paper-conference", "book": "chapter",
    "encyclopedia": "entry-encyclopedia", "dictionary": "entry-dictionary",
    "web site": "webpage",
}  # fmt: skip
"""What the genre of a host tells about the work in it."""
_RESOURCES = {
    "cartographic": "map", "notated music": "musical_score", "sound recording": "song",
    "sound recording-musical": "song", "still image": "graphic", "moving image": "motion_picture",
    "software, multimedia": "software",
}  # fmt: skip
"""What <typeOfResource> tells where no genre does."""
_ROLES = {
    "author": "author", "aut": "author", "creator": "author", "cre": "author", "": "author",
    "editor": "editor", "edt": "editor", "translator": "translator", "trl": "translator",
    "degree grantor": "publisher", "dgg": "publisher",
}  # fmt: skip
"""MARC's relator terms and codes (https://id.loc.gov/vocabulary/relators) -> attribute."""
_CODES = ("iso639-2b", "rfc3066", "iso639-1", "rfc5646", "rfc4646")
_TOTAL = re.compile(r"(?:[ivxlc]+,\s*)?(?P<total>\d+)\s*(?:p|pp|pages?|S|Seiten)\b\.?")


def kind_of(mods: etree._Element, host: etree._Element) -> str:
    """Choose the CSL type by genre, host and kind of resource."""
    genres = [genre.casefold() for genre in texts(mods, "genre")]
    above = [genre.casefold() for genre in texts(host, "genre")]
    chosen = [GENRES[genre] for genre in genres if genre in GENRES]
    within = [_HOSTS[genre] for genre in above if genre in _HOSTS]
    resource = _RESOURCES.get(first(mods, "typeOfResource").casefold(), "")
    if len(host) and (not chosen or chosen[0] == "book"):
        return next(iter(within), "") or resource or _in_host(host)
    return next(iter(chosen), "") or resource or _alone(mods, genres)


def _in_host(host: etree._Element) -> str:
    """A serial has an ISSN, or goes on; everything else that holds parts is a book."""
    goes_on = first(host, "originInfo/issuance") in ("continuing", "serial")
    return "article-journal" if goes_on or _has(host, "issn") else "chapter"


def _alone(mods: etree._Element, genres: list[str]) -> str:
    if {"periodical", "journal", "academic journal"} & {*genres}:
        return "periodical"
    is_book = first(mods, "originInfo/issuance") == "monographic" or _has(mods, "isbn")
    return "book" if is_book else "document"


def _has(element: etree._Element, kind: str) -> bool:
    return element.find(f"identifier[@type='{kind}']") is not None


def title_in(element: etree._Element, kind: str = "") -> str:
    """Read a title with its article and subtitle; "" asks for the main one.

    >>> title_in(etree.fromstring(
    ...     "<mods><titleInfo><nonSort>The</nonSort><title>Cell</title>"
    ...     "<subTitle>an essay</subTitle></titleInfo></mods>"))
    'The Cell: an essay'
    """
    given = [info for info in element.iterfind("titleInfo") if info.get("type", "") == kind]
    if not given and not kind:
        given = element.findall("titleInfo[@type='uniform']")
    if not given:
        return ""
    article, title = first(given[0], "nonSort"), first(given[0], "title")
    joint = "" if article.endswith(("'", "’")) else " "
    parts = [f"{article}{joint}{title}".strip(), first(given[0], "subTitle")]
    return ": ".join(filter(None, parts))


def names_in(element: etree._Element) -> dict[str, tuple[Name, ...]]:
    """Read the names of one level by what they did; who did anything else is a contributor."""
    found: dict[str, list[Name]] = {}
    for name in element.iterfind("name"):
        role = "event_title" if name.get("type") == "conference" else _role(name)
        read = _name(name)
        if read != Name():
            found.setdefault(role, []).append(read)
    return {role: tuple(names) for role, names in found.items()}


def _role(name: etree._Element) -> str:
    terms = [term.casefold().strip(".") for term in texts(name, "role/roleTerm")] or [""]
    return next((_ROLES[term] for term in terms if term in _ROLES), "contributor")


def _name(name: etree._Element) -> Name:
    def part(kind: str) -> str:
        return " ".join(texts(name, f"namePart[@type='{kind}']"))

    plain = " ".join(text_of(each) for each in name.iterfind("namePart") if not each.get("type"))
    if name.get("type") in ("corporate", "conference"):
        return Name(literal=plain)
    if part("family"):
        return read_inverted(part("family"), part("given"), part("termsOfAddress"))
    plain = plain or part("given") or first(name, "displayForm")
    read = read_person(plain) if "," in plain else read_name(plain)
    suffix = part("termsOfAddress")
    return replace(read, suffix=suffix) if suffix and not read.literal else read


def date_in(element: etree._Element, path: str) -> Date | None:
    """Read the date at a path: the one marked as key, a range from start to end, or the first."""
    if path.startswith("@"):
        return _date(element.get(path[1:], ""))
    given = sorted(element.iterfind(path), key=_rank)
    start = _date(text_of(given[0])) if given else None
    ends = [_date(text_of(each)) for each in given if each.get("point") == "end"]
    if start and ends and ends[0] and given[0].get("point") == "start":
        return replace(start, date_parts=(*start.date_parts[:1], *ends[0].date_parts[:1]))
    return start


def _rank(date: etree._Element) -> int:
    marks = (
        date.get("point") == "start",
        date.get("keyDate") == "yes",
        bool(date.get("encoding")),
    )
    return -max((weight for weight, mark in zip((4, 2, 1), marks, strict=True) if mark), default=0)


def _date(text: str) -> Date | None:
    return (read_edtf(text) or read_date(text)) if text else None


def pages_in(mods: etree._Element, host: etree._Element) -> tuple[str, str]:
    """Read the pages of a part, and how many pages the work has."""
    page = total = ""
    for extent in (*mods.iterfind("part/extent"), *host.iterfind("part/extent")):
        if extent.get("unit", "page").casefold() in ("page", "pages", "p"):
            ends = [first(extent, "start"), first(extent, "end")]
            page = page or first(extent, "list") or "-".join(dict.fromkeys(filter(None, ends)))
            total = total or first(extent, "total")
    total = total or first(mods, "physicalDescription/extent/total")
    whole = _TOTAL.fullmatch(first(mods, "physicalDescription/extent"))
    return read_pages(page) if page else "", total or (whole["total"] if whole else "")


def language_in(mods: etree._Element) -> str:
    """Read the language, as a code where one is given."""
    codes = (text for authority in _CODES for text in _languages(mods, authority))
    given = next(codes, "") or first(mods, "language/languageTerm") or first(mods, "language")
    return {"eng": "en"}.get(given) or LANGUAGE.get(given, given)


def _languages(mods: etree._Element, authority: str) -> Iterator[str]:
    yield from texts(mods, f"language/languageTerm[@authority='{authority}']")
