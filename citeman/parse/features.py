"""Cut a batch of strings into words and gaps, and say what each is by itself, as hashes.

This is worked out once per distinct piece (`WORD_SLOTS`, `GAP_SLOTS`); what stands together, and
where, is the business of `citeman.parse.surroundings`.
"""

from collections.abc import Iterable
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.tokens import (
    BREAK,
    WORD,
    alike,
    plain_gap,
    read_letters,
    read_word,
    stable_hash,
)

Ints = NDArray[np.int64]

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


class Described(NamedTuple):
    """`Pieces` as arrays: words by kind and hashed texts, gaps by hash and marks."""

    kind: Ints
    texts: Ints
    gap: Ints
    marks: Ints


class _Hashes(dict[str, int]):
    """Hashes of the texts that words are described by; many words share most of theirs."""

    def __missing__(self, text: str) -> int:
        """Hash a new text."""
        self[text] = number = stable_hash(text)
        return number


class Growing:
    """An array that rows are added to."""

    def __init__(self, rows: NDArray[Any]) -> None:
        self._room = rows
        self.used = len(rows)

    @property
    def rows(self) -> NDArray[Any]:
        """What was added so far."""
        return self._room[: self.used]

    def add(self, rows: NDArray[Any]) -> None:
        """Add rows, making room for half as many again when there is too little."""
        end = self.used + len(rows)
        if end > len(self._room):
            room = np.empty((end + end // 2, *self._room.shape[1:]), self._room.dtype)
            room[: self.used] = self.rows
            self._room = room
        self._room[self.used : end] = rows
        self.used = end


class Pieces(dict[str, int]):
    """Every distinct piece met so far, numbered; `described` says what each is.

    Words are numbered from 1, gaps from -1 downwards; word 0 and gap -1 are what stands beyond
    the ends of a string, gap -2 is no gap at all. Words that are described alike by rule, as long
    numbers and DOIs are, have one number.
    """

    def __init__(self) -> None:
        super().__init__()
        self._hashes = _Hashes()
        self._words: list[str] = []
        self._gaps: list[str] = []
        self._kind = Growing(np.zeros(1, np.int64))
        self._texts = Growing(np.array([[stable_hash(BREAK)] + [0] * (TEXTS - 1)], np.int64))
        self._gap = Growing(np.zeros(0, np.int64))
        self._marks = Growing(np.zeros((0, 4), np.int64))
        for gap in (BREAK, ""):
            self[gap]

    def __missing__(self, piece: str) -> int:
        """Number a new piece."""
        if not piece[:1].isalnum():
            self._gaps.append(plain_gap(piece) if piece != BREAK else BREAK)
            number = -self._gap.used - len(self._gaps)
        elif piece.isalpha() or (model := alike(piece)) == piece:
            number = self._kind.used + len(self._words)
            self._words.append(piece)
        else:
            number = self[model]
        self[piece] = number
        return number

    def described(self) -> Described:
        """Give the descriptions of all words and gaps as arrays."""
        kinds, texts = _describe(self._words, self._hashes)
        self._kind.add(kinds)
        self._texts.add(texts)
        self._gap.add(_numbers(map(stable_hash, self._gaps), len(self._gaps)))
        self._marks.add(np.array([_marks(gap) for gap in self._gaps], np.int64).reshape(-1, 4))
        self._words, self._gaps = [], []
        return Described(*(one.rows for one in (self._kind, self._texts, self._gap, self._marks)))


def _describe(words: list[str], hashes: _Hashes) -> tuple[Ints, Ints]:
    """Give the kinds of words and the hashes of their texts, a row per word."""
    plain = np.array([word.isascii() and word.isalpha() for word in words], np.bool_)
    kind, texts = np.zeros(len(words), np.int64), np.zeros((len(words), TEXTS), np.int64)
    kind[plain], (low, *columns) = read_letters(list(compress(words, plain)))
    texts[plain, 0] = [stable_hash(text) for text in low]
    for i, column in enumerate(columns):
        texts[plain, i + 1] = [hashes[text] for text in column]
    others = [read_word(word) for word in compress(words, ~plain)]
    kind[~plain] = [word.kind for word in others]
    for i, same in enumerate(zip(*(word.texts for word in others), strict=True)):
        texts[~plain, i] = [hashes[text] for text in same]
    return kind, texts


def _marks(gap: str) -> tuple[int, int, int, int]:
    """Strength of the boundary, quotes opened or closed, change of parentheses, a full stop."""
    strength = 2 if _STRONG & set(gap) else max((_BROKEN.get(c, 0) for c in gap), default=0)
    opens = sum(gap.count(c) for c in "([")
    closes = sum(gap.count(c) for c in ")]")
    return strength, int(any(c in gap for c in "\"<>'")), opens - closes, int("." in gap)


def cut(strings: list[str], pieces: Pieces) -> Batch:
    """Cut strings into words and gaps."""
    parts = [WORD.split(string.replace(BREAK, " ")) for string in strings]
    words = [word for part in parts for word in part[1::2]]
    gaps = [gap for part in parts for gap in part[::2]]
    count = _numbers((len(part) // 2 for part in parts), len(parts))
    first = np.concatenate(([0], np.cumsum(count)))
    string = np.arange(count.size)
    owner = np.repeat(string, count)
    gap = -1 - _numbers(map(pieces.__getitem__, gaps), len(gaps))
    outer = np.concatenate((first[:-1] + string, first[1:] + string))
    gap[outer[gap[outer] == 1]] = 0
    before = np.arange(owner.size) + owner
    length = _numbers(map(len, words), len(words))
    end = np.cumsum(length) + np.cumsum(_numbers(map(len, gaps), len(gaps)))[before]
    end -= (np.cumsum(_numbers(map(len, strings), len(strings))) - [len(s) for s in strings])[
        owner
    ]
    numbers = _numbers(map(pieces.__getitem__, words), len(words))
    return Batch(first, owner, numbers, gap[before], gap[before + 1], end - length, end)


def _numbers(values: Iterable[int], count: int) -> Ints:
    return np.fromiter(values, np.int64, count)


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


def mixed(slot: int, *parts: Ints) -> Ints:
    """Hash parallel arrays of numbers, and the slot they fill, to `BITS` bits."""
    h = parts[0].view(np.uint64) ^ np.uint64((slot + 1) * 0x9E3779B97F4A7C15 % (1 << 64))
    high = np.empty_like(h)
    for i, part in enumerate(parts):
        if i:
            h ^= part.view(np.uint64)
        h *= np.uint64(0xFF51AFD7ED558CCD)
        h ^= np.right_shift(h, np.uint64(32), out=high)
    h >>= np.uint64(64 - BITS)
    return h.view(np.int64)


def word_slots(hashes: Ints, distance: int) -> Ints:
    """Features of words seen from a distance: one row per word, one column per slot."""
    slots = [mixed(100 + distance * 16 + k, hashes[:, k]) for k in WORD_SLOTS[distance]]
    return np.stack(slots, axis=1)


def gap_slots(hashes: Ints, distance: int) -> Ints:
    """Features of gaps seen from a distance: one row per gap, one column."""
    return mixed(300 + distance, hashes)[:, None]
