"""Markdown: the text as it stands, with the markup in it marked as hidden."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from citeman.documents import plain
from citeman.documents.document import Document, Heading, Keyed
from citeman.documents.inline import Inline
from citeman.documents.page import page_of_text
from citeman.model import Span

NAME = "markdown"
SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")

_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\]\((?:https?://|#|/|\.)"),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]*\*\*(?![\w*])"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^\[[^\]\n]+\]: +\S+$", re.MULTILINE),
    re.compile(r"^\[\^[^\]\s]+\]: +\S", re.MULTILINE),
    re.compile(r"(?<=\S)\[\^[^\]\s]+\](?!:)"),
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$")
_HEADING = re.compile(
    r" {0,3}(?P<hashes>#{1,6}(?:[ \t]+|$))(?P<title>.*?)(?P<end>[ \t]+#+)?[ \t]*$"
)
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_TABLE_RULE = re.compile(r" {0,3}\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$")
_NOT_A_TITLE = re.compile(r"[ \t]*(?:$|>|[-*+•] |\d{1,9}[.)] |#|\|)")
_LONGEST_TITLE = 120
# [pubmed]: https://pubmed.ncbi.nlm.nih.gov/1/ "A title"
_TARGET = re.compile(
    r"^ {0,3}\[(?P<label>[^\]\[^][^\]\[\n]*)\]:[ \t]*<?(?P<href>[^\s<>]+)>?"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)

# [^noble97]: Noble S, Goa KL. Aldesleukin. ...
_FOOTNOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*", re.MULTILINE)
_NOTE_GOES_ON = re.compile(r"\n(?:[ \t]*\n)*(?: {2,}|\t)\S|\n[ \t]*(?=[^\s\[#>*-])")


def looks_like(text: str, name: str) -> bool:
    """Tell whether a text is named as Markdown, or plainly is it and not named otherwise."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES:
        return True
    return suffix not in plain.SUFFIXES and sum(bool(s.search(text)) for s in _SIGNS) > 1


def read(text: str, name: str) -> Document:
    """Take the text as it stands; its markup is hidden, its links and headings are noted."""
    blocks = _Blocks(text)
    inline = Inline(text, blocks.targets)
    for start, end in blocks.prose():
        inline.scan(start, end)
    notes = list(_FOOTNOTE.finditer(text))
    hidden = _joined([*blocks.hidden, *inline.hidden, *plain.invisible(text)])
    return Document(
        name=name,
        text=text,
        hidden=hidden,
        links=tuple(sorted(inline.links)),
        headings=tuple(blocks.headings),
        lists=tuple(_note_lists(text, notes)),
        keys=tuple(Keyed(n.end(), n["label"]) for n in notes if not n["label"].isdigit()),
        page=page_of_text(text, hidden),
    )


def _note_lists(text: str, notes: Sequence[re.Match[str]]) -> Iterator[Span]:
    """The stretches of footnotes that follow one another, each with the lines it goes on in."""
    start = end = 0
    for note in notes:
        if end and text[end : note.start()].strip():
            yield Span(start, end)
            end = 0
        start = start if end else note.start()
        end = _note_end(text, note.end())
    if end:
        yield Span(start, end)


def _note_end(text: str, position: int) -> int:
    """The end of a footnote: lines right below it and indented ones after a gap belong to it."""
    end = _line_end(text, position)
    while goes_on := _NOTE_GOES_ON.match(text, end):
        end = _line_end(text, goes_on.end())
    return end


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


class _Blocks:
    """What the lines of a text are: headings, rules, quotations, code, targets of links."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.headings: list[Heading] = []
        self.hidden: list[Span] = []
        self.targets: dict[str, str] = {}
        self._raw: list[Span] = []
        self._read()

    def prose(self) -> Iterator[Span]:
        """Give the stretches in which Markdown's inline marks count."""
        position = 0
        for start, end in sorted(self._raw):
            yield Span(position, max(position, start))
            position = max(position, end)
        yield Span(position, len(self.text))

    def _read(self) -> None:
        front = _FRONT_MATTER.match(self.text)
        if front:
            self._hide(*front.span())
        for found in _TARGET.finditer(self.text):
            self.targets.setdefault(found["label"].casefold(), found["href"])
            self._hide(*found.span())
        self._lines(front.end() if front else 0)

    def _hide(self, start: int, end: int) -> None:
        self.hidden.append(Span(start, end))
        self._raw.append(Span(start, end))

    def _lines(self, position: int) -> None:
        fence, before = "", Span(position, position)
        while position < len(self.text):
            end = self.text.find("\n", position)
            line = Span(position, len(self.text) if end < 0 else end)
            fenced = _FENCE.match(self.text, *line)
            if fence or fenced:
                fence = self._code(line, fence, fenced["fence"] if fenced else "")
            else:
                self._line(line, before)
            before, position = line, line.end + 1

    def _code(self, line: Span, fence: str, found: str) -> str:
        """Take a line in or around fenced code; give the fence that is open after it."""
        if not fence or found.startswith(fence):
            self._hide(*line)
            return "" if fence else found
        self._raw.append(line)
        return fence

    def _line(self, line: Span, before: Span) -> None:
        quote = _QUOTE.match(self.text, *line)
        if quote:
            self.hidden.append(Span(*quote.span()))
            line = Span(quote.end(), line.end)
        heading = _HEADING.match(self.text, *line)
        if heading:
            self._heading(heading)
        elif self._underlines(line, before):
            level = 1 if "=" in self.text[line.start : line.end] else 2
            self.headings.append(Heading(*before, level))
            self.hidden.append(line)
        elif _RULE.match(self.text, *line) or _TABLE_RULE.match(self.text, *line):
            self.hidden.append(line)

    def _heading(self, found: re.Match[str]) -> None:
        self.headings.append(Heading(*found.span("title"), len(found["hashes"].strip())))
        self.hidden.append(Span(*found.span("hashes")))
        if found["end"]:
            self.hidden.append(Span(*found.span("end")))

    def _underlines(self, line: Span, before: Span) -> bool:
        return bool(
            _UNDERLINE.match(self.text, *line)
            and before.end - before.start <= _LONGEST_TITLE
            and not _NOT_A_TITLE.match(self.text, *before)
        )


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Sort spans, and join those that touch or overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return tuple(joined)
