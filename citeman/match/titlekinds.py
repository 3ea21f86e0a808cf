"""Which kind of likeness two folded titles show, when they are not the same."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from citeman.match.contrasts import are_opposed, stages
from citeman.match.smallwords import SMALL

_TELLING_WORDS, _TELLING_LETTERS, _LONG = 3, 18, 50


def is_telling(title: str) -> bool:
    """Tell whether a folded title has words enough to name one work ("editorial" has not)."""
    words = [word for word in title.split() if word not in SMALL]
    return len(words) >= _TELLING_WORDS and sum(map(len, words)) >= _TELLING_LETTERS


_YEARLY = re.compile(
    r"\b(?:annual|yearly|biennial|quarterly|monthly) (?:reports?|statistics|surveys?|accounts)\b"
    r"|\byearbook\b|\b(?:jahresbericht|rapport annuel)\b"
)


def same_title(title: str) -> str:
    """Say how much it means that two works share a title: by its length, and what is yearly.

    >>> same_title("annual report of the national board of health and welfare")
    'same, short'
    """
    if not is_telling(title) or _YEARLY.search(title):
        return "same, short"
    return "same, long" if len(title) >= _LONG else "same"


def title_kind(one: str, other: str) -> str:
    """Say how alike two folded titles are; for what each kind means see `citeman.match.odds`.

    >>> title_kind("drugs for gout part 1", "drugs for gout part 2")
    'numbers'
    >>> title_kind("elevated bmi and gout in men", "elevated body mass index and gout in men")
    'close'
    """
    kind = _kind(one, other)
    if kind in _UNLIKE and (shortened := _shortened(one, other)) != (one, other):
        kind = _kind(*shortened)
        kind = "close" if kind in ("same", "same, long") else kind
    if kind in _LIKE:
        ours, theirs = one.split(), other.split()
        if are_opposed(ours, theirs):
            return "opposites"
        if stages(ours) != stages(theirs):
            return "stages"
    return kind


_UNLIKE = ("near", "branches", "reworded", "words")
_LIKE = ("close", "part", "words", "reworded", "branches")


def _kind(one: str, other: str) -> str:
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
        return "close" if is_telling(one) else "same, short"
    is_inside = short in long and len(short) >= _FEWEST_LETTERS
    is_cut = len(long) - len(short) >= _FEWEST_LETTERS
    spared = {ours[0], ours[-1]} if is_cut else set()  # a cut may go through a word
    if is_inside or (spared.issuperset(left) and _ends_alike(short, long)):
        return "part" if is_telling(one) else "part, short"
    if not left and is_telling(one):
        return "words"
    if similarity < _NEAR:
        return "differs"
    if similarity < _ALIKE or len(left) + len(right) > _WORDS_CHANGED:
        return "branches" if _share_beginning(ours, theirs) else "near"
    return "reworded"


def _shortened(one: str, other: str) -> tuple[str, str]:
    """Put the abbreviations of either title for what they stand for in the other.

    >>> _shortened("use of bmi", "body mass index and its use")
    ('use of bmi', 'bmi and its use')
    """
    ours, theirs = one.split(), other.split()
    return " ".join(_abbreviated(ours, theirs)), " ".join(_abbreviated(theirs, ours))


def _abbreviated(words: list[str], others: Sequence[str]) -> list[str]:
    for short in others:
        if len(short) < _SHORTEST or short in words or not short.isalpha():
            continue
        for start in range(len(words)):
            end = _end_of_spelt(short, words, start)
            if end > start + 1:
                words = [*words[:start], short, *words[end:]]
                break
    return words


def _end_of_spelt(short: str, words: Sequence[str], start: int) -> int:
    """Find where the words end whose first letters spell an abbreviation; 0 if they do not.

    Small words between them may be left out.
    """
    at = start
    for letter in short:
        while start < at < len(words) and words[at] in SMALL and words[at][0] != letter:
            at += 1
        if at == len(words) or words[at][0] != letter:
            return 0
        at += 1
    return 0 if words[at - 1] in SMALL else at


_SHORTEST = 3
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


_SPELT = {
    **{"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"},
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7"},
    **{"eight": "8", "nine": "9", "ten": "10", "twelve": "12", "twenty": "20", "fifty": "50"},
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
"""The gap that a comma leaves in "4,587"."""


def _numbers(words: Sequence[str]) -> frozenset[str]:
    """Give the numbers of a title: "part ii" has 2, "case b" ends in b, "first issue" has 1."""
    spelt = [*words[:1], *(_ROMAN.get(word, _SPELT.get(word, word)) for word in words[1:])]
    last = words[-1:] if len(words) > 1 and len(words[-1]) == 1 else []
    text = _THOUSANDS.sub("", " ".join(spelt))
    return frozenset([*_DIGITS.findall(text), *(w for w in last if w in "abcdefg")])


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
        if not (word in SMALL or len(word) == 1)
        and not (word in theirs and not any(word in other for other in others))
        and not any(_twin(word, other) or (word in other and other in ours) for other in others)
        and not any(len(other) > 2 and other in word and word in theirs for other in others)
    ]


def _twin(a: str, b: str) -> bool:
    """Tell whether two words are one: "surgical" is no spelling of "nonsurgical"."""
    if a.startswith(b) or b.startswith(a):
        return True
    if a.endswith(b) or b.endswith(a):
        return False
    return (a[0] == b[0] or a[-1] == b[-1]) and ratio(a, b) >= 75
