"""A reference as the fields of a BibTeX entry."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from citeman.formats.bibtex.caseprotect import write_title
from citeman.formats.bibtex.dates import write_date
from citeman.formats.bibtex.latex import read_paragraphs, write_latex
from citeman.formats.bibtex.names import write_names
from citeman.formats.bibtex.types import GENRE, fields_of, subtype_of
from citeman.formats.edtf import write_edtf
from citeman.formats.variables import OTHER_LISTS, OTHER_NAMES
from citeman.model import DATE_FIELDS, NAME_FIELDS, Name, Reference

_PAIR = re.compile(r"(?<!\\)\{(?:[^{}\\]|\\[^{}])*\}")
_BRACE = re.compile(r"[{}]|\\$")
_DASH = re.compile(r"(?<=\w)[-–—](?=\w)")


def write_fields(reference: Reference, kind: str) -> Iterator[tuple[str, str]]:
    """Write the fields of an entry of a kind, in order, each with its delimiters.

    >>> list(write_fields(Reference(type="book", edition="2", publisher="A & B"), "book"))
    [('edition', '{2nd}'), ('publisher', '{A \\\\& B}')]
    """
    for field, attribute in fields_of(kind).items():
        if attribute == "issued" and reference.issued:
            yield from write_date(reference.issued).items()
        elif text := _write_value(reference, attribute, kind):
            yield field, f"{{{text}}}"
    unknown = reference.custom.get("bibtex")
    unknown = unknown if isinstance(unknown, dict) else {}
    if subtype := subtype_of(reference, kind):
        yield "csl-type" if "entrysubtype" in unknown else "entrysubtype", f"{{{subtype}}}"
    for variable, value in reference.extra.items():
        if text := _write_extra(variable, value):
            yield variable, f"{{{text}}}"
    for field, value in unknown.items():
        yield field, f"{{{value if _is_safe(value) else write_latex(read_paragraphs(value))}}}"


def _write_value(reference: Reference, attribute: str, kind: str) -> str:
    value = getattr(reference, attribute)
    if attribute == "genre" and kind in GENRE:
        return "" if value == GENRE[kind] else write_latex(value or "Thesis")
    if not value:
        return ""
    if attribute in NAME_FIELDS:
        return write_names(value, truncated=attribute in reference.truncated)
    if attribute in DATE_FIELDS:
        return write_latex(value.literal) or write_edtf(value) or write_latex(value.raw)
    if attribute == "title":
        return write_title(value, reference.language)
    return _WRITERS.get(attribute, write_latex)(value)


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
    return text if _is_safe(text) else text.replace("{", "%7B").replace("}", "%7D")


def _is_safe(value: str) -> bool:
    r"""Tell whether all braces are pairs to BibTeX and to readers that skip "\}" alike."""
    while (inner := _PAIR.sub("", value)) != value:
        value = inner
    return not _BRACE.search(value)


_WRITERS = {
    "page": _write_page,
    "edition": _write_edition,
    "DOI": _write_verbatim,
    "URL": _write_verbatim,
}
