"""The fields of a BibTeX entry as a reference."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from citeman.fields.dates import read_date
from citeman.fields.ids import read_doi, read_pmcid, read_pmid
from citeman.formats.bibtex.blocks import RawEntry
from citeman.formats.bibtex.dates import ISSUED, read_issued
from citeman.formats.bibtex.keywords import read_keywords
from citeman.formats.bibtex.languages import read_language
from citeman.formats.bibtex.names import read_names
from citeman.formats.bibtex.types import (
    BIBLATEX,
    CSL_TYPE,
    GENRE,
    SUBTYPES,
    TYPE_WORDS,
    UNSAID,
    kind_of,
    meaning_of,
)
from citeman.formats.cslvalues import as_json
from citeman.formats.edtf import read_edtf
from citeman.formats.variables import EXTRA, OTHER_LISTS, OTHER_NAMES, TYPES
from citeman.latex.text import read_paragraphs
from citeman.model import DATE_FIELDS, NAME_FIELDS, Date, Name, Reference
from citeman.text import squeeze

ENTRY_TYPE = "@type"
"""Where `custom` keeps an entry type that CSL's type does not lead back to."""

_SUBTITLED = {
    "subtitle": ("title",), "booksubtitle": ("booktitle",), "mainsubtitle": ("maintitle",),
    "journalsubtitle": ("journaltitle", "journal"),
}  # fmt: skip
_ENDS = re.compile(r"[.?!:]\}*$")
_RANGE = re.compile(r"\w+--?\w+", re.ASCII)
_DASHES = re.compile(r"\s*(?:--+|[–—])\s*")
_ESCAPED_SIGN = re.compile(
    r"\\(?P<sign>[_%&#$~{}])|\{(?P<braced>[_%&#$~<>])\}|\$(?P<math>[<>])\$"
    r"|\{?\\text(?P<word>less|greater)(?:\{\}\}?|\}|[ ]|(?![a-z]))"
)  # {\textless}, \textless{}, \textless 8
_SIGNS = {"less": "<", "greater": ">"}
_LINK = re.compile(r"(?:\\url\s*\{([^{}]*)\}|(https?://\S+))\.?")
_ORDINAL = re.compile(r"([1-9]\d?)(?:st|nd|rd|th)", re.IGNORECASE)
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"], 1
    )
}
_EPRINT_IDS = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
"""Archives whose identifiers have a field of their own."""
_RENAMED = frozenset([*_SUBTITLED, "eprint"])


def read_reference(entry: RawEntry) -> Reference:
    """Read an entry; fields without a CSL variable stay as LaTeX under "bibtex" in `custom`."""
    fields = {**entry.fields, **entry.inherited} if entry.inherited else entry.fields
    if not _RENAMED.isdisjoint(fields):
        fields = _plain_fields(fields)
    known, rest = _sort_fields(fields, entry.kind)
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    truncated: list[str] = []
    for attribute, raw in known.items():
        if attribute in _PEOPLE:
            values[attribute], is_cut = read_names(raw)
            truncated += [attribute] if is_cut and values[attribute] else []
        elif attribute in EXTRA:
            extra[attribute] = _read_extra(attribute, raw)
        elif (read := _READERS.get(attribute, read_paragraphs)(raw)) or attribute == "type":
            values[attribute] = read
    values |= _type_and_genre(entry.kind, values)
    if issued := {name: fields[name] for name in ISSUED if fields.get(name)}:
        values["issued"] = read_issued(issued)
    rest = {name: raw for name, raw in rest.items() if name not in entry.inherited}
    facts = (bool(values.get("note")), bool(values.get("container_title")))
    if entry.kind not in _usual_kinds(values["type"], values["genre"], *facts):
        rest[ENTRY_TYPE] = entry.kind
    custom = {"bibtex": rest} if rest else {}
    cut = tuple(name for name in NAME_FIELDS if name in truncated) if truncated else ()
    return Reference(id=entry.key, **values, truncated=cut, custom=custom, extra=extra)


def _plain_fields(fields: dict[str, str]) -> dict[str, str]:
    """Join titles with their subtitles, and call identifiers of PubMed by their name."""
    for sub, mains in _SUBTITLED.items():
        main = next((name for name in mains if fields.get(name, "").strip()), "")
        if main and fields.get(sub, "").strip():
            title = fields[main].strip()
            gap = " " if _ENDS.search(title) else ": "
            fields = fields | {main: f"{title}{gap}{fields[sub].strip()}"}
            del fields[sub]
    archive = fields.get("eprinttype", fields.get("archiveprefix", "")).strip("{} ").lower()
    name = _EPRINT_IDS.get(archive, "")
    if name and "eprint" in fields and name not in fields:
        fields = {name: fields["eprint"], **fields}
        for field in ("eprint", "eprinttype", "archiveprefix"):
            fields.pop(field, None)
    return fields


