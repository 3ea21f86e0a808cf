"""What the parts of a reference say, each by its tag: identifiers, links, comments, the rest."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from citeman.documents import jats
from citeman.documents.jats import Element, tag
from citeman.fields.dates import read_date
from citeman.fields.ids import (
    find_ids,
    id_of_link,
    read_arxiv,
    read_doi,
    read_isbn,
    read_issn,
    read_pmcid,
    read_pmid,
)
from citeman.model import Span
from citeman.text import squeeze


class Piece(NamedTuple):
    """A tagged part of a reference, and where its words stand in the document's text."""

    element: Element
    start: int
    end: int


class Fact(NamedTuple):
    """What some stretches of a reference say about one field."""

    field: str
    value: Any
    spans: tuple[Span, ...] = ()


_TEXT = {
    "volume": "volume", "issue": "issue", "publisher-name": "publisher",
    "publisher-loc": "publisher_place",
    "conf-name": "event_title", "conf-loc": "event_place", "series": "collection_title",
    "version": "version", "patent": "number", "std": "number", "institution": "publisher",
    "gov": "number",
}  # fmt: skip
_IDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "pmid": ("PMID", read_pmid),
    "pmcid": ("PMCID", read_pmcid),
    "doi": ("DOI", read_doi),
    "arxiv": ("archive_location", read_arxiv),
    "isbn": ("ISBN", read_isbn),
    "issn": ("ISSN", read_issn),
}
_LANGUAGES = frozenset({
    "afrikaans", "arabic", "bulgarian", "chinese", "croatian", "czech", "danish", "dutch",
    "english", "estonian", "finnish", "french", "georgian", "german", "greek", "hebrew",
    "hungarian", "icelandic", "italian", "japanese", "korean", "latvian", "lithuanian",
    "norwegian", "persian", "polish", "portuguese", "romanian", "russian", "serbian", "slovak",
    "slovenian", "spanish", "swedish", "thai", "turkish", "ukrainian", "vietnamese",
})  # fmt: skip
_LANGUAGE = re.compile(r"\W*(?:article\s+)?(?:in\s+)?(?P<language>[a-z]+)\W*$", re.IGNORECASE)
_STATUS = re.compile(
    r"\W*(?P<status>in press|forthcoming|submitted|(?:e-?pub )?ahead of print)\W*$", re.I
)
# "Accessed 5 Jan 2019.", "[cited 2019 Jan 5]", "4 September 2012, date last accessed"
_LOOKED = r"(?:date\s+)?(?:last\s+)?(?:accessed|cited|retrieved|visited|viewed)"
_ACCESSED = re.compile(
    rf"\W*(?:{_LOOKED}(?:\s+on)?\W*(?P<date>[^.;]{{0,40}}\d[^.;\])]{{0,40}})"
    rf"|(?P<before>\w[^;]{{0,40}}?\d[^;]{{0,40}}?)[\s,;]*{_LOOKED})\W*$",
    re.IGNORECASE,
)
_LABEL = (
    r"(?:\W|\b(?:doi|pmid|pmcid|isbn|issn|pubmed|pmc|free|article|available|from|at|via|url|"
    r"online|https?)\b)*"
)
_LABELS = re.compile(rf"^{_LABEL}", re.IGNORECASE)
_LABEL_ONLY = re.compile(rf"{_LABEL}$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?P<said>(?P<number>\d+)(?:st|nd|rd|th)?)(?:\s*ed(?:ition|n)?)?\.?$", re.IGNORECASE
)
_BRACKETED = re.compile(r"\[.*\]\.?$")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>]*[\w/]")
_FIELD_OF = {
    "PMID": "PMID",
    "PMCID": "PMCID",
    "DOI": "DOI",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "arXiv": "archive_location",
}


def words_of(piece: Piece, text: str) -> str:
    """Give the words of a part, on one line."""
    return squeeze(text[piece.start : piece.end])


def span_of(piece: Piece) -> tuple[Span, ...]:
    """Give the place of a part; none if it is empty."""
    return (Span(piece.start, piece.end),) if piece.start < piece.end else ()


def _place(words: str, piece: Piece, text: str) -> tuple[Span, ...]:
    """Find words inside a part; all of the part where white space hides them."""
    start = text.find(words, piece.start, piece.end)
    return (Span(start, start + len(words)),) if start >= 0 else (Span(piece.start, piece.end),)


def note(piece: Piece, text: str) -> Iterator[Fact]:
    """Keep the words of a part that no field takes."""
    words = words_of(piece, text)
    if any(letter.isalnum() for letter in words):
        yield Fact("note", words, span_of(piece))


def _plain(piece: Piece, text: str) -> Iterator[Fact]:
    words = words_of(piece, text).strip(" ,;:")
    if words:
        yield Fact(_TEXT[tag(piece.element)], words, _place(words, piece, text))


def _event_date(piece: Piece, text: str) -> Iterator[Fact]:
    date = read_date(words_of(piece, text))
    if date:
        yield Fact("event_date", date, span_of(piece))


