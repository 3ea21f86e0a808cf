"""The document's own record, as the metadata of a JATS or BITS document gives it."""

from collections.abc import Iterable
from typing import Any

from citeman.documents import jats
from citeman.documents.jats import Element, tag
from citeman.fields.ids import read_doi, read_pmcid, read_pmid
from citeman.fields.locators import read_pages
from citeman.model import Date, Name, Reference

_METAS = ("article-meta", "book-part-meta", "book-meta")
_IDS = {
    "pmid": ("PMID", read_pmid),
    "pmc": ("PMCID", read_pmcid),
    "pmcid": ("PMCID", read_pmcid),
    "doi": ("DOI", read_doi),
}
_DATES = ("updated", "revised", "ppub", "collection", "pub", "epub", "epub-ppub", "created")
"""Kinds of dates, the one a reader would cite first."""


def page_of_jats(root: Element) -> Reference | None:
    """Read a document's own record from its metadata; None for a part of a document."""
    metas = {name: next(jats.descendants(root, name), None) for name in _METAS}
    main = next((meta for meta in metas.values() if meta is not None), None)
    title = None if main is None else _title([main], "article-title", "title", "book-title")
    if main is None or not title:
        return None
    book = metas["book-meta"] if tag(main) == "book-part-meta" else None
    journal = next(jats.descendants(root, "journal-meta"), None)
    around = [meta for meta in (main, journal, book) if meta is not None]
    return Reference(
        type=_type(main, book),
        title=title,
        author=_people(main, "author"),
        editor=() if journal is not None else _people(main, "editor"),
        container_title=_title(around[1:], "journal-title", "book-title"),
        publisher=_first(around, "publisher-name"),
        publisher_place=_first(around, "publisher-loc"),
        issued=_date(main) or (_date(book) if book is not None else None),
        volume=_child(main, "volume"),
        issue=_child(main, "issue"),
        page=_page(main),
        abstract=_abstract(main),
        **_ids(main),
    )


def _type(main: Element, book: Element | None) -> str:
    if tag(main) == "article-meta":
        return "article-journal"
    return "chapter" if tag(main) == "book-part-meta" else "book"


def _first(metas: Iterable[Element], *names: str) -> str:
    """Give the words of the first element of these names; notes on a title are not of it."""
    found = (part for meta in metas for part in jats.descendants(meta, *names))
    return next((words for part in found if (words := jats.text_of(part))), "")


def _title(metas: Iterable[Element], *names: str) -> str:
    """Give the first of these titles, with the subtitle that stands beside it."""
    found = next((part for meta in metas for part in jats.descendants(meta, *names)), None)
    if found is None:
        return ""
    group = found.getparent()
    beside = jats.text_of(jats.child(group, "subtitle")) if group is not None else ""
    return ": ".join(filter(None, (jats.text_of(found), beside)))


def _child(meta: Element, name: str) -> str:
    return jats.text_of(jats.child(meta, name))


def _people(meta: Element, kind: str) -> tuple[Name, ...]:
    people = (
        jats.name_of(name)
        for contributor in jats.descendants(meta, "contrib")
        if contributor.get("contrib-type", "author") == kind
        for name in list(jats.descendants(contributor, "name", "string-name", "collab"))[:1]
    )
    return tuple(person for person in people if person)


def _date(meta: Element) -> Date | None:
    dates: dict[str, Element] = {}
    for element in jats.descendants(meta, "pub-date", "date"):
        kind = element.get("pub-type") or element.get("date-type") or "pub"
        dates.setdefault(kind, element)
    best = next((dates[kind] for kind in _DATES if kind in dates), None)
    if best is None:
        best = next(iter(dates.values()), None)
    return None if best is None else jats.date_of([p for p in best if tag(p) in jats.DATES])


def _page(meta: Element) -> str:
    ends = filter(None, dict.fromkeys((_child(meta, "fpage"), _child(meta, "lpage"))))
    return read_pages("-".join(ends)) or _child(meta, "elocation-id")


def _abstract(meta: Element) -> str:
    abstract = jats.child(meta, "abstract")
    parts = [] if abstract is None else list(jats.descendants(abstract, "title", "p"))
    return " ".join(filter(None, map(jats.text_of, parts)))


def _ids(meta: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for element in meta:
        kind = (element.get("pub-id-type") or "").lower()
        if tag(element) in ("article-id", "book-part-id", "book-id") and kind in _IDS:
            field, read = _IDS[kind]
            values.setdefault(field, read(jats.text_of(element)))
    return values
