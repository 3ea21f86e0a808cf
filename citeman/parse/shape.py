"""Does a stretch of text look like a reference, or like somebody's prose about one?"""

import re

from citeman.parse.authors import people_end

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\b(?:in press|forthcoming|n\.d\.)", re.IGNORECASE)
_LOCATOR = re.compile(
    r"""
      \b(?:1[89]|20)\d\d\b[^;:.]{0,15}[;:]\s*(?:\d|S\d|[Ss]uppl)     # 2003; 21   2021 Jan 21;5
    | \b\d{1,4}\s*(?:\([^)]{1,20}\)|\[[^]]{1,20}\])?\s*[:,]\s*     # 32 (826): 85-6
      (?:pp?\.\s*)?[A-Za-z]?\d{1,6}\s*[-–]\s*[A-Za-z]?\d+
    | \b[Vv]ol(?:ume|\.)\s*\d | \bno\.\s*\d | \bpp?\.\s*[A-Z]?\d
    """,
    re.VERBOSE,
)
_IMPRINT = re.compile(
    r":\s*[A-ZÀ-Þ][^:;.]{2,60}(?:\.\s?[^:;.]{2,30})?[,;]\s*(?:c|©)?(?:1[5-9]|20)\d\d"
)
_IDENTIFIER = re.compile(
    r"\bPMID\b|\bPMCID\b|\bdoi\b|\b10\.\d{4,9}/|PubMed:|PMC free article|arxiv", re.IGNORECASE
)
_DATE_IN_BRACKETS = re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?(?:,[^)]{3,20})?\)\s*[.,:]?")
_CHAPTER = re.compile(r"(?:\.|\?)\s+In[:,]?\s|\b[Ee]ds?\.|\([Ee]ds?\.?\)|\bHrsg\b")
_ET_AL = re.compile(r"\bet al\b")
_PROSE_START = re.compile(
    r"\(|[a-zß-öø-ÿ]|(?:This|These|The authors?|In this|Here|We|Our|Note|See)\b"
)

_EVIDENCE = (
    (_YEAR, 1),
    (_LOCATOR, 2),
    (_IMPRINT, 2),
    (_IDENTIFIER, 2),
    (_DATE_IN_BRACKETS, 1),
    (_CHAPTER, 1),
    (_ET_AL, 1),
)
LIKELY = 3
"""The likeness from which text counts as a reference."""


def likeness(text: str) -> int:
    """Count what speaks for a reference; `LIKELY` and more is one.

    >>> likeness("Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422.") >= LIKELY
    True
    >>> likeness("The first in a burst of books published on Burr since 1954.") >= LIKELY
    False
    """
    head = text[:700]
    score = sum(weight for pattern, weight in _EVIDENCE if pattern.search(head))
    if people_end(head):
        score += 2
    elif _PROSE_START.match(head):
        score -= 3
    return score


def is_reference(text: str) -> bool:
    """Tell whether text has the shape of a reference."""
    return likeness(text) >= LIKELY


_LEAD_IN = re.compile(r"[A-ZÀ-Þ][^.:;\d]{2,80}:\s+|(?:\w{1,12}\s*(?:\|\|?|\t)\s*)+")


def lead_in(text: str) -> int:
    """How many characters in front of a reference only introduce it; 0 for most.

    >>> lead_in("Up to six authors: Joya SJ, Aziz MT. Celiac disease. KMUJ 2020;13: 43-6.")
    19
    """
    found = _LEAD_IN.match(text)
    if found and not people_end(text) and people_end(text, found.end()) > found.end():
        return found.end()
    return 0


def is_dated(text: str) -> bool:
    """Tell whether text names a year, or says that there is none yet."""
    return bool(_YEAR.search(text))


def has_prose(text: str) -> bool:
    """Tell whether text reads like running words: at least four, mostly in small letters."""
    found = re.findall(r"[^\W\d_]{2,}", text)
    small = sum(word[0].islower() for word in found)
    return len(found) >= 4 and small * 2 >= len(found)
