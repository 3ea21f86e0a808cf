"""Is a library whole? SQLite's own checks, the log replayed, and every work computed again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from citeman.errors import UsageError
from citeman.library import opening
from citeman.library.computing import FIELDS, RECORD, group_of, own_key, row_of
from citeman.library.facts import digest
from citeman.library.store import Library

SHOWN = 5
"""Findings of one kind that are named one by one."""


def check(library: Library, *, quick: bool = False) -> list[str]:
    """Say what is wrong with a library; nothing, if it is whole. Nothing is changed.

    With `quick` the works are not computed again.
    """
    base = library.base
    with opening.told(library.path):
        damage = [words for (words,) in base.execute("PRAGMA integrity_check") if words != "ok"]
        if damage:
            return damage
        looks = [look for look in _LOOKS if not (quick and look is _works)]
        return [finding for look in looks for finding in _few(look(base))]


def _few(findings: Iterator[str]) -> Iterator[str]:
    number = 0
    for number, finding in enumerate(findings, start=1):
        if number <= SHOWN:
            yield finding
    if number > SHOWN:
        yield f"... and {number - SHOWN:,} more like these"


def _references(base: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in base.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row} speaks of a {parent} that is not there"


def _log(base: sqlite3.Connection) -> Iterator[str]:
    """The log has no gap, and every effect belongs to a change."""
    last, number = base.execute("SELECT coalesce(max(id), 0), count(*) FROM change").fetchone()
    if last != number:
        yield f"the log has {number:,} rows and should have {last:,}"
    for (change,) in base.execute(
        "SELECT id FROM change WHERE NOT EXISTS (SELECT 1 FROM effect WHERE change = change.id)"
    ):
        yield f"change {change} has no effect"


def _replay(base: sqlite3.Connection) -> Iterator[str]:
    """What is in force is what the log says: every record and fact, once."""
    for kind in ("record", "fact"):
        effects = base.execute(
            "SELECT first, last, live FROM effect WHERE kind = ? ORDER BY id", (kind,)
        )
        live = bytearray(
            1 + base.execute(f"SELECT coalesce(max(id), 0) FROM {kind}").fetchone()[0]
        )
        told = bytearray(len(live))
        for first, last, state in effects:
            if last >= len(live):
                yield f"the log speaks of {kind} {last}, which is not there"
                continue
            told[first : last + 1] = b"\1" * (last - first + 1)
            live[first : last + 1] = bytes([state]) * (last - first + 1)
        for number, state in base.execute(f"SELECT id, live FROM {kind}"):
            if not told[number]:
                yield f"{kind} {number} is there, and no change brought it"
            elif bool(state) != bool(live[number]):
                yield f"{kind} {number} is {_STATES[state]}, and the log says otherwise"
            told[number] = 0
        yield from (f"{kind} {n} is lost, though the log has it" for n, t in enumerate(told) if t)


_STATES = ("out of force", "in force")


def _works(base: sqlite3.Connection) -> Iterator[str]:
    """Every record in force is part of one work, and every work says what it comes to."""
    seen = 0
    for number, live, work, known, body in base.execute(_RECORDS):
        if digest(RECORD.decode(body)) != known:
            yield f"record {number} does not say what it said when it came in"
        if not live:
            continue
        group = group_of(base, number)
        if group.root != work:
            yield f"record {number} is filed under work {work}, and belongs to {group.root}"
        if group.root == number:
            seen += 1
            said = base.execute(_SAID, (number,)).fetchone()
            if said is None or said != row_of(base, group, own_key(base, group) or said[1]):
                yield f"work {number} does not say what its records and edits come to"
    works = base.execute("SELECT count(*) FROM work").fetchone()[0]
    if works != seen:
        yield f"there are {works:,} works, and should be {seen:,}"


_RECORDS = "SELECT id, live, work, digest, body FROM record"
_SAID = f"SELECT {', '.join(FIELDS)} FROM work WHERE id = ?"


def _search(base: sqlite3.Connection) -> Iterator[str]:
    """The full-text index has every work, and nothing else."""
    try:
        base.execute("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
        yield "not checked: the full-text index, because the file may not be written to"
    except sqlite3.DatabaseError:
        yield "the full-text index does not agree with the works"


_LOOKS = (_references, _log, _replay, _works, _search)


def backup(library: Library, target: str) -> int:
    """Copy a library, whole even while others write to it; gives the size in bytes.

    UsageError where the target is there already, or cannot be written.
    """
    path = Path(target)
    if path.exists():
        raise UsageError(f"{target}: is there already; a backup is written to a new file")
    part = path.with_name(f".{path.name}.part")
    try:
        with opening.told(target), closing(sqlite3.connect(part)) as copy:
            library.base.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def describe(library: Library) -> dict[str, str | int]:
    """Say where a library is, and how much is in it."""
    with opening.told(library.path):
        counts = {
            name: int(library.base.execute(statement).fetchone()[0])
            for name, statement in _COUNTS.items()
        }
    size = Path(library.path).stat().st_size
    return {"path": str(Path(library.path).absolute()), **counts, "bytes": size}


_COUNTS = {
    "references": "SELECT count(*) FROM work",
    "records": "SELECT count(*) FROM record WHERE live",
    "to review": "SELECT count(*) FROM words WHERE words MATCH 'marks : needsreview'",
    "edits": "SELECT count(*) FROM fact WHERE live AND kind = 'edit'",
    "decisions": "SELECT count(*) FROM fact WHERE live AND kind = 'decision'",
    "changes": "SELECT count(*) FROM change",
    "layout": "PRAGMA user_version",
}
