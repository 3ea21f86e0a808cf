"""Seal each change in the log, so that whatever is altered past citeman is noticed.

A seal is a digest of the one before it, the row of the log, its effects, and the records and
facts that the change brought; none of these ever changes.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec

_JSON = msgspec.json.Encoder()
_SIZE = 16


def seal(
    base: sqlite3.Connection, row: tuple[Any, ...], effects: Iterable[tuple[Any, ...]]
) -> bytes:
    """Make the seal of a change whose records and facts are there; `row` begins with its number.

    An effect is its part, kind, first and last number, and whether it put them in force.
    """
    number = row[0]
    before = base.execute("SELECT seal FROM change WHERE id = ?", (number - 1,)).fetchone()
    made = blake2b(before[0] or b"" if before else b"", digest_size=_SIZE)
    effects = [tuple(effect) for effect in effects]
    made.update(_JSON.encode((row, effects)))
    for _, kind, first, last, _ in effects:
        for brought in base.execute(_BROUGHT[kind], (first, last, number)):
            made.update(_JSON.encode(brought))
    return made.digest()


_BROUGHT = {
    "record": "SELECT id, digest, body FROM record WHERE id BETWEEN ? AND ? AND change = ?",
    "fact": "SELECT id, kind, record, other, part, body FROM fact "
    "WHERE id BETWEEN ? AND ? AND change = ?",
}


def broken(base: sqlite3.Connection) -> Iterator[str]:
    """Say which changes are not as they were sealed; those made before there were seals may be."""
    is_sealed = False
    for *row, given in base.execute(_ROWS).fetchall():
        effects = base.execute(_EFFECTS, (row[0],)).fetchall()
        is_sealed = is_sealed or given is not None
        if is_sealed and given != seal(base, tuple(row), effects):
            yield f"change {row[0]}, or what it brought, is not what it was when it was made"


_ROWS = """
    SELECT id, at, who, command, words, before, after, undoes, redoes, part, seal
    FROM change ORDER BY id
"""
_EFFECTS = "SELECT part, kind, first, last, live FROM effect WHERE change = ? ORDER BY id"
