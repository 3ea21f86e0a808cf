"""The id converter of PubMed Central: which PMID, PMCID and DOI belong to one article.

It knows the articles of PMC only; what it does not know may well be in PubMed. Rules and address:
https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/. All ids of a request must be of one kind.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from citeman.errors import RefusedError, SourceError
from citeman.sources.halving import ask_halving, batches
from citeman.sources.http import Client

CONVERTER = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
URL_VARIABLE = "CITEMAN_EUTILS_URL"
BATCH = 200
"""Ids in one request; NCBI's own limit."""
_PATH = "tools/idconv/api/v1/articles/"
_EUTILS_PATH = re.compile(r"(?:entrez/eutils/?)?$")
_SHAPE = {
    "pmid": re.compile(r"[1-9]\d{0,8}"),
    "pmcid": re.compile(r"PMC[1-9]\d{0,9}"),
    "doi": re.compile(r"10\.\d{4,9}/[^\s,]+"),
}
"""What an id must look like to be sent: one of another kind, or a comma, spoils its batch."""
_VERSION = re.compile(r"\.\d+$")


class Ids(NamedTuple):
    """The identifiers of one article; empty where it has none.

    `is_live` is False while PMC holds the article back, or after it was withdrawn.
    """

    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    is_live: bool = True


class Converted(NamedTuple):
    """What came of each id: found, missing (PMC has none such) or trouble; ids as given."""

    found: dict[str, Ids]
    missing: frozenset[str]
    trouble: dict[str, SourceError]


def converter_url(environ: Mapping[str, str]) -> str:
    """Choose the address to ask; `CITEMAN_EUTILS_URL` redirects it with the other NCBI calls.

    A mirror is expected to have NCBI's paths side by side: "entrez/eutils/" and "tools/idconv/".

    >>> converter_url({"CITEMAN_EUTILS_URL": "http://127.0.0.1:8/ncbi/entrez/eutils/"})
    'http://127.0.0.1:8/ncbi/tools/idconv/api/v1/articles/'
    >>> converter_url({"CITEMAN_EUTILS_URL": "http://127.0.0.1:8"})
    'http://127.0.0.1:8/tools/idconv/api/v1/articles/'
    """
    url = environ.get(URL_VARIABLE)
    if not url:
        return CONVERTER
    return f"{_EUTILS_PATH.sub('', url, count=1).rstrip('/')}/{_PATH}"


class Converter:
    """The id converter, asked in batches by GET."""

    name = "pmc"

    def __init__(self, client: Client) -> None:
        self._client = client

    def convert(self, ids: Iterable[str], kind: str) -> Converted:
        """Look up ids of one kind: "pmid", "pmcid" or "doi".

        A version ("PMC2275327.1") is taken for its article. What cannot be an id of its kind is
        missing unasked, and an id that the converter refuses is found by halving its batch.
        """
        given = {written: _normal(written, kind) for written in dict.fromkeys(ids)}
        wanted = sorted(set(given.values()) - {""})
        records: dict[str, Ids] = {}
        trouble: dict[str, SourceError] = {}
        for batch in batches(wanted, BATCH):
            answers, failed = ask_halving(batch, lambda part: self._ask(part, kind))
            trouble |= dict(failed)
            for answer in answers:
                records |= answer
        return Converted(
            {written: records[id_] for written, id_ in given.items() if id_ in records},
            frozenset(w for w, id_ in given.items() if id_ not in records and id_ not in trouble),
            {written: trouble[id_] for written, id_ in given.items() if id_ in trouble},
        )

    def _ask(self, ids: Sequence[str], kind: str) -> dict[str, Ids]:
        params = {"ids": ",".join(ids), "idtype": kind, "format": "json", "versions": "no"}
        return self._client.ask("", {"tool": "citeman", **params}, lambda b: read_ids(b, kind))


def _normal(written: str, kind: str) -> str:
    """Write an id as the converter gives it back, or "" where it can be none of its kind."""
    bare = written.strip().lower()
    bare = _VERSION.sub("", bare.upper()) if kind == "pmcid" else bare
    return bare if _SHAPE[kind].fullmatch(bare) else ""


def read_ids(body: bytes, kind: str) -> dict[str, Ids]:
    """Read a reply by the ids of the kind asked for; records that report an error are left out.

    Raises RefusedError where the converter refuses the whole request, SourceError for what is no
    answer.

    >>> read_ids(b'{"records": [{"pmcid": "PMC13901", "pmid": 11250746}]}', "pmcid")
    {'PMC13901': Ids(pmid='11250746', pmcid='PMC13901', doi='', is_live=True)}
    """
    records = _records(body)
    found: dict[str, Ids] = {}
    for record in records:
        ids = Ids(
            pmid=_text(record, "pmid"),
            pmcid=_VERSION.sub("", _text(record, "pmcid").upper()),
            doi=_text(record, "doi"),
            is_live=_text(record, "live").lower() != "false",
        )
        asked = _normal(_text(record, "requested-id") or _text(record, kind), kind)
        if asked and (ids.pmid or ids.pmcid) and not _is_error(record):
            found[asked] = ids
    return found


def _records(body: bytes) -> list[dict[str, Any]]:
    if not body.strip():
        raise SourceError("PMC's id converter sent an empty answer")
    try:
        reply = json.loads(body)
    except ValueError:
        raise SourceError("PMC's id converter sent something that is no answer") from None
    records = reply.get("records") if isinstance(reply, dict) else None
    if isinstance(records, list):
        return [record for record in records if isinstance(record, dict)]
    raise RefusedError("PMC's id converter refuses the question")


def _is_error(record: Mapping[str, Any]) -> bool:
    return bool(_text(record, "errmsg")) or _text(record, "status") == "error"


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value).strip()
