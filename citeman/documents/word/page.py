"""Lay the body of a Word document out as text, as it stands when every change is accepted."""

import re
from collections.abc import Callable, Mapping

from citeman.documents.document import Document
from citeman.documents.layout import Box, Layout
from citeman.documents.word.cells import is_data, rows
from citeman.documents.word.listed import Paragraph, lists_of
from citeman.documents.word.markup import MC, Element, W, child, val
from citeman.documents.word.notes import Kind, Note, Notes
from citeman.documents.word.numbering import Label, Numbering
from citeman.documents.word.package import Package
from citeman.documents.word.printed import Printed
from citeman.documents.word.runs import Kept, Runs
from citeman.documents.word.styles import Look, Styles
from citeman.model import Span, replace

_TWIPS = 180
"""Twentieths of a point that count as one blank: an eighth of an inch."""
_DEEPEST = 40
_MARKER = re.compile(r"•|\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)]")
"""What the parser takes for the mark of a reference; any other label is hidden from it."""
_ROW = Box(breaks=2)
_CELL = Box(breaks=0, flat=True)
_NOTE = Box(breaks=2, indent=4)
_SHORT = 70


class WordPage:
    """A document being laid out, block by block."""

    def __init__(self, package: Package, kept: Kept) -> None:
        self._layout = Layout()
        self._styles = Styles(_part(package, "styles"))
        self._numbering = Numbering(_part(package, "numbering"))
        notes: dict[Kind, Notes] = {
            "footnote": Notes(package, "footnote"),
            "endnote": Notes(package, "endnote"),
        }
        self._runs = Runs(self._layout, self._styles, notes, kept)
        self._relations = package.relations(package.main)
        self._printed = Printed([])
        self._labels: list[tuple[int, str]] = []
        self._notes: list[Span] = []
        self._paragraphs: list[Paragraph] = []
        self._pending = ""
        self._flat = 0
        self._ends_in_heading = False

    def lay_out(self, body: Element) -> None:
        """Write the body, then the notes at its end."""
        self._printed = Printed(list(body.iterfind(f"{W}p")))
        with self._runs.story(self._relations):
            self._blocks(body)
        listed = self._ends_in_heading
        for note in self._runs.noted["endnote"]:
            self._note(note, f"{note.number}." if listed else note.raised)

    def document(self, name: str) -> Document:
        """Give what was laid out, with what its markup says."""
        document = self._layout.document(name)
        lists = self._runs.lists
        labels = (self._place(document.text, *label) for label in self._labels)
        hidden = (*labels, *self._runs.marks)
        return replace(
            document,
            hidden=tuple(sorted({span for span in hidden if span.start < span.end})),
            lists=tuple(sorted({*lists, *lists_of(self._paragraphs, lists)})),
            notes=tuple(sorted(span for span in self._notes if span.start < span.end)),
            cited=tuple(sorted(self._runs.cited, key=lambda cited: cited.span)),
        )

    def _place(self, text: str, mark: int, label: str) -> Span:
        """Where a label stands; nowhere where no words followed it, so that it was not written."""
        start = self._layout.span(mark).start
        begins = max(start - len(label), 0)
        return Span(begins if text[begins:start] == label else start, start)

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            writer = _WRITERS.get(block.tag)
            if writer:
                writer(self, block)

    def _paragraph(self, paragraph: Element) -> None:
        if not len(paragraph):
            self._layout.break_(2)
            return
        look = self._styles.paragraph(paragraph)
        if look.contents:
            return
        label = self._label(look)
        after = paragraph.getnext()
        close = 1 if label or self._printed.is_glued(after) else 2
        opened = 1 if label or self._printed.is_glued(paragraph) else 2
        outer, inner = _boxes(look, label)
        mark = self._open(outer._replace(breaks=opened), inner, label)
        self._runs.write(paragraph, self._printed.ends.get(paragraph))
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self._layout.hold()
        self._layout.close(inner, marked=True)
        self._layout.close(outer._replace(breaks=close))
        self._remember(look, mark)
        self._beside()

    def _label(self, look: Look) -> Label | None:
        """Give what stands before a paragraph: the number of its note, or that of its list."""
        if self._pending:
            text, self._pending = self._pending, ""
            return Label(text, look.left, look.hanging)
        if look.number in (None, "", "0"):
            return None
        label = self._numbering.label(str(look.number), look.depth or 0)
        return label if label and label.text else None

    def _open(self, outer: Box, inner: Box, label: Label | None) -> int:
        """Begin a paragraph; give the mark of its first words."""
        if label and self._flat:
            self._layout.words(f"{label.text} ")
        self._layout.open(outer)
        marker = _marker(label) if label else ""
        self._layout.open(inner, marker)
        mark = self._layout.mark()
        if label and not _MARKER.fullmatch(label.text) and not label.text.isdecimal():
            self._labels.append((mark, marker))
        return mark

    def _remember(self, look: Look, mark: int) -> None:
        """Keep what a paragraph is, and whether the text so far ends in what may be a heading."""
        start, end = self._layout.span(mark)
        if start == end:
            return
        if look.level:
            self._layout.heading(mark, look.level)
        self._paragraphs.append(Paragraph(Span(start, end), bool(look.listed), bool(look.level)))
        short = end - start < _SHORT and self._layout.last != "."
        self._ends_in_heading = bool(look.level) or short

    def _beside(self) -> None:
        """Write what stands beside a paragraph: its text boxes, then its footnotes."""
        boxes, self._runs.boxes = self._runs.boxes, []
        notes, self._runs.noted["footnote"] = self._runs.noted["footnote"], []
        for box in boxes:
            with self._runs.story(self._relations):
                self._blocks(box)
        for note in notes:
            self._note(note, note.raised)

    def _note(self, note: Note, label: str) -> None:
        self._layout.open(_NOTE)
        self._pending, mark = label, self._layout.mark()
        with self._runs.story(note.relations):
            self._blocks(note.element)
        self._pending = ""
        self._notes.append(self._layout.span(mark))
        self._layout.close(_NOTE)

    def _table(self, table: Element) -> None:
        flat = is_data(table)
        for cells in rows(table):
            self._layout.open(_ROW)
            for cell in cells:
                self._cell(cell, flat)
            self._layout.close(_ROW)

    def _cell(self, cell: Element, flat: bool) -> None:
        box = _CELL if flat else _ROW
        if flat and not self._layout.fresh:
            self._layout.tab()
        self._layout.open(box)
        self._flat += flat
        self._blocks(cell)
        self._flat -= flat
        self._layout.close(box)

    def _control(self, control: Element) -> None:
        gallery = val(child(control, "sdtPr", "docPartObj", "docPartGallery"))
        if gallery != "Table of Contents":
            self._runs.control(control, self._blocks)

    def _choice(self, element: Element) -> None:
        chosen = element.find(f"{MC}Choice")
        self._blocks(chosen if chosen is not None else element)

    def _loose(self, element: Element) -> None:
        """Let what may stand between paragraphs, such as bookmarks, count for what follows."""
        self._runs.loose(element)


def _part(package: Package, kind: str) -> Element | None:
    part = package.related(package.main, kind)
    return package.root(part) if part else None


def _boxes(look: Look, label: Label | None) -> tuple[Box, Box]:
    """The margins of a paragraph's first line and, further in, of the others."""
    left = label.left if label and label.left is not None else look.left
    hanging = label.hanging if label and label.hanging is not None else look.hanging
    hang = max(hanging or 0, 0)
    first = max((left or 0) - hang, 0) // _TWIPS
    return Box(indent=min(first, _DEEPEST)), Box(breaks=0, indent=min(hang // _TWIPS, _DEEPEST))


def _marker(label: Label) -> str:
    return f"{label.text}\t" if label.text.isdecimal() else f"{label.text} "


_WRITERS: Mapping[object, Callable[[WordPage, Element], None]] = {
    **dict.fromkeys(
        (f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag")), WordPage._blocks
    ),
    **dict.fromkeys((f"{W}bookmarkStart", f"{W}bookmarkEnd"), WordPage._loose),
    f"{W}p": WordPage._paragraph,
    f"{W}tbl": WordPage._table,
    f"{W}sdt": WordPage._control,
    f"{MC}AlternateContent": WordPage._choice,
}
