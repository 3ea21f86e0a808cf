"""What is said and written of duplicates, whether they are in files or in a library."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from citeman.cli.dedupe import read_decisions
from citeman.cli.librarian import library_path, open_library, write_library
from citeman.cli.output import SHOWN, count, emit, say
from citeman.match.deciding import Preprints, Strictness
from citeman.match.decisions import Ruling, write_side
from citeman.workflow.clustering import write_clusters
from citeman.workflow.deduping import Deduped, count_sources, write_keymap
from citeman.workflow.duplicatelists import (
    write_groups,
    write_pairs,
    write_pairs_json,
    write_sources,
)
from citeman.workflow.uniting import Found, United, find, unite
from citeman.workflow.uniting import count_sources as count_in_library

if TYPE_CHECKING:
    from citeman.cli.dedupe import Options


def in_library(
    library: str | None, options: "Options", strictness: Strictness, preprints: Preprints
) -> bool:
    """Find the duplicates of the library, and join them if that is wanted; are there any?"""
    rulings = read_decisions(options.decisions)

    def show(found: Found) -> None:
        deduped = found.deduped
        write_tables(deduped, options.clusters, options.pairs, dry_run=options.dry_run)
        counts = write_sources(count_in_library(opened, found)) if options.counts else ""
        if not (options.apply or options.clusters or options.pairs):
            show_groups(deduped, options.output, counts, dry_run=options.dry_run)
        else:
            click.echo(counts, nl=False, err=True)
        say_found(deduped, quiet=options.quiet)

    def write_keys(united: United) -> None:
        if options.keymap:
            emit(write_keymap(united.keys), options.keymap, dry_run=options.dry_run)

    if not options.apply:
        with open_library(library) as opened, opened.still():
            found = find(opened, rulings, strictness=strictness, preprints=preprints)
            show(found)
    else:
        with write_library(library, "dedupe") as opened:
            united = unite(
                opened,
                rulings,
                strictness=strictness,
                preprints=preprints,
                dry_run=options.dry_run,
                tell=show,
                write=write_keys,
            )
        found = united.found
        say_united(united, library_path(library), dry_run=options.dry_run, quiet=options.quiet)
    return bool(found.deduped.found.groups)


def say_united(united: United, path: str, *, dry_run: bool, quiet: bool) -> None:
    """Say what was joined and decided in a library, and how to take it back."""
    show_some(
        f"one work in {path}, and decided to be different: {in_words(ruling)}"
        for ruling in united.found.contrary
    )
    if not united.change:
        say("nothing to do" if not united.found.contrary else "nothing was changed", quiet=quiet)
        return
    say(f"{united.words} in {path}{' (dry run: nothing is kept)' * dry_run}", quiet=quiet)
    if not dry_run:
        number = united.change
        say(f"change {number}; citeman undo takes it back, {number}.1 its first part", quiet=quiet)


def show_some(lines: Iterable[str]) -> None:
    """Say the first of many things, and how many there are beyond them, quiet or not."""
    found = list(lines)
    for line in found[:SHOWN]:
        say(line)
    if len(found) > SHOWN:
        say(f"... and {len(found) - SHOWN:,} more like these")


def _spelt(ruling: Ruling) -> str:
    return ", ".join(filter(None, (ruling.decision, ruling.date, ruling.reason)))


def in_words(ruling: Ruling) -> str:
    """Name the two works of a decision."""
    return f"{write_side(ruling.first)}, and {write_side(ruling.second)}"


def write_tables(
    found: Deduped, clusters: str | None, pairs: str | None, *, dry_run: bool
) -> None:
    """Write the tables that were asked for: of ids and clusters, and of pairs."""
    if clusters:
        ids = [record.key for record in found.records]
        emit(write_clusters(ids, found.found.groups), clusters, dry_run=dry_run)
    if pairs:
        write = write_pairs_json if pairs.endswith(".json") else write_pairs
        emit(write(found.found.pairs, found.records), pairs, dry_run=dry_run)


def show_groups(found: Deduped, output: str | None, counts: str, *, dry_run: bool) -> None:
    """Write the groups and doubtful pairs for people, and then the counts by source, if any."""
    emit(write_groups(found) + counts, output, dry_run=dry_run)


def spell_sources(found: Deduped) -> str:
    """Count records and duplicates of files by source, a line each."""
    return write_sources(count_sources(found.records, found.found.groups))


def say_found(found: Deduped, *, quiet: bool) -> None:
    """Say how many records and duplicates there are."""
    groups, doubtful = found.found.groups, found.found.doubtful
    surplus = sum(len(group) - 1 for group in groups)
    words = f"{count(len(found.records), 'record')}, {surplus:,} of them duplicates"
    words += f" in {count(len(groups), 'group')}"
    say(f"{words}; {count(len(doubtful), 'doubtful pair')}", quiet=quiet)
    say_decisions(found, quiet=quiet)


def say_decisions(found: Deduped, *, quiet: bool) -> None:
    """Say which decisions contradict each other, and how many are about what is not there."""
    show_some(
        f"decided both ways, and the later counts: {in_words(later)}: "
        f"{_spelt(earlier)}, then {_spelt(later)}"
        for earlier, later in found.disputed
    )
    show_some(
        f"decided to be different ({_spelt(ruling)}), though other decisions make them one work; "
        f"none of these is followed: {in_words(ruling)}"
        for ruling in found.against
    )
    if found.missing:
        say(
            f"{count(len(found.missing), 'decision')} about records that are not there",
            quiet=quiet,
        )
