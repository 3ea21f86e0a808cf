"""citeman library: is it whole, how large is it, a copy of it, and what people decided in it."""

import json

import click

from citeman.cli.ending import DONE, FINDINGS
from citeman.cli.librarian import library_option, library_path, open_library, write_library
from citeman.cli.output import count, emit, keep_inputs, say
from citeman.errors import UsageError


@click.group()
def library() -> None:
    """Check, back up and describe the library; share decisions on duplicates.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman library info -L liver.citeman
    """


@library.command()
@library_option
@click.option("--quick", is_flag=True, help="Do not compute every work again.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def check(library: str | None, quick: bool, quiet: bool) -> int:
    """Say whether the library is whole; exit code 1 where it is not. Nothing is changed.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman library check -L liver.citeman

    The file is checked by SQLite, the log is played again from the beginning and must come to what
    is there, every work is computed again, and the full-text index is compared with the works.
    """
    from citeman.errors import LibraryError
    from citeman.library.checking import check as findings_of

    open_library(library).close()
    try:
        opened = write_library(library, "library check")
    except LibraryError:
        opened = open_library(library)
    with opened:
        findings = findings_of(opened, quick=quick)
        size = opened.size() if not findings else 0
    for finding in findings:
        click.echo(finding)
    if not findings:
        say(f"{library_path(library)}: whole; {size:,} references", quiet=quiet)
    return FINDINGS if findings else DONE


@library.command()
@click.argument("file", metavar="FILE")
@library_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def backup(file: str, library: str | None, quiet: bool) -> int:
    """Copy the library to a new file, whole even while others write to it.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman library backup liver-copy.citeman -L liver.citeman
    """
    from citeman.library.checking import backup as copy

    with open_library(library) as opened:
        size = copy(opened, file)
    say(f"{file}: {size:,} bytes", quiet=quiet)
    return DONE


@library.command()
@library_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def info(library: str | None, as_json: bool) -> int:
    """Say where the library is, and how much is in it.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman library info -L liver.citeman
    """
    from citeman.library.checking import describe

    with open_library(library) as opened:
        found = describe(opened)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for name, value in found.items():
            shown = f"{value:,}" if isinstance(value, int) else value
            click.echo(f"{name:<12} {shown}")
    return DONE


@library.command()
@click.argument("file", required=False, metavar="[FILE]")
@library_option
@click.option("-o", "--output", metavar="OUT.csv", help="Write to OUT.csv instead of stdout.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def decisions(
    file: str | None, library: str | None, output: str | None, dry_run: bool, quiet: bool
) -> int:
    """Write what people decided about duplicates, or take over the decisions of FILE.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman library decisions -L liver.citeman -o team.csv
    citeman library decisions team.csv -L liver.citeman

    The file is CSV, a decision on a line: decision (same or different), first, second, reason,
    date. Works that FILE says are the same are joined, one part of a change each; of those that
    are different it is remembered. What the library knows already changes nothing.
    """
    from citeman.cli.dedupe import read_decisions
    from citeman.cli.duplicates import say_decisions, say_united
    from citeman.match.decisions import write_rulings
    from citeman.workflow.uniting import keep_decisions

    if file:
        if output:
            raise UsageError("decisions are taken over from FILE, or written with -o: not both")
        rulings = read_decisions(file)
        with write_library(library, "library decisions") as opened:
            united = keep_decisions(opened, rulings, dry_run=dry_run)
        say_decisions(united.found.deduped, quiet=quiet)
        say_united(united, library_path(library), dry_run=dry_run, quiet=quiet)
        return DONE
    keep_inputs(output, [library_path(library)])
    with open_library(library) as opened:
        found = opened.decisions()
    emit(write_rulings(found), output, dry_run=dry_run)
    say(count(len(found), "decision"), quiet=quiet)
    return DONE