def _edition(piece: Piece, text: str) -> Iterator[Fact]:
    words = words_of(piece, text)
    ordinal = _ORDINAL.match(words)
    if words:
        value, said = (ordinal["number"], ordinal["said"]) if ordinal else (words, words)
        yield Fact("edition", value, _place(said, piece, text))


def _supplement(piece: Piece, text: str) -> Iterator[Fact]:
    words = words_of(piece, text)
    if words:
        yield Fact("issue", words if words[0].isalpha() else f"Suppl {words}", span_of(piece))


def _size(piece: Piece, text: str) -> Iterator[Fact]:
    words = words_of(piece, text)
    if "page" in (piece.element.get("units") or "") and words:
        yield Fact("number_of_pages", words, span_of(piece))
    else:
        yield from note(piece, text)


def _id(piece: Piece, text: str) -> Iterator[Fact]:
    """Read an identifier by the type its tag gives it; one of another kind is a note."""
    kind = jats.id_kind(piece.element)
    field, read = _IDS.get(kind, ("", str))
    words = words_of(piece, text)
    value = read(words) if field else ""
    if value:
        yield Fact(field, value, span_of(piece))
    elif words:
        yield Fact("note", f"{kind}: {words}", span_of(piece))


def _link(piece: Piece, text: str) -> Iterator[Fact]:
    """Read where a link leads; it has a place only where its words say so too."""
    goal, words = jats.href(piece.element), words_of(piece, text)
    known = id_of_link(goal) or next(((i.kind, i.value) for i in find_ids(words)), None)
    if known and known[0] in _FIELD_OF:
        said = any(found.value == known[1] for found in find_ids(words))
        yield Fact(_FIELD_OF[known[0]], known[1], span_of(piece) if said else ())
    elif "://" in goal and "scholar.google" not in goal:
        yield Fact("URL", goal, span_of(piece) if words and words in goal else ())
    else:
        yield from note(piece, text)


def _comment(piece: Piece, text: str) -> Iterator[Fact]:
    """Read the links and identifiers in a comment, then what its other words say."""
    words = words_of(piece, text)
    for element in jats.descendants(piece.element, *jats.LINKS, "pub-id"):
        inside = jats.text_of(element)
        spans = _place(inside, piece, text)
        yield from READERS[tag(element)](Piece(element, *spans[0]), text)
        words = words.replace(inside, "", 1)
    yield from _aside(words, piece, text)


def _aside(words: str, piece: Piece, text: str) -> Iterator[Fact]:
    """Tell what words say: identifiers, an address, a language, a status; else a note."""
    known = [found for found in find_ids(words) if found.kind in _FIELD_OF]
    address = _ADDRESS.search(words)
    stretches = [slice(found.start, found.end) for found in known]
    if not stretches and address:
        stretches = [slice(*address.span())]
    if _LABEL_ONLY.match(_without(words, stretches)):
        for found in known:
            said = words[found.start : found.end]
            yield Fact(_FIELD_OF[found.kind], found.value, _place(said, piece, text))
        if address and not known:
            yield Fact("URL", address[0], _place(address[0], piece, text))
        return
    yield _remark(words, piece, text) or Fact("note", words, _place(words, piece, text))


def _remark(words: str, piece: Piece, text: str) -> Fact | None:
    """Read a language, a status, or the day a page was looked at."""
    words = _LABELS.sub("", words)
    status, accessed = _STATUS.match(words), _ACCESSED.match(words)
    if _language(words):
        return Fact("language", _language(words), _place(_language(words), piece, text))
    if status:
        return Fact("status", status["status"], _place(status["status"], piece, text))
    if accessed:
        date = accessed["date"] or accessed["before"]
        return Fact("accessed", read_date(date), _place(date, piece, text))
    return None


def is_title(words: str) -> bool:
    """Tell whether a comment is a translated title: words in brackets that say nothing else.

    >>> is_title("[Hepatitis from venlafaxine]."), is_title("[Article in Spanish]")
    (True, False)
    """
    return bool(_BRACKETED.match(words)) and not (_language(words) or _STATUS.match(words))


def _without(words: str, stretches: list[slice]) -> str:
    for stretch in reversed(stretches):
        words = words[: stretch.start] + words[stretch.stop :]
    return words


def _language(words: str) -> str:
    found = _LANGUAGE.match(words)
    return found["language"] if found and found["language"].lower() in _LANGUAGES else ""


def _date_in_citation(piece: Piece, text: str) -> Iterator[Fact]:
    words = words_of(piece, text)
    accessed = _ACCESSED.match(words)
    date = (accessed["date"] or accessed["before"]) if accessed else words.strip(" .[]()")
    if "access" in (piece.element.get("content-type") or "access") and date:
        yield Fact("accessed", read_date(date), _place(date, piece, text))
    else:
        yield from note(piece, text)


READERS: dict[str, Callable[[Piece, str], Iterator[Fact]]] = {
    **dict.fromkeys(_TEXT, _plain),
    "supplement": _supplement,
    "edition": _edition,
    "conf-date": _event_date,
    "size": _size,
    "pub-id": _id,
    "object-id": _id,
    "isbn": _id,
    "issn": _id,
    "ext-link": _link,
    "uri": _link,
    "comment": _comment,
    "date-in-citation": _date_in_citation,
}
