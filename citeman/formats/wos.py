"""The field-tagged export of Web of Science.

Tags: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html; they are read as
those of RIS that mean the same.
"""

import re
from collections.abc import Iterator, Sequence

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.ris.entries import Entry, Tagged
from citeman.formats.ris.reading import read_reference
from citeman.model import Place, Reading, Record, replace

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

_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*)|$)")
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
    entries = list(_entries(re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))))
    if not entries and text.strip():
        raise InputError(
            f"{name}: nothing of Web of Science in it; looked for lines that begin with PT"
        )
    return Parsed([_record(entry, name) for entry in entries], [])


def _entries(lines: Sequence[str]) -> Iterator[Entry]:
    """A record begins at PT and ends at ER, or where the next begins."""
    entry: Entry | None = None
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        if match and match["tag"] in ("PT", "ER", "EF"):
            if entry:
                yield entry
            starts = match["tag"] == "PT"
            entry = Entry((match["value"] or "").strip(), [], number) if starts else None
        elif match and entry:
            entry.values.append(Tagged(match["tag"], (match["value"] or "").strip(), number))
        elif entry and entry.values and line.strip():
            last = entry.values[-1]
            joint = "\n" if last.tag in _LISTS else " "
            entry.values[-1] = last._replace(value=f"{last.value}{joint}{line.strip()}")
    if entry:
        yield entry


def _record(entry: Entry, name: str) -> Record:
    given = {value.tag for value in entry.values}
    tags = TAGS | {tag: ris for tag, ris in _BARE.items() if _FULLER[tag] not in given}
    values = [_marked(v)._replace(tag=tags[v.tag]) for v in entry.values if v.tag in tags]
    reference = read_reference(Entry(_kind(entry), values, entry.line))
    rest: dict[str, list[str]] = {}
    for value in entry.values:
        if value.tag not in tags and value.value:
            rest.setdefault(value.tag, []).append(value.value)
    reference = replace(reference, custom={**reference.custom, **({NAME: rest} if rest else {})})
    return Record((Reading(NAME, reference, place=Place(file=name)),))


def _kind(entry: Entry) -> str:
    """RIS's type; in books and series a document type tells of parts."""
    kind = _KINDS.get(entry.kind, "GEN")
    genre = next((v.value for v in entry.values if v.tag == "DT"), "")
    return "CHAP" if kind == "BOOK" and _CHAPTER.search(genre) else kind


def _marked(value: Tagged) -> Tagged:
    """A PMID as RIS marks it."""
    return value._replace(value=f"{value.value}[pmid]") if value.tag == "PM" else value
