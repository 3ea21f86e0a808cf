"""A PDF file -> its pages: words with their places, and the links on them.

The only code that talks to pdfium. Lengths are points (1/72 inch); y grows upwards.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from citeman.errors import InputError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
MOST_ON_A_PAGE = 50_000
MOST_CHARACTERS = 12_000_000
MOST_LINKS = 2_000
MOST_OBJECTS = 20_000
"""Limits: pages, letters of a page and of the file, links of a page, and drawn things of one."""

_INVISIBLE_MODE = 3
_THIN = 1.5
_WRITTEN = str.maketrans("\x02\ufffe\u2010\u2011", "----", "\0\ufffd\uffff")
"""How letters are written that pdfium gives another meaning, or none."""
_BETWEEN_BLANKS = re.compile(r"\S+")


class Piece(NamedTuple):
    """Letters printed together: from x0 to x1 on the baseline y.

    `weight` is that of the font, about 400 for regular and 700 for bold print; `spaced` says that
    a blank precedes.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    weight: int
    spaced: bool


class Area(NamedTuple):
    """A rectangle of a page that leads somewhere."""

    x0: float
    y0: float
    x1: float
    y1: float
    href: str


class Page(NamedTuple):
    """A page: its size, its words in the order of the file, its links.

    `rules` are the horizontal strokes; some stand for words (the dash for authors named above).
    `aside` is what stands there and is no part of the text: words that run up the margin, words
    that nobody sees. `unread` counts the letters whose font does not say what they are.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece]
    links: list[Area]
    rules: list[Area]
    aside: list[str]
    unread: int


def read_pages(data: bytes, name: str) -> list[Page]:
    """Read the pages of a PDF.

    Raises InputError for a file that is encrypted or damaged beyond reading, that has more pages
    or letters than anything one would read, and for a page that cannot be opened.
    """
    with closing(_open(data, name)) as pdf:
        if len(pdf) > MOST_PAGES:
            raise InputError(
                f"{name}: {len(pdf):,} pages; at most {MOST_PAGES:,} are read\n"
                "cut out the pages that hold the references, and read those"
            )
        return list(_pages(pdf, name))


def _open(data: bytes, name: str) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            message = (
                "a PDF file that is encrypted; open it with its password and save it without one"
            )
        else:
            message = "a PDF file that is damaged; open it in a reader and save it anew"
        raise InputError(f"{name}: {message}") from error


def _pages(pdf: "PdfDocument", name: str) -> Iterator[Page]:
    from pypdfium2 import PdfiumError

    total = 0
    for number in range(len(pdf)):
        try:
            opened = pdf[number]
        except PdfiumError as error:
            raise InputError(f"{name}: page {number + 1} is damaged and cannot be read") from error
        with closing(opened):
            page = _read_page(opened, number, name)
        total += sum(len(piece.text) for piece in page.pieces)
        if total > MOST_CHARACTERS:
            raise InputError(
                f"{name}: more than {MOST_CHARACTERS:,} letters by page {number + 1}\n"
                "cut out the pages that hold the references, and read those"
            )
        yield page


def _read_page(opened: "PdfPage", number: int, name: str) -> Page:
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(opened.raw)
    if not text:
        raise InputError(f"{name}: the text of page {number + 1} cannot be read")
    try:
        count = raw.FPDFText_CountChars(text)
        if count > MOST_ON_A_PAGE:
            most = f"at most {MOST_ON_A_PAGE:,} are read"
            raise InputError(f"{name}: {count:,} letters on page {number + 1}; {most}")
        scanned = list(_Scan(text, _letters(text, count), raw).words())
    finally:
        raw.FPDFText_ClosePage(text)
    drawn = _Drawn(_links(opened, raw), _rules(opened, raw))
    return _upright(scanned, opened.get_cropbox(), number, drawn)


def _letters(text: Any, count: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    from pypdfium2 import raw

    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    letters = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(letters) == count:
        return letters
    codes = (raw.FPDFText_GetUnicode(text, i) for i in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


class _Style(NamedTuple):
    """How the letters of one text object are printed; `angle` is in quarter turns."""

    size: float
    weight: int
    angle: int
    seen: bool


class _Word(NamedTuple):
    """A piece as the file has it: from its first letter's origin to its last letter's end."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    style: _Style
    spaced: bool