def _sort_fields(fields: Mapping[str, str], kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """Part an entry's fields into what attributes hold and the rest.

    Of two fields for one attribute the rest keeps the second, an alias always being second.
    """
    first: list[tuple[str, str, str]] = []
    aliases: list[tuple[str, str, str]] = []
    for field, raw in fields.items():
        if raw and not raw.isspace() and field not in ISSUED:
            attribute, is_alias = meaning_of(field, kind)
            if field in _BY_VALUE:
                attribute = _by_value(field, raw, attribute)
            (aliases if is_alias else first).append((field, attribute, raw))
    known: dict[str, str] = {}
    rest: dict[str, str] = {}
    for field, attribute, raw in first + aliases:
        if attribute and attribute not in known:
            known[attribute] = raw
        elif not attribute or known[attribute] != raw:
            rest[field] = raw
    return known, rest


_BY_VALUE = frozenset(["howpublished", "entrysubtype", "csl-type"])
"""Fields whose meaning depends on what they say."""


def _by_value(field: str, raw: str, attribute: str) -> str:
    if field == "howpublished":
        return "URL" if _LINK.fullmatch(raw.strip()) else attribute
    return "type" if raw in TYPES or raw in SUBTYPES else ""


def _type_and_genre(kind: str, values: dict[str, Any]) -> dict[str, str]:
    """An entry type may say the genre, and what we write where there is none is no genre."""
    csl = values.get("type") or CSL_TYPE.get(kind, "document")
    genre = values.get("genre") or GENRE.get(kind, "")
    unsaid = genre == UNSAID.get(kind)
    return {"type": SUBTYPES.get(csl, csl), "genre": "" if unsaid else genre}


@lru_cache(1_024)
def _usual_kinds(csl: str, genre: str, has_note: bool, is_contained: bool) -> tuple[str, str]:
    """The types of entry, in either dialect, that a reference like this one is written as."""
    like = Reference(
        type=csl,
        genre=genre,
        note="note" if has_note else "",
        container_title="title" if is_contained else "",
    )
    return kind_of(like), kind_of(like, BIBLATEX)


def _read_extra(variable: str, raw: str) -> Any:
    if variable in OTHER_LISTS:
        return [read_paragraphs(part) for part in raw.split(",")]
    if variable in OTHER_NAMES:
        return as_json(_read_people(raw))
    return read_paragraphs(raw)


def _read_people(raw: str) -> tuple[Name, ...]:
    return read_names(raw).names


def _read_date(raw: str) -> Date | None:
    text = squeeze(read_paragraphs(raw))
    return read_edtf(raw.strip()) or (read_date(text) if text else None)


def _read_page(raw: str) -> str:
    if _RANGE.fullmatch(raw):
        return raw.replace("--", "-")
    return _DASHES.sub("-", read_paragraphs(raw))


def _read_edition(raw: str) -> str:
    text = read_paragraphs(raw)
    ordinal = _ORDINAL.fullmatch(text)
    return ordinal[1] if ordinal else _ORDINALS.get(text.lower(), text)


def _read_genre(raw: str) -> str:
    text = read_paragraphs(raw)
    return TYPE_WORDS.get(text, text)


def _read_link(raw: str) -> str:
    """Take a link as it stands, but for the escapes that people put into it all the same."""
    text = raw.strip()
    link = _LINK.fullmatch(text)
    text = (link[1] or link[2]) if link else text
    return _ESCAPED_SIGN.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    said = next(group for group in found.groups() if group)
    return _SIGNS.get(said, said)


def _read_doi(raw: str) -> str:
    text = unescape(_read_link(raw))  # some publishers' exports write &lt; in a SICI
    return text if text.startswith("10.") else read_doi(text) or text


def _read_language(raw: str) -> str:
    return read_language(read_paragraphs(raw))


def _labelled(read: Callable[[str], str]) -> Callable[[str], str]:
    """Read an identifier that may carry its label; one that cannot be read stays as it is."""
    return lambda raw: read(raw) or read_paragraphs(raw)


_PEOPLE = frozenset(NAME_FIELDS)
_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(DATE_FIELDS, _read_date),
    "page": _read_page,
    "edition": _read_edition,
    "genre": _read_genre,
    "keyword": read_keywords,
    "language": _read_language,
    "URL": _read_link,
    "DOI": _read_doi,
    "PMID": _labelled(read_pmid),
    "PMCID": _labelled(read_pmcid),
}
