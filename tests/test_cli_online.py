"""Several sources in one run, and runs that are repeated: as a user meets them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from citeman.model import replace
from tests import test_cli
from tests.calls import Citeman, Run
from tests.fake_crossref import FakeCrossref
from tests.fake_ncbi import FakeNCBI
from tests.test_cli import CITATIONS, KEY, LIST

enrich, ncbi = test_cli.enrich, test_cli.ncbi  # fixtures

REPEATS = re.compile(r"run (?P<id>\d{8}-\d{6}-[0-9a-f]{4}); the same command with --run (?P=id)")


@pytest.fixture
def crossref() -> Iterator[FakeCrossref]:
    with FakeCrossref([CROSSREF_FYFE]) as server:
        yield server


CROSSREF_FYFE = {
    "DOI": "10.1200/jco.1995.13.3.688",
    "type": "journal-article",
    "title": [
        "Results of treatment of 255 patients with metastatic renal cell carcinoma who received "
        "high-dose recombinant interleukin-2 therapy."
    ],
    "author": [{"given": "G", "family": "Fyfe"}, {"given": "R I", "family": "Fisher"}],
    "container-title": ["Journal of Clinical Oncology"],
    "issued": {"date-parts": [[1995, 3]]},
    "volume": "13",
    "issue": "3",
    "page": "688-696",
}


def run_id(run: Run) -> str:
    found = REPEATS.search(run.err)
    assert found
    assert run.err.rstrip().endswith("repeats it")
    return found["id"]


@pytest.mark.parametrize(
    ("fault", "to"),
    [
        ("", "csl-json"),
        ("", "jsonl"),
        ("html", "jsonl"),
        ("bad-key", "jsonl"),
        ("closed", "jsonl"),
    ],
)
def test_a_run_is_repeated_to_the_byte_without_the_network(
    enrich: Citeman, ncbi: FakeNCBI, fault: str, to: str, tmp_path: Path
) -> None:
    if fault:
        ncbi.misbehave(fault)
    first = enrich("--lines", "-", "--to", to, stdin=CITATIONS)
    ncbi.misbehave("500")
    asked = len(ncbi.requests)
    again = enrich("--lines", "-", "--to", to, "--run", run_id(first), stdin=CITATIONS)
    assert (again.code, again.out) == (first.code, first.out)
    elsewhere = {"CITEMAN_EUTILS_URL": "http://127.0.0.1:9/"}
    third = enrich(
        "--lines", "-", "--to", to, "--run", run_id(first), stdin=CITATIONS, **elsewhere
    )
    assert third.out == first.out
    assert "first use of the network" not in third.err
    assert len(ncbi.requests) == asked
    kept = [path.read_bytes() for path in tmp_path.rglob("answers.sqlite*")]
    assert kept
    assert not any(KEY.encode() in content for content in kept)


def test_offline_gives_the_same_bytes_as_the_run_it_follows(enrich: Citeman) -> None:
    first = enrich("--lines", "-", "--to", "jsonl", stdin=CITATIONS)
    offline = enrich("--lines", "-", "--to", "jsonl", "--offline", stdin=CITATIONS)
    assert offline.out == first.out


def test_a_repeated_run_leaves_unchecked_what_it_did_not_ask(
    enrich: Citeman, ncbi: FakeNCBI
) -> None:
    first = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    asked = len(ncbi.requests)
    other = "Ward JH. Something else. J Immunother 2000; 23: 507-8. PMID: 10916762\n"
    run = enrich("--lines", "-", "--to", "jsonl", "--run", run_id(first), stdin=other)
    assert run.code == 3
    assert [p["code"] for p in json.loads(run.out)["problems"]] == ["not-checked"]
    assert len(ncbi.requests) == asked


def test_an_unknown_run_is_a_usage_error_that_names_the_latest(enrich: Citeman) -> None:
    first = enrich("--lines", "-", "--to", "csl-json", stdin=CITATIONS)
    run = enrich("--lines", "-", "--to", "csl-json", "--run", "20200101", stdin=CITATIONS)
    assert (run.code, run.out) == (2, "")
    assert run_id(first) in run.err
    assert len(run.err.splitlines()) <= 3


def test_a_run_of_an_index_alone_is_none(enrich: Citeman, tmp_path: Path) -> None:
    index = tmp_path / "some.index"
    index.write_bytes(b"")
    run = enrich(LIST, "--source", str(index), "--run", "20200101")
    assert run.code == 2
    assert "read as it is" in run.err


def test_two_indexes_are_refused(enrich: Citeman, tmp_path: Path) -> None:
    indexes = [tmp_path / "a.index", tmp_path / "b.index"]
    for index in indexes:
        index.write_bytes(b"")
    run = enrich(LIST, *(word for index in indexes for word in ("--source", str(index))))
    assert run.code == 2
    assert "more than one index" in run.err


def test_sources_are_asked_in_turn_and_each_sees_what_the_others_filled_in(
    enrich: Citeman, crossref: FakeCrossref
) -> None:
    run = enrich(
        *("--lines", "-", "--to", "jsonl", "--source", "pubmed", "--source", "crossref"),
        stdin=CITATIONS,
        CITEMAN_CROSSREF_URL=crossref.url,
    )
    fyfe, noble, nobody = map(json.loads, run.out.splitlines())
    assert run.code == 0
    assert (fyfe["reference"]["PMID"], fyfe["reference"]["DOI"]) == (
        "7884429",
        "10.1200/jco.1995.13.3.688",
    )
    assert [r["source"] for r in fyfe["readings"]] == ["parsed", "pubmed", "crossref"]
    assert fyfe["fields"]["DOI"]["source"] == "crossref"
    assert not fyfe.get("problems")
    assert not noble.get("problems")
    assert [p["code"] for p in nobody["problems"]] == ["not-found"]
    assert "2 found in PubMed, 1 not found; 1 found in Crossref, 2 not found" in run.err
    assert run.err.count("first use of the network") == 2


def test_what_one_source_could_not_answer_stays_said_when_the_next_one_can(
    enrich: Citeman, ncbi: FakeNCBI, crossref: FakeCrossref
) -> None:
    ncbi.misbehave("html")
    run = enrich(
        *("--lines", "-", "--to", "jsonl", "--source", "pubmed", "--source", "crossref"),
        stdin=CITATIONS.splitlines()[0],
        CITEMAN_CROSSREF_URL=crossref.url,
    )
    fyfe = json.loads(run.out)
    assert run.code == 3
    assert fyfe["reference"]["DOI"] == "10.1200/jco.1995.13.3.688"
    assert [p["code"] for p in fyfe["problems"]] == ["unreachable"]
    assert "1 could not be asked about; 1 found in Crossref" in run.err


def test_crossref_says_nothing_against_a_pmid(enrich: Citeman, crossref: FakeCrossref) -> None:
    run = enrich(
        *("--lines", "-", "--to", "jsonl", "--source", "crossref"),
        stdin=f"{CITATIONS.splitlines()[0]} PMID: 7884429",
        CITEMAN_CROSSREF_URL=crossref.url,
    )
    fyfe = json.loads(run.out)
    assert fyfe["reference"]["DOI"] == "10.1200/jco.1995.13.3.688"
    assert not fyfe.get("problems")


@pytest.mark.parametrize("fault", ["html", "truncated", "empty", "closed", "wrong"])
def test_trouble_with_crossref_ends_incomplete_with_every_record_written(
    enrich: Citeman, crossref: FakeCrossref, fault: str
) -> None:
    crossref.misbehave(fault)
    run = enrich(
        *("--lines", "-", "--to", "csl-json", "--source", "crossref"),
        stdin=CITATIONS + "Smith J. A work with a DOI. Gut 2000; 1: 1. doi:10.1000/x",
        CITEMAN_CROSSREF_URL=crossref.url,
        NCBI_EMAIL="me@example.org",
    )
    assert run.code == 3
    assert len(json.loads(run.out)) == 4
    assert "could not be asked about" in run.err
    assert "me@example.org" not in run.err + run.out


def test_pmcids_are_added_by_the_pmids_that_are_not_in_question(
    enrich: Citeman, ncbi: FakeNCBI
) -> None:
    fyfe = ncbi.references["7884429"]
    ncbi.references["7884429"] = replace(fyfe, PMCID="PMC1234")
    ncbi.hidden = {"PMC1234"}
    wrong = "Fyfe G. Something else entirely, in other words. Gut 1990; 1: 1. PMID: 7884429"
    run = enrich(
        *("--lines", "-", "--to", "csl-json", "--source", "pubmed", "--source", "pmc"),
        stdin=f"{CITATIONS}{wrong}\n",
    )
    pmcids = [item.get("PMCID") for item in json.loads(run.out)]
    assert pmcids == ["PMC1234", None, None, None]
    assert "1 found in PMC" in run.err
