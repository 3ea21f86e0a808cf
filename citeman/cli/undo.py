"""citeman undo: take back any change of the library."""

import json
from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE
from citeman.cli.librarian import library_option, open_library, write_library
from citeman.cli.output import say

if TYPE_CHECKING:
    from citeman.library.log import Entry

SHOWN = 20
"""How many changes are listed unless all are asked for."""


@click.command()
@click.argument("change", required=False, metavar="[ID]")
@library_option
@click.option("--list", "show_list", is_flag=True, help="Show the log instead, the newest first.")
@click.option("--all", "show_all", is_flag=True, help="With --list: the whole of it.")
@click.option("--json", "as_json", is_flag=True, help="With --list: as JSON, the whole of it.")
@click.option("--dry-run", is_flag=True, help="Say what would be undone; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def undo(
    change: str | None,
    library: str | None,
    show_list: bool,
    show_all: bool,
    as_json: bool,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Take back the last change of the library, or the change ID, whatever came after it.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman edit hague1993resolution -L liver.citeman --add-tag seen
    citeman undo -L liver.citeman
    citeman undo --list -L liver.citeman

    ID is a number of the list, or 12.3 for the third part of change 12, such as one merge of
    many. Nothing is lost: the log keeps what was done and undone, and citeman redo does it again.
    """
    if show_list or as_json:
        _list(library, show_all=show_all, as_json=as_json)
        return DONE
    turn(library, "undo", change, dry_run=dry_run, quiet=quiet)
    return DONE


def turn(
    library: str | None, command: str, change: str | None, *, dry_run: bool, quiet: bool
) -> None:
    """Undo or redo a change, and say what that did."""
    from citeman.library.log import read_target

    target = read_target(change) if change else None
    with write_library(library, command) as opened:
        act = opened.undo if command == "undo" else opened.redo
        made = act(target, dry_run=dry_run)
    would = "this would be: " if dry_run else ""
    works = f"{made.before:,} references before, {made.after:,} now"
    say(f"{would}{made.words} ({works})", quiet=quiet)


def _list(library: str | None, *, show_all: bool, as_json: bool) -> None:
    with open_library(library) as opened:
        if as_json:
            entries = [entry._asdict() for entry in opened.log()]
            click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
            return
        for number, entry in enumerate(opened.log()):
            if number == SHOWN and not show_all:
                say("older changes: --all")
                break
            click.echo(_line(entry))


def _line(entry: "Entry") -> str:
    parts = f" ({entry.id}.1 to {entry.id}.{entry.parts})" if entry.parts > 1 else ""
    state = "  [undone]" if entry.state == "undone" else ""
    return f"{entry.id:>5}  {entry.at}  {entry.who}  {entry.words}{parts}{state}"
