"""citeman parse: documents or raw strings -> records."""

from pathlib import Path

import click

from citeman.cli.ending import DONE
from citeman.cli.output import (
    choose_format,
    emit,
    output_options,
    report,
    report_doubts,
    settle_format,
    show_reasons,
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--lines", is_flag=True, help="FILE holds one raw reference per line.")
@click.option("--with-source", is_flag=True, help="Put the page's own record first.")
@click.option("--explain", is_flag=True, help="Say on stderr why lists were cut where they were.")
@click.option(
    "--keys",
    "pattern",
    default="",
    metavar="PATTERN",
    help="How keys are made: better-bibtex, jabref, google-scholar, or as in [auth][year].",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="MODEL",
    help="Read with a model that `citeman train` made, and with nothing else.",
)
@output_options
def parse(
    files: tuple[str, ...],
    lines: bool,
    with_source: bool,
    explain: bool,
    pattern: str,
    model: Path | None,
    format_name: str | None,
    output: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Turn documents or raw strings into records.

    \b
    citeman parse references/liver-injury-cytokines.txt --to bibtex
    citeman parse references/ama-annotated.md -o annotated.json

    Reads plain text, Markdown, HTML, LaTeX, JATS/NXML, Word and PDF files, and RTF and ODT where
    pandoc is installed; finds the reference lists, and gives every reference with its annotation.
    Without --to and -o it writes JSON Lines to stdout.
    """
    from citeman.fields.citekeys import DEFAULT, PATTERNS
    from citeman.workflow.doubts import doubtful
    from citeman.workflow.gathering import gather, gather_lines

    module = choose_format(format_name, output, files)
    keys = PATTERNS.get(pattern, pattern) or DEFAULT
    if lines:
        gathered = gather_lines(files, pattern=keys, model=model)
    else:
        gathered = gather(
            files, with_source=with_source, with_reasons=explain, pattern=keys, model=model
        )
        show_reasons(gathered.explained)
    code = report(gathered)
    if gathered.records or code == DONE:
        module = settle_format(module, format_name, gathered.records)
        emit(module.write(gathered.records), output, dry_run=dry_run)
        if not quiet:
            report_doubts(gathered.records, doubtful(gathered.records))
    return code
