"""What people decided about the works of a library: in it, and as they are given."""

from collections.abc import Sequence
from typing import NamedTuple

from citeman.library import Library, knowing
from citeman.match.decided import Both, Dispute, disputes, find_pairs, settle
from citeman.match.decisions import Ruling
from citeman.match.duplicates import Duplicates, Links
from citeman.model import Record
from citeman.workflow.deduping import Deduped


def ordered(one: int, other: int) -> Both:
    """Put two numbers of works in order."""
    return min(one, other), max(one, other)


class Decided:
    """What people decided about works of a library: those in it, then those given.

    `settled` is what was decided last of any two works, without what contradicts itself.
    """

    def __init__(self, library: Library, rulings: Sequence[Ruling]) -> None:
        placed, unplaced = knowing.placed_rulings(library.base)
        known = _find_works(library, unplaced)
        found = _find_works(library, rulings)
        old = known.by | {ordered(*pair): ruling for pair, ruling in placed}
        self.settled = settle(old | found.by)
        self.contrary = found.contrary
        self._missing = found.missing
        self._disputed = [*found.disputed, *disputes(old, found.by)]
        self.unkept = {
            both: ruling
            for both, ruling in found.by.items()
            if both not in old or old[both].decision != ruling.decision
        }

    def links(self, numbers: Sequence[int]) -> Links:
        """Give them by the places of the works."""
        places = {number: at for at, number in enumerate(numbers)}
        same, different = (
            [(places[i], places[j]) for i, j in pairs]
            for pairs in (self.settled.same, self.settled.different)
        )
        return Links(same, different)

    def among(self, works: Sequence[Record], found: Duplicates) -> Deduped:
        """Say what was found, with the decisions that somebody should look at."""
        return Deduped(works, found, self._missing, self._disputed, self.settled.against)


class _Named(NamedTuple):
    """Works that decisions name, those whose works are not there, and those against a join.

    `disputed` say otherwise than earlier ones among them.
    """

    by: dict[Both, Ruling]
    missing: list[Ruling]
    contrary: list[Ruling]
    disputed: list[Dispute]


def _find_works(library: Library, rulings: Sequence[Ruling]) -> _Named:
    """Find the works that decisions are about, also by the records that were merged into them."""
    if not rulings:
        return _Named({}, [], [], [])
    homes = list(library.records())
    found = _Named({}, [], [], [])
    for ruling, places in find_pairs(rulings, [record for _, record in homes]):
        pairs = [(homes[i][0], homes[j][0]) for i, j in places]
        if not pairs:
            found.missing.append(ruling)
        said = {ordered(*pair): ruling for pair in pairs if pair[0] != pair[1]}
        found.disputed.extend(disputes(found.by, said))
        found.by.update(said)
        if ruling.decision == "different" and any(i == j for i, j in pairs):
            found.contrary.append(ruling)
    return found
