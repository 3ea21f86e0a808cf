"""Tables for spreadsheets: a row per record, a column per variable that any record has."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from citeman.fields.dates import write_date
from citeman.formats.csljson import csl
from citeman.formats.edtf import write_edtf
from citeman.formats.variables import OTHER_NUMBERS, OTHER_TEXTS
from citeman.model import CSL_NAMES, DATE_FIELDS, NAME_FIELDS, Date, Name, Record

FIRST = (
    "id", "type", "author", "editor", "title", "container-title", "issued", "volume", "issue",
    "page", "publisher", "publisher-place", "DOI", "PMID", "PMCID", "URL",
)  # fmt: skip
"""The columns that every table has; the others follow in the order of `Reference`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula and carry out, if a cell began with it."""


def write_table(records: Sequence[Record], dialect: str) -> str:
    """Write records as a table in a dialect of the csv module.

    Names are "Family, Given" with semicolons between, dates as 2003-05-04. A cell that a
    spreadsheet would run as a formula begins with an apostrophe.
    """
    rows = [_row(record) for record in records]
    used = {column for row in rows for column in row}
    columns = [*FIRST, *(name for name in _columns(used) if name not in FIRST)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", dialect=dialect, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(text) for name, text in row.items()} for row in rows)
    return out.getvalue()


def holds(name: str) -> bool:
    """Tell whether a table has a column for a variable; what lies in `custom` has none."""
    return name in COLUMNS


COLUMNS = frozenset(
    [*CSL_NAMES.values(), *OTHER_TEXTS, *OTHER_NUMBERS, "annotation", "tags", "citeman truncated"]
)


def _columns(used: set[str]) -> Iterable[str]:
    known = [name for name in CSL_NAMES.values() if name in used]
    return [*known, *sorted(used - {*known})]


def _row(record: Record) -> dict[str, str]:
    item = csl(record)
    reference = record.reference
    row = {name: value for name, value in item.items() if isinstance(value, str)}
    for field in NAME_FIELDS:
        names = "; ".join(map(_person, getattr(reference, field)))
        more = "; et al." if field in reference.truncated else ""
        row |= {CSL_NAMES[field]: names + more} if names else {}
    for field in DATE_FIELDS:
        date: Any = getattr(reference, field)
        row |= {CSL_NAMES[field]: _date(date)} if date else {}
    row |= {"annotation": row.pop("annote")} if "annote" in row else {}
    return row | ({"tags": "; ".join(record.tags)} if record.tags else {})


def _person(name: Name) -> str:
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return name.literal or ", ".join(filter(None, (family, given, name.suffix)))


def _date(date: Date) -> str:
    return write_edtf(date) or write_date(date)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
