"""Find the duplicates of files, and make of them what a user asks for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from citeman import files
from citeman.documents.decoding import decode
from citeman.match.decided import Dispute, apply_rulings
from citeman.match.deciding import Preprints, Strictness
from citeman.match.decisions import Ruling, Rulings, read_rulings
from citeman.match.duplicates import Duplicates, Links, find_duplicates
from citeman.match.merge import merge, relink
from citeman.model import Record
from citeman.workflow.clustering import Group, cell


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
    """Records with their duplicates, and the decisions that somebody should look at.

    `missing` are about records that are not there, `disputed` about one pair and not the same, and
    `against` say of records that they are two works, though others say that they are one.
    """

    records: Sequence[Record]
    found: Duplicates
    missing: Sequence[Ruling] = ()
    disputed: Sequence[Dispute] = ()
    against: Sequence[Ruling] = ()


def dedupe(
    records: Sequence[Record],
    rulings: Iterable[Ruling] = (),
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
) -> Deduped:
    """Find the duplicates among records, as people decided where they did."""
    applied = apply_rulings(rulings, records)
    found = find_duplicates(
        (record.reference for record in records),
        strictness=strictness,
        preprints=preprints,
        links=Links(applied.same, applied.different),
    )
    return Deduped(list(records), found, applied.missing, applied.disputed, applied.against)


def read_decisions(path: str) -> Rulings:
    """Read a file of decisions; InputError where it cannot be read."""
    return read_rulings(decode(files.read_bytes(path), path), path)


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
    names = [source_of(record) for record in records]
    removed = Counter(names[i] for group in groups for i in group[1:])
    return Sources(Counter(names), removed)


def source_of(record: Record) -> str:
    """Name the source of a record for such a count."""
    return record.reference.source or record.place.file or "unknown"


def write_keymap(keys: Mapping[str, str]) -> str:
    """Write a CSV table of old keys and the keys they became."""
    return "old,new\n" + "".join(f"{cell(old)},{cell(new)}\n" for old, new in keys.items())
