"""A file becomes a Document: its text with offsets, and the structured references it carries."""

from types import ModuleType

from citeman.documents import docx, html, markdown, nxml, plain
from citeman.documents.decoding import decode
from citeman.documents.document import Carried, Document, Heading, Hyperlink

__all__ = ["BINARY", "KINDS", "Carried", "Document", "Heading", "Hyperlink", "is_binary", "read"]

KINDS: tuple[ModuleType, ...] = (nxml, html, markdown, plain)
"""Each has NAME, SUFFIXES, looks_like(text, name) and read(text, name); the first that fits
reads."""
BINARY: tuple[ModuleType, ...] = (docx,)
"""Kinds that are no text: the same, but for looks_like(data, name) and read(data, name)."""


def is_binary(data: bytes, name: str) -> bool:
    """Tell whether a file is a document of a kind that is no text.

    >>> is_binary(b"PK\\x03\\x04", "refs.docx"), is_binary(b"1. Noble S.", "refs.txt")
    (True, False)
    """
    return any(kind.looks_like(data, name) for kind in BINARY)


def read(data: bytes, name: str) -> Document:
    """Read a file's bytes as the kind of document its content, else its name, says it is.

    Raises InputError for what is no document, and for markup that cannot be read.

    >>> read(b"<h1>References</h1><ol><li>Noble S.<br>A review.", "page.html").text
    'References\\n\\n  1. Noble S.\\n    A review.'
    """
    binary = next((kind for kind in BINARY if kind.looks_like(data, name)), None)
    document: Document
    if binary:
        document = binary.read(data, name)
        return document
    text = decode(data, name)
    kind = next(kind for kind in KINDS if kind.looks_like(text, name))
    document = kind.read(text, name)
    return document
