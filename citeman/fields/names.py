"""Author and editor lists: read in any convention, write as Vancouver."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from citeman.fields.groups import is_group, read_group
from citeman.fields.persons import is_cjk, is_initials, read_inverted, split_particles
from citeman.fields.pieces import Piece, join_suffixes, read_piece, read_segment
from citeman.fields.regular import read_regular
from citeman.model import Name
from citeman.text import squeeze

__all__ = [
    "Names",
    "read_name",
    "read_names",
    "search_names",
    "split_particles",
    "write_name",
    "write_names",
]


class Names(NamedTuple):
    """The names of a list, and whether it ended in "et al." or the like."""

    names: tuple[Name, ...]
    truncated: bool


_MORE = (
    r"et\.?\s*al(?:\b\.?|ii\b|iae\b|ia\b)|&\s*al\.?|and\s+(?:others|co-?workers|colleagues)\b|"
    r"et\s+coll\.?|(?-i:u\.?\s?a\.(?:\s?m\.)?)|und\s+andere\b|[ye]\s+(?:outr|otr)[oa]s\b|"
    r"[ye]\s+cols?\b\.?|e\s+altri\b|и\s+др\.?|等|…|\.\s?\.\s?\."
)
_TRUNCATED = re.compile(rf"(?:(?:(?<!\w)|(?=[等….]))(?:{_MORE})[\s,;:.)\]]*+)++$", re.I)
_DOTS = re.compile(r"\.(?:\s?\.){3,}+")
"""More dots than an ellipsis has."""
_ELIDED = re.compile(
    r"(?:…|\.\s?\.\s?\.|(?<=\s)and others\b|(?<=\s)et al\b\.?)[\s,;]*(?:&|and\s)?\s*(?=\w)"
)
_ROLE = (
    r"(?:[Ee]d|[Cc]omp|[Hh]rsgg?|Hgg?|[Dd]ir|[Cc]oord|[Oo]rg)s?\.|[Ee]ds|[Ee]ditors?|[Cc]ompilers?|"
    r"[Hh]rsgg?|Hgg|[Hh]erausgeber(?:in)?|[EÉeé]diteurs?|[Aa]uthors?|[Tt]ranslators?|ed"
)
_ROLE_AFTER = re.compile(
    rf"(?:(?:[(\[]\s*(?:{_ROLE}|Ed|Hg|Dir|Coord|Org|Comp)\s*[)\]]|(?<=[\s,;])(?:{_ROLE}))[\s,.;:]*+)++$"
)
_ROLE_BEFORE = re.compile(
    r"^[\s,;(]*(?:in\s*:\s*|in\s+(?=[A-Z])|(?:eds?|hrsg|hg)\.\s*(?:by\b|von\b)?\s*|"
    r"herausgegeben von\s|(?:edited |translated |compiled )?by\s+|"
    r"editado por\s|a cura di\s|sous la dir\S* de\s)+",
    re.I,
)
_SHORT = re.compile(r"[CTSZK]h|Ph|Chr|Sz|Dz|Ts")
_IN_BRACKETS = re.compile(r"(?<=\w)\s?\(((?:[^\W\d_a-z][a-z]?\.[\s-]?){1,4})\)")
_GLUED = re.compile(r"(?<!\w)((?:[^\W\d_a-z]\.)+)(?=[^\W\d_a-z][a-zß-ÿ](?!\.))")
_ET_AL = re.compile(r",? et al\.?$")


def read_names(text: str) -> Names:
    """Read a whole author or editor list in any convention.

    >>> names = read_names("Abernethy, Thomas P., and Francis Beirne, et al.")
    >>> [write_name(name) for name in names.names], names.truncated
    (['Abernethy TP', 'Beirne F'], True)
    """
    truncated = _ET_AL.search(text) if text.endswith(("al", "al.")) else None
    if regular := read_regular(text[: truncated.start()] if truncated else text):
        return Names(regular, bool(truncated))
    return search_names(text, quick=True)


def search_names(text: str, *, quick: bool = False) -> Names:
    """Read a list by searching all ways to group its pieces, whether it is regular or not.

    `quick` spares what is regular between two semicolons the search; it finds the same.
    """
    text, truncated = _bare(text)
    segments = [part for part in re.split(r"\s*;\s*", text) if part.strip(" ,.&")]
    names: list[Name] = []
    for segment in segments:
        listed = len(segments) > 1
        regular = read_regular(segment, listed=listed) if quick else ()
        names += regular or read_segment(segment, one_name=listed)
    return Names(tuple(names), truncated)


def read_name(text: str) -> Name:
    """Read one name, whatever its convention.

    >>> read_name("van der Berg, R. J., Jr.").suffix
    'Jr'
    """
    bare, _ = _bare(text)
    if is_group(bare) and not is_initials(bare.rpartition(",")[2]):
        return Name(literal=read_group(bare))
    pieces = join_suffixes(Piece(part.strip(), True) for part in bare.split(",") if part.strip())
    if len(pieces) < 2:
        return read_piece(pieces[0]) if pieces else Name()
    given = " ".join(piece.text for piece in pieces[1:])
    suffix = next((piece.suffix for piece in pieces if piece.suffix), "")
    return read_inverted(pieces[0].text, given, suffix)


def _bare(text: str) -> tuple[str, bool]:
    """Take away what is no name: roles, "et al.", the full stop that ends the list."""
    text = _DOTS.sub("...", _ROLE_BEFORE.sub("", squeeze(unescape(text))))
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
