"""The values of CSL-JSON items, in whatever JSON type they come."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from citeman.fields.dates import read_date
from citeman.fields.names import read_name, read_names
from citeman.formats.edtf import read_edtf
from citeman.formats.variables import (
    ATTRIBUTES,
    DATES,
    EXTRA,
    NAMES,
    OTHER_LISTS,
    OTHER_NUMBERS,
    TYPES,
)
from citeman.model import Date, Name, replace

_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def whole_characters(data: Any, text: str) -> Any:
    """Put "?" for halves of characters, which no file can hold; `text` is what was decoded.

    >>> text = r'["a\\ud800"]'
    >>> whole_characters(json.loads(text), text)
    ['a?']
    """
    if not _LONE_SURROGATE.search(text):
        return data
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


CROSSREF_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference",
    "book-chapter": "chapter", "book-section": "chapter", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "posted-content": "article",
    "dissertation": "thesis", "reference-entry": "entry", "article-preprint": "article",
}  # fmt: skip
"""Types of the Crossref API that some exports carry in place of the CSL type."""


class Value(NamedTuple):
    """A value as a Reference holds it, what is left over, and what is wrong with that."""

    value: Any
    rest: Any = None
    trouble: str = ""


def read_value(variable: str, raw: Any) -> Value:
    """Understand the value of a CSL variable, or of a key that is none."""
    if raw is None or variable == "custom":
        return Value("")
    if variable == "type":
        return _read_type(raw)
    if variable in EXTRA:
        return _read_extra(variable, raw)
    if variable not in ATTRIBUTES or variable in ("truncated", "extra"):
        return Value("", rest=raw)
    return _reader(variable)(raw)


def _reader(variable: str) -> Callable[[Any], Value]:
    if variable in NAMES:
        return _read_names
    return _read_date if variable in DATES else _read_text


def _read_extra(variable: str, raw: Any) -> Value:
    if variable in OTHER_LISTS:
        fits = isinstance(raw, list) and all(isinstance(each, str) for each in raw)
        return Value(raw) if fits else Value("", raw, f"wanted a list, found {kind_of(raw)}")
    if variable in OTHER_NUMBERS and isinstance(raw, int | float) and not isinstance(raw, bool):
        return Value(raw)
    value, rest, trouble = _reader(variable)(raw)
    return Value(as_json(value), rest, trouble)


def _read_type(raw: Any) -> Value:
    kind = CROSSREF_TYPES.get(raw, raw) if isinstance(raw, str) else raw
    if kind == "" or (isinstance(kind, str) and kind in TYPES):
        return Value(kind)
    return Value("document", raw, f"{raw!r} is no CSL type")


def _read_text(raw: Any) -> Value:
    if isinstance(raw, str):
        return Value(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float | list):
        return Value("", raw, f"wanted a text, found {kind_of(raw)}")
    if not isinstance(raw, list):
        return Value(str(int(raw)) if raw == raw // 1 else str(raw))
    parts = [_read_text(each) for each in raw]
    if any(part.trouble for part in parts):
        return Value("", raw, "wanted a text, found a list of other things")
    return Value(", ".join(part.value for part in parts if part.value))


def _read_names(raw: Any) -> Value:
    if isinstance(raw, str):
        return Value(read_names(raw).names)
    parts = [_read_name(each) for each in (raw if isinstance(raw, list) else [raw])]
    names = tuple(name for part in parts for name in part.value)
    rest = [part.rest or {} for part in parts] if any(part.rest for part in parts) else None
    return Value(names, rest, next((part.trouble for part in parts if part.trouble), ""))


_NAME_TEXTS = frozenset(Name.__struct_encode_fields__[:6])
_USUAL = frozenset(["family", "given"])
_NAME_FLAGS = frozenset(Name.__struct_encode_fields__[6:])


def _read_name(raw: Any) -> Value:
    """One name of a list; its value is a list too, as a string may hold several or none."""
    if isinstance(raw, str):
        return Value(tuple(name for name in [read_name(raw)] if name != Name()))
    if not isinstance(raw, dict):
        return Value((), raw, f"wanted names, found {kind_of(raw)} among them")
    if raw.keys() <= _USUAL and all(type(value) is str for value in raw.values()):
        return Value((Name(**raw),) if any(raw.values()) else ())  # read the quick way
    parts: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in raw.items():
        variable = "literal" if key == "name" else key
        if variable in _NAME_TEXTS and not (read := _read_text(value or "")).trouble:
            parts[variable] = read.value
        elif variable in _NAME_FLAGS and isinstance(value, bool | int | str):
            parts[variable] = value
        elif value is not None:
            rest[key] = value
    name = msgspec.convert({key: value for key, value in parts.items() if value != ""}, Name)
    return Value((name,) if name != Name() else (), rest or None)


_DATE_TEXTS = frozenset(["season", "literal", "raw"])


def _read_date(raw: Any) -> Value:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return Value(_date_in(str(raw)))
    if isinstance(raw, list):
        return _read_date({"date-parts": raw})
    if not isinstance(raw, dict):
        return Value(None, raw, f"wanted a date, found {kind_of(raw)}")
    parts: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "date-parts" and (numbers := _date_parts(value)) is not None:
            parts["date_parts"] = numbers
        elif key in _DATE_TEXTS and not (read := _read_text(value or "")).trouble:
            parts[key] = read.value
        elif key == "circa" and isinstance(value, bool | int | str):
            parts[key] = value
        elif value is not None:
            rest[key] = value
    trouble = "date-parts: wanted lists of numbers" if "date-parts" in rest else ""
    date = Date(**parts)
    if date == Date(raw=date.raw) and (found := _date_in(date.raw)) and found.date_parts:
        date = replace(found, raw=date.raw, literal="")
    return Value(date if date != Date() else None, rest or None, trouble)


def _date_in(text: str) -> Date | None:
    return read_edtf(text) or read_date(text)


def _date_parts(raw: Any) -> tuple[tuple[int, ...], ...] | None:
    """Years, months and days as numbers, or None when they are something else.

    >>> _date_parts([["2003", "05"], [2004, None]]), _date_parts([2003, 5]), _date_parts(["May"])
    (((2003, 5), (2004,)), ((2003, 5),), None)
    """
    if not isinstance(raw, list):
        return None
    if any(not isinstance(part, list) for part in raw):
        raw = [raw]
    try:
        dates = [[int(part) for part in date if part not in (None, "")] for date in raw]
    except (TypeError, ValueError):
        return None
    return tuple(tuple(_without_zeros(date[:3])) for date in dates[:2] if date)


def _without_zeros(date: list[int]) -> list[int]:
    """A month or day of 0 means that it is not known."""
    return date[: date.index(0, 1)] if 0 in date[1:] else date


def kind_of(raw: Any) -> str:
    """Say what a JSON value is, for a message."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if raw is None else kinds.get(type(raw), "a number")


def as_json(value: Any) -> Any:
    """Give a struct as what JSON makes of it: dicts and lists all the way down.

    >>> as_json(Date(date_parts=((2003, 5),)))
    {'date-parts': [[2003, 5]]}
    """
    return _lists(msgspec.to_builtins(value))


def _lists(plain: Any) -> Any:
    kind = type(plain)
    if kind is str:  # what most values are
        return plain
    if kind is dict:
        return {key: _lists(value) for key, value in plain.items()}
    return [_lists(value) for value in plain] if kind in (list, tuple) else plain
