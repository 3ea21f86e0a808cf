"""Find the duplicates of files, and make of them what a user asks for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from citeman import files
from citeman.match.block import keys_of
from citeman.match.columns import Gathering
from citeman.match.deciding import Preprints, Strictness
from citeman.match.decisions import Applied, Ruling, Rulings, apply_rulings, read_rulings
from citeman.match.duplicates import Duplicates, Links, find_duplicates, groups_in
from citeman.match.facts import facts_of
from citeman.match.merge import merge, relink
from citeman.match.skimming import Skimmed, skim_array, skim_lines
from citeman.model import Problem, Record
from citeman.workflow.gathering import gather

Group = tuple[int, ...]


class Clusters(NamedTuple):
    """The id of every item in its order, the groups of those that are one work, and troubles."""

    ids: list[str]
    groups: list[Group]
    problems: list[Problem]


def cluster(
    paths: Iterable[str], *, strictness: Strictness = "normal", preprints: Preprints = "apart"
) -> Clusters:
    """Group the items of files without making records of them: the quick way, for many.

    InputError where a file cannot be read.
    """
    gathering = Gathering()
    ids: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        for skimmed in _skim(path, problems):
            ids.append(skimmed.id)
            gathering.add(skimmed.facts, keys_of(skimmed.facts))
    groups = groups_in(gathering, strictness=strictness, preprints=preprints)
    return Clusters(_named(ids), groups, problems)


def _named(ids: Iterable[str]) -> list[str]:
    """Give items without an id their number."""
    return [each or f"#{number}" for number, each in enumerate(ids, start=1)]


def _skim(path: str, problems: list[Problem]) -> Iterable[Skimmed]:
    """Skim JSON; whatever else a file holds is read as always."""
    suffix = PurePath(path).suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        with files.opened(path) as stream:
            yield from skim_lines(stream, path, problems)
        return
    if suffix == ".json":
        with files.opened(path) as stream:
            items = skim_array(stream.read(), path, problems)
        if items is not None:
            yield from items
            return
    gathered = gather([path])
    for error in gathered.unreadable:
        raise error
    problems += gathered.problems
    for record in gathered.records:
        yield Skimmed(record.key, facts_of(record.reference))


class Sources(NamedTuple):
    """Per source how many records it gave, and how many of them went as duplicates.

    These are the numbers a PRISMA flow diagram begins with.
    """

    identified: Counter[str]
    removed: Counter[str]

    @property
    def remaining(self) -> int:
        """Count the records that are left to be screened."""
        return self.identified.total() - self.removed.total()


class Deduped(NamedTuple):
    """Records with their duplicates, and the decisions of people about records not there."""

    records: list[Record]
    found: Duplicates
    missing: list[Ruling]


def dedupe(
    records: Sequence[Record],
    rulings: Iterable[Ruling] = (),
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
) -> Deduped:
    """Find the duplicates among records, as people decided where they did."""
    applied: Applied = apply_rulings(rulings, records)
    found = find_duplicates(
        (record.reference for record in records),
        strictness=strictness,
        preprints=preprints,
        links=Links(applied.same, applied.different),
    )
    return Deduped(list(records), found, applied.missing)


def read_decisions(path: str) -> Rulings:
    """Read a file of decisions; InputError where it cannot be read."""
    return read_rulings(files.read_bytes(path).decode("utf-8", "replace"), path)


class Merged(NamedTuple):
    """The records that remain, in order, and for each key that went the key it has now."""

    records: list[Record]
    keys: dict[str, str]


def apply_groups(records: Sequence[Record], groups: Iterable[Group]) -> Merged:
    """Merge each group into one record, which stands where its first record stood."""
    merged = {group[0]: merge([records[i] for i in group]) for group in groups}
    gone = {i: group[0] for group in groups for i in group}
    keys = {
        records[i].key: merged[first].key
        for i, first in gone.items()
        if records[i].key != merged[first].key
    }
    kept = [
        merged.get(i, record) for i, record in enumerate(records) if i not in gone or i in merged
    ]
    return Merged([relink(record, keys) for record in kept], keys)


def count_sources(records: Sequence[Record], groups: Iterable[Group]) -> Sources:
    """Count records and duplicates by source: the file, or what the records name themselves."""
    names = [_source(record) for record in records]
    removed = Counter(names[i] for group in groups for i in group[1:])
    return Sources(Counter(names), removed)


def _source(record: Record) -> str:
    return record.reference.source or record.place.file or "unknown"


def write_clusters(ids: Sequence[str], groups: Iterable[Group]) -> str:
    """Write a CSV table of each id and the id of the first item of its group.

    >>> print(write_clusters(["a", "b", "c"], [(0, 2)]), end="")
    id,cluster
    a,a
    b,b
    c,a
    """
    first = {i: ids[group[0]] for group in groups for i in group}
    rows = dict.fromkeys((each, first.get(i, each)) for i, each in enumerate(ids))
    return "id,cluster\n" + "".join(f"{_cell(a)},{_cell(b)}\n" for a, b in rows)


def write_keymap(keys: Mapping[str, str]) -> str:
    """Write a CSV table of old keys and the keys they became."""
    return "old,new\n" + "".join(f"{_cell(old)},{_cell(new)}\n" for old, new in keys.items())


def _cell(value: str) -> str:
    """Quote a cell where it must be."""
    if any(mark in value for mark in ',"\n\r'):
        return '"' + value.replace('"', '""') + '"'
    return value
