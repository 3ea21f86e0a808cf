"""citeman dedupe: groups of references to one work, with reasons, in files or in the library."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from citeman.cli.ending import DONE, FINDINGS
from citeman.cli.librarian import library_option, library_path
from citeman.cli.output import (
    choose_format,
    count,
    emit,
    keep_apart,
    output_options,
    report,
    say,
    settle_format,
    show_first,
)
from citeman.errors import InputError, UsageError

if TYPE_CHECKING:
    from citeman.match.deciding import Preprints, Strictness
    from citeman.match.decisions import Ruling


@click.command()
@click.argument("paths", metavar="[IN...]", nargs=-1)
@library_option
@click.option("--clusters", metavar="OUT.csv", help="Write a table of each id and its cluster.")
@click.option(
    "--pairs",
    metavar="OUT",
    help="Write the pairs that were weighed, with scores and reasons: CSV, or JSON to a .json.",
)
@click.option(
    "--report", "counts", is_flag=True, help="Count records and duplicates by source (PRISMA)."
)
@click.option("--check", is_flag=True, help="End with exit code 1 when there are duplicates.")
@click.option(
    "--apply",
    type=click.Choice(["sure"]),
    help="Merge those that are surely one work: write the records, or join them in the library.",
)
@click.option("--keymap", metavar="OUT.csv", help="With --apply: write old keys and new ones.")
@click.option(
    "--decisions",
    metavar="FILE",
    help="A CSV file of what people decided: decision (same or different), first, second, reason, "
    "date. It comes before any score.",
)
@click.option(
    "--strictness",
    type=click.Choice(["careful", "normal", "loose"]),
    default="normal",
    show_default=True,
    help="From which score on two records are one work: 0.85, 0.5 or 0.3; docs/dedupe.md says "
    "what each costs.",
)
@click.option(
    "--preprints",
    type=click.Choice(["apart", "together"]),
    default="apart",
    show_default=True,
    help="Whether a preprint and its article are two works or one.",
)
@output_options
def dedupe(
    paths: tuple[str, ...],
    library: str | None,
    clusters: str | None,
    pairs: str | None,
    counts: bool,
    check: bool,
    apply: str | None,
    keymap: str | None,
    decisions: str | None,
    strictness: "Strictness",
    preprints: "Preprints",
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Find references that describe one work, and say why.

    \b
    citeman dedupe references/liver-injury-cytokines.txt references/ama-annotated.md
    citeman dedupe references/liver-injury-cytokines.txt --apply sure --to bibtex --keymap keys.csv
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman dedupe -L liver.citeman --apply sure

    Without IN the works of the library are looked at. Without options the groups and the doubtful
    pairs go to stdout, for people to read. An erratum, a comment, a conference abstract, another
    edition or part, and the report of another year are works of their own. Nothing is merged
    without --apply, and merging loses nothing: a merged record keeps every reading, tag,
    annotation and link, and in the library each merge can be undone alone. docs/dedupe.md has the
    rules and figures.
    """
    inputs = [*(paths or [library_path(library)]), *filter(None, [decisions])]
    keep_apart((clusters, pairs, keymap, output), inputs)
    _check_options(paths, library, apply, keymap, format_name, output)
    options = Options(clusters, pairs, counts, apply, keymap, decisions, output, dry_run, quiet)
    if not paths:
        from citeman.cli.duplicates import in_library

        groups, code = in_library(library, options, strictness, preprints), DONE
    elif _is_plain(paths, options):
        groups, code = _cluster(paths, clusters or "", strictness, preprints, options)
    else:
        groups, code = _in_files(paths, format_name, options, strictness, preprints)
    return FINDINGS if check and groups else code


class Options(NamedTuple):
    """What is wanted of the duplicates."""

    clusters: str | None
    pairs: str | None
    counts: bool
    apply: str | None
    keymap: str | None
    decisions: str | None
    output: str | None
    dry_run: bool
    quiet: bool


