"""The YAML at the head of a Markdown file: the few fields that have to do with citations."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from citeman.manuscripts.manuscript import Citation, FileName
from citeman.model import Span

_HEAD = re.compile(r"\ufeff?\s*---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|$)", re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_][\w-]*)[ \t]*:(?=[ \t\n]|$)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*")
_VALUE = re.compile(r"\"[^\"\n]*+\"|'[^'\n]*+'|[^\s,\[\]'\"#-][^,\[\]\n#'\"]*+")
_ID = re.compile(
    r"^[ \t]*(?:-[ \t]+)?id[ \t]*:[ \t]*(?P<id>\"[^\"\n]*\"|'[^'\n]*'|[^\s#][^\n#]*)", re.M
)
PROSE = frozenset(
    ["abstract", "acknowledgements", "description", "nocite", "subtitle", "summary", "title"]
)
"""Fields that are printed, so that what they cite is cited."""


class Field(NamedTuple):
    """A field of the head, and the characters [start, end) of its value."""

    name: str
    start: int
    end: int


def head_end(text: str) -> int:
    """Tell where the text behind the head begins; 0 where there is no head.

    >>> head_end("---\\ntitle: T\\n---\\nText")
    17
    """
    head = _HEAD.match(text)
    end = _END.search(text, head.end()) if head else None
    return end.end() if end else 0


def read_fields(text: str, end: int) -> Iterator[Field]:
    """Read the fields of a head that ends at a place."""
    names = list(_FIELD.finditer(text, 0, end))
    for name, following in pairwise([*names, None]):
        assert name
        yield Field(name["name"], name.end(), following.start() if following else end)


def read_files(text: str, field: Field) -> Iterator[FileName]:
    """Read the files that a field names: one, or a list in either form of YAML.

    >>> text = "bibliography: [a.bib, 'b c.json']"
    >>> [file.paths for file in read_files(text, Field("bibliography", 13, 33))]
    [('a.bib',), ('b c.json',)]
    """
    seen = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[field.start : field.end])
    for value in _VALUE.finditer(seen):
        path = value[0].strip().strip("'\"")
        if path and path not in ("---", "..."):
            start = field.start + value.start()
            yield FileName((path,), Span(start, start + len(value[0].rstrip())))


def read_ids(text: str, field: Field) -> Iterator[Citation]:
    """Read the keys of the works that a head describes itself, under `references`."""
    for found in _ID.finditer(text, field.start, field.end):
        key = found["id"].strip().strip("'\"")
        yield Citation(key, Span(*found.span("id")))
