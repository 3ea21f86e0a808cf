"""In-text citations as people write them, "[see @smith2003, pp. 3-5; @jones2001]".

The syntax is pandoc's: https://pandoc.org/MANUAL.html#citation-syntax.
"""

import re
from typing import NamedTuple

from citeman.errors import UsageError


class Cite(NamedTuple):
    """One work in a citation: `where` in it, "pp. 3-5"; `bare` means without its authors."""

    key: str
    prefix: str = ""
    where: str = ""
    suffix: str = ""
    bare: bool = False


LABELS = {
    "page": ("p", "pp", "page", "pages"),
    "chapter": ("chap", "chaps", "ch", "chapter", "chapters"),
    "section": ("sec", "secs", "sect", "section", "sections", "§", "§§"),
    "figure": ("fig", "figs", "figure", "figures"),
    "table": ("tab", "table", "tables"),
    "volume": ("vol", "vols", "volume", "volumes"),
    "paragraph": ("para", "paras", "paragraph", "paragraphs", "¶", "¶¶"),
    "part": ("pt", "pts", "part", "parts"),
    "line": ("l", "ll", "line", "lines"),
    "note": ("n", "nn", "note", "notes"),
    "appendix": ("app", "apps", "appendix", "appendices"),
    "column": ("col", "cols", "column", "columns"),
    "folio": ("fol", "fols", "folio", "folios"),
    "issue": ("no", "nos", "issue", "issues"),
    "verse": ("v", "vv", "verse", "verses"),
    "book": ("bk", "bks", "book", "books"),
}
"""CSL's locators -> the words that people write for them, the short one first."""
_LABEL_OF = {word: label for label, words in LABELS.items() for word in words}
_WORDS = "|".join(sorted(map(re.escape, _LABEL_OF), key=len, reverse=True))
_NUMBER = r"(?:[A-Za-z]{0,2}\d[\w:.]*\w|[A-Za-z]{0,2}\d|[ivxlcdm]+\b)"
_WHERE = re.compile(
    rf"(?:(?P<label>{_WORDS})(?:\.\s*|\s+|(?<=[§¶])))?"
    rf"(?P<value>{_NUMBER}(?:\s*[-–,&]\s*{_NUMBER})*)(?!\w)"
)
_CITE = re.compile(
    r"(?P<prefix>[^@]*?)(?P<bare>-?)@(?:\{(?P<braced>[^{}]+)\}|(?P<key>\w(?:\w|[^\w\s,;{}\]]+(?=\w))*))"
    r"(?P<rest>.*)",
    re.DOTALL,
)


def read_cluster(text: str) -> list[Cite]:
    """Read one citation: in pandoc's syntax, or keys between commas.

    Raise UsageError where a part names no key.

    >>> read_cluster("[see @smith2003, pp. 3-5 and later; -@{a/b c}]")
    [Cite(key='smith2003', prefix='see', where='pp. 3-5', suffix=' and later', bare=False), \
Cite(key='a/b c', prefix='', where='', suffix='', bare=True)]
    >>> [cite.key for cite in read_cluster("smith2003, jones2001")]
    ['smith2003', 'jones2001']
    """
    if "@" not in text and text.strip():
        return [Cite(key.strip()) for key in text.split(",") if key.strip()]
    inside = text.strip().removeprefix("[").removesuffix("]")
    return [_cite(part.strip(), text) for part in re.split(r";(?![^{}]*\})", inside)]


def _cite(part: str, text: str) -> Cite:
    found = _CITE.fullmatch(part)
    if not found or "@" in found["rest"]:
        raise UsageError(
            f"{text}: {part or 'an empty part'!r} names no key, or more than one\n"
            "looked for @KEY in each part between semicolons\n"
            'try --citation "[@key, p. 3; see @other]", or keys alone: --citation key,other'
        )
    where, suffix = _where(found["rest"])
    key = found["braced"] or found["key"]
    return Cite(key, found["prefix"].strip(), where, suffix, bool(found["bare"]))


def _where(rest: str) -> tuple[str, str]:
    """Part what follows a key into the place in the work and the words after it."""
    after = re.sub(r"^,?\s*", "", rest)
    if braced := re.match(r"\{([^{}]*)\}", after):
        return braced[1].strip(), after[braced.end() :]
    found = _WHERE.match(after)
    if found and (found["label"] or any(map(str.isdigit, found["value"]))):
        return found[0], after[found.end() :]
    return "", rest.rstrip()


def locator(where: str) -> tuple[str, str]:
    """Read a place in a work as CSL's label and locator; a place without a word is a page.

    >>> locator("chap. 4"), locator("33-35"), locator("§ 3")
    (('chapter', '4'), ('page', '33-35'), ('section', '3'))
    """
    found = _WHERE.fullmatch(where)
    if not found or not found["label"]:
        return "page", where
    return _LABEL_OF[found["label"]], found["value"]
