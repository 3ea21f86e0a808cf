"""A library that is open: works out by key or query, changes in, and back again."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

from citeman.errors import UsageError
from citeman.fields.citekeys import is_key
from citeman.library import log, opening, searching
from citeman.library.changing import Change
from citeman.library.computing import (
    RECORD,
    group_of,
    is_free,
    key_of,
    named,
    one,
    own_key,
    rivals,
)
from citeman.library.facts import Edit, Pair, apply
from citeman.library.knowing import blocks_of, kept, rulings
from citeman.library.query import read_query
from citeman.library.transaction import Author, changing
from citeman.library.works import differences, headline
from citeman.match.block import keys_of
from citeman.match.decisions import Decided, Ruling, side_of
from citeman.match.facts import facts_of
from citeman.match.merge import relink
from citeman.model import Link, Record, replace


def utc_now() -> str:
    """Say what time it is: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Library:
    """One library file. Close it when done; as a context manager it closes itself.

    It is opened for reading unless `who` says who writes; then it is made where there is none.
    `command` goes into the log with `who`, and the time that `now` gives. Raises InputError for a
    file that is no library or damaged, LibraryError for one that cannot be written.
    """

    def __init__(
        self,
        path: str,
        *,
        who: str | None = None,
        command: str = "",
        now: Callable[[], str] = utc_now,
        patience: float = opening.PATIENCE,
    ) -> None:
        self.path = path
        self._author = Author(who or "", command, now)
        opener = opening.open_to_read if who is None else opening.create
        self.base = opener(path, patience)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, opening.TROUBLES):
            with opening.told(self.path):
                raise error

    def close(self) -> None:
        """Close the file; what was written is in it already."""
        self.base.close()

    def change(self) -> AbstractContextManager[Change]:
        """Begin a change: at the end of the block it is there as a whole, or not at all."""
        return changing(self.base, self.path, self._author)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Read as the library is now, whatever others write to it meanwhile.

        Within a change nobody else writes anyway.
        """
        if self.base.in_transaction:
            yield
            return
        with opening.told(self.path):
            self.base.execute("BEGIN")
            try:
                yield
            finally:
                self.base.execute("ROLLBACK")

    def last_change(self) -> int:
        """Number the last change, 0 where there is none: it tells whether anything was changed."""
        with opening.told(self.path):
            return log.last(self.base)

    def count(self, query: str = "") -> int:
        """Count the works that a query means; UsageError points at what is wrong with it."""
        with opening.told(self.path):
            return searching.count(self.base, read_query(query))

    def search(
        self, query: str = "", sort: str = "added", limit: int | None = None
    ) -> Iterator[Record]:
        """Give the works that a query means, one by one, as they are now.

        `sort` is a name of `searching.SORTS`, with "-" before it from the end.
        """
        found = searching.select(read_query(query), sort, limit)
        with opening.told(self.path):
            for (number,) in self.base.execute(found.sql, found.values):
                yield self.record(number)

    def record(self, work: int) -> Record:
        """Read a work by its number, under the key that the library gives it."""
        key, body = one(self.base, _WORK, work)
        record = RECORD.decode(body)
        record = record if record.key == key else replace(record, key=key)
        return relink(record, self._keys_now(record.links)) if record.links else record

    def _keys_now(self, links: Iterable[Link]) -> dict[str, str]:
        """The keys that links name, and those of the works that these are part of now."""
        found = {link.key: named(self.base, link.key) for link in links}
        return {key: key_of(self.base, number) for key, number in found.items() if number}

    def has(self, key: str) -> bool:
        """Tell whether a record goes by a key, even one that is merged."""
        with opening.told(self.path):
            return not is_free(self.base, key)

    def number(self, key: str) -> int:
        """Find the record that a key names, even one that is merged; UsageError where none is."""
        with opening.told(self.path):
            number = named(self.base, key)
            if number is None:
                raise UsageError(f"{self.path}: there is no key {key!r}\n{self._near(key)}")
        return number

    def find(self, key: str) -> Record:
        """Find a work by its key, or by that of a record merged into it; UsageError without."""
        number = self.number(key)
        with opening.told(self.path):
            return self.record(group_of(self.base, number).root)

    def _near(self, key: str) -> str:
        plain = key.translate({ord(sign): f"!{sign}" for sign in "!%_"})
        beginnings = (f"{plain[:length]}%" for length in (4, 2))
        found = (self.base.execute(_NEAR, (each,)).fetchall() for each in beginnings)
        near = ", ".join(near for (near,) in next(filter(None, found), ()))
        return f"near it are {near}" if near else "citeman list shows the keys there are"

    def edit(self, key: str, edit: Edit) -> int | None:
        """Edit a record; gives the number of the change, None where it would change nothing."""
        with self.change() as change:
            before = self.find(key)
            after = apply([edit], before)
            changed = differences(before, after)
            if not changed:
                return None
            blocks = blocks_of(keys_of(facts_of(after.reference)))
            change.edit(self.number(key), edit, (block.number for block in blocks))
            change.words = f"edited {key}: {', '.join(changed)}"
            change.before = {"key": key} | {name: was for name, (was, _) in changed.items()}
            change.after = {"key": key} | {name: now for name, (_, now) in changed.items()}
        return change.number

    def rename(self, key: str, new: str, *, dry_run: bool = False) -> int | None:
        """Let a work go by another key; gives the number of the change, None where it does so.

        The keys that found it before go on doing so. UsageError where another work has the key.
        """
        if not is_key(new):
            raise UsageError(
                f"{new!r}: cannot be a key in every format\n"
                "a key is one word, without any of \" # % ' ( ) , = { } ~ and backslashes"
            )
        with self.change() as change:
            group = group_of(self.base, self.number(key))
            old = key_of(self.base, group.root)
            if old == new:
                return None
            if others := rivals(self.base, new, group):
                other = key_of(self.base, others[0])
                also = f", as it does {other}" if other != new else ""
                raise UsageError(
                    f"the key {new!r} names another work{also}\n"
                    f"{headline(self.find(new).reference)}\nchoose a key that nothing has"
                )
            if own_key(self.base, group) is None:  # it was made for want of one, and kept nowhere
                change.edit(group.root, Edit(key=old))
            change.edit(group.root, Edit(key=new))
            change.words = f"changed the key of {old} to {new}"
            change.before, change.after = {"key": old}, {"key": new}
            if dry_run:
                change.abandon()
        return change.number

    def join(self, key: str, into: str, why: str = "", date: str = "") -> None:
        """Make two works one, which keeps the key of the second, and remember that they are.

        `date` is best as in 2024-05-01. UsageError where they are one already.
        """
        with self.change() as change:
            record, other = self.number(key), group_of(self.base, self.number(into)).root
            if other in group_of(self.base, record).members:
                raise UsageError(f"{key} and {into} are one work already")
            pair = Pair("same", 1.0, (why,) if why else ())
            change.merge(record, other, pair, self._ruling("same", key, into, why, date))
            change.words = f"joined {key} to {into}{': ' * bool(why)}{why}"
            change.before, change.after = {"works": self.size()}, {"joined": {key: into}}

    def decide(self, key: str, other: str, why: str, date: str) -> None:
        """Remember that two works are different; `date` is best as in 2024-05-01."""
        with self.change() as change:
            numbers = self.number(key), self.number(other)
            if numbers[1] in group_of(self.base, numbers[0]).members:
                raise UsageError(f"{key} and {other} are one work; undo what joined them first")
            change.decide(*numbers, self._ruling("different", key, other, why, date))
            reason = f": {why}" if why else ""
            change.words = f"decided that {key} and {other} are different works{reason}"
            change.before, change.after = {}, {"different": [key, other], "reason": why}

    def _ruling(self, decision: Decided, key: str, other: str, why: str, date: str) -> Ruling:
        one, two = (side_of(self.find(each)) for each in (key, other))
        return Ruling(decision, one, two, why, date)

    def undo(self, target: log.Target | None = None, *, dry_run: bool = False) -> log.Turned:
        """Take a change back, the last one if none is named; UsageError says why it cannot be."""
        return self._turn(target, log.last_done, log.undo, dry_run=dry_run)

    def redo(self, target: log.Target | None = None, *, dry_run: bool = False) -> log.Turned:
        """Do a change again, the one undone last if none is named."""
        return self._turn(target, log.last_undone, log.redo, dry_run=dry_run)

    def _turn(
        self,
        target: log.Target | None,
        default: Callable[[sqlite3.Connection], log.Target],
        turn: Callable[[sqlite3.Connection, Change, log.Target], None],
        *,
        dry_run: bool,
    ) -> log.Turned:
        with self.change() as change:
            before = self.size()
            turn(self.base, change, target or default(self.base))
            change.settle()
            made = log.Turned(change.number, change.words, before, self.size())
            change.before, change.after = {"works": made.before}, {"works": made.after}
            if renamed := change.renamed():
                change.after |= {"renamed": renamed}
                named = ", ".join(f"{key} is now {name}" for key, name in renamed.items())
                change.words += f"; keys that are taken: {named}"
                made = made._replace(words=change.words)
            if dry_run:
                change.abandon()
        return made

    def works(self) -> list[int]:
        """Give the numbers of the works, in the order in which they came."""
        with opening.told(self.path):
            return [number for (number,) in self.base.execute("SELECT id FROM work ORDER BY id")]

    def records(self) -> Iterator[tuple[int, Record]]:
        """Give the works, and the records merged into others as they came; each with its work."""
        with opening.told(self.path):
            for number, work in self.homes():
                is_work = number == work
                yield work, self.record(work) if is_work else kept(self.base, number)

    def homes(self) -> Iterator[tuple[int, int]]:
        """Give the number of each record in force, and that of the work it is part of."""
        with opening.told(self.path):
            yield from self.base.execute(_RECORDS)

    def decisions(self) -> list[Ruling]:
        """Give what people decided about works, the oldest first."""
        with opening.told(self.path):
            return rulings(self.base)

    def size(self) -> int:
        """Count the works."""
        with opening.told(self.path):
            return int(self.base.execute("SELECT count(*) FROM work").fetchone()[0])

    def log(self) -> Iterator[log.Entry]:
        """Give what was ever changed, the newest first."""
        with opening.told(self.path):
            yield from log.entries(self.base)


_WORK = """
    SELECT work.key, coalesce(work.body, record.body)
    FROM work JOIN record ON record.id = work.id WHERE work.id = ?
"""
_RECORDS = "SELECT id, work FROM record WHERE live ORDER BY id"
_NEAR = "SELECT key FROM work WHERE key LIKE ? ESCAPE '!' ORDER BY key LIMIT 5"
