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
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from msgspec import Struct

from citeman.match.facts import plain_doi
from citeman.model import Problem, Record, Reference
from citeman.text import squeeze

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
    start = squeeze(f"{who} {year or ''}".replace("|", " "))
    title = squeeze(reference.title.replace("|", " "))
    return f"{start}: {title}" if start and title else start or title


def write_side(side: Side) -> str:
    """Write a side as it stands in the file.

    A key that would be read as something else says that it is one.

    >>> write_side(Side("ng2001", pmid="12")), write_side(Side("PMID:7")), write_side(Side("a b"))
    ('ng2001 | PMID:12', 'key:PMID:7', 'key:a%20b')
    """
    plain = read_side(side.key) == Side(side.key) and not _ODD.search(side.key)
    key = side.key if plain or not side.key else _KEY + _ODD.sub(_escape, side.key)
    pmid = f"PMID:{side.pmid}" if side.pmid else ""
    return " | ".join(part for part in (key, pmid, side.doi, side.label) if part)


def _escape(odd: re.Match[str]) -> str:
    return quote(odd[0], safe="")


_KEY = "key:"
_ODD = re.compile(r"[\s%|]")
_PMID = re.compile(r"PMID:\s*(\d{1,8})", re.IGNORECASE)
_LABEL = re.compile(r".*(?:\b\d{4}\b)?.*: \S|.*\s")


def read_side(text: str) -> Side:
    """Read a side: parts between strokes, in any order; what has blanks in it is the label.

    >>> read_side("ng2001 | PMID:12 | 10.1000/x | Ng 2001: Gout")
    Side(key='ng2001', pmid='12', doi='10.1000/x', label='Ng 2001: Gout')
    """
    found = {"key": "", "pmid": "", "doi": "", "label": ""}
    for part in filter(None, map(str.strip, text.split("|"))):
        if part.startswith(_KEY):
            found["key"] = unquote(part.removeprefix(_KEY))
        elif number := _PMID.fullmatch(part):
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
    found = Rulings([], [])
    by = _BY.search(text)
    delimiter = by["by"] if by else ","
    for number, row in _rows(text.removeprefix("\ufeff")):
        place = f"{name}:{number}"
        try:
            if said := _wrong(row):
                found.problems.append(_problem(f"{place}: {said}"))
                continue
            for cells in csv.reader([row], delimiter=delimiter, skipinitialspace=True):
                _read_row(cells, place, found)
        except csv.Error as error:
            found.problems.append(_problem(f"{place}: this is no CSV ({error})"))
    return found


_BY = re.compile(
    r'^\ufeff?"?(?:decision|same|different)"?[ ]*(?P<by>[,;\t])', re.MULTILINE | re.IGNORECASE
)
_START = re.compile(r'\s*"?(?:decision|same|different)"?\s*[,;\t]', re.IGNORECASE)
_CLOSED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_OPENS = re.compile(r'(?:^|[,;\t])\s*"')
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|[|]{7})(?:\s|$)")
_LINES = re.compile(r"\r\n|\n|\r")


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Cut a file into rows, each with the number of its line.

    A reason may have line breaks between quotation marks; but where a line begins as a decision
    does it is one, so that a mark that nothing closes costs one decision and not all after it.
    """
    start, row = 0, ""
    for number, line in enumerate(_LINES.split(text), start=1):
        if row and _is_open(row) and not _START.match(line):
            row = f"{row}\n{line}"
            continue
        if row:
            yield start, row
        start, row = number, line
    if row:
        yield start, row


def _is_open(row: str) -> bool:
    """Tell whether a row ends between quotation marks.

    >>> _is_open('same,"a'), _is_open('same,"a, b",c'), _is_open('same,5" disk,b')
    (True, False, False)
    """
    return _OPENS.search(_CLOSED.sub("", row)) is not None


def _wrong(row: str) -> str:
    """Say what is wrong with a row before its cells are read, "" where nothing is."""
    if _CONFLICT.match(row):
        return "git has left a conflict here; the decisions on both sides of it count"
    return "nothing closes a quotation mark that this line opens" if _is_open(row) else ""


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
    """Write a file of decisions, as `read_rulings` reads it, each on a line of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for ruling in rulings:
        sides = write_side(ruling.first), write_side(ruling.second)
        writer.writerow((ruling.decision, *sides, squeeze(ruling.reason), squeeze(ruling.date)))
    return out.getvalue()
