"""Files in, records out."""

from collections.abc import Collection, Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from citeman import documents, files, formats
from citeman.documents import Document
from citeman.documents.decoding import decode, decode_anything, decode_as
from citeman.errors import InputError
from citeman.fields.citekeys import DEFAULT, assign_keys
from citeman.formats.parsed import Format, Parsed
from citeman.library import Library
from citeman.library.opening import is_library
from citeman.model import Place, Problem, Reading, Record, replace
from citeman.parse import parse_document, parse_references
from citeman.parse.explain import Explained, explain
from citeman.workflow import office
from citeman.workflow.joining import join

_MARKUP = frozenset(s for kind in documents.KINDS for s in kind.SUFFIXES if kind.NAME != "plain")


_EITHER = frozenset([".xml", ".bbl"])
"""Suffixes of formats and of documents alike: there only the content counts."""


class Gathered(NamedTuple):
    """What several files gave: records, trouble with parts of them, and files not read at all.

    `explained` are the lines of lists, each with its file and why it was cut where it was.
    """

    records: list[Record]
    problems: list[Problem]
    unreadable: list[InputError]
    explained: list[tuple[str, Explained]]


def gather(
    paths: Iterable[str],
    *,
    format_name: str = "",
    with_source: bool = False,
    with_reasons: bool = False,
    pattern: str = DEFAULT,
    model: Path | None = None,
) -> Gathered:
    """Read files of any format or kind, and libraries; one that fails keeps back no other.

    `format_name` says what the files are instead of their content; `with_source` puts a page's own
    record before its references, and `with_reasons` explains how lists were cut; keys of parsed
    references follow `pattern`; `model` is a file that `citeman train` made, and InputError says
    where it is none.
    """
    gathered = Gathered([], [], [], [])
    _try(model)
    for path in paths:
        try:
            if is_library(path):
                gathered.records.extend(_search(path))
                continue
            data = files.read_bytes(path)
            taken = {record.key for record in gathered.records}
            if module := _format(data, path, format_name):
                parsed = _with_keys(_read(module, data, path), taken, pattern)
            else:
                document = documents.read(office.as_page(data, path), path)
                parsed = _parse(document, taken, pattern, model, with_source=with_source)
                if with_reasons:
                    gathered.explained.extend((path, line) for line in explain(document))
        except InputError as error:
            gathered.unreadable.append(error)
            continue
        gathered.records.extend(parsed.records)
        gathered.problems.extend(parsed.problems)
    return gathered


def _search(path: str) -> list[Record]:
    with Library(path) as library:
        return list(library.search())


def _read(module: Format, data: bytes, name: str) -> Parsed:
    """Read a bibliographic format; a file that was not in UTF-8 is a problem worth a word."""
    text, encoding = decode_as(data, name)
    parsed = module.read(text, name)
    if not encoding.startswith("utf"):
        message = f"{name}: not in UTF-8, and read as {encoding}; look at its accented letters"
        parsed.problems.append(Problem("encoding", message))
    return parsed


def _try(model: Path | None) -> None:
    """Read a user's model before any file, so that a bad one stops the job and not a file each."""
    if model:
        from citeman.parse.sequence import scorer_of

        scorer_of(model)


def _format(data: bytes, name: str, format_name: str) -> Format | None:
    """The bibliographic format of a file; None for a document."""
    if format_name:
        return formats.by_name(format_name)
    suffix = PurePath(name).suffix.lower()
    if suffix in _MARKUP - _EITHER or documents.is_binary(data, name) or office.kind_of(data):
        return None
    found = formats.by_content(decode(data, name))
    return found or (None if suffix in _EITHER else formats.by_suffix(name, formats.READ))


def _parse(
    document: Document,
    taken: Collection[str],
    pattern: str,
    model: Path | None,
    *,
    with_source: bool,
) -> Parsed:
    parsed = parse_document(document, taken=taken, pattern=pattern, model=model)
    records, problems = join(parsed, document, taken=taken, pattern=pattern)
    if with_source and document.page:
        used = {*taken, *(record.key for record in records)}
        [key] = assign_keys([document.page], used, pattern)
        page = Reading("page", document.page, place=Place(document.name))
        records.insert(0, Record((page,), key=key))
    return Parsed(records, problems)


def _with_keys(parsed: Parsed, taken: Collection[str], pattern: str) -> Parsed:
    """Give a key to every record of a file that names none for it."""
    keyless = [i for i, record in enumerate(parsed.records) if not record.key]
    used = {*taken, *(record.key for record in parsed.records)}
    keys = assign_keys([parsed.records[i].reference for i in keyless], used, pattern)
    for i, key in zip(keyless, keys, strict=True):
        parsed.records[i] = replace(parsed.records[i], key=key)
    return parsed


def gather_lines(
    paths: Iterable[str], *, pattern: str = DEFAULT, model: Path | None = None
) -> Gathered:
    """Parse files of one raw reference per line: one record for each line that is not empty."""
    gathered = Gathered([], [], [], [])
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
