"""The formats citeman reads and writes: one module each, found by name, suffix or content."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import cast

from citeman.errors import FormatError
from citeman.formats.parsed import Format, Parsed
from citeman.model import Record

__all__ = [
    "FORMATS",
    "READ",
    "WRITTEN",
    "Format",
    "Parsed",
    "by_content",
    "by_name",
    "by_suffix",
    "for_records",
    "for_suffix",
    "sniff",
]

FORMATS = {
    "endnote-xml": "endnotexml",
    "pubmed-xml": "pubmedset",
    "mods": "mods",
    "word-sources": "wordsources",
    "jsonl": "jsonl",
    "csl-json": "csljson",
    "wos": "wos",
    "refer": "refer",
    "nbib": "nbib",
    "ris": "ris",
    "bibtex": "bibtex",
    "biblatex": "biblatex",
    "csl-yaml": "cslyaml",
    "csv": "csvtable",
    "tsv": "tsvtable",
    "text": "textlist",
    "markdown": "markdownlist",
    "html": "htmllist",
}
"""The name of every format and its module, which is loaded when it is used.

The order is that of sniffing: what is told apart most surely comes first.
"""
_READ_ONLY = frozenset(["wos", "pubmed-xml", "mods", "word-sources"])
_WRITE_ONLY = frozenset(["csv", "tsv", "text", "markdown", "html"])

_DIALECTS = {"bibtex": frozenset(["biblatex"])}
"""Formats whose suffix others share."""

READ = tuple(name for name in FORMATS if name not in _WRITE_ONLY)
"""The names of the formats that can be read."""
WRITTEN = tuple(name for name in FORMATS if name not in _READ_ONLY)
"""The names of the formats that can be written."""


@cache
def _module(name: str) -> Format:
    return cast(Format, import_module(f"citeman.formats.{FORMATS[name]}"))


def _modules(names: Iterable[str]) -> list[Format]:
    return [_module(name) for name in names]


def by_name(name: str) -> Format:
    """Find the format of a name.

    >>> by_name("csl-json").SUFFIXES
    ('.json',)
    """
    if name in FORMATS:
        return _module(name)
    raise FormatError(f"{name!r} is no format; there are {_names()}")


def for_suffix(path: str | PurePath) -> Format:
    """Find the format that a suffix means, for a file that is to be written.

    >>> for_suffix("refs.bib").NAME
    'bibtex'
    """
    found = by_suffix(path, WRITTEN)
    if found is None:
        known = ", ".join(suffix for module in _modules(WRITTEN) for suffix in module.SUFFIXES)
        raise FormatError(
            f"{path}: the suffix {PurePath(path).suffix!r} means no format; known are {known}; "
            "name the format instead"
        )
    return found


def for_records(module: Format, records: Iterable[Record]) -> Format:
    """Choose between the formats that share a suffix: the one that records were read from.

    >>> from citeman.model import Reading, Record, Reference
    >>> entry = Record((Reading("biblatex", Reference()),))
    >>> for_records(for_suffix("refs.bib"), [entry]).NAME
    'biblatex'
    """
    dialects = _DIALECTS.get(module.NAME, frozenset())
    sources = (reading.source for record in records for reading in record.readings)
    return next((by_name(source) for source in sources if source in dialects), module)


def by_content(text: str) -> Format | None:
    """Find the format of a text; None where it is something else, such as prose.

    >>> by_content("Entries begin with TY  - JOUR.")
    """
    text = text.removeprefix("\ufeff")
    return next((module for module in _modules(READ) if module.looks_like(text)), None)


def by_suffix(path: str | PurePath, names: Iterable[str]) -> Format | None:
    """Find the first format of some that a suffix means.

    >>> by_suffix("refs.json", READ).NAME
    'csl-json'
    """
    suffix = PurePath(path).suffix.lower()
    return next((module for module in _modules(names) if suffix in module.SUFFIXES), None)


def sniff(text: str, name: str) -> Format:
    """Find the format of a text by its content, else by the suffix of its name.

    >>> sniff("@book{key, title = {Title}}", "refs.txt").NAME
    'bibtex'
    """
    found = by_content(text) or by_suffix(name, READ)
    if found is None:
        raise FormatError(
            f"{name}: neither content nor suffix tells the format; looked for {_names()}; "
            "name the format instead"
        )
    return found


def _names() -> str:
    return ", ".join(FORMATS)
