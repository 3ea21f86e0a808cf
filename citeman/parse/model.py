"""The trained model: its weights as packed in the wheel, and the scores they give to words."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.crf import Chain
from citeman.parse.features import (
    BITS,
    GAP_SLOTS,
    WORD_SLOTS,
    Batch,
    Described,
    Pieces,
    context,
    cut,
    gap_slots,
    near,
    word_slots,
)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

REMEMBERED = 1 << 16
"""Distinct pieces kept described; beyond that everything is forgotten, to bound memory."""


class Weights(NamedTuple):
    """`rows[where[h]]` are the weights of the feature with hash h; row 0 is of those unknown."""

    where: NDArray[np.int32]
    rows: Floats
    chain: Chain
    lexicon: dict[int, int]
    calibration: Floats


def load(file: BinaryIO | Path) -> Weights:
    """Read a model file."""
    with np.load(file) as stored:
        where = np.zeros(1 << BITS, np.int32)
        where[stored["hashes"]] = np.arange(1, stored["hashes"].size + 1)
        values = stored["values"].astype(np.float32) * stored["scale"][:, None]
        rows = np.concatenate([np.zeros((1, values.shape[1]), np.float32), values])
        chain = Chain(stored["between"], stored["begin"], stored["end"])
        lexicon = dict(zip(stored["words"].tolist(), stored["known"].tolist(), strict=True))
        return Weights(where, rows, chain, lexicon, stored["calibration"])


def save(path: Path, weights: Weights) -> None:
    """Write a model file, weights rounded to one byte each."""
    values = weights.rows[1:]
    scale = np.maximum(np.abs(values).max(axis=1), 1e-6) / 127
    hashes = np.flatnonzero(weights.where)
    order = weights.where[hashes] - 1
    np.savez_compressed(
        path,
        hashes=hashes.astype(np.uint32),
        values=np.rint(values / scale[:, None]).astype(np.int8)[order],
        scale=scale.astype(np.float32)[order],
        between=weights.chain.between,
        begin=weights.chain.begin,
        end=weights.chain.end,
        words=np.array(list(weights.lexicon), np.uint32),
        known=np.array(list(weights.lexicon.values()), np.uint8),
        calibration=weights.calibration,
    )


@cache
def packaged() -> Weights:
    """Read the model in the wheel, once."""
    with files("citeman.data").joinpath("tagger.npz").open("rb") as file:
        return load(file)


class Scorer:
    """Scores words state by state; what it has learnt about a piece it keeps for the next batch."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._forget()

    def _forget(self) -> None:
        states = self.weights.rows.shape[1]
        self.pieces = Pieces(self.weights.lexicon)
        self.known = Described(*(np.zeros((0, *n), np.int64) for n in ((), (7,), (4,))))
        self.of_word = {d: np.zeros((0, states), np.float32) for d in WORD_SLOTS}
        self.of_gap = {d: np.zeros((0, states), np.float32) for d in GAP_SLOTS}

    def score(self, strings: list[str]) -> tuple[Batch, Floats]:
        """Cut strings into words and give each word a score per state."""
        if len(self.pieces) > REMEMBERED:
            self._forget()
        batch = cut(strings, self.pieces)
        self._learn()
        scores = np.zeros((batch.word.size, self.weights.rows.shape[1]), np.float32)
        for distance, table in self.of_word.items():
            scores += table[near(batch.word, batch.owner, distance)]
        for distance, table in self.of_gap.items():
            shown = batch.gap if distance < 1 else batch.after
            step = distance if distance < 1 else distance - 1
            scores += table[near(shown, batch.owner, step)]
        where = self.weights.where[context(batch, self.known)]
        for column in where.T:
            scores += self.weights.rows[column]
        return batch, scores

    def _learn(self) -> None:
        """Describe the pieces that came with the last batch."""
        old = self.known.kind.size
        new = Described(
            np.array(self.pieces.kind[old:], np.int64),
            np.array(self.pieces.hashes[old:], np.int64).reshape(-1, 7),
            np.array(self.pieces.marks[old:], np.int64).reshape(-1, 4),
        )
        if not new.kind.size:
            return
        self.known = Described(*map(np.concatenate, zip(self.known, new, strict=True)))
        for d, table in self.of_word.items():
            self.of_word[d] = np.concatenate([table, self._sum(word_slots(new.hashes, d))])
        for d, table in self.of_gap.items():
            self.of_gap[d] = np.concatenate([table, self._sum(gap_slots(new.hashes, d))])

    def _sum(self, slots: Ints) -> Floats:
        return self.weights.rows[self.weights.where[slots]].sum(axis=1)
