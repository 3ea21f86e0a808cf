"""Which kind of likeness two folded values of one field show, when they are not the same."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from citeman.match.journals import SMALL, is_same_journal


class _People(NamedTuple):
    """The words of a list of names: those that are no initials, also by their first letters.

    Of two lists the lesser `size` is that with fewer names, or as many and fewer initials.
    """

    size: tuple[int, int, str]
    words: tuple[str, ...]
    initials: frozenset[str]
    by_letter: Mapping[str, Sequence[str]]


@lru_cache(1 << 12)
def _parted(people: str) -> _People:
    words = people.split()
    by_letter: dict[str, list[str]] = {}
    for word in words:
        if len(word) > 1:
            by_letter.setdefault(word[0], []).append(word)
    names = tuple(word for word in words if len(word) > 1)
    size = len(names), len(words), people
    return _People(size, names, frozenset(word[0] for word in words), by_letter)


def people_kind(one: str, other: str) -> str:
    """Say how alike the words of two lists of names are, in whatever order they stand.

    A given name is no loss where the other list has but its initial.

    >>> people_kind("zuna r e wang s s", "rosemary e zuna sophia s wang")
    'same'
    """
    short, long = _parted(one), _parted(other)
    if short.size > long.size:
        short, long = long, short
    there = frozenset(long.words)
    rest = [word for word in short.words if word not in there]
    unfound = [word for word in rest if not _has_alike(word, long)]
    found = len(short.words) - len(unfound)
    missing = sum(not _is_initial(word, long) for word in unfound)
    if not found:
        return "differs"
    if not missing:
        return "same" if len(long.words) <= _AS_MANY * len(short.words) else "part"
    if found > _MOST * (found + missing):
        return "most"
    return "lead" if _is_same_word(short.words[0], long.words[0]) else "some"


_AS_MANY, _MOST = 2, 0.6


def _has_alike(word: str, people: _People) -> bool:
    return any(_is_same_word(word, other) for other in people.by_letter.get(word[0], ()))


def _is_initial(word: str, people: _People) -> bool:
    return word[0] in people.initials and word[0] not in people.by_letter


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) < _FEWEST or len(other) < _FEWEST:
        return False
    return one.startswith(other) or other.startswith(one) or ratio(one, other) >= _TYPO


_FEWEST, _TYPO = 4, 80


def container_kind(one: str, other: str) -> str:
    """Say how alike the folded titles of two journals, books or conferences are.

    >>> container_kind("vldb j", "the vldb journal"), container_kind("gut", "chest")
    ('same', 'differs')
    """
    if is_same_journal(one, other):
        return "same"
    a, b = sorted((_telling(one), _telling(other)), key=lambda words: (len(words), words))
    shared = sum(any(w.startswith(v) or v.startswith(w) for v in b) for w in a)
    if a and shared >= _SHARED * len(a):
        return "close"
    if _has_initials(_telling(one), other) or _has_initials(_telling(other), one):
        return "close"
    return "close" if ratio(one, other) >= _SPELT_ALIKE else "differs"


def _has_initials(words: Sequence[str], title: str) -> bool:
    """Tell whether one of the words is the initials of a title, or of a part of it."""
    initials = _initials(title)
    return any(len(word) > 2 and word in initials for word in words)


_SHARED, _SPELT_ALIKE = 0.6, 85
_GENERAL = SMALL | frozenset(
    [
        *("journal", "proceedings", "proc", "conference", "conf", "symposium", "sympos", "symp"),
        *("international", "int", "intl", "annual", "annu", "workshop", "transactions", "trans"),
        *("th", "nd", "rd", "st", "l", "s"),
    ]
)


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split() if word not in SMALL)


@lru_cache(1 << 12)
def _telling(title: str) -> tuple[str, ...]:
    return tuple(w for w in title.split() if w not in _GENERAL and not w[0].isdigit())


def year_kind(one: str, other: str) -> str:
    """Say how far apart two years are."""
    apart = abs(int(one) - int(other))
    return "close" if apart == 1 else "few" if apart <= _FEW_YEARS else "differs"


_FEW_YEARS = 3
