"""A person's corrected records, read one per line: strings, and what should be read from them."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from citeman.formats import csljson, jsonl
from citeman.model import CSL_NAMES, Reference, has, winners
from citeman.parse.states import LABEL_OF
from citeman.text import stretch
from citeman.train.align import NAMES, WEIGHT, align
from citeman.train.examples import OUTSIDE, Example

SHORT = frozenset(("volume", "issue", "number", "edition", "page", "citation-number"))
"""Fields whose value may well stand twice in a string: "1999;1(1):1"."""
BESIDE_NAMES = 4
"""So many words beside a list of names may belong to it: initials, "et al."."""

Spans = list[tuple[int, int, str]]
_WORD = re.compile(r"[^\W_]+")


class Correction(NamedTuple):
    """A string, the reference that a person says it holds, and what that teaches."""

    raw: str
    reference: Reference
    example: Example


class Corrections(NamedTuple):
    """What a file teaches, and what is wrong with the lines that teach nothing."""

    usable: list[Correction]
    problems: list[str]


def read(text: str, name: str) -> Corrections:
    """Read records as `citeman parse` writes them, or objects with "raw" and a CSL "reference".

    Of a whole record its settled reference counts: a `manual` reading decides over others, and a
    `reference` edited by hand over both. What is emptied or deleted there is taught as absent;
    what nobody speaks of stays open.
    """
    found = Corrections([], [])
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        read_line = _read_line(line, number, name)
        if isinstance(read_line, str):
            found.problems.append(read_line)
        else:
            found.usable.append(read_line)
    return found


def _read_line(line: str, number: int, name: str) -> Correction | str:
    """Read a correction, or say what is wrong with it."""
    records, problems = jsonl.read_line(line, number, name)
    if not records:
        return problems[0].message
    [record], data = records, json.loads(line)
    raw = data.get("raw") or record.raw
    if not isinstance(raw, str) or not raw.strip():
        return f'{name}:{number}: no string to learn from; looked for it in "raw"'
    raw = stretch(raw, 0, len(raw)).text
    emptied = {f for f, reading in winners(record.readings).items() if f in reading.emptied}
    reference = record.reference
    if _is_edited(data, reference):
        edited, problems = jsonl.read_line(
            json.dumps({"reference": data["reference"]}), number, name
        )
        if not edited:
            return problems[0].message
        emptied |= {f for f in CSL_NAMES if has(reference, f) and not has(edited[0].reference, f)}
        reference = edited[0].reference
    example = _example(raw, reference, {CSL_NAMES[field] for field in emptied})
    if not any(label != OUTSIDE for _, _, label in example.spans):
        return f"{name}:{number}: nothing in the reference is found in its string"
    return Correction(raw, reference, example)


def _is_edited(data: Mapping[str, Any], settled: Reference) -> bool:
    """Tell whether somebody changed the `reference` of a line by hand, beside its readings."""
    return isinstance(data.get("reference"), dict) and (
        "readings" in data and data["reference"] != csljson.write_item(settled)
    )


def _example(raw: str, reference: Reference, emptied: Collection[str]) -> Example:
    """Give what a correction teaches; words it does not speak of stay open."""
    item: dict[str, Any] = csljson.write_item(reference)
    dated = {k for k, v in item.items() if isinstance(v, dict) and _is_long(v)}
    aligned = align(raw, {k: v for k, v in item.items() if not isinstance(v, dict) or _year(v)})
    spans = _without_doubtful(raw, list(aligned.spans))
    closed = {label for _, _, label in spans if label not in dated}.union(emptied)
    rest = [label for label in dict.fromkeys(LABEL_OF) if label not in closed]
    eased = sorted([*spans, *_beside_names(raw, spans)])
    return Example(raw, tuple(eased), "|".join(rest), "corrected", WEIGHT)


def _year(date: dict[str, Any]) -> bool:
    return any(date.get("date-parts") or [[]]) or bool(date.get("literal"))


def _is_long(date: dict[str, Any]) -> bool:
    """Tell whether a date says more than its year, in words that `align` does not look for."""
    return any(len(part) > 1 for part in date.get("date-parts") or ()) or "season" in date


def _without_doubtful(raw: str, spans: Spans) -> Spans:
    """Leave open where a short value is that stands in several places."""
    firm = [span for span in spans if span[2] not in SHORT]
    doubtful = []
    for start, end, label in spans:
        if label in SHORT:
            value = re.compile(rf"(?<![^\W_]){re.escape(raw[start:end])}(?![^\W_])")
            free = [
                m for m in value.finditer(raw)
                if all(m.end() <= a or b <= m.start() for a, b, _ in firm)
            ]  # fmt: skip
            doubtful += [label] if len(free) > 1 else []
    return [span for span in spans if span[2] not in doubtful]


def _beside_names(raw: str, spans: Spans) -> Iterator[tuple[int, int, str]]:
    """Leave open whether the few words on either side of a list of names belong to it."""
    bounds = sorted([(0, 0, ""), *spans, (len(raw), len(raw), "")])
    for left, right in pairwise(bounds):
        beside = [label for label in (left[2], right[2]) if label in NAMES]
        words = len(_WORD.findall(raw[left[1] : right[0]]))
        if beside and 0 < words <= BESIDE_NAMES:
            yield left[1], right[0], "|".join([*dict.fromkeys(beside), OUTSIDE])
