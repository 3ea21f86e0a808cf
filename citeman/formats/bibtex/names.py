"""Names as BibTeX writes them: "von Last, Jr, First and ... and others"."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from citeman.fields import names
from citeman.fields.names import split_particles
from citeman.latex.text import read_latex, write_latex
from citeman.model import Name
from citeman.text import squeeze

_AND = re.compile(r"\s+and(?=\s)|^and(?=\s)", re.I)
_SUFFIX = re.compile(r"(?:[js]r\.?|[IVX]+)", re.I)
_COMMA = re.compile(",")
_SPACE = re.compile(r"\s+|(?<!\\)~")
_OTHERS = re.compile(r"(?:\\?others|\{others\}|et\.? al\.?)", re.I)
_PART = re.compile(
    r"\"?\s*(?P<part>family|given|prefix|suffix|useprefix|[a-z]+-i|id|sortingnamekeytemplatename|nonamestring)\s*=\s*(?P<value>.*?)\s*\"?"
)
_PLAIN = re.compile(
    r"""(?!.*(?:--|''))
    (?: (?P<family>[A-Z][\w'-]*(?:\ [A-Z][\w'-]*)*), \ (?P<given>[A-Z][\w.'-]*(?:\ [A-Z][\w.'-]*)*)
      | (?: (?P<first>[A-Z][\w.'-]*(?:\ [A-Z][\w.'-]*)*) \ )? (?P<last>[A-Z][\w.'-]*) )""",
    re.VERBOSE | re.ASCII,
)  # most names: Doe, Jane A. and Jane A. Doe
_KNOWN = 16_384
"""How many names are remembered; in a bibliography most come again and again."""
_MOST = 1_000
"""Commas between two "and" beyond which nobody meant a list of names."""
_UNSAFE = re.compile(r",|(?:^|\s)and(?:\s|$)", re.I)


class Names(NamedTuple):
    """The names of a list, and whether it ended in "and others"."""

    names: tuple[Name, ...]
    truncated: bool


def read_names(text: str) -> Names:
    """Read a name list.

    >>> read_names("van der Berg, Jan and {The Study Group} and others").names[1].literal
    'The Study Group'
    """
    pieces = [piece for each in _cut(squeeze(text), _AND) if (piece := each.strip())]
    truncated = bool(pieces) and _OTHERS.fullmatch(pieces[-1]) is not None
    found = (
        name for piece in (pieces[:-1] if truncated else pieces) for name in _read_piece(piece)
    )
    return Names(tuple(name for name in found if name != Name()), truncated)


def write_names(names: Iterable[Name], *, truncated: bool = False) -> str:
    """Write a name list.

    >>> write_names([Name(family="Abraham", given="D")], truncated=True)
    'Abraham, D and others'
    """
    return " and ".join([*map(write_name, names), *(["others"] if truncated else [])])


@lru_cache(_KNOWN)
def _read_piece(text: str) -> tuple[Name, ...]:
    if plain := _PLAIN.fullmatch(text):
        family, given = plain.group("family", "given")
        return (Name(family=family or plain["last"], given=given or plain["first"] or ""),)
    return _read_any(text)


def _read_any(text: str) -> tuple[Name, ...]:
    """One name, or several that somebody parted by commas, as in "Jane Doe, Max Poe, and ..."."""
    parts = [part for part in commas(text) if part]
    if any(_PART.match(part) for part in parts):
        return (_read_parts(parts),)
    is_list = (len(parts) > 2 or text.endswith(",")) and len(parts) < _MOST
    if is_list and not _is_inverted(parts):
        return names.read_names(read_latex(text)).names
    return (read_name(text),)


def _read_parts(parts: list[str]) -> Name:
    """Read BibLaTeX's extended format, "family=Wit, given=Ana, prefix=de, useprefix=true"."""
    found = [match for part in parts if (match := _PART.fullmatch(part))]
    given = {match["part"]: match["value"] for match in found}
    said = {name: _plain([value.strip('"')]) for name, value in given.items()}
    if not said.get("family"):
        return Name(literal=squeeze(" ".join(said.get(p, "") for p in ("given", "prefix"))))
    particle = "dropping_particle" if said.get("useprefix") == "false" else "non_dropping_particle"
    return Name(
        family=said.get("family", ""),
        given=said.get("given", ""),
        suffix=said.get("suffix", ""),
        **{particle: said.get("prefix", "")},
    )


def _is_inverted(parts: list[str]) -> bool:
    """Tell whether parts are "Last, Jr, First": one of them is a suffix, or begins as none but one
    does, with a small letter ("Dumas, père, Alexandre")."""
    if any(_SUFFIX.fullmatch(read_latex(part)) for part in parts[1:3]):
        return True
    return len(parts) == 3 and read_latex(parts[1])[:1].islower()


def read_name(text: str) -> Name:
    """Read one name by BibTeX's rules: the particle is what is in lower case before the family.

    >>> name = read_name("Ludwig van Beethoven")
    >>> name.given, name.non_dropping_particle, name.family
    ('Ludwig', 'van', 'Beethoven')
    """
    if _is_group(text):
        return Name(literal=squeeze(read_latex(text)))
    parts = commas(text)
    if len(parts) == 1:
        return _read_forward(_words(text))
    if len(parts) == 2:
        return _read_inverted(parts[0], "", parts[1])
    family, suffix, given = parts[0], parts[1], " ".join(parts[2:])
    if not _SUFFIX.fullmatch(suffix) and (not given or _SUFFIX.fullmatch(given)):
        suffix, given = given, suffix
    return _read_inverted(family, suffix, given)


def write_name(name: Name) -> str:
    """Write one name, inverted; a group and a single name of several words go into braces.

    >>> write_name(Name(family="Berg", given="Jan", non_dropping_particle="van der"))
    'van der Berg, Jan'
    """
    family = squeeze(f"{_safe(name.non_dropping_particle)} {_write_family(name.family)}")
    given = squeeze(f"{_safe(name.given)} {_safe(name.dropping_particle)}")
    if name.literal or not family:
        return f"{{{write_latex(squeeze(name.literal)) or given}}}"
    if name.suffix:
        return f"{family}, {_safe(name.suffix)}, {given}".rstrip()
    if given:
        return f"{family}, {given}"
    return f"{{{family}}}" if " " in family or family.lower() == "others" else family


def _write_family(family: str) -> str:
    """Write a family name, in braces where its first word would be taken for a particle."""
    safe = _safe(family)
    return f"{{{safe}}}" if " " in safe and safe[0].islower() else safe


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Cut at the separators outside braces."""
    if "{" not in text:
        return separator.split(text)
    pieces: list[str] = []
    start = 0
    for found in separator.finditer(text):
        before = text[start : found.start()]
        if before.count("{") <= before.count("}"):
            pieces.append(before)
            start = found.end()
    return [*pieces, text[start:]]


def commas(text: str) -> list[str]:
    """Cut at the commas outside braces.

    >>> commas("A, {B, C}")
    ['A', '{B, C}']
    """
    return [part.strip() for part in _cut(text, _COMMA)]


def _words(text: str) -> list[str]:
    return [word for word in _cut(text, _SPACE) if word]


def _is_group(text: str) -> bool:
    """Tell whether one pair of braces holds the whole name."""
    if not text.startswith("{"):
        return False
    depths = accumulate((char == "{") - (char == "}") for char in text)
    return next((i for i, depth in enumerate(depths) if depth == 0), 0) == len(text) - 1


def _is_particle(word: str) -> bool:
    return (not word.startswith("{") or word.startswith("{\\")) and read_latex(word)[:1].islower()


def _read_forward(words: list[str]) -> Name:
    """First von Last: the last word is always family, and so is all after the last particle."""
    small = [i for i, word in enumerate(words[:-1]) if _is_particle(word)]
    start, end = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
    return Name(
        family=_plain(words[end:]),
        given=_plain(words[:start]),
        non_dropping_particle=_plain(words[start:end]),
    )


def _read_inverted(family: str, suffix: str, given: str) -> Name:
    words = _words(family)
    if not words:
        return Name(literal=_plain([given, suffix]))
    small = [i for i, word in enumerate(words[:-1]) if _is_particle(word)]
    end = small[-1] + 1 if small and small[0] == 0 else 0
    first, dropping = _split_dropping(_words(given))
    return Name(
        family=_plain(words[end:]),
        given=_plain(first),
        dropping_particle=_plain(dropping),
        non_dropping_particle=_plain(words[:end]),
        suffix=_plain([suffix]),
    )


def _split_dropping(words: list[str]) -> tuple[list[str], list[str]]:
    """Part given names from a particle that stands behind them, as in "Humboldt, A. von"."""
    end = len(words)
    while end > 1 and words[end - 1].islower() and split_particles(f"{words[end - 1]} X")[0]:
        end -= 1
    return words[:end], words[end:]


def _plain(words: list[str]) -> str:
    return squeeze(read_latex(" ".join(words)))


def _safe(text: str) -> str:
    """Escape a part of a name, in braces when it holds what would separate names."""
    text = squeeze(text)
    return f"{{{write_latex(text)}}}" if _UNSAFE.search(text) else write_latex(text)
