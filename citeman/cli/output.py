"""Options and words that the commands share: where records go, and what is said of them."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citeman import files, formats
from citeman.cli.ending import DONE, UNREADABLE
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.formats.parsed import Format
    from citeman.model import Record
    from citeman.parse.explain import Explained
    from citeman.workflow.doubts import Doubt
    from citeman.workflow.exporting import Told
    from citeman.workflow.gathering import Gathered

F = TypeVar("F", bound=Callable[..., Any])

WIDE = 60
"""How much of a line is shown where it is explained."""

SHOWN = 5
"""How many things to look at are named one by one."""


def output_options(command: F) -> F:
    """Add the options that say in which format records are written, and where to."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
        click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing."),
        click.option(
            "-o", "--output", metavar="OUT", help="Write to OUT; its suffix chooses the format."
        ),
        click.option(
            "--to",
            "format_name",
            type=click.Choice(formats.WRITTEN),
            help="The format to write.",
        ),
    ):
        command = option(command)
    return command


def choose_format(format_name: str | None, path: str | None, inputs: Sequence[str]) -> "Format":
    """Find the format to write, before any work; UsageError where the output is an input."""
    keep_inputs(path, inputs)
    if format_name:
        return formats.by_name(format_name)
    return formats.for_suffix(path) if path and path != files.STDIN else formats.by_name("jsonl")


def keep_inputs(path: str | None, inputs: Sequence[str]) -> None:
    """Raise UsageError where the output is an input."""
    if path and any(files.same_file(path, given) for given in inputs):
        raise UsageError(f"{path}: is an input, and citeman never writes over its input")


def keep_apart(paths: Iterable[str | None], inputs: Sequence[str]) -> None:
    """Raise UsageError where an output is an input, or where two of them are one."""
    named: set[str] = set()
    for path in filter(None, paths):
        keep_inputs(path, inputs)
        place = files.identity(path)
        if path != files.STDIN and place in named:
            raise UsageError(f"{path}: is named for two outputs, and one would replace the other")
        named.add(place)


def settle_format(
    module: "Format", format_name: str | None, records: Sequence["Record"]
) -> "Format":
    """Choose again where a suffix alone has chosen: it may mean the dialect of the records."""
    return module if format_name else formats.for_records(module, records)


def emit(text: str, path: str | None, *, dry_run: bool = False) -> None:
    """Write text to a file, or to stdout when none is named."""
    emit_pieces([text], path, dry_run=dry_run)


def emit_pieces(texts: Iterable[str], path: str | None, *, dry_run: bool = False) -> None:
    """Write a text of any length piece by piece."""
    if dry_run:
        size = f"{sum(len(text.encode()) for text in texts):,} bytes"
        click.echo(f"citeman: would write {size} to {path or 'stdout'}", err=True)
    elif path and path != files.STDIN:
        files.write_pieces(path, (text.encode() for text in texts))
    else:
        for text in texts:
            click.echo(text, nl=False)


def emit_records(
    records: Iterable["Record"],
    module: "Format",
    path: str | None = None,
    *,
    settle: bool = False,
    dry_run: bool = False,
    tell: "Told | None" = None,
) -> int:
    """Write records, a piece at a time where the format allows it, and give their number.

    `settle` and `tell` are those of `citeman.workflow.exporting.pieces`.
    """
    from citeman.workflow.exporting import ignore, pieces

    number = itertools.count()
    counted = (record for record, _ in zip(records, number, strict=False))
    texts = pieces(counted, module, settle=settle, tell=tell or ignore)
    emit_pieces(texts, path, dry_run=dry_run)
    return next(number)


def say(message: str, *, quiet: bool = False) -> None:
    """Tell the person at the terminal something."""
    if not quiet:
        click.echo(f"citeman: {message}", err=True)


def count(number: int, thing: str) -> str:
    """Spell a number of things.

    >>> count(1, "reference"), count(24, "reference")
    ('1 reference', '24 references')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def report(gathered: "Gathered") -> int:
    """Say what could not be read, and give the exit code that it means."""
    for error in gathered.unreadable:
        click.echo(f"citeman: {error}", err=True)
    for problem in gathered.problems[:SHOWN]:
        click.echo(f"citeman: {problem.message}", err=True)
    if len(gathered.problems) > SHOWN:
        say(f"... and {len(gathered.problems) - SHOWN} more like these")
    if gathered.unreadable or (gathered.problems and not gathered.records):
        return UNREADABLE
    return DONE


def report_doubts(records: Sequence["Record"], doubts: Sequence["Doubt"]) -> None:
    """Say how many records there are, and which of them a person should look at first."""
    proven = [record.lossless for record in records if record.lossless is not None]
    lossless = f", {sum(proven):,} of {len(proven):,} lossless" if proven else ""
    look = f"; {len(doubts):,} to look at:" if doubts else ""
    say(f"{count(len(records), 'reference')}{lossless}{look}")
    show_first(f"{doubt.record.key}: {'; '.join(doubt.reasons)}" for doubt in doubts)


def show_reasons(explained: Iterable[tuple[str, "Explained"]]) -> None:
    """Show every line of lists, what was made of it, and why; doubts on a line of their own."""
    for path, line in explained:
        why = "; ".join(
            f"{name}: {said or 'nothing'}"
            for name, said in (("layout", line.layout), ("words", line.wording))
            if line.role == "begins"
        )
        text = line.text if len(line.text) <= WIDE else f"{line.text[: WIDE - 1]}…"
        click.echo(f"{path}:{line.line}: {line.role:8} {text}", err=True)
        for said in filter(None, (why, line.doubt and f"doubtful: {line.doubt}")):
            click.echo(f"    {said}", err=True)


def show_first(lines: Iterable[str]) -> None:
    """Show the first few of many lines, and how many there are beyond them."""
    found = list(lines)
    for line in found[:SHOWN]:
        click.echo(f"  {line}", err=True)
    if len(found) > SHOWN:
        click.echo(f"  ... and {len(found) - SHOWN} more", err=True)


def in_a_line(record: "Record", key: str) -> str:
    """Name a record by its key, its first author, its title and its year."""
    from citeman.fields.names import write_names

    reference = record.reference
    who = write_names(reference.author[:1], truncated=len(reference.author) > 1)
    year = str(reference.issued.year or "") if reference.issued else ""
    parts = (who.rstrip("."), cut(reference.title.rstrip(".")), year)
    said = ". ".join(part for part in parts if part).replace("....", "...") or cut(record.raw)
    return f"{key}  {said}".rstrip()


def cut(text: str, most: int = 90) -> str:
    """Shorten a text to a number of characters.

    >>> cut("Side effects of cytokines", 15)
    'Side effects...'
    """
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."
