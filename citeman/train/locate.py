"""Find the values of a work in a reference that somebody else's program rendered of it.

Values are looked for, not marked: a mark inside a value changes what a style makes of it
(initials, capitals, doubled full stops, ranges of pages). Where a value could be in two places the
reference teaches nothing.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from citeman.parse.tokens import WORDS_OF_KIND
from citeman.train.fill import MONTHS
from citeman.train.naming import AND, MORE

Item = Mapping[str, Any]
"""A work in CSL-JSON."""
Fits = Callable[[str], object]
"""Tells, by something true, whether a word is the one that is looked for."""

_Place = TypeVar("_Place")

LABEL_OF_VARIABLE = {
    "title": "title", "container-title": "container-title",
    "site": "container-title|publisher|outside", "collection-title": "collection-title",
    "publisher": "publisher", "publisher-place": "publisher-place", "genre": "genre",
    "volume": "volume", "issue": "issue", "number": "number", "edition": "edition",
    "page": "page", "issued": "issued", "accessed": "accessed", "version": "outside|number",
    "number-of-pages": "outside",
    "DOI": "DOI", "URL": "URL", "PMID": "PMID",
}  # fmt: skip
"""The labels of variables; "site" is a container that may be called a publisher as well."""
NAMES = ("author", "editor", "translator")
DATES = ("issued", "accessed")
NUMBERS = ("page", "volume", "issue", "number", "edition", "version", "number-of-pages")
ADDRESSES = ("DOI", "URL")
_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"https?://[^\s/]*/?$")
_COUNTED = re.compile(r"\W{0,2}\d{1,3}[.)\]]? ")
_MORE = frozenset(tuple(_WORD.findall(form)) for forms in MORE.values() for form in forms)
_JOINING = frozenset([*AND.values(), *(word for form in _MORE for word in form)])
_MONTHS = frozenset(
    word.casefold()[:size]
    for names in (WORDS_OF_KIND["month"], *MONTHS.values())
    for word in _WORD.findall(names)
    for size in range(3, 11)
)
"""Months, and what they are shortened to."""


class Word(NamedTuple):
    """A word without its capitals, and where it stands."""

    text: str
    start: int
    end: int


class Located(NamedTuple):
    """A rendering, what is labelled in it, the variables found, and words left unexplained."""

    raw: str
    spans: tuple[tuple[int, int, str], ...]
    found: frozenset[str]
    unexplained: frozenset[str]


class _Claims:
    """Which variable each word of a rendering belongs to; a word belongs to one."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.words = words_of(raw)
        self.owner: list[str] = [""] * len(self.words)
        self.spans: list[tuple[int, int, str]] = []
        self.found: set[str] = set()
        self.is_ambiguous = False

    def is_free(self, first: int, behind: int) -> bool:
        return first >= 0 and behind <= len(self.owner) and not any(self.owner[first:behind])

    def places(self, fits: Sequence[Fits]) -> list[int]:
        """Give where words in a row fit and belong to nothing yet."""
        size = len(fits)
        return [
            at
            for at in range(len(self.words) - size + 1)
            if self.is_free(at, at + size)
            and all(fit(word.text) for fit, word in zip(fits, self.words[at:], strict=False))
        ]

    def only(self, places: Sequence[_Place]) -> _Place | None:
        self.is_ambiguous |= len(places) > 1
        return places[0] if len(places) == 1 else None

    def claim(self, first: int, behind: int, variable: str, label: str = "") -> None:
        self.owner[first:behind] = [variable] * (behind - first)
        start, end = self.words[first].start, self.words[behind - 1].end
        if variable in ADDRESSES and (host := _HOST.search(self.raw, 0, start)):
            start = host.start()
        self.found.add(variable)
        self.spans.append((start, end, label or LABEL_OF_VARIABLE.get(variable, variable)))


def words_of(text: str) -> list[Word]:
    """Cut text into words without capitals.

    >>> [word.text for word in words_of("Vol. 12(3), “The End”")]
    ['vol', '12', '3', 'the', 'end']
    """
    return [Word(m.group().casefold(), *m.span()) for m in _WORD.finditer(text)]


def locate(raw: str, item: Item) -> Located | None:
    """Label the values of a work in a rendering of it; None where one stands in two places.

    >>> locate("Roe A. On X. 2001;3:4–5.", {"title": "On X", "page": "4-5"}).spans
    ((7, 11, 'title'), (20, 23, 'page'))
    """
    claims = _Claims(raw)
    hidden = "container-title" if "site" in item else ""
    texts = {v: item[v] for v in LABEL_OF_VARIABLE if isinstance(item.get(v), str) and v != hidden}
    for variable in sorted(texts.keys() - set(NUMBERS), key=lambda v: (-len(texts[v]), v)):
        _claim_text(claims, variable, texts[variable])
    if claims.words and claims.is_free(0, 1) and _COUNTED.match(raw):
        claims.claim(0, 1, "citation-number")
    for role in NAMES:
        _claim_names(claims, role, item.get(role, ()))
    for variable in DATES:
        _claim_date(claims, variable, item.get(variable, {}))
    for variable in NUMBERS:
        _claim_number(claims, variable, texts.get(variable, ""))
    if claims.is_ambiguous:
        return None
    unexplained = frozenset(
        word.text for word, owner in zip(claims.words, claims.owner, strict=True) if not owner
    )
    return Located(raw, tuple(sorted(claims.spans)), frozenset(claims.found), unexplained)


