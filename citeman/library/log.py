"""The log of a library: what was changed, and undoing or redoing any of it by itself."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from citeman.errors import UsageError
from citeman.library.changing import Change, Effect
from citeman.library.computing import group_of, rivals


class Entry(NamedTuple):
    """A row of the log. `parts` is how many of its parts can be undone by themselves.

    `undoes` and `redoes` name the change that it is about, `part` the part, None for all of it.
    `state` is "done" or "undone" for changes of their own.
    """

    id: int
    at: str
    who: str
    command: str
    words: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undoes: int | None
    redoes: int | None
    part: int | None
    parts: int
    state: str


class Turned(NamedTuple):
    """An undoing or redoing: its number in the log, what it did, and works before and after."""

    id: int
    words: str
    before: int
    after: int


class Target(NamedTuple):
    """A change, or one part of it, as "17" or "17.3" name it."""

    change: int
    part: int | None = None

    def __str__(self) -> str:
        return f"{self.change}" if self.part is None else f"{self.change}.{self.part}"


def read_target(text: str) -> Target:
    """Read the name of a change or of a part; UsageError where it is none.

    >>> read_target("17.3"), str(read_target("17"))
    (Target(change=17, part=3), '17')
    """
    found = _TARGET.fullmatch(text)
    if not found:
        raise UsageError(f"{text!r} names no change; citeman undo --list shows them all")
    return Target(int(found["change"]), int(found["part"]) if found["part"] else None)


_TARGET = re.compile(r"(?P<change>[0-9]{1,18})(?:\.(?P<part>[0-9]{1,18}))?")  # 17, 17.3


_ENTRIES = """
    SELECT id, at, who, command, words, before, after, undoes, redoes, part,
        (SELECT count(DISTINCT part) FROM effect WHERE change = change.id AND part > 0),
        (SELECT max(id) FROM change AS later
            WHERE later.undoes = change.id AND later.part IS NULL) AS undone,
        (SELECT max(id) FROM change AS later
            WHERE later.redoes = change.id AND later.part IS NULL) AS redone
    FROM change
