"""Word's own bibliography (read only): Sources.xml, and the sources inside of a .docx.

Elements: ECMA-376 part 1, 22.6. They go by the type of the source; what has no place in CSL, and
what other programs add, is kept under the format's name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from citeman.errors import InputError
from citeman.fields.dates import read_date
from citeman.fields.ids import id_of_link, read_doi
from citeman.fields.locators import read_pages
from citeman.formats.nlmxml import first, text_of
from citeman.formats.parsed import Parsed
from citeman.formats.xmlrecords import leaves, read_records, root_of, without_spaces
from citeman.model import Date, Name, Place, Reading, Record, Reference
from citeman.text import squeeze

NAME = "word-sources"
SUFFIXES: tuple[str, ...] = (".xml",)

_ROOTS = ("Sources", "Source")
_LOOKS = re.compile(r"http://(?:schemas\.openxmlformats|purl\.oclc|schemas\.microsoft)\.\w+/[^\"']*"
                    r"bibliography")  # fmt: skip
TYPES: Mapping[str, str] = {
    "JournalArticle": "article-journal", "ArticleInAPeriodical": "article-magazine",
    "Book": "book", "BookSection": "chapter", "ConferenceProceedings": "paper-conference",
    "Report": "report", "DocumentFromInternetSite": "webpage", "InternetSite": "webpage",
    "ElectronicSource": "document", "Patent": "patent", "Case": "legal_case",
    "Film": "motion_picture", "Interview": "interview", "SoundRecording": "song",
    "Performance": "performance", "Art": "graphic", "Misc": "document",
}  # fmt: skip
"""Word's type of a source -> the CSL type."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("Title",),
    "title_short": ("ShortTitle",),
    "container_title": (
        "JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName", "PublicationTitle",
        "InternetSiteTitle", "AlbumTitle", "BroadcastTitle", "Reporter",
    ),
    "publisher": ("Publisher", "Institution", "ProductionCompany", "Broadcaster", "Distributor"),
    "authority": ("Court",),
    "volume": ("Volume",),
    "number_of_volumes": ("NumberVolumes",),
    "issue": ("Issue",),
    "chapter_number": ("ChapterNumber",),
    "edition": ("Edition",),
    "number": ("PatentNumber", "CaseNumber", "RecordingNumber"),
    "genre": ("ThesisType", "Type"),
    "medium": ("Medium",),
    "version": ("Version",),
    "URL": ("URL",),
    "note": ("Comments",),
}  # fmt: skip
"""Attribute -> the elements that may hold it; the first that is there does."""
_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "author": ("Author", "Inventor", "Artist", "Performer", "Composer", "Director", "Interviewee"),
    "editor": ("Editor",),
    "translator": ("Translator",),
    "container_author": ("BookAuthor",),
    "contributor": ("Interviewer", "Compiler", "ProducerName", "Conductor", "Writer", "Counsel"),
}
_PLACES = ("City", "StateProvince", "CountryRegion")
_READ = frozenset({
    "Tag", "SourceType", "Guid", "LCID", "RefOrder", "DOI", "StandardNumber", "Pages",
    *_PLACES, *(f"{part}{when}" for part in ("Year", "Month", "Day") for when in ("", "Accessed")),
})  # fmt: skip
_ISBN = re.compile(r"[\d-]{9,16}[\dXx]")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")


def looks_like(text: str) -> bool:
    """Tell whether the text is XML with Word's sources.

    >>> looks_like('<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/'
    ...            'bibliography"/>')
    True
    """
    return root_of(text) in _ROOTS and _LOOKS.search(text[:5000]) is not None


def read(text: str, name: str) -> Parsed:
    """Read every source; raise InputError when the text is something else."""
    if not text.strip():
        return Parsed([], [])
    if not looks_like(text):
        raise InputError(f"{name}: none of Word's sources in it; looked for <b:Sources>")
    return read_records(text, ("Source",), name, _record)


def _record(element: etree._Element, place: str) -> Record:
    source = without_spaces(element)
    used: dict[str, str] = {}
    fields: dict[str, Any] = {}
    for field, elements in _FIELDS.items():
        name = next((each for each in elements if first(source, each)), "")
        fields[field] = first(source, name) if name else ""
        used[name] = field
    fields |= {field: tuple(_people(source, roles)) for field, roles in _PEOPLE.items()}
    fields |= _ids(source, fields["URL"])
    rest = _rest(source, frozenset(used) | _READ)
    kind = "thesis" if first(source, "ThesisType") else TYPES.get(first(source, "SourceType"), "")
    reference = Reference(
        type=kind,
        **fields,
        issued=_date(source, ""),
        accessed=_date(source, "Accessed"),
        publisher_place=", ".join(filter(None, (first(source, each) for each in _PLACES))),
        page=read_pages(first(source, "Pages")),
        custom={NAME: rest} if rest else {},
    )
    reading = Reading(NAME, reference, place=Place(file=place.rpartition(":")[0]))
    key = first(source, "Tag")
    return Record((reading,), key=key if key == squeeze(key) else "")


def _people(source: etree._Element, roles: tuple[str, ...]) -> Iterator[Name]:
    """The names of the first role that has any; Word keeps all of them inside of <Author>."""
    for role in roles:
        group = first(source, f"Author/{role}/Corporate")
        people = [_name(person) for person in source.iterfind(f"Author/{role}/NameList/Person")]
        if group or any(people):
            yield from [Name(literal=group)] if group else filter(None, people)
            return


def _name(person: etree._Element) -> Name | None:
    family, given = first(person, "Last"), f"{first(person, 'First')} {first(person, 'Middle')}"
    if not family:
        return Name(literal=given.strip()) if given.strip() else None
    return Name(family=family, given=given.strip())


def _date(source: etree._Element, when: str) -> Date | None:
    """Read year, month and day, the month in words or as a number."""
    year, month, day = (first(source, f"{part}{when}") for part in ("Year", "Month", "Day"))
    if not (year or month or day):
        return None
    if year.isdecimal() and month.isdecimal():
        return read_date("-".join(filter(None, (year, month.zfill(2), day.zfill(2) * bool(day)))))
    return read_date(" ".join(filter(None, (day, month, year))))


def _ids(source: etree._Element, url: str) -> dict[str, str]:
    """Read the DOI, said or linked, and what kind of number the standard number is."""
    number = first(source, "StandardNumber")
    kind, value = id_of_link(url) or ("", "")
    issn, isbn = _ISSN.search(number), _ISBN.search(number)
    doi = read_doi(first(source, "DOI")) or read_doi(number) or (value if kind == "DOI" else "")
    return {
        "DOI": doi,
        "PMID": value if kind == "PMID" else "",
        "ISSN": issn[0] if issn and not isbn else "",
        "ISBN": isbn[0] if isbn else "",
    }


def _rest(source: etree._Element, used: frozenset[str]) -> dict[str, list[str]]:
    """The text of every element that no field stands for, by its path."""
    rest: dict[str, list[str]] = {}
    for path, leaf in leaves(source):
        text = text_of(leaf)
        if text and path not in used and not path.startswith("Author/"):
            rest.setdefault(path, []).append(text)
    number = first(source, "StandardNumber")
    if number and not (_ISSN.search(number) or _ISBN.search(number) or read_doi(number)):
        rest["StandardNumber"] = [number]
    return rest
