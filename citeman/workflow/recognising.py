"""Which works of a library the records of a batch are, or may be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from citeman.library import Pair, knowing
from citeman.library.facts import digest, says_no_more
from citeman.library.store import Library
from citeman.match.block import keys_of
from citeman.match.columns import columns_of
from citeman.match.decided import Remembered
from citeman.match.deciding import Judgement, Strictness, decide, explain, scores, weigh
from citeman.match.facts import Facts, facts_of
from citeman.model import Record

_SAME = Pair("same", 1.0, ("decided by a person",))
_OTHER = Pair("other", 0.0, ("decided by a person",))
STRICTNESS: Strictness = "careful"
"""Nobody is asked before records are joined, so that only what is sure joins."""
REASONS = 6
"""Reasons that are kept of a pair, the weightiest."""


class Likely(NamedTuple):
    """A record that another may be of one work with: its number in the library, or its `place`."""

    number: int
    pair: Pair


class Recognised(NamedTuple):
    """What is known of a record: one that says as much, and others that are likely one work.

    `same` is a number like that of `Likely`, None where there is none; then `likely` is there. Its
    verdict may also be "other": a person decided that the two are different works.
    `digest` and `blocks` are to be kept with the record.
    """

    digest: int
    same: int | None
    blocks: Sequence[int] = ()
    likely: Sequence[Likely] = ()


def place(earlier: int) -> int:
    """Number the record at a place of the batch: below 0, so that it is no number of a library.

    >>> place(0), place(place(7))
    (-1, 7)
    """
    return -1 - earlier


def recognise(library: Library, records: Sequence[Record]) -> list[Recognised]:
    """Compare the records of a batch with the library, and with those before them in the batch.

    What somebody has decided of a pair counts, whatever the two look like.
    """
    digests = [digest(record) for record in records]
    same = _identical(library, records, digests)
    fresh = {at: facts_of(records[at].reference) for at, one in enumerate(same) if one is None}
    blocks = {at: knowing.blocks_of(keys_of(each)) for at, each in fresh.items()}
    near = knowing.alike(library.base, list(blocks.values()))
    pairs = _pairs(library, dict(zip(blocks, near.records, strict=True)))
    pairs += [(at, place(earlier)) for earlier, at in _within(blocks)]
    said = {(at, number): pair for at, number, pair in _judged(library, fresh, pairs)}
    said |= _decided(library, {at: records[at] for at in fresh}, pairs, said, records)
    likely: dict[int, list[Likely]] = {at: [] for at in fresh}
    for (at, number), pair in said.items():
        likely[at].append(Likely(number, pair))
    kept = {
        at: [b.number for b in each if b.number not in near.crowded] for at, each in blocks.items()
    }
    return [
        Recognised(digests[at], one, kept.get(at, ()), likely.get(at, ()))
        for at, one in enumerate(same)
    ]


def blocks_kept(library: Library, record: Record) -> list[int]:
    """The numbers by which a record that says nothing new is found, should the other go."""
    blocks = knowing.blocks_of(keys_of(facts_of(record.reference)))
    crowded = knowing.alike(library.base, [blocks]).crowded
    return [block.number for block in blocks if block.number not in crowded]


def _identical(
    library: Library, records: Sequence[Record], digests: Sequence[int]
) -> list[int | None]:
    """The record of the library, or an earlier one of the batch, that says as much as each."""
    found = knowing.identical(library.base, records, digests)
    seen: dict[int, int] = {}
    for at, record in enumerate(records):
        first = seen.setdefault(digests[at], at)
        if found[at] is None and first != at and says_no_more(record, records[first]):
            found[at] = place(first)
    return found


def _pairs(library: Library, near: Mapping[int, Iterable[int]]) -> list[tuple[int, int]]:
    """Places of the batch, each with all records of the works whose records are near to it."""
    works = knowing.members(library.base, {number for each in near.values() for number in each})
    home = {number: members for members in works.values() for number in members}
    return [
        (at, one)
        for at, numbers in near.items()
        for one in sorted({member for number in numbers for member in home[number]})
    ]


def _within(blocks: Mapping[int, Iterable[knowing.Block]]) -> list[tuple[int, int]]:
    """The places of a batch that share keys as `knowing.alike` wants it, the earlier first."""
    sharing: dict[knowing.Block, list[int]] = defaultdict(list)
    for at, keys in blocks.items():
        for key in keys:
            sharing[key].append(at)
    shared: dict[tuple[int, int], int] = {}
    for key, places in sharing.items():
        if key.is_telling or len(places) < knowing.CROWD:
            for pair in combinations(places[: knowing.CROWD], 2):
                shared[pair] = shared.get(pair, 0) + 1 + key.is_telling
    return sorted(pair for pair, times in shared.items() if times > 1)


def _decided(
    library: Library,
    fresh: Mapping[int, Record],
    pairs: Iterable[tuple[int, int]],
    alike: Collection[tuple[int, int]],
    records: Sequence[Record],
) -> dict[tuple[int, int], Pair]:
    """What people decided of pairs, and of records with those of the library, alike or not.

    What is not alike is one work by a decision that names it by more than its key.
    """
    decisions = knowing.decisions(library.base)
    remembered = Remembered([ruling for _, ruling in decisions])
    about = {at: found for at, record in fresh.items() if (found := remembered.about(record))}
    known = {at: remembered.about(records[at], by_key=False) for at in about}
    named = [(at, n) for at, found in known.items() for one in found for n in decisions[one][0]]
    said: dict[tuple[int, int], Pair] = {}
    for at, number in dict.fromkeys([*(pair for pair in pairs if pair[0] in about), *named]):
        other = records[place(number)] if number < 0 else knowing.kept(library.base, number)
        decision = remembered.between(records[at], other)
        if decision == "different":
            said[at, number] = _OTHER
        elif decision and (known[at] or (at, number) in alike):
            said[at, number] = _SAME
    return said


def _judged(
    library: Library, fresh: Mapping[int, Facts], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Pair]]:
    """Judge pairs all at once, and give those whose score speaks for one work."""
    if not pairs:
        return
    facts = {place(at): each for at, each in fresh.items()}
    for number in {number for _, number in pairs if number >= 0}:
        facts[number] = facts_of(knowing.kept(library.base, number).reference)
    rows = {number: row for row, number in enumerate(facts)}
    columns = columns_of(facts.values())
    first = np.array([rows[place(at)] for at, _ in pairs], np.int32)
    second = np.array([rows[number] for _, number in pairs], np.int32)
    verdicts = weigh(columns, first, second, preprints="apart")
    for at, score in enumerate(scores(verdicts.log_odds).tolist()):
        if decide(score, False, STRICTNESS) != "different":
            both = (int(first[at]), int(second[at]))
            yield *pairs[at], pair_of(explain(verdicts, at, columns, both, STRICTNESS))


def pair_of(judged: Judgement) -> Pair:
    """Give what a library keeps of a judgement: its score, and the weightiest of its reasons."""
    weighty = sorted(judged.evidence, key=lambda piece: -abs(piece.weight))[:REASONS]
    words = tuple(piece.words for piece in weighty)
    return Pair(judged.decision, round(judged.score, 4), (*judged.against, *words)[:REASONS])
