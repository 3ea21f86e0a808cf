"""A reference whose parts are tagged: what each part says, as typed fields with their places."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from citeman.documents import jats
from citeman.documents.jats import Element, tag
from citeman.documents.parts import READERS, Fact, Piece, is_title, note, span_of, words_of
from citeman.fields.locators import read_pages
from citeman.model import Mark, Reference, Span

_TYPES = {
    "journal": "article-journal", "article": "article-journal", "magazine": "article-magazine",
    "newspaper": "article-newspaper", "book": "book", "book-chapter": "chapter",
    "chapter": "chapter", "confproc": "paper-conference", "conf-proc": "paper-conference",
    "conference": "paper-conference", "thesis": "thesis", "dissertation": "thesis",
    "web": "webpage", "webpage": "webpage", "website": "webpage", "web-page": "webpage",
    "report": "report", "working-paper": "report", "gov": "report", "government": "report",
    "patent": "patent", "preprint": "article", "data": "dataset", "dataset": "dataset",
    "database": "dataset", "software": "software", "computer-program": "software",
    "standard": "standard", "letter": "personal_communication", "legal": "legislation",
}  # fmt: skip
_GROUPED = jats.NAMES | jats.DATES | jats.PAGES | {"source"}
_JOINED = {"note": "; ", "title": " ", "issue": " ", "container_title": " "}


def read_tagged(
    citation: Element, pieces: list[Piece], text: str
) -> tuple[Reference, dict[str, Mark]]:
    """Read the fields of a reference from its tagged parts; what no field takes is its note."""
    values: dict[str, Any] = {}
    spans: dict[str, list[Span]] = {}
    truncated: list[str] = []
    for field, value, found in _facts(citation, pieces, text):
        if field == "truncated":
            truncated.append(value)
            continue
        if _same(values.get(field), value):
            continue
        if field in values and field not in _JOINED and not isinstance(value, tuple):
            field, value = "note", value if isinstance(value, str) else text[slice(*found[0])]
        values[field] = _join(values.get(field), value, field)
        spans.setdefault(field, []).extend(found)
    kind = _kind(citation, values)
    if values.get("archive_location"):
        values["archive"] = "arXiv"
    reference = Reference(**values, type=kind, truncated=tuple(truncated))
    return reference, {field: Mark(tuple(_merged(s, text))) for field, s in spans.items() if s}


def _same(known: Any, more: Any) -> bool:
    """Tell whether a field says the same once more, as a DOI in another letter case does."""
    return isinstance(known, str) and isinstance(more, str) and known.lower() == more.lower()


def _join(known: Any, more: Any, field: str) -> Any:
    if not known:
        return more
    return known + more if isinstance(known, tuple) else f"{known}{_JOINED[field]}{more}"


def _merged(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Join spans with nothing but punctuation between them."""
    last: Span | None = None
    for span in sorted(spans):
        between = text[last.end : span.start] if last else ""
        if last and len(between) <= 3 and not any(letter.isalnum() for letter in between):
            last = Span(last.start, span.end)
        else:
            if last:
                yield last
            last = span
    if last:
        yield last


def _facts(citation: Element, pieces: list[Piece], text: str) -> Iterator[Fact]:
    titles = _titles(pieces, text)
    yield from _people(pieces)
    yield from _issued(pieces, text)
    yield from _pages(pieces, text)
    yield from _named(citation, pieces, titles, text)
    for piece in pieces:
        name = tag(piece.element)
        if name not in _GROUPED and piece not in titles:
            yield from READERS.get(name, note)(piece, text)


def _people(pieces: list[Piece]) -> Iterator[Fact]:
    """Give the names of each group that stands together, and whether it ends in "et al."."""
    for field, group in groupby(pieces, key=_name_field):
        people = [piece for piece in group if piece.start < piece.end] if field else []
        names = tuple(name for name in (jats.name_of(p.element) for p in people) if name)
        if names:
            yield Fact(field, names, (Span(people[0].start, people[-1].end),))
        if any(tag(piece.element) == "etal" for piece in people):
            yield Fact("truncated", field)


def _name_field(piece: Piece) -> str:
    return jats.role(piece.element) if tag(piece.element) in jats.NAMES else ""


def _issued(pieces: list[Piece], text: str) -> Iterator[Fact]:
    """Give the date of the first year, month, day; another year is a note."""
    first: dict[str, Piece] = {}
    for piece in pieces:
        name = tag(piece.element)
        if name in jats.DATES and name in first:
            yield from note(piece, text)
        elif name in jats.DATES:
            first[name] = piece
    date = jats.date_of([piece.element for piece in first.values()]) if first else None
    if date:
        yield Fact("issued", date, tuple(span for p in first.values() for span in span_of(p)))


def _pages(pieces: list[Piece], text: str) -> Iterator[Fact]:
    """Give the pages: the printed range, else first to last page of each stretch."""
    found = [piece for piece in pieces if tag(piece.element) in jats.PAGES]
    whole = [piece for piece in found if tag(piece.element) == "page-range"]
    ranges: list[str] = []
    for piece in whole or found:
        words = words_of(piece, text)
        if tag(piece.element) == "lpage" and ranges:
            ranges[-1] += "" if words == ranges[-1] else f"-{words}"
        elif words:
            ranges.append(words)
    if ranges:
        spans = tuple(span for piece in whole or found for span in span_of(piece))
        yield Fact("page", read_pages(", ".join(ranges)), spans)


def _titles(pieces: list[Piece], text: str) -> list[Piece]:
    """Find the part that is the title: by its tag, else a comment in brackets."""
    for names in (("article-title", "chapter-title", "data-title"), ("trans-title", "part-title")):
        tagged = [piece for piece in pieces if tag(piece.element) in names]
        if tagged:
            return tagged[:1]
    comments = (piece for piece in pieces if tag(piece.element) == "comment")
    return [p for p in comments if is_title(words_of(p, text))][:1]


def _named(
    citation: Element, pieces: list[Piece], titles: list[Piece], text: str
) -> Iterator[Fact]:
    sources = [piece for piece in pieces if tag(piece.element) == "source"]
    kind = _TYPES.get(_publication_type(citation), "")
    in_journal = kind.startswith("article-") or (not kind and _has(pieces, "volume"))
    for piece in titles:
        yield _sentence("title", piece, text)
    for piece in sources:
        field = "container_title" if titles or in_journal else "title"
        yield _sentence(field, piece, text)


def _has(pieces: list[Piece], name: str) -> bool:
    return any(tag(piece.element) == name for piece in pieces)


def _sentence(field: str, piece: Piece, text: str) -> Fact:
    """Take a title without the full stop that ends it; that of a last abbreviation stays."""
    words = words_of(piece, text)
    ends = words.endswith(".") and not words.endswith("..")
    if ends and (field == "title" or words.count(".") == 1):
        piece, words = piece._replace(end=piece.end - 1), words[:-1]
    return Fact(field, words, span_of(piece))


def _publication_type(citation: Element) -> str:
    return (citation.get("publication-type") or citation.get("citation-type") or "").lower()


def _kind(citation: Element, values: dict[str, Any]) -> str:
    """Name the CSL type: by the tag, else by what the fields speak for.

    A "book" whose parts are not tagged may be a chapter; that is left to the text.
    """
    kind = _TYPES.get(_publication_type(citation), "")
    if kind == "book" or (not kind and "publisher" in values):
        if "container_title" in values:
            return "chapter"
        return "book" if "title" in values else ""
    if kind:
        return kind
    if "container_title" in values:
        return "article-journal"
    if "URL" in values:
        return "webpage"
    return "document" if "title" in values else ""
