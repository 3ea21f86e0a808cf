"""The command line as a user meets it: what comes out where, and with which exit code."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from citeman.formats import bibtex
from tests.calls import Citeman, Run
from tests.fake_ncbi import FakeNCBI, seed_references

ROOT = Path(__file__).resolve().parents[1]
LIST = "references/liver-injury-cytokines.txt"
KEY = "a-secret-key"


def test_parse_writes_json_lines_to_stdout_and_counts_to_stderr(citeman: Citeman) -> None:
    run = citeman("parse", LIST)
    objects = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 0
    assert len(objects) == 29
    assert run.err == "citeman: 29 references, 29 of 29 lossless\n"
    text = (ROOT / LIST).read_text(encoding="utf-8")
    for record in objects:
        assert {"key", "reference", "annotation", "links", "raw", "source"} <= record.keys()
        start, end = record["source"]["span"]
        assert text[start:end] == record["raw"]
        start, end = record["source"]["annotation_span"]
        assert " ".join(text[start:end].split()) == record["annotation"]
        for field in record["fields"].values():
            assert 0 <= field["confidence"] <= 1
            assert "span" not in field or text[slice(*field["span"])].strip()


def test_the_suffix_of_the_output_chooses_the_format(citeman: Citeman, tmp_path: Path) -> None:
    for suffix in ("bib", "json", "jsonl"):
        out = tmp_path / f"refs.{suffix}"
        assert citeman("parse", LIST, "-o", str(out), "-q") == Run(0, "", "")
        assert citeman("convert", str(out), "--to", "csl-json").out.count('"type"') == 29


def test_lines_give_one_item_for_each_line_that_is_not_empty(
    citeman: Citeman, tmp_path: Path
) -> None:
    lines = [
        "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422.",
        "",
        "???",
        "  \t ",
        "1999",
        "\x0c \x00 odd\x85line\u2028here",
        "{" * 500,
        "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422.",
        "A" * 20_000,
        "日本語の参考文献。2003年。",
    ]
    path = tmp_path / "lines.txt"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    run = citeman("parse", "--lines", str(path), "--to", "csl-json")
    items = json.loads(run.out)
    assert run.code == 0
    assert len(items) == sum(bool(line.strip()) for line in lines)
    assert items[0]["volume"] == items[5]["volume"] == "7"
    assert len({item["id"] for item in items}) == len(items)
    assert all(item["type"] for item in items)


def test_csl_json_has_only_what_the_schema_allows(citeman: Citeman) -> None:
    for item in json.loads(citeman("parse", LIST, "--to", "csl-json").out):
        jsonschema.validate(item, {"type": "object", "required": ["id", "type"]})
        assert not {"annotation", "raw", "truncated", "extra"} & item.keys()


def test_stdin_and_stdout_make_a_pipe(citeman: Citeman) -> None:
    records = citeman("parse", LIST, "-q").out
    run = citeman("convert", "-", "--to", "bibtex", stdin=records)
    assert run.code == 0
    assert run.out.count("\n@") + run.out.startswith("@") == 29
    assert len(bibtex.read(run.out, "pipe").records) == 29


def test_the_page_itself_comes_first_when_asked_for(citeman: Citeman) -> None:
    items = json.loads(citeman("parse", LIST, "--with-source", "--to", "csl-json").out)
    assert items[0]["type"] == "chapter"
    assert len(items) == 30


@pytest.mark.parametrize(
    ("pattern", "key"),
    [("jabref", "Abernethy1954"), ("[auth:upper]_[shortyear]", "ABERNETHY_54")],
)
def test_keys_follow_the_pattern_given(citeman: Citeman, pattern: str, key: str) -> None:
    text = "Abernethy, Thomas P. The Burr Conspiracy. New York: Oxford University Press, 1954.\n"
    run = citeman("parse", "--lines", "-", "--keys", pattern, "--to", "csl-json", stdin=text)
    assert json.loads(run.out)[0]["id"] == key


BAD_USE = {
    "an unknown format": (["parse", LIST, "--to", "endnote"], 2, "endnote"),
    "no file": (["parse"], 2, "FILE"),
    "an unknown command": (["prase", LIST], 2, "prase"),
    "a file that is not there": (["parse", "nowhere.txt"], 4, "nowhere.txt"),
    "an output whose suffix means nothing": (["parse", LIST, "-o", "refs.xyz"], 2, ".xyz"),
    "an output that is the input": (["convert", LIST, "-o", LIST, "--to", "jsonl"], 2, LIST),
    "a wrong key pattern": (["parse", LIST, "--keys", "[nobody]"], 2, "nobody"),
    "a folder": (["parse", "references"], 4, "references"),
}


@pytest.mark.parametrize("case", BAD_USE)
def test_an_error_takes_at_most_three_lines_and_has_its_exit_code(
    citeman: Citeman, case: str
) -> None:
    arguments, code, word = BAD_USE[case]
    run = citeman(*arguments)
    assert (run.code, run.out) == (code, "")
    assert word in run.err
    assert run.err.startswith("citeman: ")
    assert len(run.err.strip().splitlines()) <= 3
    assert "Traceback" not in run.err


def test_one_unreadable_file_does_not_keep_back_the_others(
    citeman: Citeman, tmp_path: Path
) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(b"%PDF-1.7\n...")
    run = citeman("parse", str(pdf), LIST)
    assert run.code == 4
    assert len(run.out.splitlines()) == 29
    assert "paper.pdf" in run.err


def test_what_a_file_holds_of_unreadable_entries_is_named_with_its_line(
    citeman: Citeman, tmp_path: Path
) -> None:
    path = tmp_path / "refs.jsonl"
    path.write_text('{"type": "book", "title": "One"}\nnot json\n{"title": "Two"}\n')
    run = citeman("convert", str(path), "--to", "csl-json")
    assert run.code == 0
    assert [item["title"] for item in json.loads(run.out)] == ["One", "Two"]
    assert "refs.jsonl:2" in run.err


def test_a_dry_run_writes_nothing(citeman: Citeman, tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    run = citeman("parse", LIST, "-o", str(out), "--dry-run")
    assert (run.code, run.out) == (0, "")
    assert "would write" in run.err
    assert not out.exists()


def test_output_is_replaced_whole_and_nothing_is_left_beside_it(
    citeman: Citeman, tmp_path: Path
) -> None:
    out = tmp_path / "refs.bib"
    out.write_text("old")
    assert citeman("parse", LIST, "-o", str(out)).code == 0
    assert out.read_text(encoding="utf-8").startswith("@")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["refs.bib"]


@pytest.mark.parametrize("command", [[], ["parse"], ["convert"], ["enrich"], ["verify"]])
def test_help_is_quick_to_load_and_shows_examples(citeman: Citeman, command: list[str]) -> None:
    run = citeman(*command, "--help")
    assert run.code == 0
    assert "  citeman " in run.out
    loaded = citeman_modules(*command)
    assert not loaded & {"citeman.parse", "lxml", "requests", "pylatexenc", "sqlite3"}


def citeman_modules(*command: str) -> set[str]:
    """The modules that printing a command's help loads."""
    code = (
        "import sys, contextlib, io\n"
        "from citeman.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(sys.argv[1:])\n"
        "print(*sys.modules)"
    )
    arguments = [sys.executable, "-c", code, *command, "--help"]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_reader_that_goes_away_is_no_error(citeman: Citeman) -> None:
    command = f"{sys.executable} -m citeman parse -q {LIST} {LIST} | head -n 1 | wc -l"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "1"
    assert done.stderr == ""


