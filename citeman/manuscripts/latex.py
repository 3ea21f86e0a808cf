r"""LaTeX: \cite and its many relatives, whichever package or author they come from."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citeman.manuscripts.manuscript import EVERYTHING, Citation, FileName, Manuscript, read_keys
from citeman.manuscripts.texwords import partners, visible
from citeman.model import Span

NAME = "latex"
SUFFIXES: tuple[str, ...] = (".tex", ".ltx", ".latex", ".rnw", ".rtex", ".snw", ".lagda", ".bbl")

_LOOKS = re.compile(r"\\(?:documentclass|begin\s*\{|[a-zA-Z]*cite[a-zA-Z]*\s*[\[{])")
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z@]+)\*?")
_BLANK = re.compile(r"\s*")
_CITES = re.compile(
    r"(?!if|At|Declare|Provide|set|blx|mk|use|the|sort)"
    r"[A-Za-z]*(?:[cC]ite|cquote|[bB]ibentry)(?!d\b|r\b|ment)[A-Za-z]*"
)
"""The name says that it cites: natbib's, BibLaTeX's, apacite's and people's own alike."""
_NO_CITATIONS = frozenset(
    [
        "bibcite", "citeauthoryear", "citedelim", "citefont", "citeform", "citeindexfalse",
        "citeindextrue", "citeleft", "citemid", "citename", "citenumfont", "citepunct",
        "citereset", "citeright", "citesep", "citestyle", "citetext", "citetrackerfalse",
        "citetrackertrue", "defcitealias", "excite", "incite", "newcites", "newcitecommand",
        "newbibentry", "nocitesep", "recite", "shortcites",
    ]
)  # fmt: skip
_BEFORE_KEYS = {
    **dict.fromkeys(["volcite", "volcites", "pvolcite", "pvolcites", "fvolcite", "fvolcites"], 1),
    **dict.fromkeys(["svolcite", "svolcites", "tvolcite", "tvolcites", "avolcite"], 1),
    **dict.fromkeys(["ftvolcite", "stvolcite", "Volcite", "Pvolcite", "Tvolcite", "Avolcite"], 1),
    **dict.fromkeys(["foreigntextcquote", "foreignblockcquote", "hyphentextcquote"], 1),
    **dict.fromkeys(["hyphenblockcquote", "hybridblockcquote", "foreigndisplaycquote"], 1),
}
"""Arguments in braces that stand before the keys: a volume, a language."""
_PARTS = frozenset(["input", "include", "subfile", "subfileinclude", "InputIfFileExists"])
_PARTS_IN = frozenset(
    ["import", "subimport", "includefrom", "subincludefrom", "inputfrom", "subinputfrom"]
)
_PRIMITIVE = re.compile(r"[ \t]+(?P<path>[^\s{}%\\]+)")
_BIBTEX = re.compile(r"(?:no)?bibliography(?!style|unit)[A-Za-z]*|putbib")
_BIBER = frozenset(["addbibresource", "addglobalbib", "addsectionbib"])
_SECTIONS = frozenset(["refsection", "newrefsection"])
_DEFINES = frozenset(
    [
        "newcommand", "renewcommand", "providecommand", "DeclareRobustCommand",
        "NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand",
        "DeclareDocumentCommand", "def", "gdef", "edef", "let",
    ]
)  # fmt: skip
_DEFINED = re.compile(r"\s*\{?\s*\\(?P<name>[A-Za-z@]+)\s*\}?\s*=?\s*")
_ARGUMENTS = 9
_DEFAULTS = re.compile(r"\{[^{}]*\}|[+!]")
_SPECIFIED = re.compile(r"[a-zA-Z\s]*")
_IN_BRACES = frozenset("mv")
_PARAMETER = re.compile(r"#(?P<number>[1-9])")
_BEHIND = re.compile(r"(?:^|,)\s*\\[A-Za-z@]+\s*(?:,|$)")
_NO_KEY = re.compile(r"[#\\{}\"]")
_IS_ENTRY = re.compile(r"@[a-zA-Z]+\s*\{\s*(?P<key>[^\s,{}]+)\s*,")
_FILE = re.compile(r"\\begin\s*\{filecontents\*?\}\s*(?:\[[^\]]*\])?\s*\{[^{}]*\.bib\}")


class _Words(NamedTuple):
    """A text that TeX sees, with the partners of its brackets and commands of the author's own."""

    text: str
    partners: Mapping[int, int]
    commands: Mapping[str, int]


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
    words = _Words(seen, partners(seen), {})
    own = dict(_definitions(words))
    words = words._replace(commands={**commands, **own})
    names = list(_COMMAND.finditer(seen))
    is_biber = any(name["name"] in _BIBER for name in names)
    is_bibtex = any(_BIBTEX.fullmatch(name["name"]) for name in names)
    return Manuscript(
        citations=tuple(key for name in names for key in citations_at(words, name)),
        bibliographies=tuple(file for name in names for file in _bibliographies(words, name)),
        parts=tuple(file for name in names for file in _parts(words, name)),
        entries=(*_bibitems(words, names), *_in_filecontents(text)),
        commands=own,
        unclear=tuple(span for name in names for span in _unclear(words, name)),
        folds_case=is_bibtex and not is_biber if is_bibtex or is_biber else None,
    )


