"""The entries of a BibTeX file as field names and LaTeX values, macros resolved."""

import re
from collections.abc import Mapping, MutableMapping
from typing import NamedTuple

from citeman.formats.bibtex.repair import Fault
from citeman.formats.bibtex.split import Block, split
from citeman.text import squeeze

MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
}  # fmt: skip
"""The macros every BibTeX style defines."""

ENTIRE = ("duplicate-field", "undefined-macro")
"""Trouble with which an entry still is what stands in the file: it can be written as it stood."""

_LONGEST = 100_000
"""Characters of macros in a value: doubled thirty times, one of a letter would fill any memory."""
_DELIMITERS = ("{}", '""')
_PIECE = re.compile(r"\s*(?:(?P<open>[{\"])|(?P<macro>[^\s#{}\",=]+))")
_MARK = re.compile(r"[{}\"]")
_JOIN = re.compile(r"\s*#")


class Trouble(NamedTuple):
    """What was wrong, on which line (the first is 1)."""

    line: int
    code: str
    message: str


class RawEntry(NamedTuple):
    """An entry: its fields in order with LaTeX values, its line, and what was wrong with it.

    `inherited` holds what other entries lend it. `raw` is its text in the file together with what
    stood between it and the entry before it: comments, preambles and macros.
    """

    kind: str
    key: str
    fields: dict[str, str]
    line: int = 1
    troubles: tuple[Trouble, ...] = ()
    inherited: Mapping[str, str] = {}
    raw: str = ""


class Value(NamedTuple):
    """A field's value with macros resolved, and those that are not: not defined, or too long."""

    text: str
    undefined: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()


def read_blocks(
    text: str, macros: MutableMapping[str, str] | None = None
) -> tuple[list[RawEntry], list[Trouble]]:
    """Read the entries of a file in order, and say which blocks are none that can be read.

    A second entry with a key, and an entry that names a field twice, are entries like any other.
    `macros` are those defined so far; the file's own are added to them.
    """
    macros = dict(MONTHS) if macros is None else macros
    entries: list[RawEntry] = []
    failed: list[Trouble] = []
    keys: set[str] = set()
    lines, counted, end = 1, 0, 0
    for block in split(text):
        lines, counted = lines + text.count("\n", counted, block.start), block.start
        for fault in block.faults if block.kind in ("", "string") else ():
            failed.append(_trouble(fault, block, lines, text))
        if block.kind == "string":
            macros[block.key.lower()] = read_value(block.fields[0].value, macros).text
        elif block.kind:
            entry = _entry(block, macros, lines, text)
            if entry.key in keys and entry.key:
                message = f"the key {entry.key!r} was given to an earlier entry as well"
                trouble = Trouble(lines, "duplicate-key", message)
                entry = entry._replace(troubles=(*entry.troubles, trouble))
            keys.add(entry.key)
            entries.append(entry._replace(raw=text[end : block.end].strip()))
            end = block.end
    if entries and text[end:].strip():
        entries[-1] = entries[-1]._replace(raw=f"{entries[-1].raw}{text[end:].rstrip()}")
    return entries, failed


def read_value(text: str, macros: Mapping[str, str]) -> Value:
    """Read braces, quotes, numbers and macros joined by "#".

    >>> read_value('mar # "~4"', MONTHS).text
    'March~4'
    """
    if (inside := _inside(text)) is not None:
        return Value(inside)
    if text.isdigit():
        return Value(text)
    parts: list[str] = []
    undefined: list[str] = []
    too_long: list[str] = []
    size = 0
    position = 0
    while found := _PIECE.match(text, position):
        if found["open"]:
            end = _closing(text, found.start("open"))
            parts.append(text[found.end() : end])
            position = end + 1
        else:
            name = found["macro"]
            said = macros.get(name.lower(), name)
            if not name.isdigit() and name.lower() not in macros:
                undefined.append(name)
            elif size + len(said) > _LONGEST:
                too_long.append(name)
                said = name
            parts.append(said)
            size += len(said)
            position = found.end()
        joined = _JOIN.match(text, position)
        if not joined:
            break
        position = joined.end()
    return Value("".join(parts), tuple(undefined), tuple(too_long))


def _inside(value: str) -> str | None:
    """What stands within the delimiters of a value that is of one piece."""
    is_whole = value[:1] + value[-1:] in _DELIMITERS and "#" not in value
    return value[1:-1] if is_whole else None


def _entry(block: Block, macros: Mapping[str, str], line: int, source: str) -> RawEntry:
    """Read every field; of one that is given twice the first counts, as it does for BibTeX."""
    fields: dict[str, str] = {}
    faults = [*block.faults]
    for given, value, position in block.fields:
        name, text = given.lower(), _inside(value)
        if text is None:
            text = value if value.isdigit() else macros.get(value.lower())
        if text is None:
            text, undefined, too_long = read_value(value, macros)
            if undefined:
                message = f"{name}: no @string defines {', '.join(undefined)}"
                faults.append(Fault(position, "undefined-macro", message))
            if too_long:
                message = f"{name}: too long with what {', '.join(too_long)} stands for"
                faults.append(Fault(position, "undefined-macro", message))
        if fields.setdefault(name, text) != text:
            short = repr(squeeze(text[:60]))
            message = f"{name}: given a second time, as {short}; the first is kept"
            faults.append(Fault(position, "duplicate-field", message))
    troubles = tuple(_trouble(fault, block, line, source) for fault in faults)
    return RawEntry(block.kind, block.key, fields, line, troubles)


def _trouble(fault: Fault, block: Block, line: int, text: str) -> Trouble:
    """Turn a position into a line; the block itself begins on `line`."""
    further = text.count("\n", block.start, max(fault.position, block.start))
    return Trouble(line + further, fault.code, fault.message)


def _closing(text: str, start: int) -> int:
    """Where the brace or quotation mark that opens at `start` is closed, or the end."""
    depth = 0
    for found in _MARK.finditer(text, start + 1):
        if found[0] == "{":
            depth += 1
        elif depth == 0 and (found[0] == "}" or text[start] == '"'):
            if found[0] == "}" and text[start] == '"':
                continue
            return found.start()
        elif found[0] == "}":
            depth -= 1
    return len(text)
