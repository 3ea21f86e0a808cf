"""citeman convert: between formats, without a library."""

import click

from citeman import formats
from citeman.cli.ending import DONE
from citeman.cli.output import choose_format, count, emit, output_options, report, say


@click.command()
@click.argument("file", metavar="IN")
@click.option(
    "--from",
    "source_format",
    type=click.Choice(list(formats.FORMATS)),
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
    citeman convert references/liver-injury-cytokines.gold.jsonl --to csl-json
    citeman parse references/ama-annotated.md | citeman convert - --to bibtex

    Every record comes out in input order. What could not be read is named on stderr with its
    place.
    """
    from citeman.workflow.gathering import gather

    module = choose_format(format_name, output, [file])
    gathered = gather([file], format_name=source_format or "")
    code = report(gathered)
    if gathered.records or code == DONE:
        emit(module.write(gathered.records), output, dry_run=dry_run)
        say(f"{count(len(gathered.records), 'reference')}", quiet=quiet)
    return code
