"""Refer, the tagged format of EndNote (.enw) and of bibliography programs before it.

What its tags mean by type is EndNote's table; types and tags are read as those of RIS.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from string import whitespace

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.ris.entries import Entry, entry_of
from citeman.formats.ris.reading import read_reference
from citeman.formats.ris.tags import TYPES, tags_of
from citeman.formats.ris.writing import tagged
from citeman.model import Place, Problem, Reading, Record, replace
from citeman.text import lines as lines_of

NAME = "refer"
SUFFIXES: tuple[str, ...] = (".enw", ".refer")

KINDS = {
    "JOUR": "Journal Article", "BOOK": "Book", "CHAP": "Book Section", "EDBOOK": "Edited Book",
    "CONF": "Conference Proceedings", "CPAPER": "Conference Paper", "THES": "Thesis",
    "RPRT": "Report", "ELEC": "Web Page", "EJOUR": "Electronic Article",
    "NEWS": "Newspaper Article", "MGZN": "Magazine Article", "PAT": "Patent",
    "COMP": "Computer Program", "DATA": "Dataset", "GEN": "Generic", "UNPB": "Unpublished Work",
    "MANSCPT": "Manuscript", "STAND": "Standard", "MAP": "Map",
    "PCOMM": "Personal Communication", "GOVDOC": "Government Document", "STAT": "Statute",
    "BILL": "Bill", "CASE": "Case", "HEAR": "Hearing", "MPCT": "Film or Broadcast",
    "ADVS": "Audiovisual Material", "ART": "Artwork", "FIGURE": "Figure",
    "CHART": "Chart or Table", "EQUA": "Equation", "ENCYC": "Encyclopedia", "DICT": "Dictionary",
    "BLOG": "Blog", "PAMP": "Pamphlet", "MUSIC": "Music", "SER": "Serial",
    "DBASE": "Online Database", "EBOOK": "Electronic Book", "ECHAP": "Electronic Book Section",
    "CLSWK": "Classical Work", "ANCIENT": "Ancient Text", "AGGR": "Aggregated Database",
    "INTV": "Interview", "PODCST": "Podcast", "GRANT": "Grant",
    "LEGAL": "Legal Rule or Regulation",
}  # fmt: skip
"""RIS's TY -> what %0 calls it."""
_KIND_OF = {words.casefold(): kind for kind, words in KINDS.items()}

TAGS = {
    "A": "AU", "E": "A2", "Y": "A3", "?": "A4", "T": "TI", "B": "T2", "J": "T2", "S": "T3",
    "O": "J2", "!": "ST", "V": "VL", "6": "NV", "N": "IS", "&": "SE", "P": "SP", "7": "ET",
    "D": "PY", "8": "DA", "[": "Y2", "C": "CY", "I": "PB", "9": "M3", "G": "LA", "@": "SN",
    "R": "DO", "2": "C2", "U": "UR", "~": "DB", "W": "DP", "M": "AN", "3": "U2",
    "L": "CN", "X": "AB", "K": "KW", "Z": "N1", "<": "RN", "+": "AD",
    ">": "L1", "F": "ID", "*": "RI",
}  # fmt: skip
"""Refer's sign behind % -> RIS's tag."""
_SIGNS = {tag: sign for sign, tag in TAGS.items()} | {"T2": "B"}

_NO_SIGN = ("", "%", *whitespace)
_LOOKS = re.compile(r"\ufeff?\s*%(?:0 [A-Z]\w|[A-Z] \S)[^\r\n]*(?:\s*$|[\r\n]\s*%[^\s%] )")


