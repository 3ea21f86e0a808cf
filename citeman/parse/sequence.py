"""Label stretches of reference strings with the trained sequence model, whatever their style."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from citeman.parse.crf import marginals
from citeman.parse.edges import settled
from citeman.parse.features import Batch
from citeman.parse.known import Known, find_known
from citeman.parse.labels import Labelled
from citeman.parse.model import load, packaged
from citeman.parse.scorer import Scorer
from citeman.parse.states import LABEL_OF, OUTSIDE, STATE_ID, STATES

BATCH = 256
"""Strings that go through the model side by side."""

IMPOSSIBLE = -30.0
TINY = 1e-6

_LABELS = tuple(dict.fromkeys(LABEL_OF))
_MEMBER = np.array([[label == own for label in _LABELS] for own in LABEL_OF], np.float32)
_LATER = np.array([state.endswith("+") for state in STATES])


def tag(
    strings: Sequence[str], model: Path | None = None, known: Sequence[Known] | None = None
) -> list[list[Labelled]]:
    """Label the stretches of each string; those of one string in order, none overlapping.

    `model` is a file made by `citeman.train`; without one the packaged model is used. `known` is
    what `citeman.parse.known` finds in each string, where that was done before.
    """
    if not strings:
        return []
    scorer = _scorer(model)
    known = known or [find_known(string) for string in strings]
    order = sorted(range(len(strings)), key=lambda i: len(strings[i]))
    answers: list[list[Labelled]] = [[] for _ in strings]
    # The products are too small to share out: threads would spend more time waiting than working.
    with threadpool_limits(limits=1, user_api="blas"):
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            texts, before = [strings[i] for i in chosen], [known[i] for i in chosen]
            for i, spans in zip(chosen, tag_batch(texts, scorer, before), strict=True):
                answers[i] = spans
    return answers


@cache
def _scorer(model: Path | None) -> Scorer:
    return Scorer(load(model) if model else packaged())


def tag_batch(
    strings: list[str], scorer: Scorer, known: Sequence[Known]
) -> Iterator[list[Labelled]]:
    """Label strings that fit into memory together."""
    batch, scores = scorer.score(strings)
    if not batch.word.size:
        yield from (sorted(own.spans) for own in known)
        return
    _settle(batch, scores, known)
    chances = marginals(scores, batch.first, scorer.weights.chain)
    by_label = chances @ _MEMBER
    best = by_label.argmax(axis=1)
    begins = _begins(chances, best, batch.owner)
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], best.size)
    certain = by_label[np.arange(best.size), best]
    low = np.minimum.reduceat(certain, starts)
    evidence = np.log(np.maximum(low, TINY) / np.maximum(1 - low, TINY))
    sureness = np.interp(evidence, *scorer.weights.calibration).tolist()
    found = [list(own.spans) for own in known]
    for a, b, sure in zip(starts.tolist(), (ends - 1).tolist(), sureness, strict=True):
        label = _LABELS[best[a]]
        i = int(batch.owner[a])
        start, end = int(batch.start[a]), int(batch.end[b])
        if label != OUTSIDE and all(end <= a or b <= start for a, b in known[i].closed):
            found[i] += (Labelled(*cut, sure) for cut in settled(strings[i], start, end, label))
    yield from map(sorted, found)


def _settle(batch: Batch, scores: NDArray[np.float32], known: Sequence[Known]) -> None:
    """Leave the words that are known by their shape no other state."""
    for i, own in enumerate(known):
        fixed = [(*span, OUTSIDE) for span in own.closed]
        fixed += [(s.start, s.end, s.label) for s in own.spans if s.label in STATE_ID]
        words = slice(batch.first[i], batch.first[i + 1])
        for start, end, state in fixed:
            inside = (batch.end[words] > start) & (batch.start[words] < end)
            rows = np.flatnonzero(inside) + batch.first[i]
            scores[rows] = IMPOSSIBLE
            scores[rows, STATE_ID[state]] = 0


def _begins(
    sure: NDArray[np.float32], best: NDArray[np.int64], owner: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which words begin a span: another label, another string, or a state that begins one."""
    if not best.size:
        return np.zeros(0, np.bool_)
    state = (sure * _MEMBER.T[best]).argmax(axis=1)
    many = np.isin(best, [_LABELS.index(s.removesuffix("+")) for s in STATES if s[-1] == "+"])
    begins: NDArray[np.bool_] = many & ~_LATER[state]
    begins[1:] |= (best[1:] != best[:-1]) | (owner[1:] != owner[:-1])
    begins[0] = True
    return begins
