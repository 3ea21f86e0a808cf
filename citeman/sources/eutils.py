"""Questions to NCBI's E-utilities, and whether a reply is an answer, trouble, or a refusal.

Errors arrive with HTTP status 200, as web pages, as JSON or as plain words. None of them is ever
quoted: they may hold the caller's key.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from citeman.errors import InputError, RefusedError, SourceError
from citeman.fields.names import write_name
from citeman.fields.pages import first_page
from citeman.formats.pubmedxml import Articles, read_articles
from citeman.model import Reference
from citeman.text import to_ascii
from citeman.xmltext import SEALED

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
URL_VARIABLE = "CITEMAN_EUTILS_URL"

_HEAD = 4000
_XML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?P<root>\w+)", re.IGNORECASE)
_ERROR = re.compile(rb"<ERROR>(?P<words>.*?)</ERROR>", re.DOTALL)
_NO_SUCH_ID = re.compile(rb"ID list is empty|no correct IDs|cannot get document summary", re.I)
_SAYS: tuple[tuple[re.Pattern[bytes], type[SourceError], str], ...] = (
    (
        re.compile(rb"API key invalid|invalid api.key", re.I),
        RefusedError,
        "does not know the API key; check it",
    ),
    (re.compile(rb"rate limit exceeded", re.I), SourceError, "says there are too many requests"),
    (re.compile(rb"<html", re.I), SourceError, "sent a web page instead of an answer"),
)
_FIELD_TROUBLE = ("ErrorList/FieldNotFound",)


class Match(NamedTuple):
    """What ECitMatch says about one citation: PMIDs, none where it knows of no single one."""

    pmids: tuple[str, ...] = ()


def eutils_url(environ: Mapping[str, str]) -> str:
    """Choose the address to ask; `CITEMAN_EUTILS_URL` redirects it for tests and mirrors."""
    url = environ.get(URL_VARIABLE) or EUTILS
    return url if url.endswith("/") else f"{url}/"


def citation(reference: Reference) -> list[str]:
    """Gather what ECitMatch wants, in its order; empty where too little is given.

    >>> citation(Reference(container_title="Gut", volume="35", page="127-129"))
    ['Gut', '', '35', '127', '']
    """
    journal = reference.container_title_short or reference.container_title
    year = str(reference.issued.year or "") if reference.issued else ""
    page = first_page(reference.page)
    if not (journal and page and (reference.volume or year)):
        return []
    author = next((write_name(name) for name in reference.author[:1] if name.family), "")
    return [to_ascii(journal), year, reference.volume, page, to_ascii(author)]


def citation_line(fields: Iterable[str], key: str) -> str:
    """Write one line of a question to ECitMatch.

    >>> citation_line(["j clin oncol", "1989", "7", "1852", "Fisher B"], "c4")
    'j clin oncol|1989|7|1852|Fisher B|c4|'
    """
    clean = (re.sub(r"[|\s]+", " ", field).strip() for field in fields)
    return "|".join([*clean, key, ""])


def read_efetch(body: bytes) -> Articles:
    """Read an EFetch reply; PMIDs that do not exist are simply not in it."""
    if _root(body) == b"PubmedArticleSet":
        try:
            return read_articles(body)
        except InputError:
            raise SourceError("NCBI's answer broke off in the middle") from None
    error = _ERROR.search(body[:_HEAD])
    if error and _NO_SUCH_ID.search(error["words"]):
        return Articles({}, {})
    raise _complaint(body)


def read_esearch(body: bytes) -> tuple[str, ...]:
    """Read the PMIDs of an ESearch reply, best first.

    Words that PubMed does not know (PhraseNotFound) are a normal way to find nothing.
    """
    if _root(body) != b"eSearchResult" or _ERROR.search(body):
        raise _complaint(body)
    try:
        reply = etree.fromstring(body, etree.XMLParser(**SEALED))
    except etree.XMLSyntaxError:
        raise SourceError("NCBI's answer broke off in the middle") from None
    if any(reply.find(path) is not None for path in _FIELD_TROUBLE):
        raise RefusedError("NCBI does not know a search field that was asked for")
    return tuple(e.text for e in reply.iterfind("IdList/Id") if e.text and e.text.isdigit())


def read_ecitmatch(body: bytes) -> dict[str, Match]:
    """Read an ECitMatch reply by the keys of its lines, which come in any order or not at all.

    >>> read_ecitmatch(b"gut|1990|1|2|a b|c1|123\\r\\nx|1|1|1|c2|NOT_FOUND;INVALID_JOURNAL\\n")
    {'c1': Match(pmids=('123',)), 'c2': Match(pmids=())}
    """
    if not body or (body.strip() and b"|" not in body) or _root(body):
        raise _complaint(body)
    matches: dict[str, Match] = {}
    for line in body.decode("utf-8", "replace").splitlines():
        *question, answer = line.split("|")
        key = next((part for part in reversed(question) if part.strip()), "")
        matches[key.strip()] = Match(_pmids(answer))
    return {key: match for key, match in matches.items() if key}


def _pmids(answer: str) -> tuple[str, ...]:
    """Read "123", "AMBIGUOUS 123,456", "AMBIGUOUS (783 citations)" or "NOT_FOUND"."""
    numbers = answer.strip().removeprefix("AMBIGUOUS").strip()
    return tuple(numbers.split(",")) if re.fullmatch(r"\d+(?:,\d+)*", numbers) else ()


def _root(body: bytes) -> bytes:
    match = _XML.match(body[:_HEAD])
    return match["root"] if match else b""


def _complaint(body: bytes) -> SourceError:
    """Say what a reply that is no answer amounts to."""
    head = body[:_HEAD]
    for pattern, kind, words in _SAYS:
        if pattern.search(head):
            return kind(f"NCBI {words}")
    if not head.strip():
        return SourceError("NCBI sent an empty answer")
    if _ERROR.search(head) or b'"error"' in head.lower():
        return SourceError("NCBI reports an error of its own")
    return SourceError("NCBI sent something that is no answer")
