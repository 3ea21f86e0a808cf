"""How the types and fields of BibTeX and BibLaTeX answer to those of CSL."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from citeman.formats.variables import ATTRIBUTES, EXTRA
from citeman.model import Reference

CSL_TYPE = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "book": "book",
    "bookinbook": "chapter", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage",
    "image": "graphic", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry", "jurisdiction": "legal_case",
    "legal": "treaty", "legislation": "legislation", "letter": "personal_communication",
    "manual": "book", "mastersthesis": "thesis", "misc": "document", "movie": "motion_picture",
    "music": "song", "mvbook": "book", "mvcollection": "book", "mvproceedings": "book",
    "mvreference": "book", "online": "webpage", "patent": "patent",
    "performance": "performance", "periodical": "periodical", "phdthesis": "thesis",
    "proceedings": "book", "reference": "book", "report": "report", "review": "review",
    "software": "software", "standard": "standard", "suppbook": "chapter",
    "suppcollection": "chapter", "suppperiodical": "article-journal", "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture",
    "webpage": "webpage", "www": "webpage",
}  # fmt: skip
"""Entry type of BibTeX or BibLaTeX -> CSL type."""

KINDS = frozenset(
    [
        "article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings",
        "manual", "mastersthesis", "misc", "phdthesis", "proceedings", "techreport",
        "unpublished",
    ]
)  # fmt: skip
"""The entry types of BibTeX itself."""
_LEGACY = frozenset(
    ["conference", "electronic", "mastersthesis", "phdthesis", "techreport", "www"]
)
"""Types that BibLaTeX knows for the sake of BibTeX's files only."""

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""What BibLaTeX's `entrysubtype` calls kinds of article; for other types it holds CSL's name."""

GENRE = {"mastersthesis": "Master's thesis", "phdthesis": "PhD thesis"}
"""The genre that an entry type says by itself."""
TYPE_WORDS = {
    "audiocd": "Audio CD", "bathesis": "Bachelor's thesis", "candthesis": "Candidate thesis",
    "datacd": "Data CD", "mathesis": "Master's thesis", "phdthesis": "PhD thesis",
    "resreport": "Research report", "software": "Computer software",
    "techreport": "Technical report",
}  # fmt: skip
"""What BibLaTeX prints for the keys that `type` may hold."""
UNSAID = {
    "mastersthesis": "Thesis", "phdthesis": "Thesis", "thesis": "Thesis", "report": "Report",
}  # fmt: skip
"""What we write as `type`, which these entry types require, where there is no genre."""
_MASTERS = re.compile(r"master|\bM\.?\s?(?:Sc|A|Phil|Eng)\b|diplom|licenc|licent|magist", re.I)

_FIELDS = (
    "author", "editor", "translator", "bookauthor", "title", "shorttitle", "CONTAINER",
    "shortjournal", "maintitle", "origtitle", "eventtitle", "venue", "eventdate", "series",
    "volume", "volumes", "NUMBER", "EID", "pages", "pagetotal", "chapter", "edition", "version",
    "type", "PUBLISHER", "address", "date", "origdate", "pubstate", "doi", "pmid", "pmcid",
    "isbn", "issn", "url", "urldate", "language", "keywords", "abstract", "note", "annote",
)  # fmt: skip
"""The order in which fields are written; capitals stand for what depends on the entry type."""

_ATTRIBUTE = {
    "annotation": "annote", "bookauthor": "container_author", "shorttitle": "title_short",
    "maintitle": "volume_title", "shortjournal": "container_title_short",
    "origtitle": "original_title", "eventtitle": "event_title", "venue": "event_place",
    "eventdate": "event_date", "series": "collection_title", "volumes": "number_of_volumes",
    "pages": "page", "pagetotal": "number_of_pages", "chapter": "chapter_number",
    "type": "genre", "address": "publisher_place", "location": "publisher_place",
    "date": "issued", "origdate": "original_date", "pubstate": "status", "doi": "DOI",
    "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "issn": "ISSN", "url": "URL",
    "urldate": "accessed", "keywords": "keyword",
}  # fmt: skip
"""Field -> attribute of `Reference`, where the names differ."""

_ALIASES = {
    "annotation": "annote", "archiveprefix": "archive", "booksubtitle": "container_title",
    "booktitle": "container_title", "eprint": "archive_location",
    "eprintclass": "archive_collection", "eprinttype": "archive",
    "howpublished": "container_title",
    "institution": "publisher", "issue": "issue", "journal": "container_title",
    "journalsubtitle": "container_title", "journaltitle": "container_title",
    "langid": "language", "location": "publisher_place", "mainsubtitle": "volume_title",
    "organization": "publisher", "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher", "primaryclass": "archive_collection",
    "publisher": "publisher", "school": "publisher", "subtitle": "title",
    "urldate": "accessed", "lastchecked": "accessed",
}  # fmt: skip
"""Fields that mean an attribute as well, where the proper field of the entry type is missing."""

_ELSEWHERE = {"id", "type", "truncated", "custom", "extra"}
_IN_SERIES = (
    "book", "booklet", "collection", "inbook", "incollection", "inproceedings", "inreference",
    "proceedings",
)  # fmt: skip
_NUMBER = {"article": "issue", "review": "issue"} | dict.fromkeys(_IN_SERIES, "collection_number")


class Dialect(NamedTuple):
    """How one of the two spells what both can say.

    `contained` and `alone` map CSL types to entry types, with and without a container title.
    """

    name: str
    contained: Mapping[str, str]
    alone: Mapping[str, str]
    container: Mapping[str, str]
    publisher: Mapping[str, str]
    renamed: Mapping[str, str]
    eprint: tuple[str, str, str]


BIBTEX = Dialect(
    "bibtex",
    contained={
        "article-magazine": "article", "article-newspaper": "article",
        "chapter": "incollection", "entry": "incollection",
        "entry-dictionary": "incollection", "entry-encyclopedia": "incollection",
        "paper-conference": "inproceedings", "review": "article", "review-book": "article",
    },
    alone={
        "article-journal": "article", "book": "book", "chapter": "inbook", "classic": "book",
        "collection": "book", "pamphlet": "booklet", "report": "techreport",
    },
    container={"article": "journal", "misc": "howpublished"},
    publisher={
        "phdthesis": "school", "mastersthesis": "school", "techreport": "institution",
    },
    renamed={},
    eprint=("eprint", "archiveprefix", "primaryclass"),
)  # fmt: skip
"""All other types are "misc", which requires no field, so that no style misses one."""

BIBLATEX = Dialect(
    "biblatex",
    contained={
        "article-magazine": "article", "article-newspaper": "article",
        "chapter": "incollection", "entry": "inreference", "entry-dictionary": "inreference",
        "entry-encyclopedia": "inreference", "paper-conference": "inproceedings",
        "review": "article", "review-book": "article",
    },
    alone={
        "article": "online", "article-journal": "article", "book": "book", "chapter": "inbook",
        "classic": "book", "collection": "collection", "dataset": "dataset",
        "manuscript": "unpublished", "pamphlet": "booklet", "patent": "patent",
        "periodical": "periodical", "post": "online", "post-weblog": "online",
        "report": "report", "software": "software", "thesis": "thesis", "webpage": "online",
    },
    container={
        "article": "journaltitle", "misc": "howpublished", "online": "titleaddon",
    },
    publisher={
        "manual": "organization", "misc": "organization", "online": "organization",
        "report": "institution", "software": "organization", "thesis": "institution",
    },
    renamed={"address": "location", "annote": "annotation"},
    eprint=("eprint", "eprinttype", "eprintclass"),
)  # fmt: skip

"""The types that no standard style of BibLaTeX prints, such as @movie, take no field in its data
model: they are written as "misc", which is how the styles print them."""

DIALECTS = {dialect.name: dialect for dialect in (BIBTEX, BIBLATEX)}


def kind_of(reference: Reference, dialect: Dialect = BIBTEX) -> str:
    """Choose the entry type for a reference.

    >>> kind_of(Reference(type="chapter", container_title="Book")), kind_of(Reference(type="map"))
    ('incollection', 'misc')
    >>> kind_of(Reference(type="webpage"), BIBLATEX)
    'online'
    """
    if reference.type == "thesis" and dialect is BIBTEX:
        return "mastersthesis" if _MASTERS.search(reference.genre) else "phdthesis"
    if reference.type == "manuscript" and reference.note:  # which BibTeX's type requires
        return "unpublished"
    kind = dialect.contained.get(reference.type) if reference.container_title else None
    return kind or dialect.alone.get(reference.type, "misc")


def has_kind(kind: str, dialect: Dialect) -> bool:
    """Tell whether an entry of this type may be written: one that nobody knows may be anywhere.

    >>> has_kind("manual", BIBTEX), has_kind("online", BIBTEX), has_kind("www", BIBLATEX)
    (True, False, False)
    """
    if kind not in CSL_TYPE:
        return True
    return kind in KINDS if dialect is BIBTEX else kind not in _LEGACY


def subtype_of(reference: Reference, kind: str) -> str:
    """Give the `entrysubtype` that keeps the CSL type, or "" where the entry type says it.

    >>> subtype_of(Reference(type="article-magazine"), "article")
    'magazine'
    """
    if CSL_TYPE.get(kind, "document") == (reference.type or "document"):
        return ""
    names = {csl: name for name, csl in SUBTYPES.items()}
    return names.get(reference.type, reference.type)


@cache
def fields_of(kind: str, dialect: str = "bibtex") -> dict[str, str]:
    """Map the fields of an entry type to attributes, in the order in which they are written.

    Attributes that there is no field for go under their CSL name.
    """
    spelled = DIALECTS[dialect]
    number = ("number", _NUMBER.get(kind, "number"))
    depending = {
        "CONTAINER": (spelled.container.get(kind, "booktitle"), "container_title"),
        "PUBLISHER": (spelled.publisher.get(kind, "publisher"), "publisher"),
        "NUMBER": number,
        "EID": ("eid", "number") if _NUMBER.get(kind) == "issue" else number,
    }
    names = (spelled.renamed.get(name, name) for name in _FIELDS)
    fields = dict(depending.get(name, (name, _ATTRIBUTE.get(name, name))) for name in names)
    for csl, attribute in ATTRIBUTES.items():
        if attribute not in {*fields.values(), *_ELSEWHERE}:
            fields[f"csl-{csl}" if csl.lower() in fields else csl.lower()] = attribute
    return fields


@cache
def attribute_of(field: str, kind: str) -> str:
    """Give the attribute, or the variable in `extra`, that a field of an entry means, or "".

    >>> attribute_of("number", "article"), attribute_of("number", "techreport")
    ('issue', 'number')
    """
    for fields in (fields_of(kind), _ALIASES, fields_of(kind, "biblatex")):
        if field in fields:
            return fields[field]
    return field if field in EXTRA else ""


@cache
def meaning_of(field: str, kind: str) -> tuple[str, bool]:
    """Give what `attribute_of` does, and whether another field means the same and comes first.

    >>> meaning_of("journaltitle", "article"), meaning_of("journal", "article")
    (('container_title', True), ('container_title', False))
    """
    return attribute_of(field, kind), field in _ALIASES and field not in fields_of(kind)
