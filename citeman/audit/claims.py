"""The identifiers that records give, and what the text that carries them says of the work."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from citeman.fields.ids import Identifier, find_ids, id_of_link, read_doi, read_pmcid, read_pmid
from citeman.model import TRUST, Record, Reference, replace, settle

LOOKED_UP = frozenset(TRUST) - {"manual"}
"""The sources whose readings came with an identifier: they cannot speak for the text."""

READ: dict[str, Callable[[str], str]] = {"PMID": read_pmid, "PMCID": read_pmcid, "DOI": read_doi}
"""The kinds of identifier that are verified, and how each is read."""


class Told(NamedTuple):
    """What the text of one record says of its work, without any identifier.

    `text` is the string it was parsed from, its identifiers taken out, or "".
    """

    key: str
    reference: Reference
    text: str = ""


class Claim(NamedTuple):
    """An identifier that the record at a place of the list gives for the work it tells of.

    `given` is the identifier in its plain spelling; where it makes no sense, it is given as it
    stands there, and the value of `identifier` is "".
    """

    place: int
    told: Told
    identifier: Identifier
    given: str


def claims_of(records: Sequence[Record]) -> list[Claim]:
    """List what there is to verify, in the order of the records; PMID, PMCID and DOI of each.

    >>> from citeman.model import Reading
    >>> reference = Reference(title="Interleukin-2", PMID="2202892", DOI="10.1000/x")
    >>> [c.given for c in claims_of([Record((Reading("parsed", reference),))])]
    ['PMID:2202892', '10.1000/x']
    """
    tellings = told_by(records)
    return [
        Claim(place, tellings[place], identifier, given)
        for place, record in enumerate(records)
        for identifier, given in _identifiers(record)
    ]


def told_by(records: Sequence[Record]) -> list[Told]:
    """Say what the text of every record tells, in order."""
    return [_told(record) for record in records]


def _told(record: Record) -> Told:
    settled = settle(r for r in record.readings if r.source not in LOOKED_UP)
    bare = replace(settled, **dict.fromkeys([*READ, "URL"], ""))
    return Told(record.key, bare, _without_ids(record.raw))


def _without_ids(raw: str) -> str:
    for found in reversed(find_ids(raw)):
        raw = raw[: found.start] + raw[found.end :]
    return raw


def _identifiers(record: Record) -> Iterator[tuple[Identifier, str]]:
    """Every identifier once, however many readings give it and however they spell it."""
    seen = set()
    for kind, given in sorted(_given(record), key=lambda pair: list(READ).index(pair[0])):
        identifier = Identifier(kind, READ[kind](given))
        same = (kind, identifier.value.casefold() or given)
        if same not in seen:
            seen.add(same)
            yield identifier, str(identifier) if identifier.value else given


def _given(record: Record) -> Iterator[tuple[str, str]]:
    readings = [r for r in record.readings if r.standing != "proposed"]
    emptied = {field for reading in readings for field in reading.emptied}
    for reading in readings:
        for kind in READ:
            value = getattr(reading.reference, kind).strip()
            if value and kind not in emptied:
                yield kind, value
        link = id_of_link(reading.reference.URL)
        if link and link[0] in READ and link[0] not in emptied:
            yield link