"""


def entries(base: sqlite3.Connection, *, newest_first: bool = True) -> Iterator[Entry]:
    """Give the rows of the log."""
    order = "DESC" if newest_first else "ASC"
    for row in base.execute(f"{_ENTRIES} ORDER BY id {order}"):
        yield _entry(row)


def entry(base: sqlite3.Connection, number: int) -> Entry:
    """Find one row of the log; UsageError where there is none of that number."""
    row = base.execute(f"{_ENTRIES} WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise UsageError(f"there is no change {number}; citeman undo --list shows them all")
    return _entry(row)


def _entry(row: tuple[Any, ...]) -> Entry:
    number, at, who, command, words, before, after, undoes, redoes, part, parts, *turns = row
    undone, redone = (turn or 0 for turn in turns)
    state = "undone" if undone > redone else "done"
    states = (msgspec.json.decode(before), msgspec.json.decode(after))
    return Entry(number, at, who, command, words, *states, undoes, redoes, part, parts, state)


def last(base: sqlite3.Connection) -> int:
    """Number the newest row of the log; 0 where there is none."""
    return int(base.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])


def last_done(base: sqlite3.Connection) -> Target:
    """Find what `undo` undoes: the newest change that is done; UsageError where there is none."""
    for one in entries(base):
        if one.undoes is None and one.redoes is None and one.state == "done":
            return Target(one.id)
    raise UsageError("there is nothing to undo")


def last_undone(base: sqlite3.Connection) -> Target:
    """Find what `redo` does again: what was undone last, unless something was changed since."""
    redone: set[int | None] = set()
    for one in entries(base):
        if one.redoes is not None:
            redone.add(_cause(base, one))
        elif one.undoes is None:
            break
        elif one.id not in redone:
            return Target(one.undoes, one.part)
    raise UsageError(
        "there is nothing to redo: nothing was undone since the last change\n"
        "citeman redo ID does a change again that was undone before"
    )


def _cause(base: sqlite3.Connection, redo: Entry) -> int | None:
    """The undoing that a redoing took back."""
    return _last_undoing(base, Target(redo.redoes or 0, redo.part), redo.id)


def _last_undoing(base: sqlite3.Connection, target: Target, before: int) -> int | None:
    row = base.execute(
        "SELECT max(id) FROM change WHERE undoes = ? AND part IS ? AND id < ?",
        (target.change, target.part, before),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def undo(base: sqlite3.Connection, change: Change, target: Target) -> None:
    """Take a change back, or one part of it, whatever came after.

    UsageError where it is undone already, or where later changes stand on it.
    """
    found = entry(base, target.change)
    if found.undoes is not None or found.redoes is not None:
        raise UsageError(
            f"change {target} is an undo or a redo itself\n"
            f"citeman redo {found.undoes or found.redoes} does again what it undid"
        )
    effects = _effects(base, found.id, target.part)
    if not effects:
        raise UsageError(f"change {found.id} has no part {target.part}; it has {found.parts}")
    _refuse_standing(base, found.id, effects)
    if not _turn(change, effects):
        raise UsageError(f"change {target} is undone already; citeman redo {target} does it again")
    change.undoes, change.part = target.change, target.part
    change.words = f"undid {target}: {found.words}"


def redo(base: sqlite3.Connection, change: Change, target: Target) -> None:
    """Do again what was undone last of a change; UsageError where nothing of it is undone."""
    found = entry(base, target.change)
    undoing = _last_undoing(base, target, change.number)
    effects = [] if undoing is None else _effects(base, undoing, None)
    _refuse_taken(base, target, effects)
    if not _turn(change, effects):
        raise UsageError(f"change {target} is not undone, so it cannot be done again")
    change.redoes, change.part = target.change, target.part
    change.words = f"did {target} again: {found.words}"


def _effects(base: sqlite3.Connection, change: int, part: int | None) -> list[Effect]:
    rows = base.execute(
        "SELECT part, kind, first, last, live FROM effect "
        "WHERE change = ? AND part = coalesce(?, part) ORDER BY id",
        (change, part),
    )
    return [Effect(*row) for row in rows.fetchall()]


def _turn(change: Change, effects: Iterable[Effect]) -> int:
    """Turn effects round, the last first, and tell how much that changed."""
    backwards = list(effects)[::-1]
    return sum(change.turn(e.kind, e.first, e.last, 1 - e.live, e.part) for e in backwards)


def _refuse_taken(base: sqlite3.Connection, target: Target, effects: Iterable[Effect]) -> None:
    """Raise UsageError where another work has got the key that somebody gave one."""
    for effect in effects:
        if effect.kind == "fact":
            for record, key in base.execute(_KEYS, (effect.first, effect.last)).fetchall():
                if rivals(base, key, group_of(base, record)):
                    raise UsageError(
                        f"change {target} cannot be done again: {key!r} names another work now\n"
                        "give the work another key: citeman edit KEY --key NEW"
                    )


_KEYS = """
    SELECT record, body ->> '$.key' FROM fact
    WHERE id BETWEEN ? AND ? AND kind = 'edit' AND body ->> '$.key' NOT NULL
"""
_STANDING = """
    SELECT DISTINCT fact.change FROM fact
    WHERE fact.live AND fact.kind = 'edit' AND fact.change > ?
    AND fact.record BETWEEN ? AND ? ORDER BY fact.change
"""


def _refuse_standing(base: sqlite3.Connection, number: int, effects: Iterable[Effect]) -> None:
    """Raise UsageError where a person has edited what would go."""
    ranges = [(e.first, e.last) for e in effects if e.kind == "record"]
    later = [
        change
        for first, last in ranges
        for (change,) in base.execute(_STANDING, (number, first, last))
    ]
    if later:
        named = ", ".join(map(str, sorted(set(later))[:10]))
        raise UsageError(
            f"change {number} cannot be undone alone: what it brought was changed by {named}\n"
            f"undo {'those' if len(set(later)) > 1 else 'that'} first: citeman undo {later[-1]}"
        )
