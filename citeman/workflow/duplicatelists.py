"""Groups and pairs of duplicates as people and programs read them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from citeman.match.decisions import side_of, write_side
from citeman.match.duplicates import Pair
from citeman.model import Record
from citeman.workflow.deduping import Deduped, Sources


def write_groups(deduped: Deduped) -> str:
    """Write each group as a block for people: its records, then why they are one work."""
    reasons = _by_group(deduped)
    blocks = []
    for number, group in enumerate(deduped.found.groups, start=1):
        lines = [f"Group {number}: {len(group)} records of one work"]
        lines += [f"  {write_side(side_of(deduped.records[i]))}" for i in group]
        lines += [f"    {line}" for line in reasons.get(group, ("decided by a person",))]
        blocks.append("\n".join(lines))
    doubtful = [_doubt(pair, deduped.records) for pair in deduped.found.doubtful]
    return "".join(f"{block}\n\n" for block in [*blocks, *doubtful])


def _by_group(deduped: Deduped) -> dict[tuple[int, ...], list[str]]:
    """Say for each group what holds it together: the strongest pairs, one less than records."""
    home = {i: group for group in deduped.found.groups for i in group}
    joining: dict[tuple[int, ...], list[Pair]] = {}
    parts = {i: [i] for i in home}
    for pair in sorted(deduped.found.pairs, key=lambda pair: -pair.judgement.score):
        one, other = parts.get(pair.first, []), parts.get(pair.second, [])
        together = home.get(pair.first, ()) is home.get(pair.second)
        if together and one is not other and pair.judgement.decision == "same":
            one += other
            parts |= dict.fromkeys(other, one)
            joining.setdefault(home[pair.first], []).append(pair)
    return {
        group: [_reason(pair, deduped.records) for pair in sorted(pairs, key=_places)]
        for group, pairs in joining.items()
    }


def _places(pair: Pair) -> tuple[int, int]:
    return pair.first, pair.second


def _reason(pair: Pair, records: Sequence[Record]) -> str:
    keys = f"{records[pair.first].key} = {records[pair.second].key}"
    return f"{keys} ({pair.judgement.score:.3f}): {_words(pair)}"


def _doubt(pair: Pair, records: Sequence[Record]) -> str:
    lines = [f"Doubtful ({pair.judgement.score:.3f}): {_words(pair)}"]
    lines += [f"  {write_side(side_of(records[i]))}" for i in (pair.first, pair.second)]
    return "\n".join(lines)


def _words(pair: Pair) -> str:
    said = [evidence.words for evidence in pair.judgement.evidence]
    return "; ".join([*pair.judgement.against, *said])


COLUMNS = ("first", "second", "decision", "score", "against", "reasons")


def write_pairs(pairs: Iterable[Pair], records: Sequence[Record]) -> str:
    """Write a CSV table of pairs with their decisions, scores and reasons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(pairs, records):
        writer.writerow(
            "; ".join(e["words"] for e in value)
            if name == "reasons"
            else "; ".join(value)
            if name == "against"
            else value
            for name, value in row.items()
        )
    return out.getvalue()


def write_pairs_json(pairs: Iterable[Pair], records: Sequence[Record]) -> str:
    """Write a JSON array of the same, each reason with its field, verdict and weight."""
    return json.dumps(list(_rows(pairs, records)), ensure_ascii=False, indent=2) + "\n"


def _rows(pairs: Iterable[Pair], records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        judgement = pair.judgement
        yield {
            "first": records[pair.first].key,
            "second": records[pair.second].key,
            "decision": judgement.decision,
            "score": round(judgement.score, 4),
            "against": list(judgement.against),
            "reasons": [
                {"field": e.field, "verdict": e.verdict, "weight": e.weight, "words": e.words}
                for e in judgement.evidence
            ],
        }


def write_sources(sources: Sources) -> str:
    """Write the numbers that a PRISMA flow diagram begins with, a line for each source."""
    lines = [
        f"{name}: {count:,} identified, {sources.removed[name]:,} removed as duplicates"
        for name, count in sources.identified.items()
    ]
    total = (
        f"all: {sources.identified.total():,} identified, {sources.removed.total():,} removed as "
        f"duplicates, {sources.remaining:,} remaining"
    )
    return "\n".join([*lines, total]) + "\n"
