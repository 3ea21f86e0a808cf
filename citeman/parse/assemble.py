"""Labelled spans become the spans of each field: joined, or the surest one chosen."""

from collections.abc import Sequence
from functools import cache

from citeman.model import NAME_FIELDS
from citeman.parse.labels import Labelled

MANY = frozenset((*NAME_FIELDS, "issue", "note", "genre"))
"""Fields that may be read from several stretches."""


@cache
def field_of(label: str) -> str:
    """Name the attribute of `Reference` that a label speaks of.

    >>> field_of("container-title")
    'container_title'
    """
    return label.replace("-", "_")


def assemble(spans: Sequence[Labelled]) -> dict[str, tuple[Labelled, ...]]:
    """Give each field its spans, in order; text labelled `other` belongs to none.

    Of several spans for a field that has one value, the surest stands, the first among equals.
    """
    fields: dict[str, list[Labelled]] = {}
    for span in spans:
        if span.label != "other":
            fields.setdefault(field_of(span.label), []).append(span)
    return {
        field: tuple(found) if len(found) == 1 or field in MANY else (_surest(found),)
        for field, found in fields.items()
    }


def _surest(found: Sequence[Labelled]) -> Labelled:
    return max(found, key=lambda span: span.confidence)
