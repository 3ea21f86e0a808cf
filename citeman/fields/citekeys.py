"""Citation keys, written from a pattern such as "[auth:lower][year][shorttitle1:lower]".

A pattern is text with fields in brackets. Fields:

    auth        family name of the first author, particles included; see below
    authors     the family names of the first three authors, and EtAl for the rest
    editor      family name of the first editor
    year        four digits, or "nd";    shortyear   its last two digits
    title       every significant word of the title, as in SideEffectsInterleukin2
    shorttitle  the first three of them; shorttitleN the first N
    journal     the initials of the container title
    volume      as it stands;            firstpage   the first page

and modifiers, applied from left to right: lower, upper, capitalize, abbr (the capitals only), and
a number N (the first N characters), as in "[auth:lower:4]".

A group gives the acronym in its name ("INSIGHT-ESPRIT Study Group": INSIGHTESPRIT), or the
initials of a long name ("World Health Organization": WHO), or its first word. Without any author,
`auth` is the first editor, and then the first significant word of the title, which the title
fields then leave out. A key holds only letters, digits and "_:.+-"; what ASCII cannot spell is
left out. Where nothing names the work, `auth` is "anon".
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from string import ascii_lowercase

from citeman.errors import UsageError
from citeman.fields.pages import first_page
from citeman.model import Name, Reference
from citeman.text import to_ascii

DEFAULT = "[auth:lower][year][shorttitle1:lower]"
PATTERNS: Mapping[str, str] = {
    "google-scholar": DEFAULT,
    "better-bibtex": "[auth:lower][shorttitle3][year]",
    "jabref": "[auth][year]",
}
"""Patterns by the name of the program whose keys they imitate."""

_STOP_WORDS = frozenset(
    """a an and are as at by can do does for from how in into is it its of on or the their to was
    were what when which who why with der die das dem den des ein eine eines im und von vom zu zum
    zur le la les un une du de d l et en au aux sur el los las una del y il lo gli uno e o os as um
    uma da dos""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*")
_NOISE = re.compile(r"</?[A-Za-z][^<>]*>|\b[dl]'(?=\w)", re.IGNORECASE)
_MARKS = re.compile(r"'s$|['-]")
_NOT_KEY = re.compile(r"[^A-Za-z0-9_:.+-]")
_PIECE = re.compile(
    r"\[(?P<field>[a-z]+)(?P<count>\d*)(?P<modifiers>(?::\w+)*)\]|(?P<literal>[A-Za-z0-9_:.+-]+)"
)
_Write = Callable[[Reference], str]


def write_key(reference: Reference, pattern: str = DEFAULT) -> str:
    """Write the key that a pattern gives a reference.

    >>> write_key(Reference(author=(Name("Abraham", "D"),), title="The Hypersensitivity to IL-2"))
    'abrahamndhypersensitivity'
    """
    key = "".join([write(reference) for write in _compiled(pattern)])
    return _NOT_KEY.sub("", to_ascii(key)) or "anon"


_TROUBLESOME = re.compile(r"""[\s"#%'(),={}\\~]""")


def is_key(text: str) -> bool:
    """Tell whether a text can be a key everywhere, in BibTeX too: no blanks, braces or commas.

    >>> is_key("DBLP:conf/icml/Müller03"), is_key("smith, 2003"), is_key("")
    (True, False, False)
    """
    return bool(text) and not _TROUBLESOME.search(text)


def assign_keys(
    references: Sequence[Reference], taken: Collection[str] = (), pattern: str = DEFAULT
) -> list[str]:
    """Give every reference a key of its own, which later references never change.

    A reference's `id` is its key. Where a key has a holder already, in `taken` or earlier in the
    list, the next gets a letter: "smith2003", "smith2003a", ... "smith2003z", "smith2003aa".
    """
    imported = frozenset(reference.id for reference in references if reference.id)
    used = set(taken)
    candidates: dict[tuple[str, bool], Iterator[str]] = {}
    keys: list[str] = []
    for reference in references:
        key = base = reference.id or write_key(reference, pattern)
        if base in used or (base in imported and not reference.id):
            same = (base, bool(reference.id))
            if same not in candidates:
                candidates[same] = with_suffixes(base)
            key = next(
                key
                for key in candidates[same]
                if key not in used and (key == reference.id or key not in imported)
            )
        used.add(key)
        keys.append(key)
    return keys


def with_suffixes(base: str) -> Iterator[str]:
    """Give a key, and then the same with letters after it, without end.

    >>> list(islice(with_suffixes("a1"), 3))
    ['a1', 'a1a', 'a1b']
    """
    yield base
    length = 1
    while True:
        yield from (base + "".join(letters) for letters in product(ascii_lowercase, repeat=length))
        length += 1


