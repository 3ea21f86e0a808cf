"""citeman export: the library, a part of it, or a file, in any format."""

from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE
from citeman.cli.librarian import (
    library_option,
    library_path,
    open_library,
    query_help,
    sort_option,
)
from citeman.cli.output import (
    choose_format,
    count,
    emit_records,
    keep_inputs,
    output_options,
    report,
    say,
)
from citeman.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citeman.formats import Format
    from citeman.model import Record


@click.command(epilog=query_help())
@click.argument("query", nargs=-1, metavar="[QUERY]")
@library_option
@click.option("--file", "file", metavar="FILE", help="Export a file instead of the library.")
@sort_option
@output_options
def export(
    query: tuple[str, ...],
    library: str | None,
    file: str | None,
    sort: str,
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Write the library, or the works that QUERY means, in any format.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman export year:1990..1999 -L liver.citeman -o nineties.bib
    citeman export --file references/ama-annotated.md --to ris

    Without --to and -o it writes JSON Lines, which alone hold everything; citeman convert says of
    the others what they cannot hold.
    """
    path = library_path(library)
    keep_inputs(output, [path])
    module = choose_format(format_name, output, [file or path])
    if file and query:
        raise UsageError("a QUERY asks the library; leave it out, or import FILE first")
    if file:
        from citeman.workflow.gathering import gather

        gathered = gather([file])
        code = report(gathered)
        if gathered.records or code == DONE:
            _write(gathered.records, module, format_name, output, dry_run=dry_run, quiet=quiet)
        return code
    with open_library(library) as opened:
        found = opened.search(" ".join(query), sort)
        _write(found, module, format_name, output, dry_run=dry_run, quiet=quiet)
    return DONE


def _write(
    records: "Iterable[Record]",
    module: "Format",
    format_name: str | None,
    output: str | None,
    *,
    dry_run: bool,
    quiet: bool,
) -> None:
    number = emit_records(records, module, output, settle=not format_name, dry_run=dry_run)
    say(count(number, "reference"), quiet=quiet)
