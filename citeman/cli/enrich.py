"""citeman enrich: identifiers and missing fields from PubMed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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

if TYPE_CHECKING:
    from citeman.model import Record
    from citeman.sources.pubmed import PubMed
    from citeman.workflow.enriching import Found


@click.command()
@click.argument("file", metavar="IN")
@click.option("--lines", is_flag=True, help="IN holds one raw reference per line.")
@click.option(
    "--source",
    "source_name",
    type=click.Choice(["pubmed"]),
    default="pubmed",
    show_default=True,
    help="Where to look references up.",
)
@click.option(
    "--apply",
    type=click.Choice(["safe", "all"]),
    default="safe",
    show_default=True,
    help="safe: a sure match fills what is missing; all: its values also come before those given.",
)
@click.option("--offline", is_flag=True, help="Open no connection; use kept answers alone.")
@click.option("--email", envvar="NCBI_EMAIL", help="Your address, as NCBI asks for; NCBI_EMAIL.")
@click.option("--cache", type=click.Path(dir_okay=False), help="The file that keeps answers.")
@output_options
def enrich(
    file: str,
    lines: bool,
    source_name: str,
    apply: str,
    offline: bool,
    email: str | None,
    cache: str | None,
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Find identifiers and missing fields in PubMed.

    \b
    citeman parse references/liver-injury-cytokines.txt | citeman enrich - -o cytokines.bib
    citeman enrich --offline references/vancouver-numbered.txt --to csl-json

    A sure match adds what is missing; a likely one is only proposed; where the evidence is thin,
    nothing is added. No given value is ever overwritten. Exit code 3 says that some references
    could not be asked about. An API key is read from NCBI_API_KEY.
    """
    from citeman.workflow.enriching import found
    from citeman.workflow.gathering import gather, gather_lines

    module = choose_format(format_name, output, [file])
    gathered = gather_lines([file]) if lines else gather([file])
    code = report(gathered)
    if code != DONE and not gathered.records:
        return code
    with _pubmed(email or "", cache, offline=offline, quiet=quiet) as source:
        records = _ask(gathered.records, source, replacing=apply == "all", quiet=quiet)
    module = settle_format(module, format_name, records)
    emit(module.write(records), output, dry_run=dry_run)
    tally = found(records, source_name)
    if not quiet:
        _report(records, tally)
    return INCOMPLETE if tally.unasked else code


@contextmanager
def _pubmed(email: str, cache: str | None, *, offline: bool, quiet: bool) -> Iterator["PubMed"]:
    """Open PubMed with the answers that are kept, and say what leaves the machine at first use."""
    from citeman.sources.cache import Cache
    from citeman.sources.eutils import eutils_url
    from citeman.sources.http import Client
    from citeman.sources.pubmed import PubMed

    path = Path(cache) if cache else _cache_path()
    if not offline and not path.exists():
        say(
            "first use of the network: titles, authors, journals, years, pages and identifiers "
            "of your references go to NCBI;\n  --offline forbids every connection",
            quiet=quiet,
        )
    kept = Cache(path)
    key = os.environ.get("NCBI_API_KEY", "")
    client = Client(eutils_url(os.environ), email=email, api_key=key, cache=kept, offline=offline)
    try:
        yield PubMed(client)
    finally:
        client.close()
        kept.close()


def _cache_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("citeman", ensure_exists=True)) / "answers.sqlite"


def _ask(
    records: list["Record"], source: "PubMed", *, replacing: bool, quiet: bool
) -> list["Record"]:
    from citeman.workflow.enriching import BATCH
    from citeman.workflow.enriching import enrich as ask

    hidden = quiet or not sys.stderr.isatty() or len(records) <= BATCH
    items = range(len(records))
    with click.progressbar(items, label="PubMed", file=sys.stderr, hidden=hidden) as bar:

        def tell(done: int) -> None:
            bar.update(done - bar.pos)

        return ask(records, source, replacing=replacing, tell=tell)


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


def _report(records: list["Record"], tally: "Found") -> None:
    from citeman.workflow.enriching import UNASKED

    parts = [f"{tally.accepted:,} found in PubMed"]
    parts += [f"{tally.proposed:,} proposed"] if tally.proposed else []
    parts += [f"{tally.unmatched:,} not found"] if tally.unmatched else []
    parts += [f"{tally.unasked:,} could not be asked about"] if tally.unasked else []
    say(f"{count(len(records), 'reference')}: {', '.join(parts)}")
    troubles = {p.message for r in records for p in r.problems if p.code in UNASKED}
    show_first([*sorted(troubles), *_findings(records)])


def _findings(records: list["Record"]) -> list[str]:
    rank = {code: i for i, code in enumerate(_CODES)}
    found = [
        (rank[p.code], r.key, p.message) for r in records for p in r.problems if p.code in rank
    ]
    return [f"{key}: {message}" for _, key, message in sorted(found, key=lambda line: line[0])]
