"""Fit the model's weights by stochastic gradient steps on the conditional likelihood.

The likelihood is of *all* labellings that fit what an example says, so that a set which leaves
publishers unlabelled still teaches everything else.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from citeman.parse.crf import Chain
from citeman.parse.features import BITS, Pieces
from citeman.parse.model import Weights
from citeman.parse.net import Net
from citeman.parse.states import STATES, allowed
from citeman.train.examples import Example
from citeman.train.kernel import State, Table, epoch
from citeman.train.words import described, fitting

Floats = NDArray[np.float32]

RATE, DROP, DECAY = 0.1, 0.3, 0.02
"""Size of the first steps, share of features left out, and shrinkage after each epoch."""
ROWS = 80_000
"""Features kept in the model: those with the largest weights."""
LINEAR = 0.5
"""What the linear weights count for beside the network."""
NEVER = -30.0
CHUNK, PARTS = 2000, 50
"""Examples described at once, and parts that a table is counted in."""


Linear = tuple[Floats, Floats]
"""Weights of features by their hash, and weights between states."""


def tabulate(examples: Sequence[Example]) -> Table:
    """Compute every feature and every permitted state of the examples."""
    pieces = Pieces()
    features, fits, sizes = [], [], []
    for i in range(0, len(examples), CHUNK):
        part = examples[i : i + CHUNK]
        batch, hashes = described([example.raw for example in part], pieces)
        features.append(hashes.astype(np.int32))
        sizes.append(np.diff(batch.first))
        fits.append(fitting(part, batch.first, batch.start))
    return Table(
        np.concatenate(features),
        np.concatenate(fits),
        np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64),
        np.array([example.weight for example in examples], np.float32),
    )


def fit(
    table: Table, *, epochs: int, seed: int, say: Callable[[str], object] = lambda _: None
) -> Linear:
    """Fit weights of features and between states: the mean of those after the later epochs."""
    table, hashes = _numbered(table)
    state = _blank(hashes.size)
    rng = np.random.default_rng(seed)
    means = np.zeros_like(state.emit), np.zeros_like(state.between)
    averaged = 0
    for number in range(epochs):
        order = rng.permutation(table.first.size - 1)
        rate = RATE * (1 - 0.9 * number / epochs)
        loss = epoch(table, order, state, rate, DROP, seed * 1000 + number)
        state.emit[:] *= 1 - DECAY
        say(f"epoch {number + 1} of {epochs}: loss {loss:.3f}")
        if (number + 1) * 2 > epochs:
            averaged += 1
            means[0][:] += state.emit
            means[1][:] += state.between
    share = np.float32(1 / averaged)
    emit = np.zeros((1 << BITS, len(STATES)), np.float32)
    emit[hashes], between = means[0] * share, means[1] * share
    size = np.abs(emit).max(axis=1)
    emit[size < np.sort(size)[-3 * ROWS]] = 0
    return emit, between


def _numbered(table: Table) -> tuple[Table, NDArray[np.int64]]:
    """Number the features by how often they occur, and give the hash of each.

    Weights that are often asked for then lie together: the same fit in two thirds of the time.
    """
    parts = np.array_split(table.features, PARTS)
    counts = sum(np.bincount(part.ravel(), minlength=1 << BITS) for part in parts)
    hashes = np.argsort(-np.asarray(counts), kind="stable")[: np.count_nonzero(counts)]
    number = np.zeros(1 << BITS, np.int32)
    number[hashes] = np.arange(hashes.size, dtype=np.int32)
    return table._replace(features=number[table.features]), hashes


def _blank(features: int) -> State:
    emit = np.zeros((features, len(STATES)), np.float32)
    between = np.zeros((len(STATES), len(STATES)), np.float32)
    return State(
        emit,
        np.full_like(emit, 0.05),
        between,
        np.ones_like(between),
        beginning(),
        np.array(allowed(), np.float32),
    )


def beginning() -> Floats:
    """Bar the states that no string begins with."""
    return np.array([NEVER if state.endswith("+") else 0.0 for state in STATES], np.float32)


def packed(
    fitted: Sequence[Linear],
    net: tuple[Net, Floats] | None,
    calibration: Mapping[float, float],
    *,
    rows: int = ROWS,
) -> Weights:
    """Average fitted weights, keep the features that matter most, and join the network to them."""
    share = np.float32(LINEAR if net else 1.0)
    emit: Floats = np.mean([one for one, _ in fitted], axis=0) * share
    between: Floats = np.mean([two for _, two in fitted], axis=0) * share
    network = None
    if net:
        network = net[0]._replace(
            out=net[0].out * (1 - share), out_bias=net[0].out_bias * (1 - share)
        )
        between += net[1] * (1 - share)
    size = np.abs(emit).max(axis=1)
    kept = np.sort(np.argsort(-size, kind="stable")[:rows])
    kept = kept[size[kept] > 0]
    where = np.zeros(1 << BITS, np.int32)
    where[kept] = np.arange(1, kept.size + 1)
    values = np.concatenate([np.zeros((1, emit.shape[1]), np.float32), emit[kept]])
    chain = Chain(
        np.where(np.array(allowed()), between, np.float32(NEVER)),
        beginning(),
        np.zeros(len(STATES), np.float32),
    )
    curve = np.array([list(calibration), list(calibration.values())], np.float32)
    return Weights(where, values, chain, curve, network)
