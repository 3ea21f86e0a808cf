"""Group the items of JSON files that are one work, without making records of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from citeman import files
from citeman.match.columns import Gathering
from citeman.match.deciding import Preprints, Strictness
from citeman.match.duplicates import groups_in
from citeman.match.skimming import Skimmed, skim_array, skim_lines
from citeman.model import Problem

Group = tuple[int, ...]

_LINES = (".jsonl", ".ndjson")
SUFFIXES = (*_LINES, ".json")
"""What a file must be called to be clustered here."""


class Clusters(NamedTuple):
    """The id of every item in its order, the groups of those that are one work, and troubles."""

    ids: list[str]
    groups: list[Group]
    problems: list[Problem]


def is_json(path: str) -> bool:
    """Tell whether a path is that of JSON Lines or CSL-JSON."""
    return PurePath(path).suffix.lower() in SUFFIXES


def cluster(
    paths: Iterable[str], *, strictness: Strictness = "normal", preprints: Preprints = "apart"
) -> Clusters:
    """Group the items of JSON files that are one work; an item without an id gets its number.

    InputError where a file cannot be read.
    """
    gathering = Gathering()
    ids: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        for skimmed in _skim(path, problems):
            ids.append(skimmed.id or f"#{len(ids) + 1}")
            gathering.add(skimmed.facts)
    groups = groups_in(gathering, strictness=strictness, preprints=preprints)
    return Clusters(ids, groups, problems)


def _skim(path: str, problems: list[Problem]) -> Iterator[Skimmed]:
    with files.opened(path) as stream:
        if PurePath(path).suffix.lower() in _LINES:
            yield from skim_lines(stream, path, problems)
        else:
            yield from skim_array(stream.read(), path, problems)


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
    return "id,cluster\n" + "".join(f"{cell(a)},{cell(b)}\n" for a, b in rows)


def cell(value: str) -> str:
    """Write a cell of a CSV table, in quotes where it must be."""
    if any(mark in value for mark in ',"\n\r'):
        return '"' + value.replace('"', '""') + '"'
    return value
