"""The same authors?"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio, token_set_ratio

from citeman.model import Name, Reference
from citeman.text import fold

PeopleLikeness = Literal["same", "gaps", "most", "first", "some", "differs"]

_TYPO = 85.0
_GROUP = 90.0
_MOST = 0.5
_MANY = 4


def people_likeness(ours: Reference, theirs: Reference) -> PeopleLikeness | None:
    """Compare the authors of two references; None where one of them names nobody.

    `same`: every author of the shorter list stands in the other; a list may be cut short ("et
    al.") or leave out a group. `gaps`: it leaves out some in between, and nothing says so.
    `most`: the first author and half of the others are shared, and the lists are nearly as long.
    `first`: only the first author is shared.
    """
    one, other = ours.author or ours.editor, theirs.author or theirs.editor
    if not one or not other:
        return None
    if not _is_comparable(one, other):
        return None
    short, long = sorted((_known(_people(one)), _known(_people(other))), key=len)
    if not short:
        return "same" if _share_a_group(one, other) else "differs"
    there = frozenset(long)
    shared = sum(name in there or any(_is_same(name, n) for n in long) for name in short)
    first = _is_same(short[0], long[0])
    if not first:
        return "some" if shared else "differs"
    is_whole = _is_whole(ours, theirs, short, long)
    if shared == len(short):
        return "same" if is_whole else "gaps"
    if shared < 2 or shared < _MOST * len(short):
        return "first"
    return "most" if is_whole or len(long) - len(short) < _MANY else "gaps"


def _is_whole(
    ours: Reference, theirs: Reference, short: Sequence["_Known"], long: Sequence["_Known"]
) -> bool:
    """Tell whether the shorter list may be the longer one: whole, cut short, or abbreviated."""
    if len(short) == len(long) or "author" in (*ours.truncated, *theirs.truncated):
        return True
    return all(_is_same(one, other) for one, other in zip(short, long, strict=False))


class _Known(NamedTuple):
    """What of a name is compared."""

    family: str
    initial: str


def _is_comparable(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """A list of persons says nothing about a list of groups: either may be left out."""
    return bool(_people(one)) == bool(_people(other)) or _share_a_group(one, other)


def _people(names: tuple[Name, ...]) -> tuple[Name, ...]:
    return tuple(name for name in names if name.family)


@lru_cache(1 << 13)
def _known(names: tuple[Name, ...]) -> tuple[_Known, ...]:
    return tuple(_Known(_family(name), fold(name.given)[:1]) for name in names)


def _share_a_group(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    ours = [fold(name.literal) for name in one if name.literal]
    theirs = [fold(name.literal) for name in other if name.literal]
    return any(token_set_ratio(a, b) >= _GROUP for a in ours for b in theirs)


def _family(name: Name) -> str:
    family = fold(name.family)
    if name.dropping_particle or name.non_dropping_particle:
        family = f"{fold(f'{name.dropping_particle} {name.non_dropping_particle}')}{family}"
    return family.replace(" ", "")


def _is_same(one: _Known, other: _Known) -> bool:
    if one.initial != other.initial and one.initial and other.initial:
        return False
    return one.family == other.family or _is_variant(one.family, other.family)


def _is_variant(one: str, other: str) -> bool:
    """Tell whether two family names are one but for a particle or a typing error."""
    if not one or not other or (one[0] != other[0] and one[-1] != other[-1]):
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return (len(short) > 3 and long.endswith(short)) or ratio(one, other) >= _TYPO
