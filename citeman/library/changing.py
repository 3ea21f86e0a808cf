"""One change of a library: a transaction, what it does, and its row in the log."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from citeman.fields.citekeys import with_suffixes, write_key
from citeman.library.computing import JSON, RECORD, add_alone, is_free, key_of, one, refresh
from citeman.library.facts import Edit, Pair
from citeman.library.sealing import seal
from citeman.match.decisions import Ruling
from citeman.model import Link, Record, replace

Kind = Literal["record", "fact"]


class Effect(NamedTuple):
    """The records or facts from `first` to `last` came in force, or went out of it."""

    part: int
    kind: Kind
    first: int
    last: int
    live: int


class Change:
    """A change in the making: everything in it happens, or nothing.

    `part` numbers what can be undone by itself within the change; 0 stands for the rest.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        self.number = 1 + _highest(base, "change")
        self.words = ""
        self.before: dict[str, object] = {}
        self.after: dict[str, object] = {}
        self.undoes: int | None = None
        self.redoes: int | None = None
        self.part: int | None = None
        self.effects: list[Effect] = []
        self.is_abandoned = False
        self._parts = 0
        self._given_up: dict[int, str] = {}
        self._keys: dict[str, Iterator[str]] = {}
        self._last: dict[tuple[int, Kind], int] = {}
        self._base = base
        self._next = {kind: 1 + _highest(base, kind) for kind in ("record", "fact")}
        self._touched: set[int] = set()
        self._blocks: list[tuple[int, int]] = []

    def keep(
        self, record: Record, blocks: Iterable[int], said: int, *, key: str | None = ""
    ) -> int:
        """Keep a record as it is, with its blocking keys and its digest, and give its number.

        Its key is `key`, or where that is "" its own, with a letter after it where that is taken;
        None leaves it without one, because it is about to be merged.
        """
        number = self._take("record")
        if key == "":
            key = self._key_for(record)
        body = JSON.encode(record).decode()
        self._base.execute(
            "INSERT INTO record VALUES (?, 1, ?, ?, ?, ?, ?)",
            (number, number, key, self.number, said, body),
        )
        self._blocks += ((block, number) for block in blocks)
        self._note(0, "record", number, 1)
        if key is None:
            self._touched.add(number)
        else:
            add_alone(self._base, number, key, record, said)
        return number

    def edit(self, record: int, edit: Edit, blocks: Iterable[int] = ()) -> None:
        """Say what a person changed in a record, and by which further keys it is found."""
        self._add("edit", record, None, edit)
        self._blocks += ((block, record) for block in blocks)

    def merge(self, record: int, into: int, why: Pair, ruling: Ruling | None = None) -> None:
        """Make two records one work, which keeps the key of the second.

        Where a person decided that, the decision goes with it: undoing one undoes both.
        """
        self._add("merge", record, into, why)
        if ruling:
            self._add("decision", record, into, ruling, part=self._parts)

    def doubt(self, record: int, other: int, why: Pair) -> None:
        """Mark two records as perhaps one work, for a person to look at."""
        self._add("doubt", record, other, why, part=0)

    def decide(self, record: int, other: int, ruling: Ruling) -> None:
        """Remember what a person decided about two records."""
        self._add("decision", record, other, ruling)

    def turn(self, kind: Kind, first: int, last: int, live: int, part: int = 0) -> int:
        """Put what is kept in force or out of it, and tell how many changed.

        A record that comes back does so without its key where another record has that now.
        """
        if kind == "record" and live:
            self._give_up_keys(first, last)
        rows = self._base.execute(
            f"UPDATE {kind} SET live = ? WHERE id BETWEEN ? AND ? AND live <> ? RETURNING id",
            (live, first, last, live),
        )
        numbers = sorted(number for (number,) in rows)
        for start, end in _ranges(numbers):
            self.effects.append(Effect(part, kind, start, end, live))
        self._touched.update(numbers if kind == "record" else self._ends(first, last))
        return len(numbers)

    def _give_up_keys(self, first: int, last: int) -> None:
        rows = self._base.execute(
            "SELECT id, key FROM record WHERE id BETWEEN ? AND ? AND NOT live "
            "AND key IN (SELECT key FROM record WHERE live UNION ALL "
            "SELECT body ->> '$.key' FROM fact WHERE live AND kind = 'edit')",
            (first, last),
        )
        self._given_up |= dict(rows.fetchall())
        self._base.executemany(
            "UPDATE record SET key = NULL WHERE id = ?", ((number,) for number in self._given_up)
        )
        stand_ins = self._base.execute(
            "SELECT work.id FROM record JOIN work USING (key) "
            "WHERE record.id BETWEEN ? AND ? AND NOT live",
            (first, last),
        )
        self._touched.update(number for (number,) in stand_ins)

    def renamed(self) -> dict[str, str]:
        """The keys that were given up, and those that their works have now."""
        now = {key: key_of(self._base, number) for number, key in self._given_up.items()}
        return {key: name for key, name in now.items() if key != name}

    def _ends(self, first: int, last: int) -> Iterator[int]:
        rows = self._base.execute(
            "SELECT record, other FROM fact WHERE id BETWEEN ? AND ?", (first, last)
        )
        return (number for row in rows.fetchall() for number in row if number is not None)

    def _take(self, kind: Kind) -> int:
        number = self._next[kind]
        self._next[kind] += 1
        return number

    def _key_for(self, record: Record) -> str:
        """The record's own key if nobody has it, else one with a letter that a key made has."""
        if record.key and is_free(self._base, record.key):
            return record.key
        made = write_key(record.reference)
        wanted = made if record.key.startswith(made) else record.key or made
        if wanted not in self._keys and is_free(self._base, wanted):
            return wanted
        keys = self._keys.setdefault(wanted, with_suffixes(wanted))
        return next(key for key in keys if is_free(self._base, key))

    def _add(
        self,
        kind: str,
        record: int,
        other: int | None,
        said: Edit | Pair | Ruling,
        part: int | None = None,
    ) -> None:
        number = self._take("fact")
        if part is None:
            self._parts += 1
            part = self._parts
        self._base.execute(
            "INSERT INTO fact VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
            (number, kind, record, other, self.number, part, JSON.encode(said).decode()),
        )
        self._note(part, "fact", number, 1)
        self._touched.update(one for one in (record, other) if one is not None)

    def _note(self, part: int, kind: Kind, number: int, live: int) -> None:
        """Note an effect, in one row with the last of its kind where it goes on from there."""
        place = self._last.get((part, kind))
        if place is not None and self.effects[place].last == number - 1:
            self.effects[place] = self.effects[place]._replace(last=number)
        else:
            self._last[part, kind] = len(self.effects)
            self.effects.append(Effect(part, kind, number, number, live))

    def settle(self) -> None:
        """Compute what the change has touched, as it is then seen before the change ends.

        Blocking keys are written in their order, which touches each page of their tree but once.
        """
        self._base.executemany("INSERT OR IGNORE INTO block VALUES (?, ?)", sorted(self._blocks))
        self._blocks.clear()
        refresh(self._base, self._touched)
        self._touched.clear()

    def abandon(self) -> None:
        """Let nothing of the change happen, once its block has come to its end."""
        self.is_abandoned = True

    def relink(self, record: int, links: Sequence[Link]) -> None:
        """Let the links of a record that this change brought point at the library's keys."""
        [body] = one(self._base, "SELECT body FROM record WHERE id = ?", record)
        told = JSON.encode(replace(RECORD.decode(body), links=tuple(links))).decode()
        self._base.execute("UPDATE record SET body = ? WHERE id = ?", (told, record))

    def write(self, now: str, who: str, command: str) -> None:
        """Write the row in the log: when the change was made, by whom, and with which command."""
        row = (
            self.number, now, who, command, self.words,
            _json(self.before), _json(self.after), self.undoes, self.redoes, self.part,
        )  # fmt: skip
        self._base.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, seal(self._base, row, self.effects)),
        )
        self._base.executemany(
            "INSERT INTO effect (change, part, kind, first, last, live) VALUES (?, ?, ?, ?, ?, ?)",
            ((self.number, *effect) for effect in self.effects),
        )


def _highest(base: sqlite3.Connection, table: str) -> int:
    return int(base.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def _json(value: Mapping[str, object]) -> str:
    return JSON.encode(value).decode()


def _ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Cut ascending numbers into runs without a gap.

    >>> list(_ranges([1, 2, 3, 7]))
    [(1, 3), (7, 7)]
    """
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]
