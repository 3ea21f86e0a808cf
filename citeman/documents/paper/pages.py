"""A PDF file -> its pages: words with their places, and the links on them.

With `letters.py` the only code that talks to pdfium.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from citeman.documents.paper.letters import words_of
from citeman.documents.paper.page import Area, Page
from citeman.documents.paper.upright import Drawn, upright
from citeman.errors import InputError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
MOST_ON_A_PAGE = 50_000
MOST_CHARACTERS = 12_000_000
MOST_LINKS = 2_000
MOST_OBJECTS = 20_000
"""Limits: pages, letters of a page and of the file, links of a page, and drawn things of one."""

_THIN = 1.5


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
        words = words_of(text, count)
    finally:
        raw.FPDFText_ClosePage(text)
    drawn = Drawn(_links(opened, raw), _rules(opened, raw))
    return upright(words, opened.get_cropbox(), number, drawn)


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