def test_an_interrupt_ends_the_run_with_its_own_code(tmp_path: Path) -> None:
    text = tmp_path / "text"
    os.mkfifo(text)
    command = [sys.executable, "-m", "citeman", "parse", str(text)]
    waiting = subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # not so in background
    )
    with text.open("wb"):  # as soon as it begins to read
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=30)
    assert waiting.returncode == 130
    assert b"Traceback" not in err


# Enriching, against a small NCBI on loopback.


@pytest.fixture
def ncbi() -> Iterator[FakeNCBI]:
    with FakeNCBI(seed_references()) as server:
        yield server


@pytest.fixture
def enrich(citeman: Citeman, ncbi: FakeNCBI) -> Citeman:
    def run(*arguments: str, stdin: str = "", **environment: str) -> Run:
        environment = {"CITEMAN_EUTILS_URL": ncbi.url, "NCBI_API_KEY": KEY} | environment
        return citeman("enrich", *arguments, stdin=stdin, **environment)

    return run


CITATIONS = """\
Fyfe G, Fisher RI, et al. Results of treatment of 255 patients with metastatic renal cell \
carcinoma who received high-dose recombinant interleukin-2 therapy. J Clin Oncol 1995; 13: 688-96.
Noble S, Goa KL. Aldesleukin (recombinant interleukin-2). BioDrugs 1997; 7: 394-422. PMID: 18031103
Nobody N. A paper that PubMed does not know of. J Unknown 1901; 1: 1-2.
"""


