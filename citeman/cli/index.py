"""citeman index: a local index of PubMed, built from files."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citeman.cli.ending import DONE, UNREADABLE
from citeman.cli.output import SHOWN, count, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from citeman.sources.indexing.status import Status
    from citeman.workflow.indexing import Built, Told


@click.group()
def index() -> None:
    """Build, update and describe a local index of PubMed.

    \b
    citeman index build pubmed.index examples/pubmed-sample.nbib
    citeman enrich references/liver-injury-cytokines.txt --source pubmed.index -o found.bib

    An index is one file. It finds references by identifiers, by title, volume and page, and by
    words, without any connection: citeman enrich IN --source INDEX. docs/index.md says where
    PubMed's own files are and what they cost in time and space.
    """


@index.command()
@click.argument("index", metavar="INDEX")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say which files would be read; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def build(index: str, files: tuple[str, ...], dry_run: bool, quiet: bool) -> int:
    """Build an index, or go on with one, from files of records that carry a PMID.

    \b
    citeman index build pubmed.index examples/pubmed-sample.nbib

    FILE is PubMed XML, nbib, CSL-JSON, or JSON Lines of CSL items or of citeman's own records, as
    it is or packed by gzip. A file that was read before is not read again; a build that was
    interrupted goes on where it stopped. PubMed's files are taken in the order of their numbers,
    others as given; a later record of a PMID takes the place of an earlier one.
    """
    return _build(index, files, dry_run=dry_run, quiet=quiet)


@index.command()
@click.argument("index", metavar="INDEX")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say which files would be read; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def update(index: str, files: tuple[str, ...], dry_run: bool, quiet: bool) -> int:
    """Add files to an index that exists: new, revised and deleted records.

    \b
    citeman index build pubmed.index examples/pubmed-sample.nbib
    citeman index update pubmed.index examples/pubmed-sample.nbib
    """
    from citeman.errors import InputError

    if not Path(index).exists():
        raise InputError(f"{index}: there is no such index; citeman index build makes one")
    return _build(index, files, dry_run=dry_run, quiet=quiet)


@index.command()
@click.argument("index", metavar="INDEX")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object, with every file.")
def status(index: str, as_json: bool) -> int:
    """Tell what is in an index: records, journals, files, how old it is, and its size.

    \b
    citeman index build pubmed.index examples/pubmed-sample.nbib
    citeman index status pubmed.index
    """
    from datetime import date

    from citeman.sources.indexing.status import status as describe

    found = describe(index, date.today())
    if as_json:
        files = [file._asdict() for file in found.files]
        click.echo(json.dumps(found._asdict() | {"files": files}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found)))
    return DONE


def _lines(found: "Status") -> Iterator[str]:
    state = "" if found.is_finished else "  NOT FINISHED: run the same build again"
    yield f"records  {found.records:,}{state}"
    yield f"journals {found.journals:,} spellings"
    yield f"size     {found.size:,} bytes"
    yield f"newest   record {found.newest_record or '-'}, file read {found.newest_file or '-'}"
    if found.days_old is not None:
        yield f"age      {count(found.days_old, 'day')}"
    partial = [file.name for file in found.files if not file.finished]
    yield f"files    {len(found.files):,}" + (f", not whole: {len(partial):,}" if partial else "")


def _build(index: str, files: tuple[str, ...], *, dry_run: bool, quiet: bool) -> int:
    from datetime import date

    from citeman.files import same_file
    from citeman.workflow.indexing import build as build_index

    if any(same_file(index, file) for file in files):
        raise click.UsageError(f"{index} is an input, and citeman never writes over its input")
    if dry_run:
        say(f"would read {count(len(files), 'file')} into {index}: {', '.join(files[:5])}")
        return DONE
    with _without_stdin(files) as paths, _progress(paths, quiet=quiet) as tell:
        built = build_index(index, paths, date.today().isoformat(), tell=tell)
    _report(built, index, quiet=quiet)
    return UNREADABLE if built.broken else DONE


@contextmanager
def _without_stdin(files: Sequence[str]) -> Iterator[list[str]]:
    from citeman.files import STDIN, kept_stdin

    if STDIN not in files:
        yield list(files)
        return
    with kept_stdin() as kept:
        yield [kept if file == STDIN else file for file in files]


@contextmanager
def _progress(files: Sequence[str], *, quiet: bool) -> Iterator["Callable[[Told], None]"]:
    size = sum(Path(file).stat().st_size for file in files if Path(file).exists())
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(length=size, label="index", file=sys.stderr, hidden=hidden) as bar:

        def tell(told: "Told") -> None:
            bar.label = f"{told.records:,} records, {Path(told.file).name}"
            bar.update(told.bytes - bar.pos)

        yield tell


def _report(built: "Built", index: str, *, quiet: bool) -> None:
    for error in built.broken:
        click.echo(f"citeman: {error}", err=True)
    if quiet:
        return
    parts = [f"{count(built.records, 'record')} read into {index}"]
    parts += [f"{built.deleted:,} deleted"] if built.deleted else []
    parts += [f"{count(built.known_files, 'file')} known already"] if built.known_files else []
    parts += [f"{built.left_out:,} left out:"] if built.left_out else []
    say(", ".join(parts))
    if built.left_out:
        for line in built.examples[:SHOWN]:
            click.echo(f"  {line}", err=True)
        if built.left_out > SHOWN:
            click.echo(f"  ... and {built.left_out - SHOWN:,} more", err=True)
