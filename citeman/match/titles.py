"""How alike two titles are."""

import re
from collections import Counter
from typing import Literal

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from citeman.text import fold, squeeze

TitleLikeness = Literal["same", "part", "close", "reworded", "numbers", "near", "differs"]
"""`close`: other spelling or word order of the same words. `reworded`: alike but for a word of
meaning. `numbers`: alike but for a number. `part`: one lacks the subtitle or end of the other."""

_SUBTITLE = re.compile(r"(?:[:;?.]|\s[-–—])\s+")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_NUMBER = re.compile(r"\d+")
_FEWEST_WORDS = 4
_FEWEST_TELLING = 3
_FEWEST_LETTERS = 18
_TYPO = 75.0
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)

# "Response of melanoma" and "Correction of scoliosis" are papers, "Response:" is none
_NOTICE = re.compile(
    r"""(?:errat(?:um|a)|corrigend(?:um|a)|addendum|expression\ of\ concern)\b
      | (?:notice\ of\ )?(?:partial\ )?retraction\ (?:note|notice|of:) | notice\ of\ retraction\b
      | in\ (?:reply|response)\b | re\s*: | (?:the\ )?authors?\W*\s*(?:reply|replies|response)\b
      | (?:reply|replies|corrections?|letter)\ to\b | comment(?:s|ary)?\ on\b | letter\ regarding\b
      | response\ to\ (?:the\ )?(?:letter|comment|editorial|author)
      | (?:\w+\ )?(?:correction|response|retraction|retracted(?:\ article)?|withdrawn|letter
          |commentary|comments?|reply|replies|response\ to|comment\ on)\s*(?:[:\]]|\.?$)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE_END = re.compile(
    r"""[-:.([–—]\s*(?:errat(?:um|a)|corrigend(?:um|a)|correction|retraction|in\ reply|comments?
      |(?:the\ )?authors?\W{0,2}(?:\s*reply|\s*response)|reply|response|addendum
      |expression\ of\ concern)[\])]?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def title_likeness(ours: str, theirs: str) -> TitleLikeness:
    """Say how alike two titles are; both must have words.

    >>> title_likeness("[Interleukin 2 in cancer]", "Interleukin-2 in cancer.")
    'same'
    >>> title_likeness("Gut feelings", "Gut feelings: a survey of surgeons")
    'part'
    >>> title_likeness("Drugs for the treatment of gout", "Drugs for the prevention of gout")
    'near'
    """
    one, other = fold(ours), fold(theirs)
    if one.replace(" ", "") == other.replace(" ", ""):
        return "same"
    similarity = _similarity(one, other)
    if similarity >= _CLOSE and _numbers(one) != _numbers(other):
        return "numbers"
    if _is_part(ours, theirs) or _is_part(theirs, ours):
        return "part"
    if similarity >= _CLOSE and _is_reworded(one.split(), other.split()):
        return "reworded"
    return next((kind for floor, kind in _FLOORS if similarity >= floor), "differs")


_SAME, _CLOSE, _NEAR = 0.96, 0.85, 0.7
_FLOORS: tuple[tuple[float, TitleLikeness], ...] = (
    (_SAME, "same"),
    (_CLOSE, "close"),
    (_NEAR, "near"),
)


def is_telling(title: str) -> bool:
    """Tell whether a title has words enough to name one work ("Editorial" has not).

    >>> is_telling("Interleukin-2"), is_telling("Side effects of cytokines approved for therapy")
    (False, True)
    """
    words = [word for word in fold(title).split() if word not in _SMALL]
    return len(words) >= _FEWEST_TELLING and sum(map(len, words)) >= _FEWEST_LETTERS


def is_notice_title(title: str) -> bool:
    """Tell whether a title names a reply, comment, erratum or retraction of something else.

    >>> is_notice_title("Erratum: Side effects"), is_notice_title("Comment on: IL-2")
    (True, True)
    >>> is_notice_title("Response of melanoma to IL-2"), is_notice_title("Side effects")
    (False, False)
    """
    words = squeeze(title).lstrip("[\"“'")
    return bool(_NOTICE.match(words) or _NOTICE_END.search(words))


def _similarity(one: str, other: str) -> float:
    return Indel.normalized_similarity(one.replace(" ", ""), other.replace(" ", ""))


def _numbers(folded: str) -> set[str]:
    words = (_ROMAN.get(word, word) for word in folded.split()[1:])
    return set(_NUMBER.findall(" ".join(words)))


def _is_reworded(one: list[str], other: list[str]) -> bool:
    """Tell whether either has a word of meaning that the other has in no spelling."""
    ours, theirs = Counter(one), Counter(other)
    left, right = list(ours - theirs), list(theirs - ours)
    return any(_is_without_twin(w, right) for w in left) or any(
        _is_without_twin(w, left) for w in right
    )


def _is_without_twin(word: str, others: list[str]) -> bool:
    if word in _SMALL:
        return False
    return not any(word in other or ratio(word, other) >= _TYPO for other in others)


def _is_part(short: str, long: str) -> bool:
    """Tell whether a title is another one without its subtitle, or its first words."""
    if _SUBTITLE.search(long):
        main = _SUBTITLE.split(long, maxsplit=1)[0]
        if _similarity(fold(short), fold(main)) >= _SAME:
            return True
    words, whole = fold(short).split(), fold(long).split()
    return len(words) >= _FEWEST_WORDS and whole[: len(words)] == words
