"""Braces around the words of a title that BibTeX styles must not set in lower case."""

import re

from citeman.formats.bibtex.markup import is_paired, write_rich
from citeman.latex.text import write_latex

_WORD = re.compile(r"(?P<before>[^\w\s]*)(?P<core>\S*?)(?P<after>[^\w\s]*)")
_MOSTLY = 0.5
_ENOUGH = 3


def write_title(title: str, language: str = "") -> str:
    r"""Escape a title and brace its acronyms and proper nouns.

    Styles set everything in lower case but the first letter and what follows ": ". In a title with
    most words capitalised, a capital says nothing and only acronyms are braced.

    >>> write_title("Interleukin-2 in Sjögren syndrome: A study of IL-2 and mRNA")
    'Interleukin-2 in {Sjögren} syndrome: A study of {IL-2} and {mRNA}'
    >>> write_title("The Role of Interleukin-2 in DNA Repair Systems")
    'The Role of Interleukin-2 in {DNA} Repair Systems'
    >>> write_title("Growth of <i>E. coli</i> in H<sub>2</sub>O")
    'Growth of \\textit{{E}. coli} in {H\\textsubscript{2}O}'
    """
    return write_rich(title, lambda rich: _protected(rich, language))


def _protected(title: str, language: str) -> str:
    words = title.split(" ")
    if title == title.upper():
        return write_latex(title)
    names_count = language[:2] == "de" or not _is_title_case(words)
    return " ".join(
        _brace(word) if _is_at_risk(word, previous, names_count) else write_latex(word)
        for previous, word in zip(["", *words], words, strict=False)
    )


def _is_title_case(words: list[str]) -> bool:
    """Tell whether most words but acronyms begin with a capital; two words could be a name."""
    cores = (_core(word) for word in words[1:])
    plain = [core for core in cores if len(core) > 3 and core[:1].isalpha() and core[1:].islower()]
    return len(plain) >= _ENOUGH and sum(core[0].isupper() for core in plain) > _MOSTLY * len(
        plain
    )


def _is_at_risk(word: str, previous: str, names_count: bool) -> bool:
    core = _core(word)
    if any(letter.isupper() for letter in core[1:]):
        return True
    if not core[:1].isupper() or not previous or previous.endswith(":"):
        return False
    return names_count or (len(core) == 1 and core not in ("A", "I"))


def _core(word: str) -> str:
    found = _WORD.fullmatch(word)
    return found["core"] if found else word


def _brace(word: str) -> str:
    found = _WORD.fullmatch(word)
    before, core, after = found.group("before", "core", "after") if found else ("", word, "")
    if not is_paired(core):
        return write_latex(word)
    escaped = write_latex(core)
    # To BibTeX, "{\" begins an accent, which it does set in lower case.
    braced = f"{{{{{escaped}}}}}" if escaped.startswith("\\") else f"{{{escaped}}}"
    return write_latex(before) + braced + write_latex(after)
