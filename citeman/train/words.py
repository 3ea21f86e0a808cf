"""Examples as numbers: the features of every word, and the states it may have."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from citeman.parse.features import (
    GAP_SLOTS,
    WORD_SLOTS,
    Batch,
    Pieces,
    cut,
    gap_slots,
    near,
    word_slots,
)
from citeman.parse.states import LABEL_OF, STATES, states_of
from citeman.parse.surroundings import context
from citeman.train.examples import Example

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def described(strings: Sequence[str], pieces: Pieces | None = None) -> tuple[Batch, Ints]:
    """Cut strings into words and give the hashes of each word's features, one row per word.

    `pieces` remembers words from one call to the next.
    """
    pieces = Pieces() if pieces is None else pieces
    batch = cut(list(strings), pieces)
    known = pieces.described()
    columns = [context(batch, known)]
    for d in WORD_SLOTS:
        columns.append(word_slots(known.texts, d)[near(batch.word, batch.owner, d)])
    for d in GAP_SLOTS:
        shown, step = (batch.gap, d) if d < 1 else (batch.after, d - 1)
        columns.append(gap_slots(known.gap, d)[near(shown, batch.owner, step)])
    return batch, np.concatenate(columns, axis=1)


def fitting(examples: Sequence[Example], first: Ints, start: Ints) -> Bools:
    """Tell which states each word of examples may have, one row per word.

    `start` is where each word begins in its string, `first` which word each string begins with.
    """
    bounds = pairwise(first[: len(examples) + 1])
    return np.concatenate(
        [_fitting(one, start[a:b]) for one, (a, b) in zip(examples, bounds, strict=True)]
    )


def _fitting(example: Example, starts: Ints) -> Bools:
    fits = np.tile(_choice(example.rest), (starts.size, 1))
    for start, end, label in example.spans:
        words = np.flatnonzero((starts >= start) & (starts < end))
        if "|" in label:
            fits[words] = _choice(label)
            continue
        fits[words] = False
        fits[words, states_of(label, first=False)] = True
        fits[words[:1]] = np.arange(len(STATES)) == states_of(label, first=True)
    return fits


def _choice(labels: str) -> Bools:
    return np.isin(LABEL_OF, labels.split("|"))
