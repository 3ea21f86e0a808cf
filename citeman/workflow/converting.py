"""What a format cannot hold: found by reading back what was written, where it can be read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from citeman.formats import READ
from citeman.formats.csljson import csl
from citeman.formats.parsed import Format
from citeman.model import Record


class Losses(NamedTuple):
    """Per field, how many records lost it in writing, and how many came out otherwise."""

    dropped: Counter[str]
    changed: Counter[str]


class Tally:
    """What is lost of records that are written piece by piece, and in which format."""

    def __init__(self, module: Format) -> None:
        self.module = module
        self.lost = Losses(Counter(), Counter())

    def add(self, records: Sequence[Record], text: str, module: Format) -> None:
        """Count what is lost of some records, written as this text in this format."""
        self.module = module
        for total, found in zip(self.lost, losses(records, text, module), strict=True):
            total.update(found)


def losses(records: Sequence[Record], text: str, module: Format) -> Losses:
    """Compare records with what is read from the text that they were written to.

    Fields bear their CSL names, and what a format keeps for itself its own ("ris AD"). Readings,
    spans and confidences, which JSON Lines alone holds, are not counted.

    >>> from citeman.formats import by_name
    >>> from citeman.model import Reading, Reference
    >>> ris, work = by_name("ris"), Reference(title="T", type="book", medium="CD")
    >>> records = [Record((Reading("manual", work),), key="a")]
    >>> losses(records, ris.write(records), ris).dropped
    Counter({'medium': 1})
    """
    found = Losses(Counter(), Counter())
    if module.NAME not in READ:
        held = module.holds  # type: ignore[attr-defined]  # what formats that are only written have
        found.dropped.update(name for r in records for name in _facts(r) if not held(name))
        return found
    again = module.read(text, "").records
    if len(again) != len(records):
        found.dropped["records"] = len(records) - len(again)
        return found
    for before, after in zip(map(_facts, records), map(_facts, again), strict=True):
        found.dropped.update(before.keys() - after.keys())
        found.changed.update(k for k in before.keys() & after.keys() if before[k] != after[k])
    return found


def _facts(record: Record) -> dict[str, Any]:
    """All that a record says, by name; keys differ between formats and are no fact."""
    item = csl(record)
    custom = item.pop("custom", {})
    facts = {_WORDS.get(name, name): value for name, value in item.items() if name != "id"}
    for name, value in custom.items():
        fields = value if isinstance(value, dict) else {"": value}
        facts |= {f"{name} {field}".strip(): each for field, each in fields.items()}
    added = {"tags": record.tags, "links": record.links}
    return facts | {name: value for name, value in added.items() if value}


_WORDS = {"annote": "annotation"}
