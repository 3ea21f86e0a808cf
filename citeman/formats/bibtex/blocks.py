"""The entries of a BibTeX file as field names and LaTeX values, macros resolved."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from citeman.text import squeeze

# What bibtexparser logs, its failed blocks say as well; without a handler Python would print it.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
}  # fmt: skip
"""The macros every BibTeX style defines."""

_PIECE = re.compile(r"\s*(?:(?P<open>[{\"])|(?P<macro>[^\s#{}\",=]+))")
_MARK = re.compile(r"(?<!\\)[{}\"]")
_NO_KEY = re.compile(r"@\s*\w+\s*[{(](?=\s*[\w-]+\s*=)")
_MANY_COMMAS = re.compile(r",(?:\s*,)+")
_JOIN = re.compile(r"\s*#")
_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w-]*)\s*=")


class Trouble(NamedTuple):
    """What was wrong, on which line (the first is 1)."""

    line: int
    code: str
    message: str


class RawEntry(NamedTuple):
    """An entry: its fields in order with LaTeX values, its line, and what was wrong with it."""

    kind: str
    key: str
    fields: dict[str, str]
    line: int
    troubles: list[Trouble]


class Value(NamedTuple):
    """A field's value with macros resolved, those that are not defined, and what follows it."""

    text: str
    undefined: tuple[str, ...]
    rest: str


def read_blocks(text: str) -> tuple[list[RawEntry], list[Trouble]]:
    """Read the entries of a file in order, and say which blocks are none that can be read.

    A second entry with a key, and an entry that names a field twice, are entries like any other.
    """
    macros = dict(MONTHS)
    entries: list[RawEntry] = []
    failed: list[Trouble] = []
    for block, raw in _blocks(text):
        line = (block.start_line or 0) + 1
        found, troubles = _unwrap(block, line, raw)
        if isinstance(found, String):
            macros[found.key.lower()] = read_value(found.value, macros).text
        elif isinstance(found, Entry):
            fields = _read_fields(found, macros, troubles)
            entries.append(RawEntry(found.entry_type.lower(), found.key, fields, line, troubles))
        elif isinstance(found, ParsingFailedBlock):
            failed.append(Trouble(line, "unreadable-entry", _reason(found)))
    return entries, failed


def _blocks(text: str) -> Iterator[tuple[Block, str]]:
    """Each block, with all lines up to the next one: a block that failed ends too early."""
    blocks = [b for b in Splitter(text).split().blocks if not isinstance(b, ImplicitComment)]
    lines = text.split("\n")
    starts = [block.start_line or 0 for block in blocks]
    ends = [*starts[1:], len(lines)]
    for block, start, end in zip(blocks, starts, ends, strict=False):
        yield block, "\n".join(lines[start:end])


def read_value(text: str, macros: Mapping[str, str]) -> Value:
    """Read braces, quotes, numbers and macros joined by "#".

    >>> read_value('mar # "~4"', MONTHS).text
    'March~4'
    """
    parts: list[str] = []
    undefined: list[str] = []
    position = 0
    while found := _PIECE.match(text, position):
        if found["open"]:
            end = _closing(text, found.start("open"))
            parts.append(text[found.end() : end])
            position = end + 1
        else:
            name = found["macro"]
            if not name.isdigit() and name.lower() not in macros:
                undefined.append(name)
            parts.append(macros.get(name.lower(), name))
            position = found.end()
        joined = _JOIN.match(text, position)
        if not joined:
            break
        position = joined.end()
    return Value("".join(parts), tuple(undefined), text[position:].strip())


def _unwrap(block: Block, line: int, raw: str) -> tuple[Block, list[Trouble]]:
    """The entry or macro inside a block that bibtexparser sets aside, and what was wrong."""
    if isinstance(block, DuplicateBlockKeyBlock):
        inner, troubles = _unwrap(block.ignore_error_block, line, raw)
        if block.key:
            message = f"the key {block.key!r} was given to an earlier entry as well"
            troubles = [*troubles, Trouble(line, "duplicate-key", message)]
        return inner, troubles
    if isinstance(block, DuplicateFieldKeyBlock):
        return block.ignore_error_block, []
    if isinstance(block, ParsingFailedBlock) and (mended := _mend(raw)):
        return mended, [Trouble(line, "mended-entry", _reason(block))]
    return block, []


def _mend(raw: str) -> Entry | None:
    """Add a missing key or closing braces, drop needless commas; None when that does not help."""
    raw = _MANY_COMMAS.sub(",", _NO_KEY.sub(r"\g<0>,", raw)).rstrip()
    raw += "}" * (raw.count("{") - raw.count("}"))
    blocks = Splitter(raw).split().blocks
    return blocks[0] if blocks and isinstance(blocks[0], Entry) else None


def _reason(block: ParsingFailedBlock) -> str:
    reason = getattr(block.error, "abort_reason", str(block.error))
    return f"this entry is damaged: {reason} It begins {_short(block.raw or '')}"


def _short(text: str) -> str:
    return repr(squeeze(text[:60]))


def _read_fields(
    entry: Entry, macros: Mapping[str, str], troubles: list[Trouble]
) -> dict[str, str]:
    """Read every field; of one that is given twice the first counts, as it does for BibTeX."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        line = (field.start_line or 0) + 1
        for name, value in _read_field(field.key, field.value, macros):
            if value.undefined:
                message = f"{name}: no @string defines {', '.join(value.undefined)}"
                troubles.append(Trouble(line, "undefined-macro", message))
            if value.rest:
                message = f"{name}: nothing can follow the value, but {_short(value.rest)} does"
                troubles.append(Trouble(line, "stray-text", message))
            if fields.setdefault(name, value.text) != value.text:
                message = (
                    f"{name}: given a second time, as {_short(value.text)}; the first is kept"
                )
                troubles.append(Trouble(line, "duplicate-field", message))
    return fields


def _read_field(name: str, raw: str, macros: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """A field, and those that follow it where commas were forgotten."""
    value = read_value(raw, macros)
    following = _FIELD.match(value.rest)
    yield name.lower(), value._replace(rest="" if following else value.rest)
    if following:
        yield from _read_field(following["name"], value.rest[following.end() :], macros)


def _closing(text: str, start: int) -> int:
    """Where the brace or quotation mark that opens at `start` is closed, or the end.

    Like bibtexparser, and unlike BibTeX, this takes "\\}" for no brace.
    """
    depth = 0
    for found in _MARK.finditer(text, start + 1):
        if found[0] == "{":
            depth += 1
        elif depth == 0 and (found[0] == "}" or text[start] == '"'):
            return found.start()
        elif found[0] == "}":
            depth -= 1
    return len(text)
