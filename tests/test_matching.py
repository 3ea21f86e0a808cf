"""Strings cut from articles find their records, and no others."""

import gzip
import json
from functools import cache
from typing import Any

from citeman.enrich import Decision, choose, query_of
from citeman.model import Name, Reference
from citeman.parse import parse_references
from tests.shared_data import shared

_ROWS, _OTHERS = 800, 6


def _record(row: dict[str, str]) -> Reference:
    people = (Name(family=row["firstAuthor"]),) if row.get("firstAuthor") else ()
    return Reference(
        type="article-journal", title=row.get("atitle", ""), author=people,
        container_title=row.get("jtitle", ""), volume=row.get("volume", ""),
        page=row.get("firstPage", ""), PMID=row["pmid"],
    )  # fmt: skip


@cache
def decisions() -> list[tuple[str, Decision, Decision]]:
    """The PMID of each string's work, what is decided with its record, and what without."""
    path = shared("gold", "match", "glutton_dev.jsonl.gz")
    rows: list[dict[str, Any]] = [
        json.loads(s) for s in gzip.decompress(path.read_bytes()).splitlines()
    ]
    rows = [row for row in rows[:_ROWS] if row.get("pmid")]
    texts = [" ".join(row["reference"].split()) for row in rows]
    held = sorted(map(_record, rows), key=lambda record: (record.volume, record.title))
    found = []
    for row, parsed in zip(rows, parse_references(texts), strict=True):
        query = query_of(parsed, "index")
        ours = query.reference
        near = [r for r in held if row["pmid"] != r.PMID and _is_near(ours, r)][:_OTHERS]
        own = next(r for r in held if row["pmid"] == r.PMID)
        found.append((row["pmid"], choose(query, [*near, own]), choose(query, near)))
    return found


def _is_near(ours: Reference, theirs: Reference) -> bool:
    return theirs.volume == ours.volume or theirs.title[:12] == ours.title[:12]


def _pmid(decision: Decision) -> str:
    return (
        decision.reading.reference.PMID if decision.kind == "accept" and decision.reading else ""
    )


def test_nearly_every_string_finds_its_record() -> None:
    right = [_pmid(there) == pmid for pmid, there, _ in decisions()]
    assert sum(right) >= 0.975 * len(right)


def test_hardly_a_string_finds_another() -> None:
    wrong = [
        _pmid(absent) or (_pmid(there) not in ("", pmid)) for pmid, there, absent in decisions()
    ]
    assert sum(map(bool, wrong)) <= 0.003 * len(wrong)