def _check_options(
    paths: Sequence[str],
    library: str | None,
    apply: str | None,
    keymap: str | None,
    format_name: str | None,
    output: str | None,
) -> None:
    """Raise UsageError where an option says nothing without another."""
    if paths and library:
        raise UsageError("dedupe looks at files or at a library: leave out IN, or -L")
    if keymap and not apply:
        raise UsageError("--keymap: nothing is merged without --apply sure, so no key changes")
    if format_name and not apply:
        raise UsageError("--to: records are written with --apply sure; --pairs writes CSV or JSON")
    if apply and not paths and (format_name or output):
        raise UsageError("--apply joins works in the library; citeman export writes them")


def _is_plain(paths: Sequence[str], options: Options) -> bool:
    """Tell whether nothing but clusters is wanted, of JSON files: that needs no records."""
    from citeman.workflow.clustering import is_json

    more = (options.pairs, options.counts, options.apply, options.decisions, options.output)
    return bool(options.clusters) and not any(more) and all(map(is_json, paths))


def _cluster(
    paths: Sequence[str],
    output: str,
    strictness: "Strictness",
    preprints: "Preprints",
    options: Options,
) -> tuple[bool, int]:
    """Write clusters alone; tells whether there are any, and the exit code."""
    from citeman.cli.ending import UNREADABLE
    from citeman.workflow.clustering import cluster, write_clusters

    found = cluster(paths, strictness=strictness, preprints=preprints)
    show_first(problem.message for problem in found.problems)
    if found.problems and not found.ids:
        return False, UNREADABLE
    emit(write_clusters(found.ids, found.groups), output, dry_run=options.dry_run)
    surplus = sum(len(group) - 1 for group in found.groups)
    words = f"{count(len(found.ids), 'record')}, {surplus:,} of them duplicates"
    say(f"{words} in {count(len(found.groups), 'group')}", quiet=options.quiet)
    return bool(found.groups), DONE


def _in_files(
    paths: Sequence[str],
    format_name: str | None,
    options: Options,
    strictness: "Strictness",
    preprints: "Preprints",
) -> tuple[bool, int]:
    """Find the duplicates of files; tells whether there are any, and the exit code."""
    module = choose_format(format_name, options.output if options.apply else None, paths)
    from citeman.cli.duplicates import say_found, show_groups, spell_sources, write_tables
    from citeman.workflow.deduping import apply_groups, write_keymap
    from citeman.workflow.deduping import dedupe as find
    from citeman.workflow.gathering import gather

    gathered = gather(paths)
    code = report(gathered)
    if code != DONE and not gathered.records:
        return False, code
    rulings = read_decisions(options.decisions)
    found = find(gathered.records, rulings, strictness=strictness, preprints=preprints)
    counts = spell_sources(found) if options.counts else ""
    write_tables(found, options.clusters, options.pairs, dry_run=options.dry_run)
    if options.apply:
        merged = apply_groups(found.records, found.found.groups)
        module = settle_format(module, format_name, merged.records)
        emit(module.write(merged.records), options.output, dry_run=options.dry_run)
        if options.keymap:
            emit(write_keymap(merged.keys), options.keymap, dry_run=options.dry_run)
    elif not options.clusters and not options.pairs:
        show_groups(found, options.output, counts, dry_run=options.dry_run)
    if options.apply or options.clusters or options.pairs:
        click.echo(counts, nl=False, err=True)
    say_found(found, quiet=options.quiet)
    return bool(found.found.groups), code


def read_decisions(path: str | None) -> "list[Ruling]":
    """Read a file of decisions, if there is one, and show what of it cannot be read."""
    from citeman.workflow.deduping import read_decisions as read

    rulings, problems = read(path) if path else ([], [])
    show_first(problem.message for problem in problems)
    if problems and not rulings:
        raise InputError(
            f"{path}: none of its lines is a decision\n"
            "looked for: decision,first,second,reason,date"
        )
    return rulings
