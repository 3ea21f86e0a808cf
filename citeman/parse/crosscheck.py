"""The layout and the words of a list, read apart, must cut it alike; where they do not, say so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from citeman.documents.document import Document
from citeman.model import Span
from citeman.parse.labels import Labelled
from citeman.parse.lines import words
from citeman.parse.split import Entry
from citeman.parse.starts import Start, next_number, starts
from citeman.parse.tail import is_located
from citeman.text import Stretch, stretch

_SHOWN = 40
_MOST = 0.75
_MANY = 3


def crosscheck(document: Document, entries: Sequence[Entry]) -> list[Entry]:
    """Cut the entries of a list once more where their words begin another reference.

    Both parts of such a cut are doubtful, and so is an entry that goes on with the one before it;
    where the words agree with the layout, nothing changes.
    """
    checked: list[Entry] = []
    entries = _rejoined(document, entries)
    for i, entry in enumerate(entries):
        after = entries[i + 1].number if i + 1 < len(entries) else -1
        checked += _parts(document, entry, after)
    return [_continued(document, *pair) for pair in pairwise([None, *checked])]


def _rejoined(document: Document, entries: Sequence[Entry]) -> list[Entry]:
    """Join entries of one paragraph again where references begin in the middle of its lines.

    Such a paragraph was filled without regard to references; its line breaks say nothing.
    """
    joined: list[Entry] = []
    for entry in entries:
        if joined and _is_below(document, joined[-1], entry):
            joined[-1] = joined[-1]._replace(citation=_hull(joined[-1], entry), annotation=None)
        else:
            joined.append(entry)
    if len(joined) == len(entries):
        return joined
    kept: list[Entry] = []
    for whole in joined:
        inside = [
            each
            for each in entries
            if whole.citation.start <= each.citation.start < whole.citation.end
        ]
        kept += [whole] if len(inside) > 1 and _is_filled(document, whole) else inside
    return kept


def _is_below(document: Document, above: Entry, entry: Entry) -> bool:
    """Tell whether an entry goes on the line below another, and neither has a marker."""
    between = document.text[_hull(above, above).end : entry.citation.start]
    return above.number < 0 > entry.number and between.isspace() and between.count("\n") == 1


def _hull(first: Entry, last: Entry) -> Span:
    end = max(last.citation.end, last.annotation.end if last.annotation else 0)
    return Span(first.citation.start, end)


def _is_filled(document: Document, entry: Entry) -> bool:
    seen = _seen(document, entry)
    begun = [document.text[seen.offsets[start.offset] - 1] for start in starts(seen.text)[1:]]
    return sum(before == " " for before in begun) * 2 > len(begun)


def two_in_one(labels: Sequence[Labelled]) -> bool:
    """Tell whether the labels of a citation are those of two: each with people, and a place.

    >>> one = [Labelled(0, 5, "author", 1.0), Labelled(6, 9, "volume", 1.0)]
    >>> two_in_one(one), two_in_one([*one, *(x._replace(start=x.start + 20) for x in one)])
    (False, True)
    """
    order = [span.label for span in labels if span.label in ("author", "volume", "page", "issued")]
    later = order[order.index("author") + 1 :] if "author" in order else []
    if "author" not in later:
        return False
    at = later.index("author")
    between, behind = set(later[:at]), set(later[at:])
    return (bool(between & behind & {"volume", "page", "issued"}) and len(between) > 1) or (
        "volume" in between and "volume" in behind
    )


def _parts(document: Document, entry: Entry, after: int) -> Iterator[Entry]:
    """Cut one entry where the words say so; `after` is the number of the next one, or -1."""
    seen = _seen(document, entry)
    found = _inside(seen.text, entry, after)
    if not found:
        yield entry
        return
    bounds = [0, *(start.offset for start in found), len(seen.text)]
    message = f"the layout has one reference here, its words {len(bounds) - 1}: " + " | ".join(
        _shown(seen.text[a:b]) for a, b in pairwise(bounds)
    )
    numbers = [entry.number, *(start.number for start in found)]
    whys = [entry.why, *(start.why for start in found)]
    for (a, b), number, why in zip(pairwise(bounds), numbers, whys, strict=True):
        a += _marker_size(seen.text, a, number) if a else 0
        part = seen.text[a:b].rstrip()
        yield Entry(seen.span(a, a + len(part)), None, number, why, message)


def _seen(document: Document, entry: Entry) -> Stretch:
    """All words of an entry: what follows a citation that is complete may be the next one."""
    end = max(entry.citation.end, entry.annotation.end if entry.annotation else 0)
    return stretch(document.text, entry.citation.start, end, document.hidden)


def _inside(text: str, entry: Entry, after: int) -> list[Start]:
    """Find the references that begin inside an entry: the next numbers, else by authors."""
    if entry.number >= 0:
        numbers = next_number(text, entry.number + 1, after)
        return numbers or _unnumbered(text, after - entry.number - 1)
    found = starts(text)[1:]
    return [] if entry.annotation and not _is_list(text, found) else found


def _unnumbered(text: str, missing: int) -> list[Start]:
    """Find references without numbers: as many as are missing, or so many that the number errs."""
    found = starts(text)[1:]
    return found if len(found) == missing or len(found) >= _MANY else []


def _is_list(text: str, found: Sequence[Start]) -> bool:
    """Tell whether words behind a citation are references rather than an annotation."""
    bounds = [start.offset for start in found] + [len(text)]
    return sum(is_located(text[a:b]) for a, b in pairwise(bounds)) > _MOST * len(found)


def _marker_size(text: str, at: int, number: int) -> int:
    """The size of the number, with what is around it, at an offset."""
    if number < 0:
        return 0
    return len(text[at:]) - len(text[at:].lstrip("[(0123456789.)] "))


def _continued(document: Document, before: Entry | None, entry: Entry | None) -> Entry:
    """Doubt an entry that begins in the middle of a sentence."""
    assert entry is not None
    if before is None or entry.number >= 0 or entry.doubt:
        return entry
    text = words(document, *entry.citation)
    if not text[:1].islower() or is_located(words(document, *before.citation)):
        return entry
    message = f"the layout begins a reference here, its words go on: {_shown(text)}"
    return entry._replace(doubt=message)


def _shown(text: str) -> str:
    text = text.strip()
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
