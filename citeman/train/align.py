"""Corrected records become examples: each value is looked for in the string it was read from."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from citeman.parse.states import LABEL_OF
from citeman.train.examples import OUTSIDE, Example

NAMES = ("author", "editor", "translator")
WEIGHT = 3.0
"""What a person corrected counts for beside an ordinary example."""

_WORD = re.compile(r"[^\W_]+")
_WRITTEN = {"archive_location": "arXiv"}


def align(raw: str, reference: Mapping[str, Any]) -> Example:
    """Label a string with the values that a person says are right.

    Values that are not found as they stand leave their label open to the words that are left.

    >>> align("Roe A. On X. Nature 2001;3:4-5.", {"title": "On X", "volume": "3"}).spans
    ((7, 11, 'title'), (25, 26, 'volume'))
    """
    spans: list[tuple[int, int, str]] = []
    missing = [OUTSIDE]
    for field, value in sorted(reference.items(), key=lambda item: -len(str(item[1]))):
        label = _WRITTEN.get(field, field)
        if label not in LABEL_OF or not value:
            continue
        found = next(filter(None, (_place(raw, w, spans) for w in _spelled(field, value))), None)
        if found:
            spans.append((*found, label))
        else:
            missing.append(label)
    return Example(raw, tuple(sorted(spans)), "|".join(missing), "corrected", WEIGHT)


def _spelled(field: str, value: Any) -> Iterator[list[str]]:
    """Give the ways a value's words may stand in a string; of names, from first to last."""
    if field in NAMES:
        families = [name.get("family") or name.get("literal", "") for name in value]
        middle = ["...", families[-1]] if len(families) > 1 else []
        first, last = (_WORD.findall(value[i].get("given", "")) for i in (0, -1))
        yield [families[0], *middle, *last]
        yield [*first, families[0], *middle]
        yield [families[0], *middle]
    elif isinstance(value, Mapping):
        dates = value.get("date-parts") or [[value.get("literal", "")]]
        yield [str(dates[0][0])]
    else:
        yield _WORD.findall(str(value))


def _place(
    raw: str, words: list[str], taken: list[tuple[int, int, str]]
) -> tuple[int, int] | None:
    """Find words in a row, cutting no other span; "..." stands for anything."""
    if not any(_WORD.search(word) for word in words):
        return None
    between = r"[\W_]+"
    parts = [".*?" if word == "..." else re.escape(word) for word in words if word]
    pattern = re.compile(rf"(?<![^\W_]){between.join(parts)}(?![^\W_])".replace(
        f"{between}.*?{between}", ".*?"), re.I | re.S)  # fmt: skip
    for match in pattern.finditer(raw):
        if all(match.end() <= start or end <= match.start() for start, end, _ in taken):
            return match.span()
    return None
