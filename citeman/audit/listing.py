"""What is seen over the whole list: identifiers that moved, and identifiers that contradict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from citeman.audit.claims import Told
from citeman.audit.judging import judge
from citeman.audit.verdicts import Checked
from citeman.model import Reference
from citeman.text import fold

NEIGHBOURS = (1, -1)
FEWEST = 2
"""Identifiers moved by as many places are a shift; a single one is a slip."""


class Shift(NamedTuple):
    """Identifiers of one kind that all fit the text so many places further on (or back)."""

    kind: str
    offset: int
    keys: tuple[str, ...]

    def __str__(self) -> str:
        far = abs(self.offset)
        by, places = ("one", "") if far == 1 else (str(far), f"{far} places ")
        where = "after" if self.offset > 0 else "before"
        return (
            f"{len(self.keys)} {self.kind}s are shifted by {by}, from {self.keys[0]} to "
            f"{self.keys[-1]}: each fits the reference {places}{where} its own"
        )


def with_owners(
    checked: Sequence[Checked], told: Sequence[Told]
) -> tuple[list[Checked], list[Shift]]:
    """Say of every identifier that does not fit its text which other text of the list it fits.

    `told` is what every text of the list tells, in order. Identifiers that moved together are
    given as shifts as well; then they differ even where their own texts say too little.
    """
    by_title = _places_by_title(told)
    moves = {
        i: place
        for i, one in enumerate(checked)
        if one.held and one.verdict in ("differs", "cannot-tell")
        if (place := _owner(one, one.held, told, by_title)) is not None
    }
    shifts = _shifts(checked, moves)
    by_move = {(shift.kind, shift.offset): shift for shift in shifts}
    moved = list(checked)
    for i, place in moves.items():
        one = checked[i]
        words = f"it fits {_where(one.claim.place, place)}, {told[place].key}"
        shift = by_move.get((one.claim.identifier.kind, place - one.claim.place))
        if shift:
            moved[i] = one._replace(verdict="differs").noting(words, str(shift))
        else:
            moved[i] = one.noting(words)
    return moved, shifts


def with_conflicts(checked: Sequence[Checked]) -> list[Checked]:
    """Say where the identifiers of one reference name different works, or where one is lacking."""
    by_place: defaultdict[int, list[Checked]] = defaultdict(list)
    for one in checked:
        by_place[one.claim.place].append(one)
    return [_with_conflicts(one, by_place[one.claim.place]) for one in checked]


def _places_by_title(told: Iterable[Told]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, telling in enumerate(told):
        places.setdefault(fold(telling.reference.title), place)
    return places


def _owner(
    one: Checked, held: Reference, told: Sequence[Told], by_title: dict[str, int]
) -> int | None:
    """Find the text that a record fits: among the neighbours first, then by its title."""
    here = one.claim.place
    near = [here + step for step in NEIGHBOURS if 0 <= here + step < len(told)]
    far = by_title.get(fold(held.title), here) if fold(held.title) else here
    others = [place for place in (*near, far) if place != here]
    return next((p for p in others if judge(told[p], held) == "agrees"), None)


def _shifts(checked: Sequence[Checked], moves: Mapping[int, int]) -> list[Shift]:
    """Count what moved by the same number of places.

    A text that has its right identifier lost none to a neighbour: two references may be to one
    work, or one may be mistyped.
    """
    served = {(o.claim.place, o.claim.identifier.kind) for o in checked if o.verdict == "agrees"}
    keys: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for i, place in moves.items():
        claim = checked[i].claim
        if (place, claim.identifier.kind) not in served:
            keys[claim.identifier.kind, place - claim.place].append(claim.told.key)
    return [Shift(*move, tuple(keys)) for move, keys in keys.items() if len(keys) >= FEWEST]


def _where(here: int, place: int) -> str:
    return {1: "the next reference", -1: "the reference before"}.get(
        place - here, "another reference of the list"
    )


def _with_conflicts(one: Checked, siblings: Sequence[Checked]) -> Checked:
    """Compare one identifier with the others of its reference, by the records they name."""
    rivals = [s for s in siblings if one.held and s.held and _are_two(one.held, s.held)]
    own = one.claim.identifier.kind
    words = [f"the {own} and the {r.claim.identifier.kind} name two works" for r in rivals]
    if one.verdict == "not-found":
        words += filter(None, (_other_than_given(one, s) for s in siblings))
    is_right = one.verdict == "agrees"
    conflicts = any(not is_right or rival.verdict == "agrees" for rival in rivals)
    return one._replace(conflicts=conflicts).noting(*words)


def _other_than_given(one: Checked, sibling: Checked) -> str:
    """Say which identifier of the same kind the record has that fits the text."""
    kind, value = one.claim.identifier
    known = getattr(sibling.held, kind) if sibling.held and sibling.verdict == "agrees" else ""
    if not known or known.casefold() == value.casefold():
        return ""
    return f"the record of {sibling.claim.given}, which fits the text, has the {kind} {known}"


def _are_two(one: Reference, other: Reference) -> bool:
    """Tell whether two records are of two works: some identifier that both have differs."""
    pairs = [(one.PMID, other.PMID), (one.DOI, other.DOI), (one.PMCID, other.PMCID)]
    known = [(a.casefold(), b.casefold()) for a, b in pairs if a and b]
    return bool(known) and known[0][0] != known[0][1]
