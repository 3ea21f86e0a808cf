"""Which kind of likeness two folded values of one field show, when they are not the same."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from citeman.match.journals import SMALL, is_same_journal

_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)
_TELLING_WORDS, _TELLING_LETTERS, _LONG = 3, 18, 50


def is_telling(title: str) -> bool:
    """Tell whether a folded title has words enough to name one work ("editorial" has not)."""
    words = [word for word in title.split() if word not in _SMALL]
    return len(words) >= _TELLING_WORDS and sum(map(len, words)) >= _TELLING_LETTERS


def same_title(title: str) -> str:
    """Say how much it means that two works share a title, by its length."""
    if not is_telling(title):
        return "same, short"
    return "same, long" if len(title) >= _LONG else "same"


def title_kind(one: str, other: str) -> str:
    """Say how alike two folded titles are; for what each kind means see `citeman.match.odds`.

    >>> title_kind("drugs for gout part 1", "drugs for gout part 2")
    'numbers'
    """
    if (len(one), one) > (len(other), other):
        one, other = other, one
    short, long = one.replace(" ", ""), other.replace(" ", "")
    if short == long:
        return same_title(one)
    ours, theirs = one.split(), other.split()
    similarity = Indel.normalized_similarity(short, long)
    if similarity >= _ALIKE and (kind := _by_numbers(ours, theirs)):
        return kind
    left, right = _left_over(ours, theirs)
    if not left and not right and similarity >= _ALIKE:
        return "close"
    is_inside = short in long and len(short) >= _FEWEST_LETTERS
    is_cut = len(long) - len(short) >= _FEWEST_LETTERS  # a cut may go through a word
    if is_inside or (len(left) <= is_cut and _ends_alike(short, long)):
        return "part" if is_telling(one) else "part, short"
    if not left and is_telling(one):
        return "words"
    if similarity < _NEAR:
        return "differs"
    if similarity < _ALIKE or len(left) + len(right) > _WORDS_CHANGED:
        return "branches" if _share_beginning(ours, theirs) else "near"
    return "reworded"


_ALIKE, _NEAR = 0.8, 0.65
_WORDS_CHANGED = 3
_FEWEST_LETTERS = 8
_BORDER = 0.92


def _by_numbers(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Say whether alike titles differ in numbers: "number" where one has none."""
    left, right = _numbers(ours), _numbers(theirs)
    if left - right and right - left:
        return "numbers"
    if left != right and _letters(ours) == _letters(theirs):
        return "number"
    return ""


def _letters(words: Sequence[str]) -> str:
    return "".join(word for word in words if not (word.isdigit() or word in _ROMAN))


_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_DIGITS = re.compile(r"\d+")


def _numbers(words: Sequence[str]) -> frozenset[str]:
    """Give the numbers of a title: "part ii" has 2, "case b" ends in b, "first issue" has 1."""
    spelt = [*words[:1], *(_ROMAN.get(word, _ORDINALS.get(word, word)) for word in words[1:])]
    last = words[-1:] if len(words) > 1 and len(words[-1]) == 1 else []
    return frozenset([*_DIGITS.findall(" ".join(spelt)), *(w for w in last if w in "abcdefg")])


def _ends_alike(short: str, long: str) -> bool:
    """Tell whether one title is, but for spelling, the beginning or the end of the other."""
    size = len(short)
    ends = (long[:size], long[-size:])
    return size >= _TELLING_LETTERS and any(
        Indel.normalized_similarity(short, end, score_cutoff=_BORDER) for end in ends
    )


def _share_beginning(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    shared = next(
        (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), len(ours)
    )
    return is_telling(" ".join(ours[:shared]))


def _left_over(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the words of meaning of each title that the other has in no spelling.

    >>> _left_over(["pain", "in", "men"], ["pain", "in", "women"])
    (['men'], ['women'])
    >>> _left_over(["on", "line", "hypotheses"], ["online", "hy", "potheses"])
    ([], [])
    """
    left, right = frozenset(ours), frozenset(theirs)
    only = [word for word in ours if word not in right]
    others = [word for word in theirs if word not in left]
    mine, yours = "".join(ours), "".join(theirs)
    return _untwinned(only, others, mine, yours), _untwinned(others, only, yours, mine)


def _untwinned(words: Sequence[str], others: Sequence[str], ours: str, theirs: str) -> list[str]:
    """Keep the words without a twin; a part of a word counts where the whole is there, too."""
    return [
        word
        for word in words
        if not (word in _SMALL or len(word) == 1)
        and not (word in theirs and not any(word in other for other in others))
        and not any(_twin(word, other) or (word in other and other in ours) for other in others)
        and not any(len(other) > 2 and other in word and word in theirs for other in others)
    ]


def _twin(a: str, b: str) -> bool:
    """Tell whether two words are one: "surgical" is no spelling of "nonsurgical"."""
    if a.startswith(b) or b.startswith(a):
        return True
    if a.endswith(b) or b.endswith(a) or _are_opposites(a, b) or _are_opposites(b, a):
        return False
    return (a[0] == b[0] or a[-1] == b[-1]) and ratio(a, b) >= 75


def _are_opposites(one: str, other: str) -> bool:
    return any(one.startswith(a) and other.startswith(b) for a, b in _OPPOSITES)


_OPPOSITES = (
    *(("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("pre", "post")),
    *(("in", "out"), ("over", "under"), ("anti", "pro"), ("ante", "post"), ("up", "down")),
)


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
