"""Markdown as pandoc, Quarto and R Markdown read it: [see @key, p. 3], @key, -@key, @{any key}."""

import re
from collections.abc import Iterator, Mapping

from citeman.manuscripts.codeblocks import without_code
from citeman.manuscripts.frontmatter import PROSE, head_end, read_fields, read_files, read_ids
from citeman.manuscripts.manuscript import EVERYTHING, Citation, FileName, Manuscript, hide
from citeman.manuscripts.texcites import read_citations
from citeman.model import Span

NAME = "markdown"
SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mkd", ".qmd", ".rmd", ".rmarkdown", ".jmd")

_KEY = re.compile(
    r"(?<![\w\\])@(?:"
    r"\{(?P<braced>[^\s{}][^{}\n]*+)\}"
    r"|(?P<key>\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*+))"
)  # https://pandoc.org/MANUAL.html#citation-syntax
_ALL = re.compile(r"@\*")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|vid"
    r"|app|suppfig|supptbl)[-:]",
    re.IGNORECASE,
)
"""How Quarto and pandoc-crossref begin the names of figures, tables and sections."""
_EXAMPLE = re.compile(r"^[ \t]{0,3}\(@(?P<name>[\w-]+)\)", re.MULTILINE)
_INCLUDE = re.compile(r"\{\{<\s*include\s+(?P<path>[^\s>]+)\s*>\}\}")
_CHILD = re.compile(
    r"^[ \t]*`{3,}\s*\{[^\n}]*\bchild\s*=\s*(?P<paths>[^\n}]*)\}|^#\|\s*child:(?P<named>[^\n]*)",
    re.MULTILINE,
)
_QUOTED = re.compile(r"[\"'](?P<path>[^\"'\n]+)[\"']")


def looks_like(text: str) -> bool:
    """Tell whether a text is Markdown with citations: it has a head of YAML, or cites in brackets.

    >>> looks_like("As shown before [see @smith2000]."), looks_like("mail me@example.org")
    (True, False)
    """
    return head_end(text) > 0 or re.search(r"\[[^][\n]*?-?@\w", text) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    r"""Read citations, the bibliographies of the head, and included files.

    Code, comments and links do not cite, nor do addresses; \cite does, which pandoc hands on.

    >>> found = read("As @smith2000 [p. 3] says [-@doe99; see @{a b}, p. 2], me@example.org")
    >>> [key for key, _ in found.citations]
    ['smith2000', 'doe99', 'a b']
    """
    end = head_end(text)
    fields = list(read_fields(text, end))
    printed = [field for field in fields if field.name in PROSE]
    seen = hide(text, _between([(f.start, f.end) for f in printed], end))
    seen = seen[:end] + without_code(seen[end:])
    names = _EXAMPLE.finditer(seen)
    citations = tuple(sorted([*_citations(seen, end), *read_citations(seen)], key=_start))
    return Manuscript(
        citations=citations,
        bibliographies=tuple(
            name for f in fields if f.name == "bibliography" for name in read_files(text, f)
        ),
        parts=(*_includes(seen), *_children(text)),
        labels=frozenset(name["name"] for name in names)
        | {key for key, _ in citations if _CROSS_REFERENCE.match(key)},
        entries=tuple(
            entry for f in fields if f.name == "references" for entry in read_ids(text, f)
        ),
        folds_case=False,
    )


def _between(spans: list[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """What lies between stretches of the head."""
    position = 0
    for start, stop in [*spans, (end, end)]:
        yield position, start
        position = stop


def _start(citation: Citation) -> int:
    return citation.span.start


def _citations(seen: str, end: int) -> Iterator[Citation]:
    for found in _ALL.finditer(seen, 0, end):
        yield Citation(EVERYTHING, Span(*found.span()))
    for found in _KEY.finditer(seen):
        group = "braced" if found["braced"] else "key"
        yield Citation(found[group], Span(*found.span(group)))


def _includes(seen: str) -> Iterator[FileName]:
    for found in _INCLUDE.finditer(seen):
        yield FileName((found["path"].strip("\"'"),), Span(*found.span("path")))


def _children(text: str) -> Iterator[FileName]:
    """The child documents that chunks of R Markdown name."""
    for chunk in _CHILD.finditer(text):
        group = "paths" if chunk["paths"] else "named"
        for quoted in _QUOTED.finditer(text, *chunk.span(group)):
            yield FileName((quoted["path"],), Span(*quoted.span("path")))
