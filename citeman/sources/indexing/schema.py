"""The tables of an index file, and opening one: what is wrong with it is said in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citeman.errors import InputError, SourceError

APPLICATION = 0x6369746D
"""Marks a SQLite file as an index of ours ("citm"): https://sqlite.org/pragma.html."""
VERSION = 1

TABLES = """
    CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE file (
        number INTEGER PRIMARY KEY, name TEXT, digest TEXT UNIQUE, size INTEGER,
        done INTEGER DEFAULT 0, finished TEXT, records INTEGER DEFAULT 0,
        deleted INTEGER DEFAULT 0, left_out INTEGER DEFAULT 0);
    CREATE TABLE journal (
        number INTEGER PRIMARY KEY, title TEXT, short TEXT, iso TEXT, issn TEXT,
        UNIQUE (title, short, iso, issn));
    CREATE TABLE journal_name (
        name TEXT, journal INTEGER, PRIMARY KEY (name, journal)) WITHOUT ROWID;
    CREATE TABLE dictionary (number INTEGER PRIMARY KEY, body BLOB);
    CREATE TABLE record (pmid INTEGER PRIMARY KEY, stamp INTEGER, journal INTEGER, body BLOB);
    CREATE TABLE deleted (pmid INTEGER PRIMARY KEY, release INTEGER);
    CREATE TABLE key (id INTEGER PRIMARY KEY);
    CREATE TABLE staged (part INTEGER, number INTEGER, keys BLOB, PRIMARY KEY (part, number));
    CREATE TABLE word (word TEXT PRIMARY KEY, works INTEGER) WITHOUT ROWID;
    CREATE VIRTUAL TABLE title USING fts5(
        words, content='', columnsize=0, detail=none, tokenize='ascii');
    CREATE VIRTUAL TABLE title_word USING fts5vocab(title, row);
    INSERT INTO title(title, rank) VALUES ('hashsize', 16777216);
"""
"""`record` holds the records, `key` the numbers of `citeman.sources.indexing.keys`, `title` the
words of titles (which works have a word, not where), `word` in how many works a word stands.
`staged` holds keys that are not in `key` yet, in parts that are merged in order. `deleted` knows
which of PubMed's files deleted a record: an older one must not bring it back."""

_TROUBLE = (
    ("full", "no space is left on the disk: make room and run the same command again"),
    ("locked", "another process is writing to it: wait until that has ended"),
    ("malformed", "the file is damaged: delete it and build it again"),
    ("not a database", "the file is damaged: delete it and build it again"),
    ("disk i/o", "the disk cannot be read or written"),
    ("readonly", "it may not be written to"),
    ("unable to open", "it cannot be opened: is its folder there, and may it be written to?"),
)


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn what SQLite says of a file into a SourceError in plain words."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        plain = next((told for sign, told in _TROUBLE if sign in words.lower()), words)
        raise SourceError(f"{path}: {plain}") from error


def create(path: str, patience: float) -> sqlite3.Connection:
    """Open an index for writing, and make it where the file is absent or empty."""
    is_new = not Path(path).exists() or Path(path).stat().st_size == 0
    base = _connect(path, "rwc", patience)
    try:
        if not is_new:
            check(base, path)
        with told(path):
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
            base.execute("PRAGMA cache_size = -65536")
            base.execute("PRAGMA secure_delete = OFF")
            base.execute("BEGIN EXCLUSIVE")
            if _is_empty(base):
                for statement in TABLES.split(";\n"):
                    base.execute(statement)
                base.execute(f"PRAGMA application_id = {APPLICATION}")
                base.execute(f"PRAGMA user_version = {VERSION}")
            base.execute("COMMIT")
    except BaseException:
        base.close()
        raise
    return base


def open_to_read(path: str, patience: float) -> sqlite3.Connection:
    """Open an index for asking; InputError where it is none, or not one that can be read."""
    if not Path(path).is_file():
        raise InputError(
            f"{path}: there is no such index\n"
            f"make one: citeman index build {path} FILE... (docs/index.md says where files are)"
        )
    base = _connect(path, "rw", patience)
    try:
        check(base, path)
        with told(path):
            for setting in ("query_only = ON", "cache_size = -32768", "mmap_size = 1073741824"):
                base.execute(f"PRAGMA {setting}")
    except BaseException:
        base.close()
        raise
    return base


def _connect(path: str, mode: str, patience: float) -> sqlite3.Connection:
    with told(path):
        uri = f"{Path(path).absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(
            uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )


def check(base: sqlite3.Connection, path: str) -> None:
    """Raise InputError for a file that is no index, or one that a newer citeman made."""
    try:
        [[application]] = base.execute("PRAGMA application_id").fetchall()
        [[version]] = base.execute("PRAGMA user_version").fetchall()
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise InputError(
                f"{path}: this is no index of citeman; it was left as it is"
            ) from error
        with told(path):
            raise
    if application != APPLICATION:
        raise InputError(f"{path}: this is no index of citeman; it was left as it is")
    if version != VERSION:
        raise InputError(
            f"{path}: made by a newer citeman (version {version} of the layout, this one knows "
            f"{VERSION})\nupdate citeman, or build the index again"
        )


def _is_empty(base: sqlite3.Connection) -> bool:
    [[count]] = base.execute("SELECT count(*) FROM sqlite_master").fetchall()
    return not count


def fact(base: sqlite3.Connection, name: str) -> int | None:
    """Look a number about the index up; None where it is not known."""
    row = base.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def note(base: sqlite3.Connection, name: str, value: int) -> None:
    """Write a fact about the index down."""
    base.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))
