"""Facts as columns: per field the distinct values once, and per reference the number of its own.

A field of two references is compared by their numbers first; only distinct pairs of values are
looked at themselves, however many pairs of references show them.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.facts import Facts

Codes = NDArray[np.int32]
Rows = NDArray[np.int32]


class Column(NamedTuple):
    """One field of many references: `values[codes[row]]` is what the reference of a row says.

    Code 0 is "": nothing said.
    """

    codes: Codes
    values: Sequence[str]


Columns = dict[str, Column]
"""Name of a field of `Facts` -> its column; all are as long."""


class Gathering:
    """Columns while they grow."""

    def __init__(self) -> None:
        self._codes = [array("i") for _ in Facts._fields]
        self._numbers: list[dict[str, int]] = [{"": 0} for _ in Facts._fields]

    def add(self, facts: Facts) -> None:
        """Append the facts of one more reference."""
        for codes, numbers, value in zip(self._codes, self._numbers, facts, strict=True):
            codes.append(numbers.setdefault(value, len(numbers)) if value else 0)

    def columns(self) -> Columns:
        """Give the columns."""
        return {
            field: Column(_array(codes, np.int32), list(numbers))
            for field, codes, numbers in zip(
                Facts._fields, self._codes, self._numbers, strict=True
            )
        }


def _array(values: "array[int]", kind: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(values, kind) if values else np.zeros(0, kind)


def columns_of(many: Iterable[Facts]) -> Columns:
    """Turn facts into columns.

    >>> columns = columns_of([Facts(year="2003"), Facts(), Facts(year="2003")])
    >>> columns["year"].codes.tolist(), columns["year"].values
    ([1, 0, 1], ['', '2003'])
    """
    gathering = Gathering()
    for facts in many:
        gathering.add(facts)
    return gathering.columns()


def fingerprints(columns: Columns) -> NDArray[np.uint64]:
    """Give a number per row that is the same where all facts are, and 0 where nothing is said."""
    numbers = np.zeros(len(columns["title"].codes), np.uint64)
    for column in columns.values():
        numbers *= _MIXING
        numbers += column.codes.astype(np.uint64)
        numbers ^= numbers >> np.uint64(29)
    return numbers


_MIXING = np.uint64(0x9E3779B97F4A7C15)
