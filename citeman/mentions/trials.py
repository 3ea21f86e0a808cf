"""The same trial or study group, however its name is set?"""

import re
from functools import lru_cache
from typing import Literal

from citeman.text import fold

Naming = Literal["same", "sister", ""]
"""`sister`: a name that differs in its number alone, as FUTURE I and FUTURE II."""

_NUMERAL = r"(?:\d{1,3}|i{1,3}|iv|v|vi{0,3})"
_TRADE = r"(?:trials?|stud(?:y|ies)|investigators|group|program|team|cohort|registry)"


def naming(name: str, text: str) -> Naming:
    """Tell whether a text names the trial of this name, or a sister of it.

    A name that is also a word counts in capitals, or beside "trial" and the like.

    >>> naming("FUTURE II", "the Future II Study Group"), naming("FUTURE II", "FUTURE I trial")
    ('same', 'sister')
    >>> naming("FUTURE II", "Females United (FUTURE) I Investigators")
    'sister'
    >>> naming("FUTURE", "a vaccine of the future"), naming("ESPRIT", "INSIGHT-ESPRIT Study Group")
    ('', 'same')
    """
    exact, loose, sister = _patterns(name)
    if exact.search(text) or loose.search(text):
        return "same"
    return "sister" if sister and sister.search(text) else ""


@lru_cache(1 << 10)
def _patterns(
    name: str,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]:
    stem, number = _parts(name)
    words = r"[\s-]?".join(map(re.escape, re.findall(r"\w+", stem)))
    tail = rf"[)\s-]{{0,2}}{number}(?!\w)" if number else rf"(?!\w)(?![\s-]{_NUMERAL}\b)"
    exact = re.compile(rf"(?<!\w){words}(?i:{tail})")
    loose = re.compile(rf"(?<!\w){words}{tail}\W{{1,3}}(?:\w+\s)?{_TRADE}\b", re.IGNORECASE)
    other = (
        rf"[)\s-]{{0,2}}(?!{number}\b){_NUMERAL}(?!\w)" if number else rf"[\s-]{_NUMERAL}(?!\w)"
    )
    first = rf"|(?!\w)(?![)\s-]{{0,2}}{_NUMERAL}\b)" if number else ""
    return exact, loose, re.compile(rf"(?<!\w){words}(?i:{other}{first})")


def _parts(name: str) -> tuple[str, str]:
    """Cut the number off the end of a name, which is written as figures or as a Roman numeral."""
    found = re.fullmatch(rf"(?P<stem>.*?\w)[\s-](?P<number>{_NUMERAL})", name, re.IGNORECASE)
    found = found or re.fullmatch(r"(?P<stem>[A-Za-z-]*[A-Za-z])(?P<number>\d{1,3})", name)
    if not found:
        return name, ""
    number = fold(found["number"])
    both = {number, _ROMAN.get(number, number), _ARABIC.get(number, number)}
    return found["stem"], f"(?:{'|'.join(sorted(both))})"


_ARABIC = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_ROMAN = {number: roman for roman, number in _ARABIC.items()}
