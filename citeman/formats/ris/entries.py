"""Cut a RIS file into entries of tagged values, whoever wrote it.

The format is Research Information Systems' of 2001 and its revision of 2011; the dialects are
those that databases and reference managers write.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from citeman.text import lines

_FIRST = re.compile(r"^(?P<indent>[^\S\r\n]*)TY(?P<gap>[^\S\r\n]{0,2})-", re.MULTILINE)
_STARTS = re.compile(
    r"^[^\S\r\n]*TY[^\S\r\n]{0,2}-[^\r\n]{0,40}[\r\n]\s*[A-Z][A-Z0-9][^\S\r\n]{0,2}-", re.MULTILINE
)
_ALONE = re.compile(r"\ufeff?\s*(?:\d+\.\s*)?TY[^\S\r\n]{0,2}-[^\r\n]{0,40}\s*$")
_TAGGED = re.compile(r"\s*[A-Z][A-Z0-9]\s{0,2}-")
_HEAD = 12
"""Lines that databases put before the first entry, at most; a text that tells of RIS has more."""
_COUNTER = re.compile(r"\d+\.")  # "2." before the second entry
_TOLD = frozenset(["TI", "T1", "CT", "BT", "AU", "A1", "DO"])
"""Tags that make an entry of lines that no TY begins."""


class Entry(NamedTuple):
    """One reference: what TY says ("" where it is missing), and the values of each tag in order.

    No value is empty; one may go over several lines. Tags stand in the order of their first value.
    """

    kind: str
    values: dict[str, list[str]]
    line: int


def looks_like(text: str) -> bool:
    """Tell whether the text begins, perhaps after a few lines of a database, with an entry.

    >>> looks_like("1.\\nTY  - JOUR"), looks_like("Entries begin with\\nTY  - JOUR\\nand so on.")
    (True, False)
    """
    first = _STARTS.search(text)
    if not first:
        return _ALONE.match(text) is not None
    head = text[: first.start()].removeprefix("\ufeff").splitlines()
    return sum(1 for line in head if line.strip() and not _TAGGED.match(line)) <= _HEAD


def read_entries(text: str) -> list[Entry]:
    """Cut a text into entries.

    A missing ER ends where the next TY begins. Values between an ER and the next TY make an entry
    of their own when they tell of a work, else they belong to the entry before.
    """
    entries: list[Entry] = []
    begun, closed = False, True
    for tag, value, line in _values(text):
        if tag == "TY":
            entries.append(Entry(value.upper(), {}, line))
            begun, closed = True, False
        elif tag == "ER":
            closed = True
        elif closed and (not begun or tag in _TOLD):
            entries.append(Entry("", {tag: [value]} if value else {}, line))
            begun, closed = True, False
        elif value:
            entries[-1].values.setdefault(tag, []).append(value)
    return entries


def entry_of(kind: str, values: Iterable[tuple[str, str]], line: int) -> Entry:
    """Make an entry of tags and values in order.

    >>> entry_of("JOUR", [("AU", "Roe, A"), ("TI", " "), ("AU", "Poe, B")], 1).values
    {'AU': ['Roe, A', 'Poe, B']}
    """
    given: dict[str, list[str]] = {}
    for tag, value in values:
        if said := value.strip():
            given.setdefault(tag, []).append(said)
    return Entry(kind, given, line)


def _pattern(text: str) -> re.Pattern[str]:
    """Write the pattern of a tagged line from the first one that begins an entry.

    Tags stand at the margin, two blanks before their hyphen, unless the file has its own way.
    """
    first = _FIRST.search(text)
    indent = r"[^\S\n]*" if first and first["indent"] else ""
    gap = r"[^\S\n]{0,2}" if first and len(first["gap"]) < 2 else r"[^\S\n]{1,2}"
    return re.compile(rf"{indent}(?P<tag>[A-Z][A-Z0-9]){gap}-(?:[^\S\n](?P<rest>.*)|(?P<bare>.*))")


def _values(text: str) -> Iterator[tuple[str, str, int]]:
    """Give each tag, its value and the number of its line; lines without a tag go on.

    Behind an ER a blank line ends a value.
    """
    match = _pattern(text).match
    tag, value, start, closed = "", "", 0, False
    further: list[str] = []
    for number, line in enumerate(lines(text), start=1):
        if line[2:6] in _PLAIN and line[:2] in KNOWN:
            found, rest = line[:2], line[6:]
        elif (tagged := match(line)) and _is_tag(tagged):
            found, rest = tagged["tag"], tagged["rest"] or tagged["bare"] or ""
        else:
            further.append(line.strip())
            continue
        if tag:
            yield tag, _joined(value, further, closed, found) if further else value, start
        tag, value, start, further = found, rest.strip(), number, []
        closed = found == "ER" or (closed and found != "TY")
    if tag:
        yield tag, _joined(value, further, closed, ""), start


_PLAIN = ("  - ", "  -")
"""What stands behind nearly every tag: such a line needs no pattern."""


def _is_tag(match: re.Match[str]) -> bool:
    """Tell a tag from words like "II - the second": two blanks and a hyphen, or a known tag."""
    return (match["bare"] in (None, "") and "  -" in match[0][:8]) or match["tag"] in KNOWN


def _joined(value: str, further: list[str], closed: bool, following: str) -> str:
    """All lines of a value, without the number that some databases set before the next entry."""
    parts = [value, *further]
    if closed:
        parts = [*takewhile(bool, parts)]
    elif following == "TY":
        while len(parts) > 1 and (not parts[-1] or _COUNTER.fullmatch(parts[-1])):
            parts.pop()
    return "\n".join(parts).strip()


KNOWN = frozenset(
    """TY ER A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DO DP
    ED EP ET ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP PB PP PY RI RN
    RP SE SN SP ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2""".split()  # noqa: SIM905
)
"""Tags that RIS defines or that its dialects share."""
