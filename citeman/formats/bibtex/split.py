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

from citeman.text import squeeze


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
_NAME = re.compile(r"\s*+(?P<name>[^\s=,{}\"#%()]++)\s*+=\s*+")
_WORD = re.compile(r"[^\s#{}\",=()]++")
_JOIN = re.compile(r"\s*+#\s*+")
_START = re.compile(r"@(?<![\w.\\]@)\s*+(?P<kind>[A-Za-z][\w.:+/-]*+)\s*+(?P<open>[{(])")
_LINE_START = re.compile(r"\n[ \t]*+@[ \t]*+[A-Za-z][\w.:+/-]*+[ \t]*+[{(]")
_KEY = re.compile(r"\s*+(?P<key>[^,={}\"\n]*+)\s*+(?P<end>[,=})]?)")
_BRACES = re.compile(r"[{}]")
_QUOTES = re.compile(r"[{}\"]")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*+\n)*+")
_UNFINISHED = re.compile(r"@\s*(?:[A-Za-z][\w.:+/-]*)?\s*$")
_COMMENTED = re.compile(r"[ \t]*%")
_COMMENT = re.compile(r"%[^\n]*")
_NEXT_FIELD = re.compile(r"[\s,}\"]*\n\s*[A-Za-z][\w-]*\s*=\s*[\"{\d]")
_MASKED = ("\ue000\ue001", "\ue001\ue000")
"""What stands for escaped braces of the same length while an entry is read without them."""
_CLOSING = {"{": "}", "(": ")"}
_SKIPPED = ("comment", "preamble")
_REACH = 100_000
"""How far an entry may go that holds a line which looks like the beginning of another."""


def split(text: str) -> Iterator[Block]:
    """Cut a text into its blocks, in order."""
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


def _is_commented(text: str, position: int) -> bool:
    return _COMMENTED.match(text, text.rfind("\n", 0, position) + 1) is not None


def _skip(text: str, opening: re.Match[str]) -> int:
    """Where a comment or preamble ends: at its closing brace, or with its line if it has none."""
    end = _skipped(text, opening)
    line = text.find("\n", opening.end())
    return end if end >= 0 else (line if line >= 0 else len(text))


def _skipped(text: str, opening: re.Match[str]) -> int:
    """Behind the closing brace of a comment or preamble, or -1."""
    start = opening.end() - 1
    if opening["open"] == "(":
        end = text.find(")", start)
    else:
        end = _balanced(text, start, len(text), _BRACES)
    return end + 1 if end >= 0 else -1


def _block(text: str, opening: re.Match[str], kind: str, limit: int) -> Block:
    reader = _macro if kind == "string" else _entry
    block = reader(text, opening, kind, limit)
    if not block.faults:
        return block
    if limit < len(text):
        further = reader(text, opening, kind, min(len(text), opening.end() + _REACH))
        if not further.faults:
            return further
    return _with_letters(text, opening, kind, limit) or block


def _with_letters(text: str, opening: re.Match[str], kind: str, limit: int) -> Block | None:
    """Read an entry as if its escaped braces were letters; None where that does not help."""
    start = opening.start()
    part = text[start:limit]
    masked = part.replace("\\{", _MASKED[0]).replace("\\}", _MASKED[1])
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


def _entry(text: str, opening: re.Match[str], kind: str, limit: int) -> Block:
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
        position, is_open = _slowly(text, position, limit, closing, fields, faults)
    if not fields and (faults or " " in key):
        words = squeeze(text[start : start + 60])
        message = f"this entry cannot be read; it begins {words!r}"
        return Block("", key, [], start, position, [Fault(start, "unreadable-entry", message)])
    return Block(kind, key, fields, start, position, faults)


def _macro(text: str, opening: re.Match[str], kind: str, limit: int) -> Block:
    closing = _CLOSING[opening["open"]]
    plain = _FIELD.match(text, opening.end(), limit)
    if plain and plain["end"] == closing:
        field = Field(plain["name"], plain["value"], plain.start("name"))
        return Block(kind, field.name, [field], opening.start(), plain.end(), [])
    fields: list[Field] = []
    faults: list[Fault] = []
    position, _ = _slowly(text, opening.end(), limit, closing, fields, faults)
    key = fields[0].name if fields else ""
    return Block(kind if fields else "", key, fields[:1], opening.start(), position, faults)


def _key(
    text: str, position: int, limit: int, closing: str, faults: list[Fault]
) -> tuple[str, int, bool]:
    """The key, where the fields begin, and whether there may be any."""
    found = _KEY.match(text, position, limit)
    if not found:
        return "", position, True
    key, end = found["key"].strip(), found["end"]
    if closing == ")" and key.endswith(")") and end != ",":
        return key[:-1].strip(), found.end("key"), False
    if end in ("=", ""):
        _mended(position, "there is no key" if end else "no comma follows the key", faults)
        return ("", position, True) if end else (key, found.end("key"), found.end("key") < limit)
    return key, found.end(), end == ","


