"""Manuscripts: which keys of a bibliography a text cites, where, and which files it names."""

from collections.abc import Mapping
from pathlib import PurePath
from types import ModuleType

from citeman.manuscripts import auxfile, bcf, html, latex, markdown, typst
from citeman.manuscripts.manuscript import EVERYTHING, Citation, FileName, Manuscript

__all__ = ["EVERYTHING", "KINDS", "Citation", "FileName", "Manuscript", "kind_of", "read"]

KINDS: tuple[ModuleType, ...] = (bcf, auxfile, latex, markdown, typst, html)
"""Each has NAME, SUFFIXES, looks_like(text) and read(text, commands)."""


def kind_of(name: str, text: str = "") -> ModuleType | None:
    """Find the kind of a manuscript by its suffix, else by its content; None if it is none.

    >>> kind_of("paper.qmd").NAME, kind_of("-", r"\\\\documentclass{article}").NAME
    ('markdown', 'latex')
    """
    suffix = PurePath(name).suffix.lower()
    by_suffix = (kind for kind in KINDS if suffix in kind.SUFFIXES)
    by_content = (kind for kind in KINDS if text and kind.looks_like(text))
    return next(by_suffix, None) or next(by_content, None)


def read(text: str, name: str, commands: Mapping[str, int] = {}) -> Manuscript | None:
    """Read what a manuscript cites; None where a file is none.

    `commands` are commands of the author's own that cite, which other files define.

    >>> read("As @smith2000 says", "paper.md").citations[0].key
    'smith2000'
    """
    kind = kind_of(name, text)
    if kind is None:
        return None
    manuscript: Manuscript = kind.read(text, commands)
    return manuscript
