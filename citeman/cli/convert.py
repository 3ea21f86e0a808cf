"""citeman convert: between formats, without a library."""

from typing import TYPE_CHECKING

import click

from citeman import formats
from citeman.cli.ending import DONE
from citeman.cli.output import (
    choose_format,
    count,
    emit,
    output_options,
    report,
    say,
    settle_format,
    show_first,
)

if TYPE_CHECKING:
    from citeman.workflow.converting import Losses


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
    from citeman.workflow.converting import losses
    from citeman.workflow.gathering import gather

    module = choose_format(format_name, output, [file])
    gathered = gather([file], format_name=source_format or "")
    code = report(gathered)
    if not quiet:
        show_first(p.message for record in gathered.records for p in record.problems)
    if gathered.records or code == DONE:
        module = settle_format(module, format_name, gathered.records)
        text = module.write(gathered.records)
        emit(text, output, dry_run=dry_run)
        say(f"{count(len(gathered.records), 'reference')}", quiet=quiet)
        if not quiet:
            _report_losses(losses(gathered.records, text, module), module.NAME)
    return code


def _report_losses(lost: "Losses", name: str) -> None:
    """Name what the written format does not hold, the most frequent first."""
    for counts, words in (
        (lost.dropped, f"dropped, for {name} has no place for it"),
        (lost.changed, f"comes out of {name} otherwise than it went in"),
    ):
        if counts:
            say(f"{words}: {', '.join(f'{field} ({n:,})' for field, n in counts.most_common())}")
