"""The trained model: its weights as packed in the wheel, and the scores they give to words."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.crf import Chain
from citeman.parse.features import (
    BITS,
    GAP_SLOTS,
    TEXTS,
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
from citeman.parse.net import (
    DILATIONS,
    Layer,
    Net,
    context_features,
    gap_features,
    scores,
    word_features,
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
    calibration: Floats
    net: Net | None = None


def load(file: IO[bytes] | Path) -> Weights:
    """Read a model file."""
    with np.load(file) as stored:
        where = np.zeros(1 << BITS, np.int32)
        where[stored["hashes"]] = np.arange(1, stored["hashes"].size + 1)
        values = stored["values"].astype(np.float32) * stored["scale"][:, None]
        rows = np.concatenate([np.zeros((1, values.shape[1]), np.float32), values])
        chain = Chain(stored["between"], stored["begin"], stored["end"])
        net = _load_net(stored) if "net.embedding" in stored else None
        return Weights(where, rows, chain, stored["calibration"], net)


def _load_net(stored: Mapping[str, Floats]) -> Net:
    embedding = stored["net.embedding"].astype(np.float32) * stored["net.scale"][:, None]
    layers = [
        Layer(*(stored[f"net.{i}.{name}"].astype(np.float32) for name in Layer._fields))
        for i in range(len(DILATIONS))
    ]
    first = (stored["net.gain"], stored["net.shift"])
    return Net(embedding, first, tuple(layers), stored["net.out"], stored["net.out_bias"])


def _net_arrays(net: Net) -> Iterator[tuple[str, NDArray[Any]]]:
    values, scale = _in_bytes(net.embedding)
    yield from (("net.embedding", values), ("net.scale", scale))
    yield from (("net.gain", net.first[0]), ("net.shift", net.first[1]))
    yield from (("net.out", net.out), ("net.out_bias", net.out_bias))
    for i, layer in enumerate(net.layers):
        for name, array in layer._asdict().items():
            yield f"net.{i}.{name}", array.astype(np.float16)


def _in_bytes(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Round every row to bytes, and give what each row's bytes stand for."""
    scale = (np.maximum(np.abs(values).max(axis=1), 1e-6) / 127).astype(np.float32)
    return np.rint(values / scale[:, None]).astype(np.int8), scale


def save(path: Path, weights: Weights) -> None:
    """Write a model file, weights rounded to one byte each."""
    hashes = np.flatnonzero(weights.where)
    values, scale = _in_bytes(weights.rows[weights.where[hashes]])
    arrays: dict[str, NDArray[Any]] = {
        "hashes": hashes.astype(np.uint32),
        "values": values,
        "scale": scale,
        "between": weights.chain.between,
        "begin": weights.chain.begin,
        "end": weights.chain.end,
        "calibration": weights.calibration,
    }
    arrays.update(_net_arrays(weights.net) if weights.net else ())
    np.savez_compressed(path, allow_pickle=False, **arrays)


@cache
def packaged() -> Weights:
    """Read the model in the wheel, once."""
    with files("citeman.data").joinpath("tagger.npz").open("rb") as file:
        return load(file)


class Scorer:
    """Scores words state by state; what it learns of a piece it keeps for the next batch."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._forget()

    def _forget(self) -> None:
        self.pieces = Pieces()
        self.known = Described(*(np.zeros((0, *n), np.int64) for n in ((), (TEXTS,), (4,))))
        self.learnt: dict[tuple[str, int], Floats] = {}

    def score(self, strings: list[str]) -> tuple[Batch, Floats]:
        """Cut strings into words and give each word a score per state."""
        if len(self.pieces) > REMEMBERED:
            self._forget()
        batch = cut(strings, self.pieces)
        self._learn()
        around = context(batch, self.known)
        total = np.zeros((batch.word.size, self.weights.rows.shape[1]), np.float32)
        for distance in WORD_SLOTS:
            place = near(batch.word, batch.owner, distance)
            total += self.learnt["word", distance][place]
        for distance in GAP_SLOTS:
            shown, step = (batch.gap, distance) if distance < 1 else (batch.after, distance - 1)
            total += self.learnt["gap", distance][near(shown, batch.owner, step)]
        for column in self.weights.where[around].T:
            total += self.weights.rows[column]
        if self.weights.net:
            total += self._net_scores(self.weights.net, batch, around)
        return batch, total

    def _net_scores(self, net: Net, batch: Batch, around: Ints) -> Floats:
        seen = self.learnt["net word", 0][batch.word]
        seen += self.learnt["net gap", 0][batch.gap]
        seen += self.learnt["net gap", 1][batch.after]
        for column in context_features(around).T:
            seen += net.embedding[column]
        return scores(net, seen, batch.owner)

    def _learn(self) -> None:
        """Work out everything about the pieces that came with the last batch."""
        old = self.known.kind.size
        if old == len(self.pieces):
            return
        new = Described(
            np.array(self.pieces.kind[old:], np.int64),
            np.array(self.pieces.hashes[old:], np.int64).reshape(-1, TEXTS),
            np.array(self.pieces.marks[old:], np.int64).reshape(-1, 4),
        )
        self.known = Described(*map(np.concatenate, zip(self.known, new, strict=True)))
        for key, rows in self._worked_out(new.hashes):
            known = self.learnt.get(key)
            self.learnt[key] = rows if known is None else np.concatenate([known, rows])

    def _worked_out(self, hashes: Ints) -> Iterator[tuple[tuple[str, int], Floats]]:
        where, rows, net = self.weights.where, self.weights.rows, self.weights.net
        for d in WORD_SLOTS:
            yield ("word", d), rows[where[word_slots(hashes, d)]].sum(axis=1)
        for d in GAP_SLOTS:
            yield ("gap", d), rows[where[gap_slots(hashes, d)]].sum(axis=1)
        if net:
            yield ("net word", 0), net.embedding[word_features(hashes)].sum(axis=1)
            for d in (0, 1):
                yield ("net gap", d), net.embedding[gap_features(hashes, d)].sum(axis=1)
