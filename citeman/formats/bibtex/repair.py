"""Fields of a BibTeX entry read step by step: what is not plain, what is damaged, what is missing.

Every step takes time in proportion to what it passes over, or is made once for the whole text: no
file, however damaged, takes much longer than a sound one of its length.
"""

import re
from functools import cached_property
from typing import NamedTuple

from citeman.text import squeeze

NAME = re.compile(r"\s*+(?P<name>[^\s=,{}\"#%()]++)\s*+=\s*+")
_WORD = re.compile(r"[^\s#{}\",=()]++")
_JOIN = re.compile(r"\s*+#\s*+")
_BRACES = re.compile(r"[{}]")
_QUOTES = re.compile(r"[{}\"]")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*+\n)*+")
_COMMENT = re.compile(r"%[^\n]*")
_NEXT_FIELD = re.compile(r"\n[^\S\n]*+[A-Za-z][\w-]*+\s*+=\s*+[\"{\d]")
_BETWEEN = ' \t\n\r\f\v,}"'
"""What may stand between a value whose end is missing and the next field."""
_MOST = 500
"""Fields of an entry after which no more is made of what is left of it."""
_PLAIN = {closing: re.compile(rf"[^,{{{closing}]*+") for closing in "})"}


class Fault(NamedTuple):
    """What was wrong, and where in the text."""

    position: int
    code: str
    message: str


class Field(NamedTuple):
    """A field's name and its value as written, delimiters and all."""

    name: str
    value: str
    position: int


class Source(str):
    """A text that knows where each of its braces is closed."""

    @cached_property
    def closings(self) -> dict[int, int]:
        """Where each opening brace has its closing one; those that have none are missing."""
        closings: dict[int, int] = {}
        open_braces: list[int] = []
        for found in _BRACES.finditer(self):
            if found[0] == "{":
                open_braces.append(found.start())
            elif open_braces:
                closings[open_braces.pop()] = found.start()
        return closings


def read_slowly(
    text: Source, position: int, limit: int, closing: str, fields: list[Field], faults: list[Fault]
) -> tuple[int, bool]:
    """Read one field or the end of the entry by steps; give where that ends, and if more comes."""
    gap, position = position, _gap_end(text, position, limit)
    if "," in _COMMENT.sub("", text[gap:position]):
        mended(gap, "a comma too many", faults)
    if position >= limit:
        mended(limit - 1, "it is not closed", faults)
        return _reopen(text, limit, fields)
    if text[position] == closing:
        return position + 1, False
    named = NAME.match(text, position, limit)
    if not named:
        return _stray(text, position, limit, closing, faults), True
    end = _value_end(text, named.end(), limit, faults)
    fields.append(Field(named["name"], text[named.end() : end].rstrip(), position))
    after = _gap_end(text, end, limit)
    if after == limit or _COMMENT.sub("", text[end:after]).count(",") > 1:
        return min(end + len(text[end:after].partition(",")[0]) + 1, limit), True
    if after < limit and text[after] != closing and not NAME.match(text, after, limit):
        return _stray(text, after, limit, closing, faults, named["name"]), True
    return after, True


def mended(position: int, what: str, faults: list[Fault]) -> None:
    """Say what was mended; of several such things the first says enough."""
    if not any(fault.code == "mended-entry" for fault in faults):
        faults.append(Fault(position, "mended-entry", f"this entry is damaged: {what}"))


def _reopen(text: Source, limit: int, fields: list[Field]) -> tuple[int, bool]:
    """Cut the last value where a line in it begins a field: its own brace was the one missing."""
    if not 0 < len(fields) < _MOST or not (named := NAME.match(text, fields[-1].position, limit)):
        return limit, False
    end, following = _next_field(text, named.end(), limit)
    value = text[named.end() : end]
    if following < 0 or value == fields[-1].value:  # cut before: nothing follows that can be read
        return limit, False
    fields[-1] = fields[-1]._replace(value=value)
    return following, True


def _next_field(text: Source, position: int, limit: int) -> tuple[int, int]:
    """Where a value ends that the next field cuts short, and the line break before that, or -1."""
    found = _NEXT_FIELD.search(text, position, limit)
    if not found:
        return position, -1
    return position + len(text[position : found.start()].rstrip(_BETWEEN)), found.start()


def _gap_end(text: Source, position: int, limit: int) -> int:
    found = _GAP.match(text, position, limit)
    return found.end() if found else position


def _stray(
    text: Source, position: int, limit: int, closing: str, faults: list[Fault], name: str = ""
) -> int:
    """Pass over what is no field, up to the next comma or the end of the entry."""
    end = position
    while end < limit and text[end] not in (",", closing):
        closed = text.closings.get(end, limit) if text[end] == "{" else end
        plain = _PLAIN[closing].match(text, min(closed + 1, limit), limit)
        end = plain.end() if plain else limit
    words = repr(squeeze(text[position : min(end, position + 60)]))
    what = f"{name.lower()}: nothing can follow the value, but {words} does"
    message = what if name else f"{words} is no field and was left out"
    faults.append(Fault(position, "stray-text", message))
    return max(end, position + (text[position : position + 1] not in (",", closing, "")))


def _value_end(text: Source, position: int, limit: int, faults: list[Fault]) -> int:
    """Where a value ends: the last of its pieces, which "#" joins."""
    while True:
        end = _piece_end(text, position, limit)
        if end < 0:
            mended(position, "a value is not closed", faults)
            cut, following = _next_field(text, position, limit)
            return cut if following >= 0 else _without_close(text, position, limit)
        joined = _JOIN.match(text, end, limit)
        if not joined:
            return end
        position = joined.end()


def _without_close(text: Source, position: int, limit: int) -> int:
    """The end of a value that runs on to the end of the entry, without what closes the entry."""
    return position + len(text[position:limit].rstrip().removesuffix("}").rstrip())


def _piece_end(text: Source, position: int, limit: int) -> int:
    """Where a piece of a value ends; -1 when its brace or quotation mark is never closed."""
    first = text[position : min(position + 1, limit)]
    if first == "{":
        end = text.closings.get(position, limit)
        return end + 1 if end < limit else -1
    if first == '"':
        return _quoted_end(text, position, limit)
    word = _WORD.match(text, position, limit)
    return word.end() if word else position


def _quoted_end(text: Source, position: int, limit: int) -> int:
    """Behind the quotation mark that closes the one at `position`, outside braces; -1 if none."""
    depth = 0
    for found in _QUOTES.finditer(text, position + 1, limit):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth == 0:
            return found.end()
    return -1
