"""Finding duplicates batch by batch, for engines that spread references over machines.

What an engine asks of Python is three functions without memory: what is compared of each line of
JSON, what pairs come to, and which groups hold together. None looks beyond its batch, and no
answer depends on what else is in it. Between them stands `citeman.match.sql`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citeman.match.block import keys_of
from citeman.match.clusters import Group, settle_groups
from citeman.match.columns import Columns, Rows, columns_of
from citeman.match.deciding import Preprints, Strictness, decisions, kept_apart, weigh
from citeman.match.duplicates import can_be_same, support
from citeman.match.facts import Facts
from citeman.match.skimming import skim_lines
from citeman.model import Problem


class Row(NamedTuple):
    """What an engine holds of one reference.

    `ref` is the number of its line, `id` its own or "#" and that number; "" where the line is none
    that can be read, as `problem` then says.
    """

    ref: int
    id: str
    facts: Facts = Facts()
    keys: tuple[str, ...] = ()
    problem: str = ""


def rows_of(lines: Iterable[tuple[int, bytes]], name: str) -> Iterator[Row]:
    """Read numbered lines of JSON, one CSL item each; blank ones give nothing.

    >>> [row] = rows_of([(7, b'{"title": "Gut feelings"}')], "refs.jsonl")
    >>> row.id, row.facts.title, row.keys[0]
    ('#7', 'gut feelings', 't:gutfeelings')
    >>> [row] = rows_of([(8, b"[]")], "refs.jsonl")
    >>> row.problem
    'refs.jsonl:8: a record is an object; found a list'
    """
    for number, line in lines:
        problems: list[Problem] = []
        found = list(skim_lines([line], name, problems, first=number))
        problem = "\n".join(each.message for each in problems)
        for id_, facts in found:
            yield Row(number, id_ or f"#{number}", facts, keys_of(facts), problem)
        if problem and not found:
            yield Row(number, "", problem=problem)


class Judged(NamedTuple):
    """What those pairs of a batch come to that can be one work: `at` are their places in it.

    `log_odds` are natural logarithms; `against` has the bits of `citeman.match.contradictions`'s
    rules, the first rule's lowest; `decisions` are "same", "doubtful" or "different".
    """

    at: NDArray[np.intp]
    log_odds: NDArray[np.float64]
    against: NDArray[np.uint64]
    decisions: NDArray[np.str_]


def judge(
    columns: Columns, *, strictness: Strictness = "normal", preprints: Preprints = "apart"
) -> Judged:
    """Weigh pairs: the columns hold the first of every pair, then, as many rows on, the others.

    >>> one = Facts(title="side effects of cytokines in patients", volume="37", year="2003")
    >>> judged = judge(columns_of([one, one, one, one._replace(year="1990", volume="")]))
    >>> judged.at.tolist(), judged.decisions.tolist()
    ([0, 1], ['same', 'different'])
    """
    first = np.arange(len(columns["title"].codes) // 2, dtype=np.int32)
    second = first + np.int32(len(first))
    at = np.flatnonzero(~kept_apart(columns, first, second, preprints))
    at = at[can_be_same(columns, first[at], second[at], strictness)]
    verdicts = weigh(columns, first[at], second[at], preprints=preprints)
    decided = decisions(verdicts.log_odds, verdicts.against, strictness)
    return Judged(at, verdicts.log_odds, verdicts.against, decided)


def hold_together(
    facts: Sequence[Facts],
    components: Sequence[Group],
    *,
    strictness: Strictness = "normal",
    preprints: Preprints = "apart",
) -> list[Group]:
    """Check groups as wholes: each holds places in `facts`, ascending, linked by pairs that are
    one work. Groups of one are left out.
    """
    columns = columns_of(facts)

    def weighed(one: Rows, other: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return support(columns, one, other, strictness, preprints)

    return settle_groups(components, weighed)
