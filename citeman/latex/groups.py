"""The groups of LaTeX: what stands between braces, however deep, and commands that take some."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

_MARK = re.compile(r"\\.|[{}\[\]]", re.DOTALL)
_BLANK = re.compile(r"\s*")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[^\S\n]*|$)")


class Group(NamedTuple):
    """What a group holds, and the offset behind it."""

    text: str
    end: int


def read_group(text: str, start: int) -> Group | None:
    r"""Read the group in braces that begins at `start`, blanks aside; None where there is none.

    >>> read_group(r" {J. {\em Clin} Onc\}ol} 7", 0)
    Group(text='J. {\\em Clin} Onc\\}ol', end=24)
    """
    return _read(text, start, "{")


def read_option(text: str, start: int) -> Group | None:
    r"""Read the option in square brackets that begins at `start`; braces hide a bracket in it.

    >>> read_option(r"[{[a]} b]{key}", 0)
    Group(text='{[a]} b', end=9)
    """
    return _read(text, start, "[")


def _read(text: str, start: int, opening: str) -> Group | None:
    blank = _BLANK.match(text, start)
    at = blank.end() if blank else start
    end = _closings(text).get(at, -1) if text[at : at + 1] == opening else -1
    return Group(text[at + 1 : end], end + 1) if end >= 0 else None


@lru_cache(4)
def _closings(text: str) -> Mapping[int, int]:
    """Where each brace and bracket that is opened is closed, found in one pass.

    A bracket is closed by the first one at its own depth of braces.
    """
    closings: dict[int, int] = {}
    braces: list[int] = []
    brackets: list[list[int]] = [[]]
    for found in _MARK.finditer(text):
        at, sign = found.start(), found[0]
        if sign == "{":
            braces.append(at)
            brackets.append([])
        elif sign == "}" and braces:
            closings[braces.pop()] = at
            brackets.pop()
        elif sign == "[":
            brackets[-1].append(at)
        elif sign == "]":
            closings.update(dict.fromkeys(brackets[-1], at))
            brackets[-1].clear()
    return closings


def without_comments(text: str) -> str:
    r"""Drop what "%" hides: the rest of its line and the margin of the next.

    >>> without_comments("5\\% of%what\n   us")
    '5\\% ofus'
    """
    return _COMMENT.sub(r"\1", text)


Templates = Mapping[str, tuple[int, str]]
"""How many groups a command takes, and what it prints of them: "{0}" stands for the first."""


def expand(text: str, templates: Templates, deepest: int = 20) -> str:
    r"""Write commands out, `deepest` levels of them; one whose groups are missing stays as it is.

    >>> expand(r"\bibinfo{year}{1989}, \BBA x", {"bibinfo": (2, "{1}"), "BBA": (0, "&")})
    '1989, & x'
    """
    if not deepest:
        return text
    parts: list[str] = []
    position = 0
    for found in _command(frozenset(templates)).finditer(text):
        if found.start() < position:
            continue
        size, template = templates[found["name"]]
        groups = _groups(text, found.end(), size)
        if len(groups) == size:
            inside = [expand(group.text, templates, deepest - 1) for group in groups]
            parts += [text[position : found.start()], template.format(*inside)]
            position = groups[-1].end if groups else found.end()
    return "".join([*parts, text[position:]])


@cache
def _command(names: frozenset[str]) -> re.Pattern[str]:
    choices = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"\\(?P<name>{choices})(?![A-Za-z@])")


def _groups(text: str, start: int, size: int) -> list[Group]:
    groups: list[Group] = []
    while len(groups) < size and (group := read_group(text, start)):
        groups.append(group)
        start = group.end
    return groups
