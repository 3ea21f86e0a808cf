"""Plain text: the page is the file as it stands."""

import re
from bisect import bisect_right

from citeman.documents.document import Document
from citeman.documents.page import page_of_text
from citeman.documents.runningtitles import running_titles
from citeman.model import Span

NAME = "plain"
SUFFIXES = (".txt", ".text")

# "> > words" of a mail that was answered twice
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_A_FEW = 3
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def looks_like(text: str, name: str) -> bool:
    """Any text can be read as plain text."""
    return True


def read(text: str, name: str) -> Document:
    """Take the text as it stands; what is no part of it is hidden.

    That is invisible characters, the marks of quoted mail, running titles and page numbers.
    """
    titles = running_titles(text)
    marks = (gap for gap in (*invisible(text), *_quotes(text)) if not _inside(gap, titles))
    hidden = tuple(sorted({*marks, *titles}))
    return Document(name=name, text=text, hidden=hidden, page=page_of_text(text, hidden))


def _quotes(text: str) -> list[Span]:
    """Find the marks before quoted lines, if there are more than a few: one may mean "more"."""
    found = [Span(*mark.span()) for mark in _QUOTED.finditer(text)]
    return found if len(found) >= _A_FEW else []


def _inside(gap: Span, spans: list[Span]) -> bool:
    at = bisect_right(spans, gap) - 1
    return at >= 0 and gap.start < spans[at].end


def invisible(text: str) -> tuple[Span, ...]:
    """Find the characters of a text that take no room: soft hyphens, zero-width blanks, marks."""
    return tuple(Span(*found.span()) for found in _INVISIBLE.finditer(text))
