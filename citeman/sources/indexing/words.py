"""The words of titles as the full-text index holds them, and which of them tell works apart."""

from collections.abc import Sequence

from citeman.model import Reference
from citeman.text import fold

COMMON = frozenset(
    [
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "das", "de", "del",
        "der", "des", "die", "do", "does", "du", "el", "en", "et", "for", "from", "had", "has",
        "have", "how", "in", "into", "is", "it", "its", "la", "las", "le", "les", "los", "not",
        "of", "on", "or", "our", "that", "the", "their", "there", "these", "this", "those", "to",
        "und", "una", "using", "was", "were", "what", "when", "which", "who", "with", "y", "zur",
    ]
)  # fmt: skip
"""Words that stand in too many titles to find one by."""
LONGEST = 40


def words_of(text: str) -> list[str]:
    """Give the words of a text to search by, folded, each once, in order.

    >>> words_of("[The effects of Interleukin-2 on renal cancer.]")
    ['effects', 'interleukin', '2', 'renal', 'cancer']
    """
    found = dict.fromkeys(fold(text).split())
    return [word[:LONGEST] for word in found if word not in COMMON]


def year_word(year: int) -> str:
    """Give the word that stands for a year of publication, among those of the title."""
    return f"y{year}"


def title_words(reference: Reference) -> str:
    """Give the words that a reference is found by, its year among them, in one string."""
    words = words_of(reference.title)
    if reference.original_title:
        words = [*words, *(w for w in words_of(reference.original_title) if w not in words)]
    if reference.issued and reference.issued.year:
        words.append(year_word(reference.issued.year))
    return " ".join(words)


def quoted(words: Sequence[str]) -> str:
    """Ask FTS5 for works with every one of some words.

    >>> quoted(["renal", "cancer"])
    '"renal" "cancer"'
    """
    return " ".join(f'"{word}"' for word in words)
