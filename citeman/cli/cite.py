"""citeman cite: formatted bibliographies and in-text citations."""

from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from citeman import files, formats
from citeman.cli.ending import DONE
from citeman.cli.output import count, emit, report, say
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.workflow.citing import Bibliography

SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".md": "markdown",
    ".markdown": "markdown", ".json": "json", ".docx": "docx",
}  # fmt: skip


@click.command()
@click.argument("file", metavar="IN")
@click.option(
    "--style",
    default="nlm",
    metavar="STYLE",
    help="nlm (vancouver), ama; with citeman[cite] also apa, nature, ieee, harvard, chicago, mla, "
    "any name from zotero.org/styles, or a .csl file.",
)
@click.option(
    "--to",
    "shape",
    type=click.Choice(["text", "html", "markdown", "json", "docx"]),
    help="What to write; else the suffix of OUT says it, else text.",
)
@click.option(
    "-o", "--output", metavar="OUT", help="Write to OUT: .txt, .html, .md, .json, .docx."
)
@click.option("--annotations", is_flag=True, help="Put the annotation below each reference.")
@click.option("--pmid/--no-pmid", default=None, help="Show PMID and PMCID, or leave them out.")
@click.option(
    "--citation",
    "citations",
    multiple=True,
    metavar="CITATION",
    help='Write this in-text citation instead of the bibliography: "[@key, p. 3; see @other]", '
    "or key,other; repeat it for more.",
)
@click.option(
    "--lang",
    default="",
    metavar="CODE",
    help="The language of the words a style adds, such as de or pt-BR; else the style's own.",
)
@click.option(
    "--processor",
    type=click.Choice(["pandoc", "citeproc-js"]),
    help="Let this program format, even where the style is built in.",
)
@click.option(
    "--from",
    "source_format",
    type=click.Choice(formats.READ),
    help="The format of IN, where its content does not tell.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def cite(
    file: str,
    style: str,
    shape: str | None,
    output: str | None,
    annotations: bool,
    pmid: bool | None,
    citations: tuple[str, ...],
    lang: str,
    processor: str | None,
    source_format: str | None,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Write formatted references, in the style and order of a bibliography.

    \b
    citeman cite references/liver-injury-cytokines.txt --style ama --annotations
    citeman parse -q references/ama-annotated.md | citeman cite - --to markdown

    IN is anything that `parse` or `convert` reads. One reference a line; JSON is a list of such
    lines. NLM and AMA are built in; other styles need: pip install 'citeman[cite]'.
    """
    from citeman.cite.clusters import read_cluster
    from citeman.workflow.citing import cite as cite_records
    from citeman.workflow.gathering import gather

    wanted = _shape(shape, output, file)
    gathered = gather([file], format_name=source_format or "")
    code = report(gathered)
    if not gathered.records and code != DONE:
        return code
    made = cite_records(
        gathered.records,
        style,
        citations=[read_cluster(one) for one in citations],
        language=lang,
        identifiers=pmid,
        annotations=annotations,
        processor=processor or "",
    )
    for note in made.notes:
        say(note, quiet=quiet)
    if wanted == "docx":
        _emit_document(made, output or "", dry_run=dry_run)
    else:
        from citeman.cite.rendering import render

        emit(
            render(made.citations if citations else made.entries, wanted), output, dry_run=dry_run
        )
    say(count(len(made.entries), "reference"), quiet=quiet)
    return code


def _shape(shape: str | None, output: str | None, file: str) -> str:
    """What to write, before any work; UsageError where the output is the input or says nothing."""
    if output and files.same_file(output, file):
        raise UsageError(f"{output}: is the input, and citeman never writes over its input")
    suffix = PurePath(output or "").suffix.lower()
    if not shape and output and output != files.STDIN and suffix not in SUFFIXES:
        raise UsageError(
            f"{output}: the suffix {suffix!r} means nothing that cite writes\n"
            f"known are {', '.join(SUFFIXES)}\n"
            "choose one of them, or say --to text, html, markdown, json or docx"
        )
    wanted = shape or SUFFIXES.get(suffix, "text")
    if wanted == "docx" and (not output or output == files.STDIN):
        raise UsageError("a Word document goes to a file: add -o references.docx")
    return wanted


def _emit_document(made: "Bibliography", path: str, *, dry_run: bool) -> None:
    from citeman.cite.rendering import word_page
    from citeman.processors.pandoc import to_docx

    data = to_docx(word_page(made.citations or made.entries))
    if dry_run:
        say(f"would write {len(data):,} bytes to {path}")
    else:
        files.write_bytes(path, data)
