"""Turn a piece of a file into what an index stores of it: the work that processes share."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from citeman.formats.entries import Entry, is_older, read_piece
from citeman.formats.pieces import Piece
from citeman.model import Reference
from citeman.sources.indexing.keys import keys_of
from citeman.sources.indexing.packing import JOURNAL_TYPES, Press, pack
from citeman.sources.indexing.words import title_words


class Journal(NamedTuple):
    """A journal as one source spells it: full title, abbreviations (NLM, ISO), and ISSN."""

    title: str = ""
    short: str = ""
    iso: str = ""
    issn: str = ""


class Row(NamedTuple):
    """One record as it is stored."""

    pmid: int
    stamp: int
    journal: Journal
    body: bytes
    words: str


class Prepared(NamedTuple):
    """What a piece holds, ready to be stored: rows by PMID, and the sorted keys as int64."""

    rows: list[Row]
    keys: bytes
    deleted: list[int]
    left_out: list[str]
    end: int


def prepare(kind: str, piece: Piece, name: str, press: Press, dictionary: int) -> Prepared:
    """Read a piece and pack its records; of a PMID's records the newest stays."""
    entries, deleted, left_out = read_piece(kind, piece, name)
    newest = _newest(entries)
    rows = [_row(entry, press, dictionary) for entry in newest]
    numbers = [number for entry in newest for number in _numbers(entry.reference)]
    keys = np.unique(np.array(numbers, dtype=np.int64))
    return Prepared(rows, keys.tobytes(), deleted, left_out, piece.end)


def _newest(entries: Iterable[Entry]) -> Iterable[Entry]:
    newest: dict[int, Entry] = {}
    for entry in entries:
        pmid = int(entry.reference.PMID)
        if pmid not in newest or not is_older(entry.stamp, newest[pmid].stamp):
            newest[pmid] = entry
    return [newest[pmid] for pmid in sorted(newest)]


def _row(entry: Entry, press: Press, dictionary: int) -> Row:
    reference = entry.reference
    return Row(
        int(reference.PMID),
        entry.stamp,
        _journal(entry),
        press.shrink(pack(reference), dictionary),
        title_words(reference),
    )


def _journal(entry: Entry) -> Journal:
    ref = entry.reference
    if ref.type not in JOURNAL_TYPES:
        return Journal()
    iso = entry.iso if entry.iso != ref.container_title_short else ""
    return Journal(ref.container_title, ref.container_title_short, iso, ref.ISSN)


def _numbers(reference: Reference) -> Iterator[int]:
    pmid = int(reference.PMID)
    return (key + pmid for key in keys_of(reference))
