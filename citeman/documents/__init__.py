"""A file becomes a Document: its text with offsets, and the structured references it carries."""

from types import ModuleType

from citeman.documents import html, markdown, nxml, plain, tex
from citeman.documents.decoding import decode
from citeman.documents.document import Carried, Document, Heading, Hyperlink, Keyed

__all__ = ["KINDS", "Carried", "Document", "Heading", "Hyperlink", "Keyed", "read"]

KINDS: tuple[ModuleType, ...] = (nxml, html, tex, markdown, plain)
"""Each has NAME, SUFFIXES, looks_like(text, name) and read(text, name); the first that fits
reads."""


def read(data: bytes, name: str) -> Document:
    """Read a file's bytes as the kind of document its content, else its name, says it is.

    Raises InputError for what is no text, and for markup that cannot be read.

    >>> read(b"<h1>References</h1><ol><li>Noble S.<br>A review.", "page.html").text
    'References\\n\\n  1. Noble S.\\n    A review.'
    """
    text = decode(data, name)
    kind = next(kind for kind in KINDS if kind.looks_like(text, name))
    document: Document = kind.read(text, name)
    return document
