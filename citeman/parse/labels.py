"""The labels a tagger gives to stretches of a reference string."""

from typing import NamedTuple

LABELS = (
    "citation-number", "author", "container-author", "editor", "translator", "title",
    "container-title", "collection-title", "event-title", "publisher", "publisher-place",
    "edition", "issued", "available-date", "accessed", "volume", "number-of-volumes", "issue",
    "page", "number", "genre", "status", "language", "medium",
    "DOI", "PMID", "PMCID", "arXiv", "ISBN", "ISSN", "URL", "note", "other",
)  # fmt: skip
"""CSL variables where there is one; `other` belongs to the reference but to no field."""


class Labelled(NamedTuple):
    """Characters [start, end) of a reference string, what they are, and how sure the tagger is.

    A span holds the words of its field without the punctuation and the keywords
    that set it off: "24" of "Vol. 24", "291-4" of "pp. 291-4". An author span
    covers a whole list of names, "et al." included.
    """

    start: int
    end: int
    label: str
    confidence: float
