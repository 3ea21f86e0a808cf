"""Keep the works of a library true: computed again wherever records or facts came or went."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from citeman.fields.citekeys import with_suffixes, write_key
from citeman.library.facts import Edit, digest
from citeman.library.works import Columns, columns, compose
from citeman.match.decisions import Ruling
from citeman.model import Record

RECORD = msgspec.json.Decoder(Record)
EDIT = msgspec.json.Decoder(Edit)
RULING = msgspec.json.Decoder(Ruling)
JSON = msgspec.json.Encoder()

FIELDS = ("id", "key", *Columns._fields, "body")
"""The columns of `work`, in the order of `row_of`."""
_ADD = f"INSERT INTO work ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"


class Group(NamedTuple):
    """The records in force that make up one work, by their numbers; the first names it."""

    root: int
    members: tuple[int, ...]


def one(base: sqlite3.Connection, statement: str, number: int) -> tuple[Any, ...]:
    """Find the one row of a number, which must be there; sqlite3.DatabaseError where it is not."""
    row = base.execute(statement, (number,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"malformed: {number} is spoken of, and is not there")
    return tuple(row)


def add_alone(base: sqlite3.Connection, number: int, key: str, record: Record, said: int) -> None:
    """Write the work of a record that has just come in and is joined to no other."""
    found = columns(record, said, is_doubtful=False)
    base.execute(_ADD, (number, key, *found, None))


def refresh(base: sqlite3.Connection, records: Collection[int]) -> None:
    """Compute the works anew that these records make up, have made up, or are doubted with."""
    todo = _touched(base, records)
    works = {one(base, _WORK_OF, number)[0] for number in todo}
    keys = {work: key for work in works for (key,) in base.execute(_KEY_OF, (work,))}
    base.executemany("DELETE FROM work WHERE id = ?", ((work,) for work in keys))
    while todo:
        number = todo.pop()
        if not _is_live(base, number):
            base.execute("UPDATE record SET work = id WHERE id = ?", (number,))
            continue
        group = group_of(base, number)
        todo.difference_update(group.members)
        _write(base, group, keys.get(group.root))


_WORK_OF = "SELECT work FROM record WHERE id = ?"
_KEY_OF = "SELECT key FROM work WHERE id = ?"


def _touched(base: sqlite3.Connection, records: Iterable[int]) -> set[int]:
    """The works of these records as they were and as they are, and those doubted with any."""
    works = _whole(base, records)
    near = {other for number in works for other in _neighbours(base, number, ("merge", "doubt"))}
    return works | _whole(base, near - works)


def _whole(base: sqlite3.Connection, records: Iterable[int]) -> set[int]:
    """All records of the works of these, as they were last computed and as they are now."""
    found: set[int] = set()
    followed: set[int] = set()
    for number in records:
        found.add(number)
        found.update(members(base, one(base, _WORK_OF, number)[0]))
        if number not in followed and _is_live(base, number):
            followed.update(group_of(base, number).members)
    return found | followed


def members(base: sqlite3.Connection, work: int) -> list[int]:
    """The records of a work, as they were last computed, the one that it is named after first."""
    joined = "SELECT id FROM record WHERE work = ? AND work <> id ORDER BY id"
    return [work, *(number for (number,) in base.execute(joined, (work,)))]


_ENDS = (
    "SELECT other, body FROM fact WHERE record = ? AND live AND kind = ?",
    "SELECT record, body FROM fact WHERE other = ? AND live AND kind = ?",
)


def _neighbours(base: sqlite3.Connection, number: int, kinds: Iterable[str]) -> Iterator[int]:
    """Records in force that facts in force tie to this one."""
    for kind in kinds:
        for (other,) in base.execute(_NEAR, (number, kind)).fetchall():
            yield other


_NEAR = """
    SELECT end.id FROM fact JOIN record AS end ON end.id = fact.other
    WHERE fact.record = ?1 AND fact.live AND fact.kind = ?2 AND end.live
    UNION ALL
    SELECT end.id FROM fact JOIN record AS end ON end.id = fact.record
    WHERE fact.other = ?1 AND fact.live AND fact.kind = ?2 AND end.live
"""


def _is_live(base: sqlite3.Connection, number: int) -> bool:
    row = base.execute("SELECT live FROM record WHERE id = ?", (number,)).fetchone()
    return bool(row and row[0])


def group_of(base: sqlite3.Connection, number: int) -> Group:
    """Follow the merges in force from a record to all that make up one work with it.

    The work is named after the member that was merged into none, the oldest where there are more.
    """
    seen = {number}
    todo = [number]
    while todo:
        near = set(_neighbours(base, todo.pop(), ("merge",))) - seen
        seen |= near
        todo += near
    if len(seen) == 1:
        return Group(number, (number,))
    heads = [one for one in sorted(seen) if not _is_joined(base, one, seen)]
    root = heads[0] if heads else min(seen)
    return Group(root, (root, *sorted(seen - {root})))


def _is_joined(base: sqlite3.Connection, number: int, group: Collection[int]) -> bool:
    """Tell whether a record was merged into another of its group."""
    into = base.execute(_ENDS[0], (number, "merge")).fetchall()
    return any(other in group for other, _ in into)


def _write(base: sqlite3.Connection, group: Group, former: str | None) -> None:
    """Write the work of a group; `former` is the key that it had, if it was there before."""
    base.executemany(
        "UPDATE record SET work = ? WHERE id = ?",
        ((group.root, number) for number in group.members),
    )
    base.execute(_ADD, row_of(base, group, own_key(base, group) or _stand_in(base, group, former)))


def own_key(base: sqlite3.Connection, group: Group) -> str | None:
    """The key that a person gave a work, else the one that it came in with, if it did with any.

    A key that was given and is now that of a record of another work counts no more.
    """
    for (given,) in base.execute(_GIVEN, (group.root,)).fetchall():
        if not rivals(base, given, group):
            return str(given)
    [own] = one(base, "SELECT key FROM record WHERE id = ?", group.root)
    return None if own is None else str(own)


_GIVEN = """
    SELECT body ->> '$.key' FROM fact
    WHERE record = ? AND live AND kind = 'edit' AND body ->> '$.key' NOT NULL ORDER BY id DESC
