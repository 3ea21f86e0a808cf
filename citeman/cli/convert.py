"""citeman convert: between formats, without a library."""

from typing import TYPE_CHECKING

import click

from citeman import formats
from citeman.cli.ending import DONE
from citeman.cli.output import (
    choose_format,
    count,
    emit_records,
    output_options,
    report,
    say,
    show_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citeman.formats import Format
    from citeman.model import Record
    from citeman.workflow.converting import Tally


@click.command()
@click.argument("file", metavar="IN")
@click.option(
    "--from",
    "source_format",
    type=click.Choice(formats.READ),
    help="The format of IN, where its content does not tell.",
)
@output_options
def convert(
    file: str,
    source_format: str | None,
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Turn one bibliographic format into another.

    \b
    citeman parse references/liver-injury-cytokines.txt | citeman convert - -o cytokines.ris
    citeman parse references/ama-annotated.md | citeman convert - --to bibtex

    Every record comes out in input order. What could not be read is named on stderr with its
    place, and so is, field by field, what the written format cannot hold.
    """
    from citeman.library import Library
    from citeman.library.opening import is_library
    from citeman.workflow.gathering import gather

    module = choose_format(format_name, output, [file])
    if is_library(file):
        with Library(file) as opened:
            _write(opened.search(), module, format_name, output, dry_run=dry_run, quiet=quiet)
        return DONE
    gathered = gather([file], format_name=source_format or "")
    code = report(gathered)
    if not quiet:
        show_first(p.message for record in gathered.records for p in record.problems)
    if gathered.records or code == DONE:
        _write(gathered.records, module, format_name, output, dry_run=dry_run, quiet=quiet)
    return code


def _write(
    records: "Iterable[Record]",
    module: "Format",
    format_name: str | None,
    output: str | None,
    *,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Write records, a piece at a time where that can be, and say what the format lost."""
    from citeman.workflow.converting import Tally

    tally = Tally(module)
    tell = None if quiet else tally.add
    settle = not format_name
    number = emit_records(records, module, output, settle=settle, dry_run=dry_run, tell=tell)
    say(count(number, "reference"), quiet=quiet)
    _report_losses(tally)


def _report_losses(tally: "Tally") -> None:
    """Name what the written format does not hold, the most frequent first."""
    name = tally.module.NAME
    for counts, words in (
        (tally.lost.dropped, f"dropped, for {name} has no place for it"),
        (tally.lost.changed, f"comes out of {name} otherwise than it went in"),
    ):
        if counts:
            say(f"{words}: {', '.join(f'{field} ({n:,})' for field, n in counts.most_common())}")
