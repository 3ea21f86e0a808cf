"""Compare two bibliographies, or two versions of a page."""

from typing import NamedTuple

from citeman.differences import Differences, differences
from citeman.workflow.gathering import Gathered, gather


class Compared(NamedTuple):
    """What was read of the two, and how it differs."""

    old: Gathered
    new: Gathered
    differences: Differences


def diff(old: str, new: str, *, strict: bool = False, order: bool = False) -> Compared:
    """Read two files of any format or kind, and compare their records.

    `strict` counts changes of formatting, `order` places in the list.
    """
    before, after = gather([old]), gather([new])
    found = differences(before.records, after.records, strict=strict, order=order)
    return Compared(before, after, found)
