"""The pieces of a list of names, and which of them make one name together.

A piece is a whole name ("Smith AB", "J. Smith") or half of an inverted one ("Smith" | "John A."),
and seldom says which; so every way to group the pieces is priced, by `_whole_cost` and
`_pair_cost`, and the cheapest is taken.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from citeman.fields.groups import is_group, is_working_group, read_group
from citeman.fields.persons import (
    is_cjk,
    is_compound,
    is_initials,
    is_suffix,
    is_vancouver,
    read_inverted,
    read_whole,
)
from citeman.model import Name, replace

_PARTICLE = r"(?:v[ao]n|zu[mr]?|de[nrls]?|d[aiu]|te[nr]?)\s"
_AND = re.compile(
    rf"\s*(?:&\.?|\+|\s[-–—]\s|(?<=[\w.\s])/(?=\s?(?:{_PARTICLE})*[^\W\d_a-z])|"
    r"(?<!\S)(?:and|und|et|en|og|och|dan|ve)(?!\S))\s*"
)
_PERHAPS_AND = re.compile(r"\s+[ye]\s+")
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{3,}(?:[-\s'’][^\W\d_a-zß-ÿ]{3,}){0,2}")
_GIVEN = re.compile(
    r"[^\W\d_a-zß-ÿ][a-zß-ÿ]+(?:[\s-](?:[^\W\d_]\.|[^\W\d_a-zß-ÿ][a-zß-ÿ]+|d[aeo]s?)){0,3}"
)
_DEGREE = re.compile(r"Ph\.?\s?D\.?|M\.?Sc\.?|M\.D\.|MD|MBBS|MPH|PharmD|DPhil|DrPH|R\.?N\.?")


class Piece(NamedTuple):
    """What stands between two separators, whether a comma came before it, and its suffix.

    `family` tells a family name in capitals, "SMITH" before "John", from an acronym.
    """

    text: str
    after_comma: bool
    suffix: str = ""
    family: bool = False


def read_segment(text: str, *, one_name: bool) -> list[Name]:
    """Read what stands between two semicolons: one name, or a list with commas.

    `one_name` says that the semicolons part the names of the list, as in "Smith, Ann; Jones, Bo".
    """
    pieces = _pieces(text)
    groups = any(is_group(piece.text) and not piece.family for piece in pieces)
    if groups and not any(_has_initials(piece.text) for piece in pieces):
        apart = all(is_working_group(piece.text) for piece in pieces)
        named = [piece.text for piece in pieces] if apart else [text.strip(" ,")]
        return [Name(literal=read_group(group)) for group in named]
    one_name = one_name and len(pieces) == 2 and pieces[1].after_comma
    if one_name and not _has_initials(pieces[0].text):
        return [_read_pair(*pieces)]
    names = _cheapest(pieces)
    return [_read_pair(*group) if len(group) == 2 else read_piece(group[0]) for group in names]


@lru_cache(1 << 12)
def _has_initials(text: str) -> bool:
    words = [word for word in text.split() if "." in word or len(word) < 3]
    return is_vancouver(text) or any(map(is_initials, words))


def _pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    for chunk in text.split(","):
        bare = chunk.strip()
        joined = _AND.match(bare)
        if joined and joined.end() < len(bare):
            bare = bare[joined.end() :]
        parts = _cut_at_and(bare, first=not pieces)
        pieces += [Piece(part, not joined and i == 0) for i, part in enumerate(parts) if part]
    return _with_families(join_suffixes(pieces))


def _with_families(pieces: list[Piece]) -> list[Piece]:
    """Mark the pieces in capitals that given names follow behind a comma."""
    for i, (piece, following) in enumerate(pairwise(pieces)):
        given = following.after_comma and _GIVEN.fullmatch(following.text)
        if given and _CAPITALS.fullmatch(piece.text) and not is_group(following.text):
            pieces[i] = piece._replace(family=True)
    return pieces


def _cut_at_and(text: str, *, first: bool) -> list[str]:
    """Cut at every "and" between names, and at none inside an institution's name."""
    if is_group(text):
        left, *right = _AND.split(text, maxsplit=1)
        person = set(" .") & set(left) and _has_initials(left) and not is_group(left)
        return [left, *right] if right and person else [text]
    parts: list[str] = []
    for part in _AND.split(text):
        left, *right = _PERHAPS_AND.split(part, maxsplit=1)
        sure = right and (not first or _has_initials(left) or " " in right[0])
        parts += [left, *right] if sure else [part]
    return parts


def join_suffixes(pieces: Iterable[Piece]) -> list[Piece]:
    """Give a "Jr" between commas to the piece before it, and drop the degree of a whole name."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and " " in joined[-1].text and _DEGREE.fullmatch(piece.text):
            continue
        if joined and is_suffix(piece.text):
            joined[-1] = joined[-1]._replace(suffix=piece.text)
        else:
            joined.append(piece)
    return joined


def read_piece(piece: Piece) -> Name:
    """Read a piece as a whole name, of a group or a person."""
    text = piece.text
    if is_group(text):
        return Name(literal=read_group(text))
    name = read_whole(text)
    return replace(name, suffix=piece.suffix.rstrip(".")) if piece.suffix else name


def _read_pair(family: Piece, given: Piece) -> Name:
    return read_inverted(family.text, given.text, given.suffix or family.suffix)


_Groups = tuple[tuple[Piece, ...], ...]
_Priced = tuple[float, _Groups]
_LONE, _LONE_AFTER_PAIR = 3, 9
"""What a lone word costs as a whole name: it is seldom one, least of all after a pair."""


def _cheapest(pieces: list[Piece]) -> _Groups:
    """Group pieces into names, each of one piece or of two, at the least total cost."""
    plain = sum(is_vancouver(piece.text) for piece in pieces) > max(1, 0.6 * len(pieces))
    # For each number of pieces: the best groups that end in a pair, and that do not.
    best: list[dict[bool, _Priced]] = [{False: (0.0, ())}]
    for end, piece in enumerate(pieces, 1):
        price = _whole_cost(piece, plain=plain)
        whole = [
            (cost + (_LONE_AFTER_PAIR if after and price == _LONE else price), (*groups, (piece,)))
            for after, (cost, groups) in best[end - 1].items()
        ]
        choices = {False: min(whole)}
        if end > 1 and piece.after_comma:
            pair = (pieces[end - 2], piece)
            cost, groups = min(best[end - 2].values())
            choices[True] = (cost + _pair_cost(*pair, plain=plain), (*groups, pair))
        best.append(choices)
    return min(best[-1].values())[1]


def _whole_cost(piece: Piece, *, plain: bool) -> int:
    """Price a piece as a whole name.

    `plain` says that most of the list is in the "Smith AB" convention.
    """
    text = piece.text
    if piece.family:
        return 9
    if is_initials(text):
        return 2 if is_vancouver(text) or (plain and len(text) > 2) else 6
    if is_group(text) or is_cjk(text) or _has_initials(text):
        return 0
    if " " in text or plain:
        return 1
    return _LONE


def _pair_cost(family: Piece, given: Piece, *, plain: bool) -> float:
    """Price two pieces as "family, given"; initials make it cheap, a whole name dear."""
    if is_group(given.text) or is_vancouver(family.text) or is_initials(family.text.split()[0]):
        return 5
    compound = is_compound(family.text)
    if is_initials(given.text):
        return 0.5 if compound else 0
    many = " " in given.text and not is_initials(given.text.split()[-1])
    return 0.5 + compound + many + 3 * plain
