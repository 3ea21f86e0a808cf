"""All that a library knows of one work: where it came from, what was joined, what is doubted."""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from citeman.library.computing import Group, doubts, group_of, key_of, keys_of, one
from citeman.library.facts import Pair
from citeman.library.store import Library
from citeman.model import SETTLED_FIELDS, Record, has

_PAIR = msgspec.json.Decoder(Pair)


class Doubt(NamedTuple):
    """A work that may be the same as another: its key, and what is said of the pair."""

    key: str
    pair: Pair


class Joined(NamedTuple):
    """A record that was merged into a work: its own key, by which change and part, and why."""

    key: str
    change: str
    pair: Pair


class Work(NamedTuple):
    """A work, with the change that brought it, and what was merged into it or may have to be.

    `alternatives` are values that did not win: field -> (value, source), without repeats; `keys`
    are those that find the work beside its own.
    """

    record: Record
    alternatives: dict[str, list[tuple[Any, str]]]
    change: int
    joined: tuple[Joined, ...]
    doubts: tuple[Doubt, ...]
    keys: tuple[str, ...]


def show(library: Library, key: str) -> Work:
    """Find a work and what is known of it; UsageError where no record has the key."""
    base = library.base
    group = group_of(base, library.number(key))
    pairs = [Doubt(key_of(base, other), _PAIR.decode(said)) for other, said in doubts(base, group)]
    [change] = one(base, "SELECT change FROM record WHERE id = ?", group.root)
    record = library.record(group.root)
    joined = tuple(_joined(base, group))
    keys = tuple(each for each in keys_of(base, group) if each != record.key)
    return Work(record, alternatives(record), change, joined, tuple(pairs), keys)


def reasons(library: Library, record: Record) -> list[str]:
    """Say in a phrase each why a person should look at a work, as `needs:review` finds it."""
    base = library.base
    group = group_of(base, library.number(record.key))
    found = [f"may be the same as {key_of(base, other)}" for other, _ in doubts(base, group)]
    file = record.place.file
    found += [p.message.removeprefix(file).lstrip(": ") for p in record.problems]
    return found + ["was not read without loss"] * (record.lossless is False)


def alternatives(record: Record) -> dict[str, list[tuple[Any, str]]]:
    """Find what readings say otherwise than the record: proposed values, and overruled ones.

    >>> from citeman.model import Reading, Reference
    >>> ris, found = (Reference(volume=volume) for volume in ("24", "25"))
    >>> alternatives(Record((Reading("ris", ris), Reading("pubmed", found, "proposed"))))
    {'volume': [('25', 'pubmed, proposed')]}
    """
    found: dict[str, list[tuple[Any, str]]] = {}
    for reading in record.readings:
        status = (
            f"{reading.source}, proposed" if reading.standing == "proposed" else reading.source
        )
        for field in _FACTS:
            value = getattr(reading.reference, field)
            known = [getattr(record.reference, field), *(one for one, _ in found.get(field, ()))]
            if has(reading.reference, field) and value not in known:
                found.setdefault(field, []).append((value, status))
    return found


_FACTS = tuple(field for field in SETTLED_FIELDS if field != "type")


def _joined(base: sqlite3.Connection, group: Group) -> Iterator[Joined]:
    for number in group.members:
        for key, change, part, said in base.execute(_MERGES, (number,)):
            yield Joined(key, f"{change}.{part}", _PAIR.decode(said))


_MERGES = """
    SELECT coalesce(record.key, record.body ->> 'key', ''), fact.change, part, fact.body
    FROM fact JOIN record ON record.id = fact.record
    WHERE fact.record = ? AND fact.live AND kind = 'merge'
"""
