"""Everything that is learnt from and measured on, from a folder of labelled sets."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from citeman.train.examples import Example, read_gold
from citeman.train.gate import Gate
from citeman.train.render import dressed, render
from citeman.train.schools import SCHOOL_OF, read
from citeman.train.works import Pools, Work, of_citations, of_rows, pools

Row = Mapping[str, Any]

BY_DOCUMENT = {"ore_jats": 4}
"""Sets split by document, and how many tenths of their documents are held out to measure on."""
CITED = 0.2
"""Share of the rendered references that come from PubMed citations."""
STYLED = 0.5
"""References in CSL styles beside each from our own templates: added to them, never instead."""
WEAK = ("anystyle_bad", "anystyle_ugly")
"""Sets whose labels are too weak to measure with."""


class Parted(NamedTuple):
    """Rows by set, those to learn from apart from those that measure, and the gate between."""

    learning: dict[str, list[Row]]
    measuring: dict[str, list[Row]]
    gate: Gate


class Known(NamedTuple):
    """Works to render: of labelled references, of PubMed, and facts to fill their gaps from."""

    works: list[Work]
    articles: list[Work]
    facts: Pools


class Corpus(NamedTuple):
    """`examples` are learnt from, `measuring` holds rows by set."""

    examples: list[Example]
    measuring: dict[str, list[Row]]


def part(folder: Path) -> Parted:
    """Read the sets, NAME.jsonl.gz each. Those that `schools` does not name only measure."""
    measuring: dict[str, list[Row]] = {}
    learning: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        for row in read_gold(path):
            apart = name not in SCHOOL_OF or _is_held_document(name, row)
            (measuring if apart else learning).setdefault(name, []).append(row)
    measuring = {name: rows for name, rows in measuring.items() if name not in WEAK}
    rows = [row for listed in measuring.values() for row in listed]
    return Parted(learning, measuring, Gate((row["raw"] for row in rows), map(title_of, rows)))


def title_of(row: Row) -> str:
    """Give the title of a labelled reference, or of a PubMed citation; "" where it has none."""
    title = row.get("fields", row).get("title")
    return title if isinstance(title, str) else ""


def known(parted: Parted, citations: Iterable[Path], rng: random.Random) -> Known:
    """Take the facts from what may be learnt from; of no work that measures."""
    gate = parted.gate
    rows = [
        row for listed in parted.learning.values() for row in listed
        if not gate.leaks(row["raw"], title_of(row))
    ]  # fmt: skip
    cited = [
        row for path in citations for row in read_gold(path) if not gate.leaks("", title_of(row))
    ]
    rng.shuffle(cited)
    facts = pools(rows, cited)
    return Known(list(of_rows(rows, facts, rng)), list(of_citations(cited)), facts)


def gather(
    folder: Path,
    citations: Iterable[Path],
    *,
    rendered: int,
    seed: int,
    styled: Sequence[Example] = (),
) -> Corpus:
    """Read the sets, render references, and let the gate keep apart what must be apart.

    `rendered` are from our own templates; of `styled`, those in CSL styles, some are drawn.
    """
    parted, rng = part(folder), random.Random(seed)
    drawn = rng.sample(styled, min(len(styled), int(rendered * STYLED)))
    made = _rendered(known(parted, citations, rng), rendered, rng)
    worn = (dressed(example, rng) for example in drawn)
    examples = [*_examples(parted.learning), *made, *worn]
    return Corpus(list(parted.gate.clean(examples)), parted.measuring)


def _is_held_document(name: str, row: Row) -> bool:
    tenths = BY_DOCUMENT.get(name, 0)
    return tenths > 0 and crc32(row["meta"]["file"].encode()) % 10 < tenths


def _examples(learning: Mapping[str, Iterable[Row]]) -> Iterator[Example]:
    for name, rows in learning.items():
        yield from (read(row, name) for row in rows)


def _rendered(of: Known, number: int, rng: random.Random) -> Iterator[Example]:
    articles = of.articles[: int(number * CITED)]
    works = list(of.works)
    if not works:
        return
    while len(works) < number - len(articles):
        works += works
    rng.shuffle(works)
    yield from render([*works[: number - len(articles)], *articles], of.facts, rng)
