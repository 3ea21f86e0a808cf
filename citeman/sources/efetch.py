"""PubMed's records by PMID, in batches, every way of not getting one told apart."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citeman.errors import RefusedError, SourceError
from citeman.formats.pubmedxml import Articles
from citeman.model import Reference
from citeman.sources.eutils import read_efetch
from citeman.sources.halving import HOPELESS, ask_halving, batches
from citeman.sources.http import Client

BATCH = 200
"""PMIDs in one request; NCBI's own limit for a comfortable answer."""
_PMID = re.compile(r"[1-9][0-9]{0,8}")


class Fetched(NamedTuple):
    """What came of asking for PMIDs: each is found, missing (PubMed has none such) or trouble."""

    found: dict[str, Reference]
    missing: frozenset[str]
    trouble: dict[str, SourceError]


def fetch_records(client: Client, pmids: Iterable[str]) -> Fetched:
    """Fetch records by PMID.

    A record that a reply leaves out is asked for once more before it counts as missing, and a
    record that was not asked for is not taken. What is no number is missing unasked: it would
    spoil its batch.
    """
    wanted = tuple(dict.fromkeys(pmids))
    askable = [pmid for pmid in wanted if _PMID.fullmatch(pmid)]
    found, trouble = _fetch(client, askable)
    left_out = [pmid for pmid in sorted(askable) if pmid not in found and pmid not in trouble]
    again, late_trouble = _fetch(client, left_out)
    found, trouble = found | again, trouble | late_trouble
    return Fetched(found, frozenset(wanted) - found.keys() - trouble.keys(), trouble)


def _fetch(
    client: Client, pmids: Sequence[str]
) -> tuple[dict[str, Reference], dict[str, SourceError]]:
    def ask(batch: Sequence[str]) -> tuple[Sequence[str], Articles]:
        params = {"db": "pubmed", "retmode": "xml", "id": ",".join(batch)}
        return batch, client.ask("efetch.fcgi", params, read_efetch)

    found: dict[str, Reference] = {}
    trouble: dict[str, SourceError] = {}
    for batch in batches(pmids, BATCH):
        answers, failed = ask_halving(batch, ask, (*HOPELESS, RefusedError))
        trouble |= dict(failed)
        for asked, articles in answers:
            found |= {pmid: articles.found[pmid] for pmid in asked if pmid in articles.found}
            trouble |= _broken(articles, asked)
    return found, trouble


def _broken(articles: Articles, asked: Sequence[str]) -> dict[str, SourceError]:
    """Blame every record that cannot be read; one without a PMID may be any that is left out."""
    nameless = [words for place, words in articles.broken.items() if place not in asked]
    suspects = [pmid for pmid in asked if pmid not in articles.found] if nameless else []
    words = {**dict.fromkeys(suspects, nameless[0] if nameless else ""), **articles.broken}
    return {
        pmid: SourceError(f"the record of PMID {pmid} makes no sense: {words[pmid]}")
        for pmid in asked
        if pmid in words
    }
