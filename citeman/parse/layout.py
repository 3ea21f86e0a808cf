"""Write records back in the layout of their list, as a proof that nothing was lost in reading.

A layout is learnt from a list as a whole: the punctuation between two kinds of field, and how
names, pages, dates and editions are spelled. It holds no words of any single reference, so a
record that comes back letter for letter has every word of its string in a typed field.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from citeman.fields.dates import write_date
from citeman.fields.locators import short_pages
from citeman.fields.names import Names, read_names, write_names
from citeman.model import NAME_FIELDS, Name, Reference
from citeman.parse.assemble import field_of
from citeman.parse.labels import Labelled

Spelling = Callable[[Any], str]
"""Writes the typed value of a field."""

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def _people(names: Names) -> str:
    return write_names(names.names, truncated=names.truncated)


def _suffixed(names: Names) -> str:
    return re.sub(r" (Jr|Sr|II|III|IV)\b", r", \1", _people(names))


def _groups(names: Names) -> str:
    return "; ".join(write_names([name]) for name in names.names)


def _people_and_group(names: Names) -> str:
    people = write_names(names.names[:-1], truncated=names.truncated)
    return "; ".join(filter(None, (people.removesuffix("."), write_names(names.names[-1:]))))


def _unclosed(names: Names) -> str:
    return _people(names).removesuffix(".")


def _inverted(name: Name) -> str:
    return f"{_family(name)}, {name.given}" if name.given else _family(name)


def _direct(name: Name) -> str:
    return f"{name.given} {_family(name)}".strip()


def _family(name: Name) -> str:
    return name.literal or f"{name.non_dropping_particle} {name.family}".strip()


def _joined(
    first: Callable[[Name], str], others: Callable[[Name], str], last: str, pair: str
) -> Spelling:
    """A way to write full names: `last` before the last of several, `pair` between two."""

    def write(names: Names) -> str:
        spelt = [(others if i else first)(name) for i, name in enumerate(names.names)]
        if len(spelt) < 2:
            return "".join(spelt)
        return ", ".join(spelt[:-1]) + (pair if len(spelt) == 2 else last) + spelt[-1]

    return write


def _short_en(page: str) -> str:
    return short_pages(page).replace("-", "–")


def _ordinal(edition: str) -> str:
    if not edition.isdecimal():
        return edition
    number = int(edition)
    ending = "th" if 10 < number % 100 < 14 else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"


_PEOPLE: tuple[Spelling, ...] = (
    _people,
    _unclosed,
    _people_and_group,
    _groups,
    _suffixed,
    _joined(_inverted, _direct, ", and ", ", and "),  # Chicago, MLA
    _joined(_inverted, _inverted, ", & ", ", & "),  # APA
    _joined(_direct, _direct, ", and ", " and "),  # editors in Chicago, IEEE
)
SPELLINGS: Mapping[str, tuple[Spelling, ...]] = {
    **dict.fromkeys(NAME_FIELDS, _PEOPLE),
    "page": (short_pages, str, lambda page: page.replace("-", "–"), _short_en),
    **dict.fromkeys(("issued", "available-date", "accessed"), (write_date,)),
    "edition": (_ordinal, str),
}
"""The ways to spell a field; any other field is text and is written as it is."""
_AS_IT_IS: tuple[Spelling, ...] = (str,)


class Piece(NamedTuple):
    """A field's stretch of a reference string: its value, its text, and the text before it."""

    label: str
    value: Any
    text: str
    before: str


class Layout(NamedTuple):
    """The punctuation between fields, and how each is spelled; the commonest comes first."""

    glue: Mapping[tuple[str, str, str], tuple[str, ...]]
    spelling: Mapping[str, tuple[Spelling, ...]]


VARIANTS = 3
"""How many ways a list may have to set two fields apart: ``26 Suppl 1`` or ``21(Suppl 11)``."""


_END = "end"


