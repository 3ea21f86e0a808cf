"""An annotated bibliography for people to read: numbered, in NLM style, annotations below."""

from collections.abc import Sequence

from citeman.cite import nlm
from citeman.cite.joining import meet
from citeman.cite.preparing import prepare
from citeman.cite.rendering import Entry, render
from citeman.formats.csljson import csl
from citeman.model import Record


def write_list(records: Sequence[Record], shape: str) -> str:
    """Write records in the order given as "text", "markdown" or "html", with every author.

    >>> from citeman.model import Reading, Reference
    >>> work = Record((Reading("manual", Reference(title="IL-2")),), annotation="Brief.")
    >>> write_list([work], "text")
    '1. IL-2.\\n    Brief.\\n'
    """
    return render([_entry(number, record) for number, record in enumerate(records, 1)], shape)


def _entry(number: int, record: Record) -> Entry:
    line = meet(f"{number}. ", nlm.write(prepare(record.reference), nlm.WHOLE))
    return Entry(record.key, line, csl(record).get("annote", ""))


def holds(name: str) -> bool:
    """Tell whether NLM style prints a CSL variable for some type of work."""
    return name in PRINTED


PRINTED = frozenset(
    [
        "author", "editor", "translator", "collection-editor", "title", "container-title",
        "container-title-short", "collection-title", "collection-number", "volume-title",
        "event-title", "event-place", "publisher", "publisher-place", "edition", "issued",
        "accessed", "volume", "issue", "supplement", "section", "page", "number-of-pages",
        "number", "genre", "medium", "archive", "archive_collection", "archive_location",
        "archive-place", "references", "DOI", "PMID", "PMCID", "URL", "annotation",
        "citeman truncated",
    ]
)  # fmt: skip
"""What the parts of `citeman.cite.nlm` print."""
