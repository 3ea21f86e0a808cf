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


class Keyed(NamedTuple):
    r"""The key that the markup gives the reference that begins at `start`, as `\bibitem` does."""

    start: int
    key: str


class Carried(NamedTuple):
    """A reference that stands in the document as structured data.

    `reading.place` says where its text stands. `complete` is False where the markup says only
    part of it (a PMID beside a citation in running text), so that the text is parsed as well.

    A `loose` one is metadata beside the page's words (COinS, JSON-LD, meta tags): the lists in
    the text say what is one reference, and the reading joins the one it is about. An empty `place`
    says that it stands at no place in the text; its `raw` is then a printed string, or "".
    """

    reading: Reading
    annotation: str = ""
    complete: bool = True
    loose: bool = False


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
    `furniture` is what stands on the pages of a PDF beside the text, and is not in it: running
    heads, footers, page and line numbers, words in the margin or out of sight.
    """

    name: str
    text: str
    hidden: tuple[Span, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    headings: tuple[Heading, ...] = ()
    carried: tuple[Carried, ...] = ()
    lists: tuple[Span, ...] = ()
    keys: tuple[Keyed, ...] = ()
    page: Reference | None = None
    notes: tuple[Span, ...] = ()
    cited: tuple[Cited, ...] = ()
    payloads: tuple[Payload, ...] = ()
    furniture: tuple[str, ...] = ()
