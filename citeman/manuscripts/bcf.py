"""BibLaTeX's .bcf: what the last run of LaTeX asks biber for."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from citeman.manuscripts.manuscript import Citation, FileName, Manuscript
from citeman.model import Span

NAME = "bcf"
SUFFIXES: tuple[str, ...] = (".bcf",)

_LOOKS = re.compile(r"<bcf:controlfile\b")
_TAG = re.compile(
    r"<bcf:(?P<tag>citekey|datasource)\b(?P<attributes>[^<>]*+)>(?P<value>[^<>]*+)</"
)
_MEMBERS = re.compile(r"\bmembers\s*=\s*\"(?P<keys>[^\"]*+)\"")


def looks_like(text: str) -> bool:
    """Tell whether a text is a control file of biber's."""
    return _LOOKS.search(text, 0, 4_096) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    """Read the keys of all sections, and the data sources.

    The few elements that count are read by their pattern: a file that LaTeX was still writing
    gives what it has.

    >>> read('<bcf:citekey order="1">knuth84</bcf:citekey>').citations[0].key
    'knuth84'
    """
    tags = list(_TAG.finditer(text))
    return Manuscript(
        citations=tuple(key for tag in tags if tag["tag"] == "citekey" for key in _keys(tag)),
        bibliographies=tuple(
            FileName((unescape(tag["value"]).strip(),), Span(*tag.span("value")))
            for tag in tags
            if tag["tag"] == "datasource" and 'type="file"' in tag["attributes"]
        ),
        folds_case=False,
    )


def _keys(tag: re.Match[str]) -> Iterator[Citation]:
    """The key of an element; of a set that was made in the text, the keys of its members."""
    members = _MEMBERS.search(tag["attributes"])
    span = Span(*tag.span("value"))
    if members:
        yield from (Citation(key, span) for key in unescape(members["keys"]).split(",") if key)
    elif key := unescape(tag["value"]).strip():
        yield Citation(key, span)
