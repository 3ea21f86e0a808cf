r"""Which commands of LaTeX cite, and where their keys stand."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citeman.manuscripts.manuscript import EVERYTHING, Citation, read_keys
from citeman.manuscripts.texwords import partners
from citeman.model import Span

COMMAND = re.compile(r"\\(?P<name>[A-Za-z@]+)\*?")
"""A command, starred or not."""
_BLANK = re.compile(r"\s*")
_CITES = re.compile(
    r"(?!if|At|Declare|Provide|set|blx|mk|use|the|sort)"
    r"[A-Za-z]*(?:[cC]ite|cquote|[bB]ibentry)(?!d\b|r\b|ment)[A-Za-z]*"
)
"""The name says that it cites: natbib's, BibLaTeX's, apacite's and people's own alike."""
_NO_CITATIONS = frozenset(
    [
        "bibcite", "citeauthoryear", "citedelim", "citefont", "citeform", "citeindexfalse",
        "citeindextrue", "citeleft", "citemid", "citename", "citenumfont", "citepunct",
        "citereset", "citeright", "citesep", "citestyle", "citetext", "citetrackerfalse",
        "citetrackertrue", "defcitealias", "excite", "incite", "newcites", "newcitecommand",
        "newbibentry", "nocitesep", "recite", "shortcites",
    ]
)  # fmt: skip
BEFORE_KEYS = {
    **dict.fromkeys(["volcite", "volcites", "pvolcite", "pvolcites", "fvolcite", "fvolcites"], 1),
    **dict.fromkeys(["svolcite", "svolcites", "tvolcite", "tvolcites", "avolcite"], 1),
    **dict.fromkeys(["ftvolcite", "stvolcite", "Volcite", "Pvolcite", "Tvolcite", "Avolcite"], 1),
    **dict.fromkeys(["foreigntextcquote", "foreignblockcquote", "hyphentextcquote"], 1),
    **dict.fromkeys(["hyphenblockcquote", "hybridblockcquote", "foreigndisplaycquote"], 1),
}
"""Arguments in braces that stand before the keys: a volume, a language."""
_BEHIND = re.compile(r"(?:^|,)\s*\\[A-Za-z@]+\s*(?:,|$)")
NO_KEY = re.compile(r"[#\\{}\"]")
"""What stands in no key, and in no path of a file."""


class Words(NamedTuple):
    """A text that TeX sees, with the partners of its brackets and commands of the author's own."""

    text: str
    partners: Mapping[int, int]
    commands: Mapping[str, int]


def read_citations(text: str) -> Iterator[Citation]:
    """Read the citations of a text that TeX sees as it stands."""
    words = Words(text, partners(text), {})
    for name in COMMAND.finditer(text):
        yield from citations_at(words, name)


def citations_at(words: Words, name: re.Match[str]) -> Iterator[Citation]:
    """Read the keys that a command cites; none if it is no citing one."""
    may_cite_all = name["name"].startswith("nocite")
    for span in _groups_of_keys(words, name):
        found = read_keys(words.text, *span)
        yield from (c for c in found if _is_key(c.key, may_cite_all=may_cite_all))


def _groups_of_keys(words: Words, name: re.Match[str]) -> Iterator[Span]:
    """The groups in braces that hold the keys of a command: one, or several for several cites."""
    command = name["name"]
    if command == "begin":
        command, end = environment(words, name.end())
        cites = command.endswith("displaycquote")
    else:
        end, cites = name.end(), is_citing(words, command)
    skipped = words.commands.get(command, BEFORE_KEYS.get(command, 0))
    is_many = command.endswith("cites")
    while cites and (span := keys_at(words, end, skipped, in_round=is_many)):
        yield span
        end, cites = span.end + 1, is_many


def unclear_at(words: Words, name: re.Match[str]) -> Iterator[Span]:
    r"""Citations such as \cite{\both}, whose keys only TeX knows; not those of definitions."""
    for span in _groups_of_keys(words, name):
        text = words.text[span.start : span.end]
        if _BEHIND.search(text) and "#" not in text:
            yield span


def is_citing(words: Words, command: str) -> bool:
    """Tell whether a command cites, by its name or by the author's own definition."""
    if command in words.commands:
        return True
    return _CITES.fullmatch(command) is not None and command not in _NO_CITATIONS


def _is_key(key: str, *, may_cite_all: bool) -> bool:
    return may_cite_all if key == EVERYTHING else not NO_KEY.search(key)


def environment(words: Words, end: int) -> tuple[str, int]:
    r"""The name of the environment that a \\begin begins, and where its braces end."""
    span = group(words, end, "{")
    return (words.text[span.start : span.end], span.end + 1) if span else ("", end)


def keys_at(words: Words, position: int, skipped: int, *, in_round: bool) -> Span | None:
    """Where the keys of a citing command stand, behind notes in brackets of any kind."""
    notes = "[<(" if in_round else "[<"
    while True:
        position = blank_end(words.text, position)
        if words.text[position : position + 1] == "{":
            span = group(words, position, "{")
            if not skipped or span is None:
                return span
            skipped -= 1
        elif words.text[position : position + 1] in tuple(notes):
            span = group(words, position, words.text[position])
        else:
            return None
        if span is None:
            return None
        position = span.end + 1


def blank_end(text: str, position: int) -> int:
    """Where blanks end, unless they end a paragraph."""
    blank = _BLANK.match(text, position)
    end = blank.end() if blank else position
    return end if text.count("\n", position, end) < 2 else position


def group(words: Words, position: int, opening: str) -> Span | None:
    """The inside of the brackets that open at a position, behind blanks."""
    start = blank_end(words.text, position)
    if words.text[start : start + 1] != opening or start not in words.partners:
        return None
    return Span(start + 1, words.partners[start])
