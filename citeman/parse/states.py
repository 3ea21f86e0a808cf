"""The states of the sequence model: labels, first and later words told apart."""

from citeman.parse.labels import LABELS

OUTSIDE = "outside"
"""The state of words that belong to no field: keywords such as "Vol.", and remarks."""

MANY = (
    "author", "editor", "translator", "title", "container-title", "collection-title",
    "event-title", "publisher", "publisher-place", "genre", "note",
)  # fmt: skip
"""Labels whose first word has a state of its own, because it tells where a field begins."""
ONE = (
    "citation-number", "edition", "issued", "accessed", "volume", "issue", "page", "number",
    "DOI", "PMID", "PMCID", "arXiv", "ISBN", "ISSN", "URL",
)  # fmt: skip
STATES = (OUTSIDE, *MANY, *(f"{label}+" for label in MANY), *ONE)
"""A state is its label; "title+" is any word of a title but the first."""
LABEL_OF = tuple(state.removesuffix("+") for state in STATES)
STATE_ID = {state: i for i, state in enumerate(STATES)}

assert set(LABEL_OF) - {OUTSIDE} <= set(LABELS)


def states_of(label: str, *, first: bool) -> int:
    """Name the state of the first or a later word of a span.

    >>> STATES[states_of("title", first=False)], STATES[states_of("volume", first=False)]
    ('title+', 'volume')
    """
    return STATE_ID[label if first or label in ONE or label == OUTSIDE else f"{label}+"]


def allowed() -> list[list[bool]]:
    """Tell which state may follow which: "title+" only follows "title" and "title+"."""
    return [
        [not b.endswith("+") or a.removesuffix("+") == b.removesuffix("+") for b in STATES]
        for a in STATES
    ]
