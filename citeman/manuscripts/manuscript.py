"""What a manuscript cites, and what it names: the values that every kind of manuscript gives."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from citeman.model import Span

EVERYTHING = "*"
"""The key that cites a whole bibliography, as in LaTeX's nocite."""


class Citation(NamedTuple):
    """A key, and the characters [start, end) of the text that spell it."""

    key: str
    span: Span


class FileName(NamedTuple):
    """A file that a manuscript names: the paths to try, the first that exists counts."""

    paths: tuple[str, ...]
    span: Span


class Manuscript(NamedTuple):
    """What one text cites and names, in the order of the text.

    `labels` are names that may be cross-references instead of citations: of figures, sections and
    equations. `entries` are works that the text itself describes. `commands` are the author's own
    that cite: name -> arguments before the keys. `unclear` are citations whose keys stand behind
    a command. `folds_case` says that BibTeX looks the keys up,
    to which "Smith" and "smith" are one, None where nothing tells.
    """

    citations: tuple[Citation, ...] = ()
    bibliographies: tuple[FileName, ...] = ()
    parts: tuple[FileName, ...] = ()
    labels: frozenset[str] = frozenset()
    entries: tuple[Citation, ...] = ()
    commands: Mapping[str, int] = {}
    unclear: tuple[Span, ...] = ()
    folds_case: bool | None = None


_PART = re.compile(r"[^,]+")


def read_keys(text: str, start: int, end: int) -> Iterator[Citation]:
    """Read the keys of text[start:end], which commas part.

    >>> [key for key, _ in read_keys("cite{a, b,\\n c}", 5, 13)]
    ['a', 'b', 'c']
    """
    for part in _PART.finditer(text, start, end):
        key = part[0].strip()
        if key:
            at = part.start() + part[0].index(key)
            yield Citation(key, Span(at, at + len(key)))


def hide(text: str, spans: Iterable[tuple[int, int]], filler: str = " ") -> str:
    """Put blanks in place of stretches of a text, line breaks apart; all else stays in place.

    Spans come in order; one may reach into the next. `filler` stands in place of the blank.

    >>> hide("see `@a` and @b", [(4, 8)])
    'see      and @b'
    """
    parts: list[str] = []
    position = 0
    for start, end in spans:
        start = max(start, position)
        if start < end:
            blank = "\n".join(filler * len(line) for line in text[start:end].split("\n"))
            parts += (text[position:start], blank)
            position = end
    return "".join(parts) + text[position:]
