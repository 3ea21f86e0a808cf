"""Fit the model's weights by stochastic gradient steps on the conditional likelihood.

The likelihood is of *all* labellings that fit what an example says, so that a set which leaves
publishers unlabelled still teaches everything else.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from citeman.parse.features import (
    BITS,
    GAP_SLOTS,
    WORD_SLOTS,
    Described,
    Pieces,
    context,
    cut,
    gap_slots,
    near,
    word_slots,
)
from citeman.parse.states import LABEL_OF, OUTSIDE, STATES, allowed, states_of
from citeman.train.examples import Example

Ints = NDArray[np.int64]


class Table(NamedTuple):
    """Examples as numbers: features by word, the states each word may have, where strings begin."""

    features: NDArray[np.int32]
    fits: NDArray[np.bool_]
    first: Ints
    weight: NDArray[np.float32]


def tabulate(examples: Sequence[Example], lexicon: dict[int, int]) -> Table:
    """Compute every feature and every permitted state of the examples."""
    pieces = Pieces(lexicon)
    features, fits, sizes = [], [], []
    for i in range(0, len(examples), 2000):
        part = examples[i : i + 2000]
        batch = cut([e.raw for e in part], pieces)
        known = Described(*map(np.array, (pieces.kind, pieces.hashes, pieces.marks)))
        columns = [context(batch, known)]
        for d in WORD_SLOTS:
            columns.append(word_slots(known.hashes, d)[near(batch.word, batch.owner, d)])
        for d in GAP_SLOTS:
            shown = batch.gap if d < 1 else batch.after
            columns.append(gap_slots(known.hashes, d)[near(shown, batch.owner, d - (d > 0))])
        features.append(np.concatenate(columns, axis=1).astype(np.int32))
        sizes.append(np.diff(batch.first))
        for j, example in enumerate(part):
            span = slice(batch.first[j], batch.first[j + 1])
            fits.append(fitting(example, batch.start[span]))
    return Table(
        np.concatenate(features),
        np.concatenate(fits),
        np.concatenate([[0], np.cumsum(np.concatenate(sizes))]),
        np.array([e.weight for e in examples], np.float32),
    )


def fitting(example: Example, starts: Ints) -> NDArray[np.bool_]:
    """Tell which states each word of an example may have."""
    fits = np.zeros((starts.size, len(STATES)), np.bool_)
    fits[:] = _choice(example.rest)
    for start, end, label in example.spans:
        words = np.flatnonzero((starts >= start) & (starts < end))
        if "|" in label:
            fits[words] = _choice(label)
            continue
        for n, word in enumerate(words):
            fits[word] = False
            fits[word, states_of(label, first=n == 0)] = True
    return fits


def _choice(labels: str) -> NDArray[np.bool_]:
    wanted = set(labels.split("|"))
    return np.array([label in wanted for label in LABEL_OF])


@numba.njit(cache=False, fastmath=False)  # type: ignore[untyped-decorator]
def _epoch(  # noqa: PLR0913
    features, fits, first, weight, order, W, G, T, GT, B, E, permitted, rate, drop, seed
):  # type: ignore[no-untyped-def]
    """One pass of AdaGrad over the examples, in the order given; returns the mean loss."""
    np.random.seed(seed)
    states = W.shape[1]
    slots = features.shape[1]
    total = 0.0
    for o in order:
        a, b = first[o], first[o + 1]
        n = b - a
        if n == 0:
            continue
        kept = np.random.random((n, slots)) >= drop
        emit = np.zeros((n, states), np.float32)
        for i in range(n):
            for k in range(slots):
                if kept[i, k]:
                    f = features[a + i, k]
                    for s in range(states):
                        emit[i, s] += W[f, s]
        step = np.exp(T) * permitted
        loss = 0.0
        grad = np.zeros((n, states), np.float32)
        gT = np.zeros((states, states), np.float32)
        for free in range(2):
            sign = np.float32(1.0 if free == 1 else -1.0)
            local = np.exp(emit)
            scale = 0.0
            for i in range(n):
                m = emit[i].max()
                scale += m
                for s in range(states):
                    local[i, s] = np.exp(emit[i, s] - m)
                    if free == 0 and not fits[a + i, s]:
                        local[i, s] = 0.0
            fwd = np.zeros((n, states), np.float32)
            norm = np.zeros(n, np.float32)
            for s in range(states):
                fwd[0, s] = np.exp(B[s]) * local[0, s]
            norm[0] = fwd[0].sum()
            fwd[0] /= norm[0]
            for i in range(1, n):
                fwd[i] = np.dot(fwd[i - 1], step) * local[i]
                norm[i] = fwd[i].sum()
                if norm[i] <= 0:
                    norm[i] = 1e-30
                fwd[i] /= norm[i]
            bwd = np.exp(E)
            last = (fwd[n - 1] * bwd).sum()
            loss += sign * (np.log(norm).sum() + np.log(last) + scale)
            bwd = bwd / last
            for i in range(n - 1, -1, -1):
                for s in range(states):
                    grad[i, s] += sign * fwd[i, s] * bwd[s]
                if i > 0:
                    inner = local[i] * bwd / norm[i]
                    for p in range(states):
                        fp = sign * fwd[i - 1, p]
                        if fp != 0.0:
                            for s in range(states):
                                gT[p, s] += fp * step[p, s] * inner[s]
                    bwd = np.dot(step, inner)
        if not np.isfinite(loss):
            continue
        total += loss
        w = weight[o]
        for i in range(n):
            for k in range(slots):
                if kept[i, k]:
                    f = features[a + i, k]
                    for s in range(states):
                        g = grad[i, s] * w
                        if g > 1e-4 or g < -1e-4:
                            G[f, s] += g * g
                            W[f, s] -= rate * g / np.sqrt(G[f, s])
        for p in range(states):
            for s in range(states):
                g = gT[p, s] * w
                GT[p, s] += g * g
                T[p, s] -= rate * g / np.sqrt(GT[p, s])
    return total / order.size


class Fitted(NamedTuple):
    """Weights by feature hash, and between states."""

    emit: NDArray[np.float32]
    between: NDArray[np.float32]


def fit(table: Table, *, epochs: int, seed: int, rate: float = 0.1, drop: float = 0.1, decay: float = 0.02, say=None) -> Fitted:
    """Fit weights; the answer is the mean of those after each epoch of the second half."""
    states = len(STATES)
    W = np.zeros((1 << BITS, states), np.float32)
    G = np.full_like(W, 0.05)
    T = np.zeros((states, states), np.float32)
    GT = np.full_like(T, 1.0)
    B = np.where([s.endswith("+") for s in STATES], -30.0, 0.0).astype(np.float32)
    E = np.zeros(states, np.float32)
    permitted = np.array(allowed(), np.float32)
    mean, meanT, n = np.zeros_like(W), np.zeros_like(T), 0
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = rng.permutation(table.first.size - 1)
        step = rate * (1 - 0.9 * epoch / epochs)
        loss = _epoch(*table, order, W, G, T, GT, B, E, permitted, np.float32(step), drop, seed * 1000 + epoch)
        W *= 1 - decay
        if say:
            say(f"epoch {epoch + 1}: loss {loss:.3f}")
        if epoch * 2 >= epochs:
            mean += W
            meanT += T
            n += 1
    return Fitted(mean / (n * 1), meanT / n)
