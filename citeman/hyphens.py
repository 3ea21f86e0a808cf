"""Words broken over two lines: which hyphens were only put there to break them.

No character says it, so evidence decides. First what the text itself writes elsewhere ("placebo-
controlled" in the next title), then how the halves look ("COVID-" | "19", "IFN-" | "gamma",
"Breyer-" | "Pfaff"), then whether they are words: "double-" | "blind" are two, "Gastro-" |
"enterology" are none. DOIs and addresses keep every character, and lose the break.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from citeman.model import Span

_WORD = re.compile(
    r"(?P<half>[^\W\d_]+[-‐‑–]\s+\w+)|(?P<word>[^\W\d_]+(?:[-‐‑][^\W\d_]+)*(?![\w-]))"
)
_BREAK = re.compile(
    r"""
      (?<=[^\W_]) (?P<dash>[-‐‑–]) [^\S\n]*\n\s* (?=[^\W_])             # "Gastro-" | "enterology"
    | (?<=[^\W\d_]) (?P<slash>/) [^\S\n]*\n\s* (?=[^\W\d_])                # "PET/" | "CT"
    | (?<=[^\W\d_]{2}) (?P<inline>[-‐‑]) [ ] (?=[a-zß-öø-ÿ]{2})          # "Gastro- enterology"
    """,
    re.VERBOSE,
)
_LONGEST = 60
_LEFT = re.compile(r"[^\W_]+$")
_RIGHT = re.compile(r"[^\W_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SUSPENDED = _set("and or to nor versus vs und oder bzw sowie et ou y e o u i och en of")
"""What follows a hyphen that stands for a part said later: "low- and high-dose"."""
_SHORT_WORDS = _set("up to of on off out in by at")
_FIRST_HALVES = _set("""
    alpha beta cross delta double epsilon follow full gamma half high kappa long low non quasi real
    self short single small socio three time two well whole
""")
_SUFFIXES = _set("""
    able age ally ance ation ed ence er ered ering ers est fold ible ical ier ing ings ish ism ist
    ities ity ization ize ized less ly ment ments ness pox ship ships sion sions tion tions ton
    ture ward wards wise
""")
_SECOND_HALVES = _set("""
    activated aged alpha analysis associated assisted based being beta binding blind bound centered
    centred century containing controlled deficient dependent derived dimensional directed driven
    effective effectiveness free gamma independent induced level like linked mediated oriented
    phase positive produced regulated related resistant responsive rich scale sensitive site
    specific term terminal time type valued wide year
