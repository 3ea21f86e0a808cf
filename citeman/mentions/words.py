"""The telling words and the numbers of a text, in a form that titles can be compared with."""

import re
from functools import lru_cache
from typing import NamedTuple

from citeman.text import fold

_SUFFIXES = (
    *("izations", "isations", "ization", "isation", "ations", "ation", "ically", "ities"),
    *("ments", "ical", "ions", "ings", "ives", "ment", "ers", "ors", "ity", "ies", "ing", "ion"),
    *("ive", "ous", "als", "al", "ed", "es", "er", "or", "ic", "ly", "is", "s", "y", "e"),
)
_SHORTEST_STEM = 4
# Words of prose and of the trade that stand beside any topic.
_COMMON_WORDS = """
    a about according across after again against all almost along already also although among
    an and another any are around as at available back be became because been before being
    better between both but by can certain could day days despite did different do does done
    down during each early either even ever every few finally first for found four from
    further gave get give given had half has have having he help her here high higher his how
    however if in including include included indeed instead into is it its itself just kind
    know known last late later least less like likely long low lower made main make making
    many may might more most much must near nearly neither new next no nor not nothing now
    number of off often old on once one only or other others our out over own part particular
    past people per perhaps possible put rather really received recent recently said same say
    says second see seen several shall she should show showed shown shows significant
    significantly similar simply since small so some soon still such take taken than that the
    their them then there these they thing third this those though three through thus to
    together too took toward towards two under unfortunately until up upon us use used using
    usually various very want was way we well went were what when where whether which while
    who whom whose why will with within without would year years yet you your analysis
    analyses analyzed analysed appear appeared article articles author authors concluded
    conclusion data demonstrate demonstrated described editorial evidence experiment finding
    findings group groups investigate investigated investigators issue journal letter
    literature met month months online paper papers participants patient patients press print
    published publishing report reported reporting reports research researchers results review
    reviewed reviews sample says scientists study studies suggest suggested suggests
    systematic team today trial trials week weeks work worked writing wrote yesterday january
    february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday medicine medical university hospital professor
    doctor doctors colleagues co coauthors et al doi pmid pmc http https www com org examined
    examine observed compared associated association effect effects based large clinical
    landmark earlier news media
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[^\W\d_]\w*")


def telling_words(text: str) -> tuple[str, ...]:
    """List the words of a text that speak of its topic: folded, each once, in order.

    >>> telling_words("A study of Interleukin-2 in patients with melanoma")
    ('interleukin', 'melanoma')
    """
    words = (word for word in fold(text).split() if len(word) > 2 and _WORD.fullmatch(word))
    return tuple(dict.fromkeys(word for word in words if word not in _COMMON))


@lru_cache(1 << 15)
def stem(word: str) -> str:
    """Cut a folded word to what its forms share.

    >>> {stem(word) for word in ("predict", "predicts", "predictive")}
    {'predict'}
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word.removesuffix(suffix)
    return word


def stems(text: str) -> frozenset[str]:
    """Give the stems of a text's telling words."""
    return frozenset(map(stem, telling_words(text)))


def initials(text: str) -> frozenset[str]:
    """Give what the words of a text would be shortened to: "mri", "bmi", "va".

    >>> sorted(initials("body mass index"))
    ['bm', 'bmi', 'mi']
    """
    letters = "".join(word[0] for word in fold(text).split())
    ends = range(2, 6)
    return frozenset(letters[i : i + n] for n in ends for i in range(len(letters) - n + 1))


class Count(NamedTuple):
    """A number of people or things: at least `low`, less than `high`, as a rounded one may be."""

    words: str
    low: float
    high: float


_PEOPLE = (
    r"(?:patients?|people|participants?|men|women|infants?|children|adults?|subjects|volunteers"
    r"|individuals|persons|cases|controls|samples?|births|pregnanc\w+|adolescents|students|nurses"
    r"|physicians|residents|veterans|survivors|couples|babies|newborns|neonates|girls|boys|mice"
    r"|studies|trials|centers|hospitals|countries|mothers|twins|respondents|batters|players)"
)
_COUNT = re.compile(
    r"(?<![\d.,$€£/-])(?P<number>\d{1,3}(?:[,\s]\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<million>\s(?:million|thousand))?"
    rf"(?=(?:-|\s)(?:[\w'’/-]+\s){{0,4}}?{_PEOPLE}\b)"
)
_SCALE = {"million": 1_000_000, "thousand": 1_000, "": 1}
_SMALLEST = 20


def find_counts(text: str) -> list[Count]:
    """Find how many people or things a text speaks of; small numbers are left out.

    >>> [count.words for count in find_counts("enrolled 5,800 people with HIV in 25 countries")]
    ['5,800', '25']
    """
    counts = (_count(match) for match in _COUNT.finditer(text))
    return [count for count in counts if count.high > _SMALLEST]


def _count(match: re.Match[str]) -> Count:
    digits = re.sub(r"[,\s]", "", match["number"])
    scale = _SCALE[(match["million"] or "").strip()]
    value = float(digits) * scale
    whole, _, decimals = digits.partition(".")
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals else 0
    step = scale * (10**zeros if zeros > 1 else 1) / 10 ** len(decimals)
    return (
        Count(match[0], value - step / 2, value + step)
        if step > 1
        else Count(match[0], value, value + 1)
    )


def is_count(one: Count, other: Count) -> bool:
    """Tell whether two numbers may be one: "5,800" is 5806 rounded.

    >>> rough, exact = find_counts("5,800 people") + find_counts("5806 patients")
    >>> is_count(rough, exact), is_count(exact, exact)
    (True, True)
    """
    return one.low < other.high and other.low < one.high
