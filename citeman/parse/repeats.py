"""The dash that stands for the author of the reference above."""

import re
from collections.abc import Iterable, Iterator

from citeman.model import Name, Reading, Record, replace

_DASH = re.compile(r"[—–_-]{1,6}\.?")


def repeat_authors(records: Iterable[Record]) -> Iterator[Record]:
    """Give "———. Society and Culture" the authors of the record before it.

    The field's span stays at the dash, which is what says it.
    """
    authors: tuple[Name, ...] = ()
    for record in records:
        if authors and any(map(_is_dash, record.readings)):
            record = replace(
                record,
                readings=tuple(
                    replace(r, reference=replace(r.reference, author=authors))
                    if _is_dash(r)
                    else r
                    for r in record.readings
                ),
            )
        authors = record.reference.author
        yield record


def _is_dash(reading: Reading) -> bool:
    names = reading.reference.author
    return len(names) == 1 and bool(_DASH.fullmatch(names[0].literal))
