"""Take the one work that a mention must mean, or leave the mention alone and say why."""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from citeman.mentions.clues import Clues
from citeman.mentions.weigh import Weighed
from citeman.mentions.when import Window

SURE = 0.99
"""The probability from which a work is taken to be the one meant."""
SURE_OF_TOPIC = 0.9995
"""The same where nothing but words of the title speaks for it: sister papers share these."""
SHOWN = 0.02
MOST_SHOWN = 5
_VETO = -3.0
_COUNTS = 1.0
_KINDS = 2
_ALONE = 9.0
"""Evidence of one kind that is enough: an identifier, or many rare words of the title."""


class Choice(NamedTuple):
    """The candidates worth showing, with their probabilities, and the one that is meant.

    `decision` is the place of the one meant among the candidates, or None; `why` says then why
    the mention is left alone.
    """

    candidates: tuple[tuple[Weighed, float], ...]
    decision: int | None
    why: str = ""


def choose(
    clues: Clues,
    weighed: Sequence[Weighed],
    *,
    talk: bool = False,
    likely: Collection[str] = (),
) -> Choice:
    """Choose among weighed candidates, with the possibility that it is none of them.

    `likely` are ids of works that other mentions of the page mean: however many there are on the
    shelf, such a work is meant again by every third mention.
    """
    weighed = [_raised(one) if one.card.id in likely else one for one in weighed]
    ranked = _probable(weighed, _is_paper(clues, talk=talk))
    shown = tuple(pair for pair in ranked[:MOST_SHOWN] if pair[1] >= SHOWN)
    why = _why_not(clues, ranked, talk=talk)
    return Choice(shown, None if why else 0, why)


_AGAIN = math.log(0.3)


def _raised(one: Weighed) -> Weighed:
    prior = max(one.prior, _AGAIN)
    return one._replace(total=one.total - one.prior + prior, prior=prior)


_PAPER, _VAGUE_PAPER, _TALK_PAPER = 1.0, 0.5, 0.05
"""How likely a mention speaks of a paper at all: always, when it only says that something was
heard "earlier this year", and where a talk or an announcement is named."""


def _is_paper(clues: Clues, *, talk: bool) -> float:
    if talk:
        return _TALK_PAPER
    return _VAGUE_PAPER if _is_only_vague(clues) else _PAPER


def _probable(weighed: Sequence[Weighed], chance: float) -> list[tuple[Weighed, float]]:
    """Turn odds into probabilities that add up to `chance` with that of none of them."""
    top = max([0.0, *(one.total for one in weighed)])
    whole = math.exp(-top) + sum(math.exp(one.total - top) for one in weighed)
    pairs = [(one, chance * math.exp(one.total - top) / whole) for one in weighed]
    return sorted(pairs, key=lambda pair: -pair[1])


def _why_not(clues: Clues, ranked: Sequence[tuple[Weighed, float]], *, talk: bool) -> str:
    own = clues.own
    if talk:
        return "it speaks of a talk or an announcement, not of a paper"
    if _is_only_vague(clues):
        return "it says when only vaguely, and names neither journal nor author"
    if not ranked or ranked[0][1] < SHOWN:
        return "no work fits it"
    best, probability = ranked[0]
    if own.identifiers and not any(e.field in ("PMID", "PMCID", "DOI") for e in best.evidence):
        return "no work has the identifier that it gives"
    fields = {piece.field for piece in best.evidence if piece.weight >= _COUNTS}
    if probability < (SURE_OF_TOPIC if fields <= {"title"} else SURE):
        rivals = [one for one, chance in ranked[1:] if chance >= SHOWN]
        return (
            "several works fit it" if rivals else "too little speaks for the work that fits best"
        )
    against = [p.words for p in best.evidence if p.weight <= _VETO and p.field != "topic"]
    if against:
        return f"the work that fits best is contradicted: {against[0]}"
    if _is_trial_alone(clues, best) and any(_is_trial_alone(clues, one) for one, _ in ranked[1:]):
        return "several works of that trial fit it"
    if clues.own.groups and "group" not in fields and fields.isdisjoint(_PLACES):
        return f'nothing says that it is of "{clues.own.groups[0]}"'
    strong = {piece.field for piece in best.evidence if piece.weight >= _ALONE}
    if len(fields) < _KINDS and not strong:
        return "only one thing speaks for the work that fits best"
    return ""


_PLACES = frozenset(["author", "number", "container_title", "PMID", "PMCID", "DOI"])


def _is_trial_alone(clues: Clues, one: Weighed) -> bool:
    """Tell whether a work is known by the trial's name, and by nothing that tells its papers."""
    fields = {piece.field for piece in one.evidence if piece.weight >= _COUNTS}
    return bool(clues.own.groups) and "group" in fields and fields <= {"group", "title"}


def _is_only_vague(clues: Clues) -> bool:
    own = clues.own
    vague = any(when.vague for when in own.when)
    return vague and not (own.journals or own.persons or own.cited or own.identifiers)


def consistent(clues: Sequence[Clues], choices: Sequence[Choice]) -> list[Choice]:
    """Take back what contradicts a surer mention of the same page.

    A paper that one mention dates to the day or month is not what another means by other days.
    """
    dated = {
        _meant(choice): window
        for one, choice in zip(clues, choices, strict=True)
        if choice.decision is not None and (window := _exact_window(one))
    }
    return [
        choice._replace(decision=None, why=f"the paper that fits is of {_say(window)}")
        if (window := dated.get(_meant(choice))) and _is_apart(one, window)
        else choice
        for one, choice in zip(clues, choices, strict=True)
    ]


def _meant(choice: Choice) -> str:
    return "" if choice.decision is None else choice.candidates[choice.decision][0].card.id


_MONTH = 31


def _exact_window(clues: Clues) -> Window | None:
    window = clues.own.window
    return window if window and window.days <= _MONTH else None


def _is_apart(clues: Clues, other: Window) -> bool:
    window = clues.own.window
    return window is not None and not window.overlaps(other)


def _say(window: Window) -> str:
    return str(window.first) if window.days == 1 else f"{window.first} to {window.last}"
