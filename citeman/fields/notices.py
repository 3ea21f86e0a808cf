"""Notices about a work: it was retracted, put in doubt, corrected or updated, and when.

A reference carries them under `custom`, as `{"notices": [{"kind": ..., "date": ..., "PMID": ...,
"text": ...}]}`, so that CSL-JSON and JSON Lines bring them back.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from citeman.fields.dates import read_date
from citeman.model import Reference

NoticeKind = Literal["retraction", "expression-of-concern", "correction", "update"]

KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction",
    "partial-retraction": "retraction",
    "retraction-and-republication": "retraction",
    "expression-of-concern": "expression-of-concern",
    "erratum": "correction",
    "correction-and-republication": "correction",
    "update": "update",
}
"""Form of a notice about a work -> which of the four it is. What else a work may carry, such as
a comment or what it is a comment on, is no such notice."""

GRAVE: frozenset[NoticeKind] = frozenset(["retraction", "expression-of-concern"])
"""The notices that question whether a work may still be relied on."""

# the "2010 Feb 6" of "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/..."
_DATE = re.compile(r"(?<![\d:(/-])(?P<date>(?:18|19|20)\d\d(?!\d)[^;:.()]{0,20}?)\s*(?=[;:.(]|$)")


class Notice(NamedTuple):
    """A notice about a work: which of the four it is, in which form, when and where it stands.

    `date` is as much of YYYY-MM-DD as is known, `text` the citation of the notice, `PMID` its own.
    """

    kind: NoticeKind
    form: str
    date: str = ""
    PMID: str = ""
    text: str = ""

    def __str__(self) -> str:
        date = f" of {self.date}" if self.date else ""
        own = f"PMID {self.PMID}" if self.PMID else ""
        place = ", ".join(filter(None, [self.text, own]))
        return f"{self.form.replace('-', ' ')}{date}" + (f" ({place})" if place else "")


def read_notices(reference: Reference) -> tuple[Notice, ...]:
    """Read what a reference carries of notices, the gravest first, the latest first among them.

    A work that is only marked as retracted has a retraction of which nothing else is known.

    >>> notice = {"kind": "erratum", "text": "Gut. 2010 Mar;27:9", "date": "2010-03"}
    >>> [str(n) for n in read_notices(Reference(custom={"notices": [notice]}))]
    ['erratum of 2010-03 (Gut. 2010 Mar;27:9)']
    """
    notices = sorted(_kept(reference), key=lambda notice: notice.date, reverse=True)
    if reference.status == "retracted" and all(n.kind != "retraction" for n in notices):
        notices.append(Notice("retraction", "retraction"))
    order = list(dict.fromkeys(KINDS.values()))
    return tuple(sorted(notices, key=lambda notice: order.index(notice.kind)))


def date_of_notice(citation: str) -> str:
    """Read when a notice appeared from its citation, as PubMed writes it: YYYY[-MM[-DD]], or "".

    >>> date_of_notice("Lancet. 2010 Feb 6;375(9713):445"), date_of_notice("Gut. 2010;27:9")
    ('2010-02-06', '2010')
    """
    found = _DATE.search(citation)
    date = read_date(found["date"]) if found else None
    first = date.date_parts[0] if date and date.date_parts else ()
    return "-".join(f"{part:02}" for part in first)


def _kept(reference: Reference) -> Iterator[Notice]:
    """Make notices of what is under `custom`, where anything may stand: files are edited."""
    kept = reference.custom.get("notices")
    for item in kept if isinstance(kept, list) else []:
        form = _word(item, "kind")
        if form in KINDS:
            text = _word(item, "text")
            date = _word(item, "date") or date_of_notice(text)
            yield Notice(KINDS[form], form, date, _word(item, "PMID"), text)


def _word(item: Any, name: str) -> str:
    value = item.get(name, "") if isinstance(item, dict) else ""
    return value if isinstance(value, str) else ""
