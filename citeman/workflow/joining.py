"""What a document keeps of its references as data, beside what is printed of them: one record.

The printed list of a manuscript is made from the data behind its citations, but a person may have
changed it since, and the list may be an older one. So the two are joined only where they surely
are one work; what has no counterpart is a record of its own.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest
from typing import NamedTuple

from citeman import formats
from citeman.documents.document import Document, Payload
from citeman.errors import InputError
from citeman.fields.citekeys import DEFAULT, assign_keys
from citeman.fields.ids import read_doi, read_pmcid, read_pmid
from citeman.match.compare import Comparison, compare
from citeman.match.rules import is_possible, is_sure
from citeman.model import Place, Problem, Record, Reference, replace
from citeman.text import fold, squeeze

_NEAREST = 4
"""Printed references that a work is compared with: those that share the rarest words."""
_LIKELY = 0.9
"""How likely a printed reference must be the work if it need not be taken on trust alone."""
_LONG_WORD = 4
_SHOWN = 40
_NOTED = re.compile(r"^(?P<kind>PMID|PMCID|DOI): *(?P<value>\S+) *$", re.MULTILINE)
_READERS = {"PMID": read_pmid, "PMCID": read_pmcid, "DOI": read_doi}


def join(
    records: Sequence[Record],
    document: Document,
    *,
    taken: Collection[str] = (),
    pattern: str = DEFAULT,
) -> tuple[list[Record], list[Problem]]:
    """Add what a document's payloads say to the records of its text; keys are set as in parsing.

    A payload becomes the first reading of the record that is printed of it, under the name of the
    manager that kept it, or a record after the others. What cannot be read of one is a problem.
    """
    kept: list[Record] = []
    problems = list(_unread(document))
    for payload in document.payloads:
        try:
            parsed = formats.by_name(payload.format).read(payload.data, document.name)
        except InputError as error:
            problems.append(Problem("unreadable-record", f"{_named(payload)}: {error}"))
            continue
        kept += [_sourced(record, payload, document.name) for record in parsed.records]
        problems += parsed.problems
    return _joined(list(records), kept, taken, pattern), problems


def _unread(document: Document) -> Iterator[Problem]:
    """Name the citations of which nothing can be read."""
    for cited in document.cited:
        if not cited.key and cited.payload is None:
            shown = squeeze(document.text[slice(*cited.span)])[:_SHOWN]
            message = (
                f"{document.name}: the data of {cited.source} behind {shown!r} cannot be read"
            )
            yield Problem("unreadable-citation", message, cited.span)


def _named(payload: Payload) -> str:
    return f"what {payload.source} keeps of {payload.key or 'a work'}"


def _sourced(record: Record, payload: Payload, name: str) -> Record:
    readings = (
        replace(
            reading,
            source=payload.source,
            reference=_identified(reading.reference),
            place=Place(name),
        )
        for reading in record.readings
    )
    return replace(record, readings=tuple(readings))


def _identified(reference: Reference) -> Reference:
    """Read the identifiers that Zotero, which has no fields for them, puts on lines of the note.

    >>> _identified(Reference(note="PMID: 12974198\\nRead twice")).PMID
    '12974198'
    """
    said = {line["kind"]: line["value"] for line in _NOTED.finditer(reference.note)}
    values = {kind: read(said[kind]) for kind, read in _READERS.items() if kind in said}
    found = {k: value for k, value in values.items() if value and not getattr(reference, k)}
    return replace(reference, **found)


def _joined(
    records: list[Record], kept: Sequence[Record], taken: Collection[str], pattern: str
) -> list[Record]:
    pairs = dict(_pairs(records, kept))
    for k, r in sorted(pairs.items(), reverse=True):
        records[r] = _with(records[r], kept[k])
    alone = [record for k, record in enumerate(kept) if k not in pairs]
    used = {*taken, *(record.key for record in records)}
    keys = assign_keys([record.reference for record in alone], used, pattern)
    return [*records, *(replace(r, key=key) for r, key in zip(alone, keys, strict=True))]


def _with(record: Record, kept: Record) -> Record:
    """Put what is kept of a work before what is printed of it, at the place of the latter."""
    readings = (replace(reading, place=record.place) for reading in kept.readings)
    return replace(
        record,
        readings=(*readings, *record.readings),
        annotation=record.annotation or kept.annotation,
        problems=record.problems + kept.problems,
    )


class _Pair(NamedTuple):
    score: float
    kept: int
    record: int


def _pairs(records: Sequence[Record], kept: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pair the works of each manager with printed references one to one, the likeliest first."""
    used_kept, used_records = set[int](), set[tuple[int, str]]()
    for pair in sorted(_candidates(records, kept), key=lambda pair: (-pair.score, pair)):
        said = (pair.record, kept[pair.kept].readings[0].source)
        if pair.kept not in used_kept and said not in used_records:
            used_kept.add(pair.kept)
            used_records.add(said)
            yield pair.kept, pair.record


def _candidates(records: Sequence[Record], kept: Sequence[Record]) -> Iterator[_Pair]:
    shelf = _Shelf(records)
    for k, work in enumerate(kept):
        for r in shelf.nearest(work):
            record = records[r]
            comparison = compare(record.reference, work.reference, record.raw)
            if _is_one(comparison):
                yield _Pair(comparison.score, k, r)


def _is_one(comparison: Comparison) -> bool:
    """Tell whether print and data are one work: surely, or likely and with nothing against it."""
    if is_sure(comparison):
        return True
    against = any(comparison.verdict(f) == "differs" for f in ("title", "DOI", "author"))
    return is_possible(comparison) and comparison.score >= _LIKELY and not against


class _Shelf:
    """Printed references by the words of their strings, to be found by a work's rarest words."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for at, record in enumerate(records):
            for word in set(fold(f"{record.raw} {record.reference.title}").split()):
                self._places[word].append(at)

    def nearest(self, work: Record) -> list[int]:
        """Give the references that share most with a work, rare words counting most."""
        reference = work.reference
        words = {w for w in fold(reference.title).split() if len(w) >= _LONG_WORD}
        for name in reference.author[:1]:
            words |= set(fold(name.family or name.literal).split())
        words |= set(fold(f"{reference.page} {reference.volume}").split())
        shared: defaultdict[int, float] = defaultdict(float)
        for word in words:
            places = self._places.get(word, [])
            for at in places:
                shared[at] += 1 / len(places)
        return nlargest(_NEAREST, shared, key=shared.__getitem__)
