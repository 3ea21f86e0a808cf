"""Lay a tree of HTML out as text, in the shape a browser gives it."""

import re

from lxml import etree

from citeman.documents.document import Document
from citeman.documents.layout import Box, Layout

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
_DATA_CELL = Box(breaks=0, flat=True)

_UNSEEN = frozenset({
    "head", "title", "script", "style", "noscript", "template", "nav", "svg", "iframe", "object",
    "audio", "video", "canvas", "select", "textarea", "button", "datalist", "annotation",
    "annotation-xml",
})  # fmt: skip
_UNSEEN_CLASSES = frozenset({
    "sr-only", "usa-sr-only", "visually-hidden", "screen-reader-text", "mw-editsection",
    "mw-cite-backlink",
})  # fmt: skip
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADING_CLASSES = {"pmc_sec_title": 2, "section-title": 2, "head1": 2, "head2": 3, "head3": 4}
_LABEL_CLASSES = frozenset({"label", "ref-label"})
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_NOT_DATA = ("ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6")
_OWN_NUMBER = re.compile(r"\s*[\[(]?(?P<number>\d{1,4})(?:[\]).:](?!\d)|\s*$)")
_REF_NUMBER = re.compile(r"\s*[\[(]?[A-Za-z]{0,2}\d{1,4}[a-z]?[\]).:]*\s*$")
_INTEGER = re.compile(r"-?\d{1,6}$")


class WebPage:
    """A page being laid out, element by element."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._open: list[tuple[Box | None, int]] = []
        self._counts: list[int] = []
        self._tables: list[bool] = []
        self._verbatim = 0

    def lay_out(self, root: Element) -> None:
        """Walk a tree of any depth, writing what a reader would see."""
        walker = etree.iterwalk(root, events=("start", "end"))
        unseen = None
        for event, element in walker:
            if event == "start" and _is_unseen(element):
                unseen = element
                walker.skip_subtree()
            elif event == "start":
                self._enter(element)
                self._words(element.text)
            else:
                if element is not unseen:
                    self._leave(element)
                self._words(element.tail)

    def document(self, name: str) -> Document:
        """Give what was laid out."""
        return self._layout.document(name)

    def _words(self, text: str | None) -> None:
        if text and self._verbatim:
            self._layout.verbatim(text)
        elif text:
            self._layout.words(text)

    def _enter(self, element: Element) -> None:
        box = self._box(element)
        if element.tag in _CELLS and not self._layout.fresh:
            self._layout.tab()
        elif element.tag == "br":
            self._layout.newline()
        elif element.tag == "dt":
            self._layout.break_()
        if box:
            self._layout.open(box, self._marker(element) if element.tag == "li" else None)
        if box is _LABELLED:
            self._layout.hold()
        if element.tag in _LISTS:
            self._counts.append(_integer(element, "start", 1) - 1)
        elif element.tag == "table":
            self._tables.append(next(element.iterdescendants(*_NOT_DATA), None) is None)
        self._verbatim += element.tag == "pre"
        self._open.append((box, self._layout.mark()))

    def _leave(self, element: Element) -> None:
        box, mark = self._open.pop()
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
        if box:
            self._layout.close(box, marked=element.tag == "li")
        if _is_label(element):
            self._layout.hold()

    def _box(self, element: Element) -> Box | None:
        if element.tag in _CELLS:
            return _DATA_CELL if self._tables and self._tables[-1] else Box()
        if element.tag in _LISTS and self._counts:
            return _INNER_LIST
        if element.tag == "dl" and _tag(element.getparent()) == "dl":
            return Box()
        if element.tag == "dd" and _tag(element.getprevious()) == "dt":
            return _LABELLED
        box = _BOXES.get(str(element.tag))
        return box or (Box(breaks=2) if _heading_level(element) else None)

    def _marker(self, item: Element) -> str:
        """Give the bullet or number of an item; blanks where the item brings its own."""
        number = _integer(item, "value", self._counts[-1] + 1 if self._counts else 1)
        if self._counts:
            self._counts[-1] = number
        first = next((str(text) for text in item.itertext() if text.strip()), "")
        own = _OWN_NUMBER.match(first)
        if len(item) and _is_label(item[0]) and not (item.text or "").strip():
            return ""
        if _tag(item.getparent()) != "ol":
            return "• "
        return "" if own and int(own["number"]) == number else f"{number}. "


def _tag(element: Element | None) -> str:
    return "" if element is None else str(element.tag)


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _is_label(element: Element) -> bool:
    """Tell whether an element holds the number of a reference, such as "1." or "[A2]"."""
    if element.tag not in ("span", "label", "b") or _LABEL_CLASSES.isdisjoint(_classes(element)):
        return False
    return bool(_REF_NUMBER.match("".join(map(str, element.itertext()))))


def _is_unseen(element: Element) -> bool:
    if element.tag in _UNSEEN:
        return True
    if not element.attrib:
        return False
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or element.get("role") == "navigation"
        or bool(_UNSEEN_STYLE.search(element.get("style", "")))
        or not _UNSEEN_CLASSES.isdisjoint(_classes(element))
    )


def _heading_level(element: Element) -> int:
    """Give the level of a heading, 0 for anything else."""
    if element.tag in _HEADINGS:
        return _HEADINGS[str(element.tag)]
    if element.tag not in ("div", "p", "span"):
        return 0
    return next((_HEADING_CLASSES[c] for c in _classes(element) if c in _HEADING_CLASSES), 0)


def _integer(element: Element, attribute: str, default: int) -> int:
    value = element.get(attribute, "").strip()
    return int(value) if _INTEGER.match(value) else default
