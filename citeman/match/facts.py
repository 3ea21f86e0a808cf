"""What of a reference is compared when duplicates are sought: each field folded once, as text.

Half of the lists people bring are exports of databases, half are typed or scanned. So a fact is
as plain as it can be: words without case, marks and accents; names as words, for nobody knows
which of "robert e schapire yoram singer" are whose; "" where nothing is said.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from citeman.match.additions import without_additions
from citeman.match.kinds import kind_of
from citeman.match.places import plain_issue, plain_place, plain_range, told
from citeman.match.titlekinds import is_telling
from citeman.model import Name, Reference
from citeman.text import fold


class Facts(NamedTuple):
    """The compared fields of one reference; every one is "" where the reference does not say.

    `title` and `other_title` (of a translated work) are folded words; `people` the words of all
    names in their order, `lead` those of the first family name. `year` is four digits, `page` the
    first page. `kind` is "notice", "preprint", "abstract", "protocol" or "".
    """

    title: str = ""
    other_title: str = ""
    people: str = ""
    lead: str = ""
    container: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    pages: str = ""
    edition: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    isbn: str = ""
    abstract: str = ""
    kind: str = ""


def facts_of(reference: Reference) -> Facts:
    """Take from a reference what is compared.

    >>> from citeman.model import Date
    >>> facts = facts_of(Reference(title="<i>In vivo</i> effects. [Chinese]", page="pp. 12-9",
    ...     author=(Name(family="Zuna", given="R. E."),), issued=Date(((2003, 5),))))
    >>> facts.title, facts.people, facts.lead, facts.year, facts.page
    ('in vivo effects', 'zuna r e', 'zuna', '2003', '12')
    """
    names = reference.author or reference.editor
    issued = reference.issued
    year, title = undated(reference.title)
    year = str(issued.year) if issued and issued.year else year
    volume, page = plain_place(reference.volume, reference.page, year)
    return Facts(
        title=plain_title(title),
        other_title=plain_title(reference.original_title),
        people=_words_of(names),
        lead=_lead_of(names[0]) if names else "",
        container=plain_container(reference.container_title or reference.container_title_short),
        year=year,
        volume=volume,
        issue=plain_issue(reference.issue),
        page=page,
        pages=plain_range(reference.page),
        edition=plain_edition(reference.edition),
        doi=plain_doi(reference.DOI),
        pmid=reference.PMID.lstrip("0"),
        pmcid=reference.PMCID.upper(),
        isbn=plain_isbn(reference.ISBN),
        abstract=plain_abstract(reference.abstract),
        kind=kind_of(reference),
    )


_DATED = re.compile(
    r"""\W*?(?:(?:[^\W\d_]\.?\s+){0,2} | [^\W\d_][\w'-]+,?\s+(?=.{6,7}[.,:;]))
        [\[(](?P<year>(?:1[89]|20)\d\d)[a-z]?[\])][.,:;]?\s+""",
    re.VERBOSE,
)


def undated(title: str) -> tuple[str, str]:
    """Take the year, and the end of a list of authors, from the front of a title.

    Styles that set the year behind the authors leave it there where a list was read badly.

    >>> undated("[1995] Combining regression estimates")
    ('1995', 'Combining regression estimates')
    >>> undated("Seung (1995), Learning from many hypotheses")
    ('1995', 'Learning from many hypotheses')
    >>> undated("2016 guidelines for heart failure")
    ('', '2016 guidelines for heart failure')
    """
    found = _DATED.match(title) if "(" in title[:_FRONT] or "[" in title[:_FRONT] else None
    if not found or not is_telling(fold(title[found.end() :])):
        return "", title
    return found["year"], title[found.end() :]


_FRONT = 30


def plain_title(title: str) -> str:
    """Fold a title, without markup and what databases add.

    >>> plain_title("Effects of <i>batroxobin</i> [see comment]. [Review] [33 refs].")
    'effects of batroxobin'
    >>> plain_title("[Effects of batroxobin]")
    'effects of batroxobin'
    """
    return fold(without_additions(title))


_NOBODY = frozenset(["and", "et", "al", "others", "jr", "eds", "ed", "anonymous", "anon"])


def plain_people(text: str) -> str:
    """Fold a string of names into their words.

    >>> plain_people("p. auer, n. cesa-bianchi, and r. e. schapire et al.")
    'p auer n cesa bianchi r e schapire'
    """
    return " ".join(word for word in fold(text).split() if word not in _NOBODY)


_FIRST = re.compile(r"\s*(?:,|;|&|\band\b)", re.IGNORECASE)


def lead_in(text: str) -> str:
    """Take the words of the first name of a string that are no initials.

    >>> lead_in("Zuna, R E and Wang, S S"), lead_in("p triantafillou , t papadakis")
    ('zuna', 'triantafillou')
    """
    first = _FIRST.split(text.strip(" ,;"), maxsplit=1)[0]
    return " ".join(word for word in plain_people(first).split() if len(word) > 1)


def _words_of(names: Sequence[Name]) -> str:
    parts = (f"{_particles(n)} {n.family} {n.given} {n.literal}" for n in names)
    return plain_people(" ".join(parts))


def _particles(name: Name) -> str:
    return f"{name.dropping_particle} {name.non_dropping_particle}".strip()


def _lead_of(name: Name) -> str:
    return plain_people(f"{_particles(name)} {name.family or name.literal}")


_CONTAINER_START = re.compile(r"^(?:in )?(?:(?:pre )?proc(?:eedings)? (?:of )?(?:the )?)?")
_NO_CONTAINER = re.compile(
    r"(?:unpublished|submitted|to appear|in (?:preparation|press))(?: \w+)?|manuscript"
    r"|(?:ph ?d|masters?|doctoral|bachelors?|diploma)? ?(?:thesis|dissertation)"
)
"""What says what kind of text it is, not where it stands."""


@lru_cache(1 << 14)
def plain_container(title: str) -> str:
    """Fold the title of a journal, book or conference.

    >>> plain_container("in Proc. 36th Annual Symposium,"), plain_container("The Lancet (London)")
    ('36th annual symposium', 'the lancet london')
    """
    words = told(fold(title))
    if _NO_CONTAINER.fullmatch(words):
        return ""
    return words[found.end() :] if (found := _CONTAINER_START.match(words)) else words


_EDITION = re.compile(r"\d+")
_EDITIONS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}


def plain_edition(edition: str) -> str:
    """Spell an edition as its number, else fold it.

    >>> plain_edition("2nd ed."), plain_edition("Second edition"), plain_edition("Revised")
    ('2', '2', 'revised')
    """
    if not edition:
        return ""
    if found := _EDITION.search(edition):
        return found[0]
    words = fold(edition).split()
    return next((_EDITIONS[word] for word in words if word in _EDITIONS), " ".join(words))


def plain_doi(doi: str) -> str:
    """Spell a DOI in small letters, without what stands around it; "" if it is none.

    >>> plain_doi("https://doi.org/10.1000/X1."), plain_doi("n/a")
    ('10.1000/x1', '')
    """
    at = doi.find("10.")
    return doi[at:].strip().rstrip(".,;").casefold() if at >= 0 and "/" in doi[at:] else ""


_ISBN = re.compile(r"[\dXx][\dXx-]{8,16}")


def plain_isbn(isbn: str) -> str:
    """Spell an ISBN as the nine digits that ISBN-10 and ISBN-13 share.

    >>> plain_isbn("978-0-306-40615-7"), plain_isbn("0306406152")
    ('030640615', '030640615')
    """
    found = _ISBN.search(isbn) if isbn else None
    digits = found[0].replace("-", "") if found else ""
    return {13: digits[3:12], 10: digits[:9]}.get(len(digits), "")


_ABSTRACT_LENGTH = 60


def plain_abstract(abstract: str) -> str:
    """Fold the beginning of an abstract, which is as good as a title."""
    return fold(abstract[: 3 * _ABSTRACT_LENGTH])[:_ABSTRACT_LENGTH] if abstract else ""