"""


def _stand_in(base: sqlite3.Connection, group: Group, former: str | None) -> str:
    """A key for a record that came in without one, as long as it is not part of another work."""
    was_given = base.execute(_WAS_GIVEN, (former, group.root)).fetchone()
    if former is not None and not was_given and is_free(base, former):
        return former
    [body] = one(base, _BODY, group.root)
    record = RECORD.decode(body)
    wanted = record.key or write_key(record.reference)
    return next(key for key in with_suffixes(wanted) if is_free(base, key))


_WAS_GIVEN = """
    SELECT 1 FROM fact WHERE body ->> '$.key' = ? AND kind = 'edit' AND record = ?
"""


def row_of(base: sqlite3.Connection, group: Group, key: str) -> tuple[object, ...]:
    """Compute what the library is to say of a work: the values of its row."""
    records, edits = kept(base, group)
    composed = compose(records, edits, key)
    is_plain = len(records) == 1 and not edits
    found = columns(composed, digest(composed), is_doubtful=any(doubts(base, group)))
    return group.root, key, *found, None if is_plain else JSON.encode(composed).decode()


_EDITS = "SELECT id, body FROM fact WHERE record = ? AND live AND kind = 'edit'"


def kept(base: sqlite3.Connection, group: Group) -> tuple[list[Record], list[Edit]]:
    """Read the records of a group as they are kept, and the edits in force, oldest first."""
    bodies = [one(base, _BODY, number)[0] for number in group.members]
    edits = [row for number in group.members for row in base.execute(_EDITS, (number,))]
    return [RECORD.decode(body) for body in bodies], [EDIT.decode(b) for _, b in sorted(edits)]


_BODY = "SELECT body FROM record WHERE id = ?"


def doubts(base: sqlite3.Connection, group: Group) -> Iterator[tuple[int, str]]:
    """The records outside a group that may be the same work, each with what is said of the pair.

    What a decision in force has settled, about whichever of their records, is no doubt.
    """
    found = {
        other: body
        for number in group.members
        for statement in _ENDS
        for other, body in base.execute(statement, (number, "doubt")).fetchall()
        if other not in group.members and _is_live(base, other)
    }
    settled = settled_with(base, group) if found else frozenset()
    for other, body in found.items():
        if settled.isdisjoint(group_of(base, other).members):
            yield other, body


def settled_with(base: sqlite3.Connection, group: Group) -> frozenset[int]:
    """The records that somebody decided to be other works than a group's."""
    return frozenset(
        other
        for number in group.members
        for statement in _ENDS
        for other, body in base.execute(statement, (number, "decision")).fetchall()
        if RULING.decode(body).decision == "different" and _is_live(base, other)
    )


def key_of(base: sqlite3.Connection, record: int) -> str:
    """The key that the work of a record goes by."""
    root = group_of(base, record).root
    return str(one(base, _KEY_OF, root)[0])


def is_free(base: sqlite3.Connection, key: str) -> bool:
    """Tell whether no work goes by a key, and no record in force, even one that is merged."""
    return named(base, key) is None


def keys_of(base: sqlite3.Connection, group: Group) -> list[str]:
    """All keys that find a work, but for those made for want of one."""
    rows = (base.execute(_KEYS_OF, (number,)) for number in group.members)
    return list(dict.fromkeys(key for found in rows for (key,) in found))


_KEYS_OF = """
    SELECT key FROM record WHERE id = ?1 AND key NOT NULL
    UNION ALL SELECT body ->> '$.key' FROM fact
    WHERE record = ?1 AND live AND kind = 'edit' AND body ->> '$.key' NOT NULL
"""


def named(base: sqlite3.Connection, key: str) -> int | None:
    """Find a record that a key names: its own one, that of its work, or one that it was given."""
    row = base.execute(_NAMED, (key,)).fetchone()
    return None if row is None else int(row[0])


def rivals(base: sqlite3.Connection, key: str, group: Group) -> list[int]:
    """The records outside a group that a key names."""
    found = base.execute(_NAMED, (key,)).fetchall()
    return [number for (number,) in found if number not in group.members]


_NAMED = """
    SELECT id FROM record WHERE key = ?1 AND live
    UNION ALL SELECT id FROM work WHERE key = ?1
    UNION ALL SELECT record FROM fact WHERE body ->> '$.key' = ?1 AND kind = 'edit' AND live
"""
