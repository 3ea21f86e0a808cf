"""The letters of a page, as pdfium gives them -> words, and how each is printed."""

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_INVISIBLE_MODE = 3
_BETWEEN_BLANKS = re.compile(r"\S+")


class Style(NamedTuple):
    """How the letters of one text object are printed; `angle` is in quarter turns."""

    size: float
    weight: int
    angle: int
    seen: bool


class Word(NamedTuple):
    """A piece as the file has it: from its first letter's origin to its last letter's end."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    style: Style
    spaced: bool


def words_of(text: Any, count: int) -> list[Word]:
    """Read the words of a page that pdfium has opened, and counted the characters of."""
    from pypdfium2 import raw

    return list(_Scan(text, _letters(text, count), raw).words())


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


class _Scan:
    """Goes through the characters of a page once, and asks for the places of few of them."""

    def __init__(self, text: Any, letters: str, raw: Any) -> None:
        self._text = text
        self._letters = letters
        self._raw = raw
        self._styles: dict[int, Style] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()

    def words(self) -> Iterator[Word]:
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

    def _style(self, which: int, i: int) -> Style:
        style = self._styles.get(which)
        if style is None:
            style = self._styles[which] = self._read_style(i)
        return style

    def _read_style(self, i: int) -> Style:
        raw, text = self._raw, self._text
        raw.FPDFText_GetMatrix(text, i, self._matrix)
        size = raw.FPDFText_GetFontSize(text, i)
        size *= math.hypot(self._matrix.c, self._matrix.d) or 1.0
        turned = raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)
        angle = -round(turned) % 4 if abs(turned - round(turned)) < 0.1 else -1
        found = raw.FPDFText_GetTextObject(text, i)
        mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
        weight = raw.FPDFText_GetFontWeight(text, i)
        return Style(max(abs(size), 0.1), weight, angle, mode != _INVISIBLE_MODE)

    def _word(self, start: int, end: int, style: Style, *, spaced: bool) -> Word:
        raw, text, box = self._raw, self._text, self._box
        raw.FPDFText_GetCharOrigin(text, start, self._x, self._y)
        x0, y0 = self._x.value, self._y.value
        raw.FPDFText_GetLooseCharBox(text, end - 1, box)
        x1 = box.left if style.angle == 2 else box.right
        y1 = box.bottom if style.angle == 3 else box.top
        letters = self._letters[start:end]
        return Word(letters, x0, y0, x1, y1, style, spaced)