class _Scan:
    """Goes through the characters of a page once, and asks for the places of few of them."""

    def __init__(self, text: Any, letters: str, raw: Any) -> None:
        self._text = text
        self._letters = letters
        self._raw = raw
        self._styles: dict[int, _Style] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()

    def words(self) -> Iterator[_Word]:
        """Give the runs of letters of one object between blanks, in the order of the file."""
        for found in _BETWEEN_BLANKS.finditer(self._letters):
            spaced = True
            for start, end, which in self._runs(*found.span()):
                yield self._word(start, end, self._style(which, start), spaced=spaced)
                spaced = False

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Part letters by the object they belong to; most words are all of one."""
        first = self._object(start)
        if end - start == 1 or first == self._object(end - 1):
            yield start, end, first
            return
        for i in range(start + 1, end):
            here = self._object(i)
            if here != first:
                yield start, i, first
                start, first = i, here
        yield start, end, first

    def _object(self, i: int) -> int:
        found = self._raw.FPDFText_GetTextObject(self._text, i)
        return (ctypes.cast(found, ctypes.c_void_p).value if found else None) or -1

    def _style(self, which: int, i: int) -> _Style:
        style = self._styles.get(which)
        if style is None:
            style = self._styles[which] = self._read_style(i)
        return style

    def _read_style(self, i: int) -> _Style:
        raw, text = self._raw, self._text
        raw.FPDFText_GetMatrix(text, i, self._matrix)
        size = raw.FPDFText_GetFontSize(text, i)
        size *= math.hypot(self._matrix.c, self._matrix.d) or 1.0
        turned = raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)
        angle = -round(turned) % 4 if abs(turned - round(turned)) < 0.1 else -1
        found = raw.FPDFText_GetTextObject(text, i)
        mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
        weight = raw.FPDFText_GetFontWeight(text, i)
        return _Style(max(abs(size), 0.1), weight, angle, mode != _INVISIBLE_MODE)

    def _word(self, start: int, end: int, style: _Style, *, spaced: bool) -> _Word:
        raw, text, box = self._raw, self._text, self._box
        raw.FPDFText_GetCharOrigin(text, start, self._x, self._y)
        x0, y0 = self._x.value, self._y.value
        raw.FPDFText_GetLooseCharBox(text, end - 1, box)
        x1 = box.left if style.angle == 2 else box.right
        y1 = box.bottom if style.angle == 3 else box.top
        letters = self._letters[start:end]
        return _Word(letters, x0, y0, x1, y1, style, spaced)


def _links(opened: "PdfPage", raw: Any) -> list[Area]:
    """The areas of a page that lead to an address."""
    found: list[Area] = []
    place, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(MOST_LINKS):
        if not raw.FPDFLink_Enumerate(opened.raw, place, link):
            break
        action = raw.FPDFLink_GetAction(link)
        if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
            raw.FPDFLink_GetAnnotRect(link, rect)
            href = _address(opened, action, raw)
            found.append(Area(rect.left, rect.bottom, rect.right, rect.top, href))
    return [area for area in found if area.href]


def _address(opened: "PdfPage", action: Any, raw: Any) -> str:
    pdf = opened.pdf
    length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
    if not 1 < length < 4096:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, length)
    return buffer.value.decode("utf-8", "replace").strip()


def _rules(opened: "PdfPage", raw: Any) -> list[Area]:
    """The thin horizontal strokes of a page; a page of drawings is not searched for them."""
    count = raw.FPDFPage_CountObjects(opened.raw)
    if count > MOST_OBJECTS:
        return []
    edges = [ctypes.c_float() for _ in range(4)]
    found = []
    for i in range(count):
        drawn = raw.FPDFPage_GetObject(opened.raw, i)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPageObj_GetBounds(drawn, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            if top - bottom <= _THIN and right - left > _THIN:
                found.append(Area(left, bottom, right, top, ""))
    return found


class _Drawn(NamedTuple):
    """What is on a page beside its words."""

    links: list[Area]
    rules: list[Area]


def _upright(
    words: list[_Word], crop: tuple[float, float, float, float], number: int, drawn: _Drawn
) -> Page:
    """Turn a page so that most of its words are upright; the others, and the unseen, are aside.

    Where nothing is seen, the words are those a scanner's software put behind its picture.
    """
    turns = Counter[int]()
    for word in words:
        turns[word.style.angle] += len(word.text)
    frame = _Frame(max(turns, key=lambda turn: turns[turn], default=0), *crop)
    seen = any(word.style.seen for word in words)
    links, rules = ([frame.area(area) for area in areas] for areas in drawn)
    page = Page(number, *frame.size(), [], links, rules, [], 0)
    unread = 0
    for word in words:
        piece = _piece(word, frame)
        unread += len(word.text) - len(piece.text)
        inside = -1 <= piece.x0 <= page.width + 1 and -1 <= piece.y <= page.height + 1
        if word.style.angle == frame.angle and (word.style.seen or not seen) and inside:
            page.pieces.extend([piece] if piece.text else [])
        else:
            page.aside.append(piece.text)
    return page._replace(unread=unread)


class _Frame(NamedTuple):
    """What of a page is shown, and by how many quarter turns its words are turned."""

    angle: int
    left: float
    bottom: float
    right: float
    top: float

    def size(self) -> tuple[float, float]:
        """Give width and height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.angle in (1, 3) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point on the upright page."""
        if self.angle == 1:
            return y - self.bottom, self.right - x
        if self.angle == 2:
            return self.right - x, self.top - y
        if self.angle == 3:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom

    def area(self, area: Area) -> Area:
        """Give the place of an area on the upright page."""
        (xa, ya), (xb, yb) = self.point(area.x0, area.y0), self.point(area.x1, area.y1)
        return Area(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), area.href)


def _piece(word: _Word, frame: _Frame) -> Piece:
    text = word.text.translate(_WRITTEN)
    (x0, y), (x1, _) = frame.point(word.x0, word.y0), frame.point(word.x1, word.y1)
    style = word.style
    return Piece(text, x0, max(x1, x0), y, style.size, style.weight, word.spaced)