def is_explained(located: Located, item: Item, own: Collection[str]) -> bool:
    """Tell whether the words without a label are the style's own, and not what is left of a value.

    `own` are the words that stand unexplained in renderings by many styles.
    """
    lost = {
        word.text
        for variable in LABEL_OF_VARIABLE.keys() - located.found.union(ADDRESSES)
        for word in words_of(str(item.get(variable, "")))
    }
    return all(
        word in own and word not in _MONTHS and not any(map(str.isdigit, word))
        for word in located.unexplained
    ) and not any(word in lost for word in located.unexplained if len(word) > 3)


def _exact(words: Sequence[Word]) -> list[Fits]:
    return [word.text.__eq__ for word in words]


FORMS: Mapping[str, Callable[[Sequence[Word]], list[Fits]]] = {
    "edition": lambda words: [re.compile(rf"{words[0].text}\D{{0,3}}").fullmatch],
    "page": lambda words: _exact(words[:1]),
}
"""How numbers are looked for that may be printed otherwise than they are given: "2nd", "23–5"."""


def _claim_text(claims: _Claims, variable: str, value: str) -> None:
    fits = _exact(words_of(value))
    at = claims.only(claims.places(fits)) if fits else None
    if at is not None:
        claims.claim(at, at + len(fits), variable)


def _claim_number(claims: _Claims, variable: str, value: str) -> None:
    words = words_of(value)
    fits = FORMS.get(variable, _exact)(words) if words else []
    at = claims.only(claims.places(fits)) if fits else None
    if at is None:
        return
    behind = at + len(fits)
    if variable == "page" and len(words) > 1 and claims.is_free(behind, behind + 1):
        behind += _is_last_page(claims.words[behind].text, words[-1].text)
    claims.claim(at, behind, variable)


def _is_last_page(word: str, last: str) -> bool:
    """Tell whether a word is the last page, shortened by the style or by the fact."""
    return last.endswith(word) or word.endswith(last)


def _claim_date(claims: _Claims, variable: str, value: Mapping[str, Any]) -> None:
    if "literal" in value:
        _claim_text(claims, variable, value["literal"])
        return
    for year, *rest in value.get("date-parts", ()):
        beside = _MONTHS | {form for n in rest for form in (str(n), f"{n:02}")}
        pattern = re.compile(rf"{year}[a-z]?")
        for number, at in enumerate(claims.places([pattern.fullmatch])):
            first, behind = at, at + 1
            while claims.is_free(behind, behind + 1) and claims.words[behind].text in beside:
                behind += 1
            while claims.is_free(first - 1, first) and claims.words[first - 1].text in beside:
                first -= 1
            label = LABEL_OF_VARIABLE[variable]
            claims.claim(first, behind, variable, f"{label}|outside" if number else label)


def _claim_names(claims: _Claims, role: str, people: Sequence[Mapping[str, str]]) -> None:
    """Claim the words in a row that are names, initials, or join them."""
    families = {
        word.text for p in people for word in words_of(p.get("family") or p.get("literal", ""))
    }
    names = families | {form for p in people for form in _forms(p.get("given", ""))}
    runs = [
        (first, behind)
        for first, behind in _runs(claims, names | _JOINING)
        if any(word.text in families for word in claims.words[first:behind])
    ]
    if run := claims.only(runs):
        first, behind = run
        known = [at for at in range(first, behind) if claims.words[at].text in names]
        more = tuple(word.text for word in claims.words[known[-1] + 1 : behind])
        size = max((n for n in range(len(more) + 1) if more[:n] in _MORE), default=0)
        claims.claim(known[0], known[-1] + 1 + size, role)


def _forms(given: str) -> Iterator[str]:
    """Give the words that given names may come out as.

    >>> sorted(set(_forms("Jean-Paul A.")))
    ['a', 'j', 'jean', 'jp', 'jpa', 'p', 'pa', 'paul']
    """
    words = [word.text for word in words_of(given)]
    yield from words
    letters = "".join(word[0] for word in words)
    for first in range(len(letters)):
        yield from (letters[first:behind] for behind in range(first + 1, len(letters) + 1))


def _runs(claims: _Claims, vocabulary: Collection[str]) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(len(claims.words) + 1):
        if claims.is_free(at, at + 1) and claims.words[at].text in vocabulary:
            continue
        if at > first:
            yield first, at
        first = at + 1
