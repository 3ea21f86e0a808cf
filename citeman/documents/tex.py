r"""LaTeX: a manuscript, or the .bbl file beside it, as its references are printed."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from citeman.documents.document import Document, Keyed
from citeman.documents.layout import Box, Layout
from citeman.latex.groups import expand, read_group, read_option, without_comments
from citeman.latex.text import read_latex
from citeman.model import Span, replace

NAME = "latex"
SUFFIXES = (".tex", ".ltx", ".latex", ".bbl")

_LOOKS = re.compile(
    r"^[^\S\n]*\\(?:begin\s*\{thebibliography\}|document(?:class|style)\b)", re.MULTILINE
)
_BODY = re.compile(r"\\begin\s*\{document\}(?P<body>.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_TOKEN = re.compile(
    r"""
      \\begin \s* \{ (?P<begin>[A-Za-z]+\*?) \}
    | \\end \s* \{ (?P<end>[A-Za-z]+\*?) \}
    | \\ (?P<section> part | chapter | (?:sub){0,2}section | paragraph ) \*? (?![A-Za-z])
    | \\ (?P<item> bibitem | item ) (?![A-Za-z])
    | \\ (?P<link> href | url | path ) (?![A-Za-z])
    | (?P<gap> \\par(?![A-Za-z]) | \n[^\S\n]*\n\s* )
    | (?P<newline> \\\\ \*? (?:\[[^\]]*\])? | \\newline(?![A-Za-z]) )
    """,
    re.VERBOSE,
)
_UNSEEN = (
    "figure", "table", "equation", "align", "eqnarray", "tikzpicture", "verbatim", "lstlisting",
    "comment", "tabular", "filecontents", "displaymath", "gather", "multline", "longtable",
)  # fmt: skip
_HIDDEN = re.compile(rf"\\begin\s*\{{(?P<name>(?:{'|'.join(_UNSEEN)})\*?)\}}")
_LEVELS = {
    "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
}  # fmt: skip
_LISTS = frozenset({"thebibliography", "enumerate", "itemize", "description", "biblist"})
_NUMBERED = frozenset({"thebibliography", "enumerate"})
_QUOTES = frozenset({"quote", "quotation"})
_AUTHOR_YEAR = re.compile(r"\([^()]*\)|citeauthoryear")
# Spaces of a size, penalties, and what IEEEtran writes between entries.
_SPACING = re.compile(
    r"\\penalty\s*-?\d+\s*|\\hskip[^\\]*\\relax\s*|\\(?:hskip|hspace|vspace)\*?\s*"
    r"(?:\{[^{}]*\}|-?[\d.]+\s*[a-z]{2})|\\BIBentry[A-Za-z]*spacing\b|\\Bibitem(?:Open|Shut\s*\{\w*\})"
    r"|\\showLCCN\s*\{[^{}]*\}"
)
_BEFORE_GROUP = re.compile(r"(\\[A-Za-z@]+)\s+(?=\{)")
_TEMPLATES = {
    "bibinfo": (2, "{1}"), "bibfield": (2, "{1}"), "href@noop": (2, "{1}"), "Eprint": (2, "{1}"),
    "doi": (1, "doi: {0}"), "eprint": (1, "{0}"), "natexlab": (1, "{0}"), "enquote": (1, "“{0}”"),
    "textquotedblleft": (0, "“"), "showDOI": (1, "{0}"), "bibAnnote": (1, "{0}"),
    "APACrefatitle": (2, "{0}"), "APACrefbtitle": (2, "{0}"), "APACrefYear": (1, "({0})"),
    "APACrefYearMonthDay": (3, "({0})"), "APACaddressPublisher": (2, "{0}: {1}"),
    "APACjournalVolNumPages": (4, "{0}, {1}({2}), {3}"), "BBA": (0, "&"), "BBOP": (0, "("),
    "BBCP": (0, ")"), "BPBI": (0, ". "), "BHBI": (0, ".-"), "BCBL": (0, ","), "BCBT": (0, ","),
    "BBCQ": (0, ""), "BOthers": (1, "et al."), "BOthersPeriod": (1, "et al."), "BPGS": (0, "pp."),
    "BPG": (0, "p."), "BVOL": (0, "Vol."), "BNUM": (0, "No."), "BEd": (0, "ed."),
    "BED": (0, "Ed."), "BEDS": (0, "Eds."), "BBOQ": (0, ""), "doibase": (0, "https://doi.org/"),
    "BIn": (0, "In"), "PrintBackRefs": (1, ""), "APACinsertmetastar": (1, ""),
    "etal": (0, "et al."), "BibitemShut": (1, ""), "textsuperscript": (1, "{0}"),
    "bibrangedash": (0, "--"), "bibnamedelima": (0, " "), "bibinitperiod": (0, "."),
    "label": (1, ""), "bysame": (0, "———"),
}  # fmt: skip
"""What the commands of REVTeX, natbib, apacite, ACM and biblatex print of their groups."""


def looks_like(text: str, name: str) -> bool:
    """Tell whether a text is named as LaTeX, or begins a document or a bibliography in it."""
    return name.lower().endswith(SUFFIXES) or _LOOKS.search(text) is not None


def read(text: str, name: str) -> Document:
    r"""Lay a file out: headings, paragraphs and lists; a `\bibitem` keeps its key.

    >>> read(r"\begin{thebibliography}{9} \bibitem{noble97} S. Noble. IL-2. \end{thebibliography}",
    ...      "refs.bbl").text
    '1. S. Noble. IL-2.'
    """
    text = without_comments(text)
    body = _BODY.search(text)
    text = _without_unseen(body["body"] if body else text)
    page = _Page()
    text = _BEFORE_GROUP.sub(r"\1", _SPACING.sub(" ", text))
    page.lay_out(expand(text, _TEMPLATES))
    return page.document(name)


def _without_unseen(text: str) -> str:
    """Drop tables, figures and formulas; one that is never ended stays."""
    parts: list[str] = []
    position = 0
    endless: set[str] = set()
    for found in _HIDDEN.finditer(text):
        name = found["name"]
        if found.start() < position or name in endless:
            continue
        end = text.find(f"\\end{{{name}}}", found.end())
        if end < 0:
            endless.add(name)
            continue
        parts += [text[position : found.start()], "\n\n"]
        position = end + len(f"\\end{{{name}}}")
    return "".join([*parts, text[position:]])


class _List(NamedTuple):
    """A list being laid out: its environment, the number of its last item, and where it began."""

    name: str
    items: int
    mark: int


class _Page:
    """A file being laid out, command by command."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._lists: list[_List] = []
        self._named: list[Span] = []
        self._keys: list[tuple[int, str]] = []
        self._in_item = False

    def document(self, name: str) -> Document:
        """Give what was laid out, with the keys of its references."""
        document = self._layout.document(name)
        keys = (Keyed(self._layout.span(mark).start, key) for mark, key in self._keys)
        starts = (document.text.rfind("\n", 0, span.start) + 1 for span in self._named)
        lists = (Span(a, span.end) for a, span in zip(starts, self._named, strict=True))
        return replace(document, keys=tuple(keys), lists=tuple(lists))

    def lay_out(self, text: str) -> None:
        """Write the text of a file."""
        position = 0
        while found := _TOKEN.search(text, position):
            self._words(text[position : found.start()])
            position = _COMMANDS[found.lastgroup or ""](self, found, text)
        self._words(text[position:])

    def _words(self, text: str) -> None:
        """Write words, but for the set-up between the head of a bibliography and its items."""
        inside = self._lists[-1] if self._lists else None
        if inside and inside.name == "thebibliography" and not inside.items:
            return
        if text:
            self._layout.words(read_latex(text.replace("\n", " ")))

    def _begin(self, found: re.Match[str], text: str) -> int:
        name = found["begin"]
        if name in _LISTS:
            self._layout.break_(2)
            self._leave_item()
            self._lists.append(_List(name, 0, self._layout.mark()))
            widest = read_group(text, found.end()) if name == "thebibliography" else None
            option = widest or read_option(text, found.end())
            return option.end if option else found.end()
        if name in _QUOTES:
            self._layout.open(Box(breaks=2, indent=4))
        return found.end()

    def _close(self, found: re.Match[str], text: str) -> int:
        name = found["end"]
        if name in _LISTS and self._lists:
            self._leave_item()
            ended = self._lists.pop()
            if ended.name in ("thebibliography", "biblist"):
                self._named.append(self._layout.span(ended.mark))
            self._layout.break_(2)
        elif name in _QUOTES:
            self._layout.close(Box(breaks=2, indent=4))
        return found.end()

    def _item(self, found: re.Match[str], text: str) -> int:
        """Begin an item with its number, or a bullet where its list has none, and note its key."""
        option = read_option(text, found.end())
        end = option.end if option else found.end()
        key = read_group(text, end) if found["item"] == "bibitem" else None
        self._leave_item()
        self._layout.open(_ITEM, self._marker(option.text if option else ""))
        self._in_item = True
        if key:
            self._keys.append((self._layout.mark(), key.text.strip()))
        return key.end if key else end

    def _marker(self, label: str) -> str:
        """Number an item as it is printed; an author-year label prints no number."""
        if not self._lists:
            self._lists.append(_List("thebibliography", 0, self._layout.mark()))
        inside = self._lists[-1]
        self._lists[-1] = inside._replace(items=inside.items + 1)
        numbered = inside.name in _NUMBERED and not _AUTHOR_YEAR.search(label)
        return f"{inside.items + 1}. " if numbered else "• "

    def _leave_item(self) -> None:
        if self._in_item:
            self._layout.close(_ITEM, marked=True)
        self._in_item = False

    def _section(self, found: re.Match[str], text: str) -> int:
        short = read_option(text, found.end())
        title = read_group(text, short.end if short else found.end())
        if not title:
            return found.end()
        self._layout.break_(2)
        mark = self._layout.mark()
        self._layout.words(read_latex(title.text))
        self._layout.heading(mark, _LEVELS[found["section"]])
        self._layout.break_(2)
        return title.end

    def _link(self, found: re.Match[str], text: str) -> int:
        goal = read_group(text, found.end())
        if not goal:
            return found.end()
        shown = read_group(text, goal.end) if found["link"] == "href" else None
        mark, href = self._layout.mark(), "".join(goal.text.replace("\\", "").split())
        if shown:
            self._words(shown.text)
        else:
            self._layout.words(href)
        self._layout.link(mark, href)
        return shown.end if shown else goal.end

    def _gap(self, found: re.Match[str], text: str) -> int:
        self._layout.break_(2)
        return found.end()

    def _newline(self, found: re.Match[str], text: str) -> int:
        self._layout.newline()
        return found.end()


_ITEM = Box(indent=2)
_COMMANDS: Mapping[str, Callable[[_Page, re.Match[str], str], int]] = {
    "begin": _Page._begin,
    "end": _Page._close,
    "section": _Page._section,
    "item": _Page._item,
    "link": _Page._link,
    "gap": _Page._gap,
    "newline": _Page._newline,
}
