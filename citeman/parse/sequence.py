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
from citeman.parse.model import Weights, load, packaged
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
    strings: Sequence[str],
    model: Path | Weights | None = None,
    known: Sequence[Known] | None = None,
) -> list[list[Labelled]]:
    """Label the stretches of each string; those of one string in order, none overlapping.

    `model` is what `citeman train` made, or the file it is in; without one the packaged model is
    used. `known` is what `citeman.parse.known` finds in each string, where that was done before.
    """
    if not strings:
        return []
    scorer = Scorer(model) if isinstance(model, Weights) else scorer_of(model)
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
def scorer_of(model: Path | None) -> Scorer:
    """Read a model file, or the packaged model, once; InputError where it is no model."""
    return Scorer(load(model) if model else packaged())


def tag_batch(strings: list[str], scorer: Scorer, known: Sequence[Known]) -> list[list[Labelled]]:
    """Label strings that fit into memory together."""
    batch, scores = scorer.score(strings)
    _settle(batch, scores, known)
    found = [list(own.spans) for own in known]
    for first, last, label, sure in _runs(batch, scores, scorer.weights):
        i = int(batch.owner[first])
        start, end = int(batch.start[first]), int(batch.end[last])
        if all(end <= a or b <= start for a, b in known[i].closed):
            found[i] += (Labelled(*cut, sure) for cut in settled(strings[i], start, end, label))
    joined = (_joined(text, sorted(spans)) for text, spans in zip(strings, found, strict=True))
    return [_people(spans) for spans in joined]


def _people(spans: list[Labelled]) -> list[Labelled]:
    """Call the authors behind a title editors, where there are others before it."""
    titles = [span.start for span in spans if span.label == "title"]
    authors = [span.start for span in spans if span.label == "author"]
    if not titles or not authors or not authors[0] < titles[0] < authors[-1]:
        return spans
    return [
        span._replace(label="editor")
        if span.label == "author" and span.start > titles[0]
        else span
        for span in spans
    ]


def _joined(text: str, spans: list[Labelled]) -> list[Labelled]:
    """Join stretches of a title that nothing but punctuation parts."""
    joined = spans[:1]
    for span in spans[1:]:
        last = joined[-1]
        beside = not any(map(str.isalnum, text[last.end : span.start]))
        if beside and last.label == span.label == "title":
            sure = min(last.confidence, span.confidence)
            joined[-1] = Labelled(last.start, span.end, "title", sure)
        else:
            joined.append(span)
    return joined


def _runs(
    batch: Batch, scores: NDArray[np.float32], weights: Weights
) -> Iterator[tuple[int, int, str, float]]:
    """Give runs of words with one label: the first and last word, the label, the confidence."""
    chances = marginals(scores, batch.first, weights.chain)
    by_label = chances @ _MEMBER
    best = by_label.argmax(axis=1)
    starts = np.flatnonzero(_begins(chances, best, batch.owner))
    if not starts.size:
        return
    ends = np.append(starts, best.size)[1:] - 1
    low = np.minimum.reduceat(by_label[np.arange(best.size), best], starts)
    evidence = np.log(np.maximum(low, TINY) / np.maximum(1 - low, TINY))
    sureness = np.interp(evidence, *weights.calibration).round(3)
    labels = [_LABELS[i] for i in best[starts].tolist()]
    runs = zip(starts.tolist(), ends.tolist(), labels, sureness.tolist(), strict=True)
    yield from (run for run in runs if run[2] not in _NOT_LEARNT)


_NOT_LEARNT = frozenset([OUTSIDE, "DOI", "PMID", "PMCID", "arXiv", "ISBN", "ISSN", "URL"])
"""Identifiers are known by their shape: what merely stands where one would is none."""


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
