"""What pandoc reads otherwise than citeproc-js does, said so that both print the same.

Every rule here was found by comparing the two on real references; docs/cite.md counts them.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml import etree

from citeman.cite.joining import SMALL

_CSL = "{http://purl.org/net/xbiblio/csl}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
HYPHEN = "\ue0f0"
"""Stands for a hyphen that pandoc would make a dash of; `unmend` turns it back."""


class Style(NamedTuple):
    """A style as pandoc should see it, and whether it keeps the hyphens of initials."""

    text: str
    hyphens: bool


def mend_style(text: str) -> Style:
    """Spell out the `name` element where a style leaves it to be understood.

    Without it pandoc puts "eds." before the names, and not after.
    """
    root = etree.fromstring(text.encode("utf-8"), _PARSER)
    for names in root.iter(f"{_CSL}names"):
        label = names.find(f"{_CSL}label")
        if label is not None and names.find(f"{_CSL}name") is None:
            label.addprevious(etree.Element(f"{_CSL}name"))
    hyphens = root.get("initialize-with-hyphen") != "false"
    return Style(etree.tostring(root, encoding="unicode"), hyphens)


def mend_item(item: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """Prepare one CSL item for pandoc in a style."""
    mended = {name: _FIELDS[name](value) if name in _FIELDS else value for name, value in item.items()}
    if style.hyphens:
        return mended
    for name, value in mended.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            mended[name] = [_without_hyphen(person) for person in value]
    return mended


_INITIAL_HYPHEN = re.compile(r"(?<=[\w.])-(?=[^\W\d_])")


def _without_hyphen(person: Mapping[str, Any]) -> dict[str, Any]:
    given = person.get("given", "")
    if not isinstance(given, str) or not given:
        return dict(person)
    return dict(person) | {"given": _INITIAL_HYPHEN.sub(" ", given)}


_NUMBERS = re.compile(r"(?P<a>[A-Za-z]?\d+)\s*-\s*(?P<b>[A-Za-z]?\d+)")


def _number(value: Any) -> Any:
    """Volumes and issues: citeproc-js sets a dash in a range of numbers.

    >>> _number("75-76"), _number("12 Suppl 3-4")
    ('75–76', '12 Suppl 3-4')
    """
    found = _NUMBERS.fullmatch(value) if isinstance(value, str) else None
    return f"{found['a']}–{found['b']}" if found else value


_LETTERED = re.compile(r"(?P<a>[A-Za-z]+\d+)-(?P<b>\d+)")
_MIXED = re.compile(r"(?P<a>\d+)-(?P<b>[A-Za-z]+\d+)")
_ODD = re.compile(r"[?+/]")


def _page(value: Any) -> Any:
    """Pages: citeproc-js leaves a hyphen in what is no range to it, "e251-68" or "70-??"."""
    if not isinstance(value, str):
        return value
    odd = _LETTERED.fullmatch(value) or _MIXED.fullmatch(value) or _ODD.search(value)
    return value.replace("-", HYPHEN) if odd else value


# What pandoc leaves in lower case as well (citeproc's own list of short words).
_LEFT_BY_PANDOC = frozenset(
    """a an and as at but by down for from in into nor of on onto or over so the till to up via
    with yet d' de van von et al c ca""".split()  # noqa: SIM905
)
_KEPT = "|".join(sorted((re.escape(w) for w in SMALL - _LEFT_BY_PANDOC), key=len, reverse=True))
_LOWER = re.compile(rf"(?:(?<=[^\W_] )|(?<=[,;)\]”’] ))(?P<word>{_KEPT})(?=[ -]\S)")


def _title(value: Any) -> Any:
    """Keep the prepositions in lower case that citeproc-js keeps so in title case.

    >>> _title("Moving beyond feedback")
    'Moving <span class="nocase">beyond</span> feedback'
    """
    if not isinstance(value, str) or "<" in value:
        return value
    return _LOWER.sub(r'<span class="nocase">\g<word></span>', value)


_FIELDS = {
    **dict.fromkeys(("volume", "issue", "number", "collection-number", "chapter-number"), _number),
    "page": _page,
    **dict.fromkeys(("title", "container-title", "collection-title", "event-title"), _title),
}


def unmend(text: str) -> str:
    """Turn what pandoc wrote back into what was meant."""
    return text.replace(HYPHEN, "-")
