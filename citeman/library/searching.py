"""Find works: a query as SQL, its values always as parameters."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from citeman.library.query import And, Key, Marked, Not, Or, Term, Words, Years
from citeman.library.works import searched

SORTS: Mapping[str, str] = {
    "added": "work.id",
    "relevance": "words.rank",
    "key": "work.key",
    "author": "work.people, work.year",
    "title": "work.title",
    "journal": "work.journal, work.year",
    "year": "work.year",
}
"""What works can be sorted by; "-" before the name turns the order round."""


class Select(NamedTuple):
    """A statement that gives the numbers of works, and its parameters."""

    sql: str
    values: tuple[object, ...]


class _Part(NamedTuple):
    sql: str
    values: tuple[object, ...] = ()


def select(term: Term, sort: str = "added", limit: int | None = None) -> Select:
    """Say in SQL which works a query means, in which order, and how many at most.

    >>> select(Words("liver", "title")).values
    ('title : "liver"',)
    """
    terms = term.terms if isinstance(term, And) else (term,)
    matched = [found for one in terms if (found := _match(one)) is not None]
    parts = [_part(one) for one in terms if _match(one) is None]
    tables = "work"
    if matched:
        tables = "words CROSS JOIN work ON work.id = words.rowid"
        parts.insert(0, _Part("words MATCH ?", (" AND ".join(matched),)))
    where, values = _joined(parts, " AND ", "1")
    order = _order(sort, has_words=bool(matched))
    sql = f"SELECT work.id FROM {tables} WHERE {where} ORDER BY {order}"
    return Select(sql, values) if limit is None else Select(f"{sql} LIMIT ?", (*values, limit))


def count(base: sqlite3.Connection, term: Term) -> int:
    """Count the works that a query means."""
    found = select(term)
    sql = found.sql.partition(" ORDER BY ")[0].replace("work.id", "count(*)", 1)
    return int(base.execute(sql, found.values).fetchone()[0])


def numbers(base: sqlite3.Connection, found: Select) -> Iterator[int]:
    """Give the numbers of the works, one by one."""
    return (number for (number,) in base.execute(found.sql, found.values))


def _order(sort: str, *, has_words: bool) -> str:
    """Say the order in SQL.

    The full-text index gives works in the order of their numbers, or of relevance, and so a limit
    ends the search early; that only holds where nothing else is to be sorted by.
    """
    name = sort.removeprefix("-")
    down = " DESC" if sort.startswith("-") else ""
    if name in ("added", "relevance"):
        by = "words.rank" if name == "relevance" else "words.rowid"
        return f"{by if has_words else 'work.id'}{down}"
    return ", ".join([f"{column}{down}" for column in SORTS[name].split(", ")] + ["work.id"])


def _match(term: Term) -> str | None:
    """Write a term for the full-text index; None where it is none that the index can answer."""
    match term:
        case Words(text, column, is_prefix):
            words = searched(text)
            return _phrase(words, column, is_prefix=is_prefix) if words else None
        case Marked(mark):
            return _phrase(mark.rstrip("*"), "marks", is_prefix=mark.endswith("*"))
        case Or(terms):
            found = [_match(one) for one in terms]
            return f"({' OR '.join(map(str, found))})" if None not in found else None
        case And(terms) if terms:
            found = [_match(one) for one in terms]
            return f"({' AND '.join(map(str, found))})" if None not in found else None
    return None


def _phrase(words: str, column: str, *, is_prefix: bool) -> str:
    """Quote words, in which nothing but letters, digits and blanks is left."""
    where = f"{column} : " if column else "- marks : "
    return f'{where}"{words}"{" *" if is_prefix else ""}'


def _part(term: Term) -> _Part:
    """Write a term as a condition on a work."""
    if matched := _match(term):
        return _Part("work.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (matched,))
    match term:
        case Years(first, last):
            ends = (("work.year >= ?", first), ("work.year <= ?", last))
            given = [(sql, value) for sql, value in ends if value is not None]
            return _Part(" AND ".join(s for s, _ in given), tuple(v for _, v in given))
        case Key(text, is_prefix):
            return _key(text, is_prefix=is_prefix)
        case Not(inner):
            part = _part(inner)
            return _Part(f"NOT coalesce({part.sql}, 0)", part.values)
        case And(terms):
            return _joined([_part(one) for one in terms], " AND ", "1")
        case Or(terms):
            return _joined([_part(one) for one in terms], " OR ", "0")
    return _Part("0")  # words of which nothing is left, such as "...", stand nowhere


def _key(text: str, *, is_prefix: bool) -> _Part:
    """Find works by their keys, those of the records merged into them, and those given."""
    same = "substr({0}, 1, length(?)) = ?" if is_prefix else "{0} = ?"
    values = (text, text) if is_prefix else (text,)
    merged = f"SELECT work FROM record WHERE live AND {same.format('record.key')}"
    given = f"{_RENAMED} AND {same.format(_GIVEN)}"
    found = f"work.id IN ({merged} UNION ALL {given})"
    return _Part(f"({same.format('work.key')} OR {found})", values * 3)


_GIVEN = "fact.body ->> '$.key'"
_RENAMED = """
    SELECT work FROM fact JOIN record ON record.id = fact.record
    WHERE fact.live AND fact.kind = 'edit'
"""


def _joined(parts: Sequence[_Part], word: str, empty: str) -> _Part:
    """Join conditions half by half: SQLite takes any number of them, but not a deep tree."""
    if len(parts) < 2:
        return parts[0] if parts else _Part(empty)
    half = len(parts) // 2
    one, other = _joined(parts[:half], word, empty), _joined(parts[half:], word, empty)
    return _Part(f"({one.sql}{word}{other.sql})", one.values + other.values)
