"""Find the papers that a document's prose speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, runtime_checkable

from citeman import mentions
from citeman.documents.document import Document
from citeman.fields.ids import Identifier, id_of_link
from citeman.mentions import (
    Candidate,
    Card,
    Choice,
    Clues,
    Collection,
    Mention,
    Paragraph,
    Question,
    Shelf,
    Weighed,
)
from citeman.model import Record, Reference, Span
from citeman.parse.locate import is_named, locate
from citeman.sources import Source


@runtime_checkable
class Counted(Protocol):
    """A source that knows how many works it holds, and in how many each word stands."""

    @property
    def size(self) -> int:
        """The number of works."""

    def works(self, words: Iterable[str]) -> Mapping[str, int]:
        """Tell in how many works each word stands; 1 stands for few or none."""


class Resolved(NamedTuple):
    """A mention: its span and words in the document's text, and what was made of it.

    `trouble` says why a source could not be asked about it, or not to the end.
    """

    span: Span
    quote: str
    choice: Choice
    trouble: str = ""

    @property
    def decision(self) -> str | None:
        """The id of the work meant, or None where the mention is left alone."""
        place = self.choice.decision
        return None if place is None else self.choice.candidates[place][0].card.id


def shelf_of(records: Iterable[Record]) -> Shelf:
    """Put records on a shelf, each work once."""
    return Shelf(_once(Candidate(r.key, r.reference, r.annotation) for r in records))


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    seen: set[tuple[str, str]] = set()
    kept: list[Candidate] = []
    for candidate in candidates:
        ids = {(kind, getattr(candidate.reference, kind)) for kind in ("PMID", "DOI")}
        ids = {(kind, value.casefold()) for kind, value in ids if value}
        if seen.isdisjoint(ids):
            kept.append(candidate)
        seen |= ids
    return kept


def resolve(
    document: Document,
    library: Shelf | None = None,
    source: Source | None = None,
    today: date | None = None,
) -> list[Resolved]:
    """Find the places of a document that speak of a paper, and the paper each must mean.

    The library is asked first, then the source about what the library does not settle. `today` is
    the day from which "last week" counts, where the document does not give its own. Reference
    lists of the document are left out.
    """
    text = document.text
    lists = [span for span in locate(document) if is_named(document, span)]
    paragraphs = mentions.paragraphs(text, document.hidden, lists)
    day = mentions.read_dateline(document.page, paragraphs) or today
    links = list(_links(document))
    found = mentions.find_mentions(paragraphs, day)
    found = mentions.link_mentions(paragraphs, (span for span, _ in links), found)
    spans = [_span(text, paragraphs, mention) for mention in found]
    clues = [
        _linked(mentions.read_clues(mention, paragraphs, day), span, links)
        for mention, span in zip(found, spans, strict=True)
    ]
    asked = [_ask(m, c, library, source) for m, c in zip(found, clues, strict=True)]
    choices = mentions.consistent(clues, [_again(one, asked) for one in asked])
    return [
        Resolved(span, text[span.start : span.end], choice, one.trouble)
        for span, choice, one in zip(spans, choices, asked, strict=True)
    ]


_WRITTEN_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\((?P<href>[^()\s]+)\)")


def _links(document: Document) -> Iterator[tuple[Span, Identifier]]:
    """The links that lead to a work, as markup has them or as plain text writes them."""
    links = [(Span(link.start, link.end), link.href) for link in document.links]
    if not links:
        found = _WRITTEN_LINK.finditer(document.text)
        links = [(Span(*link.span()), link["href"]) for link in found]
    for span, href in links:
        kind, value = id_of_link(href) or ("", "")
        if kind in mentions.KINDS:
            yield span, Identifier(kind, value)


def _linked(clues: Clues, span: Span, links: Iterable[tuple[Span, Identifier]]) -> Clues:
    """Add to what a mention says where its words lead to."""
    ids = [one for at, one in links if at.start < span.end and span.start < at.end]
    identifiers = tuple(dict.fromkeys([*clues.own.identifiers, *ids]))
    return clues._replace(own=clues.own._replace(identifiers=identifiers))


class _Asked(NamedTuple):
    """What was found for a mention, and what to choose."""

    mention: Mention
    clues: Clues
    weighed: list[Weighed]
    choice: Choice
    trouble: str = ""

    @property
    def meant(self) -> str:
        place = self.choice.decision
        return "" if place is None else self.choice.candidates[place][0].card.id


def _ask(mention: Mention, clues: Clues, library: Shelf | None, source: Source | None) -> _Asked:
    """Choose from the library; where that settles nothing, from what the source finds."""
    question = mentions.question_of(clues)
    here = _weighed(mention, clues, library, library.search(question) if library else [])
    if here.meant or mention.talk or not source or not _is_askable(question):
        return here
    lookup = source.search(question)
    shelf = _found_shelf(lookup.candidates, source)
    there = _weighed(mention, clues, shelf, shelf.cards)
    best = there if there.meant or not here.choice.candidates else here
    choice = _unfinished(best.choice) if lookup.trouble and there.meant else best.choice
    return best._replace(choice=choice, trouble=lookup.trouble)


def _weighed(mention: Mention, clues: Clues, shelf: Shelf | None, cards: Iterable[Card]) -> _Asked:
    weighed = [mentions.weigh(clues, card, shelf) for card in cards] if shelf else []
    return _Asked(mention, clues, weighed, mentions.choose(clues, weighed, talk=mention.talk))


def _again(one: _Asked, asked: Sequence[_Asked]) -> Choice:
    """Choose again where a mention may mean a work that another one of the page means."""
    if one.meant or one.mention.apart or one.trouble:
        return one.choice
    likely = {other.meant for other in asked} - {""}
    return mentions.choose(one.clues, one.weighed, talk=one.mention.talk, likely=likely)


def _unfinished(choice: Choice) -> Choice:
    """A search that was not finished may have missed the better candidate."""
    return choice._replace(decision=None, why="the source could not be asked to the end")


def _is_askable(question: Question) -> bool:
    some = (question.identifiers, question.words, question.groups, question.authors)
    return any(some) or bool(question.journal and question.years)


WORLD = 38_000_000
"""Among how many works a mention chooses, where a source does not say its size: PubMed's."""


def _found_shelf(candidates: Sequence[Reference], source: Source) -> Shelf:
    """Put what a source found on a shelf, with what the source knows of its words."""
    among = Collection(WORLD)
    if isinstance(source, Counted):
        words = {word for one in candidates for word in mentions.telling_words(one.title)}
        works = source.works(words) if words else {}
        shares: defaultdict[str, float] = defaultdict(float)
        for word, count in works.items():
            shares[mentions.stem(word)] += count / max(source.size, 1)
        among = Collection(source.size, shares)
    return Shelf(_once(map(_candidate, candidates)), among)


def _candidate(reference: Reference) -> Candidate:
    ids = (f"PMID:{reference.PMID}" if reference.PMID else "", reference.DOI, reference.id)
    return Candidate(next(filter(None, ids), reference.title), reference)


def _span(text: str, paragraphs: Sequence[Paragraph], mention: Mention) -> Span:
    span = paragraphs[mention.paragraph].seen.span(mention.start, mention.end)
    closing = _CLOSING.match(text, span.end)
    if closing and text[span.start : span.end].count(_OPENING[closing[0][0]]) % 2:
        return Span(span.start, closing.end())
    return span


_CLOSING = re.compile(r"\*{1,3}|_|\]\([^()\s]*\)")
_OPENING = {"*": "*", "_": "_", "]": "["}
"""Markup that closes after a mention what opened inside it belongs to the quotation."""
