"""Typst: @key and #cite(<key>), unless the key is a label of the document's own."""

import re
from collections.abc import Iterator, Mapping

from citeman.manuscripts.manuscript import EVERYTHING, Citation, FileName, Manuscript, hide
from citeman.model import Span

NAME = "typst"
SUFFIXES: tuple[str, ...] = (".typ",)

_LOOKS = re.compile(r"^#(?:import|include|set|show|let|bibliography|cite)\b", re.MULTILINE)
_MARK = re.compile(
    r"//|/\*|\*/|`+|(?P<string>\"(?:[^\"\\\n]|\\.)*+\")|(?P<link>https?://[^\s\"<>()\[\]]*+)|\\."
)
_COMMENT = re.compile(r"/\*|\*/")
_KEY = re.compile(r"(?<![\w\\])@(?P<key>\w(?:[\w-]|[.:](?=[\w-]))*+)")
_CALL = re.compile(
    r"(?<![\w-])(?P<name>cite|ref|bibliography)\((?P<inside>[^()]*+(?:\([^()]*+\)[^()]*+)*+)\)"
)
_LABEL = re.compile(r"<(?P<key>\w(?:[\w.:-]*\w)?)>|label\(\s*\"(?P<named>[^\"\n]+)\"\s*\)")
_PATH = re.compile(r"(?<!:)(?<!: )\"(?P<path>[^\"\n]+)\"")
_FULL = re.compile(r"\bfull\s*:\s*true\b")
_PART = re.compile(r"#(?:include|import)\s+\"(?P<path>[^\"@\n][^\"\n]*)\"")


def looks_like(text: str) -> bool:
    """Tell whether a text is Typst, judging by its functions."""
    return _LOOKS.search(text) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    """Read citations, bibliographies, parts, and the labels that are no citations.

    >>> found = read('= Aims <aims>\\nSee @aims and @smith2000 #cite(<doe99>).')
    >>> [key for key, _ in found.citations], sorted(found.labels)
    (['aims', 'smith2000', 'doe99'], ['aims'])
    """
    seen = hide(text, _unread(text, strings=False))
    calls = list(_CALL.finditer(seen))
    prose = hide(seen, [*_unread(seen, strings=True)])
    labels = _LABEL.finditer(hide(seen, [call.span() for call in calls]))
    cited = [*_references(prose), *_called(seen, calls)]
    return Manuscript(
        citations=tuple(sorted(cited, key=lambda citation: citation.span)),
        bibliographies=tuple(_files(calls)),
        parts=tuple(
            FileName((part["path"],), Span(*part.span("path"))) for part in _PART.finditer(seen)
        ),
        labels=frozenset(label["key"] or label["named"] for label in labels),
        folds_case=False,
    )


def _unread(text: str, *, strings: bool) -> Iterator[tuple[int, int]]:
    """Comments, which nest, raw text and links; strings as well if asked for."""
    position = 0
    while mark := _MARK.search(text, position):
        start, position = mark.start(), _end(text, mark)
        if text[start] != "\\" and (strings or mark["string"] is None):
            yield start, position


def _end(text: str, mark: re.Match[str]) -> int:
    """Where what a mark begins is over."""
    sign = mark[0]
    if sign == "//":
        end = text.find("\n", mark.end())
        return end if end >= 0 else len(text)
    if sign == "/*":
        return _comment_end(text, mark.end())
    if sign[0] == "`" and len(sign) != 2:
        end = text.find(sign, mark.end())
        return end + len(sign) if end >= 0 else len(text)
    return mark.end()


def _comment_end(text: str, position: int) -> int:
    depth = 1
    for found in _COMMENT.finditer(text, position):
        depth += 1 if found[0] == "/*" else -1
        if not depth:
            return found.end()
    return len(text)


def _references(prose: str) -> Iterator[Citation]:
    for found in _KEY.finditer(prose):
        yield Citation(found["key"], Span(*found.span("key")))


def _called(seen: str, calls: list[re.Match[str]]) -> Iterator[Citation]:
    """The keys within cite(...) and ref(...); a bibliography printed in full cites all of it."""
    for call in calls:
        if call["name"] == "bibliography":
            if full := _FULL.search(seen, *call.span("inside")):
                yield Citation(EVERYTHING, Span(*full.span()))
            continue
        for found in _LABEL.finditer(seen, *call.span("inside")):
            group = "key" if found["key"] else "named"
            yield Citation(found[group], Span(*found.span(group)))


def _files(calls: list[re.Match[str]]) -> Iterator[FileName]:
    for call in calls:
        if call["name"] == "bibliography":
            for found in _PATH.finditer(call.string, *call.span("inside")):
                yield FileName((found["path"],), Span(*found.span("path")))
