"""Which kind of likeness the fields of pairs of references show, for many pairs at once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from citeman.match.columns import Codes, Column, Columns, Rows
from citeman.match.odds import KINDS
from citeman.match.titlekinds import same_title, title_kind
from citeman.match.values import container_kind, people_kind, year_kind

Kinds = dict[str, NDArray[np.int8]]
"""Field -> for each pair the number of its kind in `KINDS`; 0 where one of the two is silent."""


def alike(columns: Columns, first: Rows, second: Rows) -> Kinds:
    """Compare the references in `first` with those beside them in `second`, field by field."""
    kinds = alike_by_codes(columns, first, second)
    kinds |= {field: _compared(columns[field], first, second, field) for field in _BY_WORDS}
    kinds["container"][_are_nowhere(columns, first, second)] = _NOWHERE
    return {field: kinds[field] for field in KINDS}


def alike_by_codes(columns: Columns, first: Rows, second: Rows) -> Kinds:
    """Compare the fields of which no words need be read: that are the same, or are not."""
    kinds = {
        field: _compared(columns[field], first, second, field)
        for field in (*_ALONE, *_IN_PLACE, "pages")
    }
    from_one = _begin_otherwise(columns["page"], first, second)
    kinds["page"][_are_numbered_apart(columns["page"], first, second, from_one)] = 0
    kinds["place"] = _place(*(kinds.pop(field) for field in _IN_PLACE))
    ranges = kinds.pop("pages")
    kinds["place"][(kinds["place"] == _ON_PAGE) & (ranges == 1)] = _ON_PAGES
    kinds["place"][(kinds["place"] == _OTHER_PAGE) & from_one] = _FROM_ONE
    kinds["year"] = _year(kinds["year"], kinds["place"])
    kinds["kind"] = _kinds_of_work(columns["kind"], first, second)
    return kinds


_BY_WORDS = ("title", "people", "container")
_IN_PLACE = ("volume", "issue", "page")
_ALONE = tuple(field for field in KINDS if field not in ("place", "kind", *_BY_WORDS))


def _place(
    volume: NDArray[np.int8], issue: NDArray[np.int8], page: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Join what volume, issue and page say: they are copied, and changed, together."""
    return _PLACE[volume, issue, page]


def _place_of(volume: str, issue: str, page: str) -> str:
    """Say what the three come to, each "same", "differs" or ""."""
    if page == "same":
        if volume == "same" and issue == "differs":
            return "page, other issue"
        return {"same": "page", "differs": "page, other volume", "": "page alone"}[volume]
    if volume == "same" and issue == "differs":
        return "other issue"
    if page == "differs":
        return {"same": "other page", "differs": "elsewhere", "": "page differs"}[volume]
    if volume == "same":
        return "issue" if issue == "same" else "volume"
    return {"differs": "other volume", "": ""}[volume]


