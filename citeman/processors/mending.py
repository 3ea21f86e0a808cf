"""What pandoc reads otherwise than citeproc-js does, said so that both print the same.

Every rule here was found by comparing the two on real references; docs/cite.md counts them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from lxml import etree

from citeman.cite.joining import SMALL
from citeman.cite.rich import MARKS
from citeman.xmltext import SEALED

_CSL = "{http://purl.org/net/xbiblio/csl}"
_PARSER = etree.XMLParser(**SEALED)
HYPHEN, BLANK, END, OPENED, CLOSED = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
"""Stand for a hyphen that pandoc would make a dash of, for a blank that it would take for a sign
of several numbers, for the end of a title that closes with a mark of punctuation, and for single
quotes that it would make double; `restore` turns them back."""


class Style(NamedTuple):
    """A style as pandoc should see it.

    `hyphens`: initials keep theirs; `dash`: what stands in a range of numbers; `american`: full
    stop and comma go inside quotes; `again`: what stands for the authors of the reference before.
    """

    text: str
    hyphens: bool = True
    dash: str = "–"
    american: bool = True
    again: str = ""


def mend_style(text: str) -> Style:
    """Rewrite what pandoc understands otherwise, to the same effect.

    Where a `names` element leaves its `name` to be understood, pandoc puts "eds." before them.
    By the CSL specification a group that is not empty counts as a variable that is not empty for
    the group around it; pandoc holds to this for macros only, so inner groups become macros.
    """
    root = etree.fromstring(text.encode("utf-8"), _PARSER)
    for names in root.iter(f"{_CSL}names"):
        label = names.find(f"{_CSL}label")
        if label is not None and names.find(f"{_CSL}name") is None:
            label.addprevious(etree.Element(f"{_CSL}name"))
    inner = [
        g
        for g in root.iter(f"{_CSL}group")
        if next(g.iterancestors(f"{_CSL}group"), None) is not None
    ]
    for number, group in enumerate(reversed(inner)):
        _make_macro(group, f"citeman-{number}", root)
    terms = root.findall(f".//{_CSL}term[@name='page-range-delimiter']")
    dash = next((term.text for term in terms if term.text), "–")
    hyphens = root.get("initialize-with-hyphen") != "false"
    american = root.get("default-locale", "en-US") == "en-US"
    return Style(etree.tostring(root, encoding="unicode"), hyphens, dash, american, _again(root))


def _again(root: etree._Element) -> str:
    """What replaces a whole list of names that is the same as that of the reference before."""
    layout = root.find(f"{_CSL}bibliography")
    if (
        layout is None
        or layout.get("subsequent-author-substitute-rule", "complete-all") != "complete-all"
    ):
        return ""
    return layout.get("subsequent-author-substitute", "")


def _make_macro(group: etree._Element, name: str, root: etree._Element) -> None:
    macro = etree.Element(f"{_CSL}macro", name=name)
    group.addprevious(etree.Element(f"{_CSL}text", macro=name))
    group.tail = None
    macro.append(group)
    first = root.find(f"{_CSL}macro")
    if first is None:
        root.append(macro)
    else:
        first.addprevious(macro)


def mend_item(item: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """Prepare one CSL item for pandoc in a style."""
    mended = {
        name: _FIELDS[name](value, style) if name in _FIELDS and isinstance(value, str) else value
        for name, value in item.items()
    }
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


_SEVERAL = re.compile(r"[-–,&]|\band\b")
_NUMBERS = re.compile(r"(?P<a>[A-Za-z]?\d+)\s*-\s*(?P<b>[A-Za-z]?\d+)")


def _number(value: str, style: Style) -> str:
    """Set the dash of the style in a range of volumes or issues, "75-76"; "Suppl 1" is one."""
    found = _NUMBERS.fullmatch(value)
    dash = HYPHEN if style.dash == "-" else style.dash
    return f"{found['a']}{dash}{found['b']}" if found else _one(value)


def _one(value: str) -> str:
    """Say that a number is one and not several, by its blanks."""
    return value if _SEVERAL.search(value) else value.replace(" ", BLANK)


def _page(value: str, style: Style) -> str:
    """Keep the hyphen of what is no range to citeproc-js, "70-??"; "x + 86" is one number."""
    return value.replace("-", HYPHEN) if "?" in value else _one(value)


# What pandoc leaves in lower case as well (citeproc's own list of short words).
_LEFT_BY_PANDOC = frozenset(
    """a an and as at but by down for from in into nor of on onto or over so the till to up via
    with yet d' de van von al c ca""".split()  # noqa: SIM905
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_QUOTED = re.compile(r"‘(?P<words>[^‘’]*)’(?!\w)")
_LOWER = re.compile(
    rf"(?:(?<=[^\W_] )|(?<=[,;)\]”’] ))(?P<word>{_any_of(SMALL - _LEFT_BY_PANDOC)})(?=[ -]\S)"
    rf"|(?<=\. )(?P<after>{_any_of(SMALL)})(?= \S)"
)


def _words(value: str, style: Style) -> str:
    """Keep the prepositions in lower case that citeproc-js keeps so in title case.

    >>> _words("Moving beyond feedback", Style(""))
    'Moving <span class="nocase">beyond</span> feedback'
    """
    if style.american:
        value = _QUOTED.sub(rf"{OPENED}\g<words>{CLOSED}", value)
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


_ENDED = re.compile(f"{END}(?P<between>[{MARKS}”’]*)[.:]?")
_AFTER_QUOTE = re.compile(f"{CLOSED}(?P<mark>[.,])")
_SAME = re.compile(r"(?P<page>\d+)-(?P=page)")
_LETTERED = re.compile(r"[A-Za-z]+\d+-\d+|\d+-[A-Za-z]+\d+|\d+-\d+\.\w+")


def restore(rich: str, item: Mapping[str, Any], style: Style) -> str:
    """Turn what stands for something else back, and print odd pages as citeproc-js does.

    A dash that stands for all authors stands for their "et al." as well. After its own "?" a title
    takes a comma, but neither a full stop nor a colon. "e251-68" and "107-107" are no ranges to
    shorten; words for a date, "in press", are said once, not for the year and for the month.
    """
    text = _ENDED.sub(r"\g<between>", rich.replace(HYPHEN, "-").replace(BLANK, " "))
    text = _AFTER_QUOTE.sub(rf"\g<mark>{CLOSED}", text) if style.american else text
    text = text.replace(OPENED, "‘").replace(CLOSED, "’")
    if style.again and text.startswith(f"{style.again}, et al."):
        text = text.replace(", et al", "", 1)
    if words := item.get("issued", {}).get("literal"):
        before, _, after = text.partition(words)
        text = before + words + after.replace(f", {words}", "") if words in text else text
    page = str(item.get("page", ""))
    if _LETTERED.fullmatch(page):
        return text.replace(page.replace("-", "–"), page)
    if same := _SAME.fullmatch(page):
        return re.sub(
            rf"\b{same['page']}[-–]\d+\b", same["page"] + style.dash + same["page"], text
        )
    return text
