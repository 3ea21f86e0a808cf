"""The tables of a Word document: rows that count, and whether their cells hold one thing each."""

from collections.abc import Iterator

from citeman.documents.word.markup import MC, Element, W, child

_WRAPPED = (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo")
_SEVERAL = 2
"""Paragraphs from which a cell holds more than one thing."""


def rows(table: Element) -> Iterator[list[Element]]:
    """Give the cells of every row, but for rows and cells that a change deleted."""
    for row in _inside(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is None and child(properties, "moveFrom") is None:
            yield [cell for cell in _inside(row, "tc") if not _is_gone(cell)]


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The elements of a name in a table or row, those in content controls included."""
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in _WRAPPED:
            yield from _inside(element, name)


def _is_gone(cell: Element) -> bool:
    properties = child(cell, "tcPr")
    below = child(properties, "vMerge")
    merged = below is not None and below.get(f"{W}val", "continue") == "continue"
    return merged or child(properties, "cellDel") is not None


def is_data(table: Element) -> bool:
    """Tell whether a table has columns of data, and not just pages of text side by side."""
    cells = list(rows(table))
    if max(map(len, cells), default=0) < 2:
        return False
    return not any(_holds_pages(cell) for row in cells for cell in row)


def _holds_pages(cell: Element) -> bool:
    if next(cell.iter(f"{W}tbl", f"{MC}AlternateContent"), None) is not None:
        return True
    filled = sum(next(p.iter(f"{W}t"), None) is not None for p in cell.iterfind(f"{W}p"))
    return filled > _SEVERAL
