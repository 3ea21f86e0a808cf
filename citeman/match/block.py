"""Which references are worth comparing: those that share a key.

Every key of a reference can be computed from that reference alone, so that a library can keep the
keys in an index and look up what a new reference must be compared with.
"""

from collections.abc import Iterator
from itertools import combinations

from citeman.match.facts import Facts, facts_of
from citeman.match.smallwords import SMALL
from citeman.model import Reference

IDS = ("doi", "pmid", "pmcid", "isbn")
"""The fields that are a key as they stand."""


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
    for kind in IDS:
        if value := getattr(facts, kind):
            yield f"{kind}:{value}"


_BEGINNING, _END, _INITIALS, _LONGEST = 24, 20, 10, 3


def _by_title(facts: Facts) -> Iterator[str]:
    for title in filter(None, (facts.title, facts.other_title)):
        yield from title_keys(title)


def title_keys(title: str) -> tuple[str, ...]:
    """Give the keys of a folded title that has words: beginning, end, initials, longest words.

    >>> title_keys("the effects of gold")
    ('t:effectsgold', 'e:effectsgold', 'i:eg', 'w:effects gold')
    """
    words = [word for word in title.split() if word not in SMALL] or title.split()
    letters = "".join(words)
    longest = sorted(sorted(set(words)), key=len, reverse=True)[:_LONGEST]
    initials = "".join([word[0] for word in words[:_INITIALS]])
    return (
        f"t:{letters[:_BEGINNING]}",
        f"e:{letters[-_END:]}",
        f"i:{initials}",
        *[f"w:{one} {other}" for one, other in combinations(sorted(longest), 2)],
    )


_NAME, _NAMES = 6, 3


def _by_place(facts: Facts) -> Iterator[str]:
    for word in lead_words(facts.lead):
        if facts.year:
            yield f"a:{word} {facts.year}"
        if facts.page:
            yield f"p:{word} {facts.page}"
    if facts.volume and facts.page:
        yield f"v:{facts.volume} {facts.page}"


def lead_words(lead: str) -> list[str]:
    """Give the beginnings of the words of a first author that may be the family name.

    >>> lead_words("van der heijden")
    ['van', 'der', 'heijde']
    """
    return [word[:_NAME] for word in lead.split() if len(word) > 2][:_NAMES]
