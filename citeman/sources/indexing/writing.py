"""Write an index: rows and the progress of their file in one transaction, keys merged at the end.

A transaction holds the rows of some pieces and how far their file was read, so that a build that
is killed at any moment goes on where it stood. Keys are staged as sorted arrays and merged part by
part when all files are read: the key table is then written in order, page after page, and not at
random.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.formats.entries import day_of, is_older
from citeman.sources.indexing.packing import Press, unpack
from citeman.sources.indexing.preparing import Journal, Prepared, Row
from citeman.sources.indexing.schema import create, fact, note, told
from citeman.sources.indexing.words import title_words
from citeman.text import fold

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
COMMIT_ROWS = 50_000
"""Rows in one transaction at most: what a killed build does again."""
_PARTS = 64
_PART_BITS = 63 - 6
_JOURNALS_HELD = 50_000
_GROWTH = 0.1
_FEWEST = 8
"""Works that a word must stand in for its number to be kept."""

_COUNTED = ("records", "newest")
"""Facts kept up to date: how many records there are, and the day of the newest, as a number."""

Keys = NDArray[np.int64]


class File(NamedTuple):
    """A file that an index knows: its number in the index, and how far it was read."""

    number: int
    done: int
    is_finished: bool


class Writer:
    """An index open for writing; only one process can have it."""

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self._path = path
        self._base = create(path, patience)
        self._keys: list[Keys] = []
        self._pending = 0
        self._journals: dict[Journal, int] = {}
        self._press = Press(self.dictionaries())
        self._begun = False
        self._facts = Counter({name: int(fact(self._base, name) or 0) for name in _COUNTED})

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._base.close()

    def dictionaries(self) -> dict[int, bytes]:
        """The dictionaries that records were compressed with, by number."""
        with told(self._path):
            return dict(self._base.execute("SELECT number, body FROM dictionary").fetchall())

    def add_dictionary(self, body: bytes) -> int:
        """Keep a dictionary, and give it a number."""
        with self._transaction():
            number = len(self.dictionaries())
            self._base.execute("INSERT INTO dictionary VALUES (?, ?)", (number, body))
        self._press = Press(self.dictionaries())
        return number

    def records(self) -> int:
        """Count the records."""
        return self._facts["records"]

    def open_file(self, name: str, digest: str, size: int) -> File:
        """Find a file by its digest, or note it as new."""
        with self._transaction():
            note(self._base, "open", 1)
            self._base.execute(
                "INSERT OR IGNORE INTO file (name, digest, size) VALUES (?, ?, ?)",
                (name, digest, size),
            )
            row = self._base.execute(
                "SELECT number, done, finished FROM file WHERE digest = ?", (digest,)
            ).fetchone()
        return File(row[0], row[1], row[2] is not None)

    def add(self, file: File, prepared: Prepared, release: int = 0) -> None:
        """Store what a piece holds; `release` is the number of PubMed's file, 0 for others."""
        with told(self._path):
            if not self._begun:
                self._base.execute("BEGIN")
                self._begun = True
            stored = self._store(self._wanted(prepared.rows, release))
            deleted = sum(self._delete(pmid, release) for pmid in prepared.deleted)
            self._keys.append(np.frombuffer(prepared.keys, dtype=np.int64))
            self._base.execute(
                "UPDATE file SET done = ?, records = records + ?, deleted = deleted + ?,"
                " left_out = left_out + ? WHERE number = ?",
                (prepared.end, stored, deleted, len(prepared.left_out), file.number),
            )
        self._pending += len(prepared.rows)
        if self._pending >= COMMIT_ROWS:
            self.commit()

    def finish_file(self, file: File, day: str) -> None:
        """Note that a file was read to its end, on a day."""
        with self._transaction():
            self._base.execute("UPDATE file SET finished = ? WHERE number = ?", (day, file.number))

    def commit(self) -> None:
        """Make everything added so far last."""
        with self._transaction():
            pass

    def settle(self) -> None:
        """Merge staged keys, count words, and note that the index can be asked."""
        self.commit()
        for part in range(_PARTS):
            with self._transaction():
                self._merge(part)
        with self._transaction():
            self._count_words()
            note(self._base, "open", 0)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self._path):
            if not self._begun:
                self._base.execute("BEGIN")
            try:
                yield
                self._stage()
                for name in _COUNTED:
                    note(self._base, name, self._facts[name])
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise
            finally:
                self._begun, self._pending = False, 0
                self._journals = {} if len(self._journals) > _JOURNALS_HELD else self._journals

    def _wanted(self, rows: Sequence[Row], release: int) -> list[Row]:
        """Leave out what PubMed has deleted since."""
        pmids = json.dumps([row.pmid for row in rows])
        gone = self._base.execute(
            "SELECT pmid FROM deleted WHERE release >= ? AND pmid IN"
            " (SELECT value FROM json_each(?))",
            (release, pmids),
        ).fetchall()
        late = {pmid for (pmid,) in gone} if release else set()
        return [row for row in rows if row.pmid not in late] if late else list(rows)

    def _store(self, rows: Sequence[Row]) -> int:
        """Store rows, but where a newer record is there; tell how many were stored."""
        known = dict(
            self._base.execute(
                "SELECT pmid, stamp FROM record WHERE pmid IN (SELECT value FROM json_each(?))",
                (json.dumps([row.pmid for row in rows]),),
            ).fetchall()
        )
        rows = [row for row in rows if not is_older(row.stamp, known.get(row.pmid, 0))]
        new = [row for row in rows if not self._has_words(row, known)]
        self._facts["records"] += sum(row.pmid not in known for row in rows)
        self._facts["newest"] = max(self._facts["newest"], *(day_of(r.stamp) for r in rows), 0)
        self._base.executemany(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)",
            [(row.pmid, row.stamp, self._journal(row.journal), row.body) for row in rows],
        )
        self._base.executemany(
            "INSERT INTO title (rowid, words) VALUES (?, ?)", [(r.pmid, r.words) for r in new]
        )
        return len(rows)

    def _has_words(self, row: Row, known: dict[int, int]) -> bool:
        """Tell whether the words of a row are indexed already; other words are taken out."""
        if row.pmid not in known:
            return False
        words = self._words(row.pmid)
        if words != row.words:
            self._unindex(row.pmid, words)
        return words == row.words

    def _words(self, pmid: int) -> str:
        [[body]] = self._base.execute("SELECT body FROM record WHERE pmid = ?", (pmid,)).fetchall()
        return title_words(unpack(self._press.grow(body)))

    def _unindex(self, pmid: int, words: str) -> None:
        self._base.execute(
            "INSERT INTO title (title, rowid, words) VALUES ('delete', ?, ?)", (pmid, words)
        )

    def _delete(self, pmid: int, release: int) -> bool:
        if release:
            self._base.execute("INSERT OR REPLACE INTO deleted VALUES (?, ?)", (pmid, release))
        is_there = self._base.execute("SELECT 1 FROM record WHERE pmid = ?", (pmid,)).fetchone()
        if is_there:
            self._unindex(pmid, self._words(pmid))
            self._base.execute("DELETE FROM record WHERE pmid = ?", (pmid,))
            self._facts["records"] -= 1
        return bool(is_there)

    def _journal(self, journal: Journal) -> int:
        if not any(journal):
            return 0
        number = self._journals.get(journal)
        if number is None:
            number = self._journals[journal] = self._note_journal(journal)
        return number

    def _note_journal(self, journal: Journal) -> int:
        self._base.execute(
            "INSERT OR IGNORE INTO journal (title, short, iso, issn) VALUES (?, ?, ?, ?)", journal
        )
        [[number]] = self._base.execute(
            "SELECT number FROM journal WHERE title = ? AND short = ? AND iso = ? AND issn = ?",
            journal,
        ).fetchall()
        names = {fold(name) for name in journal[:3]} | {journal.issn}
        self._base.executemany(
            "INSERT OR IGNORE INTO journal_name VALUES (?, ?)",
            [(name, number) for name in names if name],
        )
        return int(number)

    def _stage(self) -> None:
        """Put the keys at hand by, cut into parts by their upper bits."""
        if not self._keys:
            return
        keys = np.unique(np.concatenate(self._keys))
        self._keys = []
        [[last]] = self._base.execute("SELECT ifnull(max(number), 0) FROM staged").fetchall()
        parts = np.split(keys, np.searchsorted(keys, _part_starts()))
        self._base.executemany(
            "INSERT INTO staged VALUES (?, ?, ?)",
            [(i, last + 1, part.tobytes()) for i, part in enumerate(parts) if len(part)],
        )

    def _merge(self, part: int) -> None:
        blobs = self._base.execute("SELECT keys FROM staged WHERE part = ?", (part,)).fetchall()
        if not blobs:
            return
        keys = np.unique(np.concatenate([np.frombuffer(b, dtype=np.int64) for (b,) in blobs]))
        self._base.executemany("INSERT OR IGNORE INTO key VALUES (?)", _rows(keys))
        self._base.execute("DELETE FROM staged WHERE part = ?", (part,))

    def _count_words(self) -> None:
        """Count in how many works each word stands, anew once there are a tenth more of them."""
        records = self.records()
        before = fact(self._base, "words counted at")
        if isinstance(before, int) and abs(records - before) <= _GROWTH * before:
            return
        self._base.execute("INSERT INTO title (title) VALUES ('optimize')")
        self._base.execute("DELETE FROM word")
        self._base.execute(
            "INSERT INTO word SELECT term, doc FROM title_word WHERE doc >= ?", (_FEWEST,)
        )
        note(self._base, "words counted at", records)


def _part_starts() -> Keys:
    return np.arange(1, _PARTS, dtype=np.int64) << _PART_BITS


def _rows(keys: Keys) -> Iterable[tuple[int]]:
    for start in range(0, len(keys), COMMIT_ROWS):
        yield from ((number,) for number in keys[start : start + COMMIT_ROWS].tolist())
