"""What a word processor's file cites: keys of reference managers, with the works behind them."""

from collections.abc import Mapping
from typing import NamedTuple

from citeman import documents, formats
from citeman.documents.document import Cited
from citeman.errors import InputError
from citeman.manuscripts import Citation, Manuscript
from citeman.match.pairing import pair
from citeman.model import Record, replace
from citeman.workflow.shelving import Entry, Shelf


class Embedded(NamedTuple):
    """The text of a file, its citations, the works behind their keys as far as the file keeps
    them, and what of it could not be read."""

    text: str
    manuscript: Manuscript
    works: Mapping[str, Record]
    gaps: tuple[str, ...]


def read_embedded(data: bytes, name: str) -> Embedded | None:
    """Read the citations of a file that is no text; None where it is one.

    InputError says why it cannot be read.
    """
    if not documents.is_binary(data, name):
        return None
    document = documents.read(data, name)
    works: dict[str, Record] = {}
    for cited in document.cited:
        work = None if cited.key in works else _work(cited, name)
        if work:
            works[cited.key] = work
    citations = tuple(Citation(cited.key, cited.span) for cited in document.cited if cited.key)
    gaps = tuple(dict.fromkeys(_gap(cited) for cited in document.cited if not cited.key))
    return Embedded(document.text, Manuscript(citations, folds_case=False), works, gaps)


def match_works(works: Mapping[str, Record], shelf: Shelf) -> dict[str, Entry]:
    """Find the entries that surely are some works, by identifiers and all fields."""
    if not works:
        return {}
    keys = [key for key in works if not shelf.find(key)]
    pairing = pair([works[key] for key in keys], [entry.record for entry in shelf.entries])
    return {keys[one]: shelf.entries[other] for one, other, _ in pairing.pairs}


def _gap(cited: Cited) -> str:
    return f"a citation of {cited.source} cannot be read"


def _work(cited: Cited, name: str) -> Record | None:
    """The work behind a citation; None where nothing that can be read is kept of it."""
    kept = cited.payload
    try:
        records = formats.by_name(kept.format).read(kept.data, name).records if kept else []
    except InputError:
        return None
    if not records or not cited.key:
        return None
    readings = (replace(reading, source=cited.source) for reading in records[0].readings)
    return replace(records[0], readings=tuple(readings), key=cited.key)
