"""citeman resolve: the papers that prose speaks of."""

import json
import os
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from citeman.cli.ending import DONE, INCOMPLETE
from citeman.cli.output import count, emit, keep_inputs, report, say
from citeman.cli.sources import Manner, asking_options, open_source
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.mentions import Shelf, Weighed
    from citeman.workflow.resolving import Resolved


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "-L",
    "--library",
    metavar="LIB",
    help="Where to look first: a library, a bibliography, or a document with a reference list; "
    "CITEMAN_LIBRARY.",
)
@click.option(
    "--source",
    "source_name",
    metavar="SOURCE",
    help="Where to look then: pubmed, crossref, or the path of an index (see citeman index).",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help='The day from which "last week" counts, where FILE does not give its own.',
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("-o", "--output", metavar="OUT", help="Write to OUT.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@asking_options
def resolve(
    file: str,
    library: str | None,
    source_name: str | None,
    today: datetime | None,
    as_json: bool,
    output: str | None,
    quiet: bool,
    manner: Manner,
) -> int:
    """Find the papers that a text speaks of.

    \b
    citeman resolve examples/news.txt -L references/liver-injury-cytokines.txt
    citeman resolve examples/news.txt -L references/liver-injury-cytokines.txt --json

    FILE is a page, a sentence or a loose citation. Every place that speaks of one paper is shown
    with the paper and what speaks for it; where that is not clear, the place is left alone and
    the reason given. No author needs to be named.
    """
    from citeman.documents import read
    from citeman.files import read_bytes
    from citeman.workflow.resolving import resolve as find

    library = library or os.environ.get("CITEMAN_LIBRARY", "")
    if not library and not source_name:
        raise UsageError(_NOWHERE)
    keep_inputs(output, [file, *filter(None, (library, source_name))])
    document = read(read_bytes(file), file)
    shelf = _shelf(library) if library else None
    opened = (
        open_source(source_name, manner, f"resolve {file}", quiet=quiet)
        if source_name
        else nullcontext()
    )
    with opened as source:
        resolved = find(document, shelf, source, today.date() if today else None)
    words = (
        json.dumps(_plain(resolved), ensure_ascii=False, indent=1) if as_json else _told(resolved)
    )
    emit(f"{words}\n" if words else "", output)
    _sum_up(resolved, quiet=quiet)
    return INCOMPLETE if any(one.trouble for one in resolved) else DONE


_NOWHERE = (
    "nowhere to look: neither -L, CITEMAN_LIBRARY nor --source is given\n"
    "try -L with a .bib, .json or .jsonl file, or a document with a reference list"
)


def _shelf(path: str) -> "Shelf":
    """Read the library; UsageError where nothing is in it."""
    from citeman.workflow.gathering import gather
    from citeman.workflow.resolving import shelf_of

    gathered = gather([path])
    if gathered.unreadable:
        raise gathered.unreadable[0]
    report(gathered)
    if not gathered.records:
        raise UsageError(f"{path}: holds no reference to look among")
    return shelf_of(gathered.records)


def _plain(resolved: Sequence["Resolved"]) -> dict[str, Any]:
    return {
        "mentions": [
            {
                "span": list(one.span),
                "quote": one.quote,
                "candidates": [_card(*pair) for pair in one.choice.candidates],
                "decision": one.decision,
                "why": one.choice.why,
            }
            | ({"trouble": one.trouble} if one.trouble else {})
            for one in resolved
        ]
    }


def _card(weighed: "Weighed", score: float) -> dict[str, Any]:
    reference = weighed.card.reference
    return {
        "id": weighed.card.id,
        "PMID": reference.PMID or None,
        "DOI": reference.DOI or None,
        "title": reference.title,
        "score": round(score, 4),
        "evidence": [piece.words for piece in weighed.evidence if piece.weight > 0],
        "against": [piece.words for piece in weighed.evidence if piece.weight < 0],
    }


def _told(resolved: Sequence["Resolved"]) -> str:
    return "\n\n".join("\n".join(_lines(one)) for one in resolved)


def _lines(one: "Resolved") -> list[str]:
    from citeman.text import squeeze

    head = f'"{squeeze(one.quote)}" [{one.span.start}, {one.span.end})'
    candidates = one.choice.candidates
    if one.choice.decision is None:
        maybe = [f"    perhaps {_name(w)} ({score:.2f})" for w, score in candidates[:2]]
        return [head, f"  left alone: {one.choice.why}", *maybe, *_trouble(one)]
    weighed, score = candidates[one.choice.decision]
    signed = [(p.weight, p.words) for p in weighed.evidence if p.weight]
    evidence = [f"    {'+' if weight > 0 else '-'} {words}" for weight, words in signed]
    return [head, f"  {_name(weighed)} ({score:.2f})", *evidence, *_trouble(one)]


def _trouble(one: "Resolved") -> list[str]:
    return [f"    not asked to the end: {one.trouble}"] if one.trouble else []


def _name(weighed: "Weighed") -> str:
    reference = weighed.card.reference
    ids = [f"PMID {reference.PMID}"] if reference.PMID else []
    names = [*ids, *([reference.DOI] if reference.DOI and not ids else []), weighed.card.id]
    return f"{', '.join(names[:2])}: {reference.title}"


def _sum_up(resolved: Sequence["Resolved"], *, quiet: bool) -> None:
    found = sum(one.decision is not None for one in resolved)
    papers = len({one.decision for one in resolved} - {None})
    alone = len(resolved) - found
    words = f"{count(len(resolved), 'mention')}: {found:,} of {count(papers, 'paper')}"
    say(f"{words}, {alone:,} left alone", quiet=quiet)
