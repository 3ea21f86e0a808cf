"""The words that `citeman.hyphens` knows: python -m citeman.train.vocabulary GOLD WORDS.txt"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill

import click

SETS = (
    "ore_jats", "grobid_citations", "grobid_papers", "grobid_kisti", "anystyle_core",
    "anystyle_gold", "anystyle_good", "anystyle_ugly", "ars_fixtures",
)  # fmt: skip
"""The sets whose licences allow it; others only measure."""
MANY = 6_000
_TITLES = ("title", "container-title")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{3,}(?![\w-])")
_END = re.compile(r"(?<=[^\W\d_]-)\s?[^\W\d_]{3,}")
_LEAST = 3


def common(texts: Iterable[str], many: int = MANY) -> list[str]:
    """Give the commonest words of titles, in the order of the alphabet.

    Ends of words that stand behind a hyphen more often than alone ("tion") are none.
    """
    alone, ends = Counter[str](), Counter[str]()
    for text in texts:
        alone.update(word.lower() for word in _WORD.findall(text))
        ends.update(end.strip().lower() for end in _END.findall(text))
    words = ((word, n) for word, n in alone.most_common() if n >= _LEAST and ends[word] < n)
    return sorted(word for (word, _), _ in zip(words, range(many), strict=False))


def _titles(gold: Path) -> Iterator[str]:
    for name in SETS:
        for line in gzip.decompress((gold / f"{name}.jsonl.gz").read_bytes()).splitlines():
            row = json.loads(line)
            spans = row["spans"]
            yield from (row["raw"][start:end] for start, end, label in spans if label in _TITLES)


@click.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("words", type=click.Path(path_type=Path))
def main(gold: Path, words: Path) -> None:
    """Write the common words of the sets in GOLD to WORDS."""
    text = fill(" ".join(common(_titles(gold))), 98, break_long_words=False)
    words.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
