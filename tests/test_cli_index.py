"""citeman index, and enrich with an index, as a user meets them."""

import json
import os
from pathlib import Path

import pytest

from tests.calls import Citeman, Run, call

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = str(ROOT / "examples" / "pubmed-sample.nbib")
LIST = str(ROOT / "references" / "liver-injury-cytokines.txt")


@pytest.fixture
def citeman(tmp_path: Path) -> Citeman:
    """Run citeman in a folder of its own, where nobody answers and home may not be written to."""
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    (tmp_path / "work").mkdir()
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "CITEMAN_EUTILS_URL": "http://127.0.0.1:9/",
    }

    def run(*arguments: str, stdin: str = "") -> Run:
        return call(arguments, tmp_path / "work", env, stdin)

    return run


@pytest.fixture
def built(citeman: Citeman) -> Citeman:
    """The same, with an index of the sample."""
    assert citeman("index", "build", "x.index", SAMPLE).code == 0
    return citeman


def test_building_tells_what_was_read(citeman: Citeman) -> None:
    run = citeman("index", "build", "x.index", SAMPLE)
    assert (run.code, run.out) == (0, "")
    assert run.err == "citeman: 21 records read into x.index\n"


def test_a_second_build_reads_nothing_again(built: Citeman) -> None:
    run = built("index", "build", "x.index", SAMPLE)
    assert (run.code, run.err) == (
        0,
        "citeman: 0 records read into x.index, 1 file known already\n",
    )


def test_records_can_come_from_standard_input(citeman: Citeman) -> None:
    text = Path(SAMPLE).read_text("utf-8")
    assert citeman("index", "build", "x.index", "-", stdin=text).code == 0
    assert json.loads(citeman("index", "status", "x.index", "--json").out)["records"] == 21


def test_status_gives_counts_files_dates_and_size(built: Citeman) -> None:
    run = built("index", "status", "x.index", "--json")
    status = json.loads(run.out)
    [file] = status["files"]
    assert status["records"] == file["records"] == 21
    assert status["is_finished"] is True
    assert status["size"] > 10_000
    assert status["days_old"] in (0, 1)
    assert status["newest_file"] == file["finished"]
    assert (file["name"], file["left_out"]) == ("pubmed-sample.nbib", 0)


def test_what_has_no_pmid_is_counted_and_named(citeman: Citeman) -> None:
    run = citeman("index", "build", "x.index", "-", stdin='{"title": "A"}\n{"PMID": "1"}\n')
    assert run.code == 0
    assert "1 record read into x.index, 1 left out:" in run.err
    assert ":1: it has no PMID" in run.err


WRONG = {
    "no such file": (("build", "x.index", "absent.xml"), 4, "absent.xml: cannot be read"),
    "no records": (("build", "x.index", LIST), 4, "no file of PubMed records"),
    "not an index": (("build", LIST, SAMPLE), 4, "this is no index of citeman"),
    "nothing to update": (("update", "x.index", SAMPLE), 4, "there is no such index"),
    "no status": (("status", "x.index"), 4, "there is no such index"),
    "its own input": (("build", SAMPLE, SAMPLE), 2, "never writes over its input"),
    "no folder": (("build", "absent/x.index", SAMPLE), 3, "cannot be opened"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_goes_wrong_is_said_in_three_lines_and_leaves_no_index(
    case: str, citeman: Citeman, tmp_path: Path
) -> None:
    arguments, code, words = WRONG[case]
    run = citeman("index", *arguments)
    assert run.code == code
    assert words in run.err
    assert len(run.err.splitlines()) < 4
    assert not (tmp_path / "work" / "x.index").exists()


def test_a_dry_run_writes_nothing(citeman: Citeman, tmp_path: Path) -> None:
    assert citeman("index", "build", "x.index", SAMPLE, "--dry-run").code == 0
    assert not (tmp_path / "work" / "x.index").exists()


LINES = """\
Fisher B, Keenan AM. Interleukin-2 induces profound reversible cholestasis: a detailed analysis \
in treated cancer patients. J Clin Oncol 1989; 7: 1852-62.
Nobody N. A paper that no index holds. J Nothing 1999; 1: 1-9.
Nobody N. Another of these, with a number of its own. J Nothing 1999; 1: 10. PMID: 99999999
"""


def test_enrich_finds_in_an_index_and_invents_no_pmid(built: Citeman) -> None:
    run = built("enrich", "--lines", "-", "--source", "x.index", "--to", "csl-json", stdin=LINES)
    assert run.code == 0
    assert [item.get("PMID") for item in json.loads(run.out)] == ["2585024", None, "99999999"]
    assert "1 found in the index, 2 not found" in run.err


def test_enrich_with_an_index_neither_connects_nor_keeps_anything(
    built: Citeman, tmp_path: Path
) -> None:
    built("enrich", LIST, "--source", "x.index", "-o", "out.bib")
    assert sorted(p.name for p in (tmp_path / "work").iterdir()) == ["out.bib", "x.index"]
    assert list((tmp_path / "home").iterdir()) == []


def test_a_source_that_is_neither_a_name_nor_a_file_is_an_error_of_usage(citeman: Citeman) -> None:
    run = citeman("enrich", LIST, "--source", "pubmet")
    assert (run.code, run.out) == (2, "")
    assert "pubmet: there is no such source" in run.err
