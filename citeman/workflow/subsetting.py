"""The small bibliography that a manuscript needs."""

from collections.abc import Iterable, Sequence

from citeman import files
from citeman.documents.decoding import decode
from citeman.formats.bibtex.subset import subset
from citeman.formats.parsed import Format
from citeman.workflow.shelving import Entry

_BIBTEX = ("bibtex", "biblatex")


def write_subset(entries: Sequence[Entry], module: Format) -> str:
    """Write entries in a format: those of a BibTeX file to another as they stand, in its order.

    Of entries with one key the first is written.
    """
    order = {file: place for place, file in enumerate(dict.fromkeys(e.file for e in entries))}
    by_file: dict[str, list[Entry]] = {}
    taken: set[str] = set()
    for entry in sorted(entries, key=lambda entry: (order[entry.file], entry.number)):
        if entry.record.readings and entry.key not in taken:
            taken.add(entry.key)
            by_file.setdefault(entry.file, []).append(entry)
    if module.NAME not in _BIBTEX:
        return module.write([entry.record for kept in by_file.values() for entry in kept])
    parts = (_part(path, kept, module) for path, kept in by_file.items())
    return "\n".join(part for part in parts if part)


def _part(path: str, entries: Iterable[Entry], module: Format) -> str:
    records = [entry.record for entry in entries]
    is_bibtex = all(r.source in _BIBTEX for record in records for r in record.readings)
    if not is_bibtex or path == files.STDIN:
        return module.write(records)
    text = decode(files.read_bytes(path), path)
    return subset(text, {record.key for record in records})
