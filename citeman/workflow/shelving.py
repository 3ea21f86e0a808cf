"""Bibliographies as a manuscript uses them: entries found by their keys, and by other names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from citeman import files
from citeman.documents.decoding import decode
from citeman.errors import InputError
from citeman.model import Problem, Record
from citeman.workflow.gathering import gather

_PARENTS = ("crossref", "xdata", "xref", "entryset", "related")
"""Fields of BibTeX and BibLaTeX that name other entries, which an entry cannot do without."""
_BIBTEX = ("bibtex", "biblatex")
_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][^\s{(]*\s*[{(]\s*(?P<key>[^\s,{}]*)", re.MULTILINE)


class Entry(NamedTuple):
    """A record of a file, the how manieth it is, and its line; 0 where nothing tells."""

    key: str
    file: str
    number: int
    line: int
    record: Record

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def place(self) -> tuple[str, int]:
        """What tells it from all other entries."""
        return self.file, self.number


class Book(NamedTuple):
    """A bibliography that was read, and trouble with parts of it."""

    path: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    error: InputError | None = None


class Shelf(NamedTuple):
    """The entries of some bibliographies, by key, by key in small letters, and by alias."""

    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry]
    by_folded: Mapping[str, Entry]
    by_alias: Mapping[str, Entry]

    def find(self, key: str) -> Entry | None:
        """Find the entry that a key, or an alias of it, means."""
        return self.by_key.get(key) or self.by_alias.get(key)

    def whole(self, entries: Iterable[Entry]) -> list[Entry]:
        """Add to entries those that they name as their parents, and so on."""
        found: dict[tuple[str, int], Entry] = {}
        waiting = list(entries)
        while waiting:
            entry = waiting.pop()
            if entry.place not in found:
                found[entry.place] = entry
                waiting += self._parents(entry)
        return list(found.values())

    def _parents(self, entry: Entry) -> Iterator[Entry]:
        for key in _named(entry.record, *_PARENTS):
            parent = self.find(key) or self.by_folded.get(key.lower())
            if parent:
                yield parent


def open_book(path: str) -> Book:
    """Read a bibliography of any format; what went wrong is in the result."""
    gathered = gather([path])
    error = next(iter(gathered.unreadable), None)
    lines = _lines(path, gathered.records)
    entries = (
        Entry(record.key, path, number, line, record)
        for number, (record, line) in enumerate(zip(gathered.records, lines, strict=True))
    )
    return Book(path, tuple(entries), tuple(gathered.problems), error)


def shelve(entries: Iterable[Entry]) -> Shelf:
    """Put entries where they are found; of those with one key the first counts."""
    entries = tuple(entries)
    by_key: dict[str, Entry] = {}
    by_folded: dict[str, Entry] = {}
    by_alias: dict[str, Entry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
        by_folded.setdefault(entry.key.lower(), entry)
        for alias in _named(entry.record, "ids"):
            by_alias.setdefault(alias, entry)
    return Shelf(entries, by_key, by_folded, by_alias)


def _named(record: Record, *fields: str) -> Iterator[str]:
    """The keys that some fields of a BibTeX entry name."""
    kept = record.reference.custom.get("bibtex")
    if not isinstance(kept, dict):
        return
    for field in fields:
        for key in str(kept.get(field, "")).split(","):
            if key.strip():
                yield key.strip()


def _lines(path: str, records: Iterable[Record]) -> Iterator[int]:
    """The lines on which entries of BibTeX begin; 0 for what is none."""
    text, place, counted, line = "", 0, 0, 1
    for record in records:
        raw = next((r.raw for r in record.readings if r.raw and r.source in _BIBTEX), "")
        if raw and not text and path != files.STDIN:
            text = decode(files.read_bytes(path), path)
        found = text.find(raw, place) if raw else -1
        if found < 0:
            yield 0
            continue
        at = found + _start(raw, record.key)
        line, counted, place = line + text.count("\n", counted, at), at, found
        yield line


def _start(raw: str, key: str) -> int:
    """Where an entry begins, behind the comments and macros before it."""
    starts = [start for start in _START.finditer(raw) if start["key"] == key]
    return starts[0].start() if starts else 0
