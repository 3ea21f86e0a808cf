"""Same, doubtful or different: what the evidence on pairs of references comes to."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.alike import Kinds, alike, alike_by_codes
from citeman.match.columns import Columns, Rows, columns_of, fingerprints
from citeman.match.contradictions import RULES, Rule
from citeman.match.facts import Facts, facts_of
from citeman.match.odds import KINDS, ODDS, PRIOR
from citeman.match.weights import Evidence
from citeman.model import Reference

Decision = Literal["same", "doubtful", "different"]
Strictness = Literal["careful", "normal", "loose"]
Preprints = Literal["apart", "together"]

SAME_FROM: Mapping[Strictness, float] = {"careful": 0.85, "normal": 0.5, "loose": 0.3}
"""From which score on two references are taken for one work, if nothing contradicts it."""
IDENTICAL = 7.0
"""What at least two references weigh of which every compared field is the same, as log odds."""
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

    `log_odds` are natural logarithms; `against` has the bit of each of `RULES` that contradicts
    one work, the first rule's lowest.
    """

    kinds: Kinds
    log_odds: NDArray[np.float64]
    against: NDArray[np.uint64]

    @property
    def apart(self) -> NDArray[np.bool_]:
        """Whether something contradicts one work, for each pair."""
        return self.against > 0

    @property
    def barred(self) -> NDArray[np.bool_]:
        """Whether something does for which nothing can make up."""
        return (self.against & _BARRING) > 0


_BARRING = np.uint64(sum(1 << at for at, rule in enumerate(RULES) if not rule.is_outvoted))


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
    prints = fingerprints(columns)
    identical = (prints[first] == prints[second]) & (columns["title"].codes[first] > 0)
    log_odds[identical] = np.maximum(log_odds[identical], IDENTICAL)
    against = contradictions(kinds, preprints)
    against[identical] = 0
    return Verdicts(kinds, log_odds, against)


_WEIGHTS = {
    field: np.array([0.0, *(weight.weight for weight in kinds.values())])
    for field, kinds in ODDS.items()
}


def contradictions(kinds: Kinds, preprints: Preprints) -> NDArray[np.uint64]:
    """Give for each pair the bits of the rules that keep it apart."""
    against = np.zeros(len(kinds["title"]), np.uint64)
    for at, rule in enumerate(RULES):
        if _holds(rule, preprints):
            against |= applies(rule, kinds).astype(np.uint64) << np.uint64(at)
    return against


def kept_apart(
    columns: Columns, first: Rows, second: Rows, preprints: Preprints
) -> NDArray[np.bool_]:
    """Tell quickly of which pairs it is certain that a rule keeps them apart.

    Only the rules are asked that look at nothing but fields that are the same or not.
    """
    kinds = alike_by_codes(columns, first, second)
    apart = np.zeros(len(first), bool)
    for rule in RULES:
        asked = {rule.field, *rule.unless, *rule.unless_all}
        if _holds(rule, preprints) and kinds.keys() >= asked:
            apart |= applies(rule, kinds)
    return apart


def at_most(columns: Columns, first: Rows, second: Rows, *, title: str) -> NDArray[np.float64]:
    """Give the log odds that each pair can reach if its titles show this kind of likeness."""
    kinds = alike_by_codes(columns, first, second)
    unread = [field for field in KINDS if field not in kinds and field != "title"]
    best = sum(float(_WEIGHTS[field].max()) for field in unread)
    log_odds = np.full(len(first), PRIOR + ODDS["title"][title].weight + best)
    for field, numbers in kinds.items():
        log_odds += _WEIGHTS[field][numbers]
    return log_odds


def _holds(rule: Rule, preprints: Preprints) -> bool:
    """Tell whether a rule is asked: that on preprints not where they are one with articles."""
    return preprints == "apart" or rule.kinds != ("preprint",)


def applies(rule: Rule, kinds: Kinds) -> NDArray[np.bool_]:
    """Tell for each pair whether a rule forbids it to be one work."""
    told = _is_any(rule.field, rule.kinds, kinds)
    for field, excusing in rule.unless.items():
        told &= ~_is_any(field, excusing, kinds)
    if rule.unless_all:
        told &= ~np.all([_is_any(*each, kinds) for each in rule.unless_all.items()], axis=0)
    return told


def _is_any(field: str, names: tuple[str, ...], kinds: Kinds) -> NDArray[np.bool_]:
    told: NDArray[np.bool_] = _table(field, names)[kinds[field]]
    return told


@cache
def _table(field: str, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Tell of each number of a field's kinds whether it is one of these."""
    return np.array([kind in names for kind in KINDS[field]])


def explain(
    verdicts: Verdicts,
    at: int,
    columns: Columns,
    rows: tuple[int, int],
    strictness: Strictness,
) -> Judgement:
    """Say in words what one pair came to: the `at`-th, of two rows of the columns."""
    numbers = {field: int(column[at]) for field, column in verdicts.kinds.items()}
    evidence = tuple(
        _spelt(field, KINDS[field][number], columns, rows)
        for field, number in numbers.items()
        if number
    )
    score = float(scores(verdicts.log_odds[at]))
    bits = int(verdicts.against[at])
    against = tuple(
        dict.fromkeys(rule.words for place, rule in enumerate(RULES) if bits >> place & 1)
    )
    return Judgement(decide(score, bool(against), strictness), score, evidence, against)


def _spelt(field: str, kind: str, columns: Columns, rows: tuple[int, int]) -> Evidence:
    verdict, weight, words = ODDS[field][kind]
    if verdict != "agrees" and field in columns and field != "kind":
        one, other = (columns[field].values[columns[field].codes[row]] for row in rows)
        words += f': "{one}" and "{other}"' if one or other else ""
    return Evidence(field, verdict, weight, words, kind)


def decide(score: float, is_forbidden: bool, strictness: Strictness) -> Decision:
    """Make a decision of a score."""
    if is_forbidden or score < DOUBTFUL_FROM:
        return "different"
    return "same" if score >= SAME_FROM[strictness] else "doubtful"


def least_odds(strictness: Strictness) -> float:
    """Give the log odds from which on two references are taken for one work."""
    return _log_odds(SAME_FROM[strictness])


def decisions(
    log_odds: NDArray[np.float64], against: NDArray[np.uint64], strictness: Strictness
) -> NDArray[np.str_]:
    """Make a decision of each of many pairs."""
    different = (against > 0) | (log_odds < _log_odds(DOUBTFUL_FROM))
    is_same = log_odds >= least_odds(strictness)
    return np.select([different, is_same], ["different", "same"], "doubtful")


def _log_odds(score: float) -> float:
    return float(np.log(score / (1 - score)))


def scores(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logarithms of odds into probabilities."""
    return 1 / (1 + np.exp(-log_odds))
