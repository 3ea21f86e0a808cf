"""The collected mentions of the shared folder, and what an answer to them is worth."""

import json
from collections import Counter
from typing import Any

from citeman.documents.plain import read
from citeman.mentions import Shelf
from citeman.model import Reference
from citeman.text import fold
from citeman.workflow.resolving import resolve
from tests.shared_data import shared


def gold(name: str) -> list[dict[str, Any]]:
    """Read "mentions" or "mentions_unresolved"."""
    lines = shared("gold", "livertox", f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def worth(mention: dict[str, Any], shelf: Shelf) -> str:
    """Say whether a mention is resolved rightly, wrongly, or left alone."""
    references = {card.id: card.reference for card in shelf.cards}
    start, end = mention["mention_span"]
    here = [
        one.decision
        for one in resolve(read(mention["text"], ""), shelf)
        if one.span.start < end and start < one.span.end and one.decision
    ]
    if not here:
        return "alone"
    right = all(_is_right(references[one], mention["true_id"]) for one in here)
    return "right" if right else "wrong"


def tally(name: str, shelf: Shelf) -> Counter[str]:
    """Count what the answers to all mentions are worth."""
    return Counter(worth(mention, shelf) for mention in gold(name))


def _is_right(reference: Reference, true: dict[str, str] | None) -> bool:
    """Compare by an identifier, else by the title."""
    for kind in ("PMID", "DOI", "URL"):
        if true and kind in true and getattr(reference, kind):
            return bool(true[kind].casefold() == getattr(reference, kind).casefold())
    return bool(true) and fold(reference.title).startswith(fold((true or {}).get("title", "-")))
