"""Everything that is learnt from and measured on, from a folder of labelled sets."""

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from citeman.train.examples import Example, read_gold
from citeman.train.gate import Gate
from citeman.train.render import render
from citeman.train.schools import SCHOOL_OF, read
from citeman.train.works import of_citations, of_rows, pools

Row = Mapping[str, Any]

BY_DOCUMENT = {"ore_jats": 4}
"""Sets split by document, and how many tenths of their documents are held out to measure on."""
CITED = 0.2
"""Share of the rendered references that come from PubMed citations."""


class Corpus(NamedTuple):
    """`examples` are learnt from, `measuring` holds rows by set."""

    examples: list[Example]
    measuring: dict[str, list[Row]]


def gather(folder: Path, citations: Iterable[Path], *, rendered: int, seed: int) -> Corpus:
    """Read the sets, render references, and let the gate keep apart what must be apart.

    `folder` has one NAME.jsonl.gz per set. Sets that `schools` does not name only measure.
    """
    measuring: dict[str, list[Row]] = {}
    learning: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        for row in read_gold(path):
            apart = name not in SCHOOL_OF or _is_held_document(name, row)
            (measuring if apart else learning).setdefault(name, []).append(row)
    measuring = {name: rows for name, rows in measuring.items() if name not in WEAK}
    gate = Gate(row["raw"] for rows in measuring.values() for row in rows)
    rows = [row for name in learning for row in learning[name] if not gate.leaks(row["raw"])]
    made = _rendered(rows, list(citations), rendered, random.Random(seed))
    return Corpus(list(gate.clean([*_examples(learning), *made])), measuring)


WEAK = ("anystyle_bad", "anystyle_ugly")
"""Sets whose labels are too weak to measure with."""


def _is_held_document(name: str, row: Row) -> bool:
    tenths = BY_DOCUMENT.get(name, 0)
    return tenths > 0 and crc32(row["meta"]["file"].encode()) % 10 < tenths


def _examples(learning: Mapping[str, Iterable[Row]]) -> Iterator[Example]:
    for name, rows in learning.items():
        yield from (read(row, name) for row in rows)


def _rendered(
    rows: list[Row], citations: list[Path], number: int, rng: random.Random
) -> Iterator[Example]:
    cited = [row for path in citations for row in read_gold(path)]
    rng.shuffle(cited)
    facts = pools(rows, cited)
    works = list(of_rows(rows, facts, rng))
    if not works:
        return
    articles = list(of_citations(cited))[: int(number * CITED)]
    while len(works) < number - len(articles):
        works += works
    rng.shuffle(works)
    yield from render([*works[: number - len(articles)], *articles], facts, rng)
