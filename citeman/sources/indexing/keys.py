"""The keys under which a record is found: 63-bit numbers that hold a hash and the PMID.

The upper 36 bits name what is looked for (a title, a volume with its page and year, ...), the
lower 27 bits are the PMID. So one column of integers is the whole index, all PMIDs of a key stand
side by side, and two different keys share their hash once in 7 * 10^10: a candidate is always
compared, never trusted for its key.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from citeman.fields.pages import first_page
from citeman.match.titles import is_telling
from citeman.model import Reference
from citeman.text import fold

PMID_BITS = 27
HASH_BITS = 36
LARGEST_PMID = (1 << PMID_BITS) - 1

_SUBTITLE = re.compile(r"(?:[:;?.]|\s[-–—])\s+")
_TAG = re.compile(r"</?[a-z]{1,4}>")  # "<i>EGFR</i>"


def key(kind: str, *parts: str) -> int:
    """Hash what is looked for; its PMIDs stand from here up to `LARGEST_PMID` further on."""
    digest = blake2b("\t".join((kind, *parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> (64 - HASH_BITS) << PMID_BITS


def keys_of(reference: Reference) -> set[int]:
    """Give every key under which a reference can be found, without its PMID."""
    return {*id_keys(reference), *title_keys(reference), *place_keys(reference)}


def id_keys(reference: Reference) -> Iterator[int]:
    """DOI and PMCID."""
    if reference.DOI:
        yield key("doi", reference.DOI.casefold())
    if reference.PMCID:
        yield key("pmcid", reference.PMCID.upper().removeprefix("PMC"))


def title_keys(reference: Reference) -> Iterator[int]:
    """The letters of the title, of its main part where that is telling, and of the original."""
    for title in (reference.title, reference.original_title):
        if title:
            title = _TAG.sub("", title) if "<" in title else title
            yield from (key("title", text) for text in _spellings(title))


def _spellings(title: str) -> Iterable[str]:
    whole = fold(title).replace(" ", "")
    yield whole
    main = _SUBTITLE.split(title, maxsplit=1)[0]
    if len(main) < len(title) - 1 and is_telling(main):
        yield fold(main).replace(" ", "")


def place_keys(reference: Reference) -> Iterator[int]:
    """First page with volume and year, and with the first author and either of the two."""
    page, volume = plain_page(reference.page), plain_number(reference.volume)
    year = str(reference.issued.year or "") if reference.issued else ""
    author = first_author(reference)
    if page and volume and year:
        yield key("volume page year", volume, page, year)
    if page and volume and author:
        yield key("volume page author", volume, page, author)
    if page and year and author:
        yield key("page year author", page, year, author)


def plain_page(page: str) -> str:
    """The first page as its letters and digits: "s12" of "S12-S19"."""
    return plain_number(first_page(page)) if page else ""


def plain_number(text: str) -> str:
    """A number without case, punctuation and leading zeros."""
    return fold(text).replace(" ", "").lstrip("0") if text else ""


def first_author(reference: Reference) -> str:
    """The last word of the first author's family name; particles come and go."""
    names = reference.author or reference.editor
    family = fold(names[0].family) if names else ""
    return family.rpartition(" ")[2]
