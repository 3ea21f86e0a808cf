"""What people decided about pairs of references, in a file that they can read, edit and share.

The file is CSV: one decision on a line, so that a table program opens it and git merges it.

    decision,first,second,reason,date
    different,"ng2001 | PMID:12974198 | Ng 2001: Side effects of cytokines",...,abstract,2024-05-01

Each side names a record by its key, the identifiers it has, and who, when and what, so that the
decision is found again when the record comes back under another key.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from citeman.match.facts import plain_doi
from citeman.model import Problem, Record, Reference
from citeman.text import fold, squeeze

Decided = Literal["same", "different"]

COLUMNS = ("decision", "first", "second", "reason", "date")
_DECIDED: tuple[Decided, ...] = ("same", "different")


class Side(Struct, frozen=True):
    """One of the two records of a decision: any part may be ""; one that says nothing is none."""

    key: str = ""
    pmid: str = ""
    doi: str = ""
    label: str = ""


class Ruling(Struct, frozen=True):
    """What a person decided about two records; `date` is as written, best 2024-05-01."""

    decision: Decided
    first: Side
    second: Side
    reason: str = ""
    date: str = ""


class Rulings(NamedTuple):
    """The decisions of a file in its order, and the lines that could not be read."""

    rulings: list[Ruling]
    problems: list[Problem]


def side_of(record: Record) -> Side:
    """Name a record for a decision.

    >>> from citeman.model import Date, Name, Reading
    >>> reference = Reference(title="Gout", author=(Name("Ng"),), issued=Date(((2001,),)))
    >>> write_side(side_of(Record((Reading("ris", reference),), key="ng2001")))
    'ng2001 | Ng 2001: Gout'
    """
    reference = record.reference
    return Side(record.key, reference.PMID, plain_doi(reference.DOI), _label(reference))


def _label(reference: Reference) -> str:
    """Say who, when and what in one line."""
    first = reference.author[0] if reference.author else None
    who = (first.family or first.literal) if first else ""
    year = reference.issued.year if reference.issued else None
    start = squeeze(f"{who} {year or ''}")
    title = squeeze(reference.title.replace("|", " "))
    return f"{start}: {title}" if start and title else start or title


def write_side(side: Side) -> str:
    """Write a side as it stands in the file."""
    pmid = f"PMID:{side.pmid}" if side.pmid else ""
    return " | ".join(part for part in (side.key, pmid, side.doi, side.label) if part)


_PMID = re.compile(r"PMID:\s*(\d{1,8})", re.IGNORECASE)
_LABEL = re.compile(r".*(?:\b\d{4}\b)?.*: \S|.*\s")


def read_side(text: str) -> Side:
    """Read a side: parts between strokes, in any order; what has blanks in it is the label.

    >>> read_side("ng2001 | PMID:12 | 10.1000/x | Ng 2001: Gout")
    Side(key='ng2001', pmid='12', doi='10.1000/x', label='Ng 2001: Gout')
    """
    found = {"key": "", "pmid": "", "doi": "", "label": ""}
    for part in filter(None, map(str.strip, text.split("|"))):
        if number := _PMID.fullmatch(part):
            found["pmid"] = number[1]
        elif doi := plain_doi(part) if " " not in part else "":
            found["doi"] = doi
        else:
            name = "label" if " " in part or found["key"] else "key"
            found[name] = found[name] or part
    return Side(**found)


def read_rulings(text: str, name: str) -> Rulings:
    """Read a file of decisions; a line that is none is a problem that names it by its number.

    >>> lines = "decision,first,second\\nsame,a,b\\nperhaps,a,c\\n"
    >>> rulings, problems = read_rulings(lines, "d.csv")
    >>> len(rulings), problems[0].message
    (1, 'd.csv:3: a decision is "same" or "different"; found "perhaps"')
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    found = Rulings([], [])
    try:
        for row in rows:
            _read_row(row, f"{name}:{rows.line_num}", found)
    except csv.Error as error:
        found.problems.append(_problem(f"{name}:{rows.line_num}: this is no CSV ({error})"))
    return found


