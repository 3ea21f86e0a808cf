"""Adapt a model to corrected references without making it forget the others.

Steps go along the gradient of the conditional likelihood of what the corrections allow. Between
them, steps on other strings pull every reading back to what the model said of them before. Only
the linear weights and those between states move; the network stays as it is.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from citeman.parse.crf import Chain
from citeman.parse.features import BITS
from citeman.parse.model import Weights
from citeman.parse.scorer import Scorer
from citeman.parse.states import allowed
from citeman.train.chain import expected
from citeman.train.examples import Example
from citeman.train.words import described, fitting

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

EPOCHS, RATE, PULL = 12, 0.05, 0.02
"""Rounds through the corrections, size of the first steps, and the pull back to what was known."""
FEWEST, VISITS = 3, 6000
"""Many corrections go through in fewer rounds: about so many visits to strings, in all."""
STEP, BESIDE = 16, 32
"""Corrections in a step, and other strings in the step after it."""
BATCH = 256
"""Strings that are scored together."""
NEGLIGIBLE = 0.01
"""Words whose states are expected this nearly as they should be teach nothing."""
LEAST = 0.02
"""A feature whose weights moved less stays as it was."""
NEVER = np.float32(-30.0)
_PERMITTED = np.array(allowed(), np.float32)


@dataclass
class _Moving:
    """How far the weights have moved, and the squares of their gradients, as AdaGrad wants them.

    Row 0 is of the features that are met in one string only: they say nothing of others.
    """

    rows: Floats
    rows_squares: Floats
    between: Floats
    between_squares: Floats


class _Strings:
    """Strings as numbers: scores and taught features of words, and where strings begin."""

    def __init__(self, strings: Sequence[str], weights: Weights) -> None:
        batch, hashes = described(strings)
        self.first, self.start = batch.first, batch.start
        scorer = Scorer(weights)
        parts = [list(strings[i : i + BATCH]) for i in range(0, len(strings), BATCH)]
        self.scores: Floats = np.concatenate([scorer.score(part)[1] for part in parts])
        seen = np.unique((batch.owner[:, None] << BITS) + hashes) & ((1 << BITS) - 1)
        taught, strings_with = np.unique(seen, return_counts=True)
        self.taught = taught[strings_with > 1]
        number = np.zeros(1 << BITS, np.int32)
        number[self.taught] = np.arange(1, self.taught.size + 1)
        self.features: NDArray[np.int32] = number[hashes]

    def words(self, chosen: Ints) -> tuple[Ints, Ints]:
        """Give the words of some strings, and where each string begins among them."""
        bounds = [np.arange(self.first[i], self.first[i + 1]) for i in chosen]
        sizes = np.cumsum([0, *(len(one) for one in bounds)])
        return np.concatenate(bounds), sizes


def adapt(
    weights: Weights, corrected: Sequence[Example], others: Sequence[str], seed: int = 1
) -> Weights:
    """Adapt a model to corrected examples, and keep its readings of other strings."""
    strings = _Strings([*(example.raw for example in corrected), *others], weights)
    fits = fitting(corrected, strings.first, strings.start)
    width = weights.rows.shape[1]
    rows = np.zeros((strings.taught.size + 1, width), np.float32)
    between = np.zeros((width, width), np.float32)
    moving = _Moving(rows, np.full_like(rows, 0.05), between, np.ones_like(between))
    with threadpool_limits(limits=1, user_api="blas"):
        for number, chosen in enumerate(_steps(len(corrected), len(others), seed)):
            _move(strings, weights.chain, moving, chosen, fits if number % 2 == 0 else None)
    return _moved(weights, strings.taught, moving)


def _steps(corrected: int, others: int, seed: int) -> Iterator[Ints]:
    """Draw strings for every step: corrections and other strings by turns."""
    rng = random.Random(seed)
    for _ in range(min(EPOCHS, max(FEWEST, VISITS // corrected))):
        order = rng.sample(range(corrected), corrected)
        for at in range(0, corrected, STEP):
            yield np.array(order[at : at + STEP])
            beside = rng.sample(range(others), min(BESIDE, others))
            yield corrected + np.array(beside, np.int64)


def _move(
    strings: _Strings, chain: Chain, moving: _Moving, chosen: Ints, fits: Bools | None
) -> None:
    """Take a step towards what fits, or else towards what the model said at first."""
    if not chosen.size:
        return
    words, first = strings.words(chosen)
    before = strings.scores[words]
    scores = before + moving.rows[strings.features[words]].sum(axis=1)
    now = chain._replace(between=chain.between + moving.between)
    states, pairs = expected(scores, first, now)
    if fits is None:
        wanted, wanted_pairs = expected(before, first, chain)
    else:
        wanted, wanted_pairs = expected(np.where(fits[words], scores, NEVER), first, now)
    _learn(moving, strings.features[words], states - wanted, pairs - wanted_pairs)


def _learn(moving: _Moving, features: NDArray[np.int32], wrong: Floats, pairs: Floats) -> None:
    active = np.abs(wrong).max(axis=1) > NEGLIGIBLE
    if not active.any():
        return
    ids = features[active].ravel()
    order = np.argsort(ids, kind="stable")
    rows, begins = np.unique(ids[order], return_index=True)
    gradient = np.add.reduceat(wrong[active][order // features.shape[1]], begins, axis=0)
    gradient += PULL * moving.rows[rows]
    gradient[rows == 0] = 0
    moving.rows_squares[rows] += gradient * gradient
    moving.rows[rows] -= RATE * gradient / np.sqrt(moving.rows_squares[rows])
    pairs = (pairs + PULL * moving.between) * _PERMITTED
    moving.between_squares += pairs * pairs
    moving.between -= RATE * pairs / np.sqrt(moving.between_squares)


def _moved(weights: Weights, taught: Ints, moving: _Moving) -> Weights:
    """Add to the weights how far they moved; features not known so far get rows of their own."""
    far = np.abs(moving.rows[1:]).max(axis=1) >= LEAST
    hashes, by = taught[far], moving.rows[1:][far]
    where, new = weights.where.copy(), weights.where[hashes] == 0
    where[hashes[new]] = len(weights.rows) + np.arange(new.sum(), dtype=np.int32)
    empty = np.zeros((int(new.sum()), by.shape[1]), np.float32)
    rows = np.concatenate([weights.rows, empty])
    rows[where[hashes]] += by
    chain = weights.chain._replace(between=weights.chain.between + moving.between)
    return weights._replace(where=where, rows=rows, chain=chain)
