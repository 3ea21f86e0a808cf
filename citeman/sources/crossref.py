"""Crossref over its REST API: works by DOI, and by whatever else is known of them.

Its rules: https://www.crossref.org/documentation/retrieve-metadata/rest-api/. Whoever gives an
e-mail address is served from the polite pool; it travels in the User-Agent alone.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from citeman.enrich import Lookup, Query
from citeman.errors import OfflineError, RefusedError, SourceError
from citeman.fields.ids import Identifier, find_ids
from citeman.fields.names import write_name
from citeman.formats.crossrefjson import read_work
from citeman.mentions import Question
from citeman.model import Reference
from citeman.sources import merged
from citeman.sources.http import MISSING, Client
from citeman.sources.ladder import fits, is_near
from citeman.text import squeeze

CROSSREF = "https://api.crossref.org/"
URL_VARIABLE = "CITEMAN_CROSSREF_URL"
PER_SECOND = 5.0
"""Requests; what the replies of the public pool allow (X-Rate-Limit-Limit)."""
ROWS, MENTIONED = 5, 20
"""Works taken from one search: for a reference, and for a mention in prose."""
LONGEST_QUESTION = 400
"""Letters of a citation that are searched for; a GET has to fit into an address."""
SELECT = ",".join(
    [
        *("DOI", "type", "title", "subtitle", "original-title", "author", "editor", "translator"),
        *("container-title", "short-container-title", "issued", "published-print"),
        *("published-online", "volume", "issue", "page", "article-number", "ISSN", "ISBN"),
        *("publisher", "publisher-location", "group-title", "update-to", "updated-by", "relation"),
    ]
)
NOTHING_KNOWN = Lookup(trouble="it has no DOI and no title to look for", asked=False)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def crossref_url(environ: Mapping[str, str]) -> str:
    """Choose the address to ask; `CITEMAN_CROSSREF_URL` redirects it for tests and mirrors."""
    url = environ.get(URL_VARIABLE) or CROSSREF
    return url if url.endswith("/") else f"{url}/"


class Crossref:
    """Crossref as a source of references; it knows DOIs, and nothing of PMIDs."""

    name = "crossref"

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look references up by DOI, then by their whole text, or what is known of them."""
        return [self._find(query) for query in queries]

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        """Fetch the works of DOIs, in order; other identifiers cannot be asked for."""
        return [self._fetch(one) for one in ids]

    def search(self, question: Question) -> Lookup:
        """Search for a mention in prose: by its DOI, and by its words, authors and years."""
        params = question_params(question)
        lookups = [self._fetch(one) for one in question.identifiers if one.kind == "DOI"]
        lookups += [self._search(params, MENTIONED)] if params else []
        return merged(lookups) if lookups else NOTHING_KNOWN

    def _find(self, query: Query) -> Lookup:
        doi, words = query.reference.DOI, citation_words(query)
        given = self._fetch(Identifier("DOI", doi)) if doi else Lookup()
        if given.trouble or any(fits(query, work) for work in given.candidates):
            return given
        if not words:
            return given if doi else NOTHING_KNOWN
        searched = self._search({"query.bibliographic": words}, ROWS)
        near = tuple(work for work in searched.candidates if is_near(query, work))
        return merged([given, searched._replace(candidates=near)])

    def _fetch(self, one: Identifier) -> Lookup:
        if one.kind != "DOI":
            words = f"Crossref cannot be asked for {one.kind} {one.value}"
            return Lookup(trouble=words, asked=False)
        if not _DOI.fullmatch(one.value):
            return Lookup()
        path = f"works/{quote(one.value, safe='')}"
        return self._ask(path, {}, lambda body: read_answer(body, one.value))

    def _search(self, params: Mapping[str, str], rows: int) -> Lookup:
        return self._ask("works", {**params, "rows": str(rows), "select": SELECT}, read_answers)

    def _ask(
        self,
        path: str,
        params: Mapping[str, str],
        read: Callable[[bytes], tuple[Reference, ...]],
    ) -> Lookup:
        try:
            return Lookup(self._client.ask(path, params, read))
        except SourceError as error:
            return Lookup(trouble=str(error), asked=not isinstance(error, OfflineError))


def citation_words(query: Query) -> str:
    """Write what is searched for: the text without its identifiers, or what is known of a work.

    >>> citation_words(Query(Reference(title="Side effects of cytokines", volume="37")))
    'Side effects of cytokines 37'
    >>> citation_words(Query(Reference(), "Side effects. Gut 2010; 3: 1-9. PMID: 12974198"))
    'Side effects. Gut 2010; 3: 1-9. PMID:'
    """
    text = query.text
    for found in reversed(find_ids(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    known = query.reference
    if not text.strip() and known.title:
        year = known.issued.year if known.issued else None
        names = ", ".join(map(write_name, known.author[:3]))
        journal = known.container_title or known.container_title_short
        parts = (names, known.title, journal, str(year or ""), known.volume, known.page)
        text = " ".join(filter(None, parts))
    return squeeze(text)[:LONGEST_QUESTION]


def question_params(question: Question) -> dict[str, str]:
    """Write the parameters of a search for a mention; empty where it says too little.

    >>> question_params(Question(words=("cytokines",), groups=("ESPRIT",), years=(2009, 2010)))
    {'query.bibliographic': 'ESPRIT cytokines', 'filter': 'from-pub-date:2009,until-pub-date:2010'}
    """
    words = " ".join([*question.groups, *question.words])[:LONGEST_QUESTION]
    authors = " ".join(name.literal or name.family for name in question.authors)
    journal = squeeze(question.journal)
    if not words and not (authors and (journal or question.years)):
        return {}
    years = question.years and "from-pub-date:{},until-pub-date:{}".format(*question.years)
    params = {
        "query.bibliographic": words,
        "query.author": authors,
        "query.container-title": journal,
        "filter": years or "",
    }
    return {name: value for name, value in params.items() if value}


def read_answer(body: bytes, doi: str) -> tuple[Reference, ...]:
    """Read the work of a DOI: one, or none where Crossref has none such.

    A DOI that was given up for another one comes back under that; the work of a stranger does not
    count as an answer.
    """
    if body == MISSING:
        return ()
    message = _message(body)
    aliases = message.get("aliases")
    dois = [message.get("DOI"), *(aliases if isinstance(aliases, list) else [])]
    if doi.casefold() not in (str(one).casefold() for one in dois):
        raise SourceError("Crossref sent another work than the one that was asked for")
    return (read_work(message),)


def read_answers(body: bytes) -> tuple[Reference, ...]:
    """Read the works that a search found, best first."""
    items = None if body == MISSING else _message(body).get("items")
    if not isinstance(items, list):
        raise SourceError("Crossref sent something that is no answer")
    return tuple(read_work(item) for item in items if isinstance(item, dict))


def _message(body: bytes) -> dict[str, Any]:
    """Open the envelope of an answer; a refusal has no work in it but reasons."""
    try:
        reply = json.loads(body)
    except ValueError:
        raise SourceError(f"Crossref {_complaint(body)}") from None
    message = reply.get("message") if isinstance(reply, dict) else None
    if isinstance(message, dict):
        return message
    if isinstance(reply, dict) and reply.get("status") in ("failed", "error"):
        raise RefusedError("Crossref refuses the question")
    raise SourceError("Crossref sent something that is no answer")


def _complaint(body: bytes) -> str:
    if not body.strip():
        return "sent an empty answer"
    if b"<html" in body[:4000].lower():
        return "sent a web page instead of an answer"
    return "sent an answer that broke off, or none"