def _read_row(row: Sequence[str], place: str, found: Rulings) -> None:
    cells = [cell.strip() for cell in row]
    if not any(cells) or cells[0].startswith("#") or cells[0].casefold() == COLUMNS[0]:
        return
    word, first, second, reason, date = (*cells, "", "", "", "")[:5]
    decided = next((each for each in _DECIDED if each == word.casefold()), None)
    one, other = read_side(first), read_side(second)
    if decided is None:
        message = f'a decision is "same" or "different"; found "{word}"'
    elif Side() in (one, other):
        message = "a decision names two records: key | PMID:… | DOI | who year: title"
    else:
        found.rulings.append(Ruling(decided, one, other, reason, date))
        return
    found.problems.append(_problem(f"{place}: {message}"))


def _problem(message: str) -> Problem:
    return Problem("unreadable-line", message)


def write_rulings(rulings: Iterable[Ruling]) -> str:
    """Write a file of decisions, as `read_rulings` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for ruling in rulings:
        sides = write_side(ruling.first), write_side(ruling.second)
        writer.writerow((ruling.decision, *sides, ruling.reason, ruling.date))
    return out.getvalue()


class Applied(NamedTuple):
    """Decisions as pairs of places in a list of records, and those whose records are not there."""

    same: list[tuple[int, int]]
    different: list[tuple[int, int]]
    missing: list[Ruling]


def apply_rulings(rulings: Iterable[Ruling], records: Sequence[Record]) -> Applied:
    """Find the records that decisions are about, by identifier, else who-when-what, else key.

    Where several copies of a record are there, the decision holds for each. Of two decisions on
    one pair the later one counts.
    """
    index = _Index(records)
    decided: dict[tuple[int, int], Decided] = {}
    missing: list[Ruling] = []
    for ruling in rulings:
        ones, others = index.places(ruling.first), index.places(ruling.second)
        pairs = {(min(i, j), max(i, j)) for i in ones for j in others if i != j}
        if not pairs:
            missing.append(ruling)
        decided |= dict.fromkeys(pairs, ruling.decision)
    same = [pair for pair, decision in decided.items() if decision == "same"]
    different = [pair for pair, decision in decided.items() if decision == "different"]
    return Applied(same, different, missing)


class _Index:
    """The places of records by each part of the side that names them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._by: dict[tuple[str, str], list[int]] = {}
        self._sides = [_plain(side_of(record)) for record in records]
        for place, side in enumerate(self._sides):
            for part in _PARTS:
                if value := getattr(side, part):
                    self._by.setdefault((part, value), []).append(place)

    def places(self, side: Side) -> list[int]:
        """Give the places of the records that a side names best."""
        wanted = _plain(side)
        places = {p for part in _PARTS for p in self._by.get((part, getattr(wanted, part)), ())}
        ranks = {place: self._rank(wanted, self._sides[place]) for place in places}
        best = max(ranks.values(), default=())
        return sorted(place for place, rank in ranks.items() if rank == best and any(rank))

    def _rank(self, wanted: Side, side: Side) -> tuple[bool, ...]:
        same_id = any(
            getattr(wanted, part) and getattr(wanted, part) == getattr(side, part)
            for part in ("pmid", "doi")
        )
        same_label = bool(wanted.label) and wanted.label == side.label
        may_be = (
            not wanted.label or wanted.label.split()[:_WHO_WHEN] == side.label.split()[:_WHO_WHEN]
        )
        return same_id, same_label, wanted.key == side.key and may_be


_WHO_WHEN = 2
"""Words of a label that must be the same where a record is known by its key alone."""
_PARTS = ("pmid", "doi", "label", "key")


def _plain(side: Side) -> Side:
    return Side(side.key, side.pmid, side.doi, fold(side.label))
