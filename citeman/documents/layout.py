"""Write text as a reader of a page sees it: lines, blank lines, indents, bullets, tabs."""

import re
from typing import NamedTuple

from citeman.documents.document import Document, Heading, Hyperlink
from citeman.model import Span
from citeman.text import squeeze

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_STICKS_TO_NEXT = frozenset("([{“‘«/-–—")
_STICKS_TO_LAST = frozenset(".,;:)]}!?’”»…/-–—")
_OPEN_OR_CLOSED = frozenset(".,;:?!…([“‘«")
_DEEPEST = 40
"""No line is indented further than this: a page nested without end stays small."""


class Box(NamedTuple):
    """How a stretch stands on the page.

    `breaks` before and after it: 1 begins a new line, 2 leaves a blank line. Its lines are moved
    right by `indent`; inside a `tight` one nothing leaves a blank line, and a `flat` one stays on
    one line whatever is in it. There `glue` stands for a break where no punctuation does.
    """

    breaks: int = 1
    indent: int = 0
    tight: bool = False
    flat: bool = False
    glue: str = " "


class Layout:
    """Collect the words of a page; breaks and blanks are written only once words follow them."""

    def __init__(self) -> None:
        self._length = 0
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._links: list[Hyperlink] = []
        self._headings: list[Heading] = []
        self._margin = 0
        self._tight = 0
        self._flat = 0
        self._glue = [" "]
        self._soft = False
        self._marker: str | None = None
        self._breaks = 0
        self._separator = ""
        self._held = False
        self._last = ""

    @property
    def last(self) -> str:
        """Give the last character written, "" if there is none."""
        return self._last

    @property
    def length(self) -> int:
        """Give the number of characters written so far."""
        return self._length

    @property
    def fresh(self) -> bool:
        """Tell whether the next words begin a line."""
        return not self._length or self._breaks > 0

    def document(self, name: str) -> Document:
        """Give what was written, with the links and headings in it."""
        return Document(
            name=name,
            text="".join(self._parts),
            links=tuple(sorted(self._links)),
            headings=tuple(sorted(self._headings)),
        )

    def mark(self) -> int:
        """Give the place where the next words will stand, for `span`."""
        return len(self._parts)

    def span(self, mark: int) -> Span:
        """Give the span of the words written since a mark; it is empty if there are none."""
        start = self._starts[mark] if mark < len(self._starts) else self._length
        return Span(start, self._length)

    def link(self, mark: int, href: str) -> None:
        """Note that the words since a mark lead somewhere."""
        start, end = self.span(mark)
        if href and start < end:
            self._links.append(Hyperlink(start, end, href))

    def heading(self, mark: int, level: int) -> None:
        """Note that the words since a mark are a heading."""
        start, end = self.span(mark)
        if start < end:
            self._headings.append(Heading(start, end, level))

    def words(self, text: str) -> None:
        """Write running text; white space of any kind and length is one blank."""
        text = _INVISIBLE.sub("", text)
        words = squeeze(text)
        if text[:1].isspace():
            self.blank()
        if words:
            self._write(words)
        if text[-1:].isspace():
            self.blank()

    def verbatim(self, text: str) -> None:
        """Write text whose line breaks and blanks count (but for a stretch that is `flat`)."""
        if self._flat:
            self.words(text)
            return
        text = _INVISIBLE.sub("", text).replace("\u00a0", " ")
        for number, line in enumerate(text.split("\n")):
            self._breaks += number > 0
            words = line.rstrip()
            if words:
                self._write(words)
            self._separator = line[len(words) :] or self._separator

    def blank(self) -> None:
        """Set the next words off by a blank."""
        self._separator = self._separator or " "

    def tab(self) -> None:
        """Set the next words off by a tab, unless they begin a line."""
        self._separator = "\t"

    def apart(self, first: str) -> None:
        """Set words that begin with `first` off by a blank if else they would stick."""
        if self._last not in _STICKS_TO_NEXT and first not in _STICKS_TO_LAST:
            self.blank()

    def break_(self, lines: int = 1) -> None:
        """Begin a new line (1) or leave a blank line (2), as far as the stretch allows."""
        if self._flat and self._glue[-1] != " " and not self._held:
            self._separator, self._soft = self._glue[-1], True
        elif self._flat or self._held:
            self.blank()
        else:
            self._breaks = max(self._breaks, min(lines, 1) if self._tight else lines)

    def newline(self) -> None:
        """Break the line, which after a line break leaves a blank line."""
        self.break_(min(self._breaks + 1, 2))

    def gap(self) -> None:
        """Leave a blank line before the next words, whatever they stand in."""
        self._breaks = 2 if self._length else 0

    def hold(self) -> None:
        """Keep the next words on this line, whatever breaks are asked for before them."""
        if not self.fresh:
            self._held = True
            self.blank()

    def open(self, box: Box, marker: str | None = None) -> None:
        """Begin a box; a marker, such as a bullet, is written once words follow it."""
        self.break_(box.breaks)
        if marker is not None:
            self._marker = self._indentation() + marker
        self._margin += box.indent
        self._tight += box.tight
        self._flat += box.flat
        if box.flat:
            self._glue.append(box.glue)

    def close(self, box: Box, *, marked: bool = False) -> None:
        """End a box; a marker that no words followed is forgotten."""
        self._margin -= box.indent
        self._tight -= box.tight
        self._flat -= box.flat
        if box.flat:
            self._glue.pop()
        self._marker = None if marked else self._marker
        self.break_(box.breaks)

    def _write(self, words: str) -> None:
        lead = self._lead(words)
        self._parts.append(lead + words)
        self._starts.append(self._length + len(lead) + len(words) - len(words.lstrip()))
        self._length += len(lead) + len(words)
        self._last = words[-1]
        self._breaks, self._separator, self._marker, self._held = 0, "", None, False
        self._soft = False

    def _lead(self, words: str) -> str:
        if not self.fresh:
            return self._between(words)
        breaks = "\n" * self._breaks if self._length else ""
        return breaks + (self._indentation() if self._marker is None else self._marker)

    def _between(self, words: str) -> str:
        """What parts words from those before on the line: a glue gives way to punctuation."""
        if not self._soft:
            return self._separator
        if words.lstrip()[:1] in _STICKS_TO_LAST:
            return ""
        return " " if self._last in _OPEN_OR_CLOSED else self._separator

    def _indentation(self) -> str:
        return " " * min(self._margin, _DEEPEST)
