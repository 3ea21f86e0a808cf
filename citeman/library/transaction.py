"""A change as a transaction: all of it or nothing, one writer at a time."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from citeman.library.changing import Change
from citeman.library.opening import told, writing


class Author(NamedTuple):
    """Who makes changes, with which command, and what time it is (ISO 8601)."""

    who: str
    command: str
    now: Callable[[], str]


@contextmanager
def changing(base: sqlite3.Connection, path: str, author: Author) -> Iterator[Change]:
    """Make a change: at the end it is there as a whole, or where anything went wrong not at all.

    A change that did nothing leaves no row in the log. LibraryError where the file cannot be
    written.
    """
    with told(path):
        base.execute("BEGIN IMMEDIATE")
        try:
            with _noted(path, author):
                change = Change(base)
                yield change
                change.settle()
                if change.effects:
                    change.write(author.now(), author.who, author.command)
            base.execute("ROLLBACK" if change.is_abandoned else "COMMIT")
        except BaseException:
            if base.in_transaction:
                base.execute("ROLLBACK")
            raise


@contextmanager
def _noted(path: str, author: Author) -> Iterator[None]:
    """Let others see, while they wait, who is writing; where that cannot be noted, so be it."""
    note = writing(path)
    with suppress(OSError):
        words = f"{author.who} (citeman {author.command}, process {os.getpid()})\n"
        note.write_text(words, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink()
