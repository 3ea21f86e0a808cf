"""citeman dedupe, called as a user calls it."""

import csv
import json
from pathlib import Path

import pytest

from tests.calls import Citeman

ITEMS = [
    {
        "id": "a",
        "type": "article-journal",
        "title": "Side effects of cytokines",
        "author": "Ng, D and Baker, A",
        "container-title": "Gut",
        "issued": 2001,
        "volume": "24",
        "page": "pp. 291-294.",
        "source": "Medline",
    },
    {
        "id": "b",
        "type": "article-journal",
        "title": "Side effects of cytokines.",
        "author": [{"family": "Ng", "given": "Dora"}, {"family": "Baker", "given": "Anna"}],
        "container-title": "Gut",
        "issued": {"date-parts": [[2001]]},
        "volume": 24,
        "page": "291",
        "DOI": "10.1000/x",
        "source": "Embase",
    },
    {"id": "c", "title": "Gut feelings", "author": "d baker", "volume": "UNKNOWN"},
]


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in ITEMS), encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_clusters_name_every_id_once(suffix: str, tmp_path: Path, citeman: Citeman) -> None:
    source, out = tmp_path / f"refs{suffix}", tmp_path / "out.csv"
    lines = "".join(json.dumps(item) + "\n" for item in ITEMS)
    source.write_text(lines if suffix == ".jsonl" else json.dumps(ITEMS), encoding="utf-8")
    run = citeman("dedupe", str(source), "--clusters", str(out))
    assert run.code == 0
    assert rows(out) == [
        {"id": "a", "cluster": "a"},
        {"id": "b", "cluster": "a"},
        {"id": "c", "cluster": "c"},
    ]


def test_check_ends_with_findings(refs: Path, tmp_path: Path, citeman: Citeman) -> None:
    assert citeman("dedupe", str(refs), "--check").code == 1
    assert citeman("dedupe", str(refs), "--check", "--clusters", str(tmp_path / "o.csv")).code == 1


def test_the_default_says_which_and_why(refs: Path, citeman: Citeman) -> None:
    run = citeman("dedupe", str(refs), "--report")
    assert "Group 1: 2 records of one work" in run.out
    assert "same title" in run.out
    assert "Embase: 1 identified, 1 removed as duplicates" in run.out
    assert "all: 3 identified, 1 removed as duplicates, 2 remaining" in run.out


def test_a_group_is_told_by_the_pairs_that_hold_it_together(
    tmp_path: Path, citeman: Citeman
) -> None:
    item = {"title": "Side effects of cytokines approved for therapy", "volume": "24"}
    path = tmp_path / "copies.json"
    path.write_text(json.dumps([item | {"id": key} for key in "abcde"]), encoding="utf-8")
    reasons = [line for line in citeman("dedupe", str(path)).out.splitlines() if " = " in line]
    assert [line.split()[2] for line in reasons] == ["b", "c", "d", "e"]


def test_merging_keeps_what_each_record_says(refs: Path, tmp_path: Path, citeman: Citeman) -> None:
    out, keys = tmp_path / "out.json", tmp_path / "keys.csv"
    run = citeman("dedupe", str(refs), "--apply", "sure", "-o", str(out), "--keymap", str(keys))
    assert run.code == 0
    merged, other = json.loads(out.read_text(encoding="utf-8"))
    assert (merged["id"], merged["DOI"], other["id"]) == ("b", "10.1000/x", "c")
    assert rows(keys) == [{"old": "a", "new": "b"}]


def test_a_decision_comes_before_the_score(refs: Path, tmp_path: Path, citeman: Citeman) -> None:
    decided = tmp_path / "decided.csv"
    decided.write_text("decision,first,second\ndifferent,a,b\nperhaps,a,c\n", encoding="utf-8")
    run = citeman("dedupe", str(refs), "--check", "--decisions", str(decided))
    assert run.code == 0
    assert "decided.csv:3" in run.err


def test_pairs_come_with_scores_and_reasons(refs: Path, tmp_path: Path, citeman: Citeman) -> None:
    table, listed = tmp_path / "pairs.csv", tmp_path / "pairs.json"
    citeman("dedupe", str(refs), "--pairs", str(table))
    citeman("dedupe", str(refs), "--pairs", str(listed))
    assert rows(table)[0]["decision"] == json.loads(listed.read_text())[0]["decision"] == "same"


@pytest.mark.parametrize(
    ("line", "trouble"),
    [("{broken", "not valid JSON"), ('{"fields": {"title": "Gut"}}', "neither a record")],
)
def test_a_line_that_is_none_is_told_and_the_others_count(
    line: str, trouble: str, refs: Path, tmp_path: Path, citeman: Citeman
) -> None:
    refs.write_text(f"{refs.read_text()}{line}\n", encoding="utf-8")
    run = citeman("dedupe", str(refs), "--clusters", str(tmp_path / "out.csv"))
    assert f"{refs}:4: {trouble}" in run.err
    assert len(rows(tmp_path / "out.csv")) == 3


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--keymap", "k.csv"], 2),
        (["--to", "bibtex"], 2),
        (["--clusters", "refs.jsonl"], 2),
        (["--decisions", "gone.csv"], 4),
    ],
)
def test_what_makes_no_sense_is_refused(
    options: list[str], code: int, refs: Path, citeman: Citeman
) -> None:
    before = refs.read_bytes()
    options = [str(refs) if option == "refs.jsonl" else option for option in options]
    run = citeman("dedupe", str(refs), *options)
    assert run.code == code
    assert refs.read_bytes() == before


def test_a_dry_run_writes_nothing(refs: Path, tmp_path: Path, citeman: Citeman) -> None:
    out = tmp_path / "out.csv"
    run = citeman("dedupe", str(refs), "--clusters", str(out), "--dry-run")
    assert "would write" in run.err
    assert not out.exists()


def test_a_missing_file_is_unreadable(tmp_path: Path, citeman: Citeman) -> None:
    gone = str(tmp_path / "gone.jsonl")
    assert citeman("dedupe", gone).code == 4
    assert citeman("dedupe", gone, "--clusters", str(tmp_path / "out.csv")).code == 4
