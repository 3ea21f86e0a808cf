"""PubMed over NCBI's E-utilities: records by PMID, and the PMIDs of references without one."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from citeman.enrich import POSSIBLE, Lookup, Query
from citeman.errors import OfflineError, SourceError
from citeman.formats.pubmedxml import Articles
from citeman.match.compare import compare
from citeman.model import Reference
from citeman.sources.eutils import (
    citation,
    citation_line,
    doi_term,
    read_ecitmatch,
    read_efetch,
    read_esearch,
    title_terms,
)
from citeman.sources.http import Client

Item = TypeVar("Item")
_PMID = re.compile(r"[1-9][0-9]{0,8}")

BATCH = 200
"""PMIDs in one request; NCBI's own limit for a comfortable answer."""
CITATIONS = 100
DOIS = 50
HANDFUL = 5
"""Candidates taken from one search."""


class Fetched(NamedTuple):
    """What came of asking for PMIDs: each is found, missing (PubMed has none such) or trouble."""

    found: dict[str, Reference]
    missing: frozenset[str]
    trouble: dict[str, SourceError]


def _any(ours: Reference, theirs: Reference) -> bool:
    return True


def _same_doi(ours: Reference, theirs: Reference) -> bool:
    return ours.DOI.casefold() == theirs.DOI.casefold()


class Hits(NamedTuple):
    """What one way of searching gave, by the place of the reference: PMIDs, or trouble.

    `keep` tells of a fetched record whether it is what the reference asked for.
    """

    pmids: dict[int, tuple[str, ...]]
    trouble: dict[int, SourceError]
    keep: Callable[[Reference, Reference], bool] = _any


Open = Mapping[int, Reference]
"""References that are still looked for, by their place."""


