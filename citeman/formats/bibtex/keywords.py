"""Keyword lists: parted by commas in BibTeX, by semicolons in a reference."""

import re

from citeman.formats.bibtex.names import commas
from citeman.latex.text import read_paragraphs, write_latex

_BETWEEN = "; "
_PARTED = re.compile(r";(?:\s+|$)")


def read_keywords(text: str) -> str:
    """Read a list whose commas part keywords, but for those within braces.

    >>> read_keywords("{Liver, drug-induced}, IL-2")
    'Liver, drug-induced; IL-2'
    """
    return _BETWEEN.join(word for part in commas(text) if (word := read_paragraphs(part)))


def write_keywords(keywords: str) -> str:
    """Write a list; a keyword with a comma in it goes into braces.

    >>> write_keywords("Liver, drug-induced; IL-2")
    '{Liver, drug-induced}, IL-2'
    """
    words = (write_latex(word) for part in _PARTED.split(keywords) if (word := part.strip()))
    return ", ".join(f"{{{word}}}" if "," in word else word for word in words)
