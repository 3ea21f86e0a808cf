"""Write the words of Word's paragraphs: runs, links, fields, and the citations behind them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from unicodedata import normalize

from citeman.documents.document import Cited
from citeman.documents.layout import Layout
from citeman.documents.word.embedded import Found, read_code, read_control
from citeman.documents.word.fields import Field, Fields
from citeman.documents.word.markup import MC, Element, M, R, W, child, val
from citeman.documents.word.notes import Kind, Note, Notes
from citeman.documents.word.package import Relation
from citeman.documents.word.styles import Styles
from citeman.documents.word.symbols import has_symbols, spelt, symbol
from citeman.model import Span

BOOKMARK = "ZOTERO_BREF_"
"""How the bookmarks begin that Zotero may use instead of fields."""
_FIELD_PARTS = frozenset({f"{W}fldChar", f"{W}instrText"})
"""What counts in hidden text as well."""
LISTS = frozenset({"MENDELEY_BIBLIOGRAPHY", "CitaviBibliography"})
"""Tags of content controls that hold a reference list."""


class Kept(NamedTuple):
    """What managers keep outside of the text: codes by bookmark, citations by content control."""

    bookmarks: Mapping[str, str]
    controls: dict[str, str]


class Runs:
    """Writes what stands in paragraphs; what stands beside it waits in `boxes` and `noted`.

    `marks` are the numbers of notes above the line.
    """

    def __init__(
        self, layout: Layout, styles: Styles, notes: Mapping[Kind, Notes], kept: Kept
    ) -> None:
        self.boxes: list[Element] = []
        self.noted: dict[Kind, list[Note]] = {"footnote": [], "endnote": []}
        self.cited: list[Cited] = []
        self.lists: list[Span] = []
        self.marks: list[Span] = []
        self._layout = layout
        self._styles = styles
        self._notes = notes
        self._kept = kept
        self._fields = Fields()
        self._relations: Mapping[str, Relation] = {}
        self._marked: dict[str, tuple[int, list[Found]]] = {}
        self._left: int | None = None

    @contextmanager
    def story(self, relations: Mapping[str, Relation]) -> Iterator[None]:
        """Write a text of its own, such as a note: fields and links are not those around it."""
        outside = self._fields, self._relations
        self._fields, self._relations = Fields(), relations
        yield
        for field in self._fields.close():
            self._finish(field)
        self._fields, self._relations = outside

    def write(self, paragraph: Element, length: int | None = None) -> None:
        """Write the content of a paragraph; of its text no more than a length."""
        self._left = length
        self._content(paragraph)
        self._left = None

    def control(self, element: Element, write: Callable[[Element], None]) -> None:
        """Write a content control through `write`, and note what it cites."""
        properties = child(element, "sdtPr")
        if child(properties, "showingPlcHdr") is not None:
            return
        tag, mark = val(child(properties, "tag")), self._layout.mark()
        content = child(element, "sdtContent")
        if content is not None:
            write(content)
        self._cite(read_control(tag, self._kept.controls), mark)
        if tag in LISTS:
            self._list(mark)

    def loose(self, element: Element) -> None:
        """Write one element that may stand between paragraphs as well as in them."""
        writer = _WRITERS.get(element.tag)
        if writer:
            writer(self, element)

    def _content(self, element: Element) -> None:
        for part in element:
            self.loose(part)

    def _run(self, run: Element) -> None:
        if not self._styles.hides(child(run, "rPr")):
            self._content(run)
            return
        for part in run:
            if part.tag in _FIELD_PARTS:
                self.loose(part)

    def _text(self, element: Element) -> None:
        text = element.text or ""
        if self._left is not None:
            text, self._left = text[: self._left], max(self._left - len(text), 0)
        if has_symbols(text):
            fonts = child(element.getparent(), "rPr", "rFonts")
            text = spelt(text, val(fonts, "ascii") or val(fonts, "hAnsi"))
        self._layout.words(text if text.isascii() else normalize("NFC", text))

    def _symbol(self, element: Element) -> None:
        try:
            code = int(val(element, "char"), 16)
        except ValueError:
            return
        self._layout.words(symbol(code, val(element, "font")))

    def _tab(self, element: Element) -> None:
        if self._layout.last and not self._layout.fresh:
            self._layout.tab()

    def _break(self, element: Element) -> None:
        if val(element, "type") in ("page", "column"):
            self._layout.break_(2)
        else:
            self._layout.newline()

    def _hyphen(self, element: Element) -> None:
        self._layout.words("-")

    def _math(self, element: Element) -> None:
        self._layout.words("".join(text.text or "" for text in element.iter(f"{M}t")))

    def _link(self, element: Element) -> None:
        mark = self._layout.mark()
        self._content(element)
        relation = self._relations.get(element.get(f"{R}id", ""))
        if relation and relation.is_external:
            self._layout.link(mark, relation.target)

    def _simple(self, element: Element) -> None:
        field = Field(self._layout.mark())
        field.instruct(val(element, "instr"))
        self._content(element)
        data = child(element, "fldData")
        field.data = "" if data is None else data.text or ""
        self._finish(field)

    def _field(self, element: Element) -> None:
        kind, mark = val(element, "fldCharType"), self._layout.mark()
        if kind == "begin":
            self._fields.begin(mark)
            data = child(element, "fldData")
            self._fields.data("" if data is None else data.text or "")
        elif kind == "separate":
            self._fields.separate(mark)
        elif kind == "end" and (field := self._fields.end()):
            self._finish(field)

    def _instruction(self, element: Element) -> None:
        self._fields.instruct(element.text or "")

    def _finish(self, field: Field) -> None:
        """Note what a field that ended cites, where it leads, or that it is a reference list."""
        self._layout.link(field.mark, field.href)
        self._cite(read_code(field.code, field.data), field.mark)
        if field.is_list:
            self._list(field.mark)

    def _list(self, mark: int) -> None:
        span = self._layout.span(mark)
        if span.start < span.end:
            self.lists.append(span)

    def _cite(self, found: Sequence[Found], mark: int) -> None:
        span = self._layout.span(mark)
        self.cited += [Cited(each.source, each.key, span, each.payload) for each in found]

    def _bookmark(self, element: Element) -> None:
        code = self._kept.bookmarks.get(val(element, "name"), "")
        if code:
            self._marked[val(element, "id")] = (self._layout.mark(), read_code(code))

    def _unbookmark(self, element: Element) -> None:
        mark, found = self._marked.pop(val(element, "id"), (0, []))
        self._cite(found, mark)

    def _note(self, element: Element) -> None:
        kind: Kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        note = self._notes[kind].cite(val(element, "id"))
        if note:
            self.noted[kind].append(note)
            mark = self._layout.mark()
            self._layout.words(note.raised)
            self.marks.append(self._layout.span(mark))

    def _control(self, element: Element) -> None:
        self.control(element, self._content)

    def _choice(self, element: Element) -> None:
        """Take the first form of a drawing, which is the one Word shows; of words the last."""
        forms = [form for form in element if form.tag in (f"{MC}Choice", f"{MC}Fallback")]
        boxes = list(_boxes(forms[0])) if forms else []
        self.boxes += boxes
        if forms and not boxes:
            self._content(forms[-1])

    def _drawing(self, element: Element) -> None:
        """Let text boxes wait until their paragraph ends."""
        self.boxes += _boxes(element)


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes, but for those inside of others, which come with them."""
    for part in element:
        if part.tag == f"{W}txbxContent":
            yield part
        else:
            yield from _boxes(part)


_WRITERS: Mapping[object, Callable[[Runs, Element], None]] = {
    **dict.fromkeys(
        (f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo")),
        Runs._content,
    ),
    **dict.fromkeys((f"{W}{name}" for name in ("ruby", "rubyBase")), Runs._content),
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), Runs._tab),
    **dict.fromkeys((f"{W}br", f"{W}cr"), Runs._break),
    **dict.fromkeys((f"{W}footnoteReference", f"{W}endnoteReference"), Runs._note),
    **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), Runs._drawing),
    f"{MC}AlternateContent": Runs._choice,
    **dict.fromkeys((f"{M}oMath", f"{M}oMathPara"), Runs._math),
    f"{W}r": Runs._run,
    f"{W}t": Runs._text,
    f"{W}sym": Runs._symbol,
    f"{W}noBreakHyphen": Runs._hyphen,
    f"{W}hyperlink": Runs._link,
    f"{W}fldSimple": Runs._simple,
    f"{W}fldChar": Runs._field,
    f"{W}instrText": Runs._instruction,
    f"{W}bookmarkStart": Runs._bookmark,
    f"{W}bookmarkEnd": Runs._unbookmark,
    f"{W}sdt": Runs._control,
}
