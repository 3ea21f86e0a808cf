"""The inner loop of fitting, compiled: gradient steps of a chain whose labels may be undecided."""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


NEGLIGIBLE = 1e-4
"""Gradients smaller than that move nothing."""


class Table(NamedTuple):
    """Examples as numbers: features by word, states each may have, where strings begin."""

    features: NDArray[np.int32]
    fits: Bools
    first: Ints
    weight: Floats


class State(NamedTuple):
    """Weights, and the squares of their gradients so far, as AdaGrad wants them."""

    emit: Floats
    emit_squares: Floats
    between: Floats
    between_squares: Floats
    begin: Floats
    permitted: Floats


@numba.njit
def _emissions(features: NDArray[np.int32], kept: Bools, emit: Floats) -> Floats:
    scores = np.zeros((features.shape[0], emit.shape[1]), np.float32)
    for i in range(features.shape[0]):
        for k in range(features.shape[1]):
            if kept[i, k]:
                f = features[i, k]
                for s in range(emit.shape[1]):
                    scores[i, s] += emit[f, s]
    return scores


@numba.njit
def _sweep(
    scores: Floats,
    fits: Bools,
    state: State,
    step: Floats,
    sign: float,
    expected: Floats,
    pairs: Floats,
) -> float:
    """Add `sign` times the expected counts of states and pairs; return the log of the sum."""
    n, states = scores.shape
    local = np.zeros((n, states), np.float32)
    forward = np.zeros((n, states), np.float32)
    norm = np.zeros(n, np.float32)
    total = 0.0
    for i in range(n):
        top = scores[i].max()
        local[i] = np.exp(scores[i] - top) * fits[i]
        reach = np.exp(state.begin) if i == 0 else np.dot(forward[i - 1], step)
        forward[i] = reach * local[i]
        norm[i] = max(forward[i].sum(), np.float32(1e-30))
        forward[i] /= norm[i]
        total += top + np.log(norm[i])
    backward = np.ones(states, np.float32)
    for i in range(n - 1, -1, -1):
        expected[i] += sign * forward[i] * backward
        if i > 0:
            inner = local[i] * backward / norm[i]
            for p in range(states):
                if forward[i - 1, p] != 0:
                    for s in range(states):
                        pairs[p, s] += sign * forward[i - 1, p] * step[p, s] * inner[s]
            backward = np.dot(step, inner)
    return total


@numba.njit
def _learn(
    features: NDArray[np.int32], kept: Bools, gradient: Floats, state: State, rate: float
) -> None:
    for i in range(features.shape[0]):
        if np.abs(gradient[i]).max() <= NEGLIGIBLE:
            continue
        for k in range(features.shape[1]):
            if kept[i, k]:
                f = features[i, k]
                for s in range(gradient.shape[1]):
                    g = gradient[i, s]
                    if abs(g) > NEGLIGIBLE:
                        state.emit_squares[f, s] += g * g
                        state.emit[f, s] -= rate * g / np.sqrt(state.emit_squares[f, s])


@numba.njit
def epoch(table: Table, order: Ints, state: State, rate: float, drop: float, seed: int) -> float:
    """Take one AdaGrad step per example, in the order given; return the mean loss.

    Each feature of each word is left out with probability `drop`, so that none is relied upon.
    """
    np.random.seed(seed)
    loss = 0.0
    states = state.emit.shape[1]
    for o in order:
        span = slice(table.first[o], table.first[o + 1])
        features, fits = table.features[span], table.fits[span]
        if features.shape[0] == 0:
            continue
        kept = np.random.random(features.shape) >= drop
        scores = _emissions(features, kept, state.emit)
        gradient = np.zeros(scores.shape, np.float32)
        pairs = np.zeros((states, states), np.float32)
        step = np.exp(state.between) * state.permitted
        own = _sweep(scores, fits, state, step, -1.0, gradient, pairs)
        every = _sweep(scores, np.ones_like(fits), state, step, 1.0, gradient, pairs)
        loss += every - own
        weight = table.weight[o]
        _learn(features, kept, gradient * weight, state, rate)
        pairs *= weight
        state.between_squares[:] += pairs * pairs
        state.between[:] -= rate * pairs / np.sqrt(state.between_squares)
    return loss / order.size
