"""Runs that can be repeated: what was asked, and what came of it, trouble included.

A run refers to the bodies that the cache keeps. Played back it gives, to the same questions in the
same order, the same answers and the same trouble, whatever the network says by then; a question
that it did not ask stays unasked.
"""

import secrets
import time
import zlib
from collections import Counter
from typing import NamedTuple

from citeman.errors import OfflineError, RefusedError, SourceError, UnansweredError, UsageError
from citeman.sources.cache import Cache

SHOWN = 5
"""How many runs are named to somebody who asked for one that is not kept."""
_KINDS = {
    kind.__name__: kind for kind in (SourceError, OfflineError, RefusedError, UnansweredError)
}


class Kept(NamedTuple):
    """A run that is kept: its id, and what it was for, in its user's words."""

    id: str
    what: str


class Recorder:
    """Notes the questions of one run; neither who asked nor an API key is part of them."""

    def __init__(self, cache: Cache, what: str = "") -> None:
        self.id = new_id(cache.clock())
        self._cache = cache
        self._what = what
        self._is_begun = False

    @property
    def is_kept(self) -> bool:
        """Tell whether there is anything to repeat, and a file to repeat it from."""
        return self._is_begun and self._cache.is_usable

    def note(self, key: str, outcome: bytes | SourceError) -> None:
        """Note what came of a question: the body of the answer, or why there is none."""
        if not self._is_begun:
            self._is_begun = True
            at = self._cache.clock()
            self._cache.run("INSERT INTO run VALUES (?, ?, ?)", (self.id, at, self._what))
        step: tuple[str | None, ...] = (None, type(outcome).__name__, str(outcome))
        if isinstance(outcome, bytes):
            step = (self._cache.keep(outcome), None, None)
        self._cache.run("INSERT INTO step VALUES (?, ?, ?, ?, ?)", (self.id, key, *step))


class Replay:
    """Plays a run back; UsageError where the cache keeps none of that id."""

    def __init__(self, cache: Cache, run: str) -> None:
        self.id = run
        self._cache = cache
        self._played: Counter[str] = Counter()
        if not cache.run("SELECT 1 FROM run WHERE id = ?", (run,)):
            raise UsageError(_unknown(run, cache))

    def play(self, key: str) -> bytes:
        """Give what came of a question in that run; trouble is raised again.

        Of a question that was asked more than once, the outcomes come in their order, and the last
        one stays. Raises OfflineError for a question that was not asked.
        """
        steps = self._cache.run(
            "SELECT zipped, kind, words FROM step LEFT JOIN body USING (hash) "
            "WHERE run = ? AND key = ? ORDER BY step.rowid",
            (self.id, key),
        )
        if not steps:
            raise OfflineError(f"run {self.id} did not ask this, and a replay asks nothing new")
        zipped, kind, words = steps[min(self._played[key], len(steps) - 1)]
        self._played[key] += 1
        if zipped is None:
            raise _KINDS.get(kind, SourceError)(words or "the answer is no longer kept")
        return zlib.decompress(zipped)


def new_id(now: float) -> str:
    """Name a run by its time (UTC) and a few letters of chance.

    >>> new_id(0.0)[:16]
    '19700101-000000-'
    """
    return f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now))}-{secrets.token_hex(2)}"


def latest(cache: Cache, most: int = SHOWN) -> list[Kept]:
    """List the runs that are kept, the latest first."""
    return [
        Kept(*row)
        for row in cache.run("SELECT id, what FROM run ORDER BY at DESC LIMIT ?", (most,))
    ]


def _unknown(run: str, cache: Cache) -> str:
    known = "; ".join(f"{kept.id} ({kept.what})" for kept in latest(cache))
    return f"no run {run!r} is kept in {cache.path}\n  the latest are: {known or 'none at all'}"
