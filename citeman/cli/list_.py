"""citeman list: the works of the library that a query means."""

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from citeman import formats
from citeman.cli.ending import DONE
from citeman.cli.librarian import library_option, open_library, query_help, sort_option
from citeman.cli.output import count, cut, emit_records, say

if TYPE_CHECKING:
    from citeman.library import Library
    from citeman.model import Record


@click.command("list", epilog=query_help())
@click.argument("query", nargs=-1, metavar="[QUERY]")
@library_option
@sort_option
@click.option("--limit", type=click.IntRange(1, 10**9), metavar="N", help="Show at most N.")
@click.option("--count", "only_count", is_flag=True, help="Write only how many there are.")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON array.")
@click.option("--to", "format_name", type=click.Choice(formats.WRITTEN), help="Write a format.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def list_(
    query: tuple[str, ...],
    library: str | None,
    sort: str,
    limit: int | None,
    only_count: bool,
    as_json: bool,
    format_name: str | None,
    quiet: bool,
) -> int:
    """List the works of the library, one a line, or those that QUERY means.

    \b
    citeman import -q references/liver-injury-cytokines.txt -L liver.citeman
    citeman list -L liver.citeman 'author:hague year:1990..1999 abscess'
    citeman list -L liver.citeman 'has:pmid -hepatitis' --sort -year --limit 3

    An annotation, tag or note counts as much as a title. Accents and capitals make no difference.
    needs:review lists what a person should look at, and below each work why.
    """
    text = " ".join(query)
    with open_library(library) as opened:
        if only_count:
            click.echo(opened.count(text))
            return DONE
        found = opened.search(text, sort, limit)
        if format_name:
            shown = emit_records(found, formats.by_name(format_name))
        else:
            shown = _write(found, why=_why(opened, text), as_json=as_json)
        if not quiet:
            whole = opened.count(text) if limit == shown else shown
            of_all = f" of {whole:,}" if whole > shown else ""
            say(f"{count(shown, 'reference')}{of_all}")
    return DONE


def _write(
    records: Iterable["Record"], *, why: Callable[["Record"], list[str]], as_json: bool
) -> int:
    if as_json:
        cards = [_card(record, why(record)) for record in records]
        click.echo(json.dumps(cards, ensure_ascii=False, indent=1))
        return len(cards)
    shown = 0
    for record in records:
        click.echo(_line(record))
        if reasons := why(record):
            click.echo(f"    {'; '.join(cut(reason) for reason in reasons)}")
        shown += 1
    return shown


def _why(library: "Library", query: str) -> Callable[["Record"], list[str]]:
    """Say why a work is to be looked at, where the query asks for those that are."""
    from citeman.library.query import asks_for_review, read_query
    from citeman.library.showing import reasons

    if not asks_for_review(read_query(query)):
        return lambda record: []
    return lambda record: reasons(library, record)


def _line(record: "Record") -> str:
    from citeman.library.works import headline

    return f"{record.key:<28} {headline(record.reference)}"


def _card(record: "Record", reasons: list[str]) -> dict[str, Any]:
    from citeman.formats.csljson import write_item

    card = {
        "key": record.key,
        "reference": write_item(record.reference),
        "annotation": record.annotation,
        "tags": list(record.tags),
        "problems": [problem.message for problem in record.problems],
    }
    return card | ({"review": reasons} if reasons else {})
