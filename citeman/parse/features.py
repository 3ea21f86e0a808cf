"""Say of every word of a batch of strings what the model looks at, as arrays of hashes.

Three layers. What a *word* or *gap* is by itself is worked out once per distinct piece
(`WORD_SLOTS`, `GAP_SLOTS`). What stands *together* (a word, the punctuation beside it) and where
in the reference it stands (inside quotes, after the year, in a stretch that looks like names) is
computed for the whole batch at once (`context`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.tokens import BREAK, KIND_ID, KINDS, PIECE, plain_gap, read_word, stable_hash

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

BITS = 21
"""Features are hashed to this many bits."""

TEXTS = 6
"""Texts a word is described by: see `read_word`."""
WORD_SLOTS = {
    -3: (5,),
    -2: (0, 2, 4, 5),
    -1: (0, 1, 2, 3, 4, 5),
    0: (0, 1, 2, 3, 4, 5),
    1: (0, 1, 2, 3, 4, 5),
    2: (0, 2, 4, 5),
    3: (5,),
}
"""Which of a word's texts are looked at from a distance of so many words."""
GAP_SLOTS = (-1, 0, 1, 2)
"""Gap 0 stands before the word, gap 1 after it."""

_BROKEN = {",": 1, ";": 1, ":": 1, "(": 1, ")": 1, "[": 1, "]": 1, "/": 1, "&": 0}
_STRONG = frozenset(".?!\"<>'")
_ABBREVIATED = np.array([kind in ("single", "initials") for kind in KINDS])


class Batch(NamedTuple):
    """The words of some strings, end to end: string i has words `first[i]` to `first[i + 1]`.

    `word` has the numbers of words; `gap` those of the gaps before them and `after` of those
    behind, counted from 0 upwards. `start` and `end` count characters in the word's own string.
    """

    first: Ints
    owner: Ints
    word: Ints
    gap: Ints
    after: Ints
    start: Ints
    end: Ints


