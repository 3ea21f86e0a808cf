"""Find the records that decisions are about, and the decisions that contradict each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citeman.match.clusters import components
from citeman.match.decisions import Decided, Ruling, Side, side_of
from citeman.model import Record
from citeman.text import fold

Both = tuple[int, int]
"""Two records or works by their numbers, the smaller first."""


class Dispute(NamedTuple):
    """Two decisions on one pair that say different things; the later one counts."""

    earlier: Ruling
    later: Ruling


class Settled(NamedTuple):
    """What decisions come to: pairs that are one work, and pairs that are two.

    `against` are those that say "different" of records that others say are the same, in one or
    more steps. Somebody is wrong there, and so these others are not followed.
    """

    same: list[Both]
    different: list[Both]
    against: list[Ruling]


def settle(decided: Mapping[Both, Ruling]) -> Settled:
    """Leave out what contradicts other decisions.

    >>> a, b, c = (Side(key) for key in "abc")
    >>> said = {(0, 1): Ruling("same", a, b), (1, 2): Ruling("same", b, c)}
    >>> settle(said).same, settle(said | {(0, 2): Ruling("different", a, c)}).same
    ([(0, 1), (1, 2)], [])
    """
    same = [both for both, ruling in decided.items() if ruling.decision == "same"]
    different = [both for both, ruling in decided.items() if ruling.decision == "different"]
    size = 1 + max((place for both in same for place in both), default=-1)
    groups = components(size, same)
    home = {place: at for at, group in enumerate(groups) for place in group}
    wrong = [(i, j) for i, j in different if i in home and home[i] == home.get(j)]
    torn = {home[i] for i, _ in wrong}
    return Settled(
        [both for both in same if home[both[0]] not in torn],
        different,
        [decided[both] for both in wrong],
    )


class Applied(NamedTuple):
    """Decisions as pairs of places in a list of records, and those whose records are not there."""

    same: list[Both]
    different: list[Both]
    missing: list[Ruling]
    disputed: list[Dispute]
    against: list[Ruling]


def apply_rulings(rulings: Iterable[Ruling], records: Sequence[Record]) -> Applied:
    """Find the records that decisions are about, by identifier, else who-when-what, else key.

    Where several copies of a record are there, the decision holds for each. Of two decisions on
    one pair the later one counts.
    """
    decided: dict[Both, Ruling] = {}
    missing: list[Ruling] = []
    disputed: list[Dispute] = []
    for ruling, pairs in find_pairs(rulings, records):
        if not pairs:
            missing.append(ruling)
        disputed += disputes(decided, dict.fromkeys(pairs, ruling))
        decided |= dict.fromkeys(pairs, ruling)
    same, different, against = settle(decided)
    return Applied(same, different, missing, disputed, against)


def find_pairs(
    rulings: Iterable[Ruling], records: Sequence[Record]
) -> Iterator[tuple[Ruling, list[Both]]]:
    """Give each decision with the pairs of records that it is about, by their places."""
    index = _Index(records)
    for ruling in rulings:
        ones, others = index.places(ruling.first), index.places(ruling.second)
        yield ruling, sorted({(min(i, j), max(i, j)) for i in ones for j in others if i != j})


def disputes(earlier: Mapping[Both, Ruling], later: Mapping[Both, Ruling]) -> list[Dispute]:
    """Find the later decisions that say otherwise than earlier ones, each once."""
    found = [
        Dispute(earlier[both], ruling)
        for both, ruling in later.items()
        if both in earlier and earlier[both].decision != ruling.decision
    ]
    return [one for at, one in enumerate(found) if one not in found[:at]]


class Remembered:
    """Many decisions, asked about two records at a time."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self._rulings = rulings
        self._by: dict[tuple[str, str], set[int]] = {}
        for number, ruling in enumerate(rulings):
            for side in (ruling.first, ruling.second):
                for part in _parts(_plain(side)):
                    self._by.setdefault(part, set()).add(number)

    def about(self, record: Record, *, by_key: bool = True) -> set[int]:
        """Give the numbers of the decisions that may be about a record; `by_key` if by that alone.

        Any work may bear a key that another had.
        """
        parts = _parts(_plain(side_of(record))) if self._rulings else ()
        telling = (part for part in parts if by_key or part[0] != "key")
        return {number for part in telling for number in self._by.get(part, ())}

    def between(self, one: Record, other: Record) -> Decided | None:
        """Say what was decided last of two records, if anything was."""
        shared = sorted(self.about(one) & self.about(other))
        found = apply_rulings([self._rulings[number] for number in shared], [one, other])
        return "same" if found.same else "different" if found.different else None


def _parts(side: Side) -> list[tuple[str, str]]:
    return [(part, value) for part in _PARTS if (value := getattr(side, part))]


class _Index:
    """The places of records by each part of the side that names them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._by: dict[tuple[str, str], list[int]] = {}
        self._sides = [_plain(side_of(record)) for record in records]
        for place, side in enumerate(self._sides):
            for part in _parts(side):
                self._by.setdefault(part, []).append(place)

    def places(self, side: Side) -> list[int]:
        """Give the places of the records that a side names best."""
        wanted = _plain(side)
        places = {place for part in _parts(wanted) for place in self._by.get(part, ())}
        ranks = {place: self._rank(wanted, self._sides[place]) for place in places}
        best = max(ranks.values(), default=())
        return sorted(place for place, rank in ranks.items() if rank == best and any(rank))

    def _rank(self, wanted: Side, side: Side) -> tuple[bool, ...]:
        same_id = any(
            getattr(wanted, part) and getattr(wanted, part) == getattr(side, part)
            for part in ("pmid", "doi")
        )
        same_label = bool(wanted.label) and wanted.label == side.label
        may_be = (
            not wanted.label or wanted.label.split()[:_WHO_WHEN] == side.label.split()[:_WHO_WHEN]
        )
        return same_id, same_label, wanted.key == side.key and may_be


_WHO_WHEN = 2
"""Words of a label that must be the same where a record is known by its key alone."""
_PARTS = ("pmid", "doi", "label", "key")


def _plain(side: Side) -> Side:
    return Side(side.key, side.pmid, side.doi, fold(side.label))
