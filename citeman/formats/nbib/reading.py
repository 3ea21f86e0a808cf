"""The tags of a record of MEDLINE -> a reference."""

import re
from collections.abc import Callable, Iterator

from citeman.fields.dates import read_date
from citeman.fields.ids import read_doi, read_issn, read_pmcid, read_pmid
from citeman.fields.locators import read_pages
from citeman.fields.persons import read_inverted
from citeman.formats.nbib.tags import NOTICES, Tags
from citeman.formats.nlmxml import title_of
from citeman.formats.pubmedxml import LANGUAGE, PLAIN_GENRES, volume_and_issue
from citeman.model import Date, Name, Reference, replace
from citeman.text import squeeze

_MARKED = re.compile(r"(?P<value>.+?)\s*\[(?P<mark>\w+)\]")  # "10.1000/x [doi]"
_CUT = re.compile(r"et al\b", re.IGNORECASE)
_NOTICE_PMID = re.compile(r"\bPMID: ?(\d+)")
_TITLE_LESS = re.compile(r"\[?Not Available\]?\.?", re.IGNORECASE)
LANGUAGES = LANGUAGE | {"eng": "en"}
"""MARC's codes of languages -> those of ISO 639-1."""


def reference_of(tags: Tags) -> Reference:
    """Make a reference of one record's tags."""
    title, original = _titles(tags)
    genres = [genre for genre in tags.get("PT", ()) if genre]
    notices = list(_notices(tags))
    volume, issue = volume_and_issue(_one(tags, "VI"), _one(tags, "IP"))
    reference = Reference(
        type="article" if "Preprint" in genres else "article-journal",
        author=tuple(_authors(tags, "FAU", "AU", "CN")),
        truncated=("author",) if any(map(_CUT.match, tags.get("AU", ()))) else (),
        editor=tuple(_authors(tags, "FED", "ED", "")),
        title=title,
        original_title=original,
        container_title=_one(tags, "JT"),
        container_title_short=_one(tags, "TA"),
        issued=read_date(_one(tags, "DP")),
        volume=volume,
        issue=issue,
        page=read_pages(_one(tags, "PG")) if _one(tags, "PG") else _locator(tags),
        ISSN=next(filter(None, map(read_issn, tags.get("IS", ()))), ""),
        language=next((LANGUAGES[v] for v in tags.get("LA", ()) if v in LANGUAGES), ""),
        abstract=_one(tags, "AB"),
        keyword="; ".join(dict.fromkeys((*tags.get("OT", ()), *tags.get("MH", ())))),
        genre="; ".join(genre for genre in genres if not PLAIN_GENRES.fullmatch(genre)),
        status=_status(tags, genres, notices),
        custom={"notices": notices} if notices else {},
        PMID=read_pmid(_one(tags, "PMID")),
        DOI=_doi(tags),
        PMCID=read_pmcid(_one(tags, "PMC")),
    )
    return _of_book(reference, tags) if tags.get("BTI") else reference


def _one(tags: Tags, tag: str) -> str:
    return next(iter(tags.get(tag, ())), "")


def _titles(tags: Tags) -> tuple[str, str]:
    title, original = title_of(_one(tags, "TI")), title_of(_one(tags, "TT"))
    return (original, "") if not title or _TITLE_LESS.fullmatch(title) else (title, original)


def _authors(tags: Tags, full: str, short: str, group: str) -> Iterator[Name]:
    """Names in full where they are given so, and groups after the persons, as NLM lists them."""
    for text in tags.get(full) or tags.get(short) or ():
        if _CUT.match(text):
            continue
        family, comma, given = text.partition(", ")
        if not comma:
            family, _, given = text.rpartition(" ")
        given, _, suffix = given.partition(", ")
        name = read_inverted(family, given, suffix) if family else Name(family=given)
        if name != Name():
            yield name
    yield from (Name(literal=text) for text in tags.get(group, ()) if text)


def _doi(tags: Tags) -> str:
    return next(filter(None, map(read_doi, _marked(tags, "doi"))), "")


def _locator(tags: Tags) -> str:
    """The number an online article has instead of pages: "e47506 [pii]"."""
    numbers = (text for text in _marked(tags, "pii") if re.fullmatch(r"e?\d{2,12}", text))
    return next(numbers, "")


def _marked(tags: Tags, mark: str) -> Iterator[str]:
    for text in (*tags.get("LID", ()), *tags.get("AID", ())):
        found = _MARKED.fullmatch(text)
        if found and found["mark"] == mark:
            yield found["value"]


def _notices(tags: Tags) -> Iterator[dict[str, str]]:
    for tag, kind in NOTICES.items():
        for text in tags.get(tag, ()):
            pmid = _NOTICE_PMID.search(text)
            place = squeeze(_NOTICE_PMID.sub("", text)).rstrip(". ") if pmid else text
            yield {"kind": kind, "text": place} | ({"PMID": pmid[1]} if pmid else {})


def _status(tags: Tags, genres: list[str], notices: list[dict[str, str]]) -> str:
    if "Retracted Publication" in genres or any(n["kind"] == "retraction" for n in notices):
        return "retracted"
    return "ahead of print" if _one(tags, "PST") == "aheadofprint" else ""


def _of_book(reference: Reference, tags: Tags) -> Reference:
    """A chapter, or with no title of its own the book."""
    book = title_of(_one(tags, "BTI"))
    is_chapter = bool(reference.title) and reference.title != book
    return replace(
        reference,
        type="chapter" if is_chapter else "book",
        title=reference.title or book,
        container_title=book if is_chapter else "",
        collection_title=_one(tags, "CTI"),
        publisher=_one(tags, "PB"),
        publisher_place=_one(tags, "PL"),
        edition=_one(tags, "EN"),
        ISBN=" ".join(text.split()[0] for text in tags.get("ISBN", ()) if text),
    )


def revised(tags: Tags) -> Date | None:
    """When NLM last changed a record; None where it does not say."""
    day = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", _one(tags, "LR"))
    return read_date("-".join(day.groups())) if day else None


_READ = frozenset(
    "PMID VI IP DP TI BTI PG AB FAU AU CN TT TA JT PST PMC OT MH FED ED".split()  # noqa: SIM905
)
"""Tags all of which a reference says; of others it says a part, or nothing."""
_OF_BOOKS = frozenset(["CTI", "PB", "PL", "EN", "ISBN"])


def unread(tags: Tags) -> dict[str, list[str]]:
    """Give the tags, and of those with several values the values, that no variable says."""
    read = _READ | NOTICES.keys() | (_OF_BOOKS if tags.get("BTI") else frozenset())
    rest = {tag: [v for v in values if v] for tag, values in tags.items() if tag not in read}
    rest["LA"] = _but_first(rest.get("LA", []), LANGUAGES.__contains__)
    rest["IS"] = _but_first(rest.get("IS", []), read_issn)
    rest["PT"] = [genre for genre in rest.get("PT", ()) if PLAIN_GENRES.fullmatch(genre)]
    for tag in ("LID", "AID"):
        rest[tag] = [value for value in rest.get(tag, ()) if not _says_doi(value)]
    return {tag: values for tag, values in sorted(rest.items()) if values}


def _but_first(values: list[str], read: Callable[[str], object]) -> list[str]:
    """The values without the first that can be read."""
    first = next((at for at, value in enumerate(values) if read(value)), len(values))
    return values[:first] + values[first + 1 :]


def _says_doi(text: str) -> bool:
    return text.endswith("[doi]") and bool(read_doi(text))
