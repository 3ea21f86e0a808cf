"""Records out in any format, a piece at a time where the format is a string of records."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from citeman.formats import Format, for_records
from citeman.model import Record

PIECE = 1000
"""Records that are written at a time."""


class _Joint(NamedTuple):
    """How two pieces become one: what falls away at their ends, and what comes between."""

    head: str
    between: str
    tail: str


_JOINTS = {
    "jsonl": _Joint("", "", ""),
    "ris": _Joint("", "\n", ""),
    "nbib": _Joint("", "\n", ""),
    "refer": _Joint("", "\n", ""),
    "csl-json": _Joint("[\n", ",\n", "\n]\n"),
}
"""Formats whose records know nothing of each other; all others are written as a whole."""


def pieces(records: Iterable[Record], module: Format, *, settle: bool = False) -> Iterator[str]:
    """Write records in a format: the pieces, one after the other, are what it writes of them all.

    `settle` lets the records choose among the formats that share a suffix.
    """
    joint = _JOINTS.get(module.NAME)
    if joint is None:
        whole: Sequence[Record] = list(records)
        yield (for_records(module, whole) if settle else module).write(whole)
        return
    left = iter(records)
    first = list(islice(left, PIECE))
    following = list(islice(left, PIECE))
    if not following:
        yield module.write(first)
        return
    yield module.write(first).removesuffix(joint.tail)
    while following:
        text = module.write(following).removeprefix(joint.head).removesuffix(joint.tail)
        yield f"{joint.between}{text}"
        following = list(islice(left, PIECE))
    yield joint.tail
