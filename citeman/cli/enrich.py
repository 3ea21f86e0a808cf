"""citeman enrich: identifiers and missing fields from PubMed, Crossref or an index."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE, INCOMPLETE
from citeman.cli.output import (
    choose_format,
    count,
    emit,
    output_options,
    report,
    say,
    settle_format,
    show_first,
)
from citeman.cli.sources import TITLES, Manner, asking_options, open_run

if TYPE_CHECKING:
    from citeman.model import Record
    from citeman.sources import Source
    from citeman.sources.pmc import Converter
    from citeman.workflow.enriching import Found


@click.command()
@click.argument("file", metavar="IN")
@click.option("--lines", is_flag=True, help="IN holds one raw reference per line.")
@click.option(
    "--source",
    "names",
    metavar="SOURCE",
    multiple=True,
    default=["pubmed"],
    show_default=True,
    help="Where to look references up: pubmed, crossref, or the path of an index (see citeman "
    "index); pmc adds PMCIDs. May be given again: each sees what the ones before it filled in.",
)
@click.option(
    "--apply",
    type=click.Choice(["safe", "all"]),
    default="safe",
    show_default=True,
    help="safe: a sure match fills what is missing; all: its values also come before those given.",
)
@asking_options
@output_options
def enrich(
    file: str,
    lines: bool,
    names: tuple[str, ...],
    apply: str,
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
    manner: Manner,
) -> int:
    """Find identifiers and missing fields in PubMed, Crossref, or a local index of PubMed.

    \b
    citeman parse references/liver-injury-cytokines.txt | citeman enrich - -o cytokines.bib
    citeman enrich --offline references/vancouver-numbered.txt --to csl-json
    citeman index build pubmed.index examples/pubmed-sample.nbib
    citeman enrich references/liver-injury-cytokines.txt --source pubmed.index -o found.bib

    A sure match adds what is missing; a likely one is only proposed; where the evidence is thin,
    nothing is added. No given value is ever overwritten. Exit code 3 says that some references
    could not be asked about. An API key is read from NCBI_API_KEY. docs/online.md says what
    leaves the machine, and how --run gives the same output again.
    """
    from citeman.workflow.gathering import gather, gather_lines

    module = choose_format(format_name, output, [file, *names])
    gathered = gather_lines([file]) if lines else gather([file])
    code = report(gathered)
    if code != DONE and not gathered.records:
        return code
    with open_run(names, manner, f"enrich {file}", quiet=quiet) as sources:
        records, tallies = _ask(gathered.records, sources, replacing=apply == "all", quiet=quiet)
        module = settle_format(module, format_name, records)
        emit(module.write(records), output, dry_run=dry_run)
        if not quiet:
            _report(records, zip(sources, tallies, strict=True))
    return INCOMPLETE if any(tally.unasked for tally in tallies) else code


def _ask(
    records: list["Record"],
    sources: list["Source | Converter"],
    *,
    replacing: bool,
    quiet: bool,
) -> tuple[list["Record"], list["Found"]]:
    from citeman.workflow.enriching import batch_of, enrich_from

    names = [source.name for source in sources]
    is_short = all(len(records) <= batch_of(name) for name in names)
    hidden = quiet or is_short or not sys.stderr.isatty()
    items = range(len(records) * len(names))
    with click.progressbar(items, label="Asking", file=sys.stderr, hidden=hidden) as bar:

        def tell(name: str, done: int) -> None:
            bar.label = TITLES[name]
            bar.update(names.index(name) * len(records) + done - bar.pos)

        return enrich_from(records, sources, replacing=replacing, tell=tell)


_CODES = (
    "pmid-differs",
    "pmid-not-found",
    "retracted",
    "ambiguous",
    "proposed",
    "no-match",
    "differs",
)
"""What a person should look at after enriching, the most pressing first."""


def _report(
    records: list["Record"], tallies: "Iterable[tuple[Source | Converter, Found]]"
) -> None:
    from citeman.workflow.enriching import UNASKED

    said = "; ".join(_words(source.name, tally) for source, tally in tallies)
    say(f"{count(len(records), 'reference')}: {said}")
    troubles = {p.message for r in records for p in r.problems if p.code in UNASKED}
    show_first([*sorted(troubles), *_findings(records)])


def _words(name: str, tally: "Found") -> str:
    parts = [f"{tally.accepted:,} found in {TITLES[name]}"]
    parts += [f"{tally.proposed:,} proposed"] if tally.proposed else []
    parts += [f"{tally.unmatched:,} not found"] if tally.unmatched else []
    parts += [f"{tally.unasked:,} could not be asked about"] if tally.unasked else []
    return ", ".join(parts)


def _findings(records: list["Record"]) -> list[str]:
    rank = {code: i for i, code in enumerate(_CODES)}
    found = [
        (rank[p.code], r.key, p.message) for r in records for p in r.problems if p.code in rank
    ]
    return [f"{key}: {message}" for _, key, message in sorted(found, key=lambda line: line[0])]
