"""A reference as the fields of a BibTeX or BibLaTeX entry."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from citeman.formats.bibtex.caseprotect import write_title
from citeman.formats.bibtex.dates import write_date, write_edtf_date
from citeman.formats.bibtex.keywords import write_keywords
from citeman.formats.bibtex.languages import write_langid
from citeman.formats.bibtex.markup import write_rich
from citeman.formats.bibtex.names import write_names
from citeman.formats.bibtex.reading import ENTRY_TYPE
from citeman.formats.bibtex.types import (
    BIBLATEX,
    BIBTEX,
    CSL_TYPE,
    GENRE,
    UNSAID,
    Dialect,
    fields_of,
    has_kind,
    kind_of,
    subtype_of,
)
from citeman.formats.edtf import read_edtf, write_edtf
from citeman.formats.variables import OTHER_LISTS, OTHER_NAMES
from citeman.latex.text import read_paragraphs, write_latex
from citeman.model import DATE_FIELDS, NAME_FIELDS, Name, Reference

_PAIR = re.compile(r"\{[^{}]*\}")
_BRACE = re.compile(r"[{}]|\\$")
_DASH = re.compile(r"(?<=\w)[-–—](?=\w)")
_EPRINTS = frozenset(
    [
        "arxiv", "biorxiv", "chemrxiv", "googlebooks", "hal", "hdl", "jstor", "medrxiv",
        "mrnumber", "osf", "psyarxiv", "ssrn", "zbl",
    ]
)  # fmt: skip
"""Archives of e-prints; in all others CSL's archive is a place where paper lies."""
_ORIGINAL = {"original-publisher": "origpublisher", "original-publisher-place": "origlocation"}


def choose_kind(reference: Reference, dialect: Dialect) -> str:
    """Choose the entry type: the one an entry had, where it is the dialect's and still right."""
    kept = unknown_fields(reference).get(ENTRY_TYPE, "")
    right = CSL_TYPE.get(kept, "document") == (reference.type or "document")
    return kept if kept and right and has_kind(kept, dialect) else kind_of(reference, dialect)


def unknown_fields(reference: Reference) -> dict[str, str]:
    """Give the fields that no CSL variable answers to, as an entry had them."""
    unknown = reference.custom.get("bibtex")
    return unknown if isinstance(unknown, dict) else {}


def write_fields(
    reference: Reference, kind: str, dialect: Dialect = BIBTEX
) -> Iterator[tuple[str, str]]:
    """Write the fields of an entry of a kind, in order, each with its delimiters.

    >>> list(write_fields(Reference(type="book", edition="2", publisher="A & B"), "book"))
    [('edition', '{2nd}'), ('publisher', '{A \\\\& B}')]
    """
    renamed = _ORIGINAL | _eprint_names(reference, dialect)
    for field, attribute in fields_of(kind, dialect.name).items():
        if attribute == "issued" and reference.issued:
            write = write_edtf_date if dialect is BIBLATEX else write_date
            yield from write(reference.issued).items()
        elif attribute == "edition" and dialect is BIBLATEX and reference.edition:
            yield field, f"{{{write_latex(reference.edition)}}}"
        elif text := _write_value(reference, attribute, kind):
            yield from _named(renamed.get(attribute, field), text, dialect)
    unknown = unknown_fields(reference)
    if subtype := subtype_of(reference, kind):
        yield "csl-type" if "entrysubtype" in unknown else "entrysubtype", f"{{{subtype}}}"
    for variable, value in reference.extra.items():
        if text := _write_extra(variable, value):
            yield renamed.get(variable, variable), f"{{{text}}}"
    for field, value in unknown.items():
        if field != ENTRY_TYPE:
            yield field, f"{{{_write_unknown(value)}}}"


def _write_unknown(value: str) -> str:
    """LaTeX as it stands, as far as its braces are pairs to BibTeX."""
    spelled = value.replace("\\{", r"\textbraceleft{}").replace("\\}", r"\textbraceright{}")
    for text in (value, spelled):
        if is_safe(text):
            return text
    return write_latex(read_paragraphs(value))


def _eprint_names(reference: Reference, dialect: Dialect) -> dict[str, str]:
    """Attribute -> field, where an archive is one of e-prints or BibLaTeX knows another name."""
    if reference.archive.lower() in _EPRINTS and reference.archive_location:
        attributes = ("archive_location", "archive", "archive_collection")
        return dict(zip(attributes, dialect.eprint, strict=True))
    return {"PMID": "eprint"} if dialect is BIBLATEX and not reference.archive else {}


def _named(field: str, text: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """A field under its name; BibLaTeX calls a PMID an e-print of PubMed's, a code a langid."""
    if dialect is BIBLATEX and field == "language" and write_langid(text):
        yield "langid", f"{{{write_langid(text)}}}"
        return
    yield field, f"{{{text}}}"
    if dialect is BIBLATEX and field == "eprint" and text.isdigit():
        yield "eprinttype", "{pubmed}"


def _write_value(reference: Reference, attribute: str, kind: str) -> str:
    value = getattr(reference, attribute)
    if attribute == "genre" and kind in UNSAID:
        return "" if value == GENRE.get(kind) else write_latex(value or UNSAID[kind])
    if not value:
        return ""
    if attribute in NAME_FIELDS:
        return write_names(value, truncated=attribute in reference.truncated)
    if attribute in DATE_FIELDS:
        words = value.literal if read_edtf(value.literal) == value else write_latex(value.literal)
        return words or write_edtf(value) or write_latex(value.raw)
    if attribute == "title":
        return write_title(value, reference.language)
    return _WRITERS.get(attribute, write_rich)(value)


def _write_extra(variable: str, value: Any) -> str:
    if variable in OTHER_NAMES:
        return write_names(msgspec.convert(value, tuple[Name, ...]))
    return write_latex(", ".join(value) if variable in OTHER_LISTS else str(value))


def _write_page(page: str) -> str:
    return "--".join(write_latex(part) for part in _DASH.split(page))


def _write_edition(edition: str) -> str:
    """Styles print "2nd edition"; CSL holds the number.

    >>> _write_edition("2"), _write_edition("11"), _write_edition("Revised")
    ('2nd', '11th', 'Revised')
    """
    if not re.fullmatch(r"[1-9]\d?", edition):
        return write_latex(edition)
    teen = len(edition) == 2 and edition[0] == "1"
    return edition + {"1": "st", "2": "nd", "3": "rd"}.get("" if teen else edition[-1], "th")


def _write_verbatim(text: str) -> str:
    r"""Links take no escapes; a brace without its pair, and "\", would break the file."""
    text = text.replace("\\", "%5C")
    return text if is_safe(text) else text.replace("{", "%7B").replace("}", "%7D")


def is_safe(value: str) -> bool:
    r"""Tell whether all braces are pairs, and no "\" at the end would escape the closing one.

    >>> is_safe("{a}"), is_safe("}{"), is_safe("a\\")
    (True, False, False)
    """
    while (inner := _PAIR.sub("", value)) != value:
        value = inner
    return not _BRACE.search(value)


_WRITERS = {
    "page": _write_page,
    "edition": _write_edition,
    "keyword": write_keywords,
    "DOI": _write_verbatim,
    "URL": _write_verbatim,
}
