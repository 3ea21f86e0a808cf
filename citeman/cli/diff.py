"""citeman diff: two bibliographies, or two versions of a page."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from citeman import files
from citeman.cli.ending import DONE, FINDINGS
from citeman.cli.output import count, cut, emit, in_a_line, keep_inputs, report, say
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.differences import Change, Changed, Differences, Perhaps
    from citeman.model import Record

_CONTEXT, _LONGEST = 30, 200


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--strict", is_flag=True, help="Count changes of formatting alone, too.")
@click.option("--order", is_flag=True, help="Tell which references stand elsewhere in the list.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("-o", "--output", metavar="OUT", help="Write to OUT, not to stdout.")
@click.option("--dry-run", is_flag=True, help="Say what would be written to OUT; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but differences and errors.")
def diff(
    old: str,
    new: str,
    strict: bool,
    order: bool,
    as_json: bool,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Tell how two bibliographies, or two versions of a page, differ.

    \b
    citeman diff examples/manuscript.bib examples/manuscript-revised.bib
    citeman diff references/liver-injury-cytokines.txt references/liver-injury-cytokines.html

    Each reference is added, dropped, or changed field by field, annotation and key included;
    initials, dashes and capitals of titles alone make no change. Records are paired by
    identifiers and keys that nothing contradicts, else by all their fields; a pair in doubt is
    told as dropped, added, and perhaps one work. Exit code 1 says that something differs.
    """
    from citeman.workflow.diffing import diff as run

    if old == new == files.STDIN:
        raise UsageError("OLD and NEW cannot both be standard input\nname a file for one of them")
    keep_inputs(output, [old, new])
    found = run(old, new, strict=strict, order=order)
    codes = [report(found.old), report(found.new)]
    if code := max(codes):
        return code
    said = _json(found.differences) if as_json else _table(found.differences)
    emit(said, output, dry_run=dry_run)
    if not quiet:
        sizes = f"{len(found.old.records):,} and {count(len(found.new.records), 'reference')}"
        say(f"{sizes}: {_summary(found.differences)}")
    return FINDINGS if found.differences else DONE


def _table(found: "Differences") -> str:
    lines = chain(
        (f"dropped   {_named(record)}" for record in found.dropped),
        (f"added     {_named(record)}" for record in found.added),
        *map(_changed, found.changed),
        *map(_perhaps, found.perhaps),
    )
    return "".join(f"{line}\n" for line in lines)


def _named(record: "Record") -> str:
    return in_a_line(record, record.key)


def _changed(changed: "Changed") -> Iterator[str]:
    word = "changed" if changed.changes else "moved"
    also = "  (stands elsewhere)" if changed.is_moved and changed.changes else ""
    yield f"{word:8}  {_named(changed.new)}{also}"
    for change in changed.changes:
        yield f"    {change.field}: {_spelt(change)}"


def _spelt(change: "Change") -> str:
    if change.kind != "changed":
        return f'{change.kind} "{cut(change.old or change.new, _LONGEST)}"'
    old, new = _focus(change.old, change.new)
    return f'"{old}" -> "{new}"'


def _focus(old: str, new: str) -> tuple[str, str]:
    """Two long texts where they differ, with a little of what is around.

    >>> _focus("a", "b")
    ('a', 'b')
    """
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    start, short = 0, min(len(old), len(new))
    while start < short and old[start] == new[start]:
        start += 1
    end = 0
    while end < short - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return _around(old, start, end), _around(new, start, end)


def _around(text: str, start: int, end: int) -> str:
    """A text from a little before what differs to a little behind it."""
    first, last = max(0, start - _CONTEXT), len(text) - max(0, end - _CONTEXT)
    before, after = "..." if first else "", "..." if last < len(text) else ""
    return f"{before}{cut(text[first:last], _LONGEST)}{after}"


def _perhaps(perhaps: "Perhaps") -> Iterator[str]:
    yield f"perhaps   {perhaps.dropped.key} (dropped) and {perhaps.added.key} (added) are one work"
    yield f"    {'; '.join(perhaps.reasons)}"


def _summary(found: "Differences") -> str:
    changes = [change for changed in found.changed for change in changed.changes]
    counts = (
        (len(found.dropped), "dropped"),
        (len(found.added), "added"),
        (sum(bool(changed.changes) for changed in found.changed), "changed"),
        (sum(changed.is_moved for changed in found.changed), "moved"),
        (sum(change.field == "annotation" for change in changes), "re-annotated"),
        (sum(change.field == "key" for change in changes), "re-keyed"),
        (sum(change.is_identifier_added for change in changes), "given an identifier"),
        (found.same, "the same"),
    )
    return ", ".join(f"{number:,} {word}" for number, word in counts if number) or "none"


def _json(found: "Differences") -> str:
    data = {
        "dropped": [_record(record) for record in found.dropped],
        "added": [_record(record) for record in found.added],
        "changed": [_change(changed) for changed in found.changed],
        "perhaps": [
            {"dropped": p.dropped.key, "added": p.added.key, "reasons": list(p.reasons)}
            for p in found.perhaps
        ],
        "same": found.same,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _record(record: "Record") -> dict[str, Any]:
    from citeman.formats.csljson import csl

    return {"key": record.key, "reference": csl(record), "annotation": record.annotation}


def _change(changed: "Changed") -> dict[str, Any]:
    return {
        "old_key": changed.old.key,
        "key": changed.new.key,
        "changes": [{**change._asdict(), "kind": change.kind} for change in changed.changes],
        "moved": changed.is_moved,
        "reasons": list(changed.reasons),
    }
