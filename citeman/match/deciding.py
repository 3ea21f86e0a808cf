"""Same, doubtful or different: what the evidence on pairs of references comes to."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.alike import Kinds, alike
from citeman.match.columns import Columns, Rows, columns_of
from citeman.match.compare import Evidence
from citeman.match.facts import Facts, facts_of
from citeman.match.odds import KINDS, ODDS, PRIOR
from citeman.model import Reference

Decision = Literal["same", "doubtful", "different"]
Strictness = Literal["careful", "normal", "loose"]
Preprints = Literal["apart", "together"]

SAME_FROM: Mapping[Strictness, float] = {"careful": 0.85, "normal": 0.5, "loose": 0.3}
"""From which score on two references are taken for one work, if nothing contradicts it."""
DOUBTFUL_FROM = 0.1
"""From which score on a person may want to look."""


class Judgement(NamedTuple):
    """What a pair comes to: the score is from 0 to 1, `against` names what forbids one work."""

    decision: Decision
    score: float
    evidence: tuple[Evidence, ...]
    against: tuple[str, ...] = ()


class Verdicts(NamedTuple):
    """The same of many pairs, as columns.

    `log_odds` are natural logarithms; `forbidden` is true where something contradicts one work.
    """

    kinds: Kinds
    log_odds: NDArray[np.float64]
    forbidden: NDArray[np.bool_]


def decide_pair(
    first: Reference,
    second: Reference,
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
) -> Judgement:
    """Say whether two references describe one work, and why.

    `preprints` says whether a preprint and its article are one work ("together") or two.

    >>> one = Reference(title="Side effects of cytokines in patients", volume="37", page="1-9")
    >>> two = Reference(title="Side effects of cytokines in patients.", volume="37", page="1")
    >>> decide_pair(one, two).decision
    'same'
    """
    return decide_facts(
        facts_of(first), facts_of(second), strictness=strictness, preprints=preprints
    )


def decide_facts(
    first: Facts, second: Facts, *, strictness: Strictness, preprints: Preprints
) -> Judgement:
    """Say the same of two references' facts."""
    columns = columns_of([first, second])
    rows = np.array([0, 1], np.int32)
    verdicts = weigh(columns, rows[:1], rows[1:], preprints=preprints)
    return explain(verdicts, 0, columns, (0, 1), strictness)


def weigh(columns: Columns, first: Rows, second: Rows, *, preprints: Preprints) -> Verdicts:
    """Compare and weigh many pairs: the references in `first` with those beside them."""
    kinds = alike(columns, first, second)
    log_odds = np.full(len(first), PRIOR)
    for field, numbers in kinds.items():
        log_odds += _WEIGHTS[field][numbers]
    return Verdicts(kinds, log_odds, forbidden(kinds, preprints))


_WEIGHTS = {
    field: np.array([0.0, *(weight.weight for weight in kinds.values())])
    for field, kinds in ODDS.items()
}


def forbidden(kinds: Kinds, preprints: Preprints) -> NDArray[np.bool_]:
    """Tell for each pair whether something contradicts one work, whatever the rest says."""
    told = np.zeros(len(kinds["title"]), bool)
    for field, contradictions in _FORBIDDING.items():
        for kind in contradictions:
            if kind != "preprint" or preprints == "apart":
                told |= kinds[field] == KINDS[field].index(kind)
    return told


_FORBIDDING = {
    "title": ("numbers",),
    "pmid": ("differs",),
    "edition": ("differs",),
    "kind": ("notice", "preprint", "abstract"),
}
"""What no two descriptions of one work show."""


def explain(
    verdicts: Verdicts,
    at: int,
    columns: Columns,
    rows: tuple[int, int],
    strictness: Strictness,
) -> Judgement:
    """Say in words what one pair came to: the `at`-th, of two rows of the columns."""
    score = float(scores(verdicts.log_odds[at : at + 1])[0])
    evidence, against = [], []
    for field, numbers in verdicts.kinds.items():
        number = int(numbers[at])
        if number:
            kind = KINDS[field][number]
            verdict, weight, words = ODDS[field][kind]
            if verdict != "agrees" and field in _QUOTED:
                one, other = (columns[field].values[columns[field].codes[row]] for row in rows)
                words += f': "{one}" and "{other}"'
            evidence.append(Evidence(field, verdict, weight, words, kind))
            if kind in _FORBIDDING.get(field, ()) and verdicts.forbidden[at]:
                against.append(words)
    decision = decide(score, bool(verdicts.forbidden[at]), strictness)
    return Judgement(decision, score, tuple(evidence), tuple(against))


_QUOTED = frozenset(["title", "people", "container", "year", "volume", "issue", "page", "doi"])


def decide(score: float, is_forbidden: bool, strictness: Strictness) -> Decision:
    """Make a decision of a score."""
    if is_forbidden or score < DOUBTFUL_FROM:
        return "different"
    return "same" if score >= SAME_FROM[strictness] else "doubtful"


def scores(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logarithms of odds into probabilities."""
    return 1 / (1 + np.exp(-log_odds))
