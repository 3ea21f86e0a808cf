"""Citations as authors retell them: other styles, cut lists, typing errors, missing parts.

A reference is first changed as its citer might change it, then written in one of several styles.
Everything comes from the generator that is passed in: the same seed retells the same way.
"""

import random
import string
from collections.abc import Callable
from itertools import product

from citeman.model import Date, Name, Reference, replace

Change = Callable[[Reference, random.Random], Reference]
Style = Callable[[Reference], str]


def retell(reference: Reference, chance: random.Random) -> str:
    """Change a reference in up to three ways and write it in some style, without identifiers."""
    for change in chance.sample(list(CHANGES), chance.choice((0, 1, 1, 2, 3))):
        reference = CHANGES[change](reference, chance)
    return STYLES[chance.choice(list(STYLES))](reference)


def _typed(reference: Reference, chance: random.Random) -> Reference:
    """Type the title with one to three errors."""
    letters = list(reference.title)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(max(1, len(letters) - 1))
        letters[at : at + 1] = chance.choice(
            ([], [*letters[at : at + 1] * 2], [chance.choice(string.ascii_lowercase)])
        )
    return replace(reference, title="".join(letters))


def _shortened(reference: Reference, chance: random.Random) -> Reference:
    """Leave the subtitle away, or else the last words."""
    main, colon, _ = reference.title.partition(": ")
    words = reference.title.split()
    cut = " ".join(words[: max(4, len(words) * 2 // 3)])
    return replace(reference, title=main if colon else cut)


def _translated(reference: Reference, chance: random.Random) -> Reference:
    """Give the title in a language that shares no word with the one in the index."""
    mixed = string.ascii_lowercase.translate(_OTHER)
    return (
        replace(reference, title=reference.title.lower().translate(_OTHER)) if mixed else reference
    )


_OTHER = str.maketrans("bcdfghjklmnpqrstvwxzaeiou", "tdrkmplnsbgvzcfhjwqxeoaui")


def _another_year(reference: Reference, chance: random.Random) -> Reference:
    year = reference.issued.year if reference.issued else None
    if year is None:
        return reference
    return replace(reference, issued=Date(((year + chance.choice((-2, -1, 1)),),)))


def _without_place(reference: Reference, chance: random.Random) -> Reference:
    return replace(reference, volume="", issue="", page="")


def _another_page(reference: Reference, chance: random.Random) -> Reference:
    return replace(reference, page=str(chance.randint(1, 2000)))


def _first_author_alone(reference: Reference, chance: random.Random) -> Reference:
    return replace(reference, author=reference.author[:1], truncated=("author",))


def _some_authors(reference: Reference, chance: random.Random) -> Reference:
    """Name three, six or seven authors, or leave one out by mistake."""
    authors = reference.author
    if len(authors) > 3 and chance.random() < 0.3:
        left_out = chance.randrange(1, len(authors))
        return replace(reference, author=authors[:left_out] + authors[left_out + 1 :])
    shown = chance.choice((3, 6, 7))
    if len(authors) <= shown:
        return reference
    return replace(reference, author=authors[:shown], truncated=("author",))


CHANGES: dict[str, Change] = {
    "typed": _typed,
    "shortened": _shortened,
    "translated": _translated,
    "another year": _another_year,
    "without place": _without_place,
    "another page": _another_page,
    "first author": _first_author_alone,
    "some authors": _some_authors,
}


def _people(reference: Reference, one: Callable[[Name], str], between: str, last: str) -> str:
    names = [name.literal or one(name) for name in reference.author]
    if "author" in reference.truncated:
        return f"{between.join(names)}, et al"
    return last.join(filter(None, [between.join(names[:-1]), *names[-1:]]))


def _family(name: Name) -> str:
    return f"{name.non_dropping_particle} {name.family}".strip()


def _plain(name: Name) -> str:
    return f"{_family(name)} {name.given}"


def _dotted(name: Name) -> str:
    return f"{_family(name)}, {' '.join(f'{letter}.' for letter in name.given)}"


def _first(name: Name) -> str:
    return f"{' '.join(f'{letter}.' for letter in name.given)} {_family(name)}"


def _year(reference: Reference) -> str:
    return str(reference.issued.year) if reference.issued and reference.issued.year else "n.d."


def _place(reference: Reference, form: str, without_issue: str) -> str:
    if not reference.volume:
        return f" {reference.page}" if reference.page else ""
    filled = form if reference.issue else without_issue
    place = filled.format(reference.volume, reference.issue, reference.page)
    return place if reference.page else place.rstrip(" :,-p.")


def _vancouver(ref: Reference) -> str:
    people = _people(ref, _plain, ", ", ", ")
    place = _place(ref, ";{}({}):{}", ";{0}:{2}")
    return f"{people}. {ref.title}. {ref.container_title}. {_year(ref)}{place}."


def _short(ref: Reference) -> str:
    """No issue and an abbreviated end page, as in a journal's own narrow lists."""
    people = _people(ref, _plain, ", ", ", ")
    brief = replace(ref, issue="", page=ref.page.split("-")[0])
    place = _place(brief, "", ", {0}:{2}")
    return f"{people}: {ref.title}. {ref.container_title} {_year(ref)}{place}."


def _apa(ref: Reference) -> str:
    people = _people(ref, _dotted, ", ", ", & ")
    place = _place(ref, ", {}({}), {}", ", {0}, {2}")
    return f"{people} ({_year(ref)}). {ref.title}. {ref.container_title}{place}."


def _harvard(ref: Reference) -> str:
    people = _people(ref, _dotted, ", ", " and ")
    place = _place(ref, ", {}({}), pp. {}", ", {0}, pp. {2}")
    return f"{people} {_year(ref)}, '{ref.title}', {ref.container_title}{place}."


def _ieee(ref: Reference) -> str:
    people = _people(ref, _first, ", ", ", and ")
    place = _place(ref, ", vol. {}, no. {}, pp. {}", ", vol. {0}, pp. {2}")
    return f'{people}, "{ref.title}," {ref.container_title}{place}, {_year(ref)}.'


def _nature(ref: Reference) -> str:
    people = _people(ref, _dotted, ", ", " & ")
    place = _place(replace(ref, issue=""), "", " {0}, {2}")
    return f"{people} {ref.title}. {ref.container_title}{place} ({_year(ref)})."


STYLES: dict[str, Style] = {
    "vancouver": _vancouver,
    "short": _short,
    "apa": _apa,
    "harvard": _harvard,
    "ieee": _ieee,
    "nature": _nature,
}
"""How a style writes a reference; no style of a work without an author is tried."""


def mistyped(pmid: str) -> set[str]:
    """Give every number that differs from a PMID in one digit, or in two that changed places."""
    changed = {
        pmid[:at] + digit + pmid[at + 1 :]
        for at, digit in product(range(len(pmid)), string.digits)
    }
    swapped = {pmid[:at] + pmid[at + 1] + pmid[at] + pmid[at + 2 :] for at in range(len(pmid) - 1)}
    return {number for number in changed | swapped if not number.startswith("0")} - {pmid}