""")
"""Halves that English writes with a hyphen more often than as one word or as two."""
_NAME_ENDS = _set("berg field ford ham land ley man mann son stein ton ville wood worth")
_WHOLE = re.compile(r"\w{3}(?:ing|ity|ness|sis|tion)$")
"""How a first half ends that is a whole word."""
_ADDRESS = re.compile(r"(?:https?\b|www\.|\b10\.\d{4,9}|doi\.org/)\S*")
_LINE_END = re.compile(r"(?P<gap>[^\S\n]*\n\s*)(?P<rest>\S+)")
_JOINT = re.compile(r"[./_=?&#%~:-]")
_NEW_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]*[.,;:)]?$|\[|\(")
_ANY_WORD = re.compile(r"[^\W\d_]+[.,;:)]?$|\d{1,4}[.;,]|\[|\(")


class Vocabulary(NamedTuple):
    """How often texts write words whole, and compounds with a hyphen, in small letters."""

    words: Counter[str]
    compounds: Counter[str]


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """Count the words of texts that are not broken over lines."""
    found = Vocabulary(Counter(), Counter())
    for text in texts:
        whole_words = (match["word"].lower() for match in _WORD.finditer(text) if match["word"])
        for word in whole_words:
            parts = word.replace("‐", "-").replace("‑", "-").split("-")
            found.words.update(parts if len(parts) == 1 else ())
            found.compounds.update("-".join(pair) for pair in pairwise(parts))
    return found


def breaks(text: str, own: Vocabulary | None = None) -> list[Span]:
    """Find what a reader leaves out of a text: hyphens that only break words, and the breaks.

    `own` is the vocabulary of the document around; without it the text's own counts. Spans come
    in order and do not overlap.

    >>> text = "Gastro-\\nenterology, a double-\\nblind trial"
    >>> [text[slice(*span)] for span in breaks(text)]
    ['-\\n', '\\n']
    """
    found = list(_BREAK.finditer(text))
    if found and own is None:
        own = vocabulary([text])
    spans = [span for each in found if own and (span := _unread(each, own))]
    return sorted(_apart([*_in_addresses(text), *spans]))


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    """Leave out spans that overlap an earlier one."""
    end = -1
    for span in sorted(spans):
        if span.start >= end:
            yield span
            end = span.end


def whole(text: str) -> str:
    """Write a text with its broken words whole.

    >>> whole("Endo-\\nscopic repair of COVID-\\n19, high-\\nand low-dose")
    'Endoscopic repair of COVID-19, high-\\nand low-dose'
    """
    kept, position = [], 0
    for start, end in breaks(text):
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]])


def _unread(found: re.Match[str], own: Vocabulary) -> Span | None:
    """What is not read of one break: hyphen and break, the break only, or nothing."""
    text = found.string
    left = _LEFT.search(text, max(found.start() - _LONGEST, 0), found.start())
    right = _RIGHT.match(text, found.end())
    if not left or not right:
        return None
    first, second = left[0], right[0]
    if second in _SUSPENDED and (first + second).lower() not in own.words:
        return None
    if not found["slash"] and found["dash"] != "–" and _joins(first, second, own):
        return Span(*found.span())
    if found["inline"] and not _is_compound(first, second, own):
        return None
    return Span(found.end(str(found.lastgroup)), found.end())


def _joins(first: str, second: str, own: Vocabulary) -> bool:
    """Tell whether two halves are one word without a hyphen."""
    low, end = first.lower(), second.lower()
    as_one, as_two = own.words[low + end], own.compounds[f"{low}-{end}"]
    if as_one != as_two:
        return as_one > as_two
    if _is_spelled_apart(first, second) or _is_compound(first, second, own):
        return False
    common = common_words()
    if low + end in common:
        return True
    if _WHOLE.search(low) and len(end) > 3 and end not in _SUFFIXES:
        return False
    if first[0].isupper() and end in _NAME_ENDS:
        return True
    known = [word in common or own.words[word] > 0 for word in (low, end)]
    return not all(known) or len(low) < 3 or len(end) < 3


def _is_spelled_apart(first: str, second: str) -> bool:
    """Tell halves that no word has: digits, capitals inside, single letters, "IFN" | "gamma"."""
    letters = first.isalpha() and second.isalpha()
    capitals = first.isupper() and second.isupper() and len(second) > 1
    return (
        not letters
        or len(first) == 1
        or (second[0].isupper() and not capitals)
        or (first.isupper() and not second.isupper())
    )


def _is_compound(first: str, second: str, own: Vocabulary) -> bool:
    """Tell halves that are commonly written with a hyphen, here or anywhere."""
    low, end = first.lower(), second.lower()
    return (
        own.compounds[f"{low}-{end}"] > 0
        or end in _SHORT_WORDS
        or (low in _FIRST_HALVES and end not in _SUFFIXES)
        or (end in _SECOND_HALVES and len(low) > 2)
        or (len(first) > 1 and first.isupper() and second.islower())
    )


def _in_addresses(text: str) -> Iterator[Span]:
    """Find the breaks inside DOIs and addresses."""
    for found in _ADDRESS.finditer(text):
        end = found.end()
        while (line_end := _LINE_END.match(text, end)) and _goes_on(
            text[end - 1], line_end["rest"]
        ):
            yield Span(*line_end.span("gap"))
            end = line_end.end()


def _goes_on(last: str, rest: str) -> bool:
    """Tell whether an address goes on in the next line, by its last letter and what comes."""
    if rest[0] in "/_=?&#%~:" or (rest[0] in ".-" and len(rest) > 1):
        return True
    stops = _ANY_WORD if last == "." else _NEW_WORD
    return bool(_JOINT.match(last)) and not stops.match(rest)


@cache
def common_words() -> frozenset[str]:
    """Words that are common in titles, in several languages, most of them English."""
    text = files("citeman.data").joinpath("words.txt").read_text("utf-8")
    return frozenset(text.split())
