"""How an index is asked about a mention in prose."""

from typing import NamedTuple

from citeman.mentions import Question
from citeman.text import fold


class Way(NamedTuple):
    """Words to search by, and the years and journals that a work must be of, where any."""

    terms: tuple[str, ...]
    years: tuple[int, ...] = ()
    journals: tuple[str, ...] = ()


def ways_to_ask(question: Question) -> list[Way]:
    """Give the ways to ask for works that have many of the clues, the narrowest first.

    >>> for way in ways_to_ask(Question(words=("masks",), journal="BMJ", years=(2020, 2021))):
    ...     print(*way)
    ('masks', 'mask') (2020, 2021) ('BMJ',)
    ('masks', 'mask') (2020, 2021) ()
    ('masks', 'mask') () ()
    """
    groups = (word for group in question.groups for word in fold(group).split())
    terms = tuple(dict.fromkeys([*map(str, groups), *_forms(question.words)]))
    years = tuple(range(question.years[0], question.years[1] + 1)) if question.years else ()
    journals = (question.journal,) if question.journal else ()
    narrowed = (Way(terms, years, journals), Way(terms, years), Way(terms))
    return list(dict.fromkeys(narrowed)) if terms else []


def _forms(words: tuple[str, ...]) -> list[str]:
    """Add the singular of a plural and the plural of a singular: titles are held as written."""
    forms = (
        (word, word.removesuffix("s") if word.endswith("s") else f"{word}s") for word in words
    )
    return [form for pair in forms for form in pair]
