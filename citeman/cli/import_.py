"""citeman import: records into the library."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from citeman import formats
from citeman.cli.ending import DONE, UNREADABLE
from citeman.cli.librarian import library_option, library_path, write_library
from citeman.cli.output import SHOWN, say, show_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from citeman.workflow.importing import Imported

DOUBTS = 100
"""How many doubtful records are named, a line each."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@library_option
@click.option(
    "--from",
    "source_format",
    type=click.Choice(formats.READ),
    help="The format of FILE, where its content does not tell.",
)
@click.option(
    "--known",
    type=click.Choice(["join", "skip"]),
    default="join",
    show_default=True,
    help="What becomes of a record of a work that is there: it joins it with what it says, "
    "or is left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON, on stdout.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def import_(
    files: tuple[str, ...],
    library: str | None,
    source_format: str | None,
    known: str,
    as_json: bool,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Put records into the library.

    \b
    citeman import references/liver-injury-cytokines.txt -L liver.citeman
    citeman import examples/pubmed-sample.nbib -L liver.citeman --dry-run

    FILE is any format or document that citeman reads, or another library. A record that is there
    already changes nothing; one of a work that is there joins it; one that may be is imported and
    marked: citeman list needs:review. The library is made where there is none.
    """
    from citeman.files import same_file
    from citeman.workflow.importing import import_files

    path = library_path(library)
    if any(same_file(path, file) for file in files):
        raise click.UsageError(f"{path}: is the library itself")
    with ExitStack() as stack:
        if dry_run and not Path(path).exists():
            library = f"{stack.enter_context(TemporaryDirectory())}/library"
        opened = stack.enter_context(write_library(library, "import", is_new=True))
        found = import_files(
            opened,
            files,
            format_name=source_format or "",
            join=known == "join",
            dry_run=dry_run,
            tell=_tell(quiet=quiet),
        )
    _report(found, path, dry_run=dry_run, quiet=quiet)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=1))
    is_empty = not (found.new or found.known or found.joined)
    return UNREADABLE if found.unreadable or (found.problems and is_empty) else DONE


def _tell(*, quiet: bool) -> "Callable[[int], None]":
    """Count on a terminal while records come in."""
    if quiet or not sys.stderr.isatty():
        return lambda records: None
    return lambda records: click.echo(f"\rciteman: {records:,} records ... ", nl=False, err=True)


def _report(found: "Imported", path: str, *, dry_run: bool, quiet: bool) -> None:
    from citeman.workflow.importing import spell

    for error in found.unreadable:
        click.echo(f"citeman: {error}", err=True)
    if quiet:
        return
    show_first(problem.message for problem in found.problems)
    say(f"{spell(found)} in {path}{' (dry run: nothing is kept)' * dry_run}")
    for one in found.doubted[:DOUBTS]:
        reasons = "; ".join(one.pair.reasons[:SHOWN])
        click.echo(f"  {one.key}: perhaps {one.other} ({one.pair.score:.2f}): {reasons}", err=True)
    if len(found.doubted) > DOUBTS:
        click.echo(
            f"  ... and {len(found.doubted) - DOUBTS:,} more: citeman list needs:review", err=True
        )
    if found.change and not dry_run:
        say(f"change {found.change}; citeman undo takes it back")


def _plain(found: "Imported") -> dict[str, object]:
    return {
        "new": found.new,
        "known": found.known,
        "joined": found.joined,
        "doubtful": [
            {"key": d.key, "other": d.other, "score": d.pair.score, "reasons": d.pair.reasons}
            for d in found.doubted
        ],
        "problems": [problem.message for problem in found.problems],
        "unreadable": [str(error) for error in found.unreadable],
        "change": found.change,
    }
