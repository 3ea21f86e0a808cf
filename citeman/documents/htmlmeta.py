"""The head of an HTML page: the page's own record, and the references it says the page cites."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from citeman.fields.dates import read_date
from citeman.fields.ids import read_doi, read_isbn, read_issn, read_pmid
from citeman.fields.locators import read_pages
from citeman.fields.names import read_name
from citeman.model import Reference
from citeman.text import squeeze

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title", "<title>"),
    "author": ("citation_author", "citation_authors", "dc.creator", "dcterms.creator"),
    "container_title": (
        "citation_journal_title", "citation_inbook_title", "citation_book_title",
        "citation_conference_title",
    ),
    "issued": (
        "citation_publication_date", "citation_date", "citation_year", "citation_online_date",
        "dc.date", "dcterms.issued", "dcterms.date", "article:published_time",
    ),
    "publisher": (
        "citation_publisher", "citation_dissertation_institution",
        "citation_technical_report_institution", "dc.publisher", "dcterms.publisher",
    ),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "language": ("citation_language", "dc.language"),
    "DOI": ("citation_doi", "dc.identifier", "dc.identifier.doi"),
    "PMID": ("citation_pmid",),
    "ISBN": ("citation_isbn",),
    "ISSN": ("citation_issn",),
    "URL": ("citation_fulltext_html_url", "citation_public_url", "<canonical>", "og:url"),
}  # fmt: skip
"""Where each field may stand, best first."""

_TYPES = {
    "citation_journal_title": "article-journal",
    "citation_inbook_title": "chapter",
    "citation_book_title": "chapter",
    "citation_conference_title": "paper-conference",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
    "citation_isbn": "book",
}
_ALIASES = {
    "citation_id": "citation_doi", "citation_number": "citation_issue",
    "citation_journal_abbrev": "citation_journal_title", "citation_inbook": "citation_book_title",
    "citation_series_title": "citation_book_title",
}  # fmt: skip
"""Names that only references have; `citation_id` holds a DOI, or a number that is none."""
_READERS = {
    "issued": read_date,
    "DOI": read_doi,
    "PMID": read_pmid,
    "ISBN": read_isbn,
    "ISSN": read_issn,
}
# citation_title=Aldesleukin; citation_author=S Noble; citation_volume=7
_PAIR = re.compile(
    r"(?:^|;)\s*(?P<name>citation_\w+)\s*=\s*(?P<value>.*?)\s*(?=;\s*citation_\w+\s*=|;?\s*$)"
)
_NAMES_A_WORK = frozenset({"title", "container_title", "DOI", "PMID"})
_INTERNET = re.compile(r"\s*\[Internet\]\.?$")


def page_of_head(root: etree._Element) -> Reference | None:
    """Read a page's own record from its head; None where that has no title."""
    values = _values(_said(root), "webpage")
    return Reference(**values) if "title" in values else None


def references_of_head(root: etree._Element) -> list[Reference | str]:
    """Read what `citation_reference` tags say the page cites, in order.

    They hold either named parts, as Highwire's tags for the page itself, or the printed string.
    """
    given = _said(root).get("citation_reference", [])
    return [cited for text in given if (cited := _cited(text))]


def _cited(text: str) -> Reference | str | None:
    """Read one reference; None where named parts name no work."""
    said: dict[str, list[str]] = {}
    for pair in _PAIR.finditer(text):
        if pair["value"]:
            said.setdefault(_ALIASES.get(pair["name"], pair["name"]), []).append(pair["value"])
    if not said:
        return text
    values = _values(said, "document")
    return Reference(**values) if _NAMES_A_WORK & values.keys() else None


def _values(said: Mapping[str, list[str]], kind: str) -> dict[str, Any]:
    """Read the fields that tags give; `kind` is what the work is where no tag tells."""
    values: dict[str, Any] = {}
    for field, names in _NAMES.items():
        given = next((said[name] for name in names if said.get(name)), [])
        value = _value(field, given) if given else ""
        if value:
            values[field] = value
    kind = next((kind for name, kind in _TYPES.items() if name in said), kind)
    ends = dict.fromkeys(said.get(f"citation_{end}page", [""])[0] for end in ("first", "last"))
    page = said.get("citation_pages", [""])[0] or "-".join(filter(None, ends))
    return values | {"type": kind, "page": read_pages(page)}


def _value(field: str, given: list[str]) -> Any:
    if field == "author":
        names = [name for text in given for name in text.split(";")] if len(given) == 1 else given
        return tuple(read_name(name) for name in names if name.strip())
    if field == "container_title":
        return _INTERNET.sub("", given[0])
    if field in _READERS:
        return next(filter(None, map(_READERS[field], given)), None)
    return given[0]


def _said(root: etree._Element) -> dict[str, list[str]]:
    """Collect what the head says, by name; a name may stand more than once."""
    said: dict[str, list[str]] = {}
    for element in root.iter("meta", "title", "link"):
        name, words = _name(element), element.get("content") or element.get("href") or ""
        words = squeeze(words or "".join(map(str, element.itertext())))
        if name and words:
            said.setdefault(name, []).append(words)
    return said


def _name(element: etree._Element) -> str:
    if element.tag == "title":
        return "<title>" if element.getparent() is not None else ""
    if element.tag == "link":
        return "<canonical>" if element.get("rel") == "canonical" else ""
    return (element.get("name") or element.get("property") or "").lower()
