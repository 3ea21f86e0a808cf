"""The chain's probabilities are those that adding up every labelling gives."""

from itertools import pairwise, product

import numpy as np
import pytest

from citeman.parse.crf import Chain, marginals
from citeman.parse.net import Layer, Net, scores

STATES = 3


def _chain(rng: np.random.Generator) -> Chain:
    return Chain(
        rng.normal(size=(STATES, STATES)).astype(np.float32),
        rng.normal(size=STATES).astype(np.float32),
        rng.normal(size=STATES).astype(np.float32),
    )


def _by_hand(emissions: np.ndarray, chain: Chain) -> np.ndarray:  # type: ignore[type-arg]
    total = np.zeros_like(emissions)
    for path in product(range(STATES), repeat=len(emissions)):
        weight = chain.begin[path[0]] + chain.end[path[-1]]
        weight += sum(emissions[i, s] for i, s in enumerate(path))
        weight += sum(chain.between[a, b] for a, b in pairwise(path))
        for i, s in enumerate(path):
            total[i, s] += np.exp(weight)
    return total / total.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("lengths", [(1,), (4,), (2, 5, 1, 3), (3, 0, 2)])
def test_marginals_are_those_of_all_labellings(lengths: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    chain = _chain(rng)
    first = np.cumsum([0, *lengths])
    emissions = rng.normal(size=(first[-1], STATES)).astype(np.float32)
    found = marginals(emissions, first, chain)
    for a, b in pairwise(first):
        if a < b:
            np.testing.assert_allclose(found[a:b], _by_hand(emissions[a:b], chain), atol=1e-5)


def test_no_words_have_no_marginals() -> None:
    empty = np.zeros((0, STATES), np.float32)
    found = marginals(empty, np.zeros(2, np.int64), _chain(np.random.default_rng(2)))
    assert found.shape == (0, STATES)


def test_very_unlikely_states_do_not_overflow() -> None:
    emissions = np.array([[500.0, -500.0, 0.0], [-500.0, 500.0, 0.0]], np.float32)
    found = marginals(emissions, np.array([0, 2]), _chain(np.random.default_rng(3)))
    assert np.isfinite(found).all()
    assert found.argmax(axis=1).tolist() == [0, 1]


def _net(rng: np.random.Generator, width: int = 4) -> Net:
    def drawn(*shape: int) -> np.ndarray:  # type: ignore[type-arg]
        return rng.normal(size=shape).astype(np.float32)

    layers = [Layer(drawn(3 * width, width), drawn(width), drawn(width), drawn(width))] * 4
    return Net(
        drawn(8, width), (drawn(width), drawn(width)), tuple(layers), drawn(width, 3), drawn(3)
    )


def test_the_network_sees_nothing_of_neighbouring_strings() -> None:
    rng = np.random.default_rng(4)
    net = _net(rng)
    words = rng.normal(size=(7, 4)).astype(np.float32)
    together = scores(net, words, np.array([0, 0, 0, 1, 1, 1, 1]))
    apart = [scores(net, words[:3], np.zeros(3, int)), scores(net, words[3:], np.zeros(4, int))]
    np.testing.assert_allclose(together, np.concatenate(apart), atol=1e-4)
