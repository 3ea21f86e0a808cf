"""What people and programs say about records: edits, and pairs that are or are not one work."""

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from citeman.model import Reading, Record, Reference, replace

MANUAL = "manual"
"""The source of a reading that a person made."""


class Edit(Struct, frozen=True, omit_defaults=True):
    """What a person changed in a record: fields by a reading of their own, tags, the annotation.

    None for an annotation says that it stays as it is. `key` is the one that the work of the
    record is to go by, as long as it is named after that record; "" leaves that as it is too.
    """

    reading: Reading | None = None
    added_tags: tuple[str, ...] = ()
    removed_tags: tuple[str, ...] = ()
    annotation: str | None = None
    key: str = ""


class Pair(Struct, frozen=True, omit_defaults=True):
    """What is said about two records: how likely they are one work, why, and what was decided.

    `verdict` is "same", "different" or "doubtful"; `score` runs from 0 to 1.
    """

    verdict: str
    score: float = 0.0
    reasons: tuple[str, ...] = ()


def apply(edits: Iterable[Edit], record: Record) -> Record:
    """Apply edits in the order they were made: of two that speak of one field the later counts.

    >>> edit = Edit(Reading(MANUAL, Reference(volume="25")), added_tags=("seen",))
    >>> record = apply([edit], Record((Reading("ris", Reference(title="T", volume="24")),)))
    >>> record.reference.volume, record.tags, len(record.readings)
    ('25', ('seen',), 2)
    """
    for edit in edits:
        tags = [tag for tag in record.tags if tag not in edit.removed_tags]
        own = (edit.reading,) if edit.reading else ()
        record = replace(
            record,
            readings=(*own, *record.readings),
            tags=tuple(dict.fromkeys([*tags, *edit.added_tags])),
            annotation=record.annotation if edit.annotation is None else edit.annotation,
        )
    return record


def digest(record: Record) -> int:
    """Number what a record says, whoever says it and whatever its key: 64 bits, signed.

    >>> a = Record((Reading("ris", Reference(id="a", title="T")),), key="a")
    >>> digest(a) == digest(replace(a, key="b")), digest(a) == digest(Record())
    (True, False)
    """
    said = hashlib.blake2b(_ENCODER.encode(_said(record)), digest_size=8).digest()
    return int.from_bytes(said, signed=True)


def _said(record: Record) -> tuple[Reference, str, tuple[str, ...]]:
    return replace(record.reference, id=""), record.annotation, record.tags


_ENCODER = msgspec.json.Encoder(order="sorted")


def says_no_more(record: Record, known: Record) -> bool:
    """Tell whether a record says nothing that another does not, whatever its key and file.

    Where it has several readings, the other has them too.
    """
    if _said(record) != _said(known):
        return False
    here = [_reading(reading) for reading in known.readings]
    return len(record.readings) == 1 or all(_reading(r) in here for r in record.readings)


def _reading(reading: Reading) -> tuple[Reference, str, tuple[str, ...]]:
    return replace(reading.reference, id=""), reading.standing, reading.emptied
