"""Search terms for PubMed, in the fields of https://pubmed.ncbi.nlm.nih.gov/help/#search-tags."""

import re
from collections.abc import Iterable, Sequence

from citeman.fields.ids import find_ids
from citeman.fields.pages import first_page
from citeman.mentions import Question
from citeman.model import Name, Reference
from citeman.text import DASHES, fold

TITLE_WORDS = 8
"""Words of a title to search for: enough to be narrow, few enough for one to be misspelt."""
TEXT_WORDS = 12
"""Words of a string, of which a record need have only some: the best matches come first."""
FEWEST_WORDS = 3
"""Fewer words than this say nothing by themselves."""

_STOP = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its"),
        *("of", "on", "or", "that", "the", "their", "to", "was", "were", "with"),
    ]
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def doi_term(dois: Iterable[str]) -> str:
    """Write a search for any of some DOIs.

    >>> doi_term(["10.1000/a", "10.1000/b"])
    '"10.1000/a"[doi] OR "10.1000/b"[doi]'
    """
    quotable = (re.sub(r'["\s]', "", doi) for doi in dois)
    return " OR ".join(f'"{doi}"[doi]' for doi in quotable)


def place_terms(reference: Reference) -> list[str]:
    """Write a search for a place, without the journal: its spelling is what fails most often.

    Needs a first page and two of volume, year and author.

    >>> place_terms(Reference(volume="7", page="1852-6", author=(Name(family="Fisher"),)))
    ['1852[pg] AND 7[vi] AND fisher[au]']
    """
    page = fold(first_page(reference.page)).replace(" ", "")
    volume = fold(reference.volume)
    others = [f"{volume}[vi]"] if volume and " " not in volume else []
    others += _authors(reference.author[:1])
    others += _years(_around(reference))
    return [" AND ".join([f"{page}[pg]", *others])] if page and len(others) > 1 else []


def title_terms(reference: Reference) -> list[str]:
    """Write searches for the words of a title: with author and years, then without.

    >>> from citeman.model import Date
    >>> title_terms(Reference(title="Side effects of cytokines", issued=Date(((2014,),))))[0]
    'side[ti] AND effects[ti] AND cytokines[ti] AND 2013:2015[dp]'
    """
    telling = _telling(reference.title)[:TITLE_WORDS]
    if not telling:
        return []
    wide = [f"{word}[ti]" for word in telling]
    narrow = [*wide, *_authors(reference.author[:1]), *_years(_around(reference))]
    return [" AND ".join(terms) for terms in ([narrow, wide] if narrow != wide else [wide])]


def _telling(title: str) -> list[str]:
    """List the words to search for; those at a hyphen only where there are few others.

    A line may have ended at the hyphen: "eth-ics" is no word that a title has.
    """
    words = [
        (word, any(dash in token for dash in DASHES))
        for token in title.split()
        for word in fold(token).split()
        if word not in _STOP and len(word) > 2
    ]
    whole = [word for word, at_hyphen in words if not at_hyphen]
    return list(dict.fromkeys(whole if len(whole) > FEWEST_WORDS else [word for word, _ in words]))


def text_terms(text: str) -> list[str]:
    """Write a search for the longest words of a string, whichever of them a record has.

    >>> text_terms("Fisher et al, on the hepatotoxicity of interleukin 2, 1989")
    ['(hepatotoxicity[tiab] OR interleukin[tiab] OR fisher[tiab]) AND 1988:1990[dp]']
    """
    for found in reversed(find_ids(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    words = dict.fromkeys(word for word in fold(text).split() if word.isalpha())
    telling = [word for word in words if word not in _STOP and len(word) > 3]
    telling = sorted(telling, key=lambda word: -len(word))[:TEXT_WORDS]
    if len(telling) < FEWEST_WORDS:
        return []
    years = sorted(int(year) for year in _YEAR.findall(text))
    return [
        _and(
            [*_any_of(_tagged(telling)), *_years((years[0] - 1, years[-1] + 1) if years else None)]
        )
    ]


def question_terms(question: Question) -> list[list[str]]:
    """Write searches for a mention in prose: ways to combine its clues, each narrow, then wide.

    A name alone is nobody, a journal alone is no paper, and two words say too little.

    >>> question_terms(Question(authors=(Name(family="Emery"),), years=(2009, 2010)))
    [['emery[au] AND 2009:2010[dp]']]
    """
    years = _years(question.years)
    every_word = _tagged(question.words[:TITLE_WORDS])
    words = _any_of(_tagged(question.words[:TEXT_WORDS]))
    journal = [f'"{_clean(question.journal)}"[ta]'] if question.journal.strip() else []
    authors = _authors(question.authors)
    anybody = _any_of(authors)
    ways: tuple[tuple[bool, list[list[str]]], ...] = (
        (
            bool(authors and journal),
            [[*authors, *journal, *years, *words], [*anybody, *journal, *years]],
        ),
        *((True, [[_group(name), *years], [_group(name)]]) for name in question.groups),
        (
            bool(authors and (years or words)),
            [[*authors, *years, *words], [*anybody, *(years or words)]],
        ),
        (bool(journal and (years or words)), [[*journal, *years, *words]]),
        (
            len(every_word) >= FEWEST_WORDS,
            [[*every_word, *years], [*words, *years], words],
        ),
    )
    return [list(dict.fromkeys(map(_and, terms))) for is_enough, terms in ways if is_enough]


def _and(terms: Iterable[str]) -> str:
    return " AND ".join(terms)


def _any_of(terms: Sequence[str]) -> list[str]:
    return [f"({' OR '.join(terms)})"] if len(terms) > 1 else list(terms)


def _tagged(words: Iterable[str]) -> list[str]:
    return [f"{word}[tiab]" for word in words]


def _group(name: str) -> str:
    return f'("{_clean(name)}"[cn] OR "{_clean(name)}"[ti])'


def _clean(words: str) -> str:
    return re.sub(r'["\[\]\s]+', " ", words).strip()


def _authors(names: Iterable[Name]) -> list[str]:
    return [
        f"{fold(f'{name.non_dropping_particle} {name.family}')}[au]"
        for name in names
        if name.family
    ]


def _around(reference: Reference) -> tuple[int, int] | None:
    year = reference.issued.year if reference.issued else None
    return (year - 1, year + 1) if year else None


def _years(years: tuple[int, int] | None) -> list[str]:
    return [f"{years[0]}:{years[1]}[dp]"] if years else []
