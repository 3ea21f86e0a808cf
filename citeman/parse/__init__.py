"""Free text becomes records: the pipeline, spelled out."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from citeman.documents.document import Carried, Document
from citeman.fields.citekeys import DEFAULT, assign_keys
from citeman.fields.ids import id_of_link
from citeman.model import Mark, Place, Problem, Reading, Record, Reference, Span, replace
from citeman.parse.annotate import annotate
from citeman.parse.assemble import assemble
from citeman.parse.labels import Labelled
from citeman.parse.layout import gives_back, learn, pieces
from citeman.parse.lines import blocks, read_lines, words
from citeman.parse.links import link
from citeman.parse.locate import is_named, locate
from citeman.parse.prose import in_prose
from citeman.parse.repeats import repeat_authors
from citeman.parse.split import Entry, split
from citeman.parse.tag import tag
from citeman.text import Stretch, stretch

__all__ = ["iter_references", "parse_document", "parse_references"]

BATCH = 1_000
"""Strings parsed together; those of one batch may share a style."""


def parse_references(
    strings: Iterable[str],
    *,
    taken: Collection[str] = (),
    pattern: str = DEFAULT,
    model: Path | None = None,
) -> list[Record]:
    """Parse strings that hold one reference each: one record per string, in the same order.

    Keys follow `pattern` (see `citeman.fields.citekeys`) and avoid those in `taken`. `model` is a
    file that `citeman train` made.
    """
    return list(iter_references(strings, taken=taken, pattern=pattern, model=model))


def iter_references(
    strings: Iterable[str],
    *,
    taken: Collection[str] = (),
    pattern: str = DEFAULT,
    model: Path | None = None,
) -> Iterator[Record]:
    """Parse strings as `parse_references` does, a batch at a time: any number fits into memory."""
    used, coming = set(taken), iter(strings)
    while batch := list(islice(coming, BATCH)):
        records = _with_keys(_parse_batch(batch, model), used, pattern)
        used.update(record.key for record in records)
        yield from records


def _parse_batch(strings: Sequence[str], model: Path | None) -> list[Record]:
    seen = [stretch(string, 0, len(string)) for string in strings]
    tagged = tag((each.text for each in seen), model)
    read = (annotate(each, assemble(labels)) for each, labels in zip(seen, tagged, strict=True))
    return [Record((reading,), problems=problems) for reading, problems in read]


def parse_document(
    document: Document,
    *,
    taken: Collection[str] = (),
    pattern: str = DEFAULT,
    model: Path | None = None,
) -> list[Record]:
    """Parse the reference lists of a document, in the order in which they stand.

    References that the document carries as data come with that reading; text is parsed where
    there is no such data, or only part of it. Annotations, links and keys are set, and each
    record of a list says whether it is lossless.
    """
    found = sorted([*_carried(document), *_entries(document)], key=lambda f: f.entry.citation)
    tagged = tag((f.seen.text for f in found), model)
    parsed = [_record(document, each, labels) for each, labels in zip(found, tagged, strict=True)]
    parsed = list(repeat_authors(parsed))
    proven = _with_proof(found, tagged, parsed)
    return link(_with_keys(proven, taken, pattern), document.text)


class _Found(NamedTuple):
    """An entry of a list, the words of its citation, and what the markup says about it."""

    entry: Entry
    seen: Stretch
    carried: Carried | None


def _carried(document: Document) -> Iterator[_Found]:
    for carried in document.carried:
        place = carried.reading.place or Place()
        span = place.span or Span(0, 0)
        text = "" if carried.complete else document.text
        seen = stretch(text, span.start, span.end, document.hidden) if text else Stretch("", (0,))
        yield _Found(Entry(span, place.annotation_span, -1), seen, carried)


def _entries(document: Document) -> Iterator[_Found]:
    """The entries of the document's lists and of its prose, but for what it carries as data."""
    places = [carried.reading.place for carried in document.carried]
    taken = sorted(place.span for place in places if place and place.span)
    for region in locate(document):
        named = is_named(document, region)
        if named or not places:
            for entry in split(document, region, named=named):
                if _take(entry.citation, taken):
                    yield _Found(entry, _seen(document, entry), None)
    for span in in_prose(document):
        if _take(span, taken):
            yield _Found(
                Entry(span, None, -1), stretch(document.text, *span, document.hidden), None
            )