class PubMed:
    """PubMed as a source of references."""

    name = "pubmed"

    def __init__(self, client: Client) -> None:
        self._client = client

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look references up by PMID, then DOI, then journal, volume and page, then title.

        A reference goes on to the next way only until a candidate fits it, and stops at trouble.
        """
        search = _Search([query.reference for query in queries])
        for step in (self.by_pmid, self.by_doi, self.by_citation, self.by_title):
            hits = step(search.open())
            wanted = {pmid for pmids in hits.pmids.values() for pmid in pmids}
            search.note(hits, self.fetch(sorted(wanted - search.known)))
        return search.lookups()

    def fetch(self, pmids: Iterable[str]) -> Fetched:
        """Fetch records by PMID.

        A record that a reply leaves out is asked for once more before it counts as missing, and
        a record that was not asked for is not taken. What is no number is missing unasked: it
        would spoil its batch.
        """
        wanted = tuple(dict.fromkeys(pmids))
        found, trouble = self._fetch_batches([pmid for pmid in wanted if _PMID.fullmatch(pmid)])
        left_out = {pmid for pmid in wanted if _PMID.fullmatch(pmid)} - found.keys()
        again, late_trouble = self._fetch_batches(sorted(left_out - trouble.keys()))
        found, trouble = found | again, trouble | late_trouble
        return Fetched(found, frozenset(wanted) - found.keys() - trouble.keys(), trouble)

    def by_pmid(self, references: Open) -> Hits:
        """Take the PMIDs that references give."""
        return Hits({i: (ref.PMID,) for i, ref in references.items() if ref.PMID}, {})

    def by_doi(self, references: Open) -> Hits:
        """Search for DOIs, many at a time; the records found say which DOI is theirs."""
        hits = Hits({}, {}, keep=_same_doi)
        with_doi = [(i, ref.DOI) for i, ref in references.items() if ref.DOI]
        for batch in _batches(with_doi, DOIS):
            places = [i for i, _ in batch]
            term = doi_term(doi for _, doi in batch)
            found = self._search(term, len(batch) * 2, hits, places)
            hits.pmids.update(dict.fromkeys(places, found))
        return hits

    def by_citation(self, references: Open) -> Hits:
        """Match journal, year, volume, page and first author, many at a time."""
        hits = Hits({}, {})
        lines = {f"c{i}": (i, citation(ref)) for i, ref in references.items()}
        usable = [(key, i, fields) for key, (i, fields) in lines.items() if fields]
        for batch in _batches(usable, CITATIONS):
            bdata = "\r".join(citation_line(fields, key) for key, _, fields in batch)
            params = {"db": "pubmed", "retmode": "xml", "bdata": bdata}
            try:
                matches = self._client.ask("ecitmatch.cgi", params, read_ecitmatch)
            except SourceError as error:
                hits.trouble.update({i: error for _, i, _ in batch})
                continue
            for key, i, _ in batch:
                if key in matches:
                    hits.pmids[i] = matches[key].pmids[:HANDFUL]
        return hits

    def by_title(self, references: Open) -> Hits:
        """Search for title words, at first with author and years, then without."""
        hits = Hits({}, {})
        for i, ref in references.items():
            for term in title_terms(ref):
                if not hits.pmids.get(i) and i not in hits.trouble:
                    hits.pmids[i] = self._search(term, HANDFUL, hits, [i])
        return hits

    def _fetch_batches(
        self, pmids: Sequence[str]
    ) -> tuple[dict[str, Reference], dict[str, SourceError]]:
        found: dict[str, Reference] = {}
        trouble: dict[str, SourceError] = {}
        for batch in _batches(pmids, BATCH):
            params = {"db": "pubmed", "retmode": "xml", "id": ",".join(batch)}
            try:
                articles = self._client.ask("efetch.fcgi", params, read_efetch)
            except SourceError as error:
                trouble |= dict.fromkeys(batch, error)
                continue
            found |= {pmid: articles.found[pmid] for pmid in batch if pmid in articles.found}
            trouble |= _broken(articles, batch)
        return found, trouble

    def _search(self, term: str, most: int, hits: Hits, places: list[int]) -> tuple[str, ...]:
        params = {"db": "pubmed", "retmax": str(most), "sort": "relevance", "term": term}
        try:
            return self._client.ask("esearch.fcgi", params, read_esearch)
        except SourceError as error:
            hits.trouble.update(dict.fromkeys(places, error))
            return ()


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


class _Search:
    """How far the search for each reference has come."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._references = references
        self._records: dict[str, Reference] = {}
        self._missing: frozenset[str] = frozenset()
        self._candidates: list[dict[str, Reference]] = [{} for _ in references]
        self._trouble: dict[int, SourceError] = {}

    @property
    def known(self) -> frozenset[str]:
        """The PMIDs that need no further asking: their records are here, or there are none."""
        return self._missing.union(self._records)

    def open(self) -> Open:
        """List the references that no candidate fits and that met no trouble."""
        return {
            i: ref
            for i, ref in enumerate(self._references)
            if i not in self._trouble and not self._is_found(ref, self._candidates[i])
        }

    def note(self, hits: Hits, fetched: Fetched) -> None:
        """Take in what one way of searching gave, and the records it led to."""
        self._records |= fetched.found
        self._missing |= fetched.missing
        self._trouble |= hits.trouble
        for i, pmids in hits.pmids.items():
            for pmid in pmids:
                theirs = self._records.get(pmid)
                if theirs and hits.keep(self._references[i], theirs):
                    self._candidates[i][pmid] = theirs
                if pmid in fetched.trouble:
                    self._trouble[i] = fetched.trouble[pmid]

    def lookups(self) -> list[Lookup]:
        """Say what came of it, for every reference."""
        return [self._lookup(i) for i in range(len(self._references))]

    def _lookup(self, i: int) -> Lookup:
        candidates = tuple(self._candidates[i].values())
        trouble = self._trouble.get(i)
        if trouble:
            return Lookup(candidates, str(trouble), asked=not isinstance(trouble, OfflineError))
        if not _is_searchable(self._references[i]):
            return Lookup(trouble="it has no identifier and no title to look for", asked=False)
        return Lookup(candidates)

    def _is_found(self, ours: Reference, candidates: Mapping[str, Reference]) -> bool:
        comparisons = (compare(ours, theirs) for theirs in candidates.values())
        return any(c.score >= POSSIBLE and c.verdict("type") != "differs" for c in comparisons)


def _is_searchable(reference: Reference) -> bool:
    ways = (reference.PMID, reference.DOI, citation(reference), title_terms(reference))
    return any(ways)


def _batches(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (items[i : i + size] for i in range(0, len(items), size))
