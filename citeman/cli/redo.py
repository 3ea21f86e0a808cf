"""citeman redo: do again what was undone."""

import click

from citeman.cli.ending import DONE
from citeman.cli.librarian import library_option
from citeman.cli.undo import turn


@click.command()
@click.argument("change", required=False, metavar="[ID]")
@library_option
@click.option("--dry-run", is_flag=True, help="Say what would be done again; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def redo(change: str | None, library: str | None, dry_run: bool, quiet: bool) -> int:
    """Do again what was undone last, or the change ID that was undone at any time.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman undo -L liver.citeman
    citeman redo -L liver.citeman

    citeman undo --list shows the changes and their numbers.
    """
    turn(library, "redo", change, dry_run=dry_run, quiet=quiet)
    return DONE
