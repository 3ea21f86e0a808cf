"""What a chain expects of strings: how often each state, and each pair of neighbouring states."""

import numpy as np
from numpy.typing import NDArray

from citeman.parse.crf import Chain

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def expected(emissions: Floats, first: Ints, chain: Chain) -> tuple[Floats, Floats]:
    """Give the probability of every state of every word, and the expected counts of pairs.

    `emissions` has a row of weights per word, `first` where each string's words begin. As in
    `citeman.parse.crf.marginals`, strings go through side by side, the longest first.
    """
    length = np.diff(first)
    order = np.argsort(-length, kind="stable")
    order = order[length[order] > 0]
    length, start = length[order], first[:-1][order]
    running = [int((length > t).sum()) for t in range(int(length.max(initial=0)))]
    step = np.exp(chain.between)
    local = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    forward, out, pairs = np.empty_like(local), np.empty_like(local), np.zeros_like(step)
    for t, n in enumerate(running):
        reach = forward[start[:n] + t - 1] @ step if t else np.exp(chain.begin)
        here = reach * local[start[:n] + t]
        forward[start[:n] + t] = here / here.sum(axis=1, keepdims=True)
    after = np.tile(np.exp(chain.end), (length.size, 1))
    for t in reversed(range(len(running))):
        n = running[t]
        at = start[:n] + t
        here = forward[at] * after[:n]
        out[at] = here / here.sum(axis=1, keepdims=True)
        if t:
            ahead = local[at] * after[:n]
            back = ahead @ step.T
            whole = (forward[at - 1] * back).sum(axis=1, keepdims=True)
            pairs += step * ((forward[at - 1] / whole).T @ ahead)
            after[:n] = back / back.sum(axis=1, keepdims=True)
    return out, pairs