@cache
def _compiled(pattern: str) -> tuple[_Write, ...]:
    """Turn a pattern into the functions that write its pieces."""
    writers: list[_Write] = []
    position = 0
    while position < len(pattern):
        piece = _PIECE.match(pattern, position)
        if not piece:
            raise _trouble(pattern, position, "expected a [field] or key characters")
        writers.append(_writer(piece))
        position = piece.end()
    if not writers:
        raise _trouble(pattern, 0, "it is empty")
    return tuple(writers)


def _writer(piece: re.Match[str]) -> _Write:
    if piece["literal"]:
        return _constant(piece["literal"])
    field, count = piece["field"], piece["count"]
    if field not in _FIELDS or (count and field not in _COUNTED):
        known = ", ".join(_FIELDS)
        raise _trouble(
            piece.string, piece.start(), f"no field {field + count!r}; there are {known}"
        )
    steps = [_modifier(piece, name) for name in piece["modifiers"].split(":")[1:]]
    number = int(count) if count else _COUNTED.get(field, 0)

    def write(reference: Reference) -> str:
        value = _FIELDS[field](reference, number)
        for step in steps:
            value = step(value)
        return value

    return write


def _constant(text: str) -> _Write:
    def write(_: Reference) -> str:
        return text

    return write


def _modifier(piece: re.Match[str], name: str) -> Callable[[str], str]:
    if name.isdigit():
        return lambda value: value[: int(name)]
    if name not in _MODIFIERS:
        what = f"no modifier {name!r}; there are {', '.join(_MODIFIERS)}, or a number"
        raise _trouble(piece.string, piece.start("modifiers"), what)
    return _MODIFIERS[name]


def _trouble(pattern: str, position: int, what: str) -> UsageError:
    return UsageError(f"citation key pattern {pattern!r}, character {position + 1}: {what}")


@lru_cache(1 << 12)
def _words(text: str, most: int | None = None) -> tuple[str, ...]:
    """Cut a text into its significant words, ASCII and without hyphens; at most so many."""
    text = text.replace("’", "'")
    bare = to_ascii(_NOISE.sub("", text) if "<" in text or "'" in text else text)
    words = (found[0] for found in _WORD.finditer(bare))
    significant = (word for word in words if word.lower() not in _STOP_WORDS)
    chosen = list(islice(significant, most)) or _WORD.findall(bare)[:most]
    return tuple([word if word.isalnum() else _MARKS.sub("", word) for word in chosen])


def _family(name: Name) -> str:
    if not name.literal:
        return "".join(_words(name.non_dropping_particle + " " + name.family)) or _group(
            name.given
        )
    return _group(name.literal)


def _group(literal: str) -> str:
    words = _words(literal)
    acronyms = [word for word in words if sum(letter.isupper() for letter in word) > 1]
    if acronyms or len(words) < 3:
        return (acronyms or words or [""])[0]
    return "".join(word[0] for word in words).upper()


def _auth(reference: Reference, _: int = 0) -> str:
    names = reference.author or reference.editor
    family = _family(names[0]) if names else ""
    return family or "".join(_words(reference.title, 1)) or "anon"


def _authors(reference: Reference, _: int) -> str:
    families = [_family(name) for name in reference.author]
    return "".join(families[:3]) + "EtAl" * (len(families) > 3) or _auth(reference)


def _title(reference: Reference, count: int) -> str:
    words = _words(reference.title, count + 1 if count else None)
    names = reference.author or reference.editor
    if not (names and _family(names[0])):
        words = words[1:]
    return "".join(word[:1].upper() + word[1:] for word in words[: count or None])


def _year(reference: Reference, _: int) -> str:
    year = reference.issued.year if reference.issued else None
    return str(year) if year else "nd"


_COUNTED = {"shorttitle": 3, "title": 0}
_FIELDS: Mapping[str, Callable[[Reference, int], str]] = {
    "auth": _auth,
    "authors": _authors,
    "editor": lambda reference, _: "".join(map(_family, reference.editor[:1])),
    "year": _year,
    "shortyear": lambda reference, _: _year(reference, 0)[-2:],
    "title": _title,
    "shorttitle": _title,
    "journal": lambda reference, _: "".join(w[0] for w in _words(reference.container_title)),
    "volume": lambda reference, _: reference.volume,
    "firstpage": lambda reference, _: first_page(reference.page),
}
_MODIFIERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": lambda value: value[:1].upper() + value[1:],
    "abbr": lambda value: re.sub(r"[^A-Z]", "", value),
}
