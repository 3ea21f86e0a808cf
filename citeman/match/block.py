"""Which references are worth comparing: those that share a key.

Every key of a reference can be computed from that reference alone, so that a library can keep the
keys in an index and look up what a new reference must be compared with.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from citeman.match.columns import Rows
from citeman.match.facts import Facts, facts_of
from citeman.model import Reference

LARGEST = 40
"""References that may share a key and all be compared with one another; of more, only neighbours
in the order of their titles."""

_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)


def keys(reference: Reference) -> tuple[str, ...]:
    """Give the keys of a reference; two that may be one work share at least one.

    Keys are of a few kinds, told by what stands before the colon: identifiers, the shape of the
    title (its beginning, its end, initials, two of its longest words), and the first author with
    the year or page.

    >>> from citeman.model import Name
    >>> keys(Reference(title="Gut feelings", author=(Name(family="Zuna"),), page="12-9"))
    ('t:gutfeelings', 'e:gutfeelings', 'i:gf', 'w:feelings gut', 'p:zuna 12')
    """
    return keys_of(facts_of(reference))


def keys_of(facts: Facts) -> tuple[str, ...]:
    """Give the keys of a reference's facts."""
    return tuple(dict.fromkeys((*_by_id(facts), *_by_title(facts), *_by_place(facts))))


def _by_id(facts: Facts) -> Iterator[str]:
    for kind in ("doi", "pmid", "pmcid", "isbn"):
        if value := getattr(facts, kind):
            yield f"{kind}:{value}"


_BEGINNING, _END, _INITIALS, _LONGEST = 24, 20, 10, 3


def _by_title(facts: Facts) -> Iterator[str]:
    for title in filter(None, (facts.title, facts.other_title)):
        words = [word for word in title.split() if word not in _SMALL] or title.split()
        letters = "".join(words)
        yield f"t:{letters[:_BEGINNING]}"
        yield f"e:{letters[-_END:]}"
        yield "i:" + "".join(word[0] for word in words)[:_INITIALS]
        longest = sorted(set(words), key=lambda word: (-len(word), word))[:_LONGEST]
        for one, other in combinations(sorted(longest), 2):
            yield f"w:{one} {other}"


_NAME, _NAMES = 6, 3


def _by_place(facts: Facts) -> Iterator[str]:
    for word in [word for word in facts.lead.split() if len(word) > 2][:_NAMES]:
        if facts.year:
            yield f"a:{word[:_NAME]} {facts.year}"
        if facts.page:
            yield f"p:{word[:_NAME]} {facts.page}"
    if facts.volume and facts.page:
        yield f"v:{facts.volume} {facts.page}"


def pairs_of(hashes: NDArray[np.int64], rows: Rows, order: Rows) -> tuple[Rows, Rows]:
    """Pair the rows that share a key, each pair once, the lower row first.

    `hashes[i]` is a key of `rows[i]`; `order` ranks rows so that like titles are neighbours.
    """
    sorting = np.lexsort((order[rows], hashes))
    hashes, rows = hashes[sorting], rows[sorting]
    sizes = np.unique(hashes, return_counts=True)[1]
    size = np.repeat(sizes, sizes)
    found: list[NDArray[np.int64]] = []
    for step in range(1, int(size.max(initial=1))):
        if step >= LARGEST:
            break
        near = (hashes[step:] == hashes[:-step]) & ((size[step:] <= LARGEST) | (step <= _NEAR))
        at = np.flatnonzero(near)
        if not len(at):
            break
        one, other = rows[at].astype(np.int64), rows[at + step].astype(np.int64)
        found.append(np.minimum(one, other) << 32 | np.maximum(one, other))
    both = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    both = both[(both >> 32) != (both & 0xFFFFFFFF)]
    return (both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32)


_NEAR = 2
