"""citeman show: everything the library knows of one work."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from citeman.cli.ending import DONE
from citeman.cli.librarian import library_option, open_library

if TYPE_CHECKING:
    from citeman.library import Pair
    from citeman.library.showing import Work
    from citeman.model import Reading, Record


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
def show(keys: tuple[str, ...], library: str | None, as_json: bool) -> int:
    """Show a work: every field with its source and place, and what else is said of it.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman show hague1993resolution -L liver.citeman

    After a field stands whose word it is, how sure the reader is, and from which characters of
    the file it was read; below it what other readings say. KEY may be that of a merged record.
    """
    from citeman.library.showing import show as find

    with open_library(library) as opened:
        works = [find(opened, key) for key in keys]
    for number, work in enumerate(works):
        if as_json:
            click.echo(json.dumps(_plain(work), ensure_ascii=False))
        else:
            click.echo("\n" * bool(number) + "\n".join(_lines(work)))
    return DONE


def _plain(work: "Work") -> dict[str, Any]:
    from citeman.formats.cslvalues import as_json
    from citeman.formats.jsonl import record_object
    from citeman.model import CSL_NAMES

    plain: dict[str, Any] = as_json(record_object(work.record))
    return plain | {
        "alternatives": {
            CSL_NAMES[field]: [{"value": as_json(v), "source": source} for v, source in found]
            for field, found in work.alternatives.items()
        },
        "joined": [
            {"key": one.key, "change": one.change} | _said(one.pair) for one in work.joined
        ],
        "doubts": [{"key": one.key} | _said(one.pair) for one in work.doubts],
        "change": work.change,
        "keys": list(work.keys),
    }


def _said(pair: "Pair") -> dict[str, Any]:
    return {"score": pair.score, "reasons": list(pair.reasons)}


def _lines(work: "Work") -> Iterator[str]:
    record = work.record
    yield f"{record.key}  ({record.reference.type or 'no type'}; came with change {work.change})"
    for label, text in (*_places(record), *_fields(work), *_own(record), *_others(work)):
        yield f"  {label:<17} {text}"


def _places(record: "Record") -> Iterator[tuple[str, str]]:
    """The file that it was first read from, which the lines below need not name again."""
    if record.place.file:
        yield "from", _at(record.place.file, record.place.span).strip()


def _fields(work: "Work") -> Iterator[tuple[str, str]]:
    from citeman.model import CSL_NAMES, has, winners

    reference = work.record.reference
    for field, reading in winners(work.record.readings).items():
        if field != "type" and has(reference, field):
            value = spell(getattr(reference, field)) + ", et al." * (field in reference.truncated)
            yield CSL_NAMES[field], f"{value}{_provenance(field, reading, work.record.place.file)}"
        for other, source in work.alternatives.get(field, ()):
            yield "", f"  else: {spell(other)}  [{source}]"


def _own(record: "Record") -> Iterator[tuple[str, str]]:
    if record.annotation:
        yield "annotation", f"{record.annotation}{_spell_span(record.place.annotation_span)}"
    for link in record.links:
        yield "link", f"{link.text} -> {link.key}"
    if record.tags:
        yield "tags", ", ".join(record.tags)
    for problem in record.problems:
        yield "problem", problem.message
    if record.lossless is False:
        yield "to review", "written in the layout of its list it does not come out as it stands"


def _others(work: "Work") -> Iterator[tuple[str, str]]:
    former = [key for key in work.keys if key not in {one.key for one in work.joined}]
    if former:
        yield "also found by", ", ".join(former)
    for one in work.joined:
        reasons = f": {'; '.join(one.pair.reasons)}" if one.pair.reasons else ""
        yield "joined", f"{one.key}{reasons} (citeman undo {one.change} parts them)"
    for doubt in work.doubts:
        reasons = "; ".join(doubt.pair.reasons)
        yield "to review", f"perhaps {doubt.key} ({doubt.pair.score:.2f}): {reasons}"


def spell(value: object) -> str:
    """Write the value of a field for people.

    >>> from citeman.model import Date, Name
    >>> spell((Name("Noble", "S"),)), spell(Date(((2003, 5),)))
    ('Noble S', '2003 May')
    """
    from citeman.fields.dates import write_date
    from citeman.fields.names import write_names
    from citeman.model import Date, Name

    if isinstance(value, Date):
        return write_date(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Name):
        return write_names(value)
    words = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
    return words or "(empty)"


def _provenance(field: str, reading: "Reading", first: str) -> str:
    """Say whose word a field is, and where it stood; the file only where it is another one."""
    mark = reading.fields.get(field)
    sure = f" {mark.confidence:.2f}" if mark else ""
    ends = [end for span in mark.spans for end in span] if mark else []
    span = (min(ends), max(ends)) if ends else None
    file = reading.place.file if reading.place else ""
    place = _at(file, span) if file != first else _spell_span(span)
    return f"  [{reading.source}{sure}]{place}"


def _at(file: str, span: tuple[int, int] | None) -> str:
    return f"  {file}{_spell_span(span)[1:]}" if file else ""


def _spell_span(span: tuple[int, int] | None) -> str:
    return f"  {span[0]}-{span[1]}" if span else ""
