"""Answers of sources in one SQLite file, so that nobody is asked the same thing twice."""

import hashlib
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

log = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600.0
PATIENCE = 5.0
"""Seconds to wait for another process that holds the file."""
_TABLE = "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, at REAL, body BLOB)"


def digest(url: str, params: Mapping[str, str]) -> str:
    """Name a question by its address and parameters; who asks is not part of it.

    >>> digest("https://a", {"b": "1", "c": "2"}) == digest("https://a", {"c": "2", "b": "1"})
    True
    """
    question = json.dumps([url, sorted(params.items())])
    return hashlib.sha256(question.encode()).hexdigest()


class Cache:
    """Answers by digest, forgotten after `age` seconds.

    A file that is damaged, locked or not writable costs a warning and nothing else: work goes on
    without it.
    """

    def __init__(
        self, path: Path | str, age: float = WEEK, clock: Callable[[], float] = time.time
    ) -> None:
        self._age = age
        self._clock = clock
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None
        try:
            self._base = _open(path)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def find(self, key: str) -> bytes | None:
        """Give back the body kept under a digest, unless it is too old."""
        rows = self._run(
            "SELECT body FROM answer WHERE key = ? AND at > ?", (key, self._clock() - self._age)
        )
        return bytes(rows[0][0]) if rows else None

    def put(self, key: str, body: bytes) -> None:
        """Keep the body of an answer."""
        self._run("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, self._clock(), body))

    def clear(self) -> None:
        """Forget what is too old."""
        self._run("DELETE FROM answer WHERE at <= ?", (self._clock() - self._age,))

    def close(self) -> None:
        """Close the file."""
        if self._base:
            self._base.close()
            self._base = None

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[bytes]]:
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


def _open(path: Path | str) -> sqlite3.Connection:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute(_TABLE)
    except sqlite3.Error:
        base.close()
        raise
    return base
