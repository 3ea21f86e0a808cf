"""Author and editor lists: read in any convention, write as Vancouver.

A list is cut at its separators into pieces. A piece is a whole name ("Smith AB", "J. Smith") or
half of an inverted one ("Smith" | "John A."), and seldom says which; so every way to group the
pieces is priced, by `_whole_cost` and `_pair_cost`, and the cheapest is taken.
"""

import re
from collections.abc import Iterable
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from citeman.fields.groups import is_group, read_group
from citeman.fields.persons import (
    is_cjk,
    is_compound,
    is_initials,
    is_suffix,
    is_vancouver,
    read_inverted,
    read_plain,
    read_whole,
    split_particles,
)
from citeman.model import Name, replace
from citeman.text import squeeze

__all__ = ["Names", "read_name", "read_names", "split_particles", "write_name", "write_names"]


class Names(NamedTuple):
    """The names of a list, and whether it ended in "et al." or the like."""

    names: tuple[Name, ...]
    truncated: bool


_MORE = (
    r"et\.?\s*al(?:\b\.?|ii\b|iae\b|ia\b)|&\s*al\.?|and\s+(?:others|co-?workers|colleagues)\b|"
    r"et\s+coll\.?|u\.?\s?a\.(?:\s?m\.)?|und\s+andere\b|[ye]\s+(?:outr|otr)[oa]s\b|"
    r"[ye]\s+cols?\b\.?|e\s+altri\b|и\s+др\.?|等|…|\.\s?\.\s?\."
)
_TRUNCATED = re.compile(rf"(?:(?:(?<!\w)|(?=[等….]))(?:{_MORE})[\s,;:.)\]]*)+$", re.I)
_ELIDED = re.compile(
    r"(?:…|\.\s?\.\s?\.|(?<=\s)and others\b|(?<=\s)et al\b\.?)[\s,;]*(?:&|and\s)?\s*(?=\w)"
)
_ROLE = (
    r"(?:[Ee]d|[Cc]omp|[Hh]rsgg?|Hgg?|[Dd]ir|[Cc]oord|[Oo]rg)s?\.|[Ee]ds|[Ee]ditors?|[Cc]ompilers?|"
    r"[Hh]rsgg?|Hgg|[Hh]erausgeber(?:in)?|[EÉeé]diteurs?|[Aa]uthors?|[Tt]ranslators?|ed"
)
_ROLE_AFTER = re.compile(
    rf"(?:[(\[]\s*(?:{_ROLE}|Ed|Hg|Dir|Coord|Org|Comp)\s*[)\]]|(?<=[\s,;])(?:{_ROLE}))[\s,.;:]*$"
)
_ROLE_BEFORE = re.compile(
    r"^[\s,;(]*(?:in\s*:\s*|in\s+(?=[A-Z])|(?:eds?|hrsg|hg)\.\s*(?:by\b|von\b)?\s*|"
    r"herausgegeben von\s|(?:edited |translated |compiled )?by\s+|"
    r"editado por\s|a cura di\s|sous la dir\S* de\s)+",
    re.I,
)
_AND = re.compile(
    r"\s*(?:&\.?|\+|\s[-–—]\s|(?<=[\w.\s])/(?=\s?[^\W\d_a-z])|(?<!\S)(?:and|und|et|en|og|och|dan|ve)(?!\S))\s*"
)
_SHORT = re.compile(r"[CTSZK]h|Ph|Chr|Sz|Dz|Ts")
_PERHAPS_AND = re.compile(r"\s+[ye]\s+")
_IN_BRACKETS = re.compile(r"(?<=\w)\s?\(((?:[^\W\d_a-z][a-z]?\.[\s-]?){1,4})\)")
_GLUED = re.compile(r"(?<!\w)((?:[^\W\d_a-z]\.)+)(?=[^\W\d_a-z][a-zß-ÿ](?!\.))")
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{3,}(?:[-\s'’][^\W\d_a-zß-ÿ]{3,}){0,2}")
_GIVEN = re.compile(
    r"[^\W\d_a-zß-ÿ][a-zß-ÿ]+(?:[\s-](?:[^\W\d_]\.|[^\W\d_a-zß-ÿ][a-zß-ÿ]+|d[aeo]s?)){0,3}"
)
_DEGREE = re.compile(r"Ph\.?\s?D\.?|M\.?Sc\.?|M\.D\.|MD|MBBS|MPH|PharmD|DPhil|DrPH|R\.?N\.?")


def read_names(text: str) -> Names:
    """Read a whole author or editor list in any convention.

    >>> names = read_names("Abernethy, Thomas P., and Francis Beirne, et al.")
    >>> [write_name(name) for name in names.names], names.truncated
    (['Abernethy TP', 'Beirne F'], True)
    """
    if plain := _read_plain(text):
        return plain
    text, truncated = _bare(text)
    segments = [part for part in re.split(r"\s*;\s*", text) if part.strip(" ,.&")]
    names: list[Name] = []
    for segment in segments:
        names += _read_segment(segment, one_name=len(segments) > 1)
    return Names(tuple(names), truncated)


_ET_AL = re.compile(r",? et al\.?$")


def _read_plain(text: str) -> Names | None:
    """Read a list in which every name is plainly Vancouver: no other way to group it is open."""
    listed, truncated = _ET_AL.subn("", text)
    names = [read_plain(part) for part in listed.split(", ")]
    found = tuple(name for name in names if name)
    return Names(found, bool(truncated)) if len(found) == len(names) else None


def read_name(text: str) -> Name:
    """Read one name, whatever its convention.

    >>> read_name("van der Berg, R. J., Jr.").suffix
    'Jr'
    """
    bare, _ = _bare(text)
    if is_group(bare) and not is_initials(bare.rpartition(",")[2]):
        return Name(literal=read_group(bare))
    pieces = _join_suffixes(_Piece(part.strip(), True) for part in bare.split(",") if part.strip())
    if len(pieces) < 2:
        return _read_one(pieces[0]) if pieces else Name()
    given = " ".join(piece.text for piece in pieces[1:])
    suffix = next((piece.suffix for piece in pieces if piece.suffix), "")
    return read_inverted(pieces[0].text, given, suffix)


class _Piece(NamedTuple):
    """What stands between two separators, whether a comma came before it, and its suffix.

    `family` tells a family name in capitals, "SMITH" before "John", from an acronym.
    """

    text: str
    after_comma: bool
    suffix: str = ""
    family: bool = False


def _bare(text: str) -> tuple[str, bool]:
    """Take away what is no name: roles, "et al.", the full stop that ends the list."""
    text = _ROLE_BEFORE.sub("", squeeze(unescape(text)))
    text = _GLUED.sub(r"\1 ", _IN_BRACKETS.sub(r" \1", text))
    truncated = False
    while True:
        shorter = _ROLE_AFTER.sub("", text).rstrip(" ,;:")
        found = _TRUNCATED.search(shorter)
        if found and found.start():
            truncated, shorter = True, shorter[: found.start()].rstrip(" ,;:([")
        if shorter == text:
            break
        text = shorter
    text, elided = _ELIDED.subn("; ", text)
    return _without_full_stop(text), truncated or bool(elided)


def _without_full_stop(text: str) -> str:
    """Drop a last full stop unless it belongs to an initial, as in "Smith, J." alone.

    In "Soll D, Beck H." it ends the list: the other initials have none.
    """
    if not text.endswith("."):
        return text
    last = re.split(r"[\s,.-]", text[:-1])[-1]
    if re.search(r"(?<!\w)\w\.", text[:-1]):
        return text if len(last) <= 2 else text[:-1]
    plain_elsewhere = re.search(r"\w\s[A-Z]{1,3}(?=,|;|\s(?:and|&)\s)", text)
    short = len(last) == 1 or _SHORT.fullmatch(last)
    return text if short and not plain_elsewhere else text[:-1]


def _read_segment(text: str, *, one_name: bool) -> list[Name]:
    """Read what stands between two semicolons: one name, or a list with commas."""
    pieces = _pieces(text)
    groups = any(is_group(piece.text) and not piece.family for piece in pieces)
    if groups and not any(_has_initials(piece.text) for piece in pieces):
        return [Name(literal=read_group(text.strip(" ,")))]
    one_name = one_name and len(pieces) == 2 and pieces[1].after_comma
    if one_name and not _has_initials(pieces[0].text):
        return [_read_pair(*pieces)]
    names = _cheapest(pieces)
    return [_read_pair(*group) if len(group) == 2 else _read_one(group[0]) for group in names]


def _has_initials(text: str) -> bool:
    words = [word for word in text.split() if "." in word or len(word) < 3]
    return is_vancouver(text) or any(map(is_initials, words))


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for chunk in text.split(","):
        bare = chunk.strip()
        joined = _AND.match(bare)
        if joined and joined.end() < len(bare):
            bare = bare[joined.end() :]
        parts = _cut_at_and(bare, first=not pieces)
        pieces += [_Piece(part, not joined and i == 0) for i, part in enumerate(parts) if part]
    return _with_families(_join_suffixes(pieces))


def _with_families(pieces: list[_Piece]) -> list[_Piece]:
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


def _join_suffixes(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Give a "Jr" between commas to the piece before it, and drop the degree of a whole name."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and " " in joined[-1].text and _DEGREE.fullmatch(piece.text):
            continue
        if joined and is_suffix(piece.text):
            joined[-1] = joined[-1]._replace(suffix=piece.text)
        else:
            joined.append(piece)
    return joined


def _read_one(piece: _Piece) -> Name:
    text = piece.text
    if is_group(text):
        return Name(literal=read_group(text))
    name = read_whole(text)
    return replace(name, suffix=piece.suffix.rstrip(".")) if piece.suffix else name


def _read_pair(family: _Piece, given: _Piece) -> Name:
    return read_inverted(family.text, given.text, given.suffix or family.suffix)


_Groups = tuple[tuple[_Piece, ...], ...]
_Priced = tuple[float, _Groups]


def _cheapest(pieces: list[_Piece]) -> _Groups:
    """Group pieces into names, each of one piece or of two, at the least total cost."""
    plain = sum(is_vancouver(piece.text) for piece in pieces) > max(1, 0.6 * len(pieces))
    # For each number of pieces: the best groups that end in a pair, and that do not.
    best: list[dict[bool, _Priced]] = [{False: (0.0, ())}]
    for end, piece in enumerate(pieces, 1):
        whole = [
            (cost + _whole_cost(piece, plain=plain, after_pair=after), (*groups, (piece,)))
            for after, (cost, groups) in best[end - 1].items()
        ]
        choices = {False: min(whole)}
        if end > 1 and piece.after_comma:
            pair = (pieces[end - 2], piece)
            cost, groups = min(best[end - 2].values())
            choices[True] = (cost + _pair_cost(*pair, plain=plain), (*groups, pair))
        best.append(choices)
    return min(best[-1].values())[1]


def _whole_cost(piece: _Piece, *, plain: bool, after_pair: bool) -> float:
    """Price a piece as a whole name; a lone word is seldom one, least of all after a pair.

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
    return 9 if after_pair else 3


def _pair_cost(family: _Piece, given: _Piece, *, plain: bool) -> float:
    """Price two pieces as "family, given"; initials make it cheap, a whole name dear."""
    if is_group(given.text) or is_vancouver(family.text) or is_initials(family.text.split()[0]):
        return 5
    compound = is_compound(family.text)
    if is_initials(given.text):
        return 0.5 if compound else 0
    many = " " in given.text and not is_initials(given.text.split()[-1])
    return 0.5 + compound + many + 3 * plain


def write_names(names: Iterable[Name], *, truncated: bool = False) -> str:
    """Write a Vancouver list.

    >>> write_names([Name("Smith", "Ann B."), Name("Jones", "C")], truncated=True)
    'Smith AB, Jones C, et al.'
    """
    written = [write_name(name) for name in names]
    return ", ".join([*written, "et al."] if truncated else written)


def write_name(name: Name) -> str:
    """Write one name as Vancouver does.

    >>> write_name(Name("Berg", "Robert-Jan", non_dropping_particle="van der", suffix="Jr."))
    'van der Berg RJ Jr'
    """
    if name.literal:
        return name.literal
    given = name.given if is_cjk(name.given) else _initials(name.given)
    suffix = name.suffix.rstrip(".")
    parts = (name.non_dropping_particle, name.family, given, name.dropping_particle, suffix)
    return " ".join(part for part in parts if part)


def _initials(given: str) -> str:
    """Shorten given names: "Jean-Pierre A." -> "JPA"; "JPA" stays."""
    words = re.split(r"[\s.\-‐]+", given)
    return "".join(word if word.isupper() and len(word) < 6 else word[:1] for word in words)
