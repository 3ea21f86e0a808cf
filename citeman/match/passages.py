"""A string as its letters alone, knowing where its sentences begin and end.

Titles are looked for among the letters: blanks, hyphens at line ends and punctuation, which
copying changes most, are not there to differ.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import partial_ratio_alignment

from citeman.text import fold

Standing = Literal["stated", "inside"]
"""`stated`: between marks of punctuation, as a title stands in a reference. `inside`: in the
midst of other words."""


class Passage(NamedTuple):
    """The words of a string, and their letters in one run.

    `starts` and `ends` are offsets in `letters`: where a word stands behind a mark of punctuation
    or a number, and where one stands before such a mark; both count the string's own ends.
    """

    words: tuple[str, ...]
    letters: str
    starts: frozenset[int]
    ends: frozenset[int]


_TOKEN = re.compile(r"([^\W_]+)|[.,:;?!()\[\]{}\"“”«»/<>]|\s[-–—]")
"""A word, or a mark of punctuation that ends a title or stands before one."""
_GREEK = str.maketrans(
    {
        "α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "ε": " epsilon ",
        "ζ": " zeta ", "η": " eta ", "θ": " theta ", "κ": " kappa ", "λ": " lambda ",
        "μ": " mu ", "µ": " mu ", "ν": " nu ", "ξ": " xi ", "π": " pi ", "ρ": " rho ",
        "σ": " sigma ", "ς": " sigma ", "τ": " tau ", "φ": " phi ", "χ": " chi ", "ψ": " psi ",
        "ω": " omega ", "Δ": " delta ", "Γ": " gamma ", "Ω": " omega ", "Λ": " lambda ",
        "Σ": " sigma ", "Φ": " phi ", "Ψ": " psi ",
        "’": "", "‘": "", "'": "", "ʼ": "",
    }
)  # fmt: skip
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CLOSE = 94.0
_FEWEST = 24
_SLACK = 2
_SHARED = 0.6


@lru_cache(1 << 14)
def read_passage(text: str) -> Passage:
    """Take a string apart; Greek letters are spelt, apostrophes and "4,587"'s comma are dropped.

    >>> read_passage("β-cell: a re- view").letters
    'betacellareview'
    """
    if not text.isascii() or "'" in text:
        text = text.translate(_GREEK)
    words: list[str] = []
    starts, ends = {0}, set[int]()
    size, marked = 0, False
    for token in _TOKEN.findall(_GROUPED.sub("", text)):
        word = token.lower() if token.isascii() else fold(token).replace(" ", "")
        if not word:
            marked = True
            continue
        if marked or (words and words[-1].isdigit()):
            starts.add(size)
        if marked:
            ends.add(size)
        words.append(word)
        size += len(word)
        marked = False
    return Passage(tuple(words), "".join(words), frozenset(starts), frozenset({*ends, size}))


def find_within(short: Passage, long: Passage) -> Standing | None:
    """Say how the letters of one passage stand in another, if they do.

    >>> title = read_passage("Eye cosmetics in adults")
    >>> find_within(title, read_passage("Draelos ZD. Eye cosmetics in adults. Clin Dermatol"))
    'stated'
    >>> find_within(title, read_passage("Choosing eye cosmetics in adults"))
    'inside'
    """
    at = long.letters.find(short.letters)
    found: Standing | None = None
    while at >= 0 and short.letters:
        if at in long.starts and at + len(short.letters) in long.ends:
            return "stated"
        found = "inside"
        at = long.letters.find(short.letters, at + 1)
    return found


def nearest(short: Passage, long: Passage) -> str:
    """Give the stretch of a passage most like another, or "" where nothing is nearly the same.

    >>> text = read_passage("Draelos ZD. Special consideratlons in eye cosmetics. Clin Dermatol")
    >>> nearest(read_passage("Special considerations in eye cosmetics"), text)
    'special consideratlons in eye cosmetics'
    """
    if not _FEWEST <= len(short.letters) <= len(long.letters) or not _shares(short, long):
        return ""
    found = partial_ratio_alignment(short.letters, long.letters, score_cutoff=_CLOSE)
    if found is None:
        return ""
    start = min(long.starts, key=lambda at: abs(at - found.dest_start))
    end = min(long.ends, key=lambda at: abs(at - found.dest_end))
    if max(abs(start - found.dest_start), abs(end - found.dest_end)) > _SLACK:
        return ""
    return _words_between(long, start, end)


def _shares(short: Passage, long: Passage) -> bool:
    """Tell quickly whether so much of a passage stands in another that it may be there whole."""
    there = set(long.words)
    return sum(word in there for word in short.words) >= _SHARED * len(short.words)


def _words_between(passage: Passage, start: int, end: int) -> str:
    words, at = [], 0
    for word in passage.words:
        if start <= at < end:
            words.append(word)
        at += len(word)
    return " ".join(words)