def _begin_otherwise(pages: Column, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Tell for each pair whether one of the two alone begins on page 1.

    So do manuscripts and articles that have a number, in databases that count their pages.
    """
    if "1" not in pages.values:
        return np.zeros(len(first), bool)
    page = pages.values.index("1")
    told: NDArray[np.bool_] = (pages.codes[first] == page) != (pages.codes[second] == page)
    return told


def _are_numbered_apart(
    pages: Column, first: Rows, second: Rows, from_one: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell for each pair whether one begins on page 1 and the other has an article's number."""
    at = np.flatnonzero(from_one)
    long = np.zeros(len(pages.values), bool)
    both = np.concatenate([pages.codes[first[at]], pages.codes[second[at]]])
    long[[code for code in set(both.tolist()) if len(pages.values[code]) >= _NUMBER]] = True
    apart = np.zeros(len(first), bool)
    apart[at] = long[pages.codes[first[at]]] | long[pages.codes[second[at]]]
    return apart


_ON_PAGE, _ON_PAGES, _OTHER_PAGE, _FROM_ONE = (
    KINDS["place"].index(kind) for kind in ("page", "pages", "other page", "from 1")
)
_NUMBER = 5
"""Digits, and letters, from which on a page is the number of an article."""
_NOWHERE = KINDS["container"].index("nowhere")


def _are_nowhere(columns: Columns, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Tell for each pair whether neither says a word on where it appeared."""
    silent = np.all([columns[f].codes == 0 for f in ("container", *_IN_PLACE)], axis=0)
    nowhere: NDArray[np.bool_] = silent[first] & silent[second]
    return nowhere


_SAID = ("", "same", "differs")
_PLACE = np.array(
    [[[KINDS["place"].index(_place_of(v, i, p)) for p in _SAID] for i in _SAID] for v in _SAID],
    np.int8,
)


def _year(year: NDArray[np.int8], place: NDArray[np.int8]) -> NDArray[np.int8]:
    """Tell apart years that differ although the volume, and what else is said, is the same."""
    placed = np.isin(place, [KINDS["place"].index(kind) for kind in ("pages", "page", "issue")])
    kinds = year.copy()
    kinds[(year > 1) & placed] = KINDS["year"].index("other, same place")
    return kinds


def _kinds_of_work(column: Column, first: Rows, second: Rows) -> NDArray[np.int8]:
    """Compare kinds of works; an ordinary one is "", which says something here."""
    numbers = {kind: i for i, kind in enumerate(KINDS["kind"])}
    table = np.zeros((len(column.values),) * 2, np.int8)
    for i, one in enumerate(column.values):
        for j, other in enumerate(column.values):
            differing = next((kind for kind in _WORKS if kind in (one, other)), "")
            sharing = "same" if one in _TITLED_ALIKE else ""
            table[i, j] = numbers[differing if one != other else sharing]
    return table[column.codes[first], column.codes[second]]


_WORKS = ("notice", "preprint", "abstract", "protocol", "thesis", "retracted")
_TITLED_ALIKE = ("notice", "preprint", "abstract")
"""Kinds of which several may bear one title: replies to one paper, abstracts of two meetings."""


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
    if compare is None:
        return np.full(len(one), _DIFFERS, np.int8)
    number = {kind: i for i, kind in enumerate(KINDS[field])}
    first, second, places = _distinct(one, other)
    found = [
        number[compare(values[a], values[b])]
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return np.array(found, np.int8)[places]


def _distinct(one: Codes, other: Codes) -> tuple[Codes, Codes, NDArray[np.intp]]:
    """Give each pair of values once, and for each pair given its place among them."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    both, places = np.unique(low.astype(np.int64) << 32 | high, return_inverse=True)
    return (both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32), places


def share_place_or_id(columns: Columns, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Tell for each pair whether it has an identifier, or volume and page, in common."""
    share = _is_same(columns["volume"], first, second) & _is_same(columns["page"], first, second)
    for field in _IDS:
        share |= _is_same(columns[field], first, second)
    return share


def worth_comparing(
    columns: Columns, first: Rows, second: Rows, spared: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell quickly for each pair whether there can be one work in it.

    Its titles share most letters or most words, or it is `spared` the question.
    """
    worth = spared.copy()
    title = columns["title"]
    rest = np.flatnonzero(~worth)
    for start in range(0, len(rest), _BATCH):
        at = rest[start : start + _BATCH]
        worth[at] = _are_like(title, first[at], second[at])
    return worth


_IDS = ("doi", "pmid", "pmcid")
_BATCH = 1 << 18
_LETTERS, _WORDS = 0.6, 80.0


def _is_same(column: Column, first: Rows, second: Rows) -> NDArray[np.bool_]:
    one, other = column.codes[first], column.codes[second]
    same: NDArray[np.bool_] = (one > 0) & (one == other)
    return same


def _are_like(title: Column, first: Rows, second: Rows) -> NDArray[np.bool_]:
    one, other = title.codes[first], title.codes[second]
    like: NDArray[np.bool_] = (one == other) | (one == 0) | (other == 0)
    for likeness, least in ((Indel.normalized_similarity, _LETTERS), (token_set_ratio, _WORDS)):
        at = np.flatnonzero(~like)
        ours = [title.values[code] for code in one[at].tolist()]
        theirs = [title.values[code] for code in other[at].tolist()]
        like[at] = cpdist(ours, theirs, scorer=likeness, score_cutoff=least) > 0
    return like


_DIFFERS = 2
_TITLE = {kind: i for i, kind in enumerate(KINDS["title"])}
_COMPARE: dict[str, Callable[[str, str], str]] = {
    "title": title_kind,
    "people": people_kind,
    "container": container_kind,
    "year": year_kind,
}
