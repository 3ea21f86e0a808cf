"""Write references in styles that nothing was learnt from, to measure on."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from citeman.train.corpus import part
from citeman.train.csl import measuring
from citeman.train.styled import gold_row, jobs, render_styles
from citeman.train.works import of_rows, pools

STYLES, REFERENCES = 8, 120
"""Styles and references per family; of "others" twice as many."""


@click.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--seed", default=1, show_default=True)
def main(gold: Path, out: Path, seed: int) -> None:
    """\b
    python -m citeman.train.styletest GOLD --out styles.jsonl.gz

    Render works of the sets in GOLD that only measure, in the styles that only measure."""
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for number, row in enumerate(rows(gold, random.Random(seed))):
            lines.write(json.dumps({"id": f"styles-{number}"} | row, ensure_ascii=False) + "\n")


def rows(gold: Path, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Give labelled rows; `meta` tells the style, its family and the type of the work."""
    known = [row for listed in part(gold).measuring.values() for row in listed]
    facts = pools(known, ())
    works = list(of_rows(known, facts, rng))
    drawn = {
        family: rng.sample(paths, min(len(paths), STYLES * _times(family)))
        for family, paths in measuring().items()
    }
    styles = [path for paths in drawn.values() for path in paths]
    made = render_styles(jobs(styles, works, facts, rng))
    for family, paths in sorted(drawn.items()):
        names = {path.stem for path in paths}
        own = [one for one in made if one.style in names]
        for one in rng.sample(own, min(len(own), REFERENCES * _times(family))):
            yield gold_row(one, family)


def _times(family: str) -> int:
    return 2 if family == "others" else 1


if __name__ == "__main__":
    main()
