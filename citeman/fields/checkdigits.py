"""The check digits of ISSN and ISBN."""

import re
from operator import mul

from citeman.text import plain_dashes

_ISSN = re.compile(r"\d{7}[\dX]")
_WEIGHTS = range(8, 1, -1)


def is_issn(text: str) -> bool:
    """Tell whether a text is an ISSN with a correct check digit."""
    digits = plain_dashes(text).replace("-", "").upper()
    if not _ISSN.fullmatch(digits):
        return False
    total: int = sum(map(mul, map(int, digits[:7]), _WEIGHTS)) + _digit(digits[7])
    return total % 11 == 0


def is_isbn(text: str) -> bool:
    """Tell whether a text is an ISBN of 10 or 13 digits with a correct check digit."""
    digits = re.sub(r"[\s-]", "", plain_dashes(text)).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum(_digit(c) * (10 - i) for i, c in enumerate(digits)) % 11 == 0
    return False


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)
