"""What the text that speaks of a work says of a reference, where its parsed fields do not agree.

Parsing goes wrong where two references run into one, where a name looks like a title, where a
line was lost. The text itself still holds the journal before its volume, and that before the page.
"""

from collections.abc import Sequence
from functools import lru_cache

from citeman.fields.pages import first_page
from citeman.match.journals import SMALL, abbreviates, journal_words
from citeman.match.passages import read_passage
from citeman.match.titles import is_telling, stated_title
from citeman.model import Reference
from citeman.text import fold

_NEAR_BY = 5
"""Words from a volume to its page at most: "92 Suppl 2 pp 2802" has four."""
_BEFORE = 4
"""Words from a journal to its volume at most: "2004 Mar 13 92"."""
_FEWEST_DIGITS = 2
_FRONT = 3
"""Words at the front of a text of which one begins the first name: "12 J. Smith"."""


def title_in(text: str, theirs: Reference) -> str | None:
    """Say how the title of a reference stands in a text; a translated work has two.

    One that many works have may stand there by chance: it is only ever `inside`.
    """
    titles = [title for title in (theirs.title, theirs.original_title) if fold(title)]
    found = {title: stated_title(title, text) for title in titles}
    if any(kind == "stated" and is_telling(title) for title, kind in found.items()):
        return "stated"
    return "inside" if any(found.values()) else None


def author_in(text: str, theirs: Reference) -> str | None:
    """Say whether a text begins with the first author of a reference."""
    names = [name.family or name.literal for name in theirs.author[:1]]
    wanted = read_passage(names[0]).words if names else ()
    words = read_passage(text).words
    starts = range(_FRONT) if wanted else ()
    return "named" if any(words[i : i + len(wanted)] == wanted for i in starts) else None


def journal_in(text: str, theirs: Reference) -> str | None:
    """Say whether a text has the journal of a reference, in full or short, before a number."""
    words = _plain_words(text)
    titles = (theirs.container_title, theirs.container_title_short)
    return "named" if any(_names_journal(words, journal_words(t)) for t in titles) else None


def place_in(text: str, theirs: Reference) -> str | None:
    """Say whether a text has the volume of a reference and, just behind it, its first page.

    >>> work = Reference(volume="92", page="2802-2810")
    >>> place_in("J. Neurophysiol. 92, 2802-2810. J. Neurosci. 30, 9659-9669.", work)
    'named'
    """
    volume, page = plain_volume(theirs.volume), plain_page(theirs.page)
    if len(page) < _FEWEST_DIGITS or not volume:
        return None
    words = read_passage(text).words
    volumes = [i for i, word in enumerate(words) if word == volume]
    pages = [i for i, word in enumerate(words) if word.lstrip("0e") == page]
    near = any(0 < j - i <= _NEAR_BY for i in volumes for j in pages)
    return "named" if near else None


def year_in(text: str, theirs: Reference) -> str | None:
    """Say whether the year of a reference stands in a text."""
    year = theirs.issued.year if theirs.issued else None
    return "named" if year and str(year) in read_passage(text).words else None


@lru_cache(1 << 14)
def plain_volume(volume: str) -> str:
    """Spell a volume for comparing: "53 Suppl 3" is 53, "102-B" is 102b.

    >>> plain_volume("53 Suppl 3"), plain_volume("102-B"), plain_volume("Suppl 2")
    ('53', '102b', 'suppl2')
    """
    words = fold(volume).split()
    end = next((i for i, word in enumerate(words) if i and word in _SUPPLEMENTS), len(words))
    return "".join(words[:end])


_SUPPLEMENTS = frozenset(["suppl", "supplement", "supp", "pt", "part", "spec", "no", "issue"])


@lru_cache(1 << 14)
def plain_page(page: str) -> str:
    """Spell a first page for comparing: without leading noughts and the "e" of an e-locator."""
    return fold(first_page(page)).replace(" ", "").lstrip("0e")


@lru_cache(1 << 10)
def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in read_passage(text).words if word not in SMALL)


def _names_journal(words: Sequence[str], journal: tuple[str, ...]) -> bool:
    size = len(journal)
    reach = _BEFORE if size > 1 else 1
    return size > 0 and any(
        abbreviates(words[i : i + size], journal)
        and any(word.isdigit() for word in words[i + size : i + size + reach])
        for i in range(len(words) - size)
    )
