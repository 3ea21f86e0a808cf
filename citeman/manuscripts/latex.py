r"""LaTeX: \cite and its many relatives, whichever package or author they come from."""

import re
from collections.abc import Iterator, Mapping

from citeman.manuscripts.manuscript import Citation, FileName, Manuscript, read_keys
from citeman.manuscripts.texcites import (
    COMMAND,
    NO_KEY,
    Words,
    citations_at,
    environment,
    group,
    keys_at,
    unclear_at,
)
from citeman.manuscripts.texcommands import definitions
from citeman.manuscripts.texwords import partners, visible
from citeman.model import Span

NAME = "latex"
SUFFIXES: tuple[str, ...] = (".tex", ".ltx", ".latex", ".rnw", ".rtex", ".snw", ".lagda", ".bbl")

_LOOKS = re.compile(r"\\(?:documentclass|begin\s*\{|[a-zA-Z]*cite[a-zA-Z]*\s*[\[{])")
_PARTS = frozenset(["input", "include", "subfile", "subfileinclude", "InputIfFileExists"])
_PARTS_IN = frozenset(
    ["import", "subimport", "includefrom", "subincludefrom", "inputfrom", "subinputfrom"]
)
_PRIMITIVE = re.compile(r"[ \t]+(?P<path>[^\s{}%\\]+)")
_BIBTEX = re.compile(r"(?:no)?bibliography(?!style|unit)[A-Za-z]*|putbib")
_BIBER = frozenset(["addbibresource", "addglobalbib", "addsectionbib"])
_SECTIONS = frozenset(["refsection", "newrefsection"])
_IS_ENTRY = re.compile(r"@[a-zA-Z]+\s*\{\s*(?P<key>[^\s,{}]+)\s*,")
_FILE = re.compile(r"\\begin\s*\{filecontents\*?\}\s*(?:\[[^\]]*\])?\s*\{[^{}]*\.bib\}")


def looks_like(text: str) -> bool:
    """Tell whether a text is LaTeX, judging by its commands."""
    return _LOOKS.search(text) is not None


def read(text: str, commands: Mapping[str, int] = {}) -> Manuscript:
    r"""Read citations, bibliographies, parts and \bibitems.

    `commands` are those that other files of the manuscript define to cite.

    >>> found = read(r"As \citet[p.~3]{smith2000, jones01} say. % \cite{no}")
    >>> [key for key, _ in found.citations]
    ['smith2000', 'jones01']
    """
    seen = visible(text)
    words = Words(seen, partners(seen), {})
    own = dict(definitions(words))
    words = words._replace(commands={**commands, **own})
    names = list(COMMAND.finditer(seen))
    is_biber = any(name["name"] in _BIBER for name in names)
    is_bibtex = any(_BIBTEX.fullmatch(name["name"]) for name in names)
    return Manuscript(
        citations=tuple(key for name in names for key in citations_at(words, name)),
        bibliographies=tuple(file for name in names for file in _bibliographies(words, name)),
        parts=tuple(file for name in names for file in _parts(words, name)),
        entries=(*_bibitems(words, names), *_in_filecontents(text)),
        commands=own,
        unclear=tuple(span for name in names for span in unclear_at(words, name)),
        folds_case=is_bibtex and not is_biber if is_bibtex or is_biber else None,
    )


def _bibliographies(words: Words, name: re.Match[str]) -> Iterator[FileName]:
    command, end = name["name"], name.end()
    if command == "begin":
        command, end = environment(words, end)
    if command in _SECTIONS or command == "putbib":
        span = group(words, end, "[")
    elif command in _BIBER or _BIBTEX.fullmatch(command):
        span = keys_at(words, end, 0, in_round=False)
    else:
        return
    for path, place in read_keys(words.text, *span) if span else ():
        if not NO_KEY.search(path):
            plain = path if command in _BIBER or path.endswith(".bib") else f"{path}.bib"
            yield FileName((plain, path) if plain != path else (path,), place)


def _parts(words: Words, name: re.Match[str]) -> Iterator[FileName]:
    command = name["name"]
    if command not in _PARTS and command not in _PARTS_IN:
        return
    span = group(words, name.end(), "{")
    folder = ""
    if span and command in _PARTS_IN:
        folder = words.text[span.start : span.end].strip()
        span = group(words, span.end + 1, "{")
    if span is None and command == "input":
        plain = _PRIMITIVE.match(words.text, name.end())
        span = Span(*plain.span("path")) if plain else None
    path = words.text[span.start : span.end].strip().strip('"') if span else ""
    if span and path and "#" not in path:
        whole = f"{folder.rstrip('/')}/{path}" if folder else path
        has_suffix = "." in path.rpartition("/")[2]
        paths = (whole, f"{whole}.tex") if has_suffix else (f"{whole}.tex", whole)
        yield FileName(paths, span)


def _bibitems(words: Words, names: list[re.Match[str]]) -> Iterator[Citation]:
    """The works that the text describes: those of thebibliography, and of amsrefs."""
    for name in names:
        if name["name"] in ("bibitem", "bib"):
            span = keys_at(words, name.end(), 0, in_round=False)
            key = words.text[span.start : span.end].strip() if span else ""
            if span and key and not NO_KEY.search(key):
                yield Citation(key, span)


def _in_filecontents(text: str) -> Iterator[Citation]:
    """The works of a bibliography that stands within the manuscript."""
    position = 0
    while opening := _FILE.search(text, position):
        end = text.find("\\end{filecontents", opening.end())
        position = end if end >= 0 else len(text)
        for entry in _IS_ENTRY.finditer(text, opening.end(), position):
            yield Citation(entry["key"], Span(*entry.span("key")))
