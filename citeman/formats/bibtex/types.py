"""How the types and fields of BibTeX answer to those of CSL."""

import re
from functools import cache

from citeman.formats.variables import ATTRIBUTES, EXTRA
from citeman.model import Reference

CSL_TYPE = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry", "manual": "book", "mastersthesis": "thesis", "misc": "document",
    "mvbook": "book", "online": "webpage", "patent": "patent", "periodical": "periodical",
    "phdthesis": "thesis", "proceedings": "book", "reference": "book", "report": "report",
    "software": "software", "standard": "standard", "techreport": "report", "thesis": "thesis",
    "unpublished": "manuscript", "webpage": "webpage", "www": "webpage",
}  # fmt: skip
"""Entry type of BibTeX or BibLaTeX -> CSL type."""

_IN_CONTAINER = {
    "article-magazine": "article", "article-newspaper": "article", "chapter": "incollection",
    "entry": "incollection", "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection", "paper-conference": "inproceedings",
    "review": "article", "review-book": "article",
}  # fmt: skip
_ALONE = {
    "article-journal": "article", "book": "book", "chapter": "inbook", "classic": "book",
    "collection": "book", "pamphlet": "booklet", "report": "techreport",
}  # fmt: skip
"""CSL type -> entry type, with and without a container title. All others are "misc", which
requires no field, so that no style misses one."""

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""What BibLaTeX's `entrysubtype` calls kinds of article; for other types it holds CSL's name."""

GENRE = {"mastersthesis": "Master's thesis", "phdthesis": "PhD thesis"}
"""The genre that an entry type says by itself."""
_MASTERS = re.compile(r"master|\bM\.?\s?(?:Sc|A|Phil|Eng)\b|diplom|licenc|licent|magist", re.I)

FIELDS = (
    "author", "editor", "translator", "bookauthor", "title", "shorttitle", "CONTAINER",
    "shortjournal", "maintitle", "origtitle", "eventtitle", "venue", "eventdate", "series",
    "volume", "volumes", "NUMBER", "EID", "pages", "pagetotal", "chapter", "edition", "version",
    "type", "PUBLISHER", "address", "date", "origdate", "pubstate", "doi", "pmid", "pmcid",
    "isbn", "issn", "url", "urldate", "language", "keywords", "abstract", "note", "annote",
)  # fmt: skip
"""The order in which fields are written; capitals stand for what depends on the entry type."""

ATTRIBUTE = {
    "bookauthor": "container_author", "shorttitle": "title_short", "maintitle": "volume_title",
    "shortjournal": "container_title_short", "origtitle": "original_title",
    "eventtitle": "event_title", "venue": "event_place", "eventdate": "event_date",
    "series": "collection_title", "volumes": "number_of_volumes", "pages": "page",
    "pagetotal": "number_of_pages", "chapter": "chapter_number", "type": "genre",
    "address": "publisher_place", "date": "issued", "origdate": "original_date",
    "pubstate": "status", "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN",
    "issn": "ISSN", "url": "URL", "urldate": "accessed", "keywords": "keyword",
}  # fmt: skip
"""Field -> attribute of `Reference`, where the names differ."""

ALIASES = {
    "annotation": "annote", "booktitle": "container_title", "institution": "publisher",
    "issue": "issue", "journal": "container_title", "journaltitle": "container_title",
    "langid": "language", "location": "publisher_place", "organization": "publisher",
    "publisher": "publisher", "school": "publisher",
}  # fmt: skip
"""Fields that mean an attribute as well, where the proper field of the entry type is missing."""

_CONTAINER = {"article": "journal", "misc": "howpublished"}
_PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
_IN_SERIES = ("book", "booklet", "inbook", "incollection", "inproceedings", "proceedings")
_NUMBER = {"article": "issue"} | dict.fromkeys(_IN_SERIES, "collection_number")
_ELSEWHERE = {"id", "type", "truncated", "custom", "extra"}


def kind_of(reference: Reference) -> str:
    """Choose the entry type for a reference.

    >>> kind_of(Reference(type="chapter", container_title="Book")), kind_of(Reference(type="map"))
    ('incollection', 'misc')
    """
    if reference.type == "thesis":
        return "mastersthesis" if _MASTERS.search(reference.genre) else "phdthesis"
    if reference.type == "manuscript" and reference.note:  # which the type requires
        return "unpublished"
    kind = _IN_CONTAINER.get(reference.type) if reference.container_title else None
    return kind or _ALONE.get(reference.type, "misc")


def subtype_of(reference: Reference, kind: str) -> str:
    """Give the `entrysubtype` that keeps the CSL type, or "" where the entry type says it.

    >>> subtype_of(Reference(type="article-magazine"), "article")
    'magazine'
    """
    if CSL_TYPE[kind] == (reference.type or "document"):
        return ""
    names = {csl: name for name, csl in SUBTYPES.items()}
    return names.get(reference.type, reference.type)


@cache
def fields_of(kind: str) -> dict[str, str]:
    """Map the fields of an entry type to attributes, in the order in which they are written.

    Attributes that BibTeX has no field for go under their CSL name.
    """
    number = ("number", _NUMBER.get(kind, "number"))
    depending = {
        "CONTAINER": (_CONTAINER.get(kind, "booktitle"), "container_title"),
        "PUBLISHER": (_PUBLISHER.get(kind, "publisher"), "publisher"),
        "NUMBER": number,
        "EID": ("eid", "number") if kind == "article" else number,
    }
    fields = dict(depending.get(name, (name, ATTRIBUTE.get(name, name))) for name in FIELDS)
    for csl, attribute in ATTRIBUTES.items():
        if attribute not in {*fields.values(), *_ELSEWHERE}:
            fields[f"csl-{csl}" if csl.lower() in fields else csl.lower()] = attribute
    return fields


def attribute_of(field: str, kind: str) -> str:
    """Give the attribute, or the variable in `extra`, that a field of an entry means, or "".

    >>> attribute_of("number", "article"), attribute_of("number", "techreport")
    ('issue', 'number')
    """
    return fields_of(kind).get(field) or ALIASES.get(field) or (field if field in EXTRA else "")
