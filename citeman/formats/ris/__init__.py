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
    place = Place(file=name)
    return Parsed([_record(entry, place) for entry in entries], [])


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record."""
    return "\n".join(write_entry(record) for record in records)


def _record(entry: Entry, place: Place) -> Record:
    reference = read_reference(entry)
    annotation = reference.annote
    if annotation:
        reference = replace(reference, annote="")
    key = next(iter(entry.values.get("ID", ())), "")
    return Record(
        readings=(Reading(NAME, reference, place=place),),
        key=key,
        annotation=annotation,
        problems=_problems(entry, place.file),
    )


def _problems(entry: Entry, name: str) -> tuple[Problem, ...]:
    if entry.kind in TYPES:
        return ()
    place = f"{name}:{entry.line}"
    if not entry.kind:
        return (Problem("no-type", f"{place}: the entry does not say its type (TY)"),)
    message = f"{place}: {entry.kind} is no type of RIS; read as a document"
    return (Problem("unknown-type", message),)
