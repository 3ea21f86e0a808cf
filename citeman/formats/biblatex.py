"""BibLaTeX: the BibTeX files that biber reads, with its own names for types and fields."""

from collections.abc import Sequence

from citeman.formats.bibtex import looks_like, read, write_as
from citeman.formats.bibtex.types import BIBLATEX
from citeman.model import Record

__all__ = ["NAME", "SUFFIXES", "looks_like", "read", "write"]

NAME = "biblatex"
SUFFIXES: tuple[str, ...] = ()
"""Its files end in .bib too, and records that were read from one are written to one as such."""


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record; what stood in a BibLaTeX file stays as `bibtex` has it."""
    return write_as(records, BIBLATEX)
