"""BibTeX: entries for LaTeX, with what BibLaTeX and reference managers add to them."""

import re
from collections.abc import Sequence

from citeman.errors import InputError
from citeman.formats.bibtex.blocks import RawEntry, Trouble, read_blocks
from citeman.formats.bibtex.reading import read_reference
from citeman.formats.bibtex.types import CSL_TYPE, kind_of
from citeman.formats.bibtex.writing import write_fields
from citeman.formats.parsed import Parsed
from citeman.model import Place, Problem, Reading, Record, replace

NAME = "bibtex"
SUFFIXES: tuple[str, ...] = (".bib",)

_LOOKS = re.compile(
    r"^[^\S\n]*@\s*(?:(?:string|preamble|comment)\s*[{(]|[a-z]+\s*[{(]\s*[^\s,{}()=]*\s*[,})])",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_IN_KEYS = re.compile(r"[\s,{}()\"#%~\\=']+")


def looks_like(text: str) -> bool:
    """Tell whether a line of the text begins an entry.

    >>> looks_like("@book{key, title = {T}}"), looks_like("@media {")
    (True, False)
    """
    return _LOOKS.search(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every entry; raise InputError when there is none and the text is something else.

    Macros are resolved and LaTeX becomes plain text. Fields that no CSL variable answers to stay,
    as they were written, under "bibtex" in `custom`, and are written back from there.
    """
    entries, failed = read_blocks(text.removeprefix("\ufeff"))
    if not entries and not failed and text.strip() and "@" not in text:
        raise InputError(f"{name}: no BibTeX in it; looked for entries, which begin with @")
    return Parsed([_record(each, name) for each in entries], [_problem(t, name) for t in failed])


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record, in UTF-8 and with nothing but LaTeX's signs escaped."""
    return "\n".join(_entry(record) for record in records)


def _record(entry: RawEntry, name: str) -> Record:
    reference = read_reference(entry)
    troubles = list(entry.troubles)
    if entry.kind not in CSL_TYPE:
        message = f"@{entry.kind} is no known type of entry; read as a document"
        troubles.append(Trouble(entry.line, "unknown-type", message))
    return Record(
        readings=(Reading(NAME, replace(reference, annote=""), place=Place(file=name)),),
        key=entry.key,
        annotation=reference.annote,
        problems=tuple(_problem(trouble, name, f"{entry.key}: ") for trouble in troubles),
    )


def _problem(trouble: Trouble, name: str, key: str = "") -> Problem:
    return Problem(trouble.code, f"{name}:{trouble.line}: {key}{trouble.message}")


def _entry(record: Record) -> str:
    texts = dict.fromkeys(text for text in (record.annotation, record.reference.annote) if text)
    reference = replace(record.reference, annote="\n\n".join(texts))
    kind = kind_of(reference)
    fields: dict[str, str] = {}
    for name, value in write_fields(reference, kind):
        fields.setdefault(name, value)
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{kind}{{{_NOT_IN_KEYS.sub('_', record.key)},\n{lines}}}\n"
