"""What a library knows already: records that say the same, and records that may be of one work."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from citeman.library.computing import RECORD
from citeman.library.facts import digest, says_no_more
from citeman.match.decisions import Ruling
from citeman.model import Record

CROWD = 40
"""Records that share a blocking key beyond which the key says nothing."""


def block(key: str) -> int:
    """Number a blocking key: 64 bits, signed, as SQLite keeps them."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def identical(base: sqlite3.Connection, record: Record) -> int | None:
    """Find a record in force that says as much, as it was kept or as its work says now."""
    number = digest(record)
    for statement in _SAME:
        for found, body in base.execute(statement, (number,)).fetchall():
            if says_no_more(record, RECORD.decode(body)):
                return int(found)
    return None


_SAME = (
    "SELECT id, body FROM record WHERE digest = ? AND live",
    "SELECT id, body FROM work WHERE digest = ? AND body NOT NULL",
)


def alike(base: sqlite3.Connection, blocks: Iterable[int]) -> list[int]:
    """Find records in force that share a blocking key, leaving out keys that a crowd shares."""
    found: dict[int, None] = {}
    for key in blocks:
        rows = base.execute(_BLOCK, (key, CROWD + 1)).fetchall()
        if len(rows) <= CROWD:
            found.update(dict.fromkeys(number for (number,) in rows))
    return list(found)


_BLOCK = """
    SELECT record FROM block JOIN record ON record.id = block.record
    WHERE block.key = ? AND live LIMIT ?
"""


def members(base: sqlite3.Connection, records: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """The works that records belong to: the number of each, and all of its records."""
    works = {base.execute(_WORK, (number,)).fetchone()[0] for number in records}
    return {work: tuple(n for (n,) in base.execute(_MEMBERS, (work, work))) for work in works}


_WORK = "SELECT work FROM record WHERE id = ?"
_MEMBERS = "SELECT id FROM record WHERE work = ? AND work <> id UNION ALL SELECT ?"


def kept(base: sqlite3.Connection, record: int) -> Record:
    """Read a record as it came in."""
    [body] = base.execute("SELECT body FROM record WHERE id = ?", (record,)).fetchone()
    return RECORD.decode(body)


def rulings(base: sqlite3.Connection) -> list[Ruling]:
    """Give what people decided to be different works, as it can be told of other records too."""
    rows = base.execute("SELECT body FROM fact WHERE kind = 'decision' AND live ORDER BY id")
    return [_RULING.decode(body) for (body,) in rows]


_RULING = msgspec.json.Decoder(Ruling)
