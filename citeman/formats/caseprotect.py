"""Braces around the words of a title that BibTeX styles must not set in lower case."""

import re

from citeman.formats.latex import write_latex

_WORD = re.compile(r"(?P<before>[^\w\s]*)(?P<core>\S*?)(?P<after>[^\w\s]*)")
_SENTENCE_END = (":", ".", "?", "!")
_MOSTLY = 0.5


def write_title(title: str, language: str = "") -> str:
    """Escape a title and brace its acronyms and proper nouns.

    Styles set everything in lower case but the first letter and what follows ": ". In a title with
    most words capitalised, a capital says nothing and only acronyms are braced.

    >>> write_title("Interleukin-2 in Sjögren syndrome: A study of IL-2 and mRNA")
    'Interleukin-2 in {Sjögren} syndrome: A study of {IL-2} and {mRNA}'
    >>> write_title("The Role of Interleukin-2 in DNA Repair")
    'The Role of Interleukin-2 in {DNA} Repair'
    """
    words = title.split(" ")
    if title == title.upper():
        return write_latex(title)
    names_count = language[:2] == "de" or not _is_title_case(words)
    return " ".join(
        _brace(word) if _is_at_risk(word, previous, names_count) else write_latex(word)
        for previous, word in zip(["", *words], words, strict=False)
    )


def _is_title_case(words: list[str]) -> bool:
    """Tell whether most words long enough to matter begin with a capital."""
    later = [core for word in words[1:] if len(core := _core(word)) > 3 and core[0].isalpha()]
    return len(later) > 1 and sum(core[0].isupper() for core in later) > _MOSTLY * len(later)


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
    escaped = write_latex(core)
    # To BibTeX, "{\" begins an accent, which it does set in lower case.
    braced = f"{{{{{escaped}}}}}" if escaped.startswith("\\") else f"{{{escaped}}}"
    return write_latex(before) + braced + write_latex(after)
