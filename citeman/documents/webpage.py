"""Lay a tree of HTML out as text, in the shape a browser gives it."""

import re
from typing import NamedTuple

from lxml import etree

from citeman.documents.document import Document
from citeman.documents.layout import Box, Layout
from citeman.documents.weblists import (
    is_back_link,
    is_between,
    is_furniture,
    is_item,
    is_label,
    is_list,
    is_note,
    is_number,
    is_one_line,
    is_unseen,
)
from citeman.model import Span, replace

Element = etree._Element

_APART = (
    "p", "pre", "table", "figure", "section", "article", "aside", "header", "footer", "main",
    "address", "form", "fieldset", "hr", "dl", "details", "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip
_ON_LINES = (
    "div", "center", "tr", "caption", "figcaption", "legend", "summary", "tbody", "thead", "tfoot",
)  # fmt: skip
_BOXES = dict.fromkeys(_APART, Box(breaks=2)) | dict.fromkeys(_ON_LINES, Box())
_BOXES |= {
    "blockquote": Box(breaks=2, indent=4),
    "ul": Box(breaks=2, indent=2, tight=True),
    "ol": Box(breaks=2, indent=2, tight=True),
    "li": Box(indent=2, tight=True),
    "dt": Box(breaks=0, flat=True),
    "dd": Box(indent=4, tight=True),
}
_INNER_LIST = Box(tight=True)
_LABELLED = Box(breaks=0, indent=4, tight=True)
_ONE_LINE = Box(breaks=0, flat=True, glue=". ")
_DIVISION = Box(indent=2, tight=True)
_DATA_CELL = Box(breaks=0, flat=True)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADING_CLASSES = {"pmc_sec_title": 2, "section-title": 2, "head1": 2, "head2": 3, "head3": 4}
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_NOT_DATA = ("ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6")
_OWN_NUMBER = re.compile(r"\s*[\[(]?(?P<number>\d{1,4})(?:[\]).:](?!\d)|\s*$)")
_INTEGER = re.compile(r"-?\d{1,6}$")


class Beside(NamedTuple):
    """Metadata that stands in a page unseen: what it says, and the offset it stands at."""

    said: str
    offset: int


class _Open(NamedTuple):
    """An element that was entered: its box, and where the words in it begin."""

    box: Box | None
    mark: int
    is_item: bool
    is_list: bool


class WebPage:
    """A page being laid out, element by element."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._open: list[_Open] = []
        self._items: list[int] = []
        self._lists: list[Span] = []
        self._inside = 0
        self._in_line = 0
        self._counts: list[int] = []
        self._tables: list[bool] = []
        self._verbatim = 0
        self._beside: list[Beside] = []

    def lay_out(self, root: Element) -> None:
        """Walk a tree of any depth, writing what a reader would see."""
        walker = etree.iterwalk(root, events=("start", "end"))
        unseen = None
        for event, element in walker:
            if event == "start" and self._is_skipped(element):
                unseen = element
                walker.skip_subtree()
            elif event == "start":
                self._enter(element)
                self._words(element.text)
            elif element is not unseen:
                self._leave(element)
                self._words(element.tail)
            elif not (self._items and is_between(element.tail) and element.tag == "a"):
                self._words(element.tail)
            else:
                self._layout.blank()

    def document(self, name: str) -> Document:
        """Give what was laid out, with the lists of references that the markup names."""
        document = self._layout.document(name)
        begins = (document.text.rfind("\n", 0, start) + 1 for start, _ in self._lists)
        lists = zip(begins, self._lists, strict=True)
        return replace(document, lists=tuple(Span(start, span.end) for start, span in lists))

    @property
    def beside(self) -> tuple[Beside, ...]:
        """Give the COinS of the page, each with the place where it stood."""
        return tuple(self._beside)

    def _is_skipped(self, element: Element) -> bool:
        """Tell whether an element is not written; what its links and titles say is kept."""
        if element.tag == "span" and "Z3988" in element.get("class", ""):
            self._beside.append(Beside(element.get("title", ""), self._layout.length))
        if is_unseen(element, in_list=self._inside > 0):
            return True
        if not self._items or not self._is_aside(element):
            return False
        for link in element.iter("a"):
            self._layout.link(self._items[-1], link.get("href", "").strip())
        return True

    def _is_aside(self, element: Element) -> bool:
        """Tell whether an element of a reference is no part of it: links away from the page."""
        if is_back_link(element):
            return True
        goes_on = bool(element.tail and element.tail.strip()) and not is_between(element.tail)
        if goes_on or self._layout.last in ("[", "("):
            return False
        return is_furniture(element)

    def _words(self, text: str | None) -> None:
        if text and self._verbatim:
            self._layout.verbatim(text)
        elif text:
            self._layout.words(text)

    def _enter(self, element: Element) -> None:
        begins_item = not self._in_line and (
            element.tag == "li" or (self._inside > 0 and not self._items and is_item(element))
        )
        box = _DIVISION if begins_item and element.tag != "li" else self._box(element)
        if element.tag in _CELLS and not self._layout.fresh:
            self._layout.tab()
        elif element.tag == "br":
            self._layout.newline()
        elif element.tag == "dt":
            self._layout.break_()
        if box:
            self._layout.open(box, self._marker(element) if begins_item else None)
        if box is _LABELLED:
            self._layout.hold()
        if self._items and is_note(element):
            self._layout.gap()
        if element.tag in _LISTS:
            self._counts.append(_integer(element, "start", 1) - 1)
        elif element.tag == "table":
            self._tables.append(next(element.iterdescendants(*_NOT_DATA), None) is None)
        self._verbatim += element.tag == "pre"
        opened = _Open(box, self._layout.mark(), begins_item, is_list(element))
        self._open.append(opened)
        self._in_line += bool(box and box.glue != " ")
        self._inside += opened.is_list
        if begins_item:
            self._items.append(opened.mark)

    def _leave(self, element: Element) -> None:
        box, mark, is_item, is_list = self._open.pop()
        self._inside -= is_list
        self._in_line -= bool(box and box.glue != " ")
        if is_item:
            self._items.pop()
        if is_list and not self._inside:
            self._lists.append(self._layout.span(mark))
        level = _heading_level(element)
        if level:
            self._layout.heading(mark, level)
        if element.tag == "a":
            self._layout.link(mark, element.get("href", "").strip())
        self._verbatim -= element.tag == "pre"
        if element.tag in _LISTS:
            self._counts.pop()
        elif element.tag == "table":
            self._tables.pop()
        if is_label(element) or self._is_number(element, mark):
            self._layout.hold()
            self._items[-1:] = [self._layout.mark()] if self._items else []
        if box:
            self._layout.close(box, marked=is_item)

    def _is_number(self, element: Element, mark: int) -> bool:
        """Tell whether a box at the front of an item holds its number and nothing else."""
        first = bool(self._items) and self._items[-1] == mark
        return first and element.tag in ("div", "p", "span") and is_number(element)

    def _box(self, element: Element) -> Box | None:
        if self._in_line and element.tag in ("ol", "ul", "li"):
            return None
        if element.tag in _CELLS:
            return _DATA_CELL if self._tables and self._tables[-1] else Box()
        if element.tag in _LISTS and self._counts:
            return _INNER_LIST
        if element.tag == "dl" and _tag(element.getparent()) == "dl":
            return Box()
        if element.tag == "dd" and _tag(element.getprevious()) == "dt":
            return _LABELLED
        box = _BOXES.get(str(element.tag))
        if self._items and is_one_line(element):
            return box._replace(flat=True, glue=". ") if box else _ONE_LINE
        return box or (Box(breaks=2) if _heading_level(element) else None)

    def _marker(self, item: Element) -> str:
        """Give the bullet or number of an item; blanks where the item brings its own."""
        number = _integer(item, "value", self._counts[-1] + 1 if self._counts else 1)
        if self._counts and item.tag == "li":
            self._counts[-1] = number
        first = next((str(text) for text in item.itertext() if text.strip()), "")
        own = _OWN_NUMBER.match(first)
        if len(item) and is_label(item[0]) and not (item.text or "").strip():
            return ""
        if own and (item.tag != "li" or int(own["number"]) == number):
            return ""
        return f"{number}. " if _tag(item.getparent()) == "ol" else "• "


def _tag(element: Element | None) -> str:
    return "" if element is None else str(element.tag)


def _heading_level(element: Element) -> int:
    """Give the level of a heading, 0 for anything else."""
    if element.tag in _HEADINGS:
        return _HEADINGS[str(element.tag)]
    if element.tag not in ("div", "p", "span"):
        return 0
    return next(
        (_HEADING_CLASSES[c] for c in element.get("class", "").split() if c in _HEADING_CLASSES), 0
    )


def _integer(element: Element, attribute: str, default: int) -> int:
    value = element.get(attribute, "").strip()
    return int(value) if _INTEGER.match(value) else default
