r"""A LaTeX author's own commands that cite: \newcommand{\eg}[1]{(e.g.\ \citealp{#1})}."""

import re
from collections.abc import Iterator

from citeman.manuscripts.texcites import (
    BEFORE_KEYS,
    COMMAND,
    Words,
    blank_end,
    group,
    is_citing,
    keys_at,
)
from citeman.model import Span

_DEFINES = frozenset(
    [
        "newcommand", "renewcommand", "providecommand", "DeclareRobustCommand",
        "NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand",
        "DeclareDocumentCommand", "def", "gdef", "edef", "let",
    ]
)  # fmt: skip
_DEFINED = re.compile(r"\s*\{?\s*\\(?P<name>[A-Za-z@]+)\s*\}?\s*=?\s*")
_ARGUMENTS = 9
_DEFAULTS = re.compile(r"\{[^{}]*\}")
_IN_BRACES = frozenset("mv")
_PARAMETER = re.compile(r"#(?P<number>[1-9])")


def definitions(words: Words) -> Iterator[tuple[str, int]]:
    """Give each such command of a text, with how many arguments stand before the keys."""
    for command in COMMAND.finditer(words.text):
        if command["name"] not in _DEFINES:
            continue
        named = _DEFINED.match(words.text, command.end())
        if named is None:
            continue
        if command["name"] == "let":
            alias = COMMAND.match(words.text, named.end())
            if alias and is_citing(words, alias["name"]):
                yield named["name"], BEFORE_KEYS.get(alias["name"], 0)
            continue
        is_latex3 = command["name"].endswith("DocumentCommand")
        read = _specified if is_latex3 else _numbered
        if defined := read(words, named.end()):
            yield from ((named["name"], number) for number in _before_keys(words, *defined))


def _numbered(words: Words, position: int) -> tuple[Span, str] | None:
    r"""The body of a definition, and "o" or "m" for each argument: [2][] is "om", #1#2 is "mm"."""
    specified = ""
    while words.text[position : position + 1] in ("[", "#"):
        is_number = words.text[position] == "#"
        end = position + 1 if is_number else words.partners.get(position)
        if end is None:
            return None
        specified = "m" * _ARGUMENTS if not specified or is_number else f"o{specified}"
        position = blank_end(words.text, end + 1)
    body = group(words, position, "{")
    return (body, specified) if body else None


def _specified(words: Words, position: int) -> tuple[Span, str] | None:
    """The same for LaTeX3, where the arguments are spelt before the body: {o m}."""
    spelt = group(words, position, "{")
    body = group(words, spelt.end + 1, "{") if spelt else None
    if spelt is None or body is None:
        return None
    text = words.text[spelt.start : spelt.end]
    return body, re.sub(r"[^a-zA-Z]", "", _DEFAULTS.sub("", text))


def _before_keys(words: Words, body: Span, arguments: str) -> Iterator[int]:
    """How many arguments in braces stand before the keys, if the body of a definition cites."""
    for command in COMMAND.finditer(words.text, body.start, body.end):
        if not is_citing(words, command["name"]):
            continue
        before = BEFORE_KEYS.get(command["name"], 0)
        span = keys_at(words, command.end(), before, in_round=False)
        if span is None or span.start > body.end:
            yield before
            return
        found = _PARAMETER.fullmatch(words.text[span.start : span.end].strip())
        if found:
            earlier = arguments[: int(found["number"]) - 1]
            yield sum(argument in _IN_BRACES for argument in earlier)
            return
