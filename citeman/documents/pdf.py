"""PDF: the pages as they are read, from column to column, without what only the pages need."""

from citeman.documents.document import Document
from citeman.documents.page import page_of_text
from citeman.documents.paper.columns import columns
from citeman.documents.paper.flow import Column, column, flow
from citeman.documents.paper.lines import Segment, line, rows, segments
from citeman.documents.paper.margins import furniture, line_numbers
from citeman.documents.paper.page import Page
from citeman.documents.paper.pages import read_pages
from citeman.documents.paper.rules import with_dashes
from citeman.documents.paper.text import write
from citeman.documents.plain import invisible
from citeman.errors import InputError
from citeman.model import replace

NAME = "pdf"
SUFFIXES = (".pdf",)

_HEAD = 1024
_LEAST_LETTERS = 20
_MOSTLY = 0.5


def looks_like(data: bytes, name: str) -> bool:
    """Tell whether a file says near its beginning that it is a PDF."""
    return b"%PDF-" in data[:_HEAD]


def read(data: bytes, name: str) -> Document:
    """Write a PDF out as text.

    The document's `furniture` is what stands on its pages beside the text. Raises InputError for a
    file that cannot be read, and for one that holds pictures of pages instead of text.
    """
    pages = read_pages(data, name)
    _check_text(pages, name)
    kept: list[tuple[Page, list[Segment]]] = []
    aside: list[str] = []
    for page, numbers in zip(pages, line_numbers(pages), strict=True):
        aside += page.aside
        aside += [page.pieces[i].text for i in sorted(numbers)]
        words = [piece for i, piece in enumerate(page.pieces) if i not in numbers]
        kept.append((page, segments(with_dashes(page._replace(pieces=words)))))
    found: list[Column] = []
    for (page, given), edge in zip(kept, furniture(kept), strict=True):
        aside += [line([segment]).text for segment in edge]
        dropped = set(map(id, edge))
        found += _columns(page, [segment for segment in given if id(segment) not in dropped])
    document = write(flow(found), [page.links for page in pages], name)
    hidden = invisible(document.text)
    own = page_of_text(document.text, hidden)
    return replace(document, hidden=hidden, page=own, furniture=tuple(aside))


def _columns(page: Page, given: list[Segment]) -> list[Column]:
    parted = columns(given)
    return [column(page.number, [line(row) for row in rows(part)]) for part in parted]


def _check_text(pages: list[Page], name: str) -> None:
    """Raise where there is no text to read, or none that the file lets be read."""
    letters = sum(len(piece.text) for page in pages for piece in page.pieces)
    unread = sum(page.unread for page in pages)
    count = f"{len(pages)} page{'s' * (len(pages) != 1)}"
    if unread > _MOSTLY * (letters + unread):
        raise InputError(
            f"{name}: the fonts of this PDF do not say which letters they print\n"
            "run OCR over it (ocrmypdf --force-ocr in.pdf out.pdf) and read the result"
        )
    if letters < _LEAST_LETTERS:
        raise InputError(
            f"{name}: no text on its {count}: a scan, or pictures only\n"
            "run OCR over it (ocrmypdf in.pdf out.pdf) and read the result"
        )
