"""What the types and tags of RIS mean in CSL.

Sources: the format's specification of 2011 with its table of tags by type, and, where that leaves
a choice, what EndNote and Zotero write.
"""

from collections.abc import Mapping
from functools import cache

TYPES = {
    "JOUR": "article-journal", "BOOK": "book", "CHAP": "chapter", "CONF": "paper-conference",
    "THES": "thesis", "RPRT": "report", "ELEC": "webpage", "NEWS": "article-newspaper",
    "MGZN": "article-magazine", "DATA": "dataset", "COMP": "software", "PAT": "patent",
    "STAND": "standard", "BLOG": "post-weblog", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "MANSCPT": "manuscript", "JFULL": "periodical",
    "CLSWK": "classic", "PAMP": "pamphlet", "PCOMM": "personal_communication", "MAP": "map",
    "ART": "graphic", "FIGURE": "figure", "VIDEO": "motion_picture", "SOUND": "song",
    "MUSIC": "musical_score", "SLIDE": "speech", "CASE": "legal_case", "STAT": "legislation",
    "BILL": "bill", "HEAR": "hearing", "GEN": "document", "UNPB": "manuscript",
    "UNPD": "manuscript", "ABST": "article-journal", "EJOUR": "article-journal",
    "INPR": "article-journal", "EBOOK": "book", "EDBOOK": "book", "ECHAP": "chapter",
    "CPAPER": "paper-conference", "GOVDOC": "report", "WEB": "webpage", "SER": "book",
    "CTLG": "book", "AGGR": "dataset", "DBASE": "dataset", "ANCIENT": "classic",
    "ADVS": "motion_picture", "MPCT": "motion_picture", "MULTI": "motion_picture",
    "CHART": "figure", "EQUA": "figure", "ICOMM": "personal_communication", "LEGAL": "regulation",
    "UNBILL": "bill", "GRNT": "document", "GRANT": "document", "INTV": "interview",
    "PODCST": "broadcast", "JOURNAL ARTICLE": "article-journal", "ARTICLE": "article-journal",
}  # fmt: skip
"""TY -> CSL type; of several that mean one type the first is written."""

_WRITTEN = {
    "article": "UNPB", "broadcast": "PODCST", "collection": "BOOK", "entry": "ENCYC",
    "event": "GEN", "interview": "INTV", "performance": "GEN", "post": "BLOG",
    "regulation": "LEGAL", "review": "JOUR", "review-book": "JOUR", "treaty": "LEGAL",
}  # fmt: skip
"""CSL type -> TY where `TYPES` does not say it."""

TAGS = {
    "AU": "author", "A2": "editor", "A3": "collection_editor", "A4": "translator",
    "TI": "title", "T2": "container_title", "J2": "container_title_short",
    "T3": "collection_title", "ST": "title_short", "VL": "volume", "NV": "number_of_volumes",
    "IS": "issue", "SE": "section", "SP": "page", "C7": "number", "ET": "edition",
    "CY": "publisher_place", "PB": "publisher", "PY": "issued", "Y2": "accessed",
    "M3": "genre", "LA": "language", "SN": "ISSN", "DO": "DOI", "C2": "PMCID", "UR": "URL",
    "DB": "archive", "AN": "archive_location", "DP": "source", "CN": "call-number",
    "AB": "abstract", "KW": "keyword", "N1": "note", "RN": "annote",
}  # fmt: skip
"""Tag -> attribute of `Reference` or variable in its `extra`, in the order of writing."""

ALIASES = {
    "A1": "author", "ED": "editor", "T1": "title", "CT": "title", "BT": "container_title",
    "JF": "container_title", "JA": "container_title_short", "J1": "container_title_short",
    "JO": "container_title_short", "VO": "volume", "CP": "issue", "Y1": "issued", "DA": "issued",
    "N2": "abstract", "PP": "publisher_place", "L3": "DOI", "NO": "note", "RI": "reviewed-title",
    "EP": "page", "PU": "publisher", "PI": "publisher_place", "JI": "container_title_short",
    "J9": "container_title_short", "NL": "container_title_short",
}  # fmt: skip
"""Tags that are read, and written at most where no other tag has their meaning."""
_ALONE = ("JF", "RI")

_NO_SERIES = {"T3": "volume_title", "BT": "title"}
_BOOK = {"T2": "collection_title", **_NO_SERIES, "A2": "collection_editor", "A3": "editor",
         "IS": "collection_number", "M1": "collection_number", "SN": "ISBN",
         "SP": "number_of_pages"}  # fmt: skip
_PART = {"SN": "ISBN", "M1": "collection_number", "RP": "original_date"}
_NUMBERED = {"T2": "collection_title", "IS": "number", "M1": "number", "SN": "number"}
_FILM = {"AU": "director", "A1": "director", "A3": "producer"}
_BY_TYPE: dict[str, dict[str, str]] = {
    "article-journal": {"ET": "available_date"},
    "book": _BOOK,
    "classic": _BOOK,
    "chapter": _PART,
    "entry-dictionary": _PART,
    "entry-encyclopedia": _PART,
    "paper-conference": {**_PART, "C3": "container_title"},
    "thesis": {"SP": "number_of_pages", "SN": "ISBN", "IS": "number", "M1": "number"},
    "report": _NUMBERED,
    "standard": _NUMBERED,
    "patent": {**_NUMBERED, "T2": "container_title", "PB": "authority"},
    "legal_case": {"PB": "authority", "T2": "container_title", "M1": "number"},
    "dataset": {"ET": "version"},
    "software": {"ET": "version", "T2": "collection_title"},
    "speech": {"T2": "event_title", "CY": "event_place"},
    "motion_picture": _FILM,
    "interview": {"A2": "interviewer"},
    "personal_communication": {"A2": "recipient"},
}
"""CSL type -> tags that mean something else there than in `TAGS`."""


@cache
def kind_of(csl_type: str) -> str:
    """Choose the TY for a CSL type.

    >>> kind_of("article-journal"), kind_of("treaty")
    ('JOUR', 'LEGAL')
    """
    written = (kind for kind, csl in TYPES.items() if csl == csl_type)
    return _WRITTEN.get(csl_type) or next(written, "GEN")


@cache
def tags_of(csl_type: str) -> Mapping[str, str]:
    """Map every tag to what it means for a type of work.

    >>> tags_of("book")["T2"], tags_of("article-journal")["T2"]
    ('collection_title', 'container_title')
    """
    return {**TAGS, **ALIASES, **_BY_TYPE.get(csl_type, {})}


@cache
def ranks_of(csl_type: str) -> Mapping[str, int]:
    """Rank the tags of a type: of several that mean one thing the lowest comes first."""
    return {tag: rank for rank, tag in enumerate(tags_of(csl_type))}


@cache
def written_tags(csl_type: str) -> Mapping[str, str]:
    """Map attributes to the tag they are written under, in the order of writing.

    What has no tag of its own in a type goes under the alias that is read as it there.
    """
    own = _BY_TYPE.get(csl_type, {})
    order = dict.fromkeys([*TAGS, *own, *_ALONE])
    meanings = {tag: own.get(tag, TAGS.get(tag) or ALIASES.get(tag, "")) for tag in order}
    tags: dict[str, str] = {}
    for tag, meaning in meanings.items():
        tags.setdefault(meaning, tag)
    return tags
