"""Answers of sources in one SQLite file, so that nobody is asked the same thing twice.

A body is kept once, compressed, under its own hash. Answers point at bodies and grow old; the runs
of `citeman.sources.runs` point at them too, and do not.
"""

import hashlib
import json
import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600.0
PATIENCE = 5.0
"""Seconds to wait for another process that holds the file."""
VERSION = 2
"""The layout of the file; 1 kept the bodies beside the answers and knew no runs."""
_TABLES = (
    "CREATE TABLE body (hash TEXT PRIMARY KEY, zipped BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE answer (key TEXT PRIMARY KEY, at REAL NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE run (id TEXT PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL)",
    "CREATE TABLE step (run TEXT NOT NULL, key TEXT NOT NULL, hash TEXT, kind TEXT, words TEXT)",
    "CREATE INDEX step_of_run ON step (run, key)",
    "CREATE TABLE told (what TEXT PRIMARY KEY)",
)
_FORGET = (
    "DELETE FROM answer WHERE at <= ?",
    "DELETE FROM body WHERE hash NOT IN (SELECT hash FROM answer) "
    "AND hash NOT IN (SELECT hash FROM step WHERE hash IS NOT NULL)",
)


def digest(place: str, params: Mapping[str, str]) -> str:
    """Name a question by where it is asked and its parameters; who asks is not part of it.

    >>> digest("https://a", {"b": "1", "c": "2"}) == digest("https://a", {"c": "2", "b": "1"})
    True
    """
    question = json.dumps([place, sorted(params.items())])
    return hashlib.sha256(question.encode()).hexdigest()


class Cache:
    """Answers by digest, too old to be believed after `age` seconds.

    A file that is damaged, locked or not writable costs a warning and nothing else: work goes on
    without it.
    """

    def __init__(
        self, path: Path | str, age: float = WEEK, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = Path(path)
        self.clock = clock
        self._age = age
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None
        try:
            self._base = _open(self.path)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    @property
    def is_usable(self) -> bool:
        """Tell whether the file could be opened, and written to ever since."""
        return self._base is not None

    def find(self, key: str, *, of_any_age: bool = False) -> bytes | None:
        """Give back the body kept under a digest, unless it is too old."""
        since = float("-inf") if of_any_age else self.clock() - self._age
        rows = self.run(
            "SELECT zipped FROM answer JOIN body USING (hash) WHERE key = ? AND at > ?",
            (key, since),
        )
        return zlib.decompress(rows[0][0]) if rows else None

    def put(self, key: str, body: bytes) -> None:
        """Keep the body of an answer."""
        name = self.keep(body)
        self.run("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, self.clock(), name))

    def keep(self, body: bytes) -> str:
        """Keep a body, once however often it comes, and give the hash it is found under."""
        name = hashlib.sha256(body).hexdigest()
        self.run("INSERT OR IGNORE INTO body VALUES (?, ?)", (name, zlib.compress(body)))
        return name

    def is_told(self, what: str) -> bool:
        """Tell whether a thing has been noted as told before, and note it; never if unusable."""
        known = self.run("SELECT 1 FROM told WHERE what = ?", (what,))
        self.run("INSERT OR IGNORE INTO told VALUES (?)", (what,))
        return bool(known)

    def clear(self) -> None:
        """Forget what is too old, except where a run refers to it."""
        self.run(_FORGET[0], (self.clock() - self._age,))
        self.run(_FORGET[1])

    def close(self) -> None:
        """Close the file."""
        if self._base:
            self._base.close()
            self._base = None

    def run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement in a transaction of its own; no rows where the file is unusable."""
        if not self._base:
            return []
        try:
            with self._lock, self._base:
                return self._base.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _give_up(self, error: Exception) -> None:
        log.warning("the answer cache is not usable, going on without it: %s", error)
        self.close()


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        _bring_up_to_date(base)
    except sqlite3.Error:
        base.close()
        raise
    return base


def _bring_up_to_date(base: sqlite3.Connection) -> None:
    """Lay the tables out, taking over the answers of a file of version 1."""
    if _version(base) == VERSION:
        return
    with base:
        base.execute("BEGIN IMMEDIATE")  # of two processes at once, one does it
        version = _version(base)
        if version > VERSION:
            raise sqlite3.DatabaseError("it was written by a newer citeman")
        if version < VERSION:
            _lay_out(base)


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _lay_out(base: sqlite3.Connection) -> None:
    is_old = base.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer'").fetchone()
    if is_old:
        base.execute("ALTER TABLE answer RENAME TO old_answer")
    for statement in _TABLES:
        base.execute(statement)
    if is_old:
        _take_over(base)
        base.execute("INSERT INTO told VALUES ('NCBI')")  # it was said when the file was made
    base.execute(f"PRAGMA user_version = {VERSION}")


def _take_over(base: sqlite3.Connection) -> None:
    for key, at, body in base.execute("SELECT key, at, body FROM old_answer"):
        name = hashlib.sha256(body).hexdigest()
        base.execute("INSERT OR IGNORE INTO body VALUES (?, ?)", (name, zlib.compress(body)))
        base.execute("INSERT INTO answer VALUES (?, ?, ?)", (key, at, name))
    base.execute("DROP TABLE old_answer")
