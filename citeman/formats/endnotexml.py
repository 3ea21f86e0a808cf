"""EndNote XML (read and written), the export of whole EndNote libraries.

What its elements mean by type is EndNote's table of tags, so they are read as those of RIS. The
elements and numbers of types are those of EndNote's RSXML.dtd, which is never loaded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.refer import KINDS
from citeman.formats.ris.entries import Entry
from citeman.formats.ris.reading import read_reference
from citeman.formats.ris.tags import TYPES
from citeman.formats.ris.writing import tagged
from citeman.formats.xmlrecords import leaves, read_records, root_of, xml_text
from citeman.model import Place, Problem, Reading, Record, Reference, replace

NAME = "endnote-xml"
SUFFIXES: tuple[str, ...] = (".xml",)

NUMBERS = {
    "ART": 2, "ADVS": 3, "BILL": 4, "CHAP": 5, "BOOK": 6, "CASE": 7, "CTLG": 8, "COMP": 9,
    "CONF": 10, "ELEC": 12, "GEN": 13, "HEAR": 14, "JOUR": 17, "MGZN": 19, "MAP": 20, "MPCT": 21,
    "NEWS": 23, "PAMP": 24, "PAT": 25, "PCOMM": 26, "RPRT": 27, "EDBOOK": 28, "STAT": 31,
    "THES": 32, "UNPB": 34, "MANSCPT": 36, "FIGURE": 37, "CHART": 38, "EQUA": 39, "EJOUR": 43,
    "EBOOK": 44, "DBASE": 45, "GOVDOC": 46, "CPAPER": 47, "MULTI": 48, "CLSWK": 49, "LEGAL": 50,
    "ANCIENT": 51, "DICT": 52, "ENCYC": 53, "GRANT": 54, "AGGR": 55, "BLOG": 56, "SER": 57,
    "STAND": 58, "DATA": 59, "ECHAP": 60, "MUSIC": 61,
}  # fmt: skip
"""RIS's TY -> the number of EndNote's type."""
NAMES = KINDS | {"CTLG": "Catalog", "MULTI": "Online Multimedia"}
"""RIS's TY -> the name of EndNote's type."""

ELEMENTS = {
    "contributors/authors/author": "AU", "contributors/secondary-authors/author": "A2",
    "contributors/tertiary-authors/author": "A3", "contributors/subsidiary-authors/author": "A4",
    "contributors/translated-authors/author": "TA", "auth-address": "AD", "titles/title": "TI",
    "titles/secondary-title": "T2", "titles/tertiary-title": "T3", "periodical/full-title": "T2",
    "periodical/abbr-1": "J2", "titles/alt-title": "J2", "titles/short-title": "ST",
    "titles/translated-title": "TT", "pages": "SP", "volume": "VL", "number": "IS",
    "issue": "IS", "num-vols": "NV", "edition": "ET", "section": "SE", "reprint-edition": "RP",
    "keywords/keyword": "KW", "dates/year": "PY", "dates/pub-dates/date": "DA",
    "pub-location": "CY", "publisher": "PB", "orig-pub": "OP", "isbn": "SN",
    "accession-num": "AN", "call-num": "CN", "electronic-resource-num": "DO", "abstract": "AB",
    "label": "LB", "caption": "CA", "notes": "N1", "research-notes": "RN", "work-type": "M3",
    "reviewed-item": "RI", "remote-database-name": "DB", "remote-database-provider": "DP",
    "language": "LA", "urls/related-urls/url": "UR", "urls/web-urls/url": "UR",
    "urls/pdf-urls/url": "L1", "urls/text-urls/url": "L2", "urls/image-urls/url": "L4",
    "access-date": "Y2", "custom1": "C1", "custom2": "C2", "custom3": "C3", "custom4": "C4",
    "custom5": "C5", "custom6": "U2", "custom7": "C7", "misc1": "M1", "misc2": "M2",
}  # fmt: skip
"""Path of an element in a record -> RIS's tag; of two paths with one tag the first is written."""
_PATHS = {tag: path for path, tag in reversed(ELEMENTS.items())}
_KNOWN = {words.casefold(): kind for kind, words in NAMES.items()}
_NUMBERED = {str(number): kind for kind, number in NUMBERS.items()}

