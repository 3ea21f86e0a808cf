"""The marks inside a line of Markdown: emphasis, code, links, escapes."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from citeman.documents.document import Hyperlink
from citeman.model import Span

_TAGS = (
    "a|abbr|b|br|cite|code|del|div|em|i|img|ins|kbd|li|mark|ol|p|q|s|small|span|strong|sub|sup|"
    "u|ul"
)
_MARK = re.compile(
    rf"""
      (?P<escape> \\[!-/:-@\[-`{{-~] )
    | (?P<code> (?<!`)(?P<ticks>`+)(?!`) .{{1,1000}}? (?<!`)(?P=ticks)(?!`) )
    | (?P<autolink> <(?P<href>
        [a-z][a-z0-9+.-]{{1,31}}:[^\s<>]* | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )> )
    | (?P<comment> <!--.{{0,1000}}?--> )
    | (?P<tag> </?(?:{_TAGS})(?:\s[^<>\n]*)?/?> )
    | (?P<footnote> \[\^[^\]\[\s]+\]:? )
    | (?P<open> !?\[ )
    | (?P<close> \] )
    | (?P<emphasis> \*+ | _+ )
    | (?P<block> \n[ \t>]*(?=\n) | \n(?=[ \t>]*(?:[-*+•]|\d{{1,9}}[.)]|\#{{1,6}})[ \t]) )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# (https://example.org/a(b) "A title") after the text of a link
_GOAL = re.compile(
    r"\(\s*(?:<(?P<quoted>[^<>\n]*)>|(?P<bare>(?:[^\s()\\]|\\.|\([^\s()\\]*\))*))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*\)"
)
_LABEL = re.compile(r"\[(?P<label>[^\]\[\n]*)\]")


class _Opener(NamedTuple):
    """A mark that may begin something: where it starts, and how many characters it still has."""

    start: int
    size: int


class Inline:
    """Collect the inline marks of a text, stretch by stretch.

    A `*` or `_` between two letters or digits is never a mark: `2*3`, `snake_case`, `B*57:01`.
    """

    def __init__(self, text: str, targets: Mapping[str, str]) -> None:
        self.text = text
        self.hidden: list[Span] = []
        self.links: list[Hyperlink] = []
        self._targets = targets
        self._brackets: list[_Opener] = []
        self._emphasis: dict[str, list[_Opener]] = {"*": [], "_": []}

    def scan(self, start: int, end: int) -> None:
        """Collect the marks of text[start:end]; nothing reaches beyond a paragraph or item."""
        position = start
        self._block()
        while found := _MARK.search(self.text, position, end):
            position = found.end()
            kind = found.lastgroup or ""
            position = _MARKS[kind](self, found) or position

    def _hide(self, start: int, end: int) -> None:
        self.hidden.append(Span(start, end))

    def _block(self, found: re.Match[str] | None = None) -> None:
        self._brackets.clear()
        self._emphasis = {"*": [], "_": []}

    def _escape(self, found: re.Match[str]) -> None:
        self._hide(found.start(), found.start() + 1)

    def _code(self, found: re.Match[str]) -> None:
        self._hide(found.start(), found.end("ticks"))
        self._hide(found.end() - len(found["ticks"]), found.end())

    def _autolink(self, found: re.Match[str]) -> None:
        self._hide(found.start(), found.start() + 1)
        self._hide(found.end() - 1, found.end())
        self.links.append(Hyperlink(*found.span("href"), found["href"]))

    def _markup(self, found: re.Match[str]) -> None:
        self._hide(*found.span())

    def _footnote(self, found: re.Match[str]) -> None:
        if found[0].endswith(":"):
            self._hide(*found.span())
        else:
            self._hide(found.start() + 1, found.start() + 2)

    def _open(self, found: re.Match[str]) -> None:
        self._brackets.append(_Opener(found.start(), len(found[0])))

    def _close(self, found: re.Match[str]) -> int | None:
        """End a bracket: a link if it has a goal, otherwise text such as "[Abraham 2003]"."""
        if not self._brackets:
            return None
        start, size = self._brackets.pop()
        inside = Span(start + size, found.start())
        goal = _GOAL.match(self.text, found.end())
        label = _LABEL.match(self.text, found.end())
        named = (
            label["label"] if label and label["label"] else self.text[inside.start : inside.end]
        )
        if goal:
            href, end = goal["quoted"] or goal["bare"] or "", goal.end()
        elif named.casefold() in self._targets:
            href, end = self._targets[named.casefold()], label.end() if label else found.end()
        else:
            return None
        self._hide(start, inside.start)
        self._hide(found.start(), end)
        if inside.start < inside.end and size == 1:
            self.links.append(Hyperlink(*inside, href))
        return end

    def _run(self, found: re.Match[str]) -> None:
        start, end = found.span()
        before = self.text[start - 1 : start] or "\n"
        after = self.text[end : end + 1] or "\n"
        if before.isalnum() and after.isalnum():
            return
        size = len(found[0])
        if not before.isspace() and (before.isalnum() or not after.isalnum()):
            size -= self._end_emphasis(found[0][0], start, size)
        if size and not after.isspace() and (after.isalnum() or not before.isalnum()):
            self._emphasis[found[0][0]].append(_Opener(end - size, size))

    def _end_emphasis(self, mark: str, start: int, size: int) -> int:
        """Match a closing run with what is open; give how many of its characters were used."""
        used = 0
        openers = self._emphasis[mark]
        while openers and used < size:
            opener = openers.pop()
            taken = min(opener.size, size - used)
            self._hide(opener.start + opener.size - taken, opener.start + opener.size)
            self._hide(start + used, start + used + taken)
            used += taken
            if opener.size > taken:
                openers.append(_Opener(opener.start, opener.size - taken))
            self._forget(opener.start)
        return used

    def _forget(self, start: int) -> None:
        """Drop what was opened after `start`: marks do not cross."""
        for openers in self._emphasis.values():
            while openers and openers[-1].start > start:
                openers.pop()


_MARKS: Mapping[str, Callable[[Inline, re.Match[str]], int | None]] = {
    "escape": Inline._escape,
    "code": Inline._code,
    "autolink": Inline._autolink,
    "comment": Inline._markup,
    "tag": Inline._markup,
    "footnote": Inline._footnote,
    "open": Inline._open,
    "close": Inline._close,
    "emphasis": Inline._run,
    "block": Inline._block,
}
