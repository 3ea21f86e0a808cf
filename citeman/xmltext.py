"""XML from anywhere: nothing but the text itself is opened, and nothing in it expands."""

import re
from html.entities import html5
from typing import TypedDict

from lxml import etree


class Sealed(TypedDict):
    """Options of lxml's parsers that keep them from every file and address."""

    resolve_entities: bool
    load_dtd: bool
    no_network: bool


class Plain(TypedDict):
    """Options of lxml's parsers that leave elements and their text."""

    remove_comments: bool
    remove_pis: bool


SEALED: Sealed = {"resolve_entities": False, "load_dtd": False, "no_network": True}
"""What every parser of XML is made with."""
PLAIN: Plain = {"remove_comments": True, "remove_pis": True}

_ENTITY = re.compile(r"&(?P<name>[A-Za-z][A-Za-z0-9]*;)")
_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_WHERE = re.compile(r", line \d.*", re.DOTALL)


def parse(text: str) -> etree._Element:
    """Parse a text into its root, without comments; etree.XMLSyntaxError says what is broken."""
    parser = etree.XMLParser(encoding="utf-8", huge_tree=False, **SEALED, **PLAIN)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def spell_entities(text: str) -> str:
    """Spell named entities of HTML as their characters: without a DTD, XML knows only five.

    >>> spell_entities("H&uuml;ckel &amp; S&ouml;hne")
    'Hückel &amp; Söhne'
    """
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    name = entity["name"]
    return entity[0] if name in _XML else html5.get(name, entity[0])


def reason(error: etree.XMLSyntaxError) -> str:
    """Say what is broken, without the place, which counts from where the parser began."""
    return _WHERE.sub("", error.msg or "").replace("(null)", "not well-formed")
