"""citeman verify: given identifiers against the texts that carry them."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from citeman.cli.ending import DONE, FINDINGS, INCOMPLETE
from citeman.cli.output import count, emit, keep_inputs, report, say
from citeman.cli.sources import Manner, asking_options, open_source

if TYPE_CHECKING:
    from citeman.audit.verdicts import Checked
    from citeman.model import Record
    from citeman.sources import Source
    from citeman.workflow.verifying import Verified


@click.command()
@click.argument("file", metavar="IN")
@click.option("--lines", is_flag=True, help="IN holds one raw reference per line.")
@click.option(
    "--source",
    "source_name",
    metavar="SOURCE",
    default="pubmed",
    show_default=True,
    help="Where to look identifiers up: pubmed, crossref, or the path of an index.",
)
@click.option("--json", "as_json", is_flag=True, help="Write a JSON array, an object for each.")
@click.option("-o", "--output", metavar="OUT", help="Write to OUT, not to stdout.")
@click.option("--dry-run", is_flag=True, help="Say what would be written to OUT; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@asking_options
def verify(
    file: str,
    lines: bool,
    source_name: str,
    as_json: bool,
    output: str | None,
    dry_run: bool,
    quiet: bool,
    manner: Manner,
) -> int:
    """Check given PMIDs, PMCIDs and DOIs against the text that carries them.

    \b
    citeman verify references/liver-injury-cytokines.txt
    citeman verify references/inline-identifiers.txt --offline --json

    Every identifier agrees, differs, or cannot be told from what the text says; or it is not
    found, not checked, or unreachable. Where another record clearly fits the text it is suggested.
    Retractions and expressions of concern are findings, corrections and updates are noted. Exit
    code 1 says that something was found, 3 that some identifiers could not be checked.
    """
    from citeman.workflow.gathering import gather, gather_lines

    keep_inputs(output, [file, source_name])
    gathered = gather_lines([file]) if lines else gather([file])
    code = report(gathered)
    if code != DONE and not gathered.records:
        return code
    with open_source(source_name, manner, f"verify {file}", quiet=quiet) as source:
        missing = _missing(source, source_name)
        verified = _ask(gathered.records, source, missing, quiet=quiet)
    emit(_json(verified.checked) if as_json else _table(verified), output, dry_run=dry_run)
    if not quiet:
        _summarize(verified, len(gathered.records))
    return _code(verified.checked) or code


def _missing(source: "Source", name: str) -> str:
    """Say what it means that a source has no record: of an index, less than of PubMed."""
    if source.name != "index":
        return "there is no record of it"
    from datetime import UTC, datetime

    from citeman.sources.indexing.status import status

    size = status(name, datetime.now(UTC).date()).records
    return f"none of the {count(size, 'record')} of the index has it; the index may lack the work"


def _ask(
    records: Sequence["Record"], source: "Source", missing: str, *, quiet: bool
) -> "Verified":
    from citeman.audit.claims import claims_of
    from citeman.workflow.verifying import BATCH
    from citeman.workflow.verifying import verify as ask

    items = range(len(claims_of(records)))
    hidden = quiet or not sys.stderr.isatty() or len(items) <= BATCH
    with click.progressbar(items, label="verifying", file=sys.stderr, hidden=hidden) as bar:

        def tell(done: int) -> None:
            bar.update(done - bar.pos)

        return ask(records, source, missing=missing, tell=tell)


def _json(checked: Sequence["Checked"]) -> str:
    return json.dumps([_object(one) for one in checked], ensure_ascii=False, indent=2) + "\n"


def _object(one: "Checked") -> dict[str, Any]:
    return {
        "key": one.claim.told.key,
        "id": one.claim.given,
        "verdict": one.verdict,
        "reasons": list(one.reasons),
        "suggestion": one.suggestion or None,
        "notices": [
            {name: value for name, value in notice._asdict().items() if value}
            for notice in one.notices
        ],
    }


def _table(verified: "Verified") -> str:
    """Give the lines of every identifier; what moved along the list is said once, at the end."""
    checked = verified.checked
    widths = [max((len(row[i]) for row in map(_row, checked)), default=0) for i in range(2)]
    shifts = [str(shift) for shift in verified.shifts]
    lines = [line for one in checked for line in _lines(one, widths) if line.strip() not in shifts]
    return "".join(line + "\n" for line in [*lines, *shifts])


def _row(one: "Checked") -> tuple[str, str, str]:
    return one.verdict, one.claim.told.key, one.claim.given


def _lines(one: "Checked", widths: Sequence[int]) -> Iterator[str]:
    """Give an identifier's line and, where there is something to know, the reasons below it.

    The evidence is one line; what it quotes at length stands in the reference, or is named.
    """
    verdict, key, given = _row(one)
    yield f"{verdict:{widths[0]}}  {key:{widths[1]}}  {given}"
    margin = " " * (widths[0] + 2)
    for reason in one.reasons if one.verdict != "agrees" else one.notes:
        if reason not in one.evidence:
            yield margin + reason
        elif reason == one.evidence[0]:
            yield margin + "; ".join(map(_brief, one.evidence))
    yield from (f"{margin}{notice}" for notice in one.notices)


def _brief(words: str) -> str:
    return words if len(words) <= _LONGEST else words.partition(': "')[0]


_LONGEST = 45
_SAID = {
    "agrees": ("agrees", "agree"),
    "differs": ("differs", "differ"),
    "cannot-tell": ("cannot be told", "cannot be told"),
    "not-found": ("not found", "not found"),
    "not-checked": ("not checked", "not checked"),
    "unreachable": ("unreachable", "unreachable"),
}
"""How a count of each verdict is said, of one and of more."""


def _summarize(verified: "Verified", references: int) -> None:
    checked = verified.checked
    if not checked:
        say(f"{count(references, 'reference')}: no PMID, PMCID or DOI is given")
        return
    verdicts: Counter[str] = Counter(one.verdict for one in checked)
    parts = [f"{verdicts[v]:,} {_SAID[v][verdicts[v] > 1]}" for v in _SAID if verdicts[v]]
    say(
        f"{count(len(checked), 'identifier')} in {count(references, 'reference')}: "
        f"{', '.join(parts)}"
    )
    for line in (*map(str, verified.shifts), *_grave(checked)):
        click.echo(f"  {line}", err=True)


def _grave(checked: Sequence["Checked"]) -> Iterator[str]:
    from citeman.fields.notices import GRAVE

    keys: dict[str, list[str]] = {}
    for one in checked:
        for notice in one.notices:
            if notice.kind in GRAVE and one.claim.told.key not in keys.setdefault(notice.kind, []):
                keys[notice.kind].append(one.claim.told.key)
    for kind, found in keys.items():
        yield f"{kind.replace('-', ' ')}: {', '.join(found)}"


def _code(checked: Sequence["Checked"]) -> int:
    """A finding is reported even where other identifiers could not be checked."""
    if any(one.is_finding for one in checked):
        return FINDINGS
    are_open = any(one.verdict in ("not-checked", "unreachable") for one in checked)
    return INCOMPLETE if are_open else DONE
