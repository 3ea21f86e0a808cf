"""Lay a tree of JATS out as text, reference lists with their annotations included."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from citeman.documents import jats
from citeman.documents.document import Carried, Document
from citeman.documents.jats import Element, tag
from citeman.documents.jatsref import Cited, RefWriter
from citeman.documents.layout import Box, Layout
from citeman.documents.tagged import read_tagged
from citeman.model import Place, Reading, Span, replace
from citeman.text import squeeze

_UNSEEN = frozenset({
    "journal-meta", "tex-math", "graphic", "media", "inline-graphic", "processing-meta",
    "object-id", "annotation-xml", "permissions", "custom-meta-group", "self-uri",
    "contrib-group", "aff", "author-notes", "counts", "article-id", "article-categories",
    "pub-date", "history", "book-id", "book-part-id", "issn", "elocation-id", "related-article",
    "related-object", "publisher", "volume", "issue", "fpage", "lpage", "pub-history",
    "funding-group", "edition", "isbn", "book-volume-number", "supplement", "journal-id",
})  # fmt: skip
_APART = (
    "p", "disp-quote", "table-wrap", "fig", "boxed-text", "table", "sec", "ref-list", "abstract",
    "verse-group", "preformat", "kwd-group", "body", "back", "sub-article", "speech", "def-list",
    "title", "subtitle", "article-title", "book-title", "article", "book-part", "app", "ack",
)  # fmt: skip
_ON_LINES = ("disp-formula", "caption", "tr", "fn", "verse-line", "kwd", "def-item")
_FLAT = ("td", "th", "term")
_BOXES = (
    dict.fromkeys(_APART, Box(breaks=2))
    | dict.fromkeys(_ON_LINES, Box())
    | dict.fromkeys(_FLAT, Box(breaks=0, flat=True))
)
_QUOTE = Box(breaks=2, indent=4)
_LIST = Box(breaks=2, indent=2, tight=True)
_ITEM = Box(indent=2, tight=True)
_REF = Box(indent=2)
_DEFINITION = Box(breaks=0, indent=4, tight=True)
_SECTIONS = frozenset({"sec", "ref-list", "app", "ack", "abstract", "glossary", "fn-group"})


class _Noted(NamedTuple):
    """A reference of a list, and where the paragraphs of its annotation stand."""

    cited: Cited
    annotation: tuple[Span, ...]


class JatsPage:
    """A document being laid out, element by element."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._refs = RefWriter(self._layout)
        self._noted: list[_Noted] = []
        self._counts: list[int] = []

    def document(self, name: str) -> Document:
        """Give what was laid out, with the references it carries."""
        document = self._layout.document(name)
        carried = tuple(_carried(noted, document) for noted in self._noted)
        return replace(document, carried=carried)

    def lay_out(self, element: Element) -> None:
        """Write an element and what is in it."""
        name = tag(element)
        if name in _WRITERS:
            _WRITERS[name](self, element)
        elif not name:
            self._layout.words(element.text or "")
        elif name not in _UNSEEN:
            self._box(element, _BOXES.get(name))

    def _box(self, element: Element, box: Box | None, marker: str | None = None) -> None:
        if box:
            self._layout.open(box, marker)
        self._content(element)
        if box:
            self._layout.close(box, marked=marker is not None)

    def _content(self, element: Element) -> None:
        self._layout.words(element.text or "")
        for part in element:
            self.lay_out(part)
            self._layout.words(part.tail or "")

    def _title(self, element: Element) -> None:
        mark = self._layout.mark()
        self._box(element, Box(breaks=2))
        if tag(element.getparent()) != "caption":
            depth = sum(tag(above) in _SECTIONS for above in element.iterancestors())
            self._layout.heading(mark, 1 + depth)

    def _label(self, element: Element) -> None:
        self._content(element)
        self._layout.hold()

    def _break(self, element: Element) -> None:
        self._layout.newline()

    def _link(self, element: Element) -> None:
        mark = self._layout.mark()
        self._content(element)
        self._layout.link(mark, jats.href(element))

    def _quote(self, element: Element) -> None:
        self._box(element, _QUOTE)

    def _cell(self, element: Element) -> None:
        if not self._layout.fresh:
            self._layout.tab()
        self._box(element, _BOXES["td"])

    def _definition(self, element: Element) -> None:
        self._layout.hold()
        self._box(element, _DEFINITION)

    def _list(self, element: Element) -> None:
        self._counts.append(0)
        self._box(element, _LIST if len(self._counts) == 1 else Box(tight=True))
        self._counts.pop()

    def _item(self, element: Element) -> None:
        parent = element.getparent()
        ordered = parent is not None and parent.get("list-type") == "order"
        label = jats.child(element, "label")
        if self._counts:
            self._counts[-1] += 1
        number = f"{self._counts[-1] if self._counts else 1}. "
        self._box(element, _ITEM, "" if label is not None else number if ordered else "• ")

    def _citation(self, element: Element) -> None:
        """Write a reference that stands in running text: it is text and no more."""
        self._refs.write(element)

    def _ref(self, ref: Element) -> None:
        """Write a reference of a list on a line of its own, its annotation on the next ones."""
        marker = _marker(jats.text_of(next(jats.descendants(ref, "label"), None)))
        self._layout.open(_REF)
        noted: list[_Noted] = []
        for part in map(_chosen, ref):
            if tag(part) == "label":
                continue
            is_reference = tag(part) in jats.CITATIONS
            self._layout.open(_ITEM, marker if is_reference or not noted else None)
            if is_reference:
                noted.append(_Noted(self._refs.write(part), self._annotation(part)))
            elif noted:
                last = noted.pop()
                noted.append(last._replace(annotation=last.annotation + self._paragraphs(part)))
            else:
                self.lay_out(part)
            self._layout.close(_ITEM, marked=True)
            marker = "• "
        self._layout.close(_REF)
        self._noted += noted

    def _annotation(self, citation: Element) -> tuple[Span, ...]:
        """Write the annotations inside a reference, and give the places of their paragraphs."""
        annotations = jats.descendants(citation, "annotation")
        return tuple(span for part in annotations for span in self._paragraphs(part))

    def _paragraphs(self, element: Element) -> tuple[Span, ...]:
        """Write an annotation, each paragraph on a line, and give their places."""
        parts = list(element) if any(tag(part) == "p" for part in element) else [element]
        spans = []
        for part in parts:
            self._layout.break_()
            mark = self._layout.mark()
            self._content(part)
            spans.append(self._layout.span(mark))
        return tuple(span for span in spans if span.start < span.end)


