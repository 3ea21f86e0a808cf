"""Teach the packaged model a person's corrections, and measure what that is good for."""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from citeman.parse.model import Weights, packaged
from citeman.train import facts
from citeman.train.adapt import adapt
from citeman.train.compare import (
    Comparison,
    Gold,
    Values,
    compare,
    of_example,
    readings,
    values_of,
)
from citeman.train.corrections import Correction
from citeman.train.examples import Example
from citeman.train.render import render

OTHERS, CONTROL = 400, 300
"""References rendered in ordinary styles: what is not to be forgotten, and what that is tried on.

The two share no fact and no draw of styles.
"""
FOLDS = 5
"""Corrections are parted so many ways; each part is read by a model that has not seen it."""
ENOUGH = 200
"""From so many corrections on, one part is held back instead of each in turn."""


class Taught(NamedTuple):
    """A model, and how it does beside the packaged one.

    `held_out` is on corrections it had not seen (None when there are too few to hold any back),
    `control` on references in ordinary styles.
    """

    weights: Weights
    held_out: Comparison | None
    control: Comparison

    @property
    def is_worse(self) -> bool:
        """Tell whether teaching made the model worse at the very strings it was to learn."""
        return self.held_out is not None and self.held_out.is_worse

    def report(self) -> dict[str, Any]:
        """Give the figures as data for JSON."""
        return {
            "held_out": self.held_out.plain() if self.held_out else None,
            "control": self.control.plain(),
            "worse_than_packaged": self.is_worse,
        }


def teach(corrections: Sequence[Correction], seed: int = 1) -> Taught:
    """Adapt the packaged model to corrections; the same seed gives the same model."""
    others = [example.raw for example in _rendered(0, OTHERS)]
    weights = adapt(packaged(), [one.example for one in corrections], others, seed)
    control = [of_example(example) for example in _rendered(1, CONTROL)]
    return Taught(weights, _held_out(corrections, others, seed), _compared(control, weights))


def _rendered(part: int, number: int) -> list[Example]:
    rng = random.Random(part)
    known = facts.pools(part)
    return list(render(facts.works(known, number, rng), known, rng))


def _compared(golds: Sequence[Gold], weights: Weights) -> Comparison:
    strings = [gold.raw for gold in golds]
    return compare(golds, readings(strings, None), readings(strings, weights))


def _held_out(
    corrections: Sequence[Correction], others: Sequence[str], seed: int
) -> Comparison | None:
    """Compare on corrections read by models that have learnt from the other ones."""
    if len(corrections) < 2:
        return None
    golds: list[Gold] = []
    after: list[Values] = []
    for part in range(FOLDS if len(corrections) < ENOUGH else 1):
        seen = [one.example for i, one in enumerate(corrections) if i % FOLDS != part]
        unseen = corrections[part::FOLDS]
        if not unseen:
            break
        golds += [Gold(one.raw, values_of(one.reference)) for one in unseen]
        model = adapt(packaged(), seen, others, seed)
        after += readings([one.raw for one in unseen], model)
    return compare(golds, readings([gold.raw for gold in golds], None), after)
