"""What the model is trained on: strings with labelled spans, some of which may be undecided."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

OUTSIDE = "outside"


class Example(NamedTuple):
    """A reference string and what is known about its labelling.

    A span's label may be a choice, as in "volume|issue"; `rest` is the choice for words that no
    span covers. The model is taught that the labelling is one of those that fit.
    """

    raw: str
    spans: tuple[tuple[int, int, str], ...]
    rest: str = OUTSIDE
    source: str = ""
    weight: float = 1.0


def read_gold(path: Path) -> Iterator[dict[str, Any]]:
    """Read a gzipped file with one labelled reference per line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
