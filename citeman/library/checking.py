"""Is a library whole? SQLite's own checks, the log replayed, and every work computed again."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from citeman.errors import UsageError
from citeman.library import knowing, opening
from citeman.library.computing import FIELDS, RECORD, group_of, own_key, row_of
from citeman.library.facts import digest
from citeman.library.sealing import broken
from citeman.library.store import Library
from citeman.match.block import keys_of
from citeman.match.facts import facts_of

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
        looks = [look for look in _LOOKS if not (quick and look in _LONG)]
        return [finding for look in looks for finding in _few(_read(look, base))]


def _read(look: "_Look", base: sqlite3.Connection) -> Iterator[str]:
    """Look for as long as what is there can be read."""
    try:
        yield from look(base)
    except (msgspec.DecodeError, sqlite3.DatabaseError) as error:
        yield f"part of it cannot be read: {error}"


def _few(findings: Iterator[str]) -> Iterator[str]:
    number = 0
    for number, finding in enumerate(findings, start=1):
        if number <= SHOWN:
            yield finding
    if number > SHOWN:
        yield f"... and {number - SHOWN:,} more like these"


def _tables(base: sqlite3.Connection) -> Iterator[str]:
    """The tables, indexes and triggers are those that citeman makes, and no others."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        opening.migrate(fresh)
        wanted = dict(fresh.execute(_SCHEMA))
    found = dict(base.execute(_SCHEMA))
    for name in sorted({*wanted, *found}):
        if name not in found:
            yield f"{name} is missing among its tables, indexes and triggers"
        elif name not in wanted:
            yield f"{name} is a table, index or trigger that citeman did not make"
        elif wanted[name] != found[name]:
            yield f"{name} is not as citeman makes it"


_SCHEMA = r"SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'words\_%' ESCAPE '\'"


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


def _seals(base: sqlite3.Connection) -> Iterator[str]:
    """The log, and what each change brought, is what it was."""
    return broken(base)


def _replay(base: sqlite3.Connection) -> Iterator[str]:
    """What is in force is what the log says: every record and fact, once."""
    for kind in ("record", "fact"):
        effects = base.execute(
            "SELECT first, last, live FROM effect WHERE kind = ? ORDER BY id", (kind,)
        )
        count, last_id = base.execute(
            f"SELECT count(*), coalesce(max(id), 0) FROM {kind}"
        ).fetchone()
        if count != last_id:
            yield f"there are {count:,} {kind}s, and should be {last_id:,}"
        if last_id > count + _GAP:
            continue
        live = bytearray(1 + last_id)
        told = bytearray(len(live))
        for first, last, state in effects:
            if not 0 < first <= last < len(live):
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


_GAP = 1 << 20
"""Numbers that may be missing before they are no longer looked at one by one."""
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
        with closing(sqlite3.connect("", isolation_level=None)) as copy:  # a temporary file
            base.backup(copy)
            yield from _search(copy)
    except sqlite3.DatabaseError:
        yield "the full-text index does not agree with the works"


def _blocks(base: sqlite3.Connection) -> Iterator[str]:
    """Every record is found by the keys that possible duplicates are found by.

    A key that a crowd shares is not kept of the records that come later, and no keys are kept of
    a record that said what another said already.
    """
    for number, known, body in base.execute("SELECT id, digest, body FROM record"):
        facts = facts_of(RECORD.decode(body).reference)
        wanted = [block.number for block in knowing.blocks_of(keys_of(facts))]
        missing = [key for key in wanted if not base.execute(_KEPT, (key, number)).fetchone()]
        if missing == wanted and base.execute(_TWIN, (known, number)).fetchone():
            continue
        if any(base.execute(_SHARING, (key,)).fetchone()[0] < knowing.CROWD for key in missing):
            yield f"record {number} is not found by all keys of possible duplicates"
    for (number,) in base.execute(_STRAY):
        yield f"record {number} has keys of possible duplicates, and is not there"


_KEPT = "SELECT 1 FROM block WHERE key = ? AND record = ?"
_TWIN = "SELECT 1 FROM record WHERE digest = ? AND id <> ?"
_SHARING = "SELECT count(*) FROM block WHERE key = ?"
_STRAY = "SELECT DISTINCT record FROM block WHERE record NOT IN (SELECT id FROM record)"

_Look = Callable[[sqlite3.Connection], Iterator[str]]
_LOOKS: tuple[_Look, ...] = (
    _tables, _references, _log, _seals, _replay, _works, _blocks, _search,
)  # fmt: skip
_LONG = (_works, _blocks)


def backup(library: Library, target: str) -> int:
    """Copy a library, whole even while others write to it; gives the size in bytes.

    UsageError where the target is there already, or cannot be written.
    """
    path = Path(target)
    if path.exists():
        raise UsageError(f"{target}: is there already; a backup is written to a new file")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with opening.told(target), closing(sqlite3.connect(part)) as copy:
            library.base.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        for beside in ("", "-wal", "-shm", "-journal"):
            Path(f"{part}{beside}").unlink(missing_ok=True)
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
