"""Names of WordprocessingML (ECMA-376 part 1, clause 17), and how its properties are read."""

import re

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_OFF = frozenset({"0", "false", "off", "none"})
_INTEGER = re.compile(r"[+-]?\d{1,9}")


def child(element: Element | None, *path: str) -> Element | None:
    """Find an element by the names from a parent downwards; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element


def val(element: Element | None, name: str = "val") -> str:
    """Give an attribute of an element; "" where either is missing."""
    return "" if element is None else element.get(f"{W}{name}", "")


def integer(text: str, default: int = 0) -> int:
    """Read a whole number, such as twentieths of a point; the default for anything else.

    >>> integer("720"), integer("12.5pt"), integer("x", 7)
    (720, 12, 7)
    """
    found = _INTEGER.match(text)
    return int(found[0]) if found else default


def switch(properties: Element | None, name: str) -> bool | None:
    """Read a property that is on or off; None where nothing is said."""
    element = child(properties, name)
    return None if element is None else val(element) not in _OFF
