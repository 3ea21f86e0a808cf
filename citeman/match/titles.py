"""How alike two titles are."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from citeman.match.passages import Passage, Standing, find_within, nearest, read_passage
from citeman.match.smallwords import SMALL
from citeman.text import squeeze

TitleLikeness = Literal[
    "same", "part", "close", "reworded", "numbers", "inside", "near", "differs"
]
"""`close`: other spelling or word order of the same words. `reworded`: alike but for a word of
meaning. `numbers`: alike but for a number. `part`: one lacks what stands behind, or before, a mark
of punctuation in the other, or its last words. `inside`: one stands in the midst of the other."""

_SUBTITLE = re.compile(r"(?:[:;?.]|\s[-–—])\s+")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_NUMBER = re.compile(r"\d+")
_FEWEST_WORDS = 4
_FEWEST_TELLING = 3
_FEWEST_LETTERS = 18
_TYPO = 75.0

# "Response of melanoma" and "Correction of scoliosis" are papers, "Response:" is none
_NOTICE = re.compile(
    r"""(?:errat(?:um|a)|corrigend(?:um|a)|addendum|expression\ of\ concern)\b
      | (?:notice\ of\ )?(?:partial\ )?retraction\ (?:note|notice|of:) | notice\ of\ retraction\b
      | in\ (?:reply|response)\b | re\s*:
      | (?:\w{1,5}\ )?authors?\W*\s*(?:reply|replies|response|reflections)\b
      | (?:reply|replies|corrections?|letter)\ to\b | letter\ (?:regarding|on)\b
      | correspondence\ (?:on|to|regarding)\b
      | (?:an?\ )?(?:\w+\ )?comment(?:s|ary)?\ on\b
      | responses?\ to\ (?:["'“”‘’«]|(?:an?\ |the\ )?(?:letter|comment|editorial|author|re\s*:))
      | (?:\w{1,5}\ )?(?:visual|video|graphical)\ abstract\s*: | data\ from\s*:
      | supplement(?:ary|al)\ (?:material|information|data|file)s?\ (?:for|to|of)\b
      | (?:\w+\ )?(?:correction|response|retraction|retracted(?:\ article)?|withdrawn|letter
          |commentary|comments?|reply|replies|response\ to|comment\ on)\s*(?:[:\]]|\.?$)""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTES = "[\"“‘'`\\ "
_NOTICE_END = re.compile(
    r"""(?:[-:.([–—]\s*(?:errat(?:um|a)|corrigend(?:um|a)|in\ reply|comments?
            |(?:the\ )?authors?\W{0,2}(?:\s*reply|\s*response)|reply|expression\ of\ concern)
      |(?:[-:.([–—]\s+|[:.([–—]|--)(?:correction|retraction|response|addendum))[\])]?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A hyphen joins "dose-response" and "error-correction", but hardly any word to "reply"."""


def title_likeness(ours: str, theirs: str) -> TitleLikeness:
    """Say how alike two titles are; both must have words.

    >>> title_likeness("[Interleukin 2 in cancer]", "Interleukin-2 in cancer.")
    'same'
    >>> title_likeness("Gut feelings", "Gut feelings: a survey of surgeons")
    'part'
    >>> title_likeness("Drugs for the treatment of gout", "Drugs for the prevention of gout")
    'near'
    """
    one, other = read_title(ours), read_title(theirs)
    if one.letters == other.letters:
        return "same"
    similarity = _similarity(one.letters, other.letters)
    if similarity >= _CLOSE and _numbers(one.words) != _numbers(other.words):
        return "numbers"
    short, long = sorted((one, other), key=lambda passage: len(passage.letters))
    within = find_within(short, long)
    if within == "stated" or _is_beginning(short, long):
        return "part"
    if similarity >= _CLOSE and _is_reworded(one, other):
        return "reworded"
    if similarity >= _CLOSE:
        return "same" if similarity >= _SAME else "close"
    if one.letters[:_SHARED] == other.letters[:_SHARED] and (
        _is_main_title(ours, other) or _is_main_title(theirs, one)
    ):
        return "part"
    if within and len(short.words) >= _FEWEST_TELLING:
        return "inside"
    return "near" if similarity >= _NEAR else "differs"


_SAME, _CLOSE, _NEAR = 0.96, 0.85, 0.7
_SHARED = 3


def stated_title(title: str, text: str) -> Standing | None:
    """Say whether a title stands in a text that speaks of works: on its own, or in other words.

    Errors of copying and scanning are allowed for where it stands on its own.

    >>> stated_title("Cells that guide axons", "Lo D: Cells that guide axons. Nature 1983")
    'stated'
    """
    wanted, passage = read_title(title), read_title(text)
    found = find_within(wanted, passage)
    if found != "stated" and (words := nearest(wanted, passage)):
        return "stated" if title_likeness(words, title) == "same" else found
    return found


@lru_cache(1 << 14)
def read_title(title: str) -> Passage:
    """Take a title apart, without markup, acronyms in brackets and a number before it.

    >>> read_title("6. Goals of <i>care</i>").words
    ('goals', 'of', 'care')
    """
    return read_passage(_ACRONYM.sub("", _NUMBERED.sub("", _TAG.sub("", title))))


_TAG = re.compile(r"</?[a-z]{1,4}(?:>|$)")  # "<i>EGFR</i>"
_ACRONYM = re.compile(r"\s\([A-Z][A-Za-z]{0,6}[A-Z]s?\)")  # "polymerase chain reaction (PCR)"
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=[^\W\d_])")


@lru_cache(1 << 14)
def is_telling(title: str) -> bool:
    """Tell whether a title has words enough to name one work ("Editorial" has not).

    That of a reply or comment names the work it is about, which may have several.

    >>> is_telling("Interleukin-2"), is_telling("Side effects of cytokines approved for therapy")
    (False, True)
    """
    if is_notice_title(title):
        return False
    words = [word for word in read_title(title).words if word not in SMALL]
    return len(words) >= _FEWEST_TELLING and sum(map(len, words)) >= _FEWEST_LETTERS


@lru_cache(1 << 14)
def is_notice_title(title: str) -> bool:
    """Tell whether a title names a reply, comment, erratum or retraction of something else.

    >>> is_notice_title("Erratum: Side effects"), is_notice_title("Comment on: IL-2")
    (True, True)
    >>> is_notice_title("Response of melanoma to IL-2"), is_notice_title("Dose-response")
    (False, False)
    """
    words = squeeze(title).lstrip(_QUOTES)
    return bool(_NOTICE.match(words) or _NOTICE_END.search(words))


def _similarity(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other, score_cutoff=_NEAR)


def _numbers(words: Sequence[str]) -> set[str]:
    spelt = (_ROMAN.get(word, word) for word in words[1:])
    return set(_NUMBER.findall(" ".join(spelt)))


def _is_reworded(one: Passage, other: Passage) -> bool:
    """Tell whether either has a word of meaning that the other has in no spelling."""
    ours, theirs = Counter(one.words), Counter(other.words)
    left, right = list(ours - theirs), list(theirs - ours)
    return not (_have_twins(left, right, one) and _have_twins(right, left, other))


def _have_twins(words: Iterable[str], others: Sequence[str], mine: Passage) -> bool:
    joined = ["".join(others[i:]) for i in range(len(others))]
    return all(
        word in SMALL
        or any(_is_twin(word, other, mine) for other in others)
        or any(run.startswith(word) for run in joined)
        for word in words
    )


def _is_twin(word: str, other: str, mine: Passage) -> bool:
    """Tell whether two words are one in two spellings, or one is a part of the other's compound.

    "women" is no spelling of "men", nor "nonsurgical" of "surgical"; but "operative" stands in
    "postoperative" where "post" stands beside it.
    """
    a, b = (_DIGRAPH.sub("e", w) for w in (word, other))
    if a.startswith(b) or b.startswith(a):
        return True
    if other.endswith(word):
        return len(rest := other[: -len(word)]) > 1 and rest in mine.words
    return a[0] == b[0] and ratio(a, b) >= _TYPO and not _are_opposites(a, b)


_DIGRAPH = re.compile("[ao]e")  # "anaemia", "oesophagus"
_OPPOSITES = (("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("pre", "post"))


def _are_opposites(one: str, other: str) -> bool:
    return any(
        (one.startswith(a) and other.startswith(b)) or (one.startswith(b) and other.startswith(a))
        for a, b in _OPPOSITES
    )


def _is_beginning(short: Passage, long: Passage) -> bool:
    """Tell whether a title is the first words of another."""
    size = len(short.words)
    return size >= _FEWEST_WORDS and long.words[:size] == short.words


def _is_main_title(long: str, short: Passage) -> bool:
    """Tell whether a title is another one without its subtitle, give or take a letter."""
    if not _SUBTITLE.search(long):
        return False
    main = read_title(_SUBTITLE.split(long, maxsplit=1)[0])
    return _similarity(short.letters, main.letters) >= _SAME