def test_enriching_fills_what_is_missing_and_keeps_what_is_there(enrich: Citeman) -> None:
    run = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    fyfe, noble, nobody = json.loads(run.out)
    assert run.code == 0
    assert fyfe["PMID"] == "7884429"
    assert fyfe["container-title"] == "J Clin Oncol"
    assert noble["PMID"] == "18031103"
    assert "PMID" not in nobody
    assert "3 references: 2 found in PubMed, 1 not found" in run.err


def test_apply_all_lets_pubmed_decide_and_loses_no_reading(enrich: Citeman) -> None:
    run = enrich("--lines", "-", "--apply", "all", "--to", "jsonl", stdin=CITATIONS)
    fyfe = json.loads(run.out.splitlines()[0])
    assert fyfe["fields"]["author"]["source"] == "pubmed"
    assert [reading["source"] for reading in fyfe["readings"]] == ["parsed", "pubmed"]


def test_the_first_use_of_the_network_says_what_leaves_the_machine(enrich: Citeman) -> None:
    first = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    second = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    assert "first use of the network" in first.err
    assert "first use of the network" not in second.err


def test_answers_that_are_kept_serve_offline_and_others_are_not_invented(
    enrich: Citeman, ncbi: FakeNCBI
) -> None:
    online = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    asked = len(ncbi.requests)
    kept = enrich("--offline", "--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    assert (kept.code, kept.out) == (online.code, online.out)
    other = "Ward JH. Something else. J Immunother 2000; 23: 507-8. PMID: 10916762\n"
    unknown = enrich("--offline", "--lines", "-", "--to", "csl-json", stdin=other)
    assert unknown.code == 3
    assert json.loads(unknown.out)[0]["PMID"] == "10916762"
    assert "DOI" not in json.loads(unknown.out)[0]
    assert len(ncbi.requests) == asked


@pytest.mark.parametrize("fault", ["429", "html", "truncated", "empty", "closed", "bad-key"])
def test_trouble_that_stays_ends_incomplete_with_every_record_written(
    enrich: Citeman, ncbi: FakeNCBI, fault: str
) -> None:
    ncbi.misbehave(fault)
    run = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    items = json.loads(run.out)
    assert run.code == 3
    assert [item.get("PMID") for item in items] == [None, "18031103", None]
    assert "3 could not be asked about" in run.err
    assert KEY not in run.err + run.out


@pytest.mark.parametrize("fault", ["html", "truncated", "empty", "broken"])
def test_trouble_that_passes_changes_nothing(enrich: Citeman, ncbi: FakeNCBI, fault: str) -> None:
    ncbi.misbehave(fault, times=1)
    run = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    assert run.code == 0
    assert [item.get("PMID") for item in json.loads(run.out)] == ["7884429", "18031103", None]


def test_a_given_pmid_of_another_paper_is_never_taken_for_right(enrich: Citeman) -> None:
    wrong = "Fyfe G. Results of treatment of 255 patients. J Clin Oncol 1995; 13: 688-96. "
    run = enrich("--lines", "-", "--to", "jsonl", stdin=f"{wrong} PMID: 18031103\n")
    record = json.loads(run.out)
    assert "pmid-differs" in {problem["code"] for problem in record["problems"]}
    assert record["reference"]["PMID"] == "18031103"
    [proposed] = [r for r in record["readings"] if r["source"] == "pubmed"]
    assert (proposed["standing"], proposed["reference"]["PMID"]) == ("proposed", "7884429")
    assert "another work" in run.err
