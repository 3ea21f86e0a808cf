"""A person's changes to a record: from options, or from the text an editor gave back."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

import yaml

from citeman.errors import InputError, UsageError
from citeman.formats import cslyaml
from citeman.formats.csljson import csl, understand
from citeman.formats.variables import ATTRIBUTES, EXTRA
from citeman.library.facts import MANUAL, Edit
from citeman.model import SETTLED_FIELDS, Reading, Record, Reference, has, replace

_ALIASES = {"journal": "container-title", "year": "issued", "date": "issued", "pages": "page"}
"""Names that people try first."""
_USUAL = ("title", "author", "container-title", "issued", "volume", "page", "doi")
_OWN = frozenset(["id", "annote", "truncated", "custom", "extra", "tags"])


def read_edit(
    sets: Iterable[str],
    unsets: Iterable[str] = (),
    *,
    added_tags: Sequence[str] = (),
    removed_tags: Sequence[str] = (),
    annotation: str | None = None,
) -> Edit:
    """Read what options ask for: "field=value" each, fields to empty, tags, an annotation.

    Fields bear CSL names; names are as in "Noble S; Goa KL", dates as in "2003-05-12".

    >>> edit = read_edit(["volume=25"], ["issue"], added_tags=["seen"])
    >>> edit.reading.reference.volume, edit.reading.emptied, edit.added_tags
    ('25', ('issue',), ('seen',))
    """
    if not all(tag.strip() for tag in added_tags):
        raise UsageError("--add-tag: a tag of nothing but blanks would never be found")
    item = dict(_read_set(text) for text in sets)
    emptied = tuple(ATTRIBUTES[_variable(name)] for name in unsets if _is_settled(_variable(name)))
    reference, problems = understand(item)
    if problems:
        raise UsageError(problems[0].message.replace("; kept in custom", ""))
    is_empty = not item and not emptied
    reading = None if is_empty else Reading(MANUAL, reference, emptied=emptied)
    return Edit(reading, tuple(added_tags), tuple(removed_tags), annotation)


def _read_set(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise UsageError(
            f"--set {text}: say field=value, as in volume=25; --unset empties a field"
        )
    return _variable(name.strip()), value.strip()


def _variable(name: str) -> str:
    """Find the CSL variable that a name means, in any case; UsageError where it is none."""
    known = {v.lower(): v for v in (*ATTRIBUTES, *EXTRA) if v not in _OWN}
    lowered = name.lower().replace("_", "-")
    found = _ALIASES.get(lowered) or known.get(lowered)
    if found is None:
        near = get_close_matches(lowered, [*known, *_ALIASES], 3) or _USUAL
        meant = ", ".join(_ALIASES.get(one) or known[one] for one in near)
        raise UsageError(f"there is no field {name!r}; fields are named as in CSL: {meant}, ...")
    return found


def _is_settled(variable: str) -> bool:
    if ATTRIBUTES.get(variable) not in SETTLED_FIELDS:
        raise UsageError(f"{variable}: cannot be emptied; set it to another value instead")
    return True


_HEAD = """\
# {key}: change what is wrong, save, and close. A line that is taken out empties its field.
# Nothing changes if you leave it as it is, or if it cannot be read.
"""


def write_text(record: Record) -> str:
    """Write a record for an editor: the CSL item in YAML, with its tags."""
    item: dict[str, Any] = csl(record) | {"tags": list(record.tags)}
    text = yaml.safe_dump([item], allow_unicode=True, sort_keys=False, width=10**6)
    return _HEAD.format(key=record.key) + text


def read_text(text: str, record: Record) -> Edit:
    """Read what an editor gave back: what has become different, and nothing else.

    Raises InputError that names the line where the text cannot be read.
    """
    was, was_tags = _read_item(write_text(record), record.key)
    now, now_tags = _read_item(text, record.key)
    if now.key != record.key:
        raise InputError(
            f"{record.key}: the id stays as it is here; found {now.key!r}\n"
            f"change it alone: citeman edit {record.key} --key {now.key}"
        )
    for problem in now.problems:
        raise InputError(f"{record.key}: {problem.message}")
    return Edit(
        _changed(was.reference, now.reference),
        tuple(tag for tag in now_tags if tag not in was_tags),
        tuple(tag for tag in was_tags if tag not in now_tags),
        now.annotation if now.annotation != was.annotation else None,
    )


def _read_item(text: str, name: str) -> tuple[Record, list[str]]:
    parsed = cslyaml.read(text, name)
    if len(parsed.records) != 1:
        raise InputError(f"{name}: one reference was to be edited; found {len(parsed.records)}")
    [record] = parsed.records
    custom = dict(record.reference.custom)
    tags = _read_tags(custom.pop("tags", None), name)
    reading = replace(record.readings[0], reference=replace(record.reference, custom=custom))
    return replace(record, readings=(reading,)), tags


def _read_tags(value: Any, name: str) -> list[str]:
    """Read tags as a person writes them: a list, or a text with commas."""
    tags = value.split(",") if isinstance(value, str) else value or []
    if not isinstance(tags, list) or not all(isinstance(tag, str | None) for tag in tags):
        raise InputError(f"{name}: tags are a list of words; found {value!r}")
    return list(dict.fromkeys(tag.strip() for tag in tags if tag and tag.strip()))


def _changed(was: Reference, now: Reference) -> Reading | None:
    """The reading that turns one reference into another."""
    different = [f for f in SETTLED_FIELDS if getattr(was, f) != getattr(now, f)]
    values = {field: getattr(now, field) for field in different if has(now, field)}
    emptied = tuple(field for field in different if field not in values)
    for field in ("custom", "extra"):
        before, after = getattr(was, field), getattr(now, field)
        if gone := before.keys() - after.keys():
            raise InputError(f"{min(gone)}: cannot be emptied; set it to another value instead")
        values |= {field: {k: v for k, v in after.items() if before.get(k) != v}}
    truncated = tuple(field for field in now.truncated if field in values)
    reference = Reference(**values, truncated=truncated)
    if reference == Reference() and not emptied:
        return None
    return Reading(MANUAL, reference, emptied=emptied)
