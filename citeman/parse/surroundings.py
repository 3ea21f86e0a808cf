"""Say of every word of a batch what stands around it, and where in its reference it stands.

A word and the punctuation beside it; inside quotes, behind the year, in a stretch that looks like
names, before one that looks like a journal: all as arrays of hashes, for the whole batch at once.
"""

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

Parts = tuple[Ints, ...]
"""Parallel arrays that are hashed together."""


class Level(NamedTuple):
    """Features of words, or of stretches of words: `hashes` has a row for each of `slots`.

    `part` says which column is a word's; where it is None, each word has a column of its own.
    """

    slots: tuple[int, ...]
    hashes: Ints
    part: Ints | None = None


def context(batch: Batch, known: Described) -> Ints:
    """Features of words in their surroundings: one row per word, one column per slot."""
    found = levels(batch, known)
    out = np.zeros((batch.owner.size, sum(len(level.slots) for level in found)), np.int64)
    for slots, hashes, part in found:
        out[:, slots] = (hashes if part is None else hashes[:, part]).T
    return out


def levels(batch: Batch, known: Described) -> list[Level]:
    """Features of words in their surroundings, those that a stretch of words shares said once."""
    if not batch.owner.size:
        return []
    kind = known.kind[batch.word]
    beside = [*_beside(batch, known, kind), *_places(batch, known, kind)]
    words, stretches = dict(enumerate(beside)), []
    for strength in (1, 2):
        part, shared, own = _stretches(batch, known, kind, strength)
        at = len(beside) + (strength - 1) * (len(shared) + len(own))
        words |= {at + i: parts for i, parts in own.items()}
        stretches.append(_level({at + i: parts for i, parts in shared.items()}, part))
    return [_level(words), *stretches]


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


def _places(batch: Batch, known: Described, kind: Ints) -> list[Parts]:
    """Where in its string a word stands, and what stands before it."""
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
    dated = years * 4 + all_years
    zero = np.zeros_like(kind)
    return [
        (place * 10 // size,),
        (place.clip(max=11), zero),
        ((size - place).clip(max=9), zero, zero),
        (quoted, depth),
        (quoted, kind),
        (depth, kind),
        (dated, numbers.clip(max=4), left.clip(max=5)),
        (dated, kind),
        (left.clip(max=5), kind),
        (size.clip(max=40) // 4, kind),
    ]


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
