"""The families of styles that measure, and are therefore never rendered to learn from."""

import re
from zlib import crc32

FAMILIES = {
    "APA": "apa(-|$)", "MLA": "modern-language-association", "Chicago notes": "chicago-(?!author)",
    "Chicago author-date": "chicago-author-date", "IEEE": "ieee(-|$)", "Harvard": "harvard-",
    "Nature": "natures?(-|$)", "ACS": "american-chemical-society",
    "Vancouver": "nlm-|.*vancouver", "AMA": "american-medical-association",
    "English law": "oscola|bluebook|mcgill|australian-guide-to-legal", "ISO 690": "iso690",
    "German law": "juristische-|neue-juristische|austrian-legal|vienna-legal|.*-recht(-|$)",
    "DIN 1505": "din-1505", "German journals": "zeitschrift-|deutsche-", "ABNT": "associacao-",
    "French": "universite-|revue-",
}  # fmt: skip
"""Families, and how the names of their styles begin."""
_PATTERNS = {family: re.compile(pattern) for family, pattern in FAMILIES.items()}
TENTHS = 1
"""Of the styles in no family this part measures as well, as "others"."""


def family_of(name: str) -> str:
    """Name the measuring family that a style belongs to; "" for one to learn from.

    >>> family_of("apa-6th-edition"), family_of("the-lancet")
    ('APA', '')
    """
    for family, pattern in _PATTERNS.items():
        if pattern.match(name):
            return family
    return "others" if crc32(name.encode()) % 10 < TENTHS else ""
