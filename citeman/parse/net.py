"""A small convolutional network over the words of many strings at once: scores of states.

It sees further than the linear weights do, and errs elsewhere; the model adds up what both say.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.features import gap_slots, word_slots
from citeman.parse.surroundings import Level

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

EMBEDDED = 1 << 15
"""Hashes of features are cut to so many for the network."""
CONTEXT = (13, 14, 15, 16, 19, 29, 30, 32, 40, 41, 43)
"""Which columns of `surroundings.context` the network sees."""
DILATIONS = (1, 2, 4, 8)
"""How far to either side each layer looks."""
SMALL = np.float32(1e-5)


class Layer(NamedTuple):
    """Weights of the word before, the word itself and the word behind, and how to normalise."""

    kernel: Floats
    bias: Floats
    gain: Floats
    shift: Floats


class Net(NamedTuple):
    """`embedding[hash]` describes a feature; `first` normalises their sum."""

    embedding: Floats
    first: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    out: Floats
    out_bias: Floats


def word_features(hashes: Ints) -> Ints:
    """What the network sees of words by themselves, one row per piece."""
    return word_slots(hashes, 0) % EMBEDDED


def gap_features(hashes: Ints, distance: int) -> Ints:
    """What the network sees of the gap before (0) or after (1) a word."""
    return gap_slots(hashes, distance) % EMBEDDED


def context_features(context: Ints) -> Ints:
    """What the network sees of the surroundings of words."""
    return context[:, CONTEXT] % EMBEDDED


def level_features(level: Level) -> Ints:
    """What the network sees of one level of the surroundings, a row per slot it looks at."""
    rows = [i for i, slot in enumerate(level.slots) if slot in CONTEXT]
    return level.hashes[rows] % EMBEDDED


def normal(x: Floats, gain: Floats, shift: Floats) -> Floats:
    """Give every word's vector mean 0 and variance 1, then stretch and shift it, all in place.

    Products with a column of ones add up short rows faster than `sum` does.
    """
    mean = np.full((x.shape[1], 1), 1 / x.shape[1], np.float32)
    x -= x @ mean
    spread = np.einsum("ij,ij->i", x, x)[:, None] * mean[0]
    x *= 1 / np.sqrt(spread + SMALL)
    x *= gain
    x += shift
    return x


def _move(x: Floats, owner: Ints, step: int, out: Floats) -> None:
    """Write the vector of the word so many words away in the same string, or zeros."""
    if abs(step) >= len(x):
        out[:] = 0
        return
    ahead, behind = slice(abs(step), None), slice(None, -abs(step))
    here, there = (behind, ahead) if step > 0 else (ahead, behind)
    out[here] = x[there]
    out[here][owner[here] != owner[there]] = 0
    out[slice(len(x) - step, None) if step > 0 else slice(None, -step)] = 0


def scores(net: Net, embedded: Floats, owner: Ints) -> Floats:
    """Score every state of every word from the sums of their embeddings."""
    x = normal(embedded.copy(), *net.first)
    width = x.shape[1]
    seen = np.empty((len(x), 3 * width), np.float32)
    for layer, reach in zip(net.layers, DILATIONS, strict=True):
        _move(x, owner, -reach, seen[:, :width])
        seen[:, width : 2 * width] = x
        _move(x, owner, reach, seen[:, 2 * width :])
        heard = seen @ layer.kernel
        heard += layer.bias
        np.maximum(heard, 0, out=heard)
        heard += x
        x = normal(heard, layer.gain, layer.shift)
    return x @ net.out + net.out_bias
