"""BibTeX: entries for LaTeX, with what BibLaTeX and reference managers add to them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from citeman.errors import InputError
from citeman.formats.bibtex.blocks import RawEntry, Trouble, read_blocks
from citeman.formats.bibtex.inherit import inherit
from citeman.formats.bibtex.keeping import Kept, changed_fields, find_kept, is_whole
from citeman.formats.bibtex.reading import read_reference
from citeman.formats.bibtex.types import BIBLATEX, BIBTEX, CSL_TYPE, Dialect, has_kind
from citeman.formats.bibtex.writing import choose_kind, write_fields
from citeman.formats.parsed import Parsed
from citeman.model import Place, Problem, Reading, Record, Reference, replace

NAME = "bibtex"
SUFFIXES: tuple[str, ...] = (".bib",)

_LOOKS = re.compile(
    r"^[^\S\n]*@\s*(?:(?:string|preamble|comment)\s*[{(]|[a-z]+\s*[{(]\s*[^\s,{}()=]*\s*[,})])",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_IN_KEYS = re.compile(r"[\s,{}\"#%~\\=']+")
_ONLY_BIBLATEX = frozenset(
    [
        "booksubtitle", "eprintclass", "eprinttype", "journalsubtitle", "journaltitle",
        "location", "mainsubtitle", "subtitle", "xdata",
    ]
)  # fmt: skip
_SILENT = frozenset(["xdata", "set"])
"""Types of BibLaTeX's that are no works but known all the same."""


def looks_like(text: str) -> bool:
    """Tell whether a line of the text begins an entry.

    >>> looks_like("@book{key, title = {T}}"), looks_like("@media {")
    (True, False)
    """
    return _LOOKS.search(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every entry; raise InputError when there is none and the text is something else.

    Macros are resolved, `crossref` and `xdata` followed, and LaTeX becomes plain text. Fields that
    no CSL variable answers to stay, as they were written, under "bibtex" in `custom`, and are
    written back from there. Readings are of "biblatex" where a field or type is BibLaTeX's alone.
    """
    entries, failed = read_blocks(text.removeprefix("\ufeff"))
    if not entries and not failed and text.strip() and "@" not in text:
        raise InputError(f"{name}: no BibTeX in it; looked for entries, which begin with @")
    source = _dialect(entries).name
    records = [_record(entry, name, source) for entry in inherit(entries)]
    return Parsed(records, [_problem(trouble, name) for trouble in failed])


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record, in UTF-8 and with nothing but LaTeX's signs escaped.

    An entry that was read from BibTeX and says what it said is written as it stood, after the
    comments and macros that stood before it; of others the fields that did not change are.
    """
    return write_as(records, BIBTEX)


def write_as(records: Sequence[Record], dialect: Dialect) -> str:
    """Write records in a dialect."""
    kept = find_kept(records)
    parts = (_parts(record, stood, dialect) for record, stood in zip(records, kept, strict=True))
    return "\n".join(f"{part}\n" for each in parts for part in each if part)


def _dialect(entries: Iterable[RawEntry]) -> Dialect:
    for entry in entries:
        if entry.kind in _SILENT:
            return BIBLATEX
        is_ours = entry.kind in CSL_TYPE and not has_kind(entry.kind, BIBTEX)
        if is_ours and has_kind(entry.kind, BIBLATEX):
            return BIBLATEX
        if not _ONLY_BIBLATEX.isdisjoint(entry.fields):
            return BIBLATEX
    return BIBTEX


def _record(entry: RawEntry, name: str, source: str) -> Record:
    reference = read_reference(entry)
    annotation = reference.annote
    troubles = list(entry.troubles)
    if entry.kind not in CSL_TYPE and entry.kind not in _SILENT:
        message = f"@{entry.kind} is no known type of entry; read as a document"
        troubles.append(Trouble(entry.line, "unknown-type", message))
    if annotation:
        reference = replace(reference, annote="")
    return Record(
        readings=(Reading(source, reference, raw=entry.raw, place=Place(file=name)),),
        key=entry.key,
        annotation=annotation,
        problems=tuple(_problem(trouble, name, f"{entry.key}: ") for trouble in troubles),
    )


def _problem(trouble: Trouble, name: str, key: str = "") -> Problem:
    return Problem(trouble.code, f"{name}:{trouble.line}: {key}{trouble.message}")


def _parts(record: Record, kept: Kept | None, dialect: Dialect) -> Iterator[str]:
    """What stood before an entry, the entry, and what stood after it."""
    reference = _with_annotation(record)
    if kept is None:
        kind = choose_kind(reference, dialect)
        yield _entry(kind, record.key, write_fields(reference, kind, dialect))
        return
    yield kept.before
    same = kept.reference == reference and kept.dialect == dialect.name
    if same and is_whole(kept):
        yield kept.text
    else:
        yield _entry(*_changed(record.key, kept, reference, dialect))
    yield kept.after


def _changed(
    key: str, kept: Kept, reference: Reference, dialect: Dialect
) -> tuple[str, str, Iterator[tuple[str, str]]]:
    kind, fields = changed_fields(kept, reference, dialect)
    return kind, key, fields


def _with_annotation(record: Record) -> Reference:
    reference = record.reference
    texts = dict.fromkeys(text for text in (record.annotation, reference.annote) if text)
    annote = "\n\n".join(texts)
    return reference if annote == reference.annote else replace(reference, annote=annote)


def _entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """An entry as one writes it by hand; of two fields with one name the first."""
    values: dict[str, str] = {}
    for name, value in fields:
        values.setdefault(name, value)
    lines = "".join(f"  {name} = {value},\n" for name, value in values.items())
    return f"@{kind}{{{_NOT_IN_KEYS.sub('_', key)},\n{lines}}}"
