"""The duplicates among the works of a library: found, and joined where they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from citeman.library import Library, Pair, knowing
from citeman.library.changing import Change
from citeman.library.computing import key_of
from citeman.match.decided import Both
from citeman.match.deciding import Judgement, Preprints, Strictness
from citeman.match.decisions import Ruling
from citeman.match.duplicates import Duplicates, find_duplicates
from citeman.model import Record, replace
from citeman.workflow.clustering import Group
from citeman.workflow.deduping import Deduped, Sources, source_of
from citeman.workflow.recognising import pair_of
from citeman.workflow.rulings import Decided, ordered


class Works(Sequence[Record]):
    """The works of a library in the order in which they came, each read when it is asked for."""

    def __init__(self, library: Library) -> None:
        self.numbers = library.works()
        self._library = library

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        if isinstance(at, slice):
            return [self._library.record(number) for number in self.numbers[at]]
        return self._library.record(self.numbers[at])

    def __len__(self) -> int:
        return len(self.numbers)


class Found(NamedTuple):
    """The duplicates of a library, and decisions that it does not have yet.

    `unkept` are those that were given, by the works they are about; `contrary` those that say of
    what the library has joined that it is different. `change` was the last one when they were
    looked for.
    """

    works: Works
    deduped: Deduped
    unkept: Mapping[Both, Ruling]
    contrary: list[Ruling]
    change: int


class United(NamedTuple):
    """What came of joining: works that went into others, decisions that are new, old key -> new.

    `change` is the number of the change in the log, None where nothing was changed.
    """

    found: Found
    joined: int
    decided: int
    keys: dict[str, str]
    words: str
    change: int | None


def find(
    library: Library,
    rulings: Sequence[Ruling] = (),
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
) -> Found:
    """Find the works of a library that are one, as people decided where they did.

    What `rulings` say comes after the decisions in the library, and so before them in force.
    """
    with library.still():
        decided = Decided(library, rulings)
        works = Works(library)
        found = find_duplicates(
            (work.reference for work in works),
            strictness=strictness,
            preprints=preprints,
            links=decided.links(works.numbers),
        )
        deduped = decided.among(works, found)
        last = library.last_change()
        return Found(works, deduped, decided.unkept, decided.contrary, last)


def unite(
    library: Library,
    rulings: Sequence[Ruling] = (),
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
    dry_run: bool = False,
    tell: Callable[[Found], None] = lambda found: None,
    write: Callable[[United], None] = lambda made: None,
) -> United:
    """Join what is surely one work, and keep the decisions that are new, in one change.

    Each work joined is a part of the change, and can be undone by itself; of a group the oldest
    keeps its key. `tell` is told what was found before anything is joined, and `write` what came
    of it, before it is kept: where it raises, nothing is. With `dry_run` all is tried and nothing
    kept.

    Others may write while duplicates are looked for. Where somebody did, they are looked for again
    while nobody can.
    """

    def look() -> Found:
        return find(library, rulings, strictness=strictness, preprints=preprints)

    return _join(library, look, dry_run=dry_run, tell=tell, write=write)


def _join(
    library: Library,
    look: Callable[[], Found],
    *,
    dry_run: bool,
    tell: Callable[[Found], None] = lambda found: None,
    write: Callable[[United], None] = lambda made: None,
) -> United:
    """Look while others may write, look again where one did, and join what was found."""
    found = look()
    with library.change() as change:
        if library.last_change() != found.change:
            found = look()
        tell(found)
        made = _apply(library, change, found)
        write(made)
        if dry_run:
            change.abandon()
    return made


def count_sources(library: Library, found: Found) -> Sources:
    """Count by source what the library was given, and what of it is no work of its own.

    Records that were joined to others count as removed, as do works found to be duplicates; those
    that said nothing new when they were imported were not kept, and do not count.
    """
    numbers = found.works.numbers
    surplus = {numbers[at] for group in found.deduped.found.groups for at in group[1:]}
    sources = Sources(Counter(), Counter())
    for number, work in library.homes():
        name = source_of(knowing.kept(library.base, number))
        sources.identified[name] += 1
        sources.removed[name] += number != work or number in surplus
    return sources


def keep_decisions(
    library: Library, rulings: Sequence[Ruling], *, dry_run: bool = False
) -> United:
    """Do what decisions say, and remember them, in one change; nothing else is compared."""
    return _join(library, lambda: _find_decided(library, rulings), dry_run=dry_run)


def _find_decided(library: Library, rulings: Sequence[Ruling]) -> Found:
    """Find the works of a library that decisions are about."""
    with library.still():
        decided = Decided(library, rulings)
        works = Works(library)
        places = {number: at for at, number in enumerate(works.numbers)}
        groups = [
            (places[one], places[other])
            for one, other in decided.settled.same
            if (one, other) in decided.unkept
        ]
        deduped = decided.among(works, Duplicates(tuple(groups), ()))
        last = library.last_change()
        return Found(works, deduped, decided.unkept, decided.contrary, last)


def _apply(library: Library, change: Change, found: Found) -> United:
    duplicates, numbers = found.deduped.found, found.works.numbers
    unkept = dict(found.unkept)
    before = library.size()
    joins = list(_joins(duplicates.groups, numbers, unkept))
    keys = {
        key_of(library.base, numbers[at]): key_of(library.base, numbers[into])
        for at, into in joins
    }
    shown = _Shown(duplicates)
    for at, into in joins:
        ruling = unkept.pop(ordered(numbers[at], numbers[into]), None)
        change.merge(numbers[at], numbers[into], shown.pair(at, into), ruling)
    for (one, other), ruling in unkept.items():
        change.decide(one, other, ruling)
    parts = (("joined", len(joins), "duplicate"), ("kept", len(found.unkept), "decision"))
    counted = (f"{verb} {n:,} {what}{'s' * (n != 1)}" for verb, n, what in parts if n)
    change.words = " and ".join(counted)
    change.before = {"works": before}
    change.after = {"works": before - len(joins), "joined": keys}
    number = change.number if change.effects else None
    return United(found, len(joins), len(found.unkept), keys, change.words, number)


def _joins(
    groups: Iterable[Group], numbers: Sequence[int], decided: Mapping[Both, Ruling]
) -> Iterator[tuple[int, int]]:
    """Say for each place of a group but the first which earlier one it joins.

    It joins the one that a person said it is the same as, so that undoing one join undoes what
    that person said, and no more; else the first.
    """
    for group in groups:
        for at, place in enumerate(group[1:], start=1):
            pairs = (
                (earlier, ordered(numbers[earlier], numbers[place])) for earlier in group[:at]
            )
            said = (earlier for earlier, both in pairs if both in decided)
            yield place, next(said, group[0])


class _Shown:
    """What speaks for joining two places: what was weighed of them, or of the nearest of them."""

    def __init__(self, duplicates: Duplicates) -> None:
        home = {place: group for group in duplicates.groups for place in group}
        self._judged: dict[tuple[int, int], Judgement] = {}
        self._best: dict[int, Judgement] = {}
        for one, other, judgement in duplicates.pairs:
            if other in home.get(one, ()):
                self._judged[one, other] = judgement
                for place in (one, other):
                    best = self._best.get(place)
                    if best is None or judgement.score > best.score:
                        self._best[place] = judgement

    def pair(self, place: int, into: int) -> Pair:
        """Give what the log is to say of a join."""
        both = ordered(place, into)
        judged = self._judged.get(both) or self._best.get(place)
        return replace(pair_of(judged), verdict="same") if judged else Pair("same", 1.0)
