"""Lists of names that can be read in one way only, quickly: one look at each name.

Most lists are regular: "Smith AB, Jones C", "Smith, A. B., & Jones, C.", "Smith, Ann; Jones, Bo",
"A. B. Smith and C. Jones", "Smith, Ann B., and Bo Jones". What is read here is what the search of
`citeman.fields.names` over all ways to group the pieces of a list finds; any list with a name that
is not of these shapes is left to it.
"""

import re
from functools import lru_cache

from citeman.fields.groups import is_group
from citeman.fields.persons import CAPITAL, CAPITAL_PARTICLES, OR_SUFFIX, PARTICLES
from citeman.model import Name

_NO_NAME = (
    r"(?!(?:Jr|Sr|Jnr|Snr|Th|Ph|Chr|Zs|Gy|The|Die|By|In|Herausgegeben|Eds|Hrsgg?|Hgg|Herausgeber|"
    r"Editors?|Editeurs?|Éditeurs?|Authors?|Compilers?|Translators?|Herausgeberin)\b)"
)
"""What is a suffix, or may be initials, or begins or ends a list without being a name in it."""
_WORD = rf"{_NO_NAME}(?:[DO]['’])?[^\W\d_a-z][a-zß-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_DOTTED = r"(?!U\. ?S\.|M\.D\.|R\.N\.)[A-Z]\.(?:[ -]?[A-Z]\.){0,3}"
_GIVEN = rf"{_WORD}(?: {_WORD}| [A-Z]\.){{0,2}}"
_PARTICLES = r"(?P<particles>(?:(?!in |to )[a-zß-ÿ]{2,5} ){0,3})"
_THEN = r"(?:; (?:and |& )?|,? (?:and|&|und|et) |, | ?/ ?|$)"

_INNER = r"(?:d[aeiou]s?|del|der|van|von|la|el|al|bin)"
_VANCOUVER = re.compile(
    rf"{_PARTICLES}(?P<family>{_WORD}(?: (?:{_INNER} )*{_WORD}){{0,3}})"
    rf" (?P<given>{CAPITAL}{{1,4}})(?P<suffix> (?:Jr|Sr|2nd|3rd|4th)\.?)?"
)
"""``van der Berg RJ``, ``Del Pozo B``, ``de Oliveira da Rosa W Jr``."""
_INVERTED = re.compile(
    rf"{_PARTICLES}(?P<family>{_WORD}(?: {_WORD}(?=, [A-Z]\.))?)"
    rf", (?:(?P<initials>{_DOTTED})|(?P<full>{_GIVEN})){_THEN}"
)
"""``van der Berg, R. J.``, ``García Pérez, J.``, ``Berg, Robert J.``"""
_DIRECT = re.compile(
    rf"(?:(?P<initials>{_DOTTED})|(?P<full>{_GIVEN})) {_PARTICLES}(?P<family>{_WORD}){_THEN}"
)
"""``R. J. van der Berg``, ``Robert J. Berg``."""
_DOTTED_VANCOUVER = re.compile(
    rf"{_PARTICLES}(?P<family>{_WORD}(?: {_WORD})?) (?P<initials>{_DOTTED})(?P<full>){_THEN}"
)
"""``van der Berg R.J.``"""


def read_regular(text: str, *, listed: bool = False) -> tuple[Name, ...]:
    """Read a list of persons whose names all have one of the regular shapes; else ().

    `listed` says that semicolons part it from others.

    >>> [name.family for name in read_regular("Smith, A. B., van der Berg, C. & Jones, D.")]
    ['Smith', 'Berg', 'Jones']
    >>> read_regular("Smith, Jones & Co.")
    ()
    """
    # Where semicolons part names, two direct ones with a comma would be one inverted name.
    then = _INVERTED if listed or ";" in text else _DIRECT
    return (
        _read_all_vancouver(text)
        or _read_shapes(text, _INVERTED, then)
        or _read_shapes(text, _DOTTED_VANCOUVER, _DOTTED_VANCOUVER)
    )


def _read_all_vancouver(text: str) -> tuple[Name, ...]:
    names: list[Name] = []
    for part in text.split(", "):
        name = _read_vancouver(part)
        if not name:
            return ()
        names.append(name)
    return tuple(names)


@lru_cache(1 << 14)
def _read_vancouver(text: str) -> Name | None:
    found = _VANCOUVER.fullmatch(text)
    if not found:
        return None
    particles, family, given, suffix = found.groups("")
    if not _are_particles(particles):
        return None
    if (particles or " " in family or suffix) and given in OR_SUFFIX:
        return None
    if (text.count(" ") > 1 or not given.isascii()) and is_group(text):
        return None
    return Name(family, given, non_dropping_particle=particles.rstrip(), suffix=suffix.strip(" ."))


def _are_particles(words: str) -> bool:
    return not words or PARTICLES.issuperset(words.split())


def _read_shapes(text: str, first: re.Pattern[str], then: re.Pattern[str]) -> tuple[Name, ...]:
    """Read names of the first shape, as far as they go, and then those of the other to the end."""
    names: list[Name] = []
    position, shape, certain = 0, first, True
    while position < len(text):
        found = shape.match(text, position)
        if not found and shape is not then:
            shape = then
            found = shape.match(text, position)
        if not found:
            return ()
        particles, family, initials, full = found.group("particles", "family", "initials", "full")
        if not _are_particles(particles) or (full and _has_capital_particle(full, family)):
            return ()
        names.append(Name(family, initials or full, non_dropping_particle=particles.rstrip()))
        certain = certain and not full and shape is _INVERTED
        position = found.end()
    return tuple(names) if certain or not is_group(text) else ()


def _has_capital_particle(given: str, family: str) -> bool:
    """Tell whether the family name may begin elsewhere, as in "Robert De Niro"."""
    return not CAPITAL_PARTICLES.isdisjoint((*given.split(), family))
