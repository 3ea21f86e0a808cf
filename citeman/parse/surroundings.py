"""Say of every word of a batch what stands around it, and where in its reference it stands.

A word and the punctuation beside it; inside quotes, behind the year, in a stretch that looks like
names, before one that looks like a journal: all as arrays of hashes, for the whole batch at once.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from citeman.parse.features import Batch, Described, Ints, mixed, near
from citeman.parse.tokens import KIND_ID, KINDS

_COUNTED = ("single initials", "lower the", "digit digits2 digits3 digits4 digits code year years")
_INITIAL, _LOW, _NUMBER = (
    np.array([kind in kinds.split() for kind in KINDS], np.int64) for kinds in _COUNTED
)
_ABBREVIATED = _INITIAL == 1
_ROOM = 20
"""Bits for each of three counts that are kept in one number: so one pass counts all three."""
_COUNTS = _NUMBER | _LOW << _ROOM | _INITIAL << 2 * _ROOM

SLOTS = 45
"""How many features a word has in its surroundings."""

Parts = tuple[Ints, ...]
"""Parallel arrays that are hashed together."""


class Level(NamedTuple):
    """Features of words, or of what words share: `hashes` has a row for each of `slots`.

    `part` says which column is a word's: that of its stretch, or of its cell in the table of this
    number, which is the same in every batch. Where it is None each word has a column of its own.
    """

    slots: tuple[int, ...]
    hashes: Ints
    part: Ints | None = None
    table: int | None = None


_TABLES: tuple[tuple[tuple[int, ...], dict[int, tuple[int, ...]]], ...] = (
    ((10, 12, 10), {13: (0,), 14: (1, -1), 15: (2, -1, -1)}),
    ((6, 4, len(KINDS)), {16: (0, 1), 17: (0, 2), 18: (1, 2)}),
    ((12, 5, 6, len(KINDS)), {19: (0, 1, 2), 20: (0, 3), 21: (2, 3)}),
    ((11, len(KINDS)), {22: (0, 1)}),
)
"""What `_places` says of a word takes few values: how many each, and which of them make up the
feature in each slot; -1 stands for 0."""


def context(batch: Batch, known: Described) -> Ints:
    """Features of words in their surroundings: one row per word, one column per slot."""
    out = np.zeros((batch.owner.size, SLOTS), np.int64)
    for slots, hashes, part, _ in levels(batch, known):
        out[:, slots] = (hashes if part is None else hashes[:, part]).T
    return out


def levels(batch: Batch, known: Described) -> list[Level]:
    """Features of words in their surroundings, those that a stretch of words shares said once."""
    if not batch.owner.size:
        return []
    kind = known.kind[batch.word]
    words = dict(enumerate(_beside(batch, known, kind)))
    found = [
        table._replace(part=np.ravel_multi_index(place, sizes))
        for place, table, (sizes, _) in zip(
            _places(batch, known, kind), tables(), _TABLES, strict=True
        )
    ]
    for at, strength in ((23, 1), (34, 2)):
        part, shared, own = _stretches(batch, known, kind, strength)
        words |= {at + i: parts for i, parts in own.items()}
        found.append(_level({at + i: parts for i, parts in shared.items()}, part))
    return [_level(words), *found]


@cache
def tables() -> tuple[Level, ...]:
    """The features of every cell of the tables; no word is in any of them yet."""
    return tuple(_table(number) for number in range(len(_TABLES)))


def _table(number: int) -> Level:
    sizes, features = _TABLES[number]
    values = np.indices(sizes).reshape(len(sizes), -1)
    values = np.concatenate((values, np.zeros_like(values[:1])))
    level = _level({slot: tuple(values[i] for i in axes) for slot, axes in features.items()})
    return level._replace(table=number)


def _level(features: dict[int, Parts], part: Ints | None = None) -> Level:
    hashes = np.stack([mixed(slot, *parts) for slot, parts in features.items()])
    return Level(tuple(features), hashes, part)


def _beside(batch: Batch, known: Described, kind: Ints) -> list[Parts]:
    """The words and gaps on either side."""
    owner = batch.owner
    text = known.texts[batch.word]
    gap = known.gap[batch.gap]
    after = known.gap[batch.after]
    k = {d: near(kind, owner, d) for d in (-2, -1, 1, 2)}
    low = text[:, 0]
    return [
        (k[-1], gap, kind),
        (kind, after, k[1]),
        (gap, kind, after),
        (k[-1], kind, k[1]),
        (low, gap),
        (low, after),
        (near(low, owner, -1), low),
        (low, near(low, owner, 1)),
        (k[-2], k[-1], gap, kind),
        (kind, after, k[1], k[2]),
        (text[:, 4], gap, after),
        (near(gap, owner, -1), k[-1], gap, kind),
        (kind, after, k[1], near(after, owner, 1)),
    ]


def _running(values: Ints, batch: Batch) -> Ints:
    """Sums from the start of each string up to and including each word."""
    total = np.cumsum(values)
    first = batch.first[:-1].clip(max=total.size - 1)
    running: Ints = total - (total[first] - values[first])[batch.owner]
    return running


def _places(batch: Batch, known: Described, kind: Ints) -> tuple[Parts, ...]:
    """Where in its string a word stands, and what stands before it: its cell in each table."""
    owner = batch.owner
    count = np.diff(batch.first)
    size = count[owner]
    place = np.arange(owner.size) - batch.first[owner]
    marks = known.marks[batch.gap]
    quotes = _running(marks[:, 1], batch)
    all_quotes = np.bincount(owner, marks[:, 1], count.size).astype(np.int64)[owner]
    quoted = np.where(all_quotes == 0, 0, 1 + quotes.clip(max=4))
    depth = _running(marks[:, 2], batch).clip(-1, 2) + 1
    is_year = (kind == KIND_ID["year"]) | (kind == KIND_ID["years"])
    years = _running(is_year.astype(np.int64), batch).clip(max=2)
    all_years = np.bincount(owner, is_year, count.size).astype(np.int64)[owner].clip(max=3)
    digit = (kind >= KIND_ID["digit"]) & (kind <= KIND_ID["code"])
    numbers = _running(digit.astype(np.int64), batch)
    left = np.bincount(owner, digit, count.size).astype(np.int64)[owner] - numbers
    return (
        (place * 10 // size, place.clip(max=11), (size - place).clip(max=9)),
        (quoted, depth, kind),
        (years * 4 + all_years, numbers.clip(max=4), left.clip(max=5), kind),
        (size.clip(max=40) // 4, kind),
    )


def _stretches(
    batch: Batch, known: Described, kind: Ints, strength: int
) -> tuple[Ints, dict[int, Parts], dict[int, Parts]]:
    """Features of the stretches between boundaries, and of those before and behind.

    Gives each word's stretch, the features that all words of one share, and those of words.
    """
    owner, strings = batch.owner, batch.first.size - 1
    marks = known.marks[batch.gap]
    bound = marks[:, 0]
    weak = (marks[:, 3] == 1) & _ABBREVIATED[near(kind, owner, -1)] & (marks[:, 1] == 0)
    bound = np.where(weak, bound - 2 if strength == 2 else 0 * bound, bound)
    opens = (bound >= strength) | (np.arange(owner.size) == batch.first[owner])
    starts = np.flatnonzero(opens)
    part: Ints = np.cumsum(opens) - 1
    sort = _sort_of_stretch(kind, starts)
    whose = owner[starts]
    s = {d: near(sort, whose, d) for d in (-2, -1, 0, 1, 2)}
    first_part = np.searchsorted(whose, np.arange(strings))
    index = (np.arange(starts.size) - first_part[whose]).clip(max=9)
    parts = np.bincount(whose, minlength=strings)[whose].clip(max=9)
    length = np.bincount(part).clip(max=9)
    shared: dict[int, Parts] = {
        0: (s[-1], s[0], s[1]),
        1: (s[-2], s[-1], s[0]),
        2: (s[0], s[1], s[2]),
        6: (index, s[0]),
        7: (index, parts),
        8: (s[-2], s[-1], s[0], s[1], s[2]),
    }
    edge = 2 * opens + near(opens.astype(np.int64), owner, 1, 1)
    here = s[0][part]
    own: dict[int, Parts] = {
        3: (edge, s[-1][part], here),
        4: (edge, here, s[1][part]),
        5: (edge, here, index.clip(max=4)[part]),
        9: (edge, kind, here),
        10: (edge, length[part], here),
    }
    return part, shared, own


_SIGNS = (
    "address", "doi", "access", "thesis", "report", "editor", "meeting", "press", "journal",
    "series", "page", "volume", "issue", "edition", "etal", "month", "year", "place",
)  # fmt: skip
"""Kinds of words that tell what a stretch is about, the most telling first."""
_SIGN = np.array([1 << _SIGNS.index(kind) if kind in _SIGNS else 0 for kind in KINDS], np.int64)
"""A bit for each of them: the lowest that is met decides."""


def _sort_of_stretch(kind: Ints, starts: Ints) -> Ints:
    """Sort stretches by the kinds of words in them; the number is only good for hashing."""
    met = np.bitwise_or.reduceat(_SIGN[kind], starts)
    sign = np.frexp((met & -met).astype(np.float64))[1]
    total = np.diff(np.append(starts, kind.size))
    counts = np.add.reduceat(_COUNTS[kind], starts)
    numbers, low, initial = (counts >> place & (1 << _ROOM) - 1 for place in (0, _ROOM, 2 * _ROOM))
    form = np.select(
        [numbers == total, (initial > 0) & (low == 0), low == 0, low >= 5, low * 2 >= total],
        [1, 2, 3, 4, 5],
        6,
    )
    begins_in = kind[starts] == KIND_ID["in"]
    sort: Ints = 1 + sign + 20 * form + 200 * total.clip(max=3) + 1000 * begins_in
    return sort
