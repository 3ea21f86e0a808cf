"""Put records into a library: new ones, ones that it knows, and ones that it may know."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from citeman.errors import InputError
from citeman.library import Library, Pair
from citeman.library.changing import Change
from citeman.library.computing import group_of, key_of
from citeman.match.merge import relink
from citeman.model import Problem, Record, replace
from citeman.workflow.recognising import Likely, Recognised, blocks_kept, place, recognise
from citeman.workflow.streaming import stream

BATCH = 1000
"""Records that are compared at a time."""
NAMED = 3
"""Files that the log names in words; it has them all beside."""


class Doubted(NamedTuple):
    """A record that came in and may be a work that was there: both keys, and why."""

    key: str
    other: str
    pair: Pair


class Imported(NamedTuple):
    """What came of an import: counts, doubts, and trouble with parts of files or whole ones.

    `known` works were there and nothing was added; `joined` were there and got a further reading.
    `change` is the number of the change in the log, None where nothing was changed.
    """

    new: int
    known: int
    joined: int
    doubted: list[Doubted]
    problems: list[Problem]
    unreadable: list[InputError]
    change: int | None


def import_files(
    library: Library,
    paths: Sequence[str],
    *,
    format_name: str = "",
    join: bool = True,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda records: None,
) -> Imported:
    """Import files of any format or kind, in one change.

    A record that says what one says already is known, and changes nothing. One that is surely a
    work of the library joins it with its readings, or is left where `join` is not wanted. One that
    may be is imported and marked for review. With `dry_run` all is tried and nothing kept.
    """
    with library.change() as change:
        job = _Job(library, change, join=join)
        problems: list[Problem] = []
        unreadable: list[InputError] = []
        for path in paths:
            for gathered in stream(path, format_name):
                job.take(gathered.records)
                problems.extend(gathered.problems)
                unreadable.extend(gathered.unreadable)
                tell(job.taken)
        found = job.imported(problems, unreadable)
        named = ", ".join(paths[:NAMED]) + f" and {len(paths) - NAMED} more" * (len(paths) > NAMED)
        change.words = f"imported {named}: {spell(found)}"
        change.before = {"works": job.before}
        change.after = {"works": job.before + job.new, "files": list(paths)}
        if dry_run:
            change.abandon()
    return found


def spell(found: Imported) -> str:
    """Say what came of an import in one line."""
    parts = (
        (found.new, "new"),
        (found.known, "known"),
        (found.joined, "joined to works that were there"),
        (len({one.key for one in found.doubted}), "of the new ones doubtful"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in parts if number) or "nothing"


class _Job:
    """One import: what has come in so far."""

    def __init__(self, library: Library, change: Change, *, join: bool) -> None:
        self.before = library.size()
        self.new = self.known = self.joined = 0
        self._library = library
        self._base = library.base
        self._change = change
        self._join = join
        self._doubts: list[tuple[int, int, Pair]] = []

    @property
    def taken(self) -> int:
        return self.new + self.known + self.joined

    def take(self, records: Sequence[Record]) -> None:
        """Take a list of records in; their links then point at the keys of the library."""
        standing: list[int] = []
        kept: list[tuple[int, Record]] = []
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            numbers: list[int] = []
            for record, known in zip(batch, recognise(self._library, batch), strict=True):
                number, is_kept = self._take(record, known, numbers)
                numbers.append(number)
                if is_kept:
                    kept.append((number, record))
            self._change.settle()
            standing += numbers
        self._relink(records, standing, [each for each in kept if each[1].links])

    def _relink(
        self, records: Sequence[Record], numbers: Sequence[int], kept: Iterable[tuple[int, Record]]
    ) -> None:
        """Let links that name records of a list by its keys name them by the library's."""
        places = {record.key: number for record, number in zip(records, numbers, strict=True)}
        for number, record in kept:
            named = {link.key: places[link.key] for link in record.links if link.key in places}
            keys = {key: self._name(target) for key, target in named.items()}
            told = relink(record, {key: name for key, name in keys.items() if key != name})
            if told is not record:
                self._change.relink(number, told.links)

    def _take(self, record: Record, known: Recognised, earlier: Sequence[int]) -> tuple[int, bool]:
        """Keep a record or not: the number of the one that stands for it, and whether it is it."""

        def number_of(number: int) -> int:
            return earlier[place(number)] if number < 0 else number

        if known.same is not None:
            return self._take_known(record, known, number_of(known.same))
        likely = self._by_work((number_of(number), pair) for number, pair in known.likely)
        sure = next((one for one in likely if one.pair.verdict == "same"), None)
        if sure is None:
            return self._add(record, known, likely), True
        if not self._join:
            self.known += 1
            return sure.number, False
        return self._add_to(sure.number, record, known, sure.pair), True

    def _take_known(self, record: Record, known: Recognised, same: int) -> tuple[int, bool]:
        """Leave out what says nothing new, unless it has a key of its own to be cited by."""
        if self._join and self._brings_key(record):
            found = known._replace(blocks=blocks_kept(self._library, record))
            return self._add_to(same, record, found, _IDENTICAL), True
        self.known += 1
        return same, False

    def _brings_key(self, record: Record) -> bool:
        is_given = any(reading.reference.id == record.key for reading in record.readings)
        return bool(record.key) and is_given and not self._library.has(record.key)

    def _by_work(self, found: Iterable[tuple[int, Pair]]) -> list[Likely]:
        """Put together what was found of each work, the likeliest first.

        It is the same where one of its records is, and none contradicts it; where one does, a
        person must look. It is none of which a person said so, whichever of its records was meant.
        """
        works: dict[int, list[Pair]] = defaultdict(list)
        for number, pair in found:
            works[group_of(self._base, number).root].append(pair)
        likely = [
            Likely(root, _together(pairs))
            for root, pairs in works.items()
            if all(pair.verdict != "other" for pair in pairs)
        ]
        possible = [one for one in likely if one.pair.verdict != "different"]
        return sorted(possible, key=lambda one: (one.pair.verdict != "same", -one.pair.score))

    def _add(self, record: Record, known: Recognised, likely: Iterable[Likely]) -> int:
        self.new += 1
        number = self._change.keep(record, known.blocks, known.digest)
        for other, pair in likely:
            self._change.doubt(number, other, pair)
            self._doubts.append((number, other, pair))
        return number

    def _add_to(self, work: int, record: Record, known: Recognised, pair: Pair) -> int:
        self.joined += 1
        key = record.key if self._brings_key(record) else None
        number = self._change.keep(record, known.blocks, known.digest, key=key)
        self._change.merge(number, group_of(self._base, work).root, pair)
        return number

    def imported(self, problems: list[Problem], unreadable: list[InputError]) -> Imported:
        """Say what came of it."""
        self._change.settle()
        doubted = [
            Doubted(self._name(number), self._name(other), pair)
            for number, other, pair in self._doubts
        ]
        number = self._change.number if self._change.effects else None
        counts = (self.new, self.known, self.joined)
        return Imported(*counts, doubted, problems, unreadable, number)

    def _name(self, number: int) -> str:
        return key_of(self._base, number)


_IDENTICAL = Pair("same", 1.0, ("identical but for the key",))


def _together(pairs: Sequence[Pair]) -> Pair:
    best = min(pairs, key=lambda pair: (_ORDER.index(pair.verdict), -pair.score))
    is_contradicted = any(pair.verdict == "different" for pair in pairs)
    return (
        replace(best, verdict="doubtful") if is_contradicted and best.verdict == "same" else best
    )


_ORDER = ("same", "doubtful", "different")