def _marker(label: str) -> str:
    """Spell a reference's label as the number of a list: "1" is "1. ", none is a bullet."""
    if not label:
        return "• "
    return f"{label}. " if label.isalnum() else f"{label} "


def _chosen(part: Element) -> Element:
    """Take one of several encodings of a reference: data before text."""
    if tag(part) != "citation-alternatives" or not len(part):
        return part
    return next((choice for choice in part if tag(choice) == "element-citation"), part[0])


def _carried(noted: _Noted, document: Document) -> Carried:
    cited, spans = noted
    text = document.text
    reference, fields = read_tagged(cited.element, list(cited.pieces), text)
    annotation_span = Span(spans[0].start, spans[-1].end) if spans else None
    reading = Reading(
        "jats",
        reference,
        raw=text[cited.span.start : cited.span.end],
        place=Place(document.name, cited.span, annotation_span),
        fields=fields,
    )
    annotation = "\n\n".join(squeeze(text[start:end]) for start, end in spans)
    whole = bool(reference.title and (reference.author or reference.issued or reference.editor))
    return Carried(reading, annotation, whole)


_WRITERS: Mapping[str, Callable[[JatsPage, Element], None]] = {
    **dict.fromkeys(("title", "article-title", "book-title"), JatsPage._title),
    **dict.fromkeys(jats.CITATIONS, JatsPage._citation),
    **dict.fromkeys(jats.LINKS, JatsPage._link),
    **dict.fromkeys(("td", "th"), JatsPage._cell),
    "label": JatsPage._label,
    "break": JatsPage._break,
    "disp-quote": JatsPage._quote,
    "def": JatsPage._definition,
    "list": JatsPage._list,
    "list-item": JatsPage._item,
    "ref": JatsPage._ref,
}
