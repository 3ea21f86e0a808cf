"""A RIS entry -> a reference; nothing that stood in it is lost."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from citeman.fields.ids import read_doi, read_pmcid
from citeman.formats.ris.entries import Entry
from citeman.formats.ris.tags import TYPES, kind_of, ranks_of, tags_of
from citeman.formats.ris.values import (
    is_pubmed,
    link_ids,
    read_dates,
    read_keywords,
    read_page_range,
    read_person,
    read_pmid,
    read_serial,
    read_slashed,
    with_truncation,
)
from citeman.formats.variables import EXTRA, NAMES
from citeman.model import NAME_FIELDS, Reference
from citeman.text import squeeze

Given = Mapping[str, list[str]]
Values = dict[str, list[str]]

_FULL_TITLE = ("T2", "JF", "BT", "C3")
_LINKS = ("UR", "L1", "L2", "LK")
_PERIODICAL = ("article-journal", "article-magazine", "article-newspaper", "periodical", "review")
_LIKE_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_LONG = ("abstract", "note", "annote")


def read_reference(entry: Entry) -> Reference:
    """Read an entry; tags without a CSL variable stay under "ris" in `custom`.

    >>> from citeman.formats.ris.entries import read_entries
    >>> [entry] = read_entries("TY  - JOUR\\nJO  - Allergy\\nSP  - 291\\nEP  - 4\\nER  -")
    >>> reference = read_reference(entry)
    >>> reference.container_title, reference.page
    ('Allergy', '291-4')
    """
    kind = TYPES.get(entry.kind, "document" if entry.kind else "")
    rest: Values = {}
    fields = _fields(kind, entry.values, rest)
    rest.pop("ID", None)
    if entry.kind and kind_of(kind) != entry.kind:
        rest["TY"] = [entry.kind]
    extra = {name: fields.pop(name) for name in sorted(filter(EXTRA.__contains__, fields))}
    custom = {"ris": rest} if rest else {}
    return Reference(type=kind, **fields, extra=extra, custom=custom)


def _fields(kind: str, given: Given, rest: Values) -> dict[str, Any]:
    """The attributes that the tags of an entry fill; what does not fit goes to `rest`."""
    meanings, ranks = tags_of(kind), ranks_of(kind)
    meant: dict[str, list[str]] = {}
    for tag, values in given.items():
        if meaning := meanings.get(tag):
            meant.setdefault(meaning, []).append(tag)
        else:
            rest[tag] = values
    fields: dict[str, Any] = {}
    left: list[tuple[str, str]] = []
    for meaning, tags in meant.items():
        if len(tags) > 1:
            tags.sort(key=ranks.__getitem__)
        pairs = [(tag, value) for tag in tags for value in given[tag]]
        value, unused = _READ.get(meaning, _text)(meaning, pairs)
        if value:
            fields[meaning] = value
        left += unused
    for tag, text in sorted(left, key=lambda pair: ranks[pair[0]]) if left else ():
        rest.setdefault(tag, []).append(text)
    _settle_titles(kind, fields, given, rest)
    _settle_people(kind, fields)
    _settle_pages(kind, fields, given)
    _settle_ids(kind, fields, given, rest)
    return fields


Pairs = Sequence[tuple[str, str]]
Read = Callable[[str, Pairs], tuple[Any, Pairs]]


def _text(meaning: str, pairs: Pairs) -> tuple[str, Pairs]:
    """The first value; others that say something else are not used."""
    clean = str.strip if meaning in _LONG else squeeze
    if meaning in ("note", "annote"):
        return "\n\n".join(dict.fromkeys(value for _, value in pairs)), ()
    first = clean(pairs[0][1])
    return first, [pair for pair in pairs[1:] if clean(pair[1]) != first]


def _people(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    lines = (line for _, value in pairs for line in value.split("\n"))
    return tuple(read_person(line) for line in lines if line.strip()), ()


def _date(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    ranked = [pair for pair in pairs if pair[0] != "DA"] + [p for p in pairs if p[0] == "DA"]
    date = read_dates([value for _, value in ranked])
    year = date.year if date else None
    return date, [pair for pair in ranked if _year(pair[1]) not in (None, year)]


def _year(text: str) -> int | None:
    said = read_slashed(text)
    return said.year if said else None


def _keywords(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    return read_keywords(value for _, value in pairs), ()


def _page(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    starts = [squeeze(value) for tag, value in pairs if tag == "SP"]
    ends = [squeeze(value) for tag, value in pairs if tag == "EP"]
    return read_page_range(starts, ends), ()


def _doi(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    values = [(tag, read_doi(value) or squeeze(value)) for tag, value in pairs]
    doi = values[0][1]
    return doi, [pair for pair in values[1:] if pair[1].casefold() != doi.casefold()]


def _pmcid(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    found = [(tag, value) for tag, value in pairs if "PMC" in value.upper() and read_pmcid(value)]
    return (read_pmcid(found[0][1]) if found else ""), [p for p in pairs if p not in found[:1]]


def _nothing(meaning: str, pairs: Pairs) -> tuple[Any, Pairs]:
    """Serial numbers mean what they look like: `_settle_ids` reads them."""
    return "", ()


_READ: dict[str, Read] = {
    **dict.fromkeys((*NAME_FIELDS, *NAMES), _people),
    "issued": _date,
    "accessed": _date,
    "available_date": _date,
    "original_date": _date,
    "keyword": _keywords,
    "page": _page,
    "DOI": _doi,
    "PMCID": _pmcid,
    "ISSN": _nothing,
    "ISBN": _nothing,
}


def _settle_titles(kind: str, fields: dict[str, Any], given: Given, rest: Values) -> None:
    """JO is a full title where nothing else is, and often the same as JF."""
    short = fields.get("container_title_short", "")
    if short and short == fields.get("container_title"):
        del fields["container_title_short"]
    elif short and given.keys() & {"JO"} and not given.keys() & {*_FULL_TITLE, "JA", "J2", "J1"}:
        fields["container_title"] = fields.pop("container_title_short")
    if "C3" in given and "T2" in given and tags_of(kind).get("C3") == "container_title":
        fields["container_title"], fields["event_title"] = (
            squeeze(given[tag][0]) for tag in ("C3", "T2")
        )
        for tag in ("C3", "T2"):
            _spend(rest, tag, squeeze(given[tag][0]))
    if "title" not in fields and "BT" in given and "container_title" in fields:
        rest.pop("BT", None)


def _spend(rest: Values, tag: str, said: str) -> None:
    """Take what is said elsewhere out of the rest."""
    if kept := [value for value in rest.pop(tag, ()) if squeeze(value) != said]:
        rest[tag] = kept


def _settle_people(kind: str, fields: dict[str, Any]) -> None:
    """Editors of a series need a series; "et al." is no author."""
    series = fields.get("collection_title")
    if kind in ("book", "classic") and not series and "editor" not in fields:
        editors = fields.pop("collection_editor", ())
        fields |= {"editor": editors} if editors else {}
    cut = []
    for field in NAME_FIELDS:
        if field in fields:
            fields[field], truncated = with_truncation(fields[field])
            cut += [field] if truncated and fields[field] else []
    fields |= {"truncated": tuple(cut)} if cut else {}


def _settle_pages(kind: str, fields: dict[str, Any], given: Given) -> None:
    """For whole books SP is the number of pages, unless EP goes with it."""
    total = fields.get("number_of_pages", "")
    if total and ("EP" in given or not total.isdigit()):
        fields["page"] = read_page_range([fields.pop("number_of_pages")], given.get("EP", ()))


def _settle_ids(kind: str, fields: dict[str, Any], given: Given, rest: Values) -> None:
    issn, isbn, odd = read_serial(given.get("SN", ()))
    if tags_of(kind)["SN"] == "number":
        fields |= {"number": fields.get("number") or odd[0]} if odd else {}
        odd = odd[1:]
    fields |= {key: value for key, value in (("ISSN", issn), ("ISBN", isbn)) if value}
    is_serial = kind in _PERIODICAL or not kind or (odd and _LIKE_ISSN.fullmatch(odd[0]))
    home = "ISSN" if is_serial else "ISBN"
    if odd and tags_of(kind)["SN"] != "number" and home not in fields:
        fields[home] = odd.pop(0)
    if odd:
        rest["SN"] = odd
    links = link_ids(value for tag in _LINKS for value in given.get(tag, ()))
    pubmed = is_pubmed([*given.get("DB", ()), *given.get("DP", ())])
    pubmed = pubmed or links.get("PMID") in given.get("AN", ())
    pmid = read_pmid(
        [*given.get("AN", ()), *given.get("U2", ())], from_pubmed=pubmed and "AN" in given
    )
    if pmid:
        fields["PMID"] = pmid
        _drop(fields, rest, given, pmid)
    for key in ("PMID", "PMCID", "DOI"):
        if links.get(key):
            fields.setdefault(key, links[key])
    if fields.get("genre") and not fields.get("DOI") and fields["genre"].startswith("10."):
        fields["DOI"] = fields.pop("genre")


def _drop(fields: dict[str, Any], rest: Values, given: Given, pmid: str) -> None:
    """Where the archive's number is the PMID, PubMed as archive says no more."""
    if pmid in fields.get("archive_location", ""):
        del fields["archive_location"]
        if is_pubmed([fields.get("archive", "")]):
            del fields["archive"]
    rest["U2"] = [value for value in rest.get("U2", ()) if pmid not in value]
    if not rest["U2"]:
        del rest["U2"]
