"""Pair the records of two lists that stand for one work: one to one, and never by a guess."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from citeman.match.compare import Comparison, compare
from citeman.match.rules import is_possible, is_sure
from citeman.match.texts import plain_page, plain_volume
from citeman.model import Record, Reference, replace
from citeman.text import fold

_LARGEST = 400
"""Pairs under one name beyond which the name tells nothing, such as a common family name."""
_KEY = 8.0
"""What a key that people chose weighs: as much as a title, for it may have passed to a sister."""
KEYED = frozenset(["bibtex", "biblatex", "csl-json", "csl-yaml"])
"""Formats whose keys people choose; elsewhere citeman makes them."""
_IDENTIFIERS = ("PMID", "DOI", "PMCID")

Name = tuple[str, str]
"""What two records may have in common: what it is, and its value."""


class Pair(NamedTuple):
    """The places of two records in their lists, and why they are one work."""

    one: int
    other: int
    reasons: tuple[str, ...]


class Pairing(NamedTuple):
    """Pairs in the order of the first list, the places of what is left over in either list, and
    which of the left ones may be one work all the same."""

    pairs: tuple[Pair, ...]
    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    doubts: tuple[Pair, ...]


def pair(ours: Sequence[Record], theirs: Sequence[Record]) -> Pairing:
    """Pair the records of two lists.

    What says the same under the same key is paired first, then what shares an identifier or a key
    and does not contradict it, then what is surely one work by all its fields. Of several that
    fit, the one that agrees in most is taken.

    >>> works = [Record(key=key) for key in "abc"]
    >>> pairing = pair(works[:2], works[1:])
    >>> pairing.ours, pairing.theirs, pairing.pairs[0].reasons
    ((0,), (1,), ('says the same',))
    """
    table = _Table(ours, theirs)
    table.join(_whole)
    table.weigh(_given_names)
    table.join(_said)
    table.weigh(_place_names)
    table.weigh(_who_names)
    return table.result()


def is_keyed(record: Record) -> bool:
    """Tell whether a record has a key that citeman did not make."""
    sources = {reading.source for reading in record.readings}
    return bool(record.key) and (not sources or not sources.isdisjoint(KEYED))


def _whole(record: Record) -> bytes:
    said = _said(record)
    return record.key.encode() + b"\0" + said if record.key or said else b""


def _said(record: Record) -> bytes:
    """All that is said of a work; empty where nothing is."""
    reference = replace(record.reference, id="")
    if reference == Reference() and not record.raw:
        return b""
    return msgspec.msgpack.encode((reference, record.raw))


def _given_names(record: Record) -> Iterator[Name]:
    """What people give a work to be found by."""
    for kind in _IDENTIFIERS:
        if value := getattr(record.reference, kind).casefold():
            yield kind, value
    if is_keyed(record):
        yield "key", record.key
    if title := fold(record.reference.title):
        yield "title", title


def _place_names(record: Record) -> Iterator[Name]:
    """Where a work stands: volume and first page with the year."""
    reference = record.reference
    volume, page = plain_volume(reference.volume), plain_page(reference.page)
    if volume and page:
        yield "place", f"{volume} {page} {_year(reference)}"


def _who_names(record: Record) -> Iterator[Name]:
    """Who wrote a work, and when; how its title begins."""
    reference = record.reference
    first = next(iter(reference.author or reference.editor), None)
    if first:
        yield "who", f"{fold(first.family or first.literal)} {_year(reference)}"
    if words := fold(reference.title).split():
        yield "beginning", " ".join(words[:4])
        yield "ending", " ".join(words[-4:])


def _year(reference: Reference) -> int | None:
    return reference.issued.year if reference.issued else None


class _Weighed(NamedTuple):
    """Two records that were compared, and what they share."""

    one: int
    other: int
    comparison: Comparison
    shared: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """How good the pair is: identifiers first, then all fields, of which the key is one."""
        named = sum(kind in _IDENTIFIERS for kind in self.shared)
        weight = sum(e.weight for e in self.comparison.evidence)
        return named - len(self.differing), weight + _KEY * ("key" in self.shared)

    @property
    def is_one_work(self) -> bool:
        """Tell whether the two may be paired without asking anybody.

        An identifier is enough where the titles do not contradict it, a key where the authors do
        not either; where two identifiers contradict, the key must agree, and the titles.
        """
        comparison = self.comparison
        title = comparison.verdict("title")
        has_key = "key" in self.shared
        if self.differing:
            return has_key and title == "agrees" and is_possible(comparison)
        if any(kind in _IDENTIFIERS for kind in self.shared):
            return has_key or title != "differs"
        if has_key and title != "differs" and comparison.verdict("author") != "differs":
            return True
        return is_sure(comparison)

    @property
    def is_doubtful(self) -> bool:
        """Tell whether a person may take the two for one work."""
        names = {*_IDENTIFIERS, "key"}
        return is_possible(self.comparison) or not names.isdisjoint(self.shared)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        shared = (f"same {kind}" for kind in self.shared)
        differing = (f"{kind}s differ" for kind in self.differing)
        said = {*self.shared, *self.differing}
        evidence = (e.words for e in self.comparison.evidence if e.field not in said)
        return (*shared, *differing, *evidence)


class _Table:
    """Two lists on a table, and what has been paired so far."""

    def __init__(self, ours: Sequence[Record], theirs: Sequence[Record]) -> None:
        self.lists = (ours, theirs)
        self.left = (dict.fromkeys(range(len(ours))), dict.fromkeys(range(len(theirs))))
        self.pairs: list[Pair] = []
        self.weighed: dict[tuple[int, int], _Weighed] = {}

    def join(self, same: Callable[[Record], bytes]) -> None:
        """Pair what is equal in some respect, the first with the first."""
        waiting: dict[bytes, list[int]] = {}
        for other in self.left[1]:
            waiting.setdefault(same(self.lists[1][other]), []).append(other)
        for places in waiting.values():
            places.reverse()
        for one in list(self.left[0]):
            name = same(self.lists[0][one])
            if name and (places := waiting.get(name, [])):
                self._take(Pair(one, places.pop(), ("says the same",)))

    def weigh(self, names: Callable[[Record], Iterable[Name]]) -> None:
        """Compare what shares a name, and pair what is surely one work, the best first."""
        for one, other in self._sharing(names):
            if (one, other) not in self.weighed:
                self.weighed[one, other] = _weighed(self.lists, one, other)
        found = (w for w in self.weighed.values() if self._is_left(w) and w.is_one_work)
        for best in sorted(found, key=lambda w: w.rank, reverse=True):
            if self._is_left(best):
                self._take(Pair(best.one, best.other, best.reasons))

    def result(self) -> Pairing:
        """What came of it; doubts are pairs of records that are left over, the best first."""
        doubts = [w for w in self.weighed.values() if self._is_left(w) and w.is_doubtful]
        doubts.sort(key=lambda w: w.rank, reverse=True)
        return Pairing(
            tuple(sorted(self.pairs)),
            tuple(self.left[0]),
            tuple(self.left[1]),
            tuple(Pair(w.one, w.other, w.reasons) for w in doubts),
        )

    def _is_left(self, weighed: _Weighed) -> bool:
        return weighed.one in self.left[0] and weighed.other in self.left[1]

    def _take(self, found: Pair) -> None:
        self.pairs.append(found)
        del self.left[0][found.one], self.left[1][found.other]

    def _sharing(self, names: Callable[[Record], Iterable[Name]]) -> Iterator[tuple[int, int]]:
        """The pairs of left records that share a name which not too many have."""
        ours, theirs = (self._by_name(side, names) for side in (0, 1))
        for name, ones in ours.items():
            others = theirs.get(name, ())
            if len(ones) * len(others) <= _LARGEST:
                yield from ((one, other) for one in ones for other in others)

    def _by_name(
        self, side: int, names: Callable[[Record], Iterable[Name]]
    ) -> Mapping[Name, Sequence[int]]:
        found: dict[Name, list[int]] = {}
        for place in self.left[side]:
            for name in names(self.lists[side][place]):
                found.setdefault(name, []).append(place)
        return found


def _weighed(lists: tuple[Sequence[Record], Sequence[Record]], one: int, other: int) -> _Weighed:
    ours, theirs = lists[0][one], lists[1][other]
    same: list[str] = []
    different: list[str] = []
    for kind in _IDENTIFIERS:
        values = [getattr(record.reference, kind).casefold() for record in (ours, theirs)]
        if all(values):
            (same if values[0] == values[1] else different).append(kind)
    if ours.key == theirs.key and is_keyed(ours) and is_keyed(theirs):
        same.append("key")
    comparison = compare(ours.reference, theirs.reference)
    return _Weighed(one, other, comparison, tuple(same), tuple(different))
