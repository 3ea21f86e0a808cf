"""References that stand for one work within one list, told by what cannot be chance."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from citeman.match.compare import compare
from citeman.match.rules import is_sure
from citeman.model import Reference
from citeman.text import fold

_MOST = 50
"""References under one title, such as "Editorial", beyond which they are not compared."""
_IDENTIFIERS = ("DOI", "PMID", "PMCID")


class Twins(NamedTuple):
    """The places of two references in their list, and what says that they are one work."""

    one: int
    other: int
    reason: str


def twins(references: Sequence[Reference]) -> list[Twins]:
    """Find each reference's first twin before it in a list, if there is one.

    An identifier that both have says it, where their titles may be one; else title, place and
    names must agree as for a sure match.

    >>> works = [Reference(PMID="19828532"), Reference(title="T"), Reference(PMID="19828532")]
    >>> twins(works)
    [Twins(one=0, other=2, reason='both have the PMID 19828532')]
    """
    seen: dict[tuple[str, str], list[int]] = {}
    found = []
    for number, reference in enumerate(references):
        names = list(_names(reference))
        before = dict.fromkeys(n for name in names for n in seen.get(name, ())[:_MOST])
        said = ((n, _reason(references[n], reference)) for n in before)
        first = next(((n, reason) for n, reason in said if reason), None)
        if first:
            found.append(Twins(first[0], number, first[1]))
        for name in names:
            seen.setdefault(name, []).append(number)
    return found


def _names(reference: Reference) -> Iterable[tuple[str, str]]:
    """What twins have in common, one of these at least."""
    yield from _identifiers(reference)
    if title := fold(reference.title):
        yield "title", f"{title} {reference.issued.year if reference.issued else ''}"


def _identifiers(reference: Reference) -> Iterator[tuple[str, str]]:
    for kind in _IDENTIFIERS:
        if value := getattr(reference, kind).casefold():
            yield kind, value


def _reason(one: Reference, other: Reference) -> str:
    comparison = compare(one, other)
    theirs = dict(_identifiers(other))
    shared = [kind for kind, value in _identifiers(one) if theirs.get(kind) == value]
    if shared and comparison.verdict("title") != "differs":
        return f"both have the {shared[0]} {getattr(one, shared[0])}"
    differing = any(theirs.get(kind, value) != value for kind, value in _identifiers(one))
    if not differing and is_sure(comparison):
        agreeing = [e.words for e in comparison.evidence if e.verdict == "agrees"]
        return ", ".join(agreeing)
    return ""
