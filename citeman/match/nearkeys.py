"""The keys that a mistyped key may have meant."""

from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from citeman.text import fold

LIKE = 75.0
"""How alike, of 100, the letters and digits of two keys must be for one to be named."""
SHOWN = 3
_MOST = 20_000_000
"""Pairs of keys beyond which no nearest are looked for: that is another bibliography."""


def near_keys(keys: Iterable[str], known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find for each key the nearest of those that are known, the nearest first.

    >>> near_keys(["smith2000"], ["Smith:2000", "smyth2000", "jones1999"])
    {'smith2000': ('Smith:2000', 'smyth2000')}
    """
    wanted, choices = list(dict.fromkeys(keys)), list(dict.fromkeys(known))
    letters = [_letters(key) for key in choices]
    affordable = wanted[: _MOST // max(1, len(choices))]
    return dict.fromkeys(wanted, ()) | {key: _near(key, choices, letters) for key in affordable}


def _near(key: str, choices: Sequence[str], letters: Sequence[str]) -> tuple[str, ...]:
    found = extract(_letters(key), letters, scorer=ratio, score_cutoff=LIKE, limit=SHOWN)
    return tuple(choices[place] for _, _, place in found)


def _letters(key: str) -> str:
    return fold(key).replace(" ", "")
