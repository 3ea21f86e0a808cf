"""Which kind of likeness two folded values of one field show, when they are not the same."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

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
    """Say how alike two folded titles are.

    >>> title_kind("drugs for gout part 1", "drugs for gout part 2")
    'numbers'
    """
    a, b = one.replace(" ", ""), other.replace(" ", "")
    if a == b:
        return same_title(one)
    similarity = Indel.normalized_similarity(a, b)
    short, long = (one, other) if len(a) <= len(b) else (other, one)
    ours, theirs = one.split(), other.split()
    if similarity >= 0.75 and _numbers(ours) != _numbers(theirs):
        return "numbers"
    shorter = short.replace(" ", "")
    longer = long.replace(" ", "")
    if len(shorter) >= 8 and (longer.startswith(shorter) or longer.endswith(shorter)):
        return "part" if is_telling(short) else "part, short"
    if similarity >= 0.8:
        if not _reworded(ours, theirs):
            return "close"
        return "reworded"
    if Counter(ours) == Counter(theirs):
        return "close"
    lead = Indel.normalized_similarity(shorter, longer[: len(shorter)])
    if lead >= 0.92 and is_telling(short):
        return "part"
    return "near" if similarity >= 0.65 else "differs"


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_DIGITS = re.compile(r"\d+")


def _numbers(words: Sequence[str]) -> frozenset[str]:
    spelt = (_ROMAN.get(word, word) for word in words[1:])
    return frozenset(_DIGITS.findall(" ".join([*words[:1], *spelt])))


def _reworded(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    left, right = Counter(ours), Counter(theirs)
    a, b = list(left - right), list(right - left)
    return not (_twins(a, b) and _twins(b, a))


def _twins(words: Sequence[str], others: Sequence[str]) -> bool:
    run = "".join(others)
    return all(
        word in _SMALL
        or len(word) == 1
        or word in run
        or any(_twin(word, other) for other in others)
        or any(o in word for o in others if len(o) > 2)
        for word in words
    )


def _twin(a: str, b: str) -> bool:
    return (a[0] == b[0] or a[-1] == b[-1]) and (
        a.startswith(b) or b.startswith(a) or ratio(a, b) >= 75
    )


@lru_cache(1 << 12)
def _parted(people: str) -> tuple[tuple[str, ...], frozenset[str]]:
    words = people.split()
    return tuple(w for w in words if len(w) > 1), frozenset(w[0] for w in words)


def people_kind(one: str, other: str) -> str:
    """Say how alike the words of two lists of names are, in whatever order they stand.

    >>> people_kind("zuna r e wang s s", "rosemary e zuna sophia s wang")
    'same'
    """
    (a, ai), (b, bi) = _parted(one), _parted(other)
    if len(a) > len(b):
        a, ai, b, bi = b, bi, a, ai
    there = frozenset(b)
    found = missing = 0
    for word in a:
        if word in there or any(_same_word(word, w) for w in b):
            found += 1
        elif not (word[0] in bi and len(b) < 40 and word[0] not in {w[0] for w in b}):
            missing += 1
    if not found:
        return "differs"
    if not missing:
        return "same" if len(b) <= 2 * len(a) else "part"
    share = found / (found + missing)
    return "most" if share > 0.6 else "lead" if _same_word(a[0], b[0]) else "some"


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    if len(a) < 4 or len(b) < 4:
        return False
    return a.startswith(b) or b.startswith(a) or ratio(a, b) >= 80


def container_kind(one: str, other: str) -> str:
    """Say how alike the folded titles of two journals, books or conferences are.

    >>> container_kind("vldb j", "the vldb journal"), container_kind("gut", "chest")
    ('same', 'differs')
    """
    if is_same_journal(one, other):
        return "same"
    a, b = sorted((_telling(one), _telling(other)), key=len)
    if not a:
        return "differs"
    shared = sum(any(w.startswith(v) or v.startswith(w) for v in b) for w in a)
    if shared / len(a) >= 0.6:
        return "close"
    initials = "".join(w[0] for w in b)
    if any(len(w) > 2 and (w in initials) for w in a):
        return "close"
    return "close" if ratio(one, other) >= 80 else "differs"


@lru_cache(1 << 12)
def _telling(title: str) -> tuple[str, ...]:
    return tuple(w for w in title.split() if w not in SMALL)


def year_kind(one: str, other: str) -> str:
    """Say how far apart two years are."""
    return "close" if abs(int(one) - int(other)) == 1 else "differs"