def _slowly(
    text: str, position: int, limit: int, closing: str, fields: list[Field], faults: list[Fault]
) -> tuple[int, bool]:
    """Read one field or the end of the entry by steps; give where that ends, and if more comes."""
    gap, position = position, _gap_end(text, position, limit)
    if "," in _COMMENT.sub("", text[gap:position]):
        _mended(gap, "a comma too many", faults)
    if position >= limit:
        _mended(limit - 1, "it is not closed", faults)
        return _reopen(text, limit, fields)
    if text[position] == closing:
        return position + 1, False
    named = _NAME.match(text, position, limit)
    if not named:
        return _stray(text, position, limit, closing, faults), True
    end = _value_end(text, named.end(), limit, faults)
    fields.append(Field(named["name"], text[named.end() : end].rstrip(), position))
    after = _gap_end(text, end, limit)
    if after == limit or _COMMENT.sub("", text[end:after]).count(",") > 1:
        return min(end + len(text[end:after].partition(",")[0]) + 1, limit), True
    if after < limit and text[after] != closing and not _NAME.match(text, after, limit):
        return _stray(text, after, limit, closing, faults, named["name"]), True
    return after, True


def _mended(position: int, what: str, faults: list[Fault]) -> None:
    """Say what was mended; of several such things the first says enough."""
    if not any(fault.code == "mended-entry" for fault in faults):
        faults.append(Fault(position, "mended-entry", f"this entry is damaged: {what}"))


def _reopen(text: str, limit: int, fields: list[Field]) -> tuple[int, bool]:
    """Cut the last value where a line in it begins a field: its own brace was the one missing."""
    if not fields or not (named := _NAME.match(text, fields[-1].position, limit)):
        return limit, False
    cut = _NEXT_FIELD.search(text, named.end(), limit)
    value = text[named.end() : cut.start()] if cut else fields[-1].value
    if not cut or value == fields[-1].value:  # cut before: nothing follows that can be read
        return limit, False
    fields[-1] = fields[-1]._replace(value=value)
    return cut.start() + cut[0].rfind("\n"), True


def _gap_end(text: str, position: int, limit: int) -> int:
    found = _GAP.match(text, position, limit)
    return found.end() if found else position


def _stray(
    text: str, position: int, limit: int, closing: str, faults: list[Fault], name: str = ""
) -> int:
    """Pass over what is no field, up to the next comma or the end of the entry."""
    end = position
    while end < limit and text[end] not in (",", closing):
        balanced = _balanced(text, end, limit, _BRACES) if text[end] == "{" else end
        end = (balanced if balanced >= 0 else limit - 1) + 1
    words = repr(squeeze(text[position : min(end, position + 60)]))
    what = f"{name.lower()}: nothing can follow the value, but {words} does"
    message = what if name else f"{words} is no field and was left out"
    faults.append(Fault(position, "stray-text", message))
    return max(end, position + (text[position : position + 1] not in (",", closing, "")))


def _value_end(text: str, position: int, limit: int, faults: list[Fault]) -> int:
    """Where a value ends: the last of its pieces, which "#" joins."""
    while True:
        end = _piece_end(text, position, limit)
        if end < 0:
            _mended(position, "a value is not closed", faults)
            cut = _NEXT_FIELD.search(text, position, limit)
            return cut.start() if cut else _without_close(text, position, limit)
        joined = _JOIN.match(text, end, limit)
        if not joined:
            return end
        position = joined.end()


def _without_close(text: str, position: int, limit: int) -> int:
    """The end of a value that runs on to the end of the entry, without what closes the entry."""
    return position + len(text[position:limit].rstrip().removesuffix("}").rstrip())


def _piece_end(text: str, position: int, limit: int) -> int:
    """Where a piece of a value ends; -1 when its brace or quotation mark is never closed."""
    first = text[position : min(position + 1, limit)]
    if first in ("{", '"'):
        end = _balanced(text, position, limit, _BRACES if first == "{" else _QUOTES)
        return end + 1 if end >= 0 else -1
    word = _WORD.match(text, position, limit)
    return word.end() if word else position


def _balanced(text: str, start: int, limit: int, marks: re.Pattern[str]) -> int:
    """Where the brace or quotation mark at `start` is closed, or -1."""
    depth = 0
    for found in marks.finditer(text, start + 1, limit):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif depth == 0 and (mark == '"' or text[start] == "{"):
            return found.start()
        elif mark == "}":
            depth -= 1
    return -1
