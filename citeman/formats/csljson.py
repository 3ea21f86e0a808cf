"""CSL-JSON: the items of citeproc processors, Zotero, pandoc and Crossref."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from citeman.errors import InputError
from citeman.formats.cslvalues import as_json, kind_of, read_value, whole_characters
from citeman.formats.parsed import Parsed
from citeman.formats.variables import ATTRIBUTES, DEPRECATED, EXTRA, NAMES, TYPES
from citeman.model import CSL_NAMES, Place, Problem, Reading, Record, Reference, replace

NAME = "csl-json"
SUFFIXES: tuple[str, ...] = (".json",)

_LOOKS = re.compile(r"\s*(\[\s*(\{|\]\s*$)|\{\s*\"[\w-]+\"\s*:)")


class Item(NamedTuple):
    """What a CSL-JSON item says, and what it says that could not be understood."""

    reference: Reference
    problems: tuple[Problem, ...]


def looks_like(text: str) -> bool:
    """Tell whether the text is a JSON array of objects, or one object over several lines.

    >>> looks_like('[{"id": "a"}]'), looks_like("@book{a}")
    (True, False)
    """
    return _LOOKS.match(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read an array of items, {"items": [...]} or a single item.

    Raise InputError when the text is no JSON or no such thing.
    """
    data = _decode(text, name)
    if isinstance(data, dict):
        data = data["items"] if isinstance(data.get("items"), list) else _only(data)
    if not isinstance(data, list):
        raise InputError(
            f"{name}: CSL-JSON is an array of items or one item; found {kind_of(data)} instead"
        )
    return read_items(enumerate(data, start=1), name, "item")


def read_items(items: Iterable[tuple[int, Any]], name: str, unit: str = "line") -> Parsed:
    """Make a record of each numbered item; `unit` says what the numbers count."""
    parsed = Parsed([], [])
    seen: Counter[str] = Counter()
    for number, item in items:
        place = f"{name}:{number}" if unit == "line" else f"{name}: {unit} {number}"
        if not isinstance(item, dict):
            message = f"{place}: a CSL item is an object; found {kind_of(item)}"
            parsed.problems.append(Problem("not-an-item", message))
            continue
        record = _record(item, name, place)
        seen[record.key] += bool(record.key)
        if seen[record.key] > 1:
            message = f"{place}: the id {record.key!r} was given to an earlier item as well"
            problems = (*record.problems, Problem("duplicate-key", message))
            record = replace(record, problems=problems)
        parsed.records.append(record)
    return parsed


def write(records: Sequence[Record]) -> str:
    """Write an array that is valid by the CSL schema."""
    items = msgspec.json.encode([csl(record) for record in records])
    return msgspec.json.format(items).decode() + "\n"


def csl(record: Record) -> dict[str, Any]:
    """Give the CSL-JSON item of a record, its annotation under `annote`.

    >>> csl(Record(key="a1", annotation="Small.", readings=(Reading("manual", Reference()),)))
    {'id': 'a1', 'type': 'document', 'annote': 'Small.'}
    """
    texts = dict.fromkeys(text for text in (record.annotation, record.reference.annote) if text)
    return write_item(replace(record.reference, annote="\n\n".join(texts)))


def read_item(item: Mapping[str, Any]) -> Reference:
    """Read one item; what cannot be understood is kept in `custom` (see `understand`).

    >>> reference = read_item({"id": 1, "volume": 24, "issued": {"date-parts": [["2003"]]}})
    >>> reference.id, reference.volume, reference.issued.year
    ('1', '24', 2003)
    """
    return understand(item).reference


def understand(item: Mapping[str, Any]) -> Item:
    """Read one item, and say what in it could not be understood.

    Variables without an attribute of their own go to `extra`; keys that are no CSL variables, and
    values that make no sense, go to `custom` under their own name.
    """
    custom, truncated, problems = _own_data(item)
    fields: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for given, raw in item.items():
        variable = _variable(given, item)
        value, rest, trouble = read_value(variable, raw)
        if trouble:
            problems.append(Problem("unreadable-field", f"{given}: {trouble}; kept in custom"))
        if rest is not None:
            custom.setdefault(given, rest)
        if value not in ("", (), None, []):
            target = fields if variable in ATTRIBUTES else extra
            target[ATTRIBUTES.get(variable, variable)] = value
    reference = Reference(**fields, truncated=truncated, custom=custom, extra=extra)
    return Item(reference, tuple(problems))


def write_item(reference: Reference) -> dict[str, Any]:
    """Write one item, `id` and `type` first, then the variables in the order of `Reference`.

    A type that CSL does not have is kept in `custom`, and the item becomes a "document".
    """
    item: dict[str, Any] = {"id": reference.id, "type": "document"}
    item |= {key: value for key, value in as_json(reference).items() if value not in ({}, [])}
    custom = dict(item.pop("custom", {}))
    for key, value in item.pop("extra", {}).items():
        (item if key in EXTRA else custom)[key] = value
    if item["type"] not in TYPES:
        custom["type"], item["type"] = item["type"], "document"
    if fields := item.pop("truncated", None):
        own = custom.get("citeman", {})
        custom["citeman"] = {**own, "truncated": [CSL_NAMES[field] for field in fields]}
    return item | ({"custom": custom} if custom else {})


def _decode(text: str, name: str) -> Any:
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number may have too many digits
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        deep = isinstance(error, RecursionError)
        reason = "nested too deeply" if deep else getattr(error, "msg", str(error))
        raise InputError(
            f"{name}:{line}: this is not valid JSON ({reason}); "
            "mend the file, or name its format if it is not CSL-JSON"
        ) from error
    return whole_characters(data, text)


def _only(item: dict[str, Any]) -> Any:
    """A list of the one item, if it says anything that CSL has a word for."""
    return [item] if item.keys() & {*ATTRIBUTES, *EXTRA} else item


def _record(item: Mapping[str, Any], name: str, place: str) -> Record:
    reference, problems = understand(item)
    annotation, custom = reference.annote, reference.custom
    if not annotation and isinstance(custom.get("annotation"), str):
        annotation = custom["annotation"]
        custom = {key: value for key, value in custom.items() if key != "annotation"}
    reading = Reading(NAME, replace(reference, annote="", custom=custom), place=Place(file=name))
    return Record(
        readings=(reading,),
        key=reference.id,
        annotation=annotation,
        problems=tuple(replace(p, message=f"{place}: {p.message}") for p in problems),
    )


def _own_data(
    item: Mapping[str, Any],
) -> tuple[dict[str, Any], tuple[str, ...], list[Problem]]:
    """The item's `custom`, without what citeman itself put there: the truncated fields."""
    given = item.get("custom")
    if given is None or not isinstance(given, dict):
        trouble = [] if given is None else [Problem("unreadable-field", "custom: is no object")]
        return ({} if given is None else {"custom": given}), (), trouble
    custom = dict(given)
    own = custom.get("citeman")
    if not isinstance(own, dict) or not isinstance(own.get("truncated"), list):
        return custom, (), []
    truncated = tuple(
        ATTRIBUTES[variable]
        for variable in own["truncated"]
        if isinstance(variable, str) and variable in NAMES and variable in ATTRIBUTES
    )
    rest = {key: value for key, value in own.items() if key != "truncated"}
    custom |= {"citeman": rest}
    return {key: value for key, value in custom.items() if key != "citeman" or rest}, truncated, []


def _variable(given: str, item: Mapping[str, Any]) -> str:
    """The name a variable has today, unless the item uses today's name for something else."""
    today = DEPRECATED.get(given, given)
    if today == given or item.get(today) in (None, "", item[given]):
        return today
    return given
