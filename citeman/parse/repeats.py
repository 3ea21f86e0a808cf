"""The dash that stands for the author of the reference above."""

from collections.abc import Iterable, Iterator

from citeman.model import Name, Record, replace


def repeat_authors(records: Iterable[Record]) -> Iterator[Record]:
    """Give "———. Society and Culture" the authors of the record before it.

    The field's span stays at the dash, which is what says it.
    """
    authors: tuple[Name, ...] = ()
    for record in records:
        found = record.reference.author
        if not found and authors and record.readings and _has_dash(record):
            record = _with_authors(record, authors)
        authors = record.reference.author
        yield record


def _has_dash(record: Record) -> bool:
    return any("author" in reading.fields for reading in record.readings)


def _with_authors(record: Record, authors: tuple[Name, ...]) -> Record:
    readings = tuple(
        replace(reading, reference=replace(reading.reference, author=authors))
        if "author" in reading.fields
        else reading
        for reading in record.readings
    )
    return replace(record, readings=readings)