def read_citations(text: str) -> Iterator[Citation]:
    """Read the citations of a text that TeX sees as it stands."""
    words = _Words(text, partners(text), {})
    for name in _COMMAND.finditer(text):
        yield from citations_at(words, name)


def citations_at(words: _Words, name: re.Match[str]) -> Iterator[Citation]:
    """Read the keys that a command cites; none if it is no citing one."""
    may_cite_all = name["name"].startswith("nocite")
    for span in _groups_of_keys(words, name):
        found = read_keys(words.text, *span)
        yield from (c for c in found if _is_key(c.key, may_cite_all=may_cite_all))


def _groups_of_keys(words: _Words, name: re.Match[str]) -> Iterator[Span]:
    """The groups in braces that hold the keys of a command: one, or several for several cites."""
    command = name["name"]
    if command == "begin":
        command, end = _environment(words, name.end())
        cites = command.endswith("displaycquote")
    else:
        end, cites = name.end(), _is_citing(words, command)
    skipped = words.commands.get(command, _BEFORE_KEYS.get(command, 0))
    is_many = command.endswith("cites")
    while cites and (span := _keys(words, end, skipped, in_round=is_many)):
        yield span
        end, cites = span.end + 1, is_many


def _unclear(words: _Words, name: re.Match[str]) -> Iterator[Span]:
    r"""Citations such as \cite{\both}, whose keys only TeX knows; not those of definitions."""
    for span in _groups_of_keys(words, name):
        text = words.text[span.start : span.end]
        if _BEHIND.search(text) and "#" not in text:
            yield span


def _is_citing(words: _Words, command: str) -> bool:
    if command in words.commands:
        return True
    return _CITES.fullmatch(command) is not None and command not in _NO_CITATIONS


def _is_key(key: str, *, may_cite_all: bool) -> bool:
    return may_cite_all if key == EVERYTHING else not _NO_KEY.search(key)


def _environment(words: _Words, end: int) -> tuple[str, int]:
    span = _group(words, end, "{")
    return (words.text[span.start : span.end], span.end + 1) if span else ("", end)


def _keys(words: _Words, position: int, skipped: int, *, in_round: bool) -> Span | None:
    """Where the keys of a citing command stand, behind notes in brackets of any kind."""
    notes = "[<(" if in_round else "[<"
    while True:
        position = _blank_end(words.text, position)
        if words.text[position : position + 1] == "{":
            span = _group(words, position, "{")
            if not skipped or span is None:
                return span
            skipped -= 1
        elif words.text[position : position + 1] in tuple(notes):
            span = _group(words, position, words.text[position])
        else:
            return None
        if span is None:
            return None
        position = span.end + 1


