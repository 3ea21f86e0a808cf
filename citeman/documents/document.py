"""What every kind of document becomes before anything is parsed.

The text *is* the layout: a line break, a bullet, a number or an indentation that a reader of the
page would see stands in the text, whatever markup made it.
"""

from typing import NamedTuple

from msgspec import Struct

from citeman.model import Reading, Reference, Span


class Hyperlink(NamedTuple):
    """A link of the page: the characters [start, end) that carry it, and where it leads."""

    start: int
    end: int
    href: str


class Heading(NamedTuple):
    """A heading the markup names as one; level 1 is the highest."""

    start: int
    end: int
    level: int


class Carried(NamedTuple):
    """A reference that stands in the document as structured data.

    `reading.place` says where its text stands. `complete` is False where the markup says only
    part of it (a PMID beside a citation in running text), so that the text is parsed as well.
    """

    reading: Reading
    annotation: str = ""
    complete: bool = True


class Payload(NamedTuple):
    """What a reference manager keeps in a document about one work, as it keeps it.

    `source` names the manager, `key` is what it calls the work, and `data` is a text in one of the
    formats that `citeman.formats` reads, with a single record in it.
    """

    source: str
    key: str
    format: str
    data: str


class Cited(NamedTuple):
    """A work cited at some place of the text, by the field of a reference manager.

    `span` is the citation as it is shown; its works share it. `key` is "" where the field has none
    or cannot be read, and `payload` is None where it says no more than the key.
    """

    source: str
    key: str
    span: Span
    payload: Payload | None = None


class Document(Struct, frozen=True):
    """A document's text, with what its markup says about stretches of it.

    `hidden` are stretches of markup that are not words (Markdown's asterisks and link targets).
    `page` is the document's own record as its head, title lines or metadata give it. `lists` are
    the stretches that the markup names as lists of references, `notes` its foot- and endnotes, in
    order. `payloads` are the works that reference managers keep data of, each once and the cited
    ones first; `cited` says where each of these is cited.
    """

    name: str
    text: str
    hidden: tuple[Span, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    headings: tuple[Heading, ...] = ()
    carried: tuple[Carried, ...] = ()
    page: Reference | None = None
    lists: tuple[Span, ...] = ()
    notes: tuple[Span, ...] = ()
    cited: tuple[Cited, ...] = ()
    payloads: tuple[Payload, ...] = ()