def looks_like(text: str) -> bool:
    """Tell whether the text begins with two tagged lines, or is one.

    >>> looks_like("%0 Journal Article\\n%T Small"), looks_like("%A comment of LaTeX's\\nText.")
    (True, False)
    """
    return _LOOKS.match(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every entry; raise InputError when there is none and the text is something else."""
    entries = list(_entries(lines_of(text.removeprefix("\ufeff"))))
    if not entries and text.strip():
        raise InputError(f"{name}: nothing of Refer in it; looked for lines that begin with %0")
    return Parsed([_record(entry, name) for entry in entries], [])


def write(records: Sequence[Record]) -> str:
    """Write an entry for each record, a blank line between them."""
    return "\n".join(_entry(record) for record in records)


def _entries(text: Sequence[str]) -> Iterator[Entry]:
    """Begin an entry at each %0, and behind a blank line where a %A or %T follows.

    The values of an entry are still under Refer's signs.
    """
    kind, start, blank = "", 1, True
    values: list[tuple[str, list[str]]] = []
    for number, line in enumerate(text, start=1):
        sign, value = _cut(line)
        if sign == "0" or (blank and sign in ("A", "T") and values):
            if kind or values:
                yield entry_of(kind, _joined(values), start)
            kind, start, values = (value if sign == "0" else ""), number, []
        if sign not in ("", "0"):
            values.append((sign, [value]))
        elif not sign and values and (further := line.strip()):
            values[-1][1].append(further)
        blank = not line or line.isspace()
    if kind or values:
        yield entry_of(kind, _joined(values), start)


def _joined(values: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    return ((sign, "\n".join(parts)) for sign, parts in values)


def _cut(line: str) -> tuple[str, str]:
    """The sign and the value of a tagged line, or two empty strings."""
    if line[:1] == "%" and line[1:2] not in _NO_SIGN and (not line[2:3] or line[2].isspace()):
        return line[1], line[2:].strip()
    return "", ""


def _record(entry: Entry, name: str) -> Record:
    kind = _KIND_OF.get(entry.kind.casefold(), entry.kind.upper())
    values: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for sign, said in entry.values.items():
        if sign in TAGS:
            values.setdefault(_tag(sign, kind), []).extend(said)
        else:
            own[sign] = said
    reference = read_reference(Entry(kind, values, entry.line))
    custom = {**reference.custom, **({NAME: own} if own else {})}
    reading = Reading(NAME, replace(reference, annote="", custom=custom), place=Place(file=name))
    problems = []
    if kind not in TYPES:
        message = f"{name}:{entry.line}: {entry.kind or 'nothing'} is no type of Refer"
        problems.append(Problem("unknown-type", f"{message}; read as a document"))
    key = next(iter(entry.values.get("F", ())), "")
    return Record((reading,), key=key, annotation=reference.annote, problems=tuple(problems))


def _tag(sign: str, kind: str) -> str:
    """A series is RIS's T3 but for types whose T2 is the series already."""
    if sign == "S" and tags_of(TYPES.get(kind, ""))["T2"] == "collection_title":
        return "T2"
    return TAGS[sign]


def _entry(record: Record) -> str:
    values = tagged(record)
    kind = values[0][1]
    in_journal = tags_of(record.reference.type)["T2"] == "container_title" and kind in _JOURNALS
    last = dict(values).get("EP", "")
    lines = [("0", KINDS.get(kind, "Generic" if kind in TYPES else kind))]
    for tag, value in values[1:]:
        if tag in _SIGNS:
            sign = "J" if tag == "T2" and in_journal else _SIGNS[tag]
            lines.append((sign, f"{value}-{last}" if tag == "SP" and last else value))
    kept = record.reference.custom.get(NAME)
    for sign, said in kept.items() if isinstance(kept, dict) else ():
        lines += [(sign, value) for value in said if isinstance(value, str)]
    return "".join(f"%{sign} {_indented(value)}\n" for sign, value in lines)


_JOURNALS = ("JOUR", "EJOUR", "MGZN", "NEWS", "JFULL", "ABST", "INPR")


def _indented(value: str) -> str:
    """No line of a value may look like a tag, and none be blank."""
    return "\n ".join(line.strip() for line in lines_of(value) if line.strip())