def pieces(text: str, labels: Sequence[Labelled], reference: Reference) -> list[Piece]:
    """Cut a reference string into its fields, each with the value that `reference` has for it."""
    cut, last = [], 0
    names = {field: list(getattr(reference, field)) for field in NAME_FIELDS}
    for label in labels:
        if label.label == "other":
            continue
        seen, field = text[label.start : label.end], field_of(label.label)
        if field in names:
            value: Any = _next_names(names[field], seen)
        else:
            value = getattr(reference, _ATTRIBUTE.get(field, field))
        cut.append(Piece(label.label, value, seen, text[last : label.start]))
        last = label.end
    return [*cut, Piece(_END, "", "", text[last:])]


_ATTRIBUTE = {"arXiv": "archive_location"}


def _next_names(left: list[Name], seen: str) -> Names:
    """Take as many names off a list as its next stretch of text holds."""
    names, truncated = read_names(seen)
    taken = tuple(left[: len(names)])
    del left[: len(names)]
    return Names(taken, truncated)


def learn(references: Iterable[Sequence[Piece]]) -> Layout:
    """Learn the layout of a list from the pieces of all its references."""
    glue: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    spelt: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for reference in references:
        for key, piece in zip(_keys(reference), reference, strict=True):
            if not re.search(r"[^\W_]", _KEYWORDS.sub("", piece.before)):
                glue[key][piece.before] += 1
            for i, spell in enumerate(SPELLINGS.get(piece.label, ())):
                spelt[piece.label][i] += spell(piece.value) == piece.text
    order = {
        label: tuple(SPELLINGS[label][i] for i, _ in counts.most_common())
        for label, counts in spelt.items()
    }
    common = {
        key: tuple(text for text, _ in counts.most_common(VARIANTS))
        for key, counts in glue.items()
    }
    return Layout(common, order)


_KEYWORDS = re.compile(
    r"\b(?:In|eds?|[Ee]ditors?|[Ee]dited by|[Tt]ranslated by|edn|edition|[Vv]ols?|pp?|[Nn]o|and|"
    r"doi|DOI|PMID|PMCID|PubMed|PMC free article|PMC|arXiv|ISBN|ISSN|"
    r"Available from|Accessed|[Ee]pub|Article in)\b"
    r"|https?://(?:(?:dx\.)?doi\.org/)?"
)


def _keys(reference: Sequence[Piece]) -> list[tuple[str, str, str]]:
    """What the punctuation before each piece depends on: both labels, and how the texts meet."""
    before = [Piece("start", "", "", ""), *reference]
    return [
        (a.label, b.label, _meeting(a.text, b.text))
        for a, b in zip(before, reference, strict=False)
    ]


def _meeting(left: str, right: str) -> str:
    closed = "closed" if left and left[-1] in "?!." else ""
    return " ".join((closed, _first(left), _first(right)))


def _first(text: str) -> str:
    return "letter" if text[:1].isalpha() else ""


def write(reference: Sequence[Piece], layout: Layout) -> str:
    """Write a reference as its list most often would."""
    return "".join(next(iter(ways), "") for ways in _ways(reference, layout))


def gives_back(reference: Sequence[Piece], layout: Layout, text: str) -> bool:
    """Tell whether a reference, written in its list's layout, can come out as `text`."""
    reached = {0}
    for ways in _ways(reference, layout):
        reached = {at + len(way) for at in reached for way in ways if text.startswith(way, at)}
    return len(text) in reached


def _ways(reference: Sequence[Piece], layout: Layout) -> Iterator[list[str]]:
    """For each piece, the ways to write it with what stands before it, the likeliest first."""
    for key, piece in zip(_keys(reference), reference, strict=True):
        spellings = layout.spelling.get(piece.label, _AS_IT_IS)
        texts = dict.fromkeys(spell(piece.value) for spell in spellings)
        yield [glue + text for glue in layout.glue.get(key, ()) for text in texts]
