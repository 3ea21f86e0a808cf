"""Metadata beside a list (COinS, JSON-LD, meta tags) joins the reference it is about."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from citeman.documents.document import Carried, Document
from citeman.fields.ids import id_of_link
from citeman.model import Reading, Reference, Span, replace
from citeman.parse.collect import NOWHERE, Found, seen_of
from citeman.parse.split import Entry
from citeman.text import fold, stretch

_LONG_TITLE = 20
_ENOUGH = 3
"""Evidence from which metadata is about a reference, wherever either stands."""
_NEARBY = 2
"""Evidence from which it is about the reference that it stands in."""
_SAME_WORDS = 0.85
_IDS = ("DOI", "PMID")


def join(document: Document, found: Sequence[Found]) -> list[Found]:
    """Give each reference the metadata that is about it; what is about none is one of its own.

    An entry that holds the metadata of several works is cut between them. Metadata about the page
    itself is left out.
    """
    loose = [c for c in document.carried if c.loose and not _is_page(c.reading, document.page)]
    if not loose:
        return list(found)
    placed = ((place.span, c.reading.reference) for c in loose if (place := c.reading.place))
    told = sorted(((s.start, said) for s, said in placed if s), key=lambda pair: pair[0])
    pool = _Pool(document, [part for each in found for part in _cut(document, each, told)])
    alone = [carried for carried in loose if not pool.place(carried)]
    return sorted([*pool.joined(), *_alone(document, alone)], key=lambda f: f.entry.citation)


def beside(reading: Reading, printed: Reference) -> Reading:
    """Leave out of a metadata reading what the printed reference says more fully.

    Metadata may name only the first author, and only the year.
    """
    said, theirs = reading.reference, reading.reference.author
    shorter = len(theirs) < len(printed.author) and all(
        fold(a.family) == fold(b.family) for a, b in zip(theirs, printed.author, strict=False)
    )
    if theirs and shorter:
        said = replace(said, author=())
    if said.issued and printed.issued and said.issued.year == printed.issued.year:
        parts = (said.issued.date_parts[0], (*printed.issued.date_parts, ())[0])
        if len(parts[0]) < len(parts[1]):
            said = replace(said, issued=None)
    return replace(reading, reference=said)


class _Clues(NamedTuple):
    """What the words of a reference, and the links in them, say to be told by."""

    text: str
    words: frozenset[str]
    ids: frozenset[tuple[str, str]]


class _Pool:
    """The references of a document, to be found by what metadata says."""

    def __init__(self, document: Document, found: Sequence[Found]) -> None:
        self._found = list(found)
        self._starts = [each.entry.citation.start for each in found]
        self._clues = [_clues(document, each) for each in found]
        self._beside: defaultdict[int, list[Reading]] = defaultdict(list)
        self._index: defaultdict[str, set[int]] = defaultdict(set)
        self._with_id: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for i, clues in enumerate(self._clues):
            for word in clues.words:
                self._index[word].add(i)
            for id_ in clues.ids:
                self._with_id[id_].add(i)

    def place(self, carried: Carried) -> bool:
        """Join metadata with the reference it is about; False where there is none."""
        reading = carried.reading
        i = self._printed(reading.raw) if reading.raw else self._about(reading)
        if i >= 0 and not reading.raw:
            self._beside[i].append(reading)
        return i >= 0

    def joined(self) -> Iterator[Found]:
        """Give the references with what was placed beside them."""
        for i, each in enumerate(self._found):
            yield each._replace(beside=(*each.beside, *self._beside[i]))

    def _printed(self, raw: str) -> int:
        """The reference that is printed in the same words, or -1."""
        words = set(fold(raw).split())
        counts = Counter(i for word in words for i in self._index.get(word, ()))
        best, shared = next(iter(counts.most_common(1)), (-1, 0))
        return best if shared >= _SAME_WORDS * len(words) else -1

    def _about(self, reading: Reading) -> int:
        """The reference that metadata stands in, else the one that agrees with it best, or -1."""
        span = reading.place.span if reading.place else None
        near = bisect_right(self._starts, span.start - 1) - 1 if span else -1
        source, said = reading.source, reading.reference
        if near >= 0 and evidence(said, self._clues[near]) >= _NEARBY:
            return near
        words = set(fold(f"{said.title} {_first_family(said)}").split())
        counts = Counter(i for word in words for i in self._index.get(word, ()))
        likely = {i for i, _ in counts.most_common(5)}
        likely |= {i for id_ in _ids(said) for i in self._with_id.get(id_, ())}
        free = [i for i in likely if all(r.source != source for r in self._beside[i])]
        scored = [(evidence(said, self._clues[i]), -i) for i in free]
        best, place = max(scored, default=(0, 1))
        return -place if best >= _ENOUGH else -1


def evidence(said: Reference, clues: _Clues) -> int:
    """Count what metadata and the words of a reference agree in; a DOI that differs outweighs it.

    A long title counts 2, an identifier 4, other parts 1 each; a year that is not there takes 1.
    """
    ids = _ids(said)
    if ids & clues.ids:
        return 4
    if any(kind in dict(clues.ids) for kind in dict(ids)):
        return 0
    title = fold(said.title)
    count = (1 + (len(title) >= _LONG_TITLE)) * (bool(title) and title in clues.text)
    first_page = said.page.partition("-")[0]
    parts = (_first_family(said), said.volume, first_page)
    count += sum(bool(part) and set(fold(part).split()) <= clues.words for part in parts)
    year = said.issued.year if said.issued else None
    return count + (0 if year is None else 1 if str(year) in clues.words else -1)


def _clues(document: Document, found: Found) -> _Clues:
    text = fold(found.seen.text)
    start, end = found.entry.citation
    first = bisect_left(document.links, start, key=lambda link: link.start)
    links = takewhile(lambda link: link.start < end, islice(document.links, first, None))
    linked = (known for link in links if (known := id_of_link(link.href)))
    carried = _ids(found.carried.reading.reference) if found.carried else frozenset()
    ids = frozenset((kind, value.lower()) for kind, value in linked if kind in _IDS)
    return _Clues(text, frozenset(text.split()), ids | carried)


def _ids(said: Reference) -> frozenset[tuple[str, str]]:
    values = ((kind, str(getattr(said, kind)).lower()) for kind in _IDS)
    return frozenset((kind, value) for kind, value in values if value)


def _first_family(said: Reference) -> str:
    return said.author[0].family or said.author[0].literal if said.author else ""


def _is_page(reading: Reading, page: Reference | None) -> bool:
    return page is not None and _same(reading.reference, page)


def _same(one: Reference, other: Reference) -> bool:
    """Tell whether two pieces of metadata name one work: by identifier, else title and year."""
    if _ids(one) & _ids(other):
        return True
    title, issued = fold(one.title), (one.issued, other.issued)
    years = {date.year for date in issued if date}
    return len(title) > _LONG_TITLE and title == fold(other.title) and len(years) < 2


def _cut(document: Document, found: Found, told: Sequence[tuple[int, Reference]]) -> list[Found]:
    """Cut an entry that holds several works, each before its metadata; else leave it whole.

    `told` is what metadata says at which offset of the text, in order.
    """
    start, end = _hull(found.entry)
    first = bisect_right(told, start, key=lambda pair: pair[0])
    inside = told[first : bisect_right(told, end, key=lambda pair: pair[0])]
    bounds = [start, *sorted({offset for offset, _ in inside})]
    if found.carried or len(bounds) < 3:
        return [found]
    rest = document.text[bounds[-1] : end].strip(" .;")
    bounds[-1] = bounds[-1] if rest else end
    parts = [_part(document, found, a, b) for a, b in pairwise(bounds)]
    both = zip(parts, inside, strict=False)
    about = all(evidence(said, _clues(document, part)) >= _NEARBY for part, (_, said) in both)
    if not about or len(parts) != len(inside):
        return [found]
    note = Span(bounds[-1], end) if rest else None
    return [*parts[:-1], parts[-1]._replace(entry=parts[-1].entry._replace(annotation=note))]


def _hull(entry: Entry) -> Span:
    """All words of an entry: what follows a complete citation is taken for its annotation."""
    start, end = entry.citation
    return Span(start, max(end, entry.annotation.end if entry.annotation else 0))


def _part(document: Document, found: Found, start: int, end: int) -> Found:
    """The words [start, end) of an entry, without what parts them from the words before."""
    entry, text = found.entry, document.text
    while start < end and not (text[start].isalnum() or text[start] in "([“\"'‘"):
        start += 1
    part = Entry(Span(start, end), None, entry.number if start == entry.citation.start else -1)
    return Found(part, seen_of(document, part))


def _alone(document: Document, alone: Sequence[Carried]) -> Iterator[Found]:
    """Make a reference of what is about none that is printed; the same work stands once."""
    kept: list[Found] = []
    for carried in alone:
        reading = carried.reading
        same = next((i for i, each in enumerate(kept) if _is_same(each, reading)), -1)
        if same >= 0:
            kept[same] = kept[same]._replace(beside=(*kept[same].beside, reading))
            continue
        place = reading.place
        span = place.span if place and place.span else Span(len(document.text), len(document.text))
        seen = stretch(reading.raw, 0, len(reading.raw)) if reading.raw else NOWHERE
        told = None if reading.raw else carried._replace(complete=True)
        kept.append(Found(Entry(span, None, -1), seen, told))
    yield from kept


def _is_same(found: Found, reading: Reading) -> bool:
    carried = found.carried
    return carried is not None and _same(carried.reading.reference, reading.reference)
