"""PubMed over NCBI's E-utilities: records by identifier, or by whatever else is known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import convert

from citeman.enrich import Lookup, Query
from citeman.errors import RefusedError, SourceError
from citeman.fields.ids import Identifier
from citeman.mentions import Question
from citeman.model import Reference
from citeman.sources import merged
from citeman.sources.efetch import fetch_records
from citeman.sources.eutils import citation, citation_line, read_ecitmatch, read_esearch
from citeman.sources.halving import HOPELESS, ask_halving, batches
from citeman.sources.http import Client
from citeman.sources.ladder import Hits, Ladder, Open, is_near
from citeman.sources.pmc import Converter
from citeman.sources.terms import (
    doi_term,
    place_terms,
    question_terms,
    text_terms,
    title_terms,
)

Item = TypeVar("Item")

FINAL = (*HOPELESS, RefusedError)
"""Trouble that is not about single items: a bad key is refused however little is asked."""
CITATIONS = 100
"""Lines in one question to ECitMatch."""
DOIS = 50
"""DOIs in one search."""
HANDFUL = 5
"""Candidates taken from one search."""
MENTIONED = 20
"""Candidates taken from one search for a mention in prose, which says little of a work."""


NOTHING_KNOWN = Lookup(trouble="it has no identifier and no title to look for", asked=False)


class PubMed:
    """PubMed as a source of references; PMCIDs are asked of the id converter, if there is one."""

    name = "pubmed"

    def __init__(self, client: Client, converter: Converter | None = None) -> None:
        self._client = client
        self._converter = converter

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look references up: by PMID, DOI and PMCID, by their place (ECitMatch, then a search),
        by the words of the title, and at last by the words of the text.

        A reference goes on to the next way only until a candidate fits it, and stops at trouble.
        """
        ladder = Ladder(queries)
        for way in (*self._by_id, self.by_citation, self.by_place, self.by_title, self.by_text):
            self._climb(ladder, way)
        pairs = zip(queries, ladder.lookups(), strict=True)
        return [found if self._is_askable(query) else NOTHING_KNOWN for query, found in pairs]

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        """Fetch the records that carry a PMID, DOI or PMCID, in order.

        No candidate and no trouble means that PubMed has none. A record that a search for a DOI
        brings up counts only if it has that DOI.
        """
        kinds = _KINDS if self._converter else _KINDS - {"PMCID"}
        ladder = Ladder([Query(_bare(one) if one.kind in kinds else Reference()) for one in ids])
        for way in self._by_id:
            self._climb(ladder, way)
        pairs = zip(ids, ladder.lookups(), strict=True)
        return [found if one.kind in kinds else _foreign(one) for one, found in pairs]

    def search(self, question: Question) -> Lookup:
        """Search for a mention in prose: by its identifiers, and by ways to combine its clues."""
        terms = dict(enumerate(question_terms(question)))
        ladder = Ladder([Query(Reference())] * len(terms))
        self._climb(ladder, lambda _: self._by_terms(terms, MENTIONED))
        lookups = [*self.fetch(question.identifiers), *ladder.lookups()]
        return merged(lookups) if lookups else NOTHING_KNOWN

    def by_pmid(self, queries: Open) -> Hits:
        """Take the PMIDs that references give."""
        return Hits({i: (q.reference.PMID,) for i, q in queries.items() if q.reference.PMID}, {})

    def by_doi(self, queries: Open) -> Hits:
        """Search for DOIs, many at a time; the records found say which DOI is theirs."""
        hits = Hits({}, {}, keep=_same_doi)

        def ask(batch: Sequence[tuple[int, str]]) -> None:
            found = self._esearch(doi_term(doi for _, doi in batch), len(batch) * 2)
            hits.pmids.update({i: found for i, _ in batch})

        self._in_batches([(i, q.reference.DOI) for i, q in queries.items()], DOIS, ask, hits)
        return hits

    def by_pmcid(self, queries: Open) -> Hits:
        """Ask the id converter which PMIDs belong to PMCIDs."""
        pmcids = {i: q.reference.PMCID for i, q in queries.items() if q.reference.PMCID}
        if not self._converter or not pmcids:
            return Hits({}, {})
        converted = self._converter.convert(pmcids.values(), "pmcid")
        found = {i: converted.found[p].pmid for i, p in pmcids.items() if p in converted.found}
        return Hits(
            {i: (pmid,) for i, pmid in found.items() if pmid},
            {i: converted.trouble[p] for i, p in pmcids.items() if p in converted.trouble},
            keep=_same_pmcid,
        )

    def by_citation(self, queries: Open) -> Hits:
        """Match journal, year, volume, page and first author, many at a time."""
        hits = Hits({}, {})

        def ask(batch: Sequence[tuple[int, list[str]]]) -> None:
            bdata = "\r".join(citation_line(fields, f"c{i}") for i, fields in batch)
            params = {"db": "pubmed", "retmode": "xml", "bdata": bdata}
            matches = self._client.ask("ecitmatch.cgi", params, read_ecitmatch)
            answered = [i for i, _ in batch if f"c{i}" in matches]
            hits.pmids.update({i: matches[f"c{i}"].pmids[:HANDFUL] for i in answered})

        lines = [(i, citation(q.reference)) for i, q in queries.items()]
        self._in_batches(lines, CITATIONS, ask, hits)
        return hits

    def by_place(self, queries: Open) -> Hits:
        """Search for volume, page, author and years, whatever the journal."""
        return self._by_terms({i: place_terms(q.reference) for i, q in queries.items()})

    def by_title(self, queries: Open) -> Hits:
        """Search for title words, at first with author and years, then without."""
        return self._by_terms({i: title_terms(q.reference) for i, q in queries.items()})

    def by_text(self, queries: Open) -> Hits:
        """Search for words of the text, which the parser may have placed wrongly."""
        hits = self._by_terms({i: text_terms(q.text) for i, q in queries.items()})
        return hits._replace(keep=is_near)

    @property
    def _by_id(self) -> tuple[Callable[[Open], Hits], ...]:
        return self.by_pmid, self.by_doi, self.by_pmcid

    def _climb(self, ladder: Ladder, way: Callable[[Open], Hits]) -> None:
        hits = way(ladder.open())
        wanted = {pmid for pmids in hits.pmids.values() for pmid in pmids}
        ladder.note(hits, fetch_records(self._client, sorted(wanted - ladder.known)))

    def _in_batches(
        self,
        items: Iterable[tuple[int, Item]],
        size: int,
        ask: Callable[[Sequence[tuple[int, Item]]], None],
        hits: Hits,
    ) -> None:
        """Ask about what is there to ask about, and note the trouble of what gets no answer."""
        askable = [(i, item) for i, item in items if item]
        for batch in batches(askable, size):
            _, trouble = ask_halving(batch, ask, FINAL)
            hits.trouble.update({i: error for (i, _), error in trouble})

    def _by_terms(self, terms: Mapping[int, Sequence[str]], most: int = HANDFUL) -> Hits:
        """Search for each reference by one term after the other, until one finds something."""
        hits = Hits({}, {})
        for i, term in ((i, term) for i, several in terms.items() for term in several):
            if hits.pmids.get(i) or i in hits.trouble:
                continue
            try:
                hits.pmids[i] = self._esearch(term, most)
            except SourceError as error:
                hits.trouble[i] = error
        return hits

    def _esearch(self, term: str, most: int) -> tuple[str, ...]:
        params = {"db": "pubmed", "retmax": str(most), "sort": "relevance", "term": term}
        return self._client.ask("esearch.fcgi", params, read_esearch)

    def _is_askable(self, query: Query) -> bool:
        reference = query.reference
        return bool(
            reference.PMID
            or reference.DOI
            or (reference.PMCID and self._converter)
            or citation(reference)
            or place_terms(reference)
            or title_terms(reference)
            or text_terms(query.text)
        )


_KINDS = frozenset(("PMID", "DOI", "PMCID"))


def _bare(identifier: Identifier) -> Reference:
    """Make a reference of nothing but an identifier."""
    return convert({identifier.kind: identifier.value}, Reference)


def _same_doi(query: Query, theirs: Reference) -> bool:
    return query.reference.DOI.casefold() == theirs.DOI.casefold()


def _same_pmcid(query: Query, theirs: Reference) -> bool:
    """A record need not say its PMCID; with a version ("PMC13901.1") it is the same article."""
    return theirs.PMCID in ("", query.reference.PMCID.upper().partition(".")[0])


def _foreign(one: Identifier) -> Lookup:
    return Lookup(trouble=f"PubMed cannot be asked for {one.kind} {one.value}", asked=False)
