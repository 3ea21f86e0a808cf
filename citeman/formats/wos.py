"""The field-tagged export of Web of Science.

Tags: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html; they are read as
those of RIS that mean the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.ris.entries import Entry, entry_of
from citeman.formats.ris.reading import read_reference
from citeman.model import Place, Reading, Record, replace
from citeman.text import lines

NAME = "wos"
SUFFIXES: tuple[str, ...] = (".ciw",)

TAGS = {
    "AF": "AU", "CA": "AU", "BE": "ED", "ED": "ED", "TI": "TI", "SO": "T2", "SE": "T3",
    "LA": "LA", "DT": "M3", "DE": "KW", "ID": "KW", "AB": "AB", "PU": "PB", "PI": "CY",
    "SN": "SN", "EI": "SN", "BN": "SN", "JI": "J2", "PY": "PY", "PD": "DA", "VL": "VL",
    "IS": "IS", "BP": "SP", "EP": "EP", "AR": "C7", "DI": "DO", "UT": "AN", "PM": "U2",
}  # fmt: skip
"""Tag -> RIS's tag."""
_BARE = {"AU": "AU", "J9": "J2"}
"""Tags that count where the fuller one (AF, JI) is missing."""
_FULLER = {"AU": "AF", "J9": "JI"}
_LISTS = frozenset(["AU", "AF", "CA", "BE", "ED", "BA", "BF", "CR", "C1", "C3", "RP"])
"""Tags whose lines are values of their own; the others go on from line to line."""

_BOUNDS = ("PT", "ER", "EF")
_LOOKS = re.compile(r"\ufeff?\s*(?:FN [^\n]*\n|VR [\d.]+\s*\n)*PT [JBSPC]\b")
_CHAPTER = re.compile(r"chapter|proceedings paper", re.IGNORECASE)
_KINDS = {"J": "JOUR", "B": "BOOK", "S": "CHAP", "P": "PAT", "C": "CONF"}


def looks_like(text: str) -> bool:
    """Tell whether the text begins as an export does.

    >>> looks_like("FN Clarivate\\nVR 1.0\\nPT J\\nAU Roe, A"), looks_like("PT Journal")
    (True, False)
    """
    return _LOOKS.match(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every record; raise InputError when there is none and the text is something else."""
    entries = list(_entries(lines(text.removeprefix("\ufeff"))))
    if not entries and text.strip():
        raise InputError(
            f"{name}: nothing of Web of Science in it; looked for lines that begin with PT"
        )
    return Parsed([_record(entry, name) for entry in entries], [])


def _entries(text: Sequence[str]) -> Iterator[Entry]:
    """A record begins at PT and ends at ER, or where the next begins."""
    kind, start, is_open = "", 1, False
    values: list[tuple[str, list[str]]] = []
    for number, line in enumerate(text, start=1):
        if not _is_tagged(line):
            if values and (further := line.strip()):
                values[-1][1].append(further)
            continue
        tag, value = line[:2], line[3:].strip()
        if tag in _BOUNDS:
            if is_open:
                yield entry_of(kind, _joined(values), start)
            kind, start, is_open, values = value, number, tag == "PT", []
        elif is_open:
            values.append((tag, [value]))
    if is_open:
        yield entry_of(kind, _joined(values), start)


def _joined(values: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    return ((tag, ("\n" if tag in _LISTS else " ").join(parts)) for tag, parts in values)


def _is_tagged(line: str) -> bool:
    first, second = line[:1], line[1:2]
    return (
        "A" <= first <= "Z"
        and ("A" <= second <= "Z" or "0" <= second <= "9")
        and line[2:3] in ("", " ")
    )


def _record(entry: Entry, name: str) -> Record:
    given = entry.values
    tags = TAGS | {tag: ris for tag, ris in _BARE.items() if _FULLER[tag] not in given}
    values: dict[str, list[str]] = {}
    rest: dict[str, list[str]] = {}
    for tag, said in given.items():
        if tag in tags:
            marked = [f"{pmid}[pmid]" for pmid in said] if tag == "PM" else said  # as RIS has it
            values.setdefault(tags[tag], []).extend(marked)
        else:
            rest[tag] = said
    reference = read_reference(Entry(_kind(entry), values, entry.line))
    reference = replace(reference, custom={**reference.custom, **({NAME: rest} if rest else {})})
    return Record((Reading(NAME, reference, place=Place(file=name)),))


def _kind(entry: Entry) -> str:
    """RIS's type; in books and series a document type tells of parts."""
    kind = _KINDS.get(entry.kind, "GEN")
    genre = next(iter(entry.values.get("DT", ())), "")
    return "CHAP" if kind == "BOOK" and _CHAPTER.search(genre) else kind
