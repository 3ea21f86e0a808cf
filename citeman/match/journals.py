"""The same journal, however it is abbreviated?"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Literal

from rapidfuzz.fuzz import ratio

from citeman.model import Reference
from citeman.text import fold

JournalLikeness = Literal["same", "close", "differs"]

SMALL = frozenset(
    [
        *("a", "an", "and", "und", "et", "e", "y", "og", "och", "en", "of", "the", "for", "in"),
        *(
            "on",
            "de",
            "del",
            "della",
            "der",
            "den",
            "des",
            "die",
            "das",
            "du",
            "la",
            "le",
            "les",
            "dos",
        ),
        *("da", "do", "zur", "fur", "van", "het"),
    ]
)
_TAIL = re.compile(r"\s*;.*|\s[:=]\s.*|\s*\([^)]*(?:\)|$)|\s*\[[^\]]*(?:\]|$)")
_LETTERS = re.compile(r"\b\w(?: \w)+\b")  # "u s a"
_SPELT_OUT = {"usa": ("united", "states", "america"), "uk": ("united", "kingdom")}
_CLOSE = 85.0


def journal_likeness(ours: Reference, theirs: Reference) -> JournalLikeness | None:
    """Compare where two references appeared, by full titles and abbreviations alike.

    None where one of them does not say.
    """
    pairs = list(product(_titles(ours), _titles(theirs)))
    if not pairs:
        return None
    if any(is_same_journal(one, other) for one, other in pairs):
        return "same"
    likeness = max(ratio(_bare(one), _bare(other)) for one, other in pairs)
    return "close" if likeness >= _CLOSE else "differs"


@lru_cache(1 << 14)
def is_same_journal(one: str, other: str) -> bool:
    """Tell whether one title can be an abbreviation of the other.

    >>> is_same_journal("J Clin Oncol", "Journal of clinical oncology : official journal")
    True
    >>> is_same_journal("PNAS", "Proceedings of the National Academy of Sciences")
    True
    >>> is_same_journal("J Clin Oncol", "Clinical oncology")
    False
    """
    a, b = sorted(
        (journal_words(one), journal_words(other)), key=lambda words: sum(map(len, words))
    )
    if not a or not b:
        return False
    return abbreviates(a, b) or _is_acronym(a, b) or "".join(a) == "".join(b)


@lru_cache(1 << 14)
def journal_words(title: str) -> tuple[str, ...]:
    """Take the telling words of a journal's title, without what says where it is published.

    >>> journal_words("The Journal of urology (Baltimore)")
    ('journal', 'urology')
    """
    words = _LETTERS.sub(lambda match: match[0].replace(" ", ""), _bare(title)).split()
    spelt = (part for word in words for part in _SPELT_OUT.get(word, (word,)))
    return tuple(word for word in spelt if word not in SMALL)


def abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether each word shortens the one in its place: "natl acad" of "national academy"."""
    return len(short) == len(long) and all(map(_is_short_for, short, long))


def _size(words: tuple[str, ...]) -> int:
    return sum(map(len, words))


def _titles(reference: Reference) -> list[str]:
    titles = (reference.container_title, reference.container_title_short)
    return [title for title in titles if fold(title)]


@lru_cache(1 << 14)
def _bare(title: str) -> str:
    return fold(_TAIL.sub("", title))


def _is_short_for(one: str, other: str) -> bool:
    """Tell whether a word is a prefix or contraction of another: "natl" of "national"."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    letters = iter(long)
    return short[0] == long[0] and len(short) > 2 and all(letter in letters for letter in short)


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    initials = "".join(word[0] for word in long)
    return (
        len(short) == 1 and len(long) > 2 and initials.startswith(short[0]) and len(short[0]) > 2
    )
