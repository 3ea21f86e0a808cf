"""A small convolutional network over the words of many strings at once: scores of states.

It sees further than the linear weights do, and errs elsewhere; the model adds up what both say.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.parse.features import gap_slots, word_slots

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

EMBEDDED = 1 << 15
"""Hashes of features are cut to so many for the network."""
CONTEXT = (13, 14, 15, 16, 19, 29, 30, 32, 40, 41, 43)
"""Which columns of `features.context` the network sees."""
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


def normal(x: Floats, gain: Floats, shift: Floats) -> Floats:
    """Give every word's vector mean 0 and variance 1, then stretch and shift it."""
    x = x - x.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    out: Floats = x * (gain / np.sqrt(spread + SMALL)[:, None]) + shift
    return out


def _moved(x: Floats, owner: Ints, step: int) -> Floats:
    """The vector of the word so many words away in the same string, or zeros."""
    out = np.zeros_like(x)
    if abs(step) < len(x):
        here, there = (
            (slice(None, -step), slice(step, None))
            if step > 0
            else (slice(-step, None), slice(None, step))
        )
        out[here] = x[there] * (owner[here] == owner[there])[:, None]
    return out


def scores(net: Net, embedded: Floats, owner: Ints) -> Floats:
    """Score every state of every word from the sums of their embeddings."""
    x = normal(embedded, *net.first)
    for layer, reach in zip(net.layers, DILATIONS, strict=True):
        seen = np.concatenate([_moved(x, owner, -reach), x, _moved(x, owner, reach)], axis=1)
        x = normal(x + np.maximum(seen @ layer.kernel + layer.bias, 0), layer.gain, layer.shift)
    return x @ net.out + net.out_bias