def _take(span: Span, taken: list[Span]) -> bool:
    """Add a span to those that are taken, kept in order; False where it overlaps one of them."""
    at = bisect_left(taken, span)
    beside = taken[max(at - 1, 0) : at + 1]
    if any(span.start < other.end and other.start < span.end for other in beside):
        return False
    taken.insert(at, span)
    return True


def _seen(document: Document, entry: Entry) -> Stretch:
    """The words of a citation, without an annotation that stands in its middle."""
    hidden = document.hidden
    if entry.annotation and entry.annotation.start < entry.citation.end:
        hidden = tuple(sorted((*hidden, entry.annotation)))
    return stretch(document.text, *entry.citation, hidden)


def _record(document: Document, found: _Found, labels: Sequence[Labelled]) -> Record:
    entry = found.entry
    place = Place(document.name, entry.citation, entry.annotation)
    readings: list[Reading] = [found.carried.reading] if found.carried else []
    problems: tuple[Problem, ...] = ()
    annotation = found.carried.annotation if found.carried else _annotation(document, entry)
    if found.seen.text:
        parsed, problems = annotate(found.seen, assemble(labels), place)
        readings.append(replace(parsed, raw=document.text[slice(*entry.citation)]))
        readings[-1:] = _numbered(readings[-1], entry.number)
    linked = _linked(document, entry, readings)
    if linked:
        readings.append(linked)
        problems += tuple(_contradictions(readings[0].reference, linked.reference, entry.citation))
    return Record(tuple(readings), annotation=annotation, problems=problems)


def _numbered(reading: Reading, number: int) -> list[Reading]:
    """Keep the number that the list gives a reference, unless its string said one."""
    if number < 0 or reading.reference.citation_number:
        return [reading]
    return [replace(reading, reference=replace(reading.reference, citation_number=str(number)))]


def _annotation(document: Document, entry: Entry) -> str:
    """The words of an annotation, its paragraphs apart by a blank line."""
    if not entry.annotation:
        return ""
    paragraphs = blocks(read_lines(document, *entry.annotation))
    return "\n\n".join(words(document, p[0].start, p[-1].end) for p in paragraphs)


def _linked(document: Document, entry: Entry, readings: Sequence[Reading]) -> Reading | None:
    """What the links inside a citation say beyond its text: identifiers."""
    values: dict[str, Any] = {}
    fields: dict[str, Mark] = {}
    known = {field for r in readings for field in r.fields}
    first = bisect_left(document.links, entry.citation.start, key=lambda found: found.start)
    for found in document.links[first:]:
        if found.start >= entry.citation.end:
            break
        kind, value = id_of_link(found.href) or ("", "")
        if kind in Reference.__struct_fields__ and kind not in values:
            if kind in known and any(getattr(r.reference, kind) == value for r in readings):
                continue
            values[kind] = value
            fields[kind] = Mark((Span(found.start, found.end),))
    return Reading("link", Reference(**values), "fills", fields=fields) if values else None


def _contradictions(said: Reference, linked: Reference, span: Span) -> Iterator[Problem]:
    for field in ("PMID", "PMCID", "DOI"):
        text, link_ = getattr(said, field), getattr(linked, field)
        if text and link_ and text.casefold() != link_.casefold():
            message = f"the text says {field} {text}, its link leads to {link_}"
            yield Problem("link-differs", message, span)


def _with_proof(
    found: Sequence[_Found], tagged: Sequence[Sequence[Labelled]], records: Sequence[Record]
) -> list[Record]:
    """Say of every parsed record whether the layout of its list gives its string back."""
    cut = [
        pieces(f.seen.text, labels, _parsed(record))
        for f, labels, record in zip(found, tagged, records, strict=True)
    ]
    layout = learn(each for f, each in zip(found, cut, strict=True) if f.seen.text)
    return [
        replace(record, lossless=gives_back(each, layout, f.seen.text)) if f.seen.text else record
        for f, each, record in zip(found, cut, records, strict=True)
    ]


def _parsed(record: Record) -> Reference:
    """What parsing said of a record, beside what markup and links said."""
    return next((r.reference for r in record.readings if r.source == "parsed"), Reference())


def _with_keys(records: Sequence[Record], taken: Collection[str], pattern: str) -> list[Record]:
    keys = assign_keys([record.reference for record in records], taken, pattern)
    return [replace(record, key=key) for record, key in zip(records, keys, strict=True)]