_LOOKS = re.compile(r"<ref-type\b|<rec-number\b|<records>\s*</records>|<records\s*/>")
_ROOTS = ("xml", "records", "record")
_ORDER = (
    "database", "source-app", "rec-number", "foreign-keys", "ref-type",
    *dict.fromkeys(path.partition("/")[0] for path in ELEMENTS),
)  # fmt: skip
_PATH = re.compile(r"[a-z][a-z\d-]*(?:/[a-z][a-z\d-]*){0,3}")
_STYLE = {"face": "normal", "font": "default", "size": "100%"}
_WRITTEN = {"ID": "LB"}
_APART = {"SN": "\n", "N1": "\n\n", "RN": "\n\n", "AB": "\n\n"}
"""What stands between several values of an element that EndNote has once."""


def looks_like(text: str) -> bool:
    """Tell whether the text is XML with EndNote's records.

    >>> looks_like("<xml><records><record><rec-number>1</rec-number>"), looks_like("<xml><a/>")
    (True, False)
    """
    return root_of(text) in _ROOTS and _LOOKS.search(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read every record; raise InputError when the text is something else."""
    if not text.strip():
        return Parsed([], [])
    if root_of(text) not in _ROOTS:
        raise InputError(f"{name}: no EndNote XML in it; looked for <xml><records><record>")
    parsed = read_records(text, ("record",), name, _record)
    return Parsed(_with_keys(parsed.records), parsed.problems)


def write(records: Sequence[Record]) -> str:
    """Write a <record> for each record."""
    root = etree.Element("xml")
    inside = etree.SubElement(root, "records")
    for record in records:
        _write(record, etree.SubElement(inside, "record"))
    etree.indent(inside, " ")
    body = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _record(element: etree._Element, place: str) -> Record:
    kind, problems = _kind(element, place)
    used: set[etree._Element] = set()
    values: dict[str, list[str]] = {}
    for path, tag in ELEMENTS.items():
        for found in element.iterfind(path):
            used.add(found)
            if said := _values(tag, found):
                values.setdefault(tag, []).extend(said)
    reference = read_reference(Entry(kind, values, 0))
    if reference.container_title_short and not reference.container_title:
        reference = _without_repeat(reference)
    rest = _rest(element, used)
    custom = {**reference.custom, **({NAME: rest} if rest else {})}
    file = place.rpartition(":")[0]
    reading = Reading(NAME, replace(reference, annote="", custom=custom), place=Place(file=file))
    return Record((reading,), annotation=reference.annote, problems=problems)


def _without_repeat(reference: Reference) -> Reference:
    """EndNote spells the short title of a series as that of a journal."""
    short = reference.container_title_short
    said = short == reference.collection_title
    return replace(reference, container_title_short="") if said else reference


def _kind(element: etree._Element, place: str) -> tuple[str, tuple[Problem, ...]]:
    """RIS's type, by EndNote's name of it or else its number."""
    given = element.find("ref-type")
    words = "" if given is None else given.get("name", "")
    number = "" if given is None else text_of(given)
    kind = _KNOWN.get(words.casefold()) or _NUMBERED.get(number)
    if kind or (words.upper() in TYPES):
        return kind or words.upper(), ()
    said = words or number or "nothing"
    message = f"{place}: {said} is no type of EndNote; read as a document"
    return words.upper(), (Problem("unknown-type" if said != "nothing" else "no-type", message),)


def text_of(element: etree._Element) -> str:
    """Read the text of an element, the runs of its styles joined; its own line breaks are kept.

    >>> text_of(etree.fromstring("<a> <style>On </style><style face='italic'>E. coli</style></a>"))
    'On E. coli'
    """
    runs = [element.text or ""]
    for style in element:
        inside = map(str, style.itertext()) if isinstance(style.tag, str) else (style.text or "",)
        runs += ["".join(inside), style.tail or ""]
    kept = (run for run in runs if run.strip() or "\n" not in run)
    lines = "".join(kept).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _values(tag: str, element: etree._Element) -> list[str]:
    text = text_of(element)
    return [part for part in (text.split("\n") if tag == "SN" else [text]) if part]


def _rest(element: etree._Element, used: set[etree._Element]) -> dict[str, list[str]]:
    """The text of every element that no tag of RIS stands for, by its path."""
    rest: dict[str, list[str]] = {}
    for path, leaf in leaves(element, ("style",)):
        if leaf not in used and path != "ref-type" and (text := text_of(leaf)):
            rest.setdefault(path, []).append(text)
    return rest


def _with_keys(records: Sequence[Record]) -> list[Record]:
    """A label that is a word and no other record's is a key, else it stays a label."""
    labels = [_label(record) for record in records]
    counts = Counter(labels)
    return [
        _with_key(record, label) if label and counts[label] == 1 else record
        for record, label in zip(records, labels, strict=True)
    ]


def _label(record: Record) -> str:
    given = record.reference.custom.get("ris", {}).get("LB", ())
    return given[0] if len(given) == 1 and not re.search(r"\s", given[0]) else ""


def _with_key(record: Record, label: str) -> Record:
    [reading] = record.readings
    custom = dict(reading.reference.custom)
    tags = {tag: values for tag, values in custom.pop("ris").items() if tag != "LB"}
    custom |= {"ris": tags} if tags else {}
    reading = replace(reading, reference=replace(reading.reference, custom=custom))
    return replace(record, readings=(reading,), key=label)


def _write(record: Record, element: etree._Element) -> None:
    (_, kind), *lines = tagged(record)
    kind = kind if kind in NAMES else "GEN"
    given = etree.SubElement(element, "ref-type", name=NAMES[kind])
    given.text = str(NUMBERS.get(kind, NUMBERS["GEN"]))
    kept = record.reference.custom.get(NAME)
    values = _by_path(lines)
    for path, texts in [*values.items(), *(kept.items() if isinstance(kept, dict) else ())]:
        if _PATH.fullmatch(path) and isinstance(texts, list) and path != "ref-type":
            _add(element, path, (text for text in texts if isinstance(text, str) and text.strip()))
    element[:] = sorted(element, key=_place_of)


def _place_of(element: etree._Element) -> int:
    return _ORDER.index(element.tag) if element.tag in _ORDER else len(_ORDER)


def _by_path(lines: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """The values of each element, in the order of `ELEMENTS`."""
    tagged: dict[str, list[str]] = {}
    for tag, value in lines:
        tagged.setdefault(_WRITTEN.get(tag, tag), []).append(_plain(tag, value))
    if "EP" in tagged and "SP" in tagged:
        tagged["SP"][0] = f"{tagged['SP'][0]}-{tagged['EP'][0]}"
    joined = {tag: [_APART[tag].join(v)] if tag in _APART else v for tag, v in tagged.items()}
    return {path: joined[tag] for tag, path in _in_order() if tag in joined}


def _plain(tag: str, value: str) -> str:
    """Dates lose the slashes that RIS wants behind a year and a month."""
    return value.rstrip("/") if tag in ("DA", "Y2") else value


def _in_order() -> list[tuple[str, str]]:
    return [(tag, path) for path, tag in ELEMENTS.items() if _PATHS[tag] == path]


def _add(element: etree._Element, path: str, texts: Iterable[str]) -> None:
    *containers, leaf = path.split("/")
    for text in texts:
        parent = element
        for name in containers:
            found = parent.find(name)
            parent = etree.SubElement(parent, name) if found is None else found
        style = etree.SubElement(etree.SubElement(parent, leaf), "style", _STYLE)
        style.text = xml_text(text)
