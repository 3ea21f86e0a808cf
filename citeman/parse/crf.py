"""The linear-chain conditional random field: probabilities of states, for many strings at once."""

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
    through side by side, the longest first, so that those still running are always at the front.
    """
    out = np.empty_like(emissions)
    length = np.diff(first)
    order = np.argsort(-length, kind="stable")
    order = order[length[order] > 0]
    length, start = length[order], first[:-1][order]
    running = (
        [int(n) for n in np.cumsum(np.bincount(length)[::-1])[::-1][1:]] if length.size else []
    )
    step = np.exp(chain.between)
    top = emissions.max(axis=1, keepdims=True) if emissions.size else emissions
    local = np.exp(emissions - top)
    forward = np.empty_like(emissions)
    before = np.tile(np.exp(chain.begin), (length.size, 1))
    for t, n in enumerate(running):
        at = start[:n] + t
        here = (before[:n] if t == 0 else before[:n] @ step) * local[at]
        here /= here.sum(axis=1, keepdims=True)
        forward[at] = before = here
    after = np.tile(np.exp(chain.end), (length.size, 1))
    for t in range(len(running) - 1, -1, -1):
        n = running[t]
        at = start[:n] + t
        here = forward[at] * after[:n]
        out[at] = here / here.sum(axis=1, keepdims=True)
        back = (local[at] * after[:n]) @ step.T
        after[:n] = back / back.sum(axis=1, keepdims=True)
    return out