def _blank_end(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    end = blank.end() if blank else position
    return end if text.count("\n", position, end) < 2 else position


def _group(words: _Words, position: int, opening: str) -> Span | None:
    """The inside of the brackets that open at a position, behind blanks."""
    start = _blank_end(words.text, position)
    if words.text[start : start + 1] != opening or start not in words.partners:
        return None
    return Span(start + 1, words.partners[start])


def _definitions(words: _Words) -> Iterator[tuple[str, int]]:
    r"""The author's own commands that cite, as in \newcommand{\eg}[1]{(e.g.\ \citealp{#1})}."""
    for command in _COMMAND.finditer(words.text):
        if command["name"] not in _DEFINES:
            continue
        named = _DEFINED.match(words.text, command.end())
        if named is None:
            continue
        if command["name"] == "let":
            alias = _COMMAND.match(words.text, named.end())
            if alias and _is_citing(words, alias["name"]):
                yield named["name"], _BEFORE_KEYS.get(alias["name"], 0)
            continue
        defined = _defined(words, named.end())
        if defined:
            yield from ((named["name"], number) for number in _before_keys(words, *defined))


def _defined(words: _Words, position: int) -> tuple[Span, str] | None:
    r"""The body of a definition, and its arguments as LaTeX3 spells them: "o" or "m" for each."""
    specified = ""
    while words.text[position : position + 1] in ("[", "#"):
        is_number = words.text[position] == "#"
        end = position + 1 if is_number else words.partners.get(position)
        if end is None:
            return None
        specified = "m" * _ARGUMENTS if not specified or is_number else f"o{specified}"
        position = _blank_end(words.text, end + 1)
    span = _group(words, position, "{")
    further = _group(words, span.end + 1, "{") if span else None
    if span and further and not specified:
        spelt = _SPECIFIED.fullmatch(_DEFAULTS.sub("", words.text[span.start : span.end]))
        return (further, spelt[0].replace(" ", "")) if spelt else (span, "")
    return (span, specified) if span else None


def _before_keys(words: _Words, body: Span, arguments: str) -> Iterator[int]:
    """How many arguments in braces stand before the keys, if the body of a definition cites."""
    for command in _COMMAND.finditer(words.text, body.start, body.end):
        if not _is_citing(words, command["name"]):
            continue
        before = _BEFORE_KEYS.get(command["name"], 0)
        span = _keys(words, command.end(), before, in_round=False)
        if span is None or span.start > body.end:
            yield before
            return
        found = _PARAMETER.fullmatch(words.text[span.start : span.end].strip())
        if found:
            earlier = arguments[: int(found["number"]) - 1]
            yield sum(argument in _IN_BRACES for argument in earlier)
            return


def _bibliographies(words: _Words, name: re.Match[str]) -> Iterator[FileName]:
    command, end = name["name"], name.end()
    if command == "begin":
        command, end = _environment(words, end)
    if command in _SECTIONS or command == "putbib":
        span = _group(words, end, "[")
    elif command in _BIBER or _BIBTEX.fullmatch(command):
        span = _keys(words, end, 0, in_round=False)
    else:
        return
    for path, place in read_keys(words.text, *span) if span else ():
        if not _NO_KEY.search(path):
            plain = path if command in _BIBER or path.endswith(".bib") else f"{path}.bib"
            yield FileName((plain, path) if plain != path else (path,), place)


def _parts(words: _Words, name: re.Match[str]) -> Iterator[FileName]:
    command = name["name"]
    if command not in _PARTS and command not in _PARTS_IN:
        return
    span = _group(words, name.end(), "{")
    folder = ""
    if span and command in _PARTS_IN:
        folder = words.text[span.start : span.end].strip()
        span = _group(words, span.end + 1, "{")
    if span is None and command == "input":
        plain = _PRIMITIVE.match(words.text, name.end())
        span = Span(*plain.span("path")) if plain else None
    path = words.text[span.start : span.end].strip().strip('"') if span else ""
    if span and path and "#" not in path:
        whole = f"{folder.rstrip('/')}/{path}" if folder else path
        has_suffix = "." in path.rpartition("/")[2]
        paths = (whole, f"{whole}.tex") if has_suffix else (f"{whole}.tex", whole)
        yield FileName(paths, span)


def _bibitems(words: _Words, names: list[re.Match[str]]) -> Iterator[Citation]:
    """The works that the text describes: those of thebibliography, and of amsrefs."""
    for name in names:
        if name["name"] in ("bibitem", "bib"):
            span = _keys(words, name.end(), 0, in_round=False)
            key = words.text[span.start : span.end].strip() if span else ""
            if span and key and not _NO_KEY.search(key):
                yield Citation(key, span)


def _in_filecontents(text: str) -> Iterator[Citation]:
    """The works of a bibliography that stands within the manuscript."""
    position = 0
    while opening := _FILE.search(text, position):
        end = text.find("\\end{filecontents", opening.end())
        position = end if end >= 0 else len(text)
        for entry in _IS_ENTRY.finditer(text, opening.end(), position):
            yield Citation(entry["key"], Span(*entry.span("key")))
