"""A local index of PubMed records as a source: no server, no connection."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from citeman.enrich import Lookup, Query
from citeman.errors import SourceError
from citeman.fields.ids import Identifier, read_pmid
from citeman.match.compare import compare
from citeman.match.journals import is_same_journal
from citeman.match.rules import is_possible
from citeman.model import Reference
from citeman.sources import Question, merged
from citeman.sources.indexing.asking import Way, ways_to_ask
from citeman.sources.indexing.keys import key, place_keys, title_keys
from citeman.sources.indexing.ranking import by_words
from citeman.sources.indexing.reading import PATIENCE, Reader, Weights
from citeman.sources.indexing.words import words_of, year_word
from citeman.text import fold

MOST = 20
"""Candidates given for one work at most."""
_CROWD = 200
"""Works of one key that are counted at most: many titles are "Editorial"."""
_BY_KEYS = 12
_BY_WORDS = 6
_COVERED = 0.5
"""The share of a title that must stand among the words for its work to be a candidate."""
_LOOKED_AT = 400
"""Works that are looked at where only some words, and perhaps a year or journal, are known."""
_LONGEST = 60
"""Words of a text that are looked at."""

_SENTENCE = re.compile(r"[.?!]\s+|[“”\"]")

Found = dict[int, Reference]


class Index:
    """An index file that `citeman index build` made, as a source of references.

    Raises InputError or SourceError where it cannot be opened; afterwards trouble is part of the
    answers.
    """

    name = "index"

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self._reader = Reader(path, patience)
        self._weights = Weights(self._reader)

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        """Look works up by identifiers, then by title, volume and page, then by words.

        A work goes on to the next way only until a candidate fits it.
        """
        return [_told(self._find, query) for query in queries]

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        """Give the records that carry an identifier: a PMID, a PMCID or a DOI."""
        return [_told(self._fetch, identifier) for identifier in ids]

    def search(self, question: Question) -> Lookup:
        """Find works for a mention in prose: by its identifiers, and by words of its text.

        Authors are not held to search by; the works of a journal and a year are found by words.
        """
        found = [_told(self._search, way) for way in ways_to_ask(question)]
        return merged([*self.fetch(question.identifiers), *found])

    def works(self, words: Iterable[str]) -> Mapping[str, int]:
        """Tell in how many works of the index each word stands; 1 stands for few or none."""
        return self._weights.works(words)

    @property
    def size(self) -> int:
        """The number of works in the index."""
        return self._reader.size

    def words(
        self,
        text_terms: Iterable[str],
        years: Iterable[int] = (),
        journals: Iterable[str] = (),
        most: int = MOST,
    ) -> list[Reference]:
        """Give works whose titles share words with some terms, the best first.

        Rare words count most. Years and journals, where given, must be right; journals may be
        spelt in any way. SourceError says that the file cannot be read.
        """
        words = list(dict.fromkeys(word for term in text_terms for word in words_of(term)))
        wanted = [year_word(year) for year in years]
        ranked = by_words(self._reader, self._weights, words, wanted, looked_at=_LOOKED_AT)
        names = self._spellings(journals)
        found = self._reader.records(r.pmid for r in ranked).values()
        return [ref for ref in found if not names or _appeared_in(ref, names)][:most]

    def journals(self, name: str) -> list[str]:
        """Give every title and abbreviation on record of the journal that a name means.

        The name may be any of them, or an ISSN; [] where it is not known.
        """
        found = self._reader.journals(name)
        return list(dict.fromkeys(title for j in found for title in j[:3] if title))

    def _search(self, way: Way) -> Lookup:
        return Lookup(tuple(self.words(*way)))

    def _spellings(self, names: Iterable[str]) -> list[str]:
        return [spelling for name in names for spelling in (name, *self.journals(name))]

    def _fetch(self, identifier: Identifier) -> Lookup:
        find = _BY_ID.get(identifier.kind)
        if find is None:
            return Lookup(trouble=f"an index knows no {identifier.kind}", asked=False)
        records = self._reader.records(find(self._reader, identifier.value))
        return Lookup(tuple(r for r in records.values() if _carries(r, identifier)))

    def _find(self, query: Query) -> Lookup:
        if not _is_searchable(query):
            return Lookup(trouble="it has no identifier and no title to look for", asked=False)
        found: Found = {}
        for way in (self._by_ids, self._by_keys, self._by_words):
            new = {pmid: ref for pmid, ref in way(query).items() if pmid not in found}
            fitting = {
                p: ref for p, ref in new.items() if is_possible(compare(query.reference, ref))
            }
            found = fitting | found | new
            if fitting:
                break
        return Lookup(tuple(found.values())[:MOST])

    def _by_ids(self, query: Query) -> Found:
        found: Found = {}
        for kind in _BY_ID:
            value = getattr(query.reference, kind)
            if value:
                lookup = self._fetch(Identifier(kind, value))
                found |= {int(ref.PMID): ref for ref in lookup.candidates}
        return found

    def _by_keys(self, query: Query) -> Found:
        """Works that share most keys come first; those of one title stay together."""
        votes: Counter[int] = Counter()
        for number in title_keys(query.reference):
            votes.update(dict.fromkeys(self._reader.pmids(number, _CROWD), 3))
        for number in place_keys(query.reference):
            votes.update(dict.fromkeys(self._reader.pmids(number, _CROWD), 2))
        return self._reader.records(pmid for pmid, _ in votes.most_common(_BY_KEYS))

    def _by_words(self, query: Query) -> Found:
        """Words of the title, then of the whole string: a title may have been cut wrongly."""
        title = f"{query.reference.title} {query.reference.original_title}"
        words = words_of(title)[:_LONGEST] or _words_of_longest_sentence(query.text)
        others = [w for w in words_of(query.text) if w not in words and not w.isdigit()]
        if not words and not others:
            return {}
        ranked = by_words(self._reader, self._weights, words, others=others[:_LONGEST])
        worthy = [r.pmid for r in ranked if r.cover >= _COVERED][:_BY_WORDS]
        return self._reader.records(worthy)


Asked = TypeVar("Asked")


def _told(look: Callable[[Asked], Lookup], asked: Asked) -> Lookup:
    try:
        return look(asked)
    except SourceError as error:
        return Lookup(trouble=str(error))


def _words_of_longest_sentence(text: str) -> list[str]:
    """What is most likely the title of a string whose parts are not known."""
    return max(map(words_of, _SENTENCE.split(text)), key=len)[:_LONGEST]


def _by_pmid(reader: Reader, value: str) -> Iterable[int]:
    pmid = read_pmid(value)
    return [int(pmid)] if pmid else []


def _by_pmcid(reader: Reader, value: str) -> Iterable[int]:
    return reader.pmids(key("pmcid", value.upper().removeprefix("PMC")), _CROWD)


def _by_doi(reader: Reader, value: str) -> Iterable[int]:
    return reader.pmids(key("doi", value.casefold()), _CROWD)


_BY_ID: Mapping[str, Callable[[Reader, str], Iterable[int]]] = {
    "PMID": _by_pmid,
    "PMCID": _by_pmcid,
    "DOI": _by_doi,
}


def _carries(reference: Reference, identifier: Identifier) -> bool:
    """Two keys may share a hash, and an earlier version may have had another DOI."""
    if identifier.kind == "PMID":
        return True
    value: str = getattr(reference, identifier.kind)
    return value.casefold() == identifier.value.casefold()


def _is_searchable(query: Query) -> bool:
    reference = query.reference
    ways = (reference.PMID, reference.PMCID, reference.DOI, fold(reference.title), query.text)
    return any(ways) or any(place_keys(reference))


def _appeared_in(reference: Reference, names: Iterable[str]) -> bool:
    titles = (reference.container_title, reference.container_title_short)
    return any(is_same_journal(name, title) for name in names for title in titles if title)
