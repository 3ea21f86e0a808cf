"""Compare a record with a gold row: every field the row has, the annotation and the links."""

from collections.abc import Mapping, Sequence
from typing import Any

from citeman.fields.locators import read_pages
from citeman.formats.csljson import csl
from citeman.model import Record

COMPARED = (
    "type", "author", "editor", "title", "container-title", "publisher", "publisher-place",
    "edition", "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL", "language",
    "genre", "status",
)  # fmt: skip
"""Every field that gold speaks of; one it leaves out must be left out by the parser as well."""
EXTRA_OK = {"URL", "status"}
"""Fields that some gold sets do not record."""


def differences(
    record: Record, fields: Mapping[str, Any], annotation: str, *, accept: Mapping[str, Any] = {}
) -> dict[str, tuple[Any, Any]]:
    """Map each field that differs to what gold says and what was read."""
    item = csl(record)
    wrong = {"annotation": (annotation, record.annotation)}
    wrong |= {field: (spelled(fields, field), spelled(item, field)) for field in COMPARED}
    return {
        field: pair
        for field, pair in wrong.items()
        if pair[0] != pair[1]
        and not _is_accepted(item.get(field), accept.get(field, ()))
        and (pair[0] or field not in EXTRA_OK)
    }


def _is_accepted(value: Any, others: Sequence[Any]) -> bool:
    """Tell whether gold lists a value, or for a date its year, as right as well."""
    if isinstance(value, dict):
        return value.get("date-parts", [[0]])[0][0] in others
    return value in others


def spelled(item: Mapping[str, Any], field: str) -> Any:
    """A value as gold and parser both spell it: whole page ranges, particles with the family."""
    value = item.get(field, "")
    if field == "page":
        return read_pages(value)
    if field == "issued" and isinstance(value, dict):
        return value.get("date-parts") or value.get("literal")
    return [name(one) for one in value] if isinstance(value, list) else value


def name(one: Mapping[str, str]) -> str:
    parts = ("non-dropping-particle", "family", "given", "suffix", "literal")
    return " ".join(one[part] for part in parts if one.get(part))


def links(records: Sequence[Record]) -> list[tuple[int, str, int]]:
    """Every link: the record it stands in, its words, the record it points at."""
    place = {record.key: i for i, record in enumerate(records)}
    return [(i, li.text, place[li.key]) for i, r in enumerate(records) for li in r.links]
