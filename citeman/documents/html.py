"""HTML: the page as a browser would lay it out in plain text, with its links and headings."""

import re
from collections.abc import Iterator

from lxml import etree

from citeman.documents.coins import read_coins
from citeman.documents.document import Carried, Document
from citeman.documents.htmlmeta import page_of_head, references_of_head
from citeman.documents.jsonld import cited_in_scripts
from citeman.documents.markup import root_name
from citeman.documents.page import page_of_text
from citeman.documents.webpage import WebPage
from citeman.errors import InputError
from citeman.model import Place, Reading, Reference, Span, replace

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml")

_ROOTS = frozenset({"html", "head", "body"})
# Tags that only nest: a page nested deeper than the parser follows is read again without them.
_NESTING = re.compile(
    r"</?(?P<tag>div|center|section|span|font|b|i|u|em|strong|small|big|tt|sup|sub|a)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS = ("div", "center", "section")


def looks_like(text: str, name: str) -> bool:
    """Tell whether a text is a page of HTML, or is named like one and begins with a tag."""
    root = root_name(text)
    return root in _ROOTS or (bool(root) and name.lower().endswith(SUFFIXES))


def read(text: str, name: str) -> Document:
    """Lay a page out; raises InputError where its markup nests without end."""
    root = _parse(text, name)
    if root is None:
        return Document(name=name, text="")
    page = WebPage()
    page.lay_out(root)
    document = page.document(name)
    carried = (*_coins(page, name), *_metadata(root, name))
    return replace(document, carried=carried, page=_own_record(root, document.text))


def _coins(page: WebPage, name: str) -> Iterator[Carried]:
    """The COinS of a page: each stands right behind the words it is about, if there are any."""
    for said, offset in page.beside:
        reference = read_coins(said)
        if reference:
            place = Place(name, Span(offset, offset))
            yield Carried(Reading("coins", reference, place=place), complete=False, loose=True)


def _metadata(root: etree._Element, name: str) -> Iterator[Carried]:
    """What the page's scripts and meta tags say it cites: references, or their printed strings."""
    sources = {"json-ld": cited_in_scripts(root), "meta-tags": references_of_head(root)}
    for source, cited in sources.items():
        for one in cited:
            said = Reading(source, one) if isinstance(one, Reference) else None
            reading = said or Reading(source, Reference(), raw=str(one))
            yield Carried(replace(reading, place=Place(name)), complete=False, loose=True)


def _own_record(root: etree._Element, text: str) -> Reference | None:
    """Take the page's record from its head, unless its first lines say more."""
    head, lines = page_of_head(root), page_of_text(text)
    plain = head is None or head.type == "webpage"
    return lines if lines and plain and lines.type == "chapter" else head or lines


def _parse(text: str, name: str) -> etree._Element | None:
    root, whole = _tree(text)
    if not whole:
        root, whole = _tree(_NESTING.sub(_without_nesting, text))
    if not whole:
        raise InputError(f"{name}: its markup is nested too deeply to be a page; save it as text")
    return root


def _without_nesting(tag: re.Match[str]) -> str:
    return "<br>" if tag["tag"].lower() in _BLOCKS else ""


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """Parse a page, and tell whether all of it was read."""
    if not text.strip():
        return None, True
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root, not any("depth" in error.message for error in parser.error_log)
