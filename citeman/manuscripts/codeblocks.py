"""Markdown without what is no prose: code, mathematics, comments, links, tags."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from citeman.manuscripts.manuscript import hide

_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\(?[\w#@]{1,9}[.)]|\(@[\w-]*\)|:|\[\^[^\]\n]+\]:)[ \t]")
_INDENTED = re.compile(r"(?: {4}|\t)")
_RUN = re.compile(r"(?<!\\)`+|\n[ \t]*\n|\n[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
"""Backticks, and what ends a paragraph: a blank line, or the next item of a list."""
_COMMENT = "<!--"
_MATH = re.compile(
    r"(?<![\\$])(?:\$\$[^$]{1,5000}+\$\$"
    r"|\$(?![\s$])(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,1000}+(?<!\s)\$(?!\d))"
)
_LINK = re.compile(
    r"""(?<![\w+.-])(?<!@\{)[A-Za-z][\w+.-]*+://[^\s<>"'`\])}]*
      | <[^\s<>@]++@[^\s<>]++>                                       # an address
      | </?[A-Za-z][\w-]*+                                           # a tag
        (?:\s++[\w:.-]++(?:=(?:"[^"<>]{0,1000}+"|'[^'<>]{0,1000}+'|[^\s"'<>=]++))?)*+\s*+/?>
      | (?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*                  # (target "title")
        (?:[ \t]++(?:"[^"\n]{0,500}+"|'[^'\n]{0,500}+'))?[ \t]*+\)""",
    re.VERBOSE,
)


def without_code(text: str) -> str:
    """Blank out what is no prose.

    >>> without_code("see `@a`, https://x.org/@b and @c")
    'see     ,                  and @c'
    """
    text = hide(text, _comments(text), ".")  # blanks would make an indented block of what follows
    for find in (_blocks, _inline, _mathematics, _links):
        text = hide(text, find(text))
    return text


def _comments(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while (start := text.find(_COMMENT, position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield start, end + 3
        position = end + 3


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Fenced blocks, and those indented by four; but what is indented below an item is text."""
    position, start, fence = 0, 0, ""
    after_blank, in_list = True, False
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        found = _FENCE.match(line)
        if fence:
            if found and found["fence"].startswith(fence) and not found["info"].strip():
                yield start, end
                fence = ""
        elif found and "`" not in found["info"]:
            start, fence = position, found["fence"]
        elif not line.strip():
            after_blank = True
        else:
            is_indented = _INDENTED.match(line) is not None
            if is_indented and after_blank and not in_list:
                yield position, end
            elif not is_indented:
                in_list = _ITEM.match(line) is not None or (in_list and not after_blank)
                after_blank = False
            else:
                after_blank = False
        position = end
    if fence:
        yield start, len(text)


def _inline(text: str) -> Iterator[tuple[int, int]]:
    """Code within a paragraph: from a run of backticks to the next one of its length."""
    runs: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        if run[0][0] == "`":
            runs.append(run.span())
        else:
            yield from _pairs(runs)
            runs = []
    yield from _pairs(runs)


def _pairs(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    by_size: dict[int, list[int]] = {}
    for start, end in runs:
        by_size.setdefault(end - start, []).append(start)
    position = 0
    for start, end in runs:
        if start < position:
            continue
        same = by_size[end - start]
        closing = bisect_right(same, start)
        if closing < len(same):
            position = same[closing] + end - start
            yield start, position


def _mathematics(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _MATH.finditer(text))


def _links(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _LINK.finditer(text))
