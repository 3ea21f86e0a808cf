"""citeman verify as a user meets it: verdicts, reasons, suggestions, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from citeman.cli import main
from citeman.formats import csljson, jsonl
from citeman.formats.csljson import write_item
from citeman.model import Reading, Record, Reference, replace
from tests.fake_ncbi import FakeNCBI, seed_references

SEED = seed_references()
PMIDS = [reference.PMID for reference in SEED]


class Run(NamedTuple):
    """What one call of citeman gave."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return json.loads(self.out)  # type: ignore[no-any-return]

    def pmids(self, name: str) -> list[Any]:
        """One value of every object that is about a PMID."""
        return [one[name] for one in self.objects if one["id"].startswith("PMID:")]


Verify = Callable[..., Run]


@pytest.fixture
def verify(capfd: pytest.CaptureFixture[str]) -> Verify:
    """Call citeman verify in this process."""

    def run(*arguments: object) -> Run:
        capfd.readouterr()
        code = main(["verify", *map(str, arguments)])
        out, err = capfd.readouterr()
        return Run(code, out, err)

    return run


def written(path: Path, references: list[Reference]) -> Path:
    records = [Record((Reading("x", ref),), key=f"k{i}") for i, ref in enumerate(references)]
    path.write_text(csljson.write(records), encoding="utf-8")
    return path


