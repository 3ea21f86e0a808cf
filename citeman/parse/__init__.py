"""Free text becomes records: the pipeline, spelled out."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from citeman.documents.document import Document
from citeman.fields.citekeys import DEFAULT, assign_keys
from citeman.fields.ids import id_of_link
from citeman.hyphens import breaks, vocabulary
from citeman.model import Mark, Place, Problem, Reading, Record, Reference, Span, replace
from citeman.parse.annotate import annotate
from citeman.parse.assemble import assemble
from citeman.parse.collect import Found, collect, key_of
from citeman.parse.crosscheck import two_in_one
from citeman.parse.join import beside, join
from citeman.parse.labels import Labelled
from citeman.parse.layout import gives_back, learn, pieces
from citeman.parse.lines import blocks, read_lines, words
from citeman.parse.links import link
from citeman.parse.repeats import repeat_authors
from citeman.parse.split import Entry
from citeman.parse.tag import tag
from citeman.text import stretch

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
    own = vocabulary(strings)
    seen = [stretch(string, 0, len(string), breaks(string, own)) for string in strings]
    tagged = tag((each.text for each in seen), model)
    read = (annotate(each, assemble(labels)) for each, labels in zip(seen, tagged, strict=True))
    return [
        Record((replace(reading, raw=string),), problems=problems)
        for string, (reading, problems) in zip(strings, read, strict=True)
    ]


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
    document = replace(document, hidden=_hidden(document))
    found = join(document, collect(document))
    tagged = tag((f.seen.text for f in found), model)
    parsed = [_record(document, each, labels) for each, labels in zip(found, tagged, strict=True)]
    parsed = list(repeat_authors(parsed))
    proven = _with_proof(found, tagged, parsed)
    keys = [key_of(document, each.entry) for each in found]
    return link(_with_keys(proven, taken, pattern, keys), document.text)


def _hidden(document: Document) -> tuple[Span, ...]:
    """What a reader leaves out of a document's text: its markup, and breaks inside words."""
    hidden: list[Span] = []
    for span in sorted([*document.hidden, *breaks(document.text)]):
        last = hidden.pop() if hidden and span.start < hidden[-1].end else span
        hidden.append(Span(last.start, max(last.end, span.end)))
    return tuple(hidden)


def _record(document: Document, found: Found, labels: Sequence[Labelled]) -> Record:
    entry = found.entry
    readings: list[Reading] = [found.carried.reading] if found.carried else []
    problems: tuple[Problem, ...] = ()
    annotation = found.carried.annotation if found.carried else _annotation(document, entry)
    if found.seen.text:
        parsed, problems = _read(document, found, labels)
        readings += [*(beside(each, parsed.reference) for each in found.beside), parsed]
    else:
        readings += found.beside
    problems += tuple(_doubts(entry, labels))
    linked = _linked(document, entry, readings)
    if linked:
        readings.append(linked)
        problems += tuple(_contradictions(readings[0].reference, linked.reference, entry.citation))
    return Record(tuple(readings), annotation=annotation, problems=problems)


def _doubts(entry: Entry, labels: Sequence[Labelled]) -> Iterator[Problem]:
    """Doubt where an entry was cut: as its words did, or its labels do."""
    if entry.doubt:
        yield Problem("doubtful-cut", entry.doubt, entry.citation)
    elif two_in_one(labels):
        message = "the layout has one reference here, its words have two lists of authors"
        yield Problem("doubtful-cut", message, entry.citation)


def _read(
    document: Document, found: Found, labels: Sequence[Labelled]
) -> tuple[Reading, tuple[Problem, ...]]:
    """Read a citation's words; a string that stands in metadata has no place in the text."""
    entry = found.entry
    if entry.citation.start == entry.citation.end:
        parsed, problems = annotate(found.seen, assemble(labels), Place(document.name))
        fields = {name: replace(mark, spans=()) for name, mark in parsed.fields.items()}
        return replace(parsed, fields=fields), tuple(replace(p, span=None) for p in problems)
    place = Place(document.name, entry.citation, entry.annotation)
    parsed, problems = annotate(found.seen, assemble(labels), place)
    parsed = replace(parsed, raw=document.text[slice(*entry.citation)])
    return _numbered(parsed, entry.number), problems


def _numbered(reading: Reading, number: int) -> Reading:
    """Keep the number that the list gives a reference, unless its string said one."""
    if number < 0 or reading.reference.citation_number:
        return reading
    return replace(reading, reference=replace(reading.reference, citation_number=str(number)))


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
    found: Sequence[Found], tagged: Sequence[Sequence[Labelled]], records: Sequence[Record]
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


def _with_keys(
    records: Sequence[Record],
    taken: Collection[str],
    pattern: str,
    given: Iterable[str] = (),
) -> list[Record]:
    """Give every record a key: the one that its document gives it, else one by the pattern."""
    references = [record.reference for record in records]
    for i, key in enumerate(given):
        references[i] = replace(references[i], id=key) if key else references[i]
    keys = assign_keys(references, taken, pattern)
    return [replace(record, key=key) for record, key in zip(records, keys, strict=True)]
