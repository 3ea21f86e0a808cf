"""A BibTeX file cut into entries and macros, with what stands between them and what is damaged.

The grammar is BibTeX's own: a value is braces, quotes, numbers and macros joined by "#", and every
brace counts, escaped or not. Where that fails, escaped braces are taken for letters, and an entry
that is never closed ends before the next line that begins one. A line that begins with "%" is a
comment, as it is to biber. No character is passed over: what
is no entry and no macro belongs to the `before` of the block that follows it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from citeman.formats.bibtex.repair import Fault, Field, Source, mended, read_slowly
from citeman.text import squeeze


class Block(NamedTuple):
    """An entry or a macro ("string"), or "" for one that cannot be read; `start` is its "@"."""

    kind: str
    key: str
    fields: list[Field]
    start: int
    end: int
    faults: list[Fault]


_TEXT = r"[^{}]*+"
_NESTED = rf"{_TEXT}(?:\{{{_TEXT}\}}{_TEXT})*+"
_DEEP = rf"{_TEXT}(?:\{{{_NESTED}\}}{_TEXT})*+"
_FIELD = re.compile(
    rf"""\s*+ (?P<name>[^\s=,{{}}"\#%()]++) \s*+ = \s*+
    (?P<value> \{{{_DEEP}\}}                                        # {{Braces {{in}} braces}}
      | " [^"{{}}]*+ (?: \{{{_NESTED}\}} [^"{{}}]*+ )*+ "
      | [^\s\#{{}}",=()]++ )                                        # 2003, jan
    \s*+ (?P<end> [,}})] )""",
    re.VERBOSE,
)  # nearly every field; those that are not so plain are read step by step
_START = re.compile(r"@(?<![\w.\\]@)\s*+(?P<kind>[A-Za-z][\w.:+/-]*+)\s*+(?P<open>[{(])")
_LINE_START = re.compile(r"\n[ \t]*+@[ \t]*+[A-Za-z][\w.:+/-]*+[ \t]*+[{(]")
_KEY = re.compile(r"\s*+(?P<key>[^,={}\"\n]*+)\s*+(?P<end>[,=})]?)")
_UNFINISHED = re.compile(r"@\s*(?:[A-Za-z][\w.:+/-]*)?\s*$")
_COMMENTED = re.compile(r"[ \t]*%")
_MASKED = ("\ue000\ue001", "\ue001\ue000")
"""What stands for escaped braces of the same length while an entry is read without them."""
_CLOSING = {"{": "}", "(": ")"}
_SKIPPED = ("comment", "preamble")
_REACH = 20_000
"""How far to look for the parenthesis that closes another, and for the beginning of a line."""


def split(text: str) -> Iterator[Block]:
    """Cut a text into its blocks, in order."""
    text = Source(text)
    starts = [found.start() + 1 for found in _LINE_START.finditer(text)]
    starts.append(len(text))
    position = following = 0
    while found := _START.search(text, position):
        while starts[following] <= found.start():
            following += 1
        kind = found["kind"].lower()
        if _is_commented(text, found.start()):
            position = found.end()
            continue
        if kind in _SKIPPED:
            position = _skip(text, found)
            continue
        block = _block(text, found, kind, starts[following])
        position = max(block.end, found.end())
        yield block


def stands_alone(text: str) -> bool:
    """Tell whether what stands between entries means the same wherever it stands.

    >>> stands_alone('@string{jc = "J Clin"} % note'), stands_alone("@comment{ never closed")
    (True, False)
    """
    text = Source(text)
    position = 0
    while found := _START.search(text, position):
        position = found.end()
        if _is_commented(text, found.start()):
            continue
        if found["kind"].lower() in _SKIPPED:
            position = _skipped(text, found)
        else:
            block = _block(text, found, found["kind"].lower(), len(text))
            position = block.end if block.kind == "string" and not block.faults else -1
        if position < 0:
            return False
    unfinished = _UNFINISHED.search(text, position)
    return not unfinished or _is_commented(text, unfinished.start())


def _is_commented(text: Source, position: int) -> bool:
    line = text.rfind("\n", max(0, position - _REACH), position) + 1
    return _COMMENTED.match(text, line or max(0, position - _REACH)) is not None


def _skip(text: Source, opening: re.Match[str]) -> int:
    """Where a comment or preamble ends: at its closing brace, or with its line if it has none."""
    end = _skipped(text, opening)
    line = text.find("\n", opening.end())
    return end if end >= 0 else (line if line >= 0 else len(text))


def _skipped(text: Source, opening: re.Match[str]) -> int:
    """Behind the closing brace of a comment or preamble, or -1."""
    start = opening.end() - 1
    if opening["open"] == "(":
        end = text.find(")", start, start + _REACH)
    else:
        end = text.closings.get(start, -1)
    return end + 1 if end >= 0 else -1


def _block(text: Source, opening: re.Match[str], kind: str, limit: int) -> Block:
    reader = _macro if kind == "string" else _entry
    block = reader(text, opening, kind, limit)
    if not block.faults:
        return block
    if limit < len(text) and (reach := _reach(text, opening)) > limit:
        further = reader(text, opening, kind, reach)
        if not further.faults:
            return further
    return _with_letters(text, opening, kind, limit) or block


def _reach(text: Source, opening: re.Match[str]) -> int:
    """How far an entry may go that holds a line which looks like the beginning of another."""
    if opening["open"] == "(":
        return min(len(text), opening.end() + _REACH)
    return text.closings.get(opening.end() - 1, -1) + 1


def _with_letters(text: Source, opening: re.Match[str], kind: str, limit: int) -> Block | None:
    """Read an entry as if its escaped braces were letters; None where that does not help."""
    start = opening.start()
    part = text[start:limit]
    masked = Source(part.replace("\\{", _MASKED[0]).replace("\\}", _MASKED[1]))
    again = _START.match(masked)
    if masked == part or kind == "string" or not again:
        return None
    block = _entry(masked, again, kind, len(masked))
    if block.faults:
        return None
    fields = [
        field._replace(
            value=field.value.replace(_MASKED[0], "\\{").replace(_MASKED[1], "\\}"),
            position=start + field.position,
        )
        for field in block.fields
    ]
    message = "this entry is damaged: its escaped braces have no pairs"
    fault = Fault(start, "mended-entry", message)
    return block._replace(fields=fields, start=start, end=start + block.end, faults=[fault])


def _entry(text: Source, opening: re.Match[str], kind: str, limit: int) -> Block:
    start, closing = opening.start(), _CLOSING[opening["open"]]
    faults: list[Fault] = []
    fields: list[Field] = []
    key, position, is_open = _key(text, opening.end(), limit, closing, faults)
    while is_open:
        found = _FIELD.match(text, position, limit)
        if found:
            name, value, end = found.groups()
            if end in (",", closing):
                fields.append(Field(name, value, found.start(1)))
                position = found.end()
                is_open = end == ","
                continue
        position, is_open = read_slowly(text, position, limit, closing, fields, faults)
    if not fields and (faults or " " in key):
        words = squeeze(text[start : start + 60])
        message = f"this entry cannot be read; it begins {words!r}"
        return Block("", key, [], start, position, [Fault(start, "unreadable-entry", message)])
    return Block(kind, key, fields, start, position, faults)


def _macro(text: Source, opening: re.Match[str], kind: str, limit: int) -> Block:
    closing = _CLOSING[opening["open"]]
    plain = _FIELD.match(text, opening.end(), limit)
    if plain and plain["end"] == closing:
        field = Field(plain["name"], plain["value"], plain.start("name"))
        return Block(kind, field.name, [field], opening.start(), plain.end(), [])
    fields: list[Field] = []
    faults: list[Fault] = []
    position, _ = read_slowly(text, opening.end(), limit, closing, fields, faults)
    key = fields[0].name if fields else ""
    return Block(kind if fields else "", key, fields[:1], opening.start(), position, faults)


def _key(
    text: Source, position: int, limit: int, closing: str, faults: list[Fault]
) -> tuple[str, int, bool]:
    """The key, where the fields begin, and whether there may be any."""
    found = _KEY.match(text, position, limit)
    if not found:
        return "", position, True
    key, end = found["key"].strip(), found["end"]
    if closing == ")" and key.endswith(")") and end != ",":
        return key[:-1].strip(), found.end("key"), False
    if end in ("=", ""):
        mended(position, "there is no key" if end else "no comma follows the key", faults)
        return ("", position, True) if end else (key, found.end("key"), found.end("key") < limit)
    return key, found.end(), end == ","
