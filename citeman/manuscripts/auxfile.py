r"""LaTeX's .aux: what the last run cited, for BibTeX or for biber."""

import re
from collections.abc import Mapping

from citeman.manuscripts.manuscript import FileName, Manuscript, read_keys
from citeman.model import Span

NAME = "aux"
SUFFIXES: tuple[str, ...] = (".aux",)

_LOOKS = re.compile(r"\\relax\b|\\(?:citation|bibdata|abx@aux@\w+|@input)\{")
_CITED = re.compile(
    r"\\(?:citation[A-Za-z]*|abx@aux@(?:no)?cite(?:\{\d+\})?(?=\{))\{(?P<keys>[^{}]*+)\}"
)
_DATA = re.compile(r"\\bibdata[A-Za-z]*\{(?P<names>[^{}]*+)\}")
_INPUT = re.compile(r"\\@input\{(?P<path>[^{}]*+)\}")
_FOR_BIBER = re.compile(r"\\abx@aux@|\\citation\{biblatex-control\}")
_CONTROL = re.compile(
    r"biblatex-control|(?:REVTEX|aip|apsrev|achemso)\w*?-?[Cc]ontrol|\S*-control"
)
_CONTROL_FILE = re.compile(r".*-blx|acs-.*|.*Notes")
"""What packages cite, and the files they write for it: no works."""


def looks_like(text: str) -> bool:
    """Tell whether a text is an .aux file."""
    return _LOOKS.match(text.lstrip()) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    r"""Read what was cited, the bibliographies, and the .aux files of parts.

    >>> [key for key, _ in read(r"\citation{a,b} \abx@aux@cite{0}{c}").citations]
    ['a', 'b', 'c']
    """
    cited = (
        key for found in _CITED.finditer(text) for key in read_keys(text, *found.span("keys"))
    )
    named = (
        name for found in _DATA.finditer(text) for name in read_keys(text, *found.span("names"))
    )
    is_biber = _FOR_BIBER.search(text) is not None
    bibliographies = tuple(
        FileName((f"{name}.bib", name), span)
        for name, span in named
        if not _CONTROL_FILE.fullmatch(name)
    )
    return Manuscript(
        citations=tuple(c for c in cited if not _CONTROL.fullmatch(c.key)),
        bibliographies=bibliographies,
        parts=tuple(
            FileName((found["path"],), Span(*found.span("path")))
            for found in _INPUT.finditer(text)
        ),
        folds_case=not is_biber if is_biber or bibliographies else None,
    )
