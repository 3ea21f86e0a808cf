"""How alike two references are, and why: evidence per field that a person can read.

The score is what the evidence adds up to, each piece weighed by how much more often it is seen in
two descriptions of one work than in descriptions of two similar works. Year, volume and page may
support and never veto: between "ahead of print" and the final form they change all the time.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from citeman.fields.names import write_names
from citeman.match.kinds import is_preprint
from citeman.match.likeness import likenesses
from citeman.match.weights import WEIGHTS, Evidence, Verdict, Weight
from citeman.model import Date, Reference

__all__ = [
    "LOCATORS",
    "WEIGHTS",
    "Comparison",
    "Evidence",
    "Verdict",
    "Weight",
    "compare",
    "is_preprint",
    "likenesses",
    "probability",
]


class Comparison(NamedTuple):
    """How likely two references are one work, from 0 to 1, and what speaks for and against.

    `kinds` maps each field that could be compared to a kind of likeness.
    """

    score: float
    kinds: Mapping[str, str]
    ours: Reference
    theirs: Reference

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The same in words, field by field."""
        return tuple(self._spelt(field, kind) for field, kind in self.kinds.items())

    def verdict(self, field: str) -> Verdict:
        """Look up what one field says."""
        kind = self.kinds.get(field)
        return WEIGHTS[field, kind].verdict if kind else "missing"

    def kind(self, field: str) -> str:
        """Look up which kind of likeness one field shows; "" where it was not compared."""
        return self.kinds.get(field, "")

    def agreeing(self) -> frozenset[str]:
        """The fields that agree."""
        return frozenset(
            f for f, kind in self.kinds.items() if WEIGHTS[f, kind].verdict == "agrees"
        )

    def _spelt(self, field: str, kind: str) -> Evidence:
        verdict, weight, words = WEIGHTS[field, kind]
        if verdict != "agrees" and field in _QUOTED:
            words += f': "{_spell(self.ours, field)}" and "{_spell(self.theirs, field)}"'
        return Evidence(field, verdict, weight, words, kind)


_QUOTED = ("title", "author", "container_title", "issued", "volume", "page", "DOI")


def _spell(reference: Reference, field: str) -> str:
    match getattr(reference, field):
        case Date() as date:
            return str(date.year)
        case tuple() as names:
            return write_names(names[:3], truncated=len(names) > 3)
        case text:
            return str(text or reference.container_title_short)


LOCATORS = ("issued", "volume", "page")
LOCATORS_FLOOR = -1.0
"""What year, volume and page may weigh together at worst: 26% of the pairs of "ahead of print"
and final form agree in none of them, 70% of the pairs of similar works."""

PRIOR, SHARE = -2.25, 0.5
"""What the sum of the weights makes of the odds, as a logarithm: fitted on one half of the works.
Kinds of evidence repeat one another, so that the sum counts for half. docs/matching.md shows what
came of the works in the other half."""


def compare(ours: Reference, theirs: Reference, text: str = "") -> Comparison:
    """Compare two references field by field; PMIDs are left to those who question them.

    `text` is the string that speaks of ours, if there is one: where fields that were read from it
    do not agree with theirs, the string itself is looked at.

    >>> ours = Reference(title="Side effects of cytokines", volume="37")
    >>> theirs = Reference(title="Side effects of cytokines.", volume="36")
    >>> for evidence in compare(ours, theirs).evidence:
    ...     print(evidence.field, evidence.verdict, evidence.weight, evidence.words)
    title agrees 9.4 same title
    volume differs -3.4 volumes differ: "37" and "36"
    """
    kinds = likenesses(ours, theirs, text)
    return Comparison(probability(kinds), kinds, ours, theirs)


def probability(kinds: Mapping[str, str]) -> float:
    """Tell how likely two references are one work, from 0 to 1, by their kinds of likeness."""
    weights = {field: WEIGHTS[field, kind].weight for field, kind in kinds.items()}
    locators = sum(weights.pop(field, 0.0) for field in LOCATORS)
    total = sum(weights.values()) + max(locators, LOCATORS_FLOOR)
    return 1 / (1 + math.exp(-(PRIOR + SHARE * total)))
