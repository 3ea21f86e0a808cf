"""COinS: a reference in the title of an empty span, as an OpenURL context object.

The keys are those of the journal, book, dissertation and Dublin Core formats of ANSI/NISO
Z39.88-2004 (http://ocoins.info and https://groups.niso.org/higherlogic/ws/public/download/14833).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from citeman.fields.dates import read_date
from citeman.fields.ids import (
    read_arxiv,
    read_doi,
    read_isbn,
    read_issn,
    read_pmcid,
    read_pmid,
)
from citeman.fields.locators import read_pages
from citeman.fields.names import read_name
from citeman.model import Name, Reference
from citeman.text import squeeze

_TYPES = {
    "article": "article-journal", "proceeding": "paper-conference", "preprint": "article",
    "book": "book", "bookitem": "chapter", "report": "report", "dissertation": "thesis",
    "conference": "book", "issue": "periodical", "patent": "patent", "document": "document",
}  # fmt: skip
_BY_FORMAT = {"journal": "article-journal", "book": "book", "dissertation": "thesis"}
_WHOLE = frozenset({"book", "report", "thesis", "periodical"})
_ARTICLE_TITLES = ("atitle", "title", "dc.title")
_HOST_TITLES = ("jtitle", "btitle", "title", "stitle")
_TEXT = {
    "volume": ("volume",), "issue": ("issue",), "edition": ("edition",),
    "publisher": ("pub", "publisher", "inst"), "publisher_place": ("place",),
    "collection_title": ("series",), "number_of_pages": ("tpages",), "language": ("language",),
}  # fmt: skip
_IDS = (
    ("info:doi/", "DOI", read_doi),
    ("info:pmid/", "PMID", read_pmid),
    ("info:arxiv/", "archive_location", read_arxiv),
    ("urn:isbn:", "ISBN", read_isbn),
    ("urn:issn:", "ISSN", read_issn),
)


def read_coins(title: str) -> Reference | None:
    """Read the title of a COinS span; None where it is no context object, or names no work.

    >>> found = read_coins(
    ...     "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"
    ...     "&rft.genre=article&rft.atitle=Aldesleukin&rft.jtitle=BioDrugs&rft.volume=7"
    ...     "&rft.spage=394&rft.epage=422&rft.date=1997&rft.aulast=Noble&rft.aufirst=S"
    ...     "&rft.au=Goa%2C+K&rft_id=info:pmid/18031103"
    ... )
    >>> found.title, found.container_title, found.page, len(found.author), found.PMID
    ('Aldesleukin', 'BioDrugs', '394-422', 2, '18031103')
    """
    said = _said(title)
    kind = _kind(said)
    values: dict[str, Any] = _titles(said, kind) | _identifiers(said.get("rft_id", ()))
    values |= {field: _first(said, names) for field, names in _TEXT.items()}
    values["page"] = _pages(said)
    values["author"] = _people(said)
    values["issued"] = read_date(_first(said, ("date",)))
    values["ISBN"] = values.get("ISBN") or read_isbn(_first(said, ("isbn",)))
    values["ISSN"] = values.get("ISSN") or read_issn(_first(said, ("issn", "eissn")))
    if not (values.get("title") or values.get("container_title")):
        return None
    return Reference(type=kind, **{field: value for field, value in values.items() if value})


def _said(title: str) -> dict[str, list[str]]:
    """What each key says, without the "rft." before it; `rft_id` keeps its name."""
    if "ctx_ver" not in title and "rft" not in title:
        return {}
    pairs = parse_qs(title, keep_blank_values=False).items()
    return {key.removeprefix("rft."): [squeeze(v) for v in values] for key, values in pairs}


def _first(said: Mapping[str, Sequence[str]], names: Iterable[str]) -> str:
    return next((said[name][0] for name in names if said.get(name)), "")


def _kind(said: Mapping[str, Sequence[str]]) -> str:
    """Name the type; of an "unknown" genre with nothing of a journal's it is a web page."""
    genre = _first(said, ("genre",)).lower()
    if genre in _TYPES:
        return _TYPES[genre]
    form = _first(said, ("rft_val_fmt",)).rpartition(":")[2]
    if genre == "unknown" and not _first(said, ("volume", "issue", "spage", "pages")):
        return "webpage" if _address(said.get("rft_id", ())) else "document"
    return _BY_FORMAT.get(form, "document")


def _titles(said: Mapping[str, Sequence[str]], kind: str) -> dict[str, str]:
    """Give the title and the title of what it stands in; a whole book has only its own."""
    host = _first(said, _HOST_TITLES)
    title = _first(said, _ARTICLE_TITLES[:1])
    if kind in _WHOLE or not (said.get("jtitle") or said.get("btitle") or title):
        return {"title": title or host or _first(said, _ARTICLE_TITLES)}
    short = _first(said, ("stitle",))
    values = {"title": title, "container_title": host}
    return values | ({"container_title_short": short} if short != host else {})


def _people(said: Mapping[str, Sequence[str]]) -> tuple[Name, ...]:
    """Give the authors: the first in parts, the others whole; who is named twice counts once."""
    family = _first(said, ("aulast",))
    given = _first(said, ("aufirst",)) or _initials(said)
    first = (Name(family, given, suffix=_first(said, ("ausuffix",))),) if family else ()
    others = [read_name(name) for key in ("au", "creator") for name in said.get(key, ())]
    if first and others and others[0].family == family and others[0].given[:1] == given[:1]:
        others = others[1:]
    groups = tuple(Name(literal=group) for group in said.get("aucorp", ()))
    return (*first, *others, *groups)


def _initials(said: Mapping[str, Sequence[str]]) -> str:
    return _first(said, ("auinit",)) or "".join(
        _first(said, (name,)) for name in ("auinit1", "auinitm")
    )


def _pages(said: Mapping[str, Sequence[str]]) -> str:
    ends = [_first(said, (name,)) for name in ("spage", "epage")]
    pages = read_pages(_first(said, ("pages",)) or "-".join(filter(None, ends)))
    number = _first(said, ("artnum",))
    return pages or ("" if "://" in number else number)


def _identifiers(ids: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for given in ids:
        for start, field, read in _IDS:
            if given.lower().startswith(start):
                values.setdefault(field, read(given[len(start) :]))
        if "/pmc/articles/" in given or given.lower().startswith("info:pmc/"):
            values.setdefault("PMCID", read_pmcid(given.partition("#")[0]))
    if values.get("archive_location"):
        values["archive"] = "arXiv"
    address = _address(ids)
    return values | ({"URL": address} if address and "PMCID" not in values else {})


def _address(ids: Sequence[str]) -> str:
    return next((given.partition("#id-name=")[0] for given in ids if "://" in given), "")
