"""The fields of a BibTeX entry as a reference."""

import re
from collections.abc import Callable
from typing import Any

from citeman.fields.dates import read_date
from citeman.fields.ids import read_doi, read_pmcid, read_pmid
from citeman.formats.bibtex.blocks import RawEntry
from citeman.formats.bibtex.dates import read_issued
from citeman.formats.bibtex.latex import read_paragraphs
from citeman.formats.bibtex.names import read_names
from citeman.formats.bibtex.types import (
    ALIASES,
    CSL_TYPE,
    GENRE,
    SUBTYPES,
    attribute_of,
    fields_of,
)
from citeman.formats.cslvalues import as_json
from citeman.formats.edtf import read_edtf
from citeman.formats.variables import EXTRA, OTHER_LISTS, OTHER_NAMES, TYPES
from citeman.model import DATE_FIELDS, NAME_FIELDS, Date, Name, Reference
from citeman.text import squeeze

ISSUED = ("date", "year", "month", "day")
"""The fields that together are one date."""

_DASHES = re.compile(r"\s*(?:--+|[–—])\s*")
_ESCAPED_SIGN = re.compile(r"\\([_%&#$~{}])|\{([_%&#$~])\}")
_LINK = re.compile(r"(?:\\url\s*\{([^{}]*)\}|(https?://\S+))\.?")
_ORDINAL = re.compile(r"([1-9]\d?)(?:st|nd|rd|th)", re.IGNORECASE)
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"], 1
    )
}


def read_reference(entry: RawEntry) -> Reference:
    """Read an entry; fields without a CSL variable stay as LaTeX under "bibtex" in `custom`."""
    known, rest = _sort_fields(entry)
    values: dict[str, Any] = {
        name: read
        for name, raw in known.items()
        if name not in EXTRA and (read := _READERS.get(name, read_paragraphs)(raw))
    }
    values |= _type_and_genre(entry, values)
    dated = {field: entry.fields[field] for field in ISSUED if entry.fields.get(field, "").strip()}
    return Reference(
        id=entry.key,
        **values,
        issued=read_issued(dated) if dated else None,
        truncated=tuple(name for name in NAME_FIELDS if name in known and _is_cut(known[name])),
        custom={"bibtex": rest} if rest else {},
        extra={name: _read_extra(name, raw) for name, raw in known.items() if name in EXTRA},
    )


def _sort_fields(entry: RawEntry) -> tuple[dict[str, str], dict[str, str]]:
    """Part an entry's fields into what attributes hold and the rest.

    Of two fields for one attribute the rest keeps the second, an alias always being second.
    """
    known: dict[str, str] = {}
    rest: dict[str, str] = {}
    for field, raw in sorted(
        entry.fields.items(), key=lambda pair: _is_alias(pair[0], entry.kind)
    ):
        attribute = _attribute(field, raw, entry.kind)
        if not raw.strip() or field in ISSUED:
            continue
        if attribute and attribute not in known:
            known[attribute] = raw
        else:
            rest[field] = raw
    return known, rest


def _is_alias(field: str, kind: str) -> bool:
    return field in ALIASES and field not in fields_of(kind)


def _attribute(field: str, raw: str, kind: str) -> str:
    if field == "howpublished" and _LINK.fullmatch(raw.strip()):
        return "URL"
    if field in ("entrysubtype", "csl-type"):
        return "type" if raw in TYPES or raw in SUBTYPES else ""
    return attribute_of(field, kind)


def _type_and_genre(entry: RawEntry, values: dict[str, Any]) -> dict[str, str]:
    """An entry type may say the genre, and "Thesis" is what we write where there is none."""
    kind = values.get("type") or CSL_TYPE.get(entry.kind, "document")
    genre = values.get("genre") or GENRE.get(entry.kind, "")
    unsaid = entry.kind in GENRE and genre == "Thesis"
    return {"type": SUBTYPES.get(kind, kind), "genre": "" if unsaid else genre}


def _read_extra(variable: str, raw: str) -> Any:
    if variable in OTHER_LISTS:
        return [read_paragraphs(part) for part in raw.split(",")]
    if variable in OTHER_NAMES:
        return as_json(_read_people(raw))
    return read_paragraphs(raw)


def _is_cut(raw: str) -> bool:
    return read_names(raw).truncated


def _read_people(raw: str) -> tuple[Name, ...]:
    return read_names(raw).names


def _read_date(raw: str) -> Date | None:
    text = squeeze(read_paragraphs(raw))
    return read_edtf(raw) or (read_date(text) if text else None)


def _read_page(raw: str) -> str:
    return _DASHES.sub("-", read_paragraphs(raw))


def _read_edition(raw: str) -> str:
    text = read_paragraphs(raw)
    ordinal = _ORDINAL.fullmatch(text)
    return ordinal[1] if ordinal else _ORDINALS.get(text.lower(), text)


def _read_link(raw: str) -> str:
    """Take a link as it stands, but for the escapes that people put into it all the same."""
    text = raw.strip()
    link = _LINK.fullmatch(text)
    text = (link[1] or link[2]) if link else text
    return _ESCAPED_SIGN.sub(lambda found: found[1] or found[2], text)


def _read_doi(raw: str) -> str:
    text = _read_link(raw)
    return text if text.startswith("10.") else read_doi(text) or text


def _labelled(read: Callable[[str], str]) -> Callable[[str], str]:
    """Read an identifier that may carry its label; one that cannot be read stays as it is."""
    return lambda raw: read(raw) or read_paragraphs(raw)


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(NAME_FIELDS, _read_people),
    **dict.fromkeys(DATE_FIELDS, _read_date),
    "page": _read_page,
    "edition": _read_edition,
    "URL": _read_link,
    "DOI": _read_doi,
    "PMID": _labelled(read_pmid),
    "PMCID": _labelled(read_pmcid),
}
