"""One person's name: its particles, initials and suffix."""

import re
from functools import lru_cache

from citeman.model import Name

PARTICLES = frozenset(
    """af al am an auf aus av ben bin d d' da dal dalla das de degli dei del della dell delle delli
    den der des di do dos du e el het in l' la las le les lo los op 't san st. ten ter te tho
    thor til to tot uit van vande vander vom von vor y ya zu zum zur""".split()  # noqa: SIM905
)
"""Words that begin a family name in one language or another, in lower case."""
CAPITAL_PARTICLES = frozenset(
    """Al Ben Bin Da Dal Dalla De Del Della Den Der Des Di Dos Du El La Le Los Mac Mc San Santa
    St St. Ten Ter Van Vande Vander Von Zu""".split()  # noqa: SIM905
)
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|JR|SR|II|III|IV|2nd|3rd|4th)\.?")
_SUFFIX_LAST = re.compile(rf"\s*,?\s+(?P<suffix>{_SUFFIX.pattern})$")
_ROMAN = frozenset({"II", "III", "IV"})
OR_SUFFIX = frozenset({"JR", "SR", "II", "III", "IV"})
CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper()) + "]"
# "J", "J.", "JA", "J.A.", "J.-P.", "MCAF"; "Th.", "Yu.V.", "Th", "X-y".
_INITIALS = re.compile(
    rf"(?:{CAPITAL}\.?[-‐]?){{1,6}}|(?:{CAPITAL}\w{{0,2}}\.[-‐]?)+{CAPITAL}?\.?"
    rf"|{CAPITAL}\.?[-‐][a-z]\.?|Th|Ph|Chr|Zs|Gy"
)
# "WANG Zihang", "DUPONT Jean-Marc"; four letters at least: "JRR Tolkien".
_CAPITALS_FIRST = re.compile(
    r"[^\W\d_a-zß-ÿ]{4,}(?:-[^\W\d_a-zß-ÿ]+)?(?:[\s-][^\W\d_a-zß-ÿ][a-zß-ÿ]+){1,2}"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def is_suffix(text: str) -> bool:
    """Tell whether a text is a generational suffix: Jr, Sr, II, III, IV, 2nd, 3rd."""
    return bool(_SUFFIX.fullmatch(text))


def is_cjk(text: str) -> bool:
    """Tell whether a name is written in Chinese, Japanese or Korean characters."""
    return not text.isascii() and bool(_CJK.search(text))


@lru_cache(1 << 12)
def is_initials(text: str) -> bool:
    """Tell whether a text holds nothing but initials.

    >>> is_initials("J. A."), is_initials("J.-P."), is_initials("Jo")
    (True, True, False)
    """
    words = text.split()
    return bool(words) and all(_INITIALS.fullmatch(word) for word in words)


@lru_cache(1 << 12)
def is_vancouver(text: str) -> bool:
    """Tell whether a text is a family name followed by initials: "Smith AB", "de Boer A. B."."""
    words = _cut_suffix(text)[0].split()
    tail = 0
    while tail < len(words) and _INITIALS.fullmatch(words[-1 - tail]):
        tail += 1
    if tail < len(words):
        return 0 < tail <= 4
    # "LI J" in capitals; but not "JK MOLL", nor initials alone.
    return len(words) > 1 and "." not in words[0] and not len(words[0]) < 4 <= len(words[-1])


def is_compound(family: str) -> bool:
    """Tell whether a family name has several words besides its particles."""
    words = family.split()
    return sum(word not in PARTICLES and word not in CAPITAL_PARTICLES for word in words) > 1


def split_particles(family: str) -> tuple[str, str]:
    """Cut the lower-case particles off the front of a family name.

    >>> split_particles("van der Berg"), split_particles("De Roover")
    (('van der', 'Berg'), ('', 'De Roover'))
    """
    words = family.split()
    if family[:1].isupper():
        return "", " ".join(words)
    count = 0
    while count < len(words) - 1 and words[count].replace("’", "'") in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def read_inverted(family: str, given: str, suffix: str = "") -> Name:
    """Build a name from the two sides of a comma.

    >>> read_inverted("Humboldt", "Alexander von").dropping_particle
    'von'
    """
    family, early = _cut_suffix(family, before_given=bool(given))
    given, late = _cut_suffix(given)
    given, dropping = _cut_trailing_particles(given)
    particle, family = split_particles(family)
    return Name(
        family=family,
        given=given,
        dropping_particle=dropping,
        non_dropping_particle=particle,
        suffix=(suffix or late or early).rstrip("."),
    )


def read_whole(text: str) -> Name:
    """Read a name without a comma: "Smith AB", "J. A. Smith", "Ludwig van Beethoven".

    Names in Chinese, Japanese or Korean characters without a blank stay whole, in `literal`:
    nothing says where the family name ends.
    """
    if not any(letter.isalpha() for letter in text):
        return Name(literal=text)
    text, suffix = _cut_suffix(text)
    words = text.split()
    if is_cjk(text):
        return (
            Name(family=words[0], given=" ".join(words[1:])) if words[1:] else Name(literal=text)
        )
    if is_vancouver(text):
        cut = _vancouver_cut(words)
    elif len(words) > 2 and _ends_in_particles(words):
        inner = len(words) - _trailing_particles(words)
        cut = _vancouver_cut(words[:inner])
    else:
        if _CAPITALS_FIRST.fullmatch(text):
            return read_inverted(words[0], " ".join(words[1:]), suffix)
        start = _direct_cut(words)
        return read_inverted(" ".join(words[start:]), " ".join(words[:start]), suffix)
    return read_inverted(" ".join(words[:cut]), " ".join(words[cut:]), suffix)


def _cut_suffix(text: str, *, before_given: bool = False) -> tuple[str, str]:
    """Cut a suffix off the end; in "Petrov IV" and "Medeiros SR" the capitals are initials.

    Before given names, as in "Michael II, L. M.", Roman numerals are none.
    """
    found = _SUFFIX.fullmatch(text, text.rfind(" ") + 1) and _SUFFIX_LAST.search(text)
    if not found:
        return text, ""
    rest, suffix = text[: found.start()], found["suffix"]
    if suffix in OR_SUFFIX and "," not in found[0]:
        roman = suffix in _ROMAN if before_given else suffix in ("II", "III") and " " in rest
        if not roman and not any(map(_INITIALS.fullmatch, rest.split())):
            return text, ""
    return rest, suffix


def _trailing_particles(words: list[str]) -> int:
    count = 0
    while count < len(words) - 1 and words[-1 - count] in PARTICLES:
        count += 1
    return count


def _ends_in_particles(words: list[str]) -> bool:
    count = _trailing_particles(words)
    return count > 0 and is_vancouver(" ".join(words[: len(words) - count]))


def _cut_trailing_particles(given: str) -> tuple[str, str]:
    words = given.split()
    cut = len(words) - _trailing_particles(words)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _vancouver_cut(words: list[str]) -> int:
    """Find where the initials at the end begin; the first word is never one of them."""
    cut = len(words)
    while cut > 1 and _INITIALS.fullmatch(words[cut - 1]):
        cut -= 1
    return cut


def _direct_cut(words: list[str]) -> int:
    """Find where the family name at the end begins; particles before it belong to it."""
    for position, word in enumerate(words[1:-1], 1):
        if word.replace("’", "'") in PARTICLES:
            return position
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in CAPITAL_PARTICLES:
        cut -= 1
    return 0 if words and words[0] in PARTICLES else cut
