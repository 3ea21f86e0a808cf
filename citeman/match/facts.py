"""What of a reference is compared when duplicates are sought: each field folded once, as text.

Half of the lists people bring are exports of databases, half are typed or scanned. So a fact is
as plain as it can be: words without case, marks and accents; names as words, for nobody knows
which of "robert e schapire yoram singer" are whose; "" where nothing is said.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from citeman.fields.pages import first_page
from citeman.match.kinds import is_abstract, is_preprint
from citeman.match.titles import is_notice_title
from citeman.model import Name, Reference
from citeman.text import fold


class Facts(NamedTuple):
    """The compared fields of one reference; every one is "" where the reference does not say.

    `title` and `other_title` (of a translated work) are folded words; `people` the words of all
    names in their order, `lead` those of the first family name. `year` is four digits, `page` the
    first page. `kind` is "notice", "preprint", "abstract" or "".
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
    volume, page = plain_place(reference.volume, reference.page)
    return Facts(
        title=plain_title(reference.title),
        other_title=plain_title(reference.original_title),
        people=_words_of(names),
        lead=_lead_of(names[0]) if names else "",
        container=plain_container(reference.container_title or reference.container_title_short),
        year=str(issued.year) if issued and issued.year else "",
        volume=volume,
        issue=plain_issue(reference.issue),
        page=page,
        edition=plain_edition(reference.edition),
        doi=plain_doi(reference.DOI),
        pmid=reference.PMID.lstrip("0"),
        pmcid=reference.PMCID.upper(),
        isbn=plain_isbn(reference.ISBN),
        abstract=plain_abstract(reference.abstract),
        kind=kind_of(reference),
    )


_KINDS = (("preprint", is_preprint), ("abstract", is_abstract))


def kind_of(reference: Reference) -> str:
    """Say which kind of work it is, of those that share their title with another work."""
    if is_notice_title(reference.title):
        return "notice"
    return next((kind for kind, test in _KINDS if test(reference)), "")


_TAG = re.compile(r"</?[A-Za-z]{1,4}(?:\s[^<>]*)?/?>")
_ADDED = re.compile(
    r"""\s*(?:
        \[(?:[^\[\]]*\b(?:refs?|review|comments?|erratum|summary|retraction|republish\w*|article)\b
          [^\[\]]*|(?:in\ )?[A-Z][a-z]+(?:[;,/\ ]+[A-Z][a-z]+)*)\]
      | \((?:reprint(?:ed)?\b[^)]*|in\ [A-Z][a-z]+|review|abstract)\)?
      )[\s.]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What databases add behind a title: "[Chinese]", "[Review] [33 refs]", "(Reprinted from ...)"."""


def plain_title(title: str) -> str:
    """Fold a title, without markup and what databases add.

    >>> plain_title("Effects of <i>batroxobin</i> [see comment]. [Review] [33 refs].")
    'effects of batroxobin'
    >>> plain_title("[Effects of batroxobin]")
    'effects of batroxobin'
    """
    if "<" in title:
        title = _TAG.sub("", title)
    if "&" in title:
        title = unescape(title)
    while title.endswith(_CLOSING) and (found := _ADDED.search(title)) and found.start():
        title = title[: found.start()]
    return fold(title)


_CLOSING = (")", "]", ").", "].")

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


_NOTHING = frozenset(["unknown", "none", "null", "nan", "na", "n a", "no", "undefined"])


def _told(folded: str) -> str:
    """What a field says: nothing, where it says that it is not known."""
    return "" if folded in _NOTHING else folded


_CONTAINER_START = re.compile(r"^(?:in )?(?:(?:pre )?proc(?:eedings)? (?:of )?(?:the )?)?")


@lru_cache(1 << 14)
def plain_container(title: str) -> str:
    """Fold the title of a journal, book or conference.

    >>> plain_container("in Proc. 36th Annual Symposium,"), plain_container("The Lancet (London)")
    ('36th annual symposium', 'the lancet london')
    """
    words = _told(fold(title))
    return words[found.end() :] if (found := _CONTAINER_START.match(words)) else words


_NUMBER = re.compile(r"\d+[a-z]?|[a-z]*\d+")
_ROMAN = re.compile(r"[ivxlc]+")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@lru_cache(1 << 14)
def plain_volume(volume: str) -> str:
    """Spell a volume as its first number, Roman ones too; "Ph.D." and "(Jul)" are none.

    >>> plain_volume("vol. 053 Suppl 3"), plain_volume("XII"), plain_volume("UNKNOWN")
    ('53', '12', '')
    """
    words = _told(fold(volume))
    if found := _NUMBER.search(words):
        return found[0].lstrip("0")
    return str(_roman(words)) if _ROMAN.fullmatch(words) else ""


def _roman(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    nexts = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, nexts, strict=True))


@lru_cache(1 << 14)
def plain_issue(issue: str) -> str:
    """Fold the number of an issue."""
    return _told(fold(issue)).lstrip("0")


_PAGE_WORD = re.compile(r"^[\s,;:.(]*(?:pp?|pages?|pgs?|s|seiten?)\b[.\s]*", re.IGNORECASE)
_NUMBER_OF_PAGES = re.compile(r"\s*\d+\s*(?:pp?|pages|s|seiten)\b\.?\s*", re.IGNORECASE)
_STROKES = re.compile(r"\s*-{2,}\s*")


@lru_cache(1 << 14)
def plain_page(page: str) -> str:
    """Spell a first page without leading noughts, the "e" of an e-locator and words for "page".

    >>> plain_page("pp. 322-331."), plain_page("376 -- 383"), plain_page("e047"), plain_page("S12")
    ('322', '376', '47', 's12')
    >>> plain_page("215 p")
    ''
    """
    if not page or _NUMBER_OF_PAGES.fullmatch(page):
        return ""
    bare = _STROKES.sub("-", _PAGE_WORD.sub("", page))
    return _told(fold(first_page(bare))).replace(" ", "").lstrip("0e")


_RANGE_ALONE = re.compile(r"\D*?(?P<volume>\d+)?\W+(?P<page>\d+)\s*[-–]+\s*\d+\W*")


def plain_place(volume: str, page: str) -> tuple[str, str]:
    """Spell volume and first page, also where both were read into the volume.

    >>> plain_place("299 - 347.", ""), plain_place(" 22 , 705-726.", ""), plain_place("3-4", "12")
    (('', '299'), ('22', '705'), ('3', '12'))
    """
    if not page and ("-" in volume or "–" in volume):
        found = _RANGE_ALONE.fullmatch(f" {volume}")
        if found:
            return plain_volume(found["volume"] or ""), plain_page(found["page"])
    return plain_volume(volume), plain_page(page)


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
