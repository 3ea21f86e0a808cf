"""The linear-chain conditional random field: probabilities of states, for many strings at once."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Chain(NamedTuple):
    """Weights between neighbouring states, and of the states at either end of a string."""

    between: Floats
    begin: Floats
    end: Floats


def marginals(emissions: Floats, first: Ints, chain: Chain) -> Floats:
    """Compute the probability of every state of every word.

    `emissions` has a row of weights per word, `first` where each string's words begin. Strings go
    through side by side: all first words, then all second words, and so on, the longest string in
    front, so that what a step reads and writes lies together.
    """
    order, steps = _abreast(first)
    local = emissions.take(order, axis=0)
    if not order.size:
        return local
    local -= local.max(axis=1, keepdims=True)
    np.exp(local, out=local)
    step = np.exp(chain.between)
    chances = _forward(local, steps, step, np.exp(chain.begin))
    chances *= _backward(local, steps, np.ascontiguousarray(step.T), np.exp(chain.end))
    _normalise(chances)
    back = np.empty_like(order)
    back[order] = np.arange(order.size)
    return chances.take(back, axis=0)


def _abreast(first: Ints) -> tuple[Ints, list[slice]]:
    """Order words by their place in their strings; give the slice of those at each place."""
    length = np.diff(first)
    longest = np.argsort(-length, kind="stable")
    start = first[:-1][longest]
    running = np.cumsum(np.bincount(length)[::-1])[::-1][1:].tolist() if length.size else []
    order = [start[:n] + t for t, n in enumerate(running)]
    bounds = np.cumsum([0, *running]).tolist()
    steps = [slice(a, b) for a, b in pairwise(bounds)]
    return (np.concatenate(order) if order else np.zeros(0, np.int64)), steps


def _normalise(rows: Floats) -> None:
    """Make every row add up to 1; the product adds up faster than `sum` along short rows."""
    total = rows @ np.ones(rows.shape[1], np.float32)
    rows *= (1 / total)[:, None]


def _forward(local: Floats, steps: list[slice], step: Floats, begin: Floats) -> Floats:
    """Sum over everything up to each word, its own state given."""
    out = np.empty_like(local)
    np.multiply(local[steps[0]], begin, out=out[steps[0]])
    _normalise(out[steps[0]])
    for before, now in pairwise(steps):
        here = out[now]
        np.matmul(out[before][: len(here)], step, out=here)
        here *= local[now]
        _normalise(here)
    return out


def _backward(local: Floats, steps: list[slice], back: Floats, end: Floats) -> Floats:
    """Sum over everything behind each word, its own state given."""
    out = np.empty_like(local)
    out[:] = end
    for behind, now in pairwise(reversed(steps)):
        there = out[behind] * local[behind]
        here = out[now][: len(there)]
        np.matmul(there, back, out=here)
        _normalise(here)
    return out
