"""Scores of states for the words of strings, by the weights of a model."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citeman.parse.features import (
    GAP_SLOTS,
    WORD_SLOTS,
    Batch,
    Described,
    Growing,
    Pieces,
    cut,
    gap_slots,
    near,
    word_slots,
)
from citeman.parse.model import Weights
from citeman.parse.net import gap_features, level_features, scores, word_features
from citeman.parse.surroundings import SLOTS, Level, levels, tables

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Shorts = NDArray[np.int16]

REMEMBERED = 1 << 15
"""Distinct words kept described; beyond that everything is forgotten, to bound memory."""


WORD_FEATURES = sum(map(len, WORD_SLOTS.values())) + len(GAP_SLOTS)
"""How many features a word has that are not in its surroundings."""

ABREAST = 32
"""Strings that the network takes at once: few enough for its numbers to stay in the cache."""


class _Sum:
    """Adds up rows of tables, through a buffer that is used again and again."""

    def __init__(self, height: int, width: int) -> None:
        self.sum = np.zeros((height, width), np.int16)
        self._buffer = np.empty((height, width), np.int16)

    def add(self, table: Shorts, index: NDArray[np.integer[Any]]) -> None:
        """Add row `index[i]` of a table to row i."""
        np.take(table, index, axis=0, out=self._buffer, mode="clip")
        self.sum += self._buffer

    def add_all(self, table: Shorts, indices: NDArray[np.integer[Any]]) -> None:
        """Add rows of a table by each row of indices."""
        for index in indices:
            self.add(table, index)


class Scorer:
    """Scores words state by state; what it learns of a piece it keeps for the next batch.

    Adding up dozens of rows of weights per word is most of the work. In 16 bits it takes half the
    time it takes in 32.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._rows, self._unit = _in_shorts(weights.rows, WORD_FEATURES + SLOTS)
        embedding = weights.net.embedding if weights.net else np.zeros((1, 1), np.float32)
        self._embedding, self._embedding_unit = _in_shorts(embedding, WORD_FEATURES + SLOTS)
        self._tables = [_summed(self._rows, weights.where[one.hashes]) for one in tables()]
        self._forget()

    def _forget(self) -> None:
        self.pieces = Pieces()
        self._known = self.pieces.described()
        self._learnt = {key: Growing(rows) for key, rows in self._worked_out(self._known)}

    def score(self, strings: list[str]) -> tuple[Batch, Floats]:
        """Cut strings into words and give each word a score per state."""
        batch, around, scores = self.by_weights(strings)
        if self.weights.net:
            scores += self.by_net(batch, around, np.arange(batch.word.size))
        return batch, scores

    def by_weights(self, strings: list[str]) -> tuple[Batch, list[Level], Floats]:
        """Cut strings into words; give what stands around each, and what the weights score it."""
        if len(self.pieces) > REMEMBERED:
            self._forget()
        batch = cut(strings, self.pieces)
        self._learn()
        around = levels(batch, self._known)
        total = _Sum(batch.word.size, self._rows.shape[1])
        for distance in WORD_SLOTS:
            place = near(batch.word, batch.owner, distance)
            total.add(self._learnt["word", distance].rows, place)
        for distance in GAP_SLOTS:
            shown, step = (batch.gap, distance) if distance < 1 else (batch.after, distance - 1)
            total.add(self._learnt["gap", distance].rows, near(shown, batch.owner, step))
        for level in around:
            if level.part is None:
                total.add_all(self._rows, self.weights.where[level.hashes])
            else:
                total.add(self._shared(level), level.part)
        return batch, around, total.sum * self._unit

    def _shared(self, level: Level) -> Shorts:
        """Score what words share: cells of tables once, stretches in every batch."""
        if level.table is None:
            return _summed(self._rows, self.weights.where[level.hashes])
        return self._tables[level.table]

    def by_net(self, batch: Batch, around: list[Level], words: Ints) -> Floats:
        """Give what the network scores some words: all those of some strings, in order."""
        net = self.weights.net
        if not net or not words.size:
            return np.zeros((words.size, self._rows.shape[1]), np.float32)
        seen = _Sum(words.size, self._embedding.shape[1])
        seen.add(self._learnt["net word", 0].rows, batch.word[words])
        seen.add(self._learnt["net gap", 0].rows, batch.gap[words])
        seen.add(self._learnt["net gap", 1].rows, batch.after[words])
        for level in around:
            places = words if level.part is None else level.part[words]
            seen.add_all(self._embedding, level_features(level)[:, places])
        embedded = seen.sum * self._embedding_unit
        owner = batch.owner[words]
        begins = np.flatnonzero(np.diff(owner, prepend=-1))[::ABREAST]
        parts = [slice(a, b) for a, b in pairwise([*begins.tolist(), words.size])]
        return np.concatenate([scores(net, embedded[part], owner[part]) for part in parts])

    def _learn(self) -> None:
        """Work out everything about the pieces that came with the last batch."""
        before, self._known = self._known, self.pieces.described()
        new = Described(*(now[len(then) :] for then, now in zip(before, self._known, strict=True)))
        for key, rows in self._worked_out(new):
            self._learnt[key].add(rows)

    def _worked_out(self, new: Described) -> Iterator[tuple[tuple[str, int], Shorts]]:
        where, rows, net = self.weights.where, self._rows, self._embedding
        for d in WORD_SLOTS:
            yield ("word", d), _summed(rows, where[word_slots(new.texts, d).T])
        for d in GAP_SLOTS:
            yield ("gap", d), _summed(rows, where[gap_slots(new.gap, d).T])
        if self.weights.net:
            yield ("net word", 0), _summed(net, word_features(new.texts).T)
            for d in (0, 1):
                yield ("net gap", d), _summed(net, gap_features(new.gap, d).T)


def _in_shorts(rows: Floats, added: int) -> tuple[Shorts, np.float32]:
    """Round a table to 16 bits, so that so many of its rows can be added up; give what 1 is."""
    unit = np.float32(max(np.abs(rows).max() * added, 1e-6) / (np.iinfo(np.int16).max - added))
    return np.rint(rows / unit).astype(np.int16), unit


def _summed(table: Shorts, indices: NDArray[np.integer[Any]]) -> Shorts:
    """Add up the rows of a table that each column of indices names."""
    total = _Sum(indices.shape[1], table.shape[1])
    total.add_all(table, indices)
    return total.sum
