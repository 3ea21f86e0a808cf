"""LaTeX as TeX sees it: without comments and verbatim text, each bracket knowing its partner."""

import re
from collections.abc import Iterator, Mapping

from citeman.manuscripts.manuscript import hide

_EVENT = re.compile(r"%|\\(?:(?P<name>[A-Za-z@]+)\*?|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{(?P<name>[A-Za-z*]+)\}")
_INLINE = re.compile(r"(?:\[[^\]\n]{0,200}+\])?(?P<open>[^\s\w*])")
_LANGUAGE = re.compile(r"(?:\[[^\]\n]{0,200}+\])?\{[^{}\n]{0,200}+\}")
_CONDITION = re.compile(
    r"\\(?P<name>if(?!f\b|thenelse\b|bool|def|str|num|blank|empty)[a-zA-Z@]*|fi)\b"
)
_LONGEST = 2_000
"""Characters beyond which a link, or verbatim text within a line, does not go."""
_CHUNK = re.compile(r"^<<[^\n]*>>=[^\n]*\n", re.MULTILINE)
_CHUNK_END = re.compile(r"^@", re.MULTILINE)
_VERBATIM = frozenset(
    [
        "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "SaveVerbatim",
        "lstlisting", "minted", "comment", "filecontents", "filecontents*", "alltt", "listing",
        "luacode", "luacode*", "pycode", "sageblock", "sagesilent", "asy", "tcblisting",
    ]
)  # fmt: skip
"""Environments whose content is no text, or none that TeX reads as such."""
_PATHS = frozenset(["url", "nolinkurl", "path", "href", "burl"])
"""Commands in whose first argument "%" is a letter."""


def visible(text: str) -> str:
    r"""Blank out what TeX does not read as text: comments, verbatim text, links, what is skipped.

    >>> visible(r"\cite{a}% \cite{b}").rstrip()
    '\\cite{a}'
    """
    seen = hide(text, sorted([*_chunks(text), *_hidden(text)]))
    return hide(seen, _switched_off(seen))


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while event := _EVENT.search(text, position):
        hidden = _extent(text, event)
        position = max(event.end(), hidden[1])
        if hidden[0] < hidden[1]:
            yield hidden


def _extent(text: str, event: re.Match[str]) -> tuple[int, int]:
    """The stretch that an event hides; an empty one for most."""
    start, end, name = event.start(), event.end(), event["name"]
    if event[0] == "%":
        return start, _line_end(text, start)
    if name in ("begin", "end"):
        return _environment(text, start, end, name)
    if name in ("verb", "lstinline", "mintinline", "Verb", "spverb"):
        return start, _inline_end(text, end, name)
    if name in _PATHS and text[end : end + 1] == "{":
        return end, text.find("}", end, end + _LONGEST) + 1
    return (start, len(text)) if name == "endinput" else (end, end)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _environment(text: str, start: int, end: int, name: str) -> tuple[int, int]:
    found = _ENVIRONMENT.match(text, end)
    if found and name == "begin" and found["name"] in _VERBATIM:
        closing = f"\\end{{{found['name']}}}"
        close = text.find(closing, found.end())
        return start, close + len(closing) if close >= 0 else len(text)
    is_over = found and name == "end" and found["name"] == "document"
    return (start, len(text)) if is_over else (end, end)


def _inline_end(text: str, position: int, name: str) -> int:
    """Where verbatim text within a line ends: at the sign that began it."""
    if name == "mintinline" and (language := _LANGUAGE.match(text, position)):
        position = language.end()
    opening = _INLINE.match(text, position)
    if not opening:
        return position
    closing = "}" if opening["open"] == "{" else opening["open"]
    end = text.find(closing, opening.end(), opening.end() + _LONGEST)
    return end + 1 if end >= 0 and "\n" not in text[opening.end() : end] else position


def _switched_off(text: str) -> list[tuple[int, int]]:
    r"""What stands between \iffalse and the \fi that ends it."""
    found: list[tuple[int, int]] = []
    opened: list[re.Match[str]] = []
    for condition in _CONDITION.finditer(text):
        if condition["name"] != "fi":
            opened.append(condition)
        elif opened and (start := opened.pop())["name"] == "iffalse":
            found.append((start.start(), condition.end()))
    return sorted(found)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """The code in R's or Julia's literate LaTeX: from <<...>>= to a line that begins with @."""
    position = 0
    while opening := _CHUNK.search(text, position):
        closing = _CHUNK_END.search(text, opening.end())
        position = closing.end() if closing else len(text)
        yield opening.start(), position


_BRACKET = re.compile(r"\\.|[][{}()<>]", re.DOTALL)
_OPENING = {"]": "[", ")": "(", ">": "<"}


def partners(text: str) -> Mapping[int, int]:
    r"""Map the place of each opening bracket to that of the one that closes it.

    Braces nest; of other brackets the first closing one counts that stands in the same braces, as
    it does for optional arguments.

    >>> partners(r"[a {]} b] {c \} d}")
    {3: 5, 0: 8, 10: 17}
    """
    found: dict[int, int] = {}
    braces: list[int] = []
    waiting: list[dict[str, list[int]]] = [{}]
    for match in _BRACKET.finditer(text):
        sign, place = match[0], match.start()
        if sign == "{":
            braces.append(place)
            waiting.append({})
        elif sign == "}":
            if braces:
                found[braces.pop()] = place
                waiting.pop()
        elif sign in _OPENING:
            found.update((start, place) for start in waiting[-1].pop(_OPENING[sign], ()))
        elif len(sign) == 1:
            waiting[-1].setdefault(sign, []).append(place)
    return found
