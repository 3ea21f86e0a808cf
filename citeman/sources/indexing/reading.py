"""Ask an index file: records by PMID, PMIDs by key or by words, journals by name."""

import math
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from citeman.errors import SourceError
from citeman.model import Reference, replace
from citeman.sources.indexing.keys import LARGEST_PMID
from citeman.sources.indexing.packing import Press, titles_of, unpack
from citeman.sources.indexing.preparing import Journal
from citeman.sources.indexing.schema import fact, open_to_read, told
from citeman.sources.indexing.words import quoted
from citeman.text import fold

Value = TypeVar("Value")

PATIENCE = 10.0
"""Seconds to wait for a process that writes."""
_JOURNALS_HELD = 1 << 14
_WORDS_HELD = 1 << 16


class Reader:
    """An index open for asking.

    Raises InputError for what is no index, SourceError for one that is not finished, that another
    process is writing, or that is damaged.
    """

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self._path = path
        self._base = open_to_read(path, patience)
        try:
            with told(path):
                self._check_finished()
                self.size: int = fact(self._base, "records") or 0
                self._press = Press(dict(self._rows("SELECT number, body FROM dictionary")))
        except BaseException:
            self._base.close()
            raise
        self._journal = lru_cache(_JOURNALS_HELD)(self._find_journal)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def records(self, pmids: Iterable[int]) -> dict[int, Reference]:
        """Give the records of PMIDs, those that there are, in the order asked."""
        wanted = list(dict.fromkeys(pmids))
        marks = ",".join("?" * len(wanted))
        rows = self._rows(
            f"SELECT pmid, journal, body FROM record WHERE pmid IN ({marks})", wanted
        )
        found = {pmid: self._reference(pmid, journal, body) for pmid, journal, body in rows}
        return {pmid: found[pmid] for pmid in wanted if pmid in found}

    def titles(self, pmids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Give the title and original title of records, and nothing else of them: it is faster."""
        marks = ",".join("?" * len(pmids))
        rows = self._rows(f"SELECT pmid, body FROM record WHERE pmid IN ({marks})", pmids)
        return {pmid: self._grown(pmid, body, titles_of) for pmid, body in rows}

    def pmids(self, key: int, most: int) -> list[int]:
        """Give the PMIDs of a key, at most so many."""
        rows = self._rows(
            "SELECT id FROM key WHERE id BETWEEN ? AND ? LIMIT ?", (key, key + LARGEST_PMID, most)
        )
        return [number - key for (number,) in rows]

    def works(self, words: Sequence[str]) -> dict[str, int]:
        """Tell in how many works each word stands; of rare words nothing is known."""
        marks = ",".join("?" * len(words))
        return dict(self._rows(f"SELECT word, works FROM word WHERE word IN ({marks})", words))

    def matching(self, words: Sequence[str], years: Iterable[str], most: int) -> list[int]:
        """Give PMIDs of works that have every word, and one of the words for years if any."""
        choice = " OR ".join(f'"{year}"' for year in years)
        question = quoted(words) + (f" AND ({choice})" if choice else "")
        rows = self._rows("SELECT rowid FROM title WHERE title MATCH ? LIMIT ?", (question, most))
        return [pmid for (pmid,) in rows]

    def journals(self, name: str) -> list[Journal]:
        """Give the journals of a title, abbreviation or ISSN, in every spelling on record."""
        rows = self._rows(_SAME_NAME, (fold(name), name.strip()))
        issns = {issn for *_, issn in rows if issn}
        for issn in sorted(issns):
            rows += self._rows(_SAME_ISSN, (issn,))
        return [Journal(*row) for row in dict.fromkeys(rows)]

    def _reference(self, pmid: int, journal: int, body: bytes) -> Reference:
        reference = self._grown(pmid, body, unpack)
        if not journal:
            return replace(reference, PMID=str(pmid))
        title, short, iso, issn = self._journal(journal)
        return replace(
            reference,
            PMID=str(pmid),
            container_title=title,
            container_title_short=short or iso,
            ISSN=issn,
        )

    def _grown(self, pmid: int, body: bytes, read: Callable[[bytes], Value]) -> Value:
        try:
            return read(self._press.grow(body))
        except (KeyError, IndexError, zlib.error, msgspec.MsgspecError) as error:
            raise SourceError(
                f"{self._path}: the record of PMID {pmid} is damaged; build the index again"
            ) from error

    def _find_journal(self, number: int) -> Journal:
        [row] = self._rows(
            "SELECT title, short, iso, issn FROM journal WHERE number = ?", (number,)
        ) or [Journal()]
        return Journal(*row)

    def _check_finished(self) -> None:
        if fact(self._base, "open") != 0:
            raise SourceError(
                f"{self._path}: this index is not finished: its build was interrupted\n"
                "run the same `citeman index build` again: it goes on where it stopped"
            )

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._base.execute(statement, values).fetchall()
        except sqlite3.Error:
            with told(self._path):
                raise


_SAME_NAME = """
    SELECT title, short, iso, issn FROM journal WHERE number IN
        (SELECT journal FROM journal_name WHERE name IN (?, ?))"""
_SAME_ISSN = """
    SELECT title, short, iso, issn FROM journal WHERE number IN
        (SELECT journal FROM journal_name WHERE name = ?)"""


class Weights:
    """How much each word tells: the logarithm of how rare it is among all works."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._works: dict[str, int] = {}
        self._weights: dict[str, float] = {}

    def works(self, words: Iterable[str]) -> Mapping[str, int]:
        """Tell in how many works each word stands; 1 stands for few or none."""
        wanted = list(dict.fromkeys(words))
        self._learn(wanted)
        return {word: self._works[word] for word in wanted}

    def weights(self, words: Iterable[str]) -> Mapping[str, float]:
        """Weigh words."""
        wanted = list(dict.fromkeys(words))
        self._learn(wanted)
        return {word: self._weights[word] for word in wanted}

    def _learn(self, words: Sequence[str]) -> None:
        if len(self._works) > _WORDS_HELD:
            self._works, self._weights = {}, {}
        new = [word for word in words if word not in self._works]
        if new:
            works = dict.fromkeys(new, 1) | self._reader.works(new)
            self._works |= works
            size = self._reader.size
            self._weights |= {word: math.log1p(size / works[word]) for word in new}
