"""MODS (read only), the Library of Congress's XML for catalogues and repositories.

Elements: https://www.loc.gov/standards/mods/userguide/; those of a `host` describe what a work
appeared in, those of a `series` the series.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from citeman.errors import InputError
from citeman.fields.ids import id_of_link, read_doi, read_pmcid, read_pmid
from citeman.formats.modsfields import (
    date_in,
    kind_of,
    language_in,
    names_in,
    pages_in,
    title_in,
)
from citeman.formats.nlmxml import first, text_of, texts
from citeman.formats.parsed import Parsed
from citeman.formats.xmlrecords import leaves, read_records, root_of, without_spaces
from citeman.model import Date, Name, Place, Reading, Record, Reference, replace
from citeman.text import fold, squeeze

NAME = "mods"
SUFFIXES: tuple[str, ...] = (".mods", ".xml")

_ROOTS = ("mods", "modsCollection")
_EMPTY = etree.Element("relatedItem")
_SAID = re.compile(
    r"(?:.*/)?(?:role/roleTerm|languageTerm|language|typeOfResource|issuance|genre"
    r"|placeTerm|digitalOrigin|identifier\[citekey\])"
)
"""Elements that say what others are, or what a reference says in words of its own."""


def looks_like(text: str) -> bool:
    """Tell whether the root of the text is MODS, or a collection of it.

    >>> looks_like('<modsCollection xmlns="http://www.loc.gov/mods/v3">'), looks_like("<book>")
    (True, False)
    """
    return root_of(text) in _ROOTS


def read(text: str, name: str) -> Parsed:
    """Read every <mods>; raise InputError when the text is something else."""
    if not text.strip():
        return Parsed([], [])
    if not looks_like(text):
        raise InputError(f"{name}: no MODS in it; looked for <mods> and <modsCollection>")
    return read_records(text, ("mods",), name, _record)


def _record(element: etree._Element, place: str) -> Record:
    mods = without_spaces(element)
    reference = _reference(mods)
    key = _identifier(mods, "citekey") or mods.get("ID", "")
    reading = Reading(NAME, reference, place=Place(file=place.rpartition(":")[0]))
    return Record((reading,), key=key if key == squeeze(key) else "")


def _reference(mods: etree._Element) -> Reference:
    host = _related(mods, "host")
    series = (
        _related(host, "series") if len(_related(host, "series")) else _related(mods, "series")
    )
    kind = kind_of(mods, host)
    fields = _origin(mods, host) | _titles(mods, host, series) | _locators(mods, host)
    fields |= _people(mods, host, series, fields) | _ids(mods, host)
    fields |= {
        "language": language_in(mods),
        "abstract": "\n\n".join(texts(mods, "abstract")),
        "note": "\n\n".join(texts(mods, "note")),
        "keyword": "; ".join(dict.fromkeys(_subjects(mods))),
        "archive": first(mods, "location/physicalLocation"),
        "source": first(mods, "recordInfo/recordContentSource"),
        "genre": next(iter(texts(mods, "genre")), "") if kind in ("thesis", "report") else "",
    }
    shelf = first(mods, "location//shelfLocator")
    reference = Reference(type=kind, **fields, extra={"call-number": shelf} if shelf else {})
    rest = _rest(mods, reference)
    return replace(reference, custom={NAME: rest}) if rest else reference


def _related(element: etree._Element, kind: str) -> etree._Element:
    found = element.find(f"relatedItem[@type='{kind}']")
    return _EMPTY if found is None else found


def _titles(mods: etree._Element, host: etree._Element, series: etree._Element) -> dict[str, str]:
    return {
        "title": title_in(mods),
        "title_short": title_in(mods, "abbreviated"),
        "container_title": title_in(host),
        "container_title_short": title_in(host, "abbreviated"),
        "collection_title": title_in(series),
        "collection_number": first(series, "titleInfo/partNumber")
        or first(series, "part/detail/number"),
    }


def _origin(mods: etree._Element, host: etree._Element) -> dict[str, Any]:
    """Publisher, place, edition and dates: the work's own, else those of its host."""
    dates = (
        date_in(mods, "originInfo/dateIssued"),
        date_in(mods, "part/date"),
        date_in(host, "part/date"),
        date_in(host, "originInfo/dateIssued"),
        date_in(mods, "originInfo/copyrightDate"),
        date_in(mods, "originInfo/dateCreated"),
        date_in(host, "originInfo/copyrightDate"),
    )
    return {
        "issued": next(filter(None, dates), None),
        "accessed": date_in(mods, "originInfo/dateCaptured") or _accessed(mods),
        "publisher": _either(mods, host, "originInfo/publisher"),
        "publisher_place": _either(mods, host, "originInfo/place/placeTerm[@type='text']")
        or _either(mods, host, "originInfo/place/placeTerm"),
        "edition": _either(mods, host, "originInfo/edition"),
    }