class Pieces(dict[str, int]):
    """Every distinct piece met so far, numbered and described in parallel lists.

    Words are numbered from 1, gaps from -1 downwards. Word 0 is what stands beyond the ends of a
    string; gap -1 is what parts strings, gap -2 is no gap at all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kinds = [0]
        self.texts: list[tuple[int, ...]] = [(stable_hash(BREAK),) + (0,) * (TEXTS - 1)]
        self.gaps: list[int] = []
        self.marks: list[tuple[int, int, int, int]] = []
        for gap in (BREAK, ""):
            self[gap]

    def __missing__(self, piece: str) -> int:
        """Describe a new piece and number it."""
        if piece[:1].isalnum():
            kind, texts = read_word(piece)
            number = len(self.kinds)
            self.kinds.append(kind)
            self.texts.append(tuple(map(stable_hash, texts)))
        else:
            gap = plain_gap(piece) if piece != BREAK else BREAK
            number = -1 - len(self.gaps)
            self.gaps.append(stable_hash(gap))
            self.marks.append(_marks(gap))
        self[piece] = number
        return number

    def described(self, words: int = 0, gaps: int = 0) -> "Described":
        """Give the descriptions of words and gaps, from the given numbers on, as arrays."""
        return Described(
            np.array(self.kinds[words:], np.int64),
            np.array(self.texts[words:], np.int64).reshape(-1, TEXTS),
            np.array(self.gaps[gaps:], np.int64),
            np.array(self.marks[gaps:], np.int64).reshape(-1, 4),
        )


def _marks(gap: str) -> tuple[int, int, int, int]:
    """Strength of the boundary, quotes opened or closed, change of parentheses, a full stop."""
    strength = 2 if _STRONG & set(gap) else max((_BROKEN.get(c, 0) for c in gap), default=0)
    opens = sum(gap.count(c) for c in "([")
    closes = sum(gap.count(c) for c in ")]")
    return strength, int(any(c in gap for c in "\"<>'")), opens - closes, int("." in gap)


def cut(strings: list[str], pieces: Pieces) -> Batch:
    """Cut strings into words and gaps."""
    joined = BREAK.join(s.replace(BREAK, " ") for s in strings) + BREAK
    texts = PIECE.findall(joined)
    ids = np.fromiter(map(pieces.__getitem__, texts), np.int64, len(texts))
    length = np.fromiter(map(len, texts), np.int64, len(texts))
    end = np.cumsum(length)
    at = np.flatnonzero(ids > 0)
    breaks = ids == -1
    owner = (np.cumsum(breaks) - breaks)[at]
    string_start = np.concatenate(([0], end[breaks]))[:-1]
    offset = string_start[owner] if at.size else owner
    return Batch(
        np.searchsorted(owner, np.arange(len(strings) + 1)),
        owner,
        ids[at],
        _gap_at(ids, at - 1),
        _gap_at(ids, at + 1),
        end[at] - length[at] - offset,
        end[at] - offset,
    )


def _gap_at(ids: Ints, place: Ints) -> Ints:
    """The number of the gap at some places: 0 before everything, 1 where two words touch."""
    found = ids[place.clip(min=0)]
    return np.where(place < 0, 0, np.where(found > 0, 1, -1 - found))


def near(values: Ints, owner: Ints, step: int, outside: int = 0) -> Ints:
    """Shift values by so many words within each string; `outside` beyond its ends."""
    out = np.full_like(values, outside)
    if abs(step) >= values.size:
        return out
    if step > 0:
        inside = owner[step:] == owner[:-step]
        out[:-step][inside] = values[step:][inside]
    elif step < 0:
        inside = owner[:step] == owner[-step:]
        out[-step:][inside] = values[:step][inside]
    else:
        out[:] = values
    return out


def mixed(slot: int, *parts: Ints | Hashes) -> Ints:
    """Hash parallel arrays of numbers, and the slot they fill, to `BITS` bits."""
    h = np.full(parts[0].shape, (slot + 1) * 0x9E3779B97F4A7C15 % (1 << 64), np.uint64)
    for part in parts:
        h ^= part.astype(np.uint64)
        h *= np.uint64(0xFF51AFD7ED558CCD)
        h ^= h >> np.uint64(32)
    return (h >> np.uint64(64 - BITS)).astype(np.int64)


def word_slots(hashes: Ints, distance: int) -> Ints:
    """Features of words seen from a distance: one row per word, one column per slot."""
    slots = [mixed(100 + distance * 16 + k, hashes[:, k]) for k in WORD_SLOTS[distance]]
    return np.stack(slots, axis=1)


def gap_slots(hashes: Ints, distance: int) -> Ints:
    """Features of gaps seen from a distance: one row per gap, one column."""
    return mixed(300 + distance, hashes)[:, None]


class Described(NamedTuple):
    """`Pieces` as arrays: words by kind and hashed texts, gaps by hash and marks."""

    kind: Ints
    texts: Ints
    gap: Ints
    marks: Ints


def context(batch: Batch, known: Described) -> Ints:
    """Features of words in their surroundings: one row per word, one column per slot."""
    owner = batch.owner
    if not owner.size:
        return np.zeros((0, 0), np.int64)
    kind = known.kind[batch.word]
    text = known.texts[batch.word]
    gap = known.gap[batch.gap]
    after = known.gap[batch.after]
    k = {d: near(kind, owner, d) for d in (-2, -1, 1, 2)}
    low = text[:, 0]
    pairs: list[tuple[Ints, ...]] = [
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
    pairs += _places(batch, known, kind)
    return np.stack([mixed(i, *parts) for i, parts in enumerate(pairs)], axis=1)


def _running(values: Ints, batch: Batch) -> Ints:
    """Sums from the start of each string up to and including each word."""
    total = np.cumsum(values)
    first = batch.first[:-1].clip(max=total.size - 1)
    running: Ints = total - (total[first] - values[first])[batch.owner]
    return running


def _places(batch: Batch, known: Described, kind: Ints) -> list[tuple[Ints, ...]]:
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
        *_stretches(batch, known, kind, 1),
        *_stretches(batch, known, kind, 2),
    ]


def _stretches(
    batch: Batch, known: Described, kind: Ints, strength: int
) -> list[tuple[Ints, ...]]:
    """Features of the stretches between boundaries, and of those before and behind."""
    owner = batch.owner
    marks = known.marks[batch.gap]
    previous = near(kind, owner, -1)
    bound = marks[:, 0]
    weak = (marks[:, 3] == 1) & _ABBREVIATED[previous] & (marks[:, 1] == 0)
    bound = np.where(weak, bound - 2 if strength == 2 else 0 * bound, bound)
    opens = (bound >= strength) | (np.arange(owner.size) == batch.first[owner])
    starts = np.flatnonzero(opens)
    part = np.cumsum(opens) - 1
    sort = _sort_of_stretch(kind, starts)
    whose = owner[starts]
    s = {d: near(sort, whose, d)[part] for d in (-2, -1, 0, 1, 2)}
    first_part = np.searchsorted(whose, np.arange(batch.first.size - 1))
    index = (part - first_part[owner]).clip(max=9)
    parts = np.bincount(whose, minlength=batch.first.size - 1)[owner]
    edge = 2 * opens + near(opens.astype(np.int64), owner, 1, 1)
    length = np.bincount(part)[part].clip(max=9)
    return [
        (s[-1], s[0], s[1]),
        (s[-2], s[-1], s[0]),
        (s[0], s[1], s[2]),
        (edge, s[-1], s[0]),
        (edge, s[0], s[1]),
        (edge, s[0], index.clip(max=4)),
        (index, s[0]),
        (index, parts.clip(max=9)),
        (s[-2], s[-1], s[0], s[1], s[2]),
        (edge, kind, s[0]),
        (edge, length, s[0]),
    ]


_SIGNS = (
    "address", "doi", "access", "thesis", "report", "editor", "meeting", "press", "journal",
    "series", "page", "volume", "issue", "edition", "etal", "month", "year", "place",
)  # fmt: skip
"""Kinds of words that tell what a stretch is about, the most telling first."""


def _sort_of_stretch(kind: Ints, starts: Ints) -> Ints:
    """Sort stretches by the kinds of words in them; the number is only good for hashing."""
    met = np.bitwise_or.reduceat(np.int64(1) << kind, starts)
    total = np.diff(np.append(starts, kind.size))

    def count(*names: str) -> Ints:
        hits = np.isin(kind, [KIND_ID[name] for name in names]).astype(np.int64)
        return np.add.reduceat(hits, starts)

    numbers = count("digit", "digits2", "digits3", "digits4", "digits", "code", "year", "years")
    low = count("lower", "the")
    initial = count("single", "initials")
    sign = np.zeros_like(met)
    for i, name in reversed(list(enumerate(_SIGNS))):
        sign = np.where(met >> KIND_ID[name] & 1, i + 1, sign)
    form = np.select(
        [numbers == total, (initial > 0) & (low == 0), low == 0, low >= 5, low * 2 >= total],
        [1, 2, 3, 4, 5],
        6,
    )
    begins_in = kind[starts] == KIND_ID["in"]
    sort: Ints = 1 + sign + 20 * form + 200 * total.clip(max=3) + 1000 * begins_in
    return sort
