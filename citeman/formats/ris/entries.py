"""Cut a RIS file into entries of tagged values, whoever wrote it.

The format is Research Information Systems' of 2001 and its revision of 2011; the dialects are
those that databases and reference managers write.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?|\n")
_FIRST = re.compile(r"^(?P<indent>[^\S\r\n]*)TY(?P<gap>[^\S\r\n]{0,2})-", re.MULTILINE)
_STARTS = re.compile(
    r"^[^\S\r\n]*TY[^\S\r\n]{0,2}-[^\r\n]{0,40}[\r\n]\s*[A-Z][A-Z0-9][^\S\r\n]{0,2}-", re.MULTILINE
)
_ALONE = re.compile(r"\ufeff?\s*(?:\d+\.\s*)?TY[^\S\r\n]{0,2}-[^\r\n]{0,40}\s*$")
_TAGGED = re.compile(r"\s*[A-Z][A-Z0-9]\s{0,2}-")
_HEAD = 12
"""Lines that databases put before the first entry, at most; a text that tells of RIS has more."""
_COUNTER = re.compile(r"(?:^|\n)\s*\d+\.\s*$")  # "2." before the second entry
_TOLD = frozenset(["TI", "T1", "CT", "BT", "AU", "A1", "DO"])
"""Tags that make an entry of lines that no TY begins."""


class Tagged(NamedTuple):
    """One value: its tag, the text with its line breaks, and the line where it begins."""

    tag: str
    value: str
    line: int


class Entry(NamedTuple):
    """One reference: what TY says ("" where it is missing), and the other values in order."""

    kind: str
    values: list[Tagged]
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
    for tag, value, line in _values(_LINE_END.split(text), _pattern(text)):
        if tag == "TY":
            entries.append(Entry(value.strip().upper(), [], line))
            begun, closed = True, False
        elif tag == "ER":
            closed = True
        elif closed and (not begun or tag in _TOLD):
            entries.append(Entry("", [Tagged(tag, value, line)], line))
            begun, closed = True, False
        else:
            entries[-1].values.append(Tagged(tag, value, line))
    return entries


def _pattern(text: str) -> re.Pattern[str]:
    """Write the pattern of a tagged line from the first one that begins an entry.

    Tags stand at the margin, two blanks before their hyphen, unless the file has its own way.
    """
    first = _FIRST.search(text)
    indent = r"[^\S\n]*" if first and first["indent"] else ""
    gap = r"[^\S\n]{0,2}" if first and len(first["gap"]) < 2 else r"[^\S\n]{1,2}"
    return re.compile(rf"{indent}(?P<tag>[A-Z][A-Z0-9]){gap}-(?:[^\S\n](?P<rest>.*)|(?P<bare>.*))")


def _values(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterator[Tagged]:
    """Join lines without a tag to the value before them; behind ER a blank line ends it."""
    tag, parts, start, closed = "", [""], 0, False
    for number, line in enumerate(lines, start=1):
        match = pattern.match(line)
        if match and _is_tag(match):
            if tag:
                yield Tagged(tag, _joined(parts), start)
            tag, start = match["tag"], number
            parts = [match["rest"] if match["rest"] is not None else match["bare"]]
            closed = tag == "ER" or (closed and tag != "TY")
        elif tag and not (closed and (tag == "ER" or not parts[-1])):
            parts.append(line.strip())
    if tag:
        yield Tagged(tag, _joined(parts), start)


def _is_tag(match: re.Match[str]) -> bool:
    """Tell a tag from words like "II - the second": two blanks and a hyphen, or a known tag."""
    return (match["bare"] in (None, "") and "  -" in match[0][:8]) or match["tag"] in KNOWN


def _joined(parts: list[str]) -> str:
    return _COUNTER.sub("", "\n".join(parts).strip()).strip()


KNOWN = frozenset(
    """TY ER A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DO DP
    ED EP ET ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP PB PP PY RI RN
    RP SE SN SP ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2""".split()  # noqa: SIM905
)
"""Tags that RIS defines or that its dialects share."""