def _either(mods: etree._Element, host: etree._Element, path: str) -> str:
    return first(mods, path) or first(host, path)


def _accessed(mods: etree._Element) -> Date | None:
    url = mods.find("location/url[@dateLastAccessed]")
    return None if url is None else date_in(url, "@dateLastAccessed")


def _locators(mods: etree._Element, host: etree._Element) -> dict[str, str]:
    def detail(kind: str) -> str:
        return _either(mods, host, f"part/detail[@type='{kind}']/number") or _either(
            mods, host, f"part/detail[@type='{kind}']"
        )

    page, total = pages_in(mods, host)
    return {
        "volume": detail("volume"),
        "issue": detail("issue") or detail("number"),
        "chapter_number": detail("chapter"),
        "page": page or detail("page"),
        "number_of_pages": total,
    }


def _people(
    mods: etree._Element, host: etree._Element, series: etree._Element, fields: dict[str, Any]
) -> dict[str, Any]:
    """Names by role; an author of the host is none of the work."""
    own, above, around = names_in(mods), names_in(host), names_in(series)
    people: dict[str, tuple[Name, ...]] = {
        "author": own.get("author", ()),
        "container_author": above.get("author", ()),
        "editor": own.get("editor") or above.get("editor", ()),
        "translator": own.get("translator") or above.get("translator", ()),
        "collection_editor": around.get("editor", ()),
        "contributor": own.get("contributor", ()),
    }
    words = {
        "event_title": _group(own, above, "event_title"),
        "publisher": fields["publisher"] or _group(own, above, "publisher"),
    }
    return {**people, **words}


def _group(own: dict[str, tuple[Name, ...]], above: dict[str, tuple[Name, ...]], role: str) -> str:
    names = own.get(role) or above.get(role, ())
    return "; ".join(name.literal or f"{name.given} {name.family}".strip() for name in names)


def _ids(mods: etree._Element, host: etree._Element) -> dict[str, str]:
    links = [*texts(mods, "location/url"), _identifier(mods, "uri"), _identifier(mods, "url")]
    linked = dict(filter(None, map(id_of_link, reversed(links))))
    return {
        "DOI": read_doi(_identifier(mods, "doi")) or linked.get("DOI", ""),
        "PMID": read_pmid(_identifier(mods, "pmid") or _identifier(mods, "pubmed"))
        or linked.get("PMID", ""),
        "PMCID": read_pmcid(_identifier(mods, "pmcid") or _identifier(mods, "pmc"))
        or linked.get("PMCID", ""),
        "ISBN": _identifier(mods, "isbn") or _identifier(host, "isbn"),
        "ISSN": _identifier(mods, "issn") or _identifier(host, "issn"),
        "URL": next((link for link in links if "://" in link), ""),
        "archive_location": _identifier(mods, "accession number"),
    }


def _identifier(element: etree._Element, kind: str) -> str:
    found = (i for i in element.iterfind("identifier") if i.get("type", "").casefold() == kind)
    valid = (text_of(each) for each in found if each.get("invalid") != "yes")
    return next(filter(None, valid), "")


def _subjects(mods: etree._Element) -> Iterator[str]:
    for subject in mods.iterfind("subject"):
        parts = (squeeze(text_of(part)) for part in subject if part.tag != "geographicCode")
        if words := " -- ".join(filter(None, parts)):
            yield words


def _rest(mods: etree._Element, reference: Reference) -> dict[str, list[str]]:
    """Every text of the record that the reference does not say, by the path where it stood."""
    said = fold(" ".join(_strings(reference)))
    rest: dict[str, list[str]] = {}
    for path, leaf in leaves(mods):
        text = text_of(leaf)
        if text and not _SAID.fullmatch(path) and fold(text) not in said:
            rest.setdefault(path, []).append(text)
    return rest


def _strings(reference: Reference) -> Iterator[str]:
    for field in Reference.__struct_fields__:
        match getattr(reference, field):
            case str() as text:
                yield text
            case Date() as date:
                yield " ".join(str(n).zfill(2) for part in date.date_parts for n in part)
                yield date.literal
            case dict() as more:
                yield " ".join(map(str, more.values()))
            case tuple() as names:
                for name in names:
                    yield f"{name.family} {name.given} {name.family} {name.suffix} {name.literal}"
