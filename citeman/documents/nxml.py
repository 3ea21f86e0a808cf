"""JATS and BITS, the XML of PubMed Central and NCBI Bookshelf, with the references it carries."""

import re

from lxml import etree

from citeman.documents import jats
from citeman.documents.document import Document
from citeman.documents.jatsmeta import page_of_jats
from citeman.documents.jatspage import JatsPage
from citeman.documents.markup import root_name
from citeman.errors import InputError
from citeman.model import replace
from citeman.xmltext import parse, reason, spell_entities

NAME = "nxml"
SUFFIXES = (".nxml", ".jats")

_ROOTS = frozenset({
    "article", "book", "book-part", "book-part-wrapper", "ref-list", "ref", "front", "back",
    "sec", "article-set", "articles", "pmc-articleset", "sub-article", "response",
    "collection-meta", "toc", *jats.CITATIONS,
})  # fmt: skip
_JATS_TAG = re.compile(r"<(?:\w+:)?(?:ref-list|article-meta|book-part-meta|book-meta)\b")
_IN_ARTICLE = re.compile(r"<(?:\w+:)?(?:front|body|back|sec|ref)\b")


def looks_like(text: str, name: str) -> bool:
    """Tell whether a text is JATS or BITS, or is named so, or is XML that is no web page."""
    root = root_name(text)
    if not root or root == "html":
        return False
    named = name.lower().endswith(SUFFIXES) or text.lstrip().startswith("<?xml")
    return named or _is_jats(root, text)


def read(text: str, name: str) -> Document:
    """Lay a document out; raises InputError for XML that is broken (with its line) or no JATS."""
    root = _parse(text, name)
    if not _is_jats(root_name(text), text):
        raise InputError(
            f"{name}: XML with the root <{jats.tag(root)}>, but neither JATS nor BITS"
        )
    page = JatsPage()
    try:
        page.lay_out(root)
    except RecursionError as error:
        raise InputError(f"{name}: its XML is nested too deeply to be a document") from error
    return replace(page.document(name), page=page_of_jats(root))


def _is_jats(root: str, text: str) -> bool:
    if root in _ROOTS and (root != "article" or _IN_ARTICLE.search(text)):
        return True
    return bool(_JATS_TAG.search(text))


def _parse(text: str, name: str) -> etree._Element:
    """Parse XML without any file but itself: no DTD, no network, no entities of its own."""
    begins = len(text) - len(text.lstrip())
    try:
        return parse(spell_entities(text[begins:]))
    except etree.XMLSyntaxError as error:
        line = (error.lineno or 1) + text.count("\n", 0, begins)
        raise InputError(f"{name}:{line}: broken XML; {reason(error)}") from error
