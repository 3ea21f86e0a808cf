"""The leak gate: what measures the model, or nearly that, is not trained on."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from citeman.text import fold
from citeman.train.examples import Example

SHINGLE = 4
"""Words in a row that are compared."""
SHARED = 0.5
"""Drop a training string when this part of its shingles stands in one measuring string, or the
other way round."""
TITLE = 15
"""Titles of fewer characters are no sign of the same work."""


def _shingles(text: str) -> frozenset[int]:
    words = re.sub(r"\d+", lambda m: m.group().lstrip("0"), fold(text)).split()
    if len(words) <= SHINGLE:
        return frozenset([hash(tuple(words))])
    return frozenset(hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1))


class _Remembered:
    """Texts, and which other texts come too close to one of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._sizes: list[int] = []
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            shingles = _shingles(text)
            self._sizes.append(len(shingles))
            for shingle in shingles:
                self._holders[shingle].append(number)

    def is_near(self, text: str) -> bool:
        shingles = _shingles(text)
        shared = Counter(n for s in shingles for n in self._holders.get(s, ()))
        return any(
            hits >= SHARED * min(len(shingles), self._sizes[number])
            for number, hits in shared.items()
        )


class Gate:
    """Remembers what measures, and tells which training strings come too close to it.

    `titles` are those of the works that measure: a work may leak in another style as well.
    """

    def __init__(self, measuring: Iterable[str], titles: Iterable[str] = ()) -> None:
        self._strings = _Remembered(measuring)
        self._titles = _Remembered(title for title in titles if len(title) >= TITLE)

    def leaks(self, text: str, title: str = "") -> bool:
        """Tell whether a string, or its work, is or nearly is one of those that measure."""
        return self._strings.is_near(text) or (len(title) >= TITLE and self._titles.is_near(title))

    def clean(self, examples: Iterable[Example]) -> Iterator[Example]:
        """Let through the examples that do not leak, and each string once."""
        seen: set[str] = set()
        for example in examples:
            key = fold(example.raw).replace(" ", "")
            if key not in seen and not self.leaks(example.raw, _title(example)):
                seen.add(key)
                yield example


def _title(example: Example) -> str:
    return " ".join(example.raw[a:b] for a, b, label in example.spans if label == "title")