def indexed(path: Path, references: list[Reference]) -> Path:
    given = written(path.with_suffix(".json"), references)
    assert main(["index", "build", str(path), str(given), "--quiet"]) == 0
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of the works that the seed page cites."""
    return indexed(tmp_path / "seed.index", SEED)


def named(references: list[Reference], pmids: list[str]) -> list[Reference]:
    """Give references other PMIDs, and no other identifiers."""
    return [
        replace(ref, PMID=pmid, DOI="", PMCID="")
        for ref, pmid in zip(references, pmids, strict=True)
    ]


def test_right_identifiers_agree_and_the_exit_code_is_0(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    run = verify(written(tmp_path / "in.json", SEED), "--source", index, "--json")
    assert run.code == 0
    assert {one["verdict"] for one in run.objects} == {"agrees"}
    assert run.objects[0].keys() == {
        "key", "id", "verdict", "reasons", "suggestion", "notices",
    }  # fmt: skip
    assert run.objects[0]["key"] == "k0"
    place, reference = next((i, ref) for i, ref in enumerate(SEED) if ref.PMCID)
    given = [one["id"] for one in run.objects if one["key"] == f"k{place}"]
    assert given == [f"PMID:{reference.PMID}", reference.PMCID]


def test_shifted_pmids_differ_with_the_right_one_as_suggestion(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    shifted = named(SEED, [*PMIDS[1:], PMIDS[0]])
    run = verify(written(tmp_path / "in.json", shifted), "--source", index, "--json")
    assert run.code == 1
    assert set(run.pmids("verdict")) == {"differs"}
    assert run.pmids("suggestion") == [f"PMID:{pmid}" for pmid in PMIDS]
    shift = f"{len(SEED) - 1} PMIDs are shifted by one, from k0 to k{len(SEED) - 2}"
    assert all(any(r.startswith(shift) for r in one) for one in run.pmids("reasons")[:-1])
    assert run.err.count(shift) == 1


def test_one_mistyped_pmid_is_the_only_finding(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    mistyped = named(SEED, [PMIDS[5], *PMIDS[1:]])
    run = verify(written(tmp_path / "in.json", mistyped), "--source", index, "--json")
    assert run.code == 1
    assert run.pmids("verdict") == ["differs", *["agrees"] * (len(SEED) - 1)]


def test_a_pmid_without_a_record_is_not_found_and_the_index_says_how_much_it_holds(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    run = verify(
        written(tmp_path / "in.json", named(SEED[:1], ["123"])), "--source", index, "--json"
    )
    [one] = run.objects
    assert (run.code, one["verdict"], one["suggestion"]) == (1, "not-found", f"PMID:{PMIDS[0]}")
    assert one["reasons"][0] == (
        f"none of the {len(SEED)} records of the index has it; the index may lack the work"
    )


def test_the_table_has_a_line_for_each_and_reasons_only_where_needed(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    given = named(SEED[:3], [PMIDS[0], PMIDS[7], PMIDS[2]])
    run = verify(written(tmp_path / "in.json", given), "--source", index)
    assert run.out.splitlines()[0] == f"agrees   k0  PMID:{PMIDS[0]}"
    assert run.out.splitlines()[1] == f"differs  k1  PMID:{PMIDS[7]}"
    assert run.out.splitlines()[2].startswith('         it names "')
    assert run.out.splitlines()[-1] == f"agrees   k2  PMID:{PMIDS[2]}"
    assert "3 identifiers in 3 references: 2 agree, 1 differs" in run.err


def test_lines_of_raw_references_are_verified(verify: Verify, index: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text(
        "Fisher B, et al. Interleukin-2 induces profound reversible cholestasis. "
        f"J Clin Oncol 1989; 7: 1852-62. PMID: {PMIDS[0]}\n",
        encoding="utf-8",
    )
    run = verify("--lines", lines, "--source", index, "--json")
    assert (run.code, run.pmids("verdict")) == (0, ["agrees"])


NOTICES: list[tuple[str, int, dict[str, str]]] = [
    (
        "retraction",
        1,
        {"kind": "retraction", "form": "retraction", "date": "2012-03", "PMID": "9"},
    ),
    (
        "expression-of-concern",
        1,
        {
            "kind": "expression-of-concern",
            "form": "expression-of-concern",
            "date": "2012-03",
            "PMID": "9",
        },
    ),
    ("erratum", 0, {"kind": "correction", "form": "erratum", "date": "2012-03", "PMID": "9"}),
    ("update", 0, {"kind": "update", "form": "update", "date": "2012-03", "PMID": "9"}),
]


@pytest.mark.parametrize(("form", "code", "shown"), NOTICES, ids=[n[0] for n in NOTICES])
def test_a_retraction_or_concern_is_a_finding_and_a_correction_or_update_is_not(
    verify: Verify, tmp_path: Path, form: str, code: int, shown: dict[str, str]
) -> None:
    notice = {"kind": form, "text": "Gut. 2012 Mar;61:1", "PMID": "9"}
    held = replace(SEED[0], custom={"notices": [notice]})
    index = indexed(tmp_path / "n.index", [held])
    given = written(tmp_path / "in.json", SEED[:1])
    run = verify(given, "--source", index, "--json")
    assert (run.code, set(run.pmids("verdict"))) == (code, {"agrees"})
    assert run.objects[0]["notices"] == [shown | {"text": "Gut. 2012 Mar;61:1"}]
    said = f"{form.replace('-', ' ')} of 2012-03 (Gut. 2012 Mar;61:1, PMID 9)"
    assert said in verify(given, "--source", index).out


def test_offline_and_never_asked_is_not_checked_and_incomplete(
    verify: Verify, tmp_path: Path
) -> None:
    given = written(tmp_path / "in.json", named(SEED[:2], PMIDS[:2]))
    run = verify(given, "--offline", "--json", "--cache", tmp_path / "cache.sqlite")
    assert (run.code, run.pmids("verdict")) == (3, ["not-checked"] * 2)


def test_pubmed_is_asked_and_answers(
    verify: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = written(tmp_path / "in.json", named(SEED[:3], [PMIDS[0], PMIDS[4], "99999999"]))
    with FakeNCBI(SEED) as ncbi:
        monkeypatch.setenv("CITEMAN_EUTILS_URL", ncbi.url)
        run = verify(given, "--json", "--cache", tmp_path / "cache.sqlite")
    assert (run.code, run.pmids("verdict")) == (1, ["agrees", "differs", "not-found"])
    assert run.pmids("suggestion")[1:] == [f"PMID:{pmid}" for pmid in PMIDS[1:3]]


def test_a_pubmed_that_cannot_be_reached_is_unreachable_and_incomplete(
    verify: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEMAN_EUTILS_URL", "http://127.0.0.1:9/")
    given = written(tmp_path / "in.json", named(SEED[:1], PMIDS[:1]))
    run = verify(given, "--json", "--cache", tmp_path / "cache.sqlite")
    assert (run.code, run.pmids("verdict")) == (3, ["unreachable"])


def test_without_identifiers_there_is_nothing_to_verify_and_it_is_said(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    run = verify(written(tmp_path / "in.json", named(SEED[:1], [""])), "--source", index, "--json")
    assert (run.code, run.objects) == (0, [])
    assert "no PMID, PMCID or DOI is given" in run.err


def test_what_enrich_found_is_verified_against_the_text(
    verify: Verify, index: Path, tmp_path: Path
) -> None:
    text = Reading("parsed", replace(SEED[0], PMID="", DOI="", PMCID=""))
    found = Reading("pubmed", SEED[3], "fills")
    path = tmp_path / "in.jsonl"
    path.write_text(jsonl.write([Record((text, found), key="a")]), encoding="utf-8")
    run = verify(path, "--source", index, "--json")
    assert (run.code, run.pmids("verdict")) == (1, ["differs"])


def test_a_link_to_a_record_is_an_identifier(verify: Verify, index: Path, tmp_path: Path) -> None:
    reference = next(ref for ref in SEED if ref.PMCID)
    item = write_item(replace(reference, PMID="", PMCID="", DOI=""))
    item["URL"] = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{reference.PMCID}/"
    path = tmp_path / "in.json"
    path.write_text(json.dumps([item]), encoding="utf-8")
    [one] = verify(path, "--source", index, "--json").objects
    assert (one["id"], one["verdict"]) == (reference.PMCID, "agrees")


def test_the_answer_can_go_to_a_file(verify: Verify, index: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    run = verify(written(tmp_path / "in.json", SEED), "--source", index, "--json", "-o", out)
    assert run.out == ""
    assert {one["verdict"] for one in json.loads(out.read_text("utf-8"))} == {"agrees"}


def test_the_input_is_never_written_over(verify: Verify, index: Path, tmp_path: Path) -> None:
    given = written(tmp_path / "in.json", SEED)
    before = given.read_bytes()
    assert verify(given, "--source", index, "--json", "-o", given).code == 2
    assert given.read_bytes() == before


def test_an_unknown_source_is_a_usage_error(verify: Verify, tmp_path: Path) -> None:
    run = verify(written(tmp_path / "in.json", SEED), "--source", tmp_path / "none.index")
    assert run.code == 2
    assert len(run.err.splitlines()) <= 3


def test_a_file_that_cannot_be_read_is_reported(verify: Verify, tmp_path: Path) -> None:
    run = verify(tmp_path / "missing.json", "--offline")
    assert (run.code, run.out) == (4, "")


def test_help_begins_with_examples() -> None:
    from citeman.cli.verify import verify as command

    text = CliRunner().invoke(command, ["--help"]).output
    assert text.index("citeman verify references/") < text.index("Options:")
