"""Read a piece of a file of PubMed records: what an index wants to know of each."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec
from lxml import etree

from citeman.errors import InputError
from citeman.fields.ids import read_pmid
from citeman.formats import csljson, jsonl, nbib
from citeman.formats.nlmxml import first
from citeman.formats.parsed import Parsed
from citeman.formats.pieces import Piece
from citeman.formats.pubmedxml import read_article, read_book_article
from citeman.model import Date, Record, Reference, replace
from citeman.xmltext import PLAIN, SEALED

VERSION = 1 << 17
"""What a version weighs in a stamp: more than all days since 1850."""
_FIRST_YEAR = 1850


class Entry(NamedTuple):
    """A record with a PMID, its journal's ISO abbreviation, and a stamp.

    A stamp counts versions, and within a version days of revision; it is 0 where the file says
    nothing of either.
    """

    reference: Reference
    stamp: int = 0
    iso: str = ""


class Entries(NamedTuple):
    """What a piece holds: entries in order, PMIDs to delete, and what was left out and why."""

    entries: list[Entry]
    deleted: list[int]
    left_out: list[str]


def read_piece(kind: str, piece: Piece, name: str) -> Entries:
    """Read a piece of a kind that `citeman.formats.pieces` names; nothing in it raises."""
    return _READ[kind](piece, name)


def _read_jsonl(piece: Piece, name: str) -> Entries:
    found = Entries([], [], [])
    for number, line in enumerate(piece.data.split(b"\n"), start=piece.number):
        if line.strip():
            _add_item(found, line, f"{name}:{number}", _slow_line)
    return found


def _read_array(piece: Piece, name: str) -> Entries:
    found = Entries([], [], [])
    try:
        items = msgspec.json.decode(piece.data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        found.left_out.append(f"{name}: item {piece.number}: not valid JSON ({error})")
        return found
    for number, item in enumerate(items, start=piece.number):
        _add_item(found, bytes(item), f"{name}: item {number}", _slow_item)
    return found


_REFERENCE = msgspec.json.Decoder(Reference)
_SPECIAL = re.compile(rb'"(?:readings|reference|journalAbbreviation|shortTitle|citeman)"\s*:')
"""Keys that only citeman's own records and items have, and old names of variables."""


def _add_item(
    found: Entries, data: bytes, place: str, slow: Callable[[bytes, str], Parsed]
) -> None:
    """Read an item the quick way where it is as CSL wants it, else with all tolerance."""
    if not _SPECIAL.search(data):
        try:
            _add(found, _REFERENCE.decode(data), place)
            return
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    records, problems = slow(data, place)
    found.left_out.extend(problem.message for problem in problems)
    for record in records:
        _add(found, _own(record), place)


def _own(record: Record) -> Reference:
    return record.reference


def _slow_line(data: bytes, place: str) -> Parsed:
    name, _, number = place.rpartition(":")
    return jsonl.read_line(data.decode("utf-8", "replace"), int(number), name)


def _slow_item(data: bytes, place: str) -> Parsed:
    name, _, number = place.rpartition(": item ")
    item = msgspec.json.decode(data)
    return csljson.read_items([(int(number), item)], name, "item")


def _add(found: Entries, reference: Reference, place: str, stamp: int = 0, iso: str = "") -> None:
    pmid = reference.PMID
    if not (pmid.isascii() and pmid.isdigit() and len(pmid) < 9):
        pmid = read_pmid(pmid)
    if not pmid or int(pmid) == 0:
        found.left_out.append(f"{place}: it has no PMID")
        return
    if pmid != reference.PMID:
        reference = replace(reference, PMID=pmid)
    found.entries.append(Entry(reference, stamp, iso))


def _read_nbib(piece: Piece, name: str) -> Entries:
    found = Entries([], [], [])
    text = piece.data.decode("utf-8", "replace").replace("\r\n", "\n")
    for number, (_, lines) in enumerate(nbib.blocks(text), start=piece.number):
        tags, _strange = nbib.read_tags(lines)
        place = f"{name}: record {number}"
        _add(found, nbib.reference_of(tags), place, _stamp(nbib.revised(tags)))
    return found


def _stamp(date: Date | None, version: int = 0) -> int:
    """Count versions, and within a version days (31 to the month: only their order counts)."""
    if date is None or not date.date_parts:
        return version * VERSION
    year, month, day = (*date.date_parts[0], 1, 1)[:3]
    return max(version, 1) * VERSION + ((year - _FIRST_YEAR) * 12 + month) * 31 + day


