"""The vocabulary of CSL: its item types and its variables by kind.

Source: csl-data.json of the CSL 1.0.2 schema, https://github.com/citation-style-language/schema.
"""

from citeman.model import CSL_NAMES, DATE_FIELDS, NAME_FIELDS

TYPES = frozenset(
    [
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
        "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
        "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
        "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
        "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
        "personal_communication", "post", "post-weblog", "regulation", "report", "review",
        "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    ]
)  # fmt: skip

ATTRIBUTES = {csl: attribute for attribute, csl in CSL_NAMES.items()}
"""CSL variable -> attribute of `Reference`, as in `container-title` -> `container_title`."""

OTHER_NAMES = frozenset(
    [
        "chair", "compiler", "composer", "curator", "director", "editorial-director",
        "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator",
        "organizer", "original-author", "performer", "producer", "recipient",
        "reviewed-author", "script-writer", "series-creator",
    ]
)  # fmt: skip
OTHER_NUMBERS = frozenset(
    ["first-reference-note-number", "locator", "page-first", "part", "printing"]
)
OTHER_TEXTS = frozenset(
    [
        "archive-place", "archive_collection", "call-number", "citation-key", "citation-label",
        "dimensions", "division", "jurisdiction", "original-publisher",
        "original-publisher-place", "part-title", "references", "reviewed-genre",
        "reviewed-title", "scale", "volume-title-short", "year-suffix",
    ]
)  # fmt: skip
OTHER_LISTS = frozenset(["categories"])
"""The `OTHER_` variables have no attribute of their own: they live in `Reference.extra`."""

NAMES = OTHER_NAMES | {CSL_NAMES[field] for field in NAME_FIELDS}
DATES = frozenset(CSL_NAMES[field] for field in DATE_FIELDS)
EXTRA = OTHER_NAMES | OTHER_NUMBERS | OTHER_TEXTS | OTHER_LISTS

DEPRECATED = {
    "event": "event-title",
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
}
"""Old name of a variable -> its name now."""
