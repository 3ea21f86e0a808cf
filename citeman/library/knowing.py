"""What a library knows already: records that say the same, and records that may be of one work."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citeman.library.computing import EDIT, RECORD, RULING, one
from citeman.library.facts import apply, says_no_more
from citeman.match.decisions import Ruling
from citeman.model import Record

CROWD = 40
"""Records that share a blocking key from which on they are a crowd."""


class Block(NamedTuple):
    """A blocking key as a number, and whether it alone makes two records worth comparing."""

    number: int
    is_telling: bool


_LEFT_OUT = "w:"
_TELLING = ("doi:", "pmid:", "pmcid:", "isbn:", "t:", "e:", "p:")
"""Kinds of blocking keys of `citeman.match.block` of which one is enough; of the others it takes
two, and pairs of words are left out. Of the 1,958 pairs of works in the three clean labelled sets
this misses one, of the 1,543 in a set of bare and broken records 11."""


def blocks_of(keys: Iterable[str]) -> list[Block]:
    """Number the blocking keys that a library keeps: 64 bits, signed, as SQLite has them."""
    return [Block(_number(key), key.startswith(_TELLING)) for key in keys if key[:2] != _LEFT_OUT]


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def identical(
    base: sqlite3.Connection, records: Sequence[Record], digests: Sequence[int]
) -> list[int | None]:
    """Find for each record one in force that says as much, as it was kept or as its work says now.

    `digests` are those of the records.
    """
    found: dict[int, list[tuple[int, str]]] = {}
    for statement in _SAME:
        for digest, number, body in base.execute(statement, (json.dumps(digests),)):
            found.setdefault(digest, []).append((number, body))
    return [
        next((n for n, body in found.get(at, ()) if says_no_more(one, RECORD.decode(body))), None)
        for one, at in zip(records, digests, strict=True)
    ]


_SAME = (
    "SELECT value, record.id, body FROM json_each(?) JOIN record ON digest = value WHERE live",
    "SELECT value, work.id, body FROM json_each(?) JOIN work ON digest = value "
    "WHERE body NOT NULL",
)


class Near(NamedTuple):
    """What shares blocking keys with some records: numbers of records, and keys of crowds.

    `records[i]` are those worth comparing with the i-th: they share a telling key, or two others.
    """

    records: list[list[int]]
    crowded: frozenset[int]


def alike(base: sqlite3.Connection, many: Sequence[Iterable[Block]]) -> Near:
    """Find the records in force that are worth comparing with each of some records.

    What a crowd shares tells nothing, unless it is telling; then the first of the crowd are found.
    """
    wanted = sorted({block.number for blocks in many for block in blocks})
    sharing: dict[int, list[int]] = {}
    for key, number in base.execute(_SHARING, (json.dumps(wanted),)):
        sharing.setdefault(key, []).append(number)
    found = [list(_worth_it(blocks, sharing)) for blocks in many]
    return Near(found, frozenset(key for key, who in sharing.items() if len(who) >= CROWD))


_SHARING = """
    SELECT block.key, block.record FROM json_each(?) CROSS JOIN block ON block.key = value
    JOIN record ON record.id = block.record WHERE live
"""


def _worth_it(blocks: Iterable[Block], sharing: Mapping[int, Sequence[int]]) -> Iterator[int]:
    times: dict[int, int] = {}
    for number, is_telling in blocks:
        who = sharing.get(number, ())
        if is_telling or len(who) < CROWD:
            for one in who[:CROWD]:
                times[one] = times.get(one, 0) + 1 + is_telling
    return (number for number, shared in times.items() if shared > 1)


def members(base: sqlite3.Connection, records: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """The works that records belong to: the number of each, and all of its records."""
    works = {one(base, _WORK, number)[0] for number in records}
    return {work: tuple(n for (n,) in base.execute(_MEMBERS, (work, work))) for work in works}


_WORK = "SELECT work FROM record WHERE id = ?"
_MEMBERS = "SELECT id FROM record WHERE work = ? AND work <> id UNION ALL SELECT ?"


def kept(base: sqlite3.Connection, record: int) -> Record:
    """Read a record as it came in, with the edits of it that are in force."""
    [body] = one(base, "SELECT body FROM record WHERE id = ?", record)
    edits = base.execute(_EDITS, (record,))
    return apply((EDIT.decode(edit) for (edit,) in edits), RECORD.decode(body))


_EDITS = "SELECT body FROM fact WHERE record = ? AND live AND kind = 'edit' ORDER BY id"


def rulings(base: sqlite3.Connection) -> list[Ruling]:
    """Give what people decided, the oldest first, as it can be told of other records too."""
    rows = base.execute("SELECT body FROM fact WHERE kind = 'decision' AND live ORDER BY id")
    return [RULING.decode(body) for (body,) in rows]


def decisions(base: sqlite3.Connection) -> list[tuple[tuple[int, ...], Ruling]]:
    """Give the same with the records in force that each was made about."""
    rows = base.execute(_ABOUT)
    return [
        (tuple(number for number in numbers if number is not None), RULING.decode(body))
        for *numbers, body in rows
    ]


_ABOUT = """
    SELECT first.id, second.id, fact.body FROM fact
    LEFT JOIN record AS first ON first.id = fact.record AND first.live
    LEFT JOIN record AS second ON second.id = fact.other AND second.live
    WHERE kind = 'decision' AND fact.live ORDER BY fact.id
"""


class Placed(NamedTuple):
    """Decisions with the two works they are about, and those whose records are not in force."""

    here: list[tuple[tuple[int, int], Ruling]]
    gone: list[Ruling]


def placed_rulings(base: sqlite3.Connection) -> Placed:
    """Give what people decided, the oldest first; what is now about one work is left out."""
    found = Placed([], [])
    for first, second, body in base.execute(_DECISIONS):
        if first is None or second is None:
            found.gone.append(RULING.decode(body))
        elif first != second:
            found.here.append(((first, second), RULING.decode(body)))
    return found


_DECISIONS = """
    SELECT first.work, second.work, fact.body FROM fact
    LEFT JOIN record AS first ON first.id = fact.record AND first.live
    LEFT JOIN record AS second ON second.id = fact.other AND second.live
    WHERE kind = 'decision' AND fact.live ORDER BY fact.id
"""
