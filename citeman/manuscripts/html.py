"""HTML that pandoc or Quarto wrote: each citation keeps its keys in `data-cites`."""

import re
from collections.abc import Mapping
from html import unescape

from citeman.manuscripts.manuscript import Citation, Manuscript
from citeman.model import Span

NAME = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")

_CITES = re.compile(r"\bdata-cites\s*=\s*(?:\"(?P<keys>[^\"]*+)\"|'(?P<single>[^']*+)')")
_WORD = re.compile(r"\S+")


def looks_like(text: str) -> bool:
    """Tell whether a text is such a page."""
    return _CITES.search(text) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    """Read the keys of a page.

    >>> [c.key for c in read('<span class="citation" data-cites="a b">(A, B)</span>').citations]
    ['a', 'b']
    """
    found: list[Citation] = []
    for cites in _CITES.finditer(text):
        group = "keys" if cites["keys"] is not None else "single"
        for word in _WORD.finditer(text, *cites.span(group)):
            found.append(Citation(unescape(word[0]), Span(*word.span())))
    return Manuscript(citations=tuple(found), folds_case=False)
