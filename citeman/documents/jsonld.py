"""JSON-LD in a page: the references that a schema.org article says it cites."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from lxml import etree

from citeman.fields.dates import read_date
from citeman.fields.ids import id_of_link, read_doi, read_isbn, read_issn, read_pmid
from citeman.fields.locators import read_pages
from citeman.fields.names import read_name, read_names
from citeman.model import Name, Reference
from citeman.text import squeeze

Item = Mapping[str, Any]

_TYPES = {
    "ScholarlyArticle": "article-journal", "MedicalScholarlyArticle": "article-journal",
    "Article": "article", "NewsArticle": "article-newspaper", "Report": "report", "Book": "book",
    "Chapter": "chapter", "Thesis": "thesis", "Dataset": "dataset", "WebPage": "webpage",
    "WebSite": "webpage", "SoftwareSourceCode": "software", "BlogPosting": "post-weblog",
    "SoftwareApplication": "software", "PublicationIssue": "periodical",
    "PublicationVolume": "periodical",
}  # fmt: skip
_WRAPPED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_CITED = ("citation", "citations", "references")
_NAMED = ("name", "headline", "title", "alternativeHeadline")
_READERS = {"DOI": read_doi, "PMID": read_pmid, "ISBN": read_isbn, "ISSN": read_issn}


def cited_in_scripts(root: etree._Element) -> list[Reference | str]:
    """Read what the page's JSON-LD cites: references, or printed strings where it has only them.

    A script that is not JSON says nothing.
    """
    cited: list[Reference | str] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for item in _items(_decoded(script.text or ""), 0):
                cited += filter(None, map(_reference, _listed(item)))
    return cited


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text.strip().removesuffix(";"))
    except (msgspec.DecodeError, RecursionError):
        return None


def _items(found: Any, depth: int) -> Iterator[Item]:
    """Give every item that may cite, whatever it is wrapped in."""
    if depth > len(_WRAPPED):
        return
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict):
            yield item
            for name in _WRAPPED:
                yield from _items(item.get(name), depth + 1)


def _listed(item: Item) -> Iterator[Any]:
    for name in _CITED:
        yield from _several(item.get(name))


def _several(value: Any) -> list[Any]:
    """Give a value as a list: JSON-LD writes a single one bare."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _reference(item: Any) -> Reference | str | None:
    """Read one cited item; a bare address or identifier is a reference of nothing else."""
    if isinstance(item, str):
        known = id_of_link(item) if "://" in item and " " not in item else None
        named: dict[str, Any] = {known[0]: known[1]} if known and known[0] in _READERS else {}
        return Reference(**named) if named else item
    if not isinstance(item, dict):
        return None
    values = _host(item) | {
        "type": _type(item),
        "title": _text(item, *_NAMED),
        "author": _people(item.get("author") or item.get("creator")),
        "editor": _people(item.get("editor")),
        "issued": read_date(_text(item, "datePublished", "dateCreated", "copyrightYear")),
        "publisher": _named(item.get("publisher")),
        "page": _pages(item),
        "language": _named(item.get("inLanguage")),
    }
    values |= {name: value for name, value in _identifiers(item).items() if not values.get(name)}
    said = {name: value for name, value in values.items() if value}
    if "title" not in said:
        return _text(item, "citation", "description", "text") or (
            Reference(**said) if said.keys() & _READERS.keys() else None
        )
    return Reference(**said)


def _type(item: Item) -> str:
    names = [str(name).rpartition("/")[2] for name in _several(item.get("@type"))]
    return next((_TYPES[name] for name in names if name in _TYPES), "document")


def _text(item: Item, *names: str) -> str:
    values = (item.get(name) for name in names)
    return next((squeeze(str(v)) for v in values if isinstance(v, str | int | float) and v), "")


def _named(value: Any) -> str:
    """The name of an organization or language, given as an item or as a string."""
    first = next(iter(_several(value)), "")
    return _text(first, "name", "legalName") if isinstance(first, dict) else squeeze(str(first))


def _people(value: Any) -> tuple[Name, ...]:
    given = _several(value)
    if len(given) == 1 and isinstance(given[0], str):
        return read_names(given[0]).names
    return tuple(filter(None, map(_name, given)))


def _name(person: Any) -> Name | None:
    if isinstance(person, str):
        return read_name(person) if person.strip() else None
    if not isinstance(person, dict):
        return None
    family, name = _text(person, "familyName"), _text(person, "name")
    if family:
        return Name(family, _text(person, "givenName", "additionalName"))
    if name and "Organization" in str(person.get("@type")):
        return Name(literal=name)
    return read_name(name) if name else None


def _host(item: Item) -> dict[str, Any]:
    """Read what the work is part of: an issue of a volume of a periodical, or a book."""
    values: dict[str, Any] = {}
    part: Any = item
    for _ in range(4):
        values.setdefault("volume", _text(part, "volumeNumber"))
        values.setdefault("issue", _text(part, "issueNumber"))
        values = {name: value for name, value in values.items() if value}
        part = next(iter(_several(part.get("isPartOf"))), None)
        if isinstance(part, str):
            return values | {"container_title": squeeze(part)}
        if not isinstance(part, dict):
            break
        if _type(part) != "periodical" and _text(part, *_NAMED):
            values["container_title"] = _text(part, *_NAMED)
            values["ISSN"] = read_issn(_text(part, "issn") or _named(part.get("issn")))
    return values


def _pages(item: Item) -> str:
    ends = [_text(item, "pageStart"), _text(item, "pageEnd")]
    return read_pages(_text(item, "pagination") or "-".join(filter(None, ends)))


def _identifiers(item: Item) -> dict[str, str]:
    """Read identifiers wherever schema.org lets them stand."""
    values: dict[str, str] = {"ISBN": read_isbn(_text(item, "isbn"))}
    for name in ("doi", "identifier", "sameAs", "@id", "url"):
        for given in _several(item.get(name)):
            words = _text(given, "value", "@id", "name") if isinstance(given, dict) else str(given)
            label = _text(given, "propertyID", "name").upper() if isinstance(given, dict) else ""
            kind, value = id_of_link(words) or ("", "")
            if kind in _READERS or kind == "PMCID":
                values.setdefault(kind, value)
            elif label in _READERS:
                values.setdefault(label, _READERS[label](words))
            elif name != "url":
                values.setdefault("DOI", read_doi(words))
    address = _text(item, "url")
    values["URL"] = "" if id_of_link(address) else address
    return {name: value for name, value in values.items() if value}
