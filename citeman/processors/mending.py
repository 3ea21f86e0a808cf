"""CSL items as pandoc should see them: what it reads otherwise than citeproc-js does is marked.

Every rule here was found by comparing the two on real references; docs/cite.md lists them.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from citeman.cite.joining import SMALL
from citeman.processors.marks import (
    ASIDE,
    BLANK,
    CLOSED,
    CLOSED_TWICE,
    END,
    HYPHEN,
    KEPT,
    MARKS,
    OPENED,
    OPENED_TWICE,
    OTHER,
    SAID,
)
from citeman.processors.styling import Style


def mend_items(items: Sequence[Mapping[str, Any]], style: Style) -> list[dict[str, Any]]:
    """Prepare CSL items for pandoc in a style; what happens to be one of our marks goes."""
    text = json.dumps(list(items), ensure_ascii=False).translate(dict.fromkeys(map(ord, MARKS)))
    mended = [mend_item(item, style) for item in json.loads(text)]
    if style.again:
        _tell_titles_apart(mended)
    return mended


def mend_item(item: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """Prepare one CSL item for pandoc in a style."""
    mended = {name: _mended(name, value, style) for name, value in item.items()}
    words = item.get("issued", {}).get("literal")
    return mended | {"issued": {"literal": f"{words}{SAID}"}} if words else mended


def _mended(name: str, value: object, style: Style) -> object:
    if isinstance(value, str):
        return _FIELDS[name](value, style) if name in _FIELDS else value
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_person(person, style) for person in value]
    return value


def _tell_titles_apart(items: Iterable[dict[str, Any]]) -> None:
    """Make the titles of works that have no people differ, where one comes again.

    A style with a dash for the same authors again means people; pandoc also puts it for a title.
    """
    known: dict[str, int] = {}
    for item in items:
        title = item.get("title", "")
        if title and not people(item):
            known[title] = known.get(title, -1) + 1
            first, blank, rest = title.partition(" ")
            item["title"] = first + OTHER * known[title] + blank + rest


def people(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Everybody a CSL item names.

    >>> people({"id": "a", "author": [{"family": "Li"}], "categories": ["x"]})
    [{'family': 'Li'}]
    """
    lists = (value for value in item.values() if isinstance(value, list))
    return [one for listed in lists for one in listed if isinstance(one, dict)]


_INITIAL_HYPHEN = re.compile(r"(?<=[\w.])-(?=[^\W\d_])")


def _person(person: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """Take hyphens of initials out where the style has none, and mark names in brackets."""
    given = person.get("given", "")
    if not isinstance(given, str) or not given:
        return dict(person)
    given = given.replace(" (", f" {ASIDE}(")
    return dict(person) | {"given": given if style.hyphens else _INITIAL_HYPHEN.sub(" ", given)}


_DIGIT = re.compile(r"\d|^[IVXLC]+-[IVXLC]+$")
_SEVERAL = re.compile(r"[-–,&]|\band\b")
_NUMBERS = re.compile(r"(?P<a>[A-Za-z]?\d+)\s*-\s*(?P<b>[A-Za-z]?\d+)")


def _number(value: str, style: Style) -> str:
    """Set the dash of the style in a range of volumes or issues, "75-76"; "Suppl 1" is one."""
    found = _NUMBERS.fullmatch(value)
    dash = HYPHEN if style.dash == "-" else style.dash
    return f"{found['a']}{dash}{found['b']}" if found else _one(value, style)


def _one(value: str, style: Style) -> str:
    """Say that a number is one and not several, by its blanks: "x + 86"."""
    return value if _SEVERAL.search(value) else value.replace(" ", BLANK)


def _page(value: str, style: Style) -> str:
    """Say that what has no digit is one number, "??-??"."""
    return _one(value, style) if _DIGIT.search(value) else value.replace("-", HYPHEN)


# What pandoc leaves in lower case as well (citeproc's own list of short words).
_LEFT_BY_PANDOC = frozenset(
    """a an and as at but by down for from in into nor of on onto or over so the till to up via
    with yet d' de van von al c ca""".split()  # noqa: SIM905
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_QUOTED = re.compile(r"‘(?P<words>[^‘’]*)’(?!\w)")
_TWICE = str.maketrans({"“": OPENED_TWICE, "”": CLOSED_TWICE})
_LOWER = re.compile(
    rf"(?:(?<=[^\W_][ -])|(?<=[,;)\]”’] ))(?P<word>{_any_of(SMALL - _LEFT_BY_PANDOC)})(?=[ -]\S)"
    rf"|(?<=\. )(?P<after>{_any_of(SMALL)})(?= \S)"
)
_OUTSIDE = re.compile(r"(?<=[\"”’])(?=[.,])")


def _words(value: str, style: Style) -> str:
    """Keep the prepositions in lower case that citeproc-js keeps so in title case.

    >>> _words("Moving beyond feedback", Style(""))
    'Moving <span class="nocase">beyond</span> feedback'
    """
    if style.american:
        value = _OUTSIDE.sub(KEPT, value)
        value = _QUOTED.sub(rf"{OPENED}\g<words>{CLOSED}", value)
    elif not style.quotes:
        value = value.translate(_TWICE)
    return value if "<" in value else _LOWER.sub(r'<span class="nocase">\g<0></span>', value)


def _title(value: str, style: Style) -> str:
    """Mark the end of a title that closes with a mark of its own: "What is life?"."""
    return _words(value, style) + (END if value.endswith(("?", "!", ".")) else "")


_FIELDS = {
    **dict.fromkeys(("volume", "issue", "number", "collection-number", "chapter-number"), _number),
    "page": _page,
    **dict.fromkeys(("container-title", "collection-title", "event-title"), _words),
    "title": _title,
}
