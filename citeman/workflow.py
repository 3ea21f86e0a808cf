"""What a user asks for, one function each: files in, records out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from citeman import documents, files, formats
from citeman.documents.decoding import decode, decode_anything
from citeman.enrich import enrich as add_lookups
from citeman.enrich import query_of
from citeman.errors import InputError
from citeman.fields.citekeys import DEFAULT, assign_keys
from citeman.formats.parsed import Format, Parsed
from citeman.model import Place, Problem, Reading, Record, replace
from citeman.parse import parse_document, parse_references
from citeman.sources import Source

_MARKUP = frozenset(s for kind in documents.KINDS for s in kind.SUFFIXES if kind.NAME != "plain")


class Gathered(NamedTuple):
    """What several files gave: records, trouble with parts of them, and files not read at all."""

    records: list[Record]
    problems: list[Problem]
    unreadable: list[InputError]


def gather(
    paths: Iterable[str],
    *,
    format_name: str = "",
    with_source: bool = False,
    pattern: str = DEFAULT,
    model: Path | None = None,
) -> Gathered:
    """Read files of any format or kind; one that cannot be read does not keep back the others.

    `format_name` says what the files are instead of their content; `with_source` puts a page's own
    record before its references; keys of parsed references follow `pattern`; `model` is a file
    that `citeman train` made, and InputError says where it is none.
    """
    gathered = Gathered([], [], [])
    _try(model)
    for path in paths:
        try:
            data = files.read_bytes(path)
            taken = {record.key for record in gathered.records}
            if module := _format(data, path, format_name):
                parsed = module.read(decode(data, path), path)
            else:
                parsed = _parse(data, path, taken, pattern, model, with_source=with_source)
        except InputError as error:
            gathered.unreadable.append(error)
            continue
        gathered.records.extend(parsed.records)
        gathered.problems.extend(parsed.problems)
    return gathered


def _try(model: Path | None) -> None:
    """Read a user's model before any file, so that a bad one stops the job and not a file each."""
    if model:
        from citeman.parse.sequence import scorer_of

        scorer_of(model)


def _format(data: bytes, name: str, format_name: str) -> Format | None:
    """The bibliographic format of a file; None for a document."""
    if format_name:
        return formats.by_name(format_name)
    if PurePath(name).suffix.lower() in _MARKUP:
        return None
    text = decode(data, name)
    return next((m for m in map(formats.by_name, formats.FORMATS) if m.looks_like(text)), None)


def _parse(
    data: bytes,
    name: str,
    taken: Collection[str],
    pattern: str,
    model: Path | None,
    *,
    with_source: bool,
) -> Parsed:
    document = documents.read(data, name)
    records = parse_document(document, taken=taken, pattern=pattern, model=model)
    if with_source and document.page:
        used = {*taken, *(record.key for record in records)}
        [key] = assign_keys([document.page], used, pattern)
        page = Reading("page", document.page, place=Place(name))
        records.insert(0, Record((page,), key=key))
    return Parsed(records, [])


def gather_lines(
    paths: Iterable[str], *, pattern: str = DEFAULT, model: Path | None = None
) -> Gathered:
    """Parse files of one raw reference per line: one record for each line that is not empty."""
    gathered = Gathered([], [], [])
    _try(model)
    for path in paths:
        try:
            text = decode_anything(files.read_bytes(path))
        except InputError as error:
            gathered.unreadable.append(error)
            continue
        lines = (line for line in text.split("\n") if line.strip())
        taken = {record.key for record in gathered.records}
        parsed = parse_references(lines, taken=taken, pattern=pattern, model=model)
        gathered.records.extend(parsed)
    return gathered


class Doubt(NamedTuple):
    """A record a person should look at, and why."""

    record: Record
    reasons: tuple[str, ...]


def doubtful(records: Sequence[Record]) -> list[Doubt]:
    """The records a person should look at, the least sure first.

    A record is doubtful when something is wrong with it, or when the layout of its list does not
    give its string back.
    """
    doubts = [Doubt(record, tuple(_reasons(record))) for record in records]
    found = [doubt for doubt in doubts if doubt.reasons]
    return sorted(found, key=lambda d: (-len(d.record.problems), _confidence(d.record)))


def _reasons(record: Record) -> Iterable[str]:
    yield from (problem.message for problem in record.problems)
    if record.lossless is False:
        yield "written in the layout of its list it does not come out as it stands"


def _confidence(record: Record) -> float:
    """How sure the least sure field of a record is."""
    marks = (mark for reading in record.readings for mark in reading.fields.values())
    return min((mark.confidence for mark in marks), default=1.0)


class Found(NamedTuple):
    """What came of asking a source about records, one count each."""

    accepted: int
    proposed: int
    unmatched: int
    unasked: int


BATCH = 200
"""Records asked about at once; what is known so far can be told after each batch."""


def enrich(
    records: Sequence[Record],
    source: Source,
    *,
    replacing: bool = False,
    tell: Callable[[int], None] = lambda done: None,
) -> list[Record]:
    """Ask a source about every record, and add what it says as a reading of its own.

    A sure match fills what is missing; `replacing` lets it decide the fields that are there, too.
    Nothing is overwritten: the record keeps every reading. `tell` hears how many are done.
    """
    enriched: list[Record] = []
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        lookups = source.find([query_of(record, source.name) for record in batch])
        enriched += add_lookups(batch, lookups, source.name)
        tell(len(enriched))
    return [_leading(record, source.name) for record in enriched] if replacing else enriched


def _leading(record: Record, source: str) -> Record:
    readings = tuple(
        replace(r, standing="leads") if r.source == source and r.standing == "fills" else r
        for r in record.readings
    )
    return replace(record, readings=readings)


UNASKED = frozenset(("unreachable", "not-checked"))
"""The codes of problems that say no answer was had."""


def found(records: Iterable[Record], source: str) -> Found:
    """Count what a source's answers came to."""
    kinds = Counter(_outcome(record, source) for record in records)
    return Found(*(kinds[kind] for kind in Found._fields))


def _outcome(record: Record, source: str) -> str:
    standing = next((r.standing for r in record.readings if r.source == source), "")
    if standing in ("fills", "leads"):
        return "accepted"
    if any(problem.code in UNASKED for problem in record.problems):
        return "unasked"
    return "proposed" if standing else "unmatched"
