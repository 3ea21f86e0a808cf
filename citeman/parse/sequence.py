"""Label stretches of reference strings with the trained sequence model, whatever their style."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from citeman.model import Span
from citeman.parse.crf import marginals
from citeman.parse.edges import settled
from citeman.parse.features import Batch
from citeman.parse.known import Known, find_known
from citeman.parse.labels import Labelled
from citeman.parse.model import Weights, load, packaged
from citeman.parse.scorer import Scorer
from citeman.parse.states import LABEL_OF, OUTSIDE, STATE_ID

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

TOGETHER = 1 << 17
"""Characters that go through the model side by side: those of some 750 references."""

IMPOSSIBLE = -30.0
TINY = 1e-6

SURE = 0.85
"""A string of whose every word the linear weights are as sure as this is read by them alone.

That spares the network six of ten English references and a third of German ones. Of 8,981
references in eight measuring sets 24 are read otherwise, the rounding of `citeman.parse.scorer`
counted in; no figure of a set falls by more than 0.2 (docs/model-card.md).
"""
ALONE = (3.3, 1.5)
"""The evidence that both parts of the model have for a label, from that of the linear weights
alone: what it starts from and how steeply it grows, over 19,600 spans of such strings."""

_LABELS = tuple(dict.fromkeys(LABEL_OF))
_MEMBER = np.array([[label == own for label in _LABELS] for own in LABEL_OF], np.float32)
_FIRST, _LATER = (
    np.array([STATE_ID.get(label + mark, STATE_ID[label]) for label in _LABELS])
    for mark in ("", "+")
)
"""By label: the state of its first words, and of later ones where that is another."""


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
    answers: list[list[Labelled]] = [[] for _ in strings]
    # The products are too small to share out: threads would spend more time waiting than working.
    with threadpool_limits(limits=1, user_api="blas"):
        for chosen in _batches(strings):
            texts, before = [strings[i] for i in chosen], [known[i] for i in chosen]
            for i, spans in zip(chosen, tag_batch(texts, scorer, before), strict=True):
                answers[i] = spans
    return answers


def _batches(strings: Sequence[str]) -> Iterator[list[int]]:
    """Give the numbers of strings in batches, those of about the same length together."""
    order = sorted(range(len(strings)), key=lambda i: len(strings[i]))
    before = accumulate((len(strings[i]) for i in order), initial=0)
    for _, batch in groupby(zip(before, order, strict=False), lambda pair: pair[0] // TOGETHER):
        yield [i for _, i in batch]


@cache
def scorer_of(model: Path | None) -> Scorer:
    """Read a model file, or the packaged model, once; InputError where it is no model."""
    return Scorer(load(model) if model else packaged())


def tag_batch(strings: list[str], scorer: Scorer, known: Sequence[Known]) -> list[list[Labelled]]:
    """Label strings that fit into memory together."""
    found = [list(own.spans) for own in known]
    for i, start, end, label, sure in _runs(*_read(strings, scorer, known), scorer.weights):
        if _is_free(start, end, known[i].closed):
            for a, b, own in settled(strings[i], start, end, label):
                found[i].append(Labelled(a, b, own, sure))
    return [_agreed(text, sorted(spans)) for text, spans in zip(strings, found, strict=True)]


def _is_free(start: int, end: int, closed: Sequence[Span]) -> bool:
    return not closed or all(end <= a or b <= start for a, b in closed)


class _Reading(NamedTuple):
    """What the model thinks of words: the likeliest label, its probability, what begins a span.

    `alone` tells the words of strings that the network was not asked about.
    """

    best: Ints
    chance: Floats
    begins: Bools
    alone: Bools


def _read(strings: list[str], scorer: Scorer, known: Sequence[Known]) -> tuple[Batch, _Reading]:
    """Read strings by the linear weights, and those they are unsure of by the network as well."""
    chain = scorer.weights.chain
    batch, around, scores = scorer.by_weights(strings)
    fixed = _settle(batch, scores, known)
    chances = marginals(scores, batch.first, chain)
    best, chance = _likeliest(chances)
    alone = np.zeros(best.size, np.bool_)
    if scorer.weights.net:
        unsure = np.zeros(len(strings), np.bool_)
        unsure[batch.owner[chance < SURE]] = True
        alone = ~unsure[batch.owner]
        words = np.flatnonzero(~alone)
        more = scorer.by_net(batch, around, words)
        more[fixed[words]] = 0
        first = np.concatenate(([0], np.cumsum(np.diff(batch.first) * unsure)))
        chances[words] = marginals(scores[words] + more, first, chain)
        best[words], chance[words] = _likeliest(chances[words])
    return batch, _Reading(best, chance, _begins(chances, best, batch.owner), alone)


def _likeliest(chances: Floats) -> tuple[Ints, Floats]:
    """Give the likeliest label of every word, and its probability."""
    by_label = chances @ _MEMBER
    best = by_label.argmax(axis=1)
    return best, by_label[np.arange(best.size), best]


def _agreed(text: str, spans: list[Labelled]) -> list[Labelled]:
    """Make the spans of a string agree on what its title is, and on who edited it."""
    titles = [span.start for span in spans if span.label == "title"]
    if not titles:
        return spans
    joined = _joined(text, spans) if len(titles) > 1 else spans
    return _people(joined, titles[0])


def _joined(text: str, spans: list[Labelled]) -> list[Labelled]:
    """Join stretches of a title that nothing but punctuation parts."""
    joined = spans[:1]
    for span in spans[1:]:
        last = joined[-1]
        if last.label == span.label == "title" and not _has_words(text, last.end, span.start):
            sure = min(last.confidence, span.confidence)
            joined[-1] = Labelled(last.start, span.end, "title", sure)
        else:
            joined.append(span)
    return joined


def _has_words(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))


def _people(spans: list[Labelled], title: int) -> list[Labelled]:
    """Call the authors behind a title editors, where there are others before it."""
    authors = [span.start for span in spans if span.label == "author"]
    if not authors or not authors[0] < title < authors[-1]:
        return spans
    return [
        span._replace(label="editor") if span.label == "author" and span.start > title else span
        for span in spans
    ]


def _runs(
    batch: Batch, reading: _Reading, weights: Weights
) -> Iterator[tuple[int, int, int, str, float]]:
    """Give runs of words with one label: the string, start, end, the label, the confidence."""
    first = np.flatnonzero(reading.begins)
    last = np.append(first, reading.best.size)[1:] - 1
    inside = ~np.isin(reading.best[first], _NOT_LEARNT)
    if not inside.any():
        return
    low = np.minimum.reduceat(reading.chance, first)
    evidence = np.log(np.maximum(low, TINY) / np.maximum(1 - low, TINY))
    evidence = np.where(reading.alone[first], ALONE[0] + ALONE[1] * evidence, evidence)
    sureness = np.interp(evidence, *weights.calibration).round(3)[inside]
    first, last = first[inside], last[inside]
    labels = [_LABELS[i] for i in reading.best[first].tolist()]
    places = (batch.owner[first], batch.start[first], batch.end[last])
    owner, start, end = (place.tolist() for place in places)
    yield from zip(owner, start, end, labels, sureness.tolist(), strict=True)


_SHAPED = ("DOI", "PMID", "PMCID", "arXiv", "ISBN", "ISSN", "URL")
_NOT_LEARNT = np.array([_LABELS.index(label) for label in (OUTSIDE, *_SHAPED)])
"""Identifiers are known by their shape: what merely stands where one would is none."""


def _settle(batch: Batch, scores: Floats, known: Sequence[Known]) -> Bools:
    """Leave the words that are known by their shape no other state; tell which they are."""
    fixed = np.zeros(batch.owner.size, np.bool_)
    for i, own in enumerate(known):
        spans = [(*span, OUTSIDE) for span in own.closed]
        spans += [(s.start, s.end, s.label) for s in own.spans if s.label in STATE_ID]
        if not spans:
            continue
        words = slice(batch.first[i], batch.first[i + 1])
        starts, ends = batch.start[words], batch.end[words]
        for start, end, state in spans:
            rows = slice(
                words.start + int(ends.searchsorted(start, "right")),
                words.start + int(starts.searchsorted(end, "left")),
            )
            fixed[rows] = True
            scores[rows] = IMPOSSIBLE
            scores[rows, STATE_ID[state]] = 0
    return fixed


def _begins(sure: Floats, best: Ints, owner: Ints) -> Bools:
    """Tell which words begin a span: another label, another string, or a state that begins one."""
    if not best.size:
        return np.zeros(0, np.bool_)
    rows = np.arange(best.size)
    begins: Bools = sure[rows, _FIRST[best]] >= sure[rows, _LATER[best]]
    begins &= _FIRST[best] != _LATER[best]
    begins[1:] |= (best[1:] != best[:-1]) | (owner[1:] != owner[:-1])
    begins[0] = True
    return begins
