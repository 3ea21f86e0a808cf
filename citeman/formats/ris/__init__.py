"""RIS: the tagged format that databases and reference managers exchange."""

from collections.abc import Sequence

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.ris.entries import Entry, looks_like, read_entries
from citeman.formats.ris.reading import read_reference
from citeman.formats.ris.tags import TYPES
from citeman.formats.ris.writing import write_entry
from citeman.model import Place, Problem, Reading, Record, replace

__all__ = ["NAME", "SUFFIXES", "looks_like", "read", "write"]

NAME = "ris"
SUFFIXES: tuple[str, ...] = (".ris",)


def read(text: str, name: str) -> Parsed:
    """Read every entry; raise InputError when there is none and the text is something else."""
    entries = read_entries(text.removeprefix("\ufeff"))
    if not entries and text.strip():
        raise InputError(f"{name}: no RIS in it; looked for entries, which begin with TY  -")
    return Parsed([_record(entry, name) for entry in entries], [])


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record."""
    return "\n".join(write_entry(record) for record in records)


def _record(entry: Entry, name: str) -> Record:
    reference = read_reference(entry)
    key = next((v.value for v in entry.values if v.tag == "ID"), "")
    return Record(
        readings=(Reading(NAME, replace(reference, annote=""), place=Place(file=name)),),
        key=key,
        annotation=reference.annote,
        problems=_problems(entry, f"{name}:{entry.line}"),
    )


def _problems(entry: Entry, place: str) -> tuple[Problem, ...]:
    if not entry.kind:
        return (Problem("no-type", f"{place}: the entry does not say its type (TY)"),)
    if entry.kind not in TYPES:
        message = f"{place}: {entry.kind} is no type of RIS; read as a document"
        return (Problem("unknown-type", message),)
    return ()