def is_older(stamp: int, than: int) -> bool:
    """Tell whether a record is surely older than another: an earlier version, or an earlier day.

    >>> one, two = _stamp(None, version=1), _stamp(Date(((2025, 1, 31),)), version=1)
    >>> is_older(one, _stamp(None, version=2)), is_older(one, two), is_older(two, two + 1)
    (True, False, True)
    """
    if stamp // VERSION != than // VERSION:
        return 0 < stamp < than
    return 0 < day_of(stamp) < day_of(than)


def day_of(stamp: int) -> int:
    """Give the day in a stamp, as a number that `iso_day` spells; 0 where there is none."""
    return stamp % VERSION


def iso_day(day: int) -> str:
    """Spell a day of a stamp.

    >>> iso_day(day_of(_stamp(Date(((2025, 1, 31),)), version=2))), iso_day(0)
    ('2025-01-31', '')
    """
    months, rest = divmod(day - 1, 31)
    years, month = divmod(months - 1, 12)
    return f"{_FIRST_YEAR + years}-{month + 1:02}-{rest + 1:02}" if day else ""


_OPENED = re.compile(rb"<PubmedArticleSet\b[^>]*>")
_SET = (b"<PubmedArticleSet>", b"</PubmedArticleSet>")
_ARTICLE = re.compile(
    rb"<(PubmedArticle|PubmedBookArticle|DeleteCitation|DeleteDocument)\b.*?</\1>", re.DOTALL
)
_UNUSED = (
    "MedlineCitation/Article/Abstract",
    "MedlineCitation/KeywordList",
    "MedlineCitation/MeshHeadingList",
)
"""What an index does not keep need not be read."""


def _read_xml(piece: Piece, name: str) -> Entries:
    found = Entries([], [], [])
    data = piece.data
    if opened := _OPENED.search(data):
        data = data[opened.end() :]
    data = data.removesuffix(_SET[1])
    number = piece.number
    for element in _elements(data, found, f"{name}: record"):
        tag = str(element.tag)
        if tag in _DELETIONS:
            found.deleted.extend(int(pmid) for pmid in _pmids(element))
            continue
        _add_article(found, element, f"{name}: record {number}")
        number += 1
    return found


_DELETIONS = ("DeleteCitation", "DeleteDocument")
_ARTICLES = {"PubmedArticle": read_article, "PubmedBookArticle": read_book_article}


def _elements(data: bytes, found: Entries, place: str) -> Iterator[etree._Element]:
    """Parse a piece at once, or where that fails article by article: one spoils no other."""
    try:
        yield from _parse(_SET[0] + data + _SET[1])
        return
    except etree.XMLSyntaxError:
        pass
    for article in _ARTICLE.finditer(data):
        try:
            yield from _parse(_SET[0] + article[0] + _SET[1])
        except etree.XMLSyntaxError as error:
            found.left_out.append(
                f"{place} after {article.start():,} bytes of its piece: {error.msg}"
            )


def _parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(huge_tree=True, **SEALED, **PLAIN)
    return etree.fromstring(xml, parser)


def _pmids(element: etree._Element) -> Iterable[str]:
    return (pmid.text for pmid in element.iter("PMID") if pmid.text and pmid.text.isdigit())


def _add_article(found: Entries, element: etree._Element, place: str) -> None:
    read = _ARTICLES.get(str(element.tag))
    if read is None:
        found.left_out.append(f"{place}: {element.tag!s} is no article")
        return
    _drop(element, _UNUSED)
    try:
        reference = read(element)
    except (ValueError, InputError) as error:
        found.left_out.append(f"{place}: {error}")
        return
    _add(found, reference, place, _xml_stamp(element), first(element, _ISO))


def _drop(element: etree._Element, paths: Iterable[str]) -> None:
    for found in [found for path in paths for found in element.iterfind(path)]:
        parent = found.getparent()
        if parent is not None:
            parent.remove(found)


_ISO = "MedlineCitation/Article/Journal/ISOAbbreviation"


def _xml_stamp(element: etree._Element) -> int:
    pmid = element.find("*/PMID")
    version = pmid.get("Version", "1") if pmid is not None else "1"
    revised = element.find("MedlineCitation/DateRevised")
    parts = () if revised is None else (first(revised, p) for p in ("Year", "Month", "Day"))
    numbers = tuple(int(part) for part in parts if part.isdigit())
    date = Date((numbers,)) if numbers else None
    return _stamp(date, int(version) if version.isdigit() else 1)


_READ: dict[str, Callable[[Piece, str], Entries]] = {
    "jsonl": _read_jsonl,
    "csl-json": _read_array,
    "nbib": _read_nbib,
    "pubmed-xml": _read_xml,
}
