"""The same authors?"""

from typing import Literal

from rapidfuzz.fuzz import ratio, token_set_ratio

from citeman.model import Name, Reference
from citeman.text import fold

PeopleLikeness = Literal["same", "most", "first", "some", "differs"]

_TYPO = 85.0
_GROUP = 90.0
_MOST = 0.5


def people_likeness(ours: Reference, theirs: Reference) -> PeopleLikeness | None:
    """Compare the authors of two references; None where one of them names nobody.

    `same`: every author of the shorter list stands in the other; a list may be cut short ("et
    al.") or leave out a group. `first`: only the first author is shared.
    """
    one, other = ours.author or ours.editor, theirs.author or theirs.editor
    if not one or not other:
        return None
    if not _is_comparable(one, other):
        return None
    short, long = sorted((_people(one), _people(other)), key=len)
    if not short:
        return "same" if _share_a_group(one, other) else "differs"
    shared = sum(any(is_same_name(name, there) for there in long) for name in short)
    first = is_same_name(short[0], long[0])
    if shared == len(short) and first:
        return "same"
    if first:
        return "most" if shared >= _MOST * len(short) and shared > 1 else "first"
    return "some" if shared else "differs"


def is_same_name(one: Name, other: Name) -> bool:
    """Tell whether two names can be one person's: family name and, where both say, initial.

    >>> is_same_name(Name(family="Moorselaar", given="J", non_dropping_particle="van"),
    ...              Name(family="van Moorselaar", given="Jeroen"))
    True
    >>> is_same_name(Name(family="Smith", given="A"), Name(family="Smith", given="B"))
    False
    """
    initials = {fold(one.given)[:1], fold(other.given)[:1]} - {""}
    return len(initials) < 2 and _is_same_family(_family(one), _family(other))


def _is_comparable(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """A list of persons says nothing about a list of groups: either may be left out."""
    return bool(_people(one)) == bool(_people(other)) or _share_a_group(one, other)


def _people(names: tuple[Name, ...]) -> list[Name]:
    return [name for name in names if name.family]


def _share_a_group(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    ours = [fold(name.literal) for name in one if name.literal]
    theirs = [fold(name.literal) for name in other if name.literal]
    return any(token_set_ratio(a, b) >= _GROUP for a in ours for b in theirs)


def _family(name: Name) -> str:
    particles = f"{name.dropping_particle} {name.non_dropping_particle}"
    return fold(f"{particles} {name.family}").replace(" ", "")


def _is_same_family(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if not short or one == other:
        return bool(short)
    return (len(short) > 3 and long.endswith(short)) or ratio(one, other) >= _TYPO
