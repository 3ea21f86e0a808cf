"""Pairs of rows that share a key of `citeman.match.block`, one kind of key after another.

What a key is made of is looked at once per distinct value, not once per reference, and no key is
ever written out: only its hash is kept. Two keys of one hash cost a comparison and nothing else.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.block import IDS, lead_words, title_keys
from citeman.match.columns import Columns, Rows

LARGEST = 40
"""References that may share a key and all be compared with one another. What shares a key with
more is compared where it shares first page or first author too, and with its neighbours
in the order of titles."""

Hashes = NDArray[np.uint64]


class Keys(NamedTuple):
    """Keys of one kind: `hashes[i]` is a key of `rows[i]`."""

    hashes: Hashes
    rows: Rows


Pairs = NDArray[np.int32]
"""Two rows of row numbers; one pair stands in each column, the lower number above."""


def pairs_of(columns: Columns) -> Iterator[Pairs]:
    """Give the pairs of rows that share a key, in batches.

    A pair that shares keys of several kinds comes several times.
    """
    order = by_title(columns)
    rank = np.empty(len(order), np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    for keys in hashed(columns):
        yield from _paired(keys, columns, order, rank)


def by_title(columns: Columns) -> Rows:
    """Put the rows in the order of their titles."""
    values = columns["title"].values
    ranks = np.empty(len(values), np.int32)
    ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return np.argsort(ranks[columns["title"].codes], kind="stable").astype(np.int32)


def hashed(columns: Columns) -> Iterator[Keys]:
    """Hash the keys of all rows, kind by kind."""
    for field in IDS:
        yield _said(columns, field)
    titles = [_by_value(columns[field].values, _title_hashes) for field in _TITLES]
    for places in _TITLE_KINDS:
        parts = [
            _spread(table, columns[field].codes, place)
            for field, table in zip(_TITLES, titles, strict=True)
            for place in places
        ]
        yield _joined(parts)
    leads = _by_value(columns["lead"].values, _lead_hashes)
    for field in ("year", "page"):
        parts = [_spread(leads, columns["lead"].codes, place) for place in range(leads.shape[1])]
        yield _joined([_refined(keys, columns, field) for keys in parts])
    yield _refined(_said(columns, "volume"), columns, "page")


_TITLES = ("title", "other_title")
_TITLE_KINDS = ((0,), (1,), (2,), (3, 4, 5))
"""The places of each kind of key in what `title_keys` gives."""


def _title_hashes(title: str) -> list[int]:
    return [hash(key) for key in title_keys(title)]


def _lead_hashes(lead: str) -> list[int]:
    return [hash(word) for word in lead_words(lead)]


def _by_value(values: Sequence[str], hashes_of: Callable[[str], Sequence[int]]) -> Hashes:
    """Give the hashes of every distinct value in a row of a table; 0 where it has fewer."""
    width = _WIDEST[hashes_of]
    table = array("q", bytes(8 * width))
    for value in values[1:]:
        hashes = hashes_of(value)
        table.extend(hashes)
        table.extend([0] * (width - len(hashes)))
    return np.frombuffer(table, np.uint64).reshape(-1, width)


_WIDEST: dict[Callable[[str], Sequence[int]], int] = {_title_hashes: 6, _lead_hashes: 3}


def _said(columns: Columns, field: str) -> Keys:
    """Make keys of what the rows say in one field."""
    codes = columns[field].codes
    rows = np.flatnonzero(codes).astype(np.int32)
    return Keys(_mixed(codes[rows].astype(np.uint64)), rows)


def _spread(table: Hashes, codes: Rows, place: int) -> Keys:
    """Give the rows the hashes of their values."""
    hashes = table[codes, place]
    rows = np.flatnonzero(hashes)
    return Keys(hashes[rows], rows.astype(np.int32))


def _refined(keys: Keys, columns: Columns, field: str) -> Keys:
    """Make keys rarer by what another field says, where it says something."""
    codes = columns[field].codes[keys.rows]
    said = np.flatnonzero(codes)
    return Keys(_mixed(keys.hashes[said] + codes[said].astype(np.uint64)), keys.rows[said])


def _joined(parts: Sequence[Keys]) -> Keys:
    return Keys(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.rows for part in parts]),
    )


def _mixed(numbers: Hashes) -> Hashes:
    """Scatter numbers over 64 bits, as SplitMix64 does (https://prng.di.unimi.it/splitmix64.c)."""
    numbers = numbers * np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


class _Sorted(NamedTuple):
    """Keys sorted by hash, those of one hash by title; `sizes[i]` rows share the i-th."""

    hashes: Hashes
    rows: Rows
    sizes: NDArray[np.intp]


def _sorted(keys: Keys, order: Rows, rank: NDArray[np.uint64]) -> _Sorted:
    """Sort keys, without those that nobody shares; a row has each of its keys once.

    Sorting numbers is many times quicker than sorting places by two columns, so the low bits of a
    hash give way to the place in the order of titles.
    """
    bits = np.uint64(len(order).bit_length())
    packed = keys.hashes >> bits << bits | rank[keys.rows]
    packed.sort()
    packed = packed[_are_new(packed)]
    hashes = packed >> bits
    starts = np.flatnonzero(_are_new(hashes))
    sizes = np.diff(starts, append=len(hashes))
    size = np.repeat(sizes, sizes)
    shared = size > 1
    places = packed[shared] & ((np.uint64(1) << bits) - np.uint64(1))
    return _Sorted(hashes[shared], order[places], size[shared])


def _are_new(numbers: Hashes) -> NDArray[np.bool_]:
    """Tell of sorted numbers which are not the same as the one before."""
    new: NDArray[np.bool_] = np.diff(numbers, prepend=~numbers[:1]) != 0
    return new


def _paired(
    keys: Keys, columns: Columns, order: Rows, rank: NDArray[np.uint64]
) -> Iterator[Pairs]:
    """Pair the rows of small blocks, each with each; make the keys of larger ones rarer."""
    blocks = _sorted(keys, order, rank)
    yield from _within(blocks, blocks.sizes <= LARGEST, LARGEST)
    is_large = blocks.sizes > LARGEST
    yield from _within(blocks, is_large, _NEAR)
    large = Keys(blocks.hashes[is_large], blocks.rows[is_large])
    for field in _RARER if len(large.rows) else ():
        finer = _sorted(_refined(large, columns, field), order, rank)
        yield from _within(finer, finer.sizes <= LARGEST, LARGEST)
        yield from _within(finer, finer.sizes > LARGEST, _NEAR)


_RARER = ("page", "lead")
_NEAR = 2


def _within(blocks: _Sorted, chosen: NDArray[np.bool_], steps: int) -> Iterator[Pairs]:
    """Pair the chosen rows with those up to as many steps behind them that share their key."""
    at = np.flatnonzero(chosen)
    batch: list[tuple[Rows, Rows]] = []
    for step in range(1, steps + 1):
        at = at[at + step < len(blocks.rows)]
        at = at[blocks.hashes[at + step] == blocks.hashes[at]]
        if not len(at):
            break
        batch.append((blocks.rows[at], blocks.rows[at + step]))
        if sum(len(one) for one, _ in batch) >= _BATCH:
            yield _ordered(batch)
            batch = []
    if batch:
        yield _ordered(batch)


_BATCH = 1 << 20


def _ordered(batch: Sequence[tuple[Rows, Rows]]) -> Pairs:
    one, other = (np.concatenate(rows) for rows in zip(*batch, strict=True))
    return np.stack([np.minimum(one, other), np.maximum(one, other)])
