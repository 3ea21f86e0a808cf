"""Words by which the titles of sister works differ: men and women, interim and final results."""

from collections.abc import Iterable
from itertools import pairwise

_GROUPS = (
    "men man | women woman",
    "male males | female females",
    "boys boy | girls girl",
    "infants infant neonates neonatal | children child childhood pediatric paediatric"
    " | adolescents adolescent | adults adult | elderly",
    "mothers maternal | fathers paternal",
    "acute | chronic",
    "benign | malignant",
    "primary | secondary | tertiary",
    "left | right",
    "upper | lower",
    "anterior | posterior",
    "medial | lateral",
    "proximal | distal",
    "internal | external",
    "dorsal | ventral",
    "mice mouse murine | rats rat | rabbits rabbit | dogs dog canine | pigs pig porcine"
    " | sheep ovine | monkeys | humans human",
    "rural | urban",
    "inpatients inpatient | outpatients outpatient",
    "with | without",
    "high higher | low lower",
    "early | late",
    "before | after",
    "short | long",
    "positive | negative",
    "systolic | diastolic",
    "vitro | vivo",
    "increased increases increase | decreased decreases decrease reduced reduces",
    "spring | summer | autumn fall | winter",
    "north northern | south southern | east eastern | west western",
)
_SIDES: dict[str, list[tuple[int, int]]] = {}
for _number, _group in enumerate(_GROUPS):
    for _side, _words in enumerate(_group.split("|")):
        for _word in _words.split():
            _SIDES.setdefault(_word, []).append((_number, _side))

_PREFIXES = (
    *(("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("pre", "post")),
    *(("in", "out"), ("over", "under"), ("anti", "pro"), ("ante", "post"), ("up", "down")),
    *(("non", ""), ("under", "")),
)
_STAGES = frozenset(
    [
        *("interim", "final", "preliminary", "update", "updated", "baseline", "pilot"),
        *("extension", "feasibility", "followup", "reanalysis", "subgroup", "posthoc", "longterm"),
    ]
)
_STAGES_OF_TWO = frozenset([("follow", "up"), ("post", "hoc"), ("long", "term")])


def are_opposed(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two titles differ in words that exclude each other.

    >>> are_opposed("gout in men".split(), "gout in women".split())
    True
    >>> are_opposed("hypertension".split(), "hypotension in men and women".split())
    True
    >>> are_opposed("gout in old men".split(), "gout in men".split())
    False
    """
    left, right = frozenset(ours), frozenset(theirs)
    only, others = left - right, right - left
    return any(_exclude(one, other) for one in only for other in others)


def _exclude(one: str, other: str) -> bool:
    for number, side in _SIDES.get(one, ()):
        for their_number, their_side in _SIDES.get(other, ()):
            if number == their_number:
                return side != their_side
    return any(
        (one.startswith(a) and other == b + one[len(a) :])
        or (other.startswith(a) and one == b + other[len(a) :])
        for a, b in _PREFIXES
    )


def stages(words: list[str]) -> frozenset[str]:
    """Give the stages of a study that a title names.

    >>> sorted(stages("side effects of gold a five year follow up".split()))
    ['followup']
    """
    of_two = ["".join(pair) for pair in pairwise(words) if pair in _STAGES_OF_TWO]
    return _STAGES.intersection([*words, *of_two])
