"""nbib (MEDLINE): what PubMed's "Citation manager" button and EFetch's text mode write."""

import re
from collections.abc import Sequence

from citeman.formats.nbib.reading import reference_of, revised, unread
from citeman.formats.nbib.tags import Tags, blocks, read_tags
from citeman.formats.nbib.writing import NAME, write_record
from citeman.formats.parsed import Parsed
from citeman.model import Place, Problem, Reading, Record, replace

__all__ = [
    "NAME",
    "SUFFIXES",
    "blocks",
    "looks_like",
    "read",
    "read_tags",
    "reference_of",
    "revised",
    "write",
]

SUFFIXES: tuple[str, ...] = (".nbib",)

_LOOKS = re.compile(r"\s*(?P<first>[A-Z]{2,4} {0,2}- ?.*(?:\n.+){0,99})")
_OWN = re.compile(
    r"^(?:PMID ?- ?\d|(?:FAU |FED |BTI |JT  |PG  |LID |AID |STAT)- \S|DP  - \d{4})", re.MULTILINE
)
"""Tags of MEDLINE's that tagged formats like it do not have, or not so."""
_OF_RIS = re.compile(r"^TY {0,2}-", re.MULTILINE)


def looks_like(text: str) -> bool:
    """Tell whether the text begins with a tag, and its first record has one of PubMed's own.

    >>> looks_like("\\nPMID- 12974198\\nOWN - NLM"), looks_like("PMID: 12974198")
    (True, False)
    """
    found = _LOOKS.match(text)
    first = found["first"] if found else ""
    return bool(_OWN.search(first)) and not _OF_RIS.search(first)


def read(text: str, name: str) -> Parsed:
    """Read every record; a line that makes no sense is a problem of its record alone."""
    parsed = Parsed([], [])
    for number, lines in blocks(text):
        tags, strange = read_tags(lines, number)
        if not tags:
            message = f'{name}:{number}: no line with a tag such as "TI  - "'
            parsed.problems.append(Problem("unreadable-line", message))
            continue
        parsed.records.append(_record(tags, strange, name))
    return parsed


def write(records: Sequence[Record]) -> str:
    """Write one block of tags per record; what nbib has no tag for is left out."""
    return "\n".join(write_record(record.reference) for record in records)


def _record(tags: Tags, strange: list[int], name: str) -> Record:
    message = '{}:{}: neither a tag such as "TI  - " nor a line that goes on'
    problems = tuple(Problem("unreadable-line", message.format(name, at)) for at in strange)
    reference = reference_of(tags)
    if rest := unread(tags):
        reference = replace(reference, custom={**reference.custom, NAME: rest})
    reading = Reading(NAME, reference, place=Place(file=name))
    return Record((reading,), key=reference.PMID, problems=problems)
