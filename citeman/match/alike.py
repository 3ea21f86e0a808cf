"""Which kind of likeness the fields of pairs of references show, for many pairs at once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from citeman.match.columns import Codes, Column, Columns, Rows
from citeman.match.odds import KINDS
from citeman.match.values import container_kind, people_kind, same_title, title_kind, year_kind

Kinds = dict[str, NDArray[np.int8]]
"""Field -> for each pair the number of its kind in `KINDS`; 0 where one of the two is silent."""


def alike(columns: Columns, first: Rows, second: Rows) -> Kinds:
    """Compare the references in `first` with those beside them in `second`, field by field."""
    kinds = {
        field: _compared(columns[field], first, second, field)
        for field in KINDS
        if field != "kind"
    }
    return kinds | {"kind": _kinds_of_work(columns["kind"], first, second)}


def _kinds_of_work(column: Column, first: Rows, second: Rows) -> NDArray[np.int8]:
    """Compare kinds of works; an ordinary one is "", which says something here."""
    numbers = {kind: i for i, kind in enumerate(KINDS["kind"])}
    table = np.zeros((len(column.values),) * 2, np.int8)
    for i, one in enumerate(column.values):
        for j, other in enumerate(column.values):
            differing = next((kind for kind in _WORKS if kind in (one, other)), "")
            table[i, j] = numbers[differing if one != other else "same" if one else ""]
    return table[column.codes[first], column.codes[second]]


_WORKS = ("notice", "preprint", "abstract")


def _compared(column: Column, first: Rows, second: Rows, field: str) -> NDArray[np.int8]:
    one, other = column.codes[first], column.codes[second]
    kinds = np.zeros(len(first), np.int8)
    said = (one > 0) & (other > 0)
    equal = said & (one == other)
    kinds[equal] = 1
    if field == "title":
        kinds[equal] = _same_titles(column.values, one[equal])
    unequal = np.flatnonzero(said & ~equal)
    if len(unequal):
        kinds[unequal] = _by_values(column.values, one[unequal], other[unequal], field)
    return kinds


def _same_titles(values: Sequence[str], codes: Codes) -> NDArray[np.int8]:
    distinct, places = np.unique(codes, return_inverse=True)
    kinds = [_TITLE[same_title(values[code])] for code in distinct.tolist()]
    return np.array(kinds, np.int8)[places] if kinds else np.zeros(0, np.int8)


def _by_values(values: Sequence[str], one: Codes, other: Codes, field: str) -> NDArray[np.int8]:
    compare = _COMPARE.get(field)
    number = {kind: i for i, kind in enumerate(KINDS[field])}
    if compare is None:
        return np.full(len(one), number["differs"], np.int8)
    low, high = np.minimum(one, other), np.maximum(one, other)
    both, places = np.unique(low.astype(np.int64) << 32 | high, return_inverse=True)
    found = [
        number[compare(values[pair >> 32], values[pair & 0xFFFFFFFF])] for pair in both.tolist()
    ]
    return np.array(found, np.int8)[places]


_TITLE = {kind: i for i, kind in enumerate(KINDS["title"])}
_COMPARE: dict[str, Callable[[str, str], str]] = {
    "title": title_kind,
    "people": people_kind,
    "container": container_kind,
    "year": year_kind,
}
