"""citeman edit: change a record of the library, by options or in an editor."""

import sys
from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE
from citeman.cli.librarian import library_option, open_library, write_library
from citeman.cli.output import say
from citeman.cli.show import spell
from citeman.errors import InputError, UsageError

if TYPE_CHECKING:
    from citeman.library import Edit
    from citeman.model import Record


@click.command()
@click.argument("key", metavar="KEY")
@library_option
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="Set a field.")
@click.option("--unset", "unsets", multiple=True, metavar="FIELD", help="Empty a field.")
@click.option("--add-tag", "added", multiple=True, metavar="TAG", help="Add a tag.")
@click.option("--remove-tag", "removed", multiple=True, metavar="TAG", help="Take a tag away.")
@click.option("--annotation", metavar="TEXT", help='Set the annotation; "" takes it away.')
@click.option("--note", metavar="TEXT", help='Set the note; "" takes it away.')
@click.option("--key", "new_key", metavar="NEW", help="Let it go by another key.")
@click.option("--same-as", metavar="KEY", help="Join it to this work: the two are one.")
@click.option("--different-from", metavar="KEY", help="Remember that this is another work.")
@click.option("--because", default="", metavar="TEXT", help="Why the two are one, or are not.")
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def edit(
    key: str,
    library: str | None,
    sets: tuple[str, ...],
    unsets: tuple[str, ...],
    added: tuple[str, ...],
    removed: tuple[str, ...],
    annotation: str | None,
    note: str | None,
    new_key: str | None,
    same_as: str | None,
    different_from: str | None,
    because: str,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Change a record of the library: its fields, tags, note, annotation and key.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman edit hague1993resolution -L liver.citeman --set volume=25 --add-tag seen
    citeman show hague1993resolution -L liver.citeman

    FIELD is a CSL name such as container-title; names are as in "Noble S; Goa KL", dates as in
    2003-05-12. Without any option $EDITOR opens the record. What was read stays as a reading that
    yours overrules; citeman undo takes your change back. After --key the old key finds the work
    too. --same-as and --different-from settle what citeman list needs:review shows.
    """
    from citeman.library.editing import read_edit

    is_edit = sets or unsets or added or removed or annotation is not None or note is not None
    if sum(map(bool, (is_edit, new_key is not None, same_as or different_from))) > 1:
        raise UsageError("edit a work, change its key, or join or part works: one at a time")
    if new_key is not None:
        _rename(library, key, new_key, dry_run=dry_run, quiet=quiet)
        return DONE
    if same_as or different_from:
        _decide(library, key, same_as, different_from, because, dry_run=dry_run, quiet=quiet)
        return DONE
    sets = (*sets, f"note={note}") if note else sets
    unsets = (*unsets, "note") if note == "" else unsets
    wanted = None
    if sets or unsets or added or removed or annotation is not None:
        wanted = read_edit(
            sets, unsets, added_tags=added, removed_tags=removed, annotation=annotation
        )
    with open_library(library) as opened:
        record = opened.find(key)
    wanted = wanted or _ask(record)
    _say_changes(record, wanted, quiet=quiet and not dry_run)
    if not dry_run:
        with write_library(library, "edit") as opened:
            opened.edit(key, wanted)
    return DONE


def _rename(library: str | None, key: str, new: str, *, dry_run: bool, quiet: bool) -> None:
    with write_library(library, "edit") as opened:
        old = opened.find(key).key
        change = opened.rename(key, new, dry_run=dry_run)
    say(f"{old}: key: {old} -> {new}" if change else f"{old}: nothing changes", quiet=quiet)


def _decide(
    library: str | None,
    key: str,
    same_as: str | None,
    different_from: str | None,
    because: str,
    *,
    dry_run: bool,
    quiet: bool,
) -> None:
    from datetime import date

    if same_as and different_from:
        raise UsageError("--same-as and --different-from: say one of them at a time")
    other = same_as or different_from or ""
    with write_library(library, "edit") as opened:
        titles = [opened.find(each).reference.title for each in (key, other)]
        if not dry_run and same_as:
            opened.join(key, other, because, date.today().isoformat())
        elif not dry_run:
            opened.decide(key, other, because, date.today().isoformat())
    for each, title in zip((key, other), titles, strict=True):
        say(f"{each}: {title}", quiet=quiet)
    say(f"these are {'one work' if same_as else 'different works'}", quiet=quiet)


def _say_changes(record: "Record", wanted: "Edit", *, quiet: bool) -> None:
    from citeman.library.facts import apply
    from citeman.library.works import differences

    changed = differences(record, apply([wanted], record))
    for name, (was, now) in changed.items():
        say(f"{record.key}: {name}: {spell(was)} -> {spell(now)}", quiet=quiet)
    if not changed:
        say(f"{record.key}: nothing changes", quiet=quiet)


def _ask(record: "Record") -> "Edit":
    """Let a person edit the record; what cannot be read is shown to them again, or given up."""
    from citeman.library.editing import read_text, write_text

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "nothing to change is named, and there is no terminal to edit at\n"
            "say --set FIELD=VALUE, --unset FIELD, --add-tag TAG, --annotation TEXT, ..."
        )
    text: str = write_text(record)
    while True:
        edited = _edit(text, record.key)
        if edited is None:
            raise UsageError(f"{record.key}: closed without saving; nothing was changed")
        try:
            return read_text(edited, record)
        except InputError as error:
            click.echo(f"citeman: {error}", err=True)
            if not click.confirm("Edit it again?", default=True, err=True):
                raise
            text = edited


def _edit(text: str, key: str) -> str | None:
    try:
        return click.edit(text, extension=".yaml")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{key}: what the editor saved is not in UTF-8; nothing was changed"
        ) from error
