"""Records out in any format, a piece at a time where the format is a string of records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    "csl-yaml": _Joint("---\nreferences:\n", "", "...\n"),
}
"""Formats whose records know nothing of each other; all others are written as a whole."""


Told = Callable[[Sequence[Record], str, Format], None]
"""Is told some records, what was written of them alone, and in which format."""


def ignore(records: Sequence[Record], text: str, module: Format) -> None:
    """Do nothing with what was written."""


def pieces(
    records: Iterable[Record],
    module: Format,
    *,
    settle: bool = False,
    tell: Told = ignore,
) -> Iterator[str]:
    """Write records in a format: the pieces, one after the other, are what it writes of them all.

    `settle` lets the records choose among the formats that share a suffix; `tell` is told of each
    piece. A format whose records know nothing of each other has no more than one piece of them in
    hand.
    """
    joint = _JOINTS.get(module.NAME)
    if joint is None:
        whole: Sequence[Record] = list(records)
        module = for_records(module, whole) if settle else module
        yield _told(whole, module, tell)
        return
    left = iter(records)
    text = _told(list(islice(left, PIECE)), module, tell)
    while following := list(islice(left, PIECE)):
        yield text.removesuffix(joint.tail)
        text = joint.between + _told(following, module, tell).removeprefix(joint.head)
    yield text


def _told(records: Sequence[Record], module: Format, tell: Told) -> str:
    text = module.write(records)
    tell(records, text, module)
    return text
