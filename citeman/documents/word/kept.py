"""What a Word file keeps outside of its text: sources, properties, and the data of add-ins."""

import re
from collections.abc import Iterator

from lxml import etree

from citeman.documents.document import Payload
from citeman.documents.word.embedded import citations_of
from citeman.documents.word.markup import Element
from citeman.documents.word.package import Package
from citeman.documents.word.runs import BOOKMARK, Kept
from citeman.errors import InputError
from citeman.model import Name, Reference
from citeman.text import squeeze

_CUSTOM = re.compile(r"customxml/item\d*\.xml")
_ADD_IN = re.compile(r"word/webextensions/webextension\d*\.xml")
_SPLIT = re.compile(rf"(?P<name>{BOOKMARK}\w+?)_(?P<number>\d+)")
_DC = "{http://purl.org/dc/elements/1.1/}"


def sources_of(package: Package) -> dict[str, Payload]:
    """Find Word's own bibliography, the sources by their tags; the file says which it cites."""
    found: dict[str, Payload] = {}
    for root in _roots(package, _CUSTOM):
        for source in root.iterfind("{*}Source"):
            key = squeeze(source.findtext("{*}Tag", ""))
            data = etree.tostring(source, encoding="unicode", with_tail=False)
            found.setdefault(key, Payload("word", key, "word-sources", data))
    return found


def kept_in(package: Package) -> Kept:
    """Find what Zotero keeps in properties, in pieces, and Mendeley with its add-in."""
    pieces: dict[str, dict[int, str]] = {}
    for prop in _elements(package, "docprops/custom.xml", "property"):
        if split := _SPLIT.fullmatch(prop.get("name", "")):
            text = "".join(map(str, prop.itertext()))
            pieces.setdefault(split["name"], {})[int(split["number"])] = text
    bookmarks = {
        name: "".join(text for _, text in sorted(found.items())) for name, found in pieces.items()
    }
    controls: dict[str, str] = {}
    for root in _roots(package, _ADD_IN):
        for prop in root.iter("{*}property"):
            if prop.get("name") == "MENDELEY_CITATIONS":
                controls |= citations_of(prop.get("value", ""))
    return Kept(bookmarks, controls)


def page_of(package: Package) -> Reference | None:
    """Give the document's own record, as its properties say; None where they have no title."""
    part = package.related("", "core-properties")
    root = package.root(part) if part else None
    title = squeeze(root.findtext(f"{_DC}title", "")) if root is not None else ""
    if root is None or not title:
        return None
    names = squeeze(root.findtext(f"{_DC}creator", "")).split(";")
    author = tuple(Name(literal=name.strip()) for name in names if name.strip())
    return Reference(type="document", title=title, author=author)


def _elements(package: Package, part: str, name: str) -> Iterator[Element]:
    root = package.root(part)
    if root is not None:
        yield from root.iter(f"{{*}}{name}")


def _roots(package: Package, pattern: re.Pattern[str]) -> Iterator[Element]:
    """Parse the parts whose names fit; one that is broken belongs to an add-in, not to Word."""
    for part in package.names:
        if pattern.fullmatch(part):
            try:
                root = package.root(part)
            except InputError:
                continue
            if root is not None:
                yield root
