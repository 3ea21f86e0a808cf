"""A bibliography written for people can be read again."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import citeman
from citeman.formats import by_name
from citeman.formats.csljson import csl, read_item
from citeman.model import Reading, Record
from tests.gold import spelled

ROOT = Path(__file__).resolve().parents[1]
FIELDS = (
    "author", "editor", "title", "container-title", "publisher", "publisher-place", "edition",
    "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID",
)  # fmt: skip
LISTS = sorted((ROOT / "references").glob("*.gold.jsonl"))
SHAPES = {"text": "list.txt", "markdown": "list.md", "html": "list.html"}


def gold(path: Path) -> list[Record]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Record(
            (Reading("gold", read_item(row["fields"])),),
            key=f"k{i}",
            annotation=row.get("annotation") or "",
        )
        for i, row in enumerate(rows)
    ]


def shown(item: dict[str, Any], field: str) -> str:
    """A field as NLM style shows it: curled quotes, dashes, and of every name its capitals."""
    value = spelled(item, field)
    if field in ("author", "editor"):
        value = [re.sub(r"(?<=[^\W\d_])[^\W\d_A-Z]+|[.\s-]", "", name) for name in value]
    text = json.dumps(value, ensure_ascii=False)
    return text.translate(str.maketrans("’‘“”–", "''''-", "\\")).replace('"', "'")


@pytest.mark.parametrize("shape", SHAPES)
def test_lists_parse_back_to_their_fields_and_annotations(shape: str, tmp_path: Path) -> None:
    whole = total = 0
    for path in LISTS:
        records = gold(path)
        target = tmp_path / SHAPES[shape]
        target.write_text(by_name(shape).write(records), encoding="utf-8")
        again = citeman.read(target)
        assert len(again) == len(records), path.name
        for before, after in zip(records, again, strict=True):
            ours, theirs = csl(before), csl(after)
            total += 1
            whole += all(shown(ours, f) == shown(theirs, f) for f in FIELDS)
            assert " ".join(after.annotation.split()) == " ".join(before.annotation.split())
    assert whole / total >= 0.97, f"{whole} of {total} references come back"
