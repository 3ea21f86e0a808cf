"""JSON Lines: one whole record per line, with every reading, span and confidence."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from citeman.formats import csljson
from citeman.formats.cslvalues import as_json, kind_of, whole_characters
from citeman.formats.parsed import Parsed
from citeman.model import CSL_NAMES, Mark, Problem, Reading, Record, replace, winners

NAME = "jsonl"
SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")

_LOOKS = re.compile(r"\s*\{(?!\s*\"items\").*\}\s*(\n|$)")
_KEPT = ("readings", "key", "annotation", "links", "tags", "problems", "lossless")
"""The keys that make the record; all others of a line are views of its readings."""


def looks_like(text: str) -> bool:
    """Tell whether the first line with anything on it is a JSON object.

    >>> looks_like('{"key": "a"}\\n{"key": "b"}\\n'), looks_like('{\\n "id": "a"\\n}')
    (True, False)
    """
    return _LOOKS.match(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read one record, or one bare CSL item, per line; blank lines are skipped.

    A line that is neither is a problem and does not touch the others.
    """
    parsed = Parsed([], [])
    # Not splitlines: JSON may hold U+2028 and its like inside a string.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            records, problems = read_line(line, number, name)
            parsed.records.extend(records)
            parsed.problems.extend(problems)
    return parsed


def write(records: Sequence[Record]) -> str:
    """Write each record on a line of its own."""
    lines = (msgspec.json.encode(record_object(record)) + b"\n" for record in records)
    return b"".join(lines).decode()


def record_object(record: Record) -> dict[str, Any]:
    """Give the object that stands on a record's line.

    `readings` is the truth; `reference`, `raw`, `source` and `fields` are views of it. Readings,
    links and problems are given as they are, and `as_json` makes plain values of them.
    """
    item = csljson.write_item(record.reference)
    line = {
        "key": record.key,
        "reference": item,
        "annotation": record.annotation,
        "links": record.links,
        "raw": record.raw,
        "source": as_json(record.place),
        "fields": _fields(record, item),
        "readings": record.readings,
        "problems": record.problems,
    }
    more = {"tags": record.tags or None, "lossless": record.lossless}
    return line | {name: value for name, value in more.items() if value is not None}


def _fields(record: Record, item: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        CSL_NAMES[field]: {"value": item[CSL_NAMES[field]], **_provenance(field, reading)}
        for field, reading in winners(record.readings).items()
        if CSL_NAMES[field] in item and field not in reading.emptied
    }


def _provenance(field: str, reading: Reading) -> dict[str, Any]:
    """Whose word a field is, and where it was read.

    A field read from several stretches gives the whole from the first to the last as `span`.
    """
    mark = reading.fields.get(field, Mark())
    provenance: dict[str, Any] = {"source": reading.source}
    if mark.spans:
        starts, ends = zip(*mark.spans, strict=True)
        provenance["span"] = [min(starts), max(ends)]
    if len(mark.spans) > 1:
        provenance["spans"] = [list(span) for span in mark.spans]
    return provenance | {"confidence": mark.confidence}


def read_line(line: str, number: int, name: str) -> Parsed:
    """Read the one record of a line; a problem names the line by its number."""
    try:
        data = whole_characters(json.loads(line), line)
    except (ValueError, RecursionError) as error:  # ValueError: bad JSON, or a number too long
        return _trouble(f"{name}:{number}: not valid JSON ({error})")
    if not isinstance(data, dict):
        return _trouble(f"{name}:{number}: a record is an object; found {kind_of(data)}")
    if "readings" in data:
        return _read_record(data, number, name)
    if isinstance(data.get("reference"), dict):
        return _read_reference(data, number, name)
    if not {"type", "title", "id"} & data.keys():
        return _trouble(f'{name}:{number}: neither a record ("readings") nor a CSL item ("type")')
    return csljson.read_items([(number, data)], name)


def _read_record(data: Mapping[str, Any], number: int, name: str) -> Parsed:
    kept = {key: data[key] for key in _KEPT if key in data}
    try:
        return Parsed([msgspec.convert(kept, Record)], [])
    except msgspec.ValidationError as error:
        return _trouble(f"{name}:{number}: this is no record of citeman ({error})")


def _read_reference(data: Mapping[str, Any], number: int, name: str) -> Parsed:
    """A line somebody wrote by hand: a CSL item under `reference`, perhaps an annotation."""
    item = {"id": data.get("key", ""), **data["reference"]}
    records, problems = csljson.read_items([(number, item)], name)
    annotation = data.get("annotation")
    if isinstance(annotation, str) and annotation:
        records = [replace(record, annotation=annotation) for record in records]
    return Parsed(records, problems)


def _trouble(message: str) -> Parsed:
    return Parsed([], [Problem("unreadable-line", message)])
