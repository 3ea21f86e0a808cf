"""citeman dedupe: groups of references to one work, with reasons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE, FINDINGS
from citeman.cli.output import (
    choose_format,
    count,
    emit,
    keep_inputs,
    output_options,
    report,
    say,
    settle_format,
    show_first,
)
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.match.deciding import Preprints, Strictness
    from citeman.model import Record
    from citeman.workflow.deduping import Deduped


@click.command()
@click.argument("paths", metavar="IN...", nargs=-1, required=True)
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
    help="Write the records, with those that are surely one work merged.",
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

    Without options the groups and the doubtful pairs go to stdout, for people to read. An erratum,
    a comment, a conference abstract, another edition or part, and the report of another year are
    works of their own. Nothing is merged without --apply, and merging loses nothing: a merged
    record keeps every reading, tag, annotation and link. docs/dedupe.md has the rules and figures.
    """
    for path in (clusters, pairs, keymap, output):
        keep_inputs(path, paths)
    _check_options(apply, keymap, format_name)
    from citeman.workflow.clustering import is_json, write_clusters

    if (
        clusters
        and not any((pairs, counts, apply, decisions, output))
        and all(map(is_json, paths))
    ):
        return _cluster(
            paths, clusters, strictness, preprints, check=check, dry_run=dry_run, quiet=quiet
        )
    module = choose_format(format_name, output if apply else None, paths)
    from citeman.workflow.deduping import apply_groups, write_keymap
    from citeman.workflow.gathering import gather

    gathered = gather(paths)
    code = report(gathered)
    if code != DONE and not gathered.records:
        return code
    found = _dedupe(gathered.records, decisions, strictness, preprints)
    groups = found.found.groups
    if clusters:
        ids = [record.key for record in found.records]
        emit(write_clusters(ids, groups), clusters, dry_run=dry_run)
    if pairs:
        emit(_pairs(found, pairs), pairs, dry_run=dry_run)
    if apply:
        merged = apply_groups(found.records, groups)
        module = settle_format(module, format_name, merged.records)
        emit(module.write(merged.records), output, dry_run=dry_run)
        if keymap:
            emit(write_keymap(merged.keys), keymap, dry_run=dry_run)
    elif not clusters and not pairs:
        emit(_groups(found, counts=counts), output, dry_run=dry_run)
    if counts and (apply or clusters or pairs):
        click.echo(_counts(found), nl=False, err=True)
    _say(found, quiet=quiet)
    return FINDINGS if check and groups else code


def _check_options(apply: str | None, keymap: str | None, format_name: str | None) -> None:
    """Raise UsageError where an option says nothing without another."""
    if keymap and not apply:
        raise UsageError("--keymap: nothing is merged without --apply sure, so no key changes")
    if format_name and not apply:
        raise UsageError("--to: records are written with --apply sure; --pairs writes CSV or JSON")


def _cluster(
    paths: Sequence[str],
    output: str,
    strictness: "Strictness",
    preprints: "Preprints",
    *,
    check: bool,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Write clusters alone, which needs no records."""
    from citeman.cli.ending import UNREADABLE
    from citeman.workflow.clustering import cluster, write_clusters

    found = cluster(paths, strictness=strictness, preprints=preprints)
    show_first(problem.message for problem in found.problems)
    if found.problems and not found.ids:
        return UNREADABLE
    emit(write_clusters(found.ids, found.groups), output, dry_run=dry_run)
    surplus = sum(len(group) - 1 for group in found.groups)
    words = f"{count(len(found.ids), 'record')}, {surplus:,} of them duplicates"
    say(f"{words} in {count(len(found.groups), 'group')}", quiet=quiet)
    return FINDINGS if check and found.groups else DONE


def _dedupe(
    records: Sequence["Record"],
    decisions: str | None,
    strictness: "Strictness",
    preprints: "Preprints",
) -> "Deduped":
    from citeman.workflow.deduping import dedupe as find
    from citeman.workflow.deduping import read_decisions

    rulings, problems = read_decisions(decisions) if decisions else ([], [])
    show_first(problem.message for problem in problems)
    return find(records, rulings, strictness=strictness, preprints=preprints)


def _pairs(found: "Deduped", path: str) -> str:
    from citeman.workflow.duplicatelists import write_pairs, write_pairs_json

    write = write_pairs_json if path.endswith(".json") else write_pairs
    return write(found.found.pairs, found.records)


def _groups(found: "Deduped", *, counts: bool) -> str:
    from citeman.workflow.duplicatelists import write_groups

    return write_groups(found) + (_counts(found) if counts else "")


def _counts(found: "Deduped") -> str:
    from citeman.workflow.deduping import count_sources
    from citeman.workflow.duplicatelists import write_sources

    return write_sources(count_sources(found.records, found.found.groups))


def _say(found: "Deduped", *, quiet: bool) -> None:
    groups, doubtful = found.found.groups, found.found.doubtful
    surplus = sum(len(group) - 1 for group in groups)
    words = f"{count(len(found.records), 'record')}, {surplus:,} of them duplicates"
    words += f" in {count(len(groups), 'group')}"
    say(f"{words}; {count(len(doubtful), 'doubtful pair')}", quiet=quiet)
    if found.missing and not quiet:
        say(f"{count(len(found.missing), 'decision')} about records that are not there")
