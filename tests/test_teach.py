"""A person's corrections become a model that reads such strings right and forgets nothing."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import citeman
from citeman import parse
from citeman.cli import main
from citeman.errors import InputError
from citeman.formats import jsonl
from citeman.model import Reading, Reference, replace
from citeman.parse.crf import Chain, marginals
from citeman.parse.model import Weights, load, packaged, save
from citeman.train import facts
from citeman.train.adapt import adapt
from citeman.train.chain import expected
from citeman.train.compare import Gold, compare, values_of
from citeman.train.corrections import Corrections, read
from citeman.train.examples import Example

Line = dict[str, Any]
LEARNED = 30


def _odd(number: int, *, part: int) -> list[Line]:
    """Corrected references in a style that nobody uses."""
    rng = random.Random(part)
    known = facts.pools(part)
    return [_in_odd_style(work.fields, rng) for work in facts.works(known, number, rng)]


def _in_odd_style(fields: dict[str, Any], rng: random.Random) -> Line:
    journal = rng.choice(facts.JOURNALS)
    page = f"{rng.randint(1, 400)}-{rng.randint(401, 999)}"
    people = fields["au"][:3]
    names = " + ".join(f"{given} {family}" for family, given in people)
    raw = f"{journal} # {fields['vol']} # {page} # {fields['yr']} :: {fields['ti']} << {names}"
    reference = {
        "type": "article-journal",
        "author": [{"family": family, "given": given} for family, given in people],
        "title": fields["ti"],
        "container-title": journal,
        "volume": fields["vol"],
        "page": page,
        "issued": {"date-parts": [[int(fields["yr"])]]},
    }
    return {"raw": raw, "reference": reference}


def _lines(objects: list[Line]) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


ORDINARY = (
    "Noble S, Goa KL. Aldesleukin in cancer. BioDrugs 1997; 7: 394-422.",
    "Harper, L. M., & Stone, P. (2011). Reading in two languages. Journal of Child Speech, 12(3), "
    "45–67. https://doi.org/10.1000/jcs.2011.12",
    "Weber, Klaus: Die Stadt im Wandel. 2. Aufl. Stuttgart: Klett 1998.",
)


@pytest.fixture(scope="module")
def taught() -> Weights:
    corrections = read(_lines(_odd(LEARNED, part=0)), "c.jsonl").usable
    return adapt(packaged(), [one.example for one in corrections], ORDINARY)


@pytest.fixture(scope="module")
def model(taught: Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taught") / "model.npz"
    save(path, taught)
    return path


def _read(strings: list[str], model: Path | None) -> list[Reference]:
    return [replace(r.reference, id="") for r in parse.parse_references(strings, model=model)]


def _share_right(model: Path | None) -> float:
    golds = read(_lines(_odd(40, part=1)), "c.jsonl").usable
    found = _read([gold.raw for gold in golds], model)
    return float(
        np.mean([
            values_of(a)[field] == value
            for a, gold in zip(found, golds, strict=True)
            for field, value in values_of(gold.reference).items()
        ])
    )  # fmt: skip


def test_strings_of_a_style_are_read_right_once_it_was_taught(model: Path) -> None:
    assert _share_right(None) < 0.9
    assert _share_right(model) > 0.95


def test_other_styles_are_read_as_before(model: Path) -> None:
    assert _read(list(ORDINARY), model) == _read(list(ORDINARY), None)


def test_teaching_is_the_same_for_the_same_seed(taught: Weights) -> None:
    corrections = read(_lines(_odd(LEARNED, part=0)), "c.jsonl").usable
    again = adapt(packaged(), [one.example for one in corrections], ORDINARY)
    np.testing.assert_array_equal(again.rows, taught.rows)
    np.testing.assert_array_equal(again.chain.between, taught.chain.between)


def test_the_python_functions_take_a_model(model: Path) -> None:
    [line] = _odd(1, part=1)
    [record] = citeman.parse_references([line["raw"]], model=str(model))
    assert record.reference.title == line["reference"]["title"]
    assert citeman.parse_text(f"References\n\n1. {ORDINARY[0]}\n", model=model)


def test_what_is_not_taught_stays(taught: Weights) -> None:
    known = packaged()
    same = (taught.rows[: len(known.rows)] == known.rows).all(axis=1)
    assert 0.8 < same.mean() < 1
    np.testing.assert_array_equal(taught.calibration, known.calibration)


def test_expected_states_are_those_of_the_reader() -> None:
    rng = np.random.default_rng(1)
    between, scores = rng.normal(size=(4, 4)), rng.normal(size=(7, 4))
    chain = Chain(*(np.float32(x) for x in (between, [0, -1, 0, 1], [0, 0, 0, 0])))
    first = np.array([0, 3, 3, 7])
    states, pairs = expected(np.float32(scores), first, chain)
    np.testing.assert_allclose(states, marginals(np.float32(scores), first, chain), rtol=1e-4)
    np.testing.assert_allclose(pairs.sum(axis=0), states[[1, 2, 4, 5, 6]].sum(axis=0), rtol=1e-4)


RAW = "Roe A, Poe BK, et al. On X. Nature 2001 May;3(3):4-5."
SAID: Line = {
    "type": "article-journal",
    "author": [{"family": "Roe", "given": "Ann"}, {"family": "Poe", "given": "Bea Kay"}],
    "title": "On X",
    "issued": {"date-parts": [[2001, 5]]},
    "volume": "3",
    "issue": "3",
}


def _example(raw: str, reference: Line) -> Example:
    [one] = read(_lines([{"raw": raw, "reference": reference}]), "c.jsonl").usable
    return one.example


def test_what_a_correction_does_not_settle_stays_open() -> None:
    example = _example(RAW, SAID)
    named = {(RAW[a:b].strip(" .,"), label) for a, b, label in example.spans}
    assert named == {
        ("Roe A, Poe", "author"),
        ("BK, et al", "author|outside"),
        ("On X", "title"),
        ("2001", "issued"),
    }
    rest = set(example.rest.split("|"))
    assert {"outside", "volume", "issue", "issued", "page", "publisher"} <= rest
    assert not {"title", "author"} & rest


def test_a_manual_reading_is_what_is_learned() -> None:
    [record] = parse.parse_references([RAW])
    edited = Reading("manual", Reference(title="On"), emptied=("volume",))
    line = jsonl.write([replace(record, readings=(*record.readings, edited))])
    [one] = read(line, "c.jsonl").usable
    assert one.raw == RAW
    assert (one.reference.title, one.reference.volume, one.reference.issue) == ("On", "", "3")
    assert "volume" not in one.example.rest.split("|")


def test_a_reference_edited_in_its_line_is_what_is_learned() -> None:
    line = json.loads(jsonl.write(parse.parse_references([RAW])))
    line["reference"]["title"] = "X"
    del line["reference"]["volume"]
    [one] = read(_lines([line]), "c.jsonl").usable
    assert (one.reference.title, one.reference.volume, one.reference.issue) == ("X", "", "3")
    assert [RAW[a:b] for a, b, label in one.example.spans if label == "title"] == ["X"]
    assert "volume" not in one.example.rest.split("|")


GOOD = json.dumps({"raw": RAW, "reference": SAID})
UNUSABLE = [
    ("{", "c.jsonl:2: not valid JSON"),
    ("[]", "c.jsonl:2: a record is an object"),
    (json.dumps({"reference": SAID}), "c.jsonl:2: no string to learn from"),
    (json.dumps({"raw": 7, "reference": SAID}), "c.jsonl:2: no string to learn from"),
    (json.dumps({"raw": RAW}), "c.jsonl:2: neither a record"),
    (
        json.dumps({"raw": "Something else.", "reference": SAID}),
        "c.jsonl:2: nothing in the reference is found",
    ),
    (json.dumps({"raw": RAW, "reference": {"issued": {"date-parts": [[]]}}}), "c.jsonl:2:"),
]


@pytest.mark.parametrize(("line", "message"), UNUSABLE)
def test_a_line_that_teaches_nothing_is_named_and_the_others_teach(
    line: str, message: str
) -> None:
    found: Corrections = read(f"{GOOD}\n{line}\n\n{GOOD}\n", "c.jsonl")
    assert len(found.usable) == 2
    [problem] = found.problems
    assert problem.startswith(message)


def test_fields_are_counted_before_and_after() -> None:
    gold = Gold("", {"title": "a", "volume": "1", "issue": "", "page": ""})
    before = {"title": "a", "volume": "2", "issue": "", "page": ""}
    after = {"title": "b", "volume": "1", "issue": "", "page": "9"}
    found = compare([gold, gold], [before, before], [after, dict(gold.values)])
    assert found.fields == (5, 3, 3)
    assert found.references == (2, 0, 1)
    assert found.by_field == {"page": (1, 1, 0), "title": (2, 2, 1), "volume": (2, 0, 2)}
    assert not found.is_worse
    assert compare([gold], [dict(gold.values)], [before]).is_worse


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\x93NUMPY", b"{}"])
def test_a_file_that_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"m\.npz"):
        load(path)


def _wrong_states(path: Path) -> None:
    known = packaged()
    save(path, known._replace(rows=known.rows[:, :5], net=None))


def _other_arrays(path: Path) -> None:
    np.savez(path, something=np.zeros(3))


@pytest.mark.parametrize("make", [_wrong_states, _other_arrays])
def test_a_file_with_other_arrays_is_refused(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "m.npz")
    with pytest.raises(InputError, match="no model of this citeman"):
        load(tmp_path / "m.npz")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    path = tmp_path / "c.jsonl"
    path.write_text(_lines(_odd(4, part=0)) + "{\n", encoding="utf-8")
    return path


def test_the_command_teaches_reports_and_the_model_is_used(
    few: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model, report = tmp_path / "mine", tmp_path / "report.json"
    arguments = ["train", "--add", str(few), "-o", str(model), "--report", str(report)]
    assert main(arguments) == 0
    said = capfd.readouterr()
    assert said.out == ""
    assert "c.jsonl:5: not valid JSON" in said.err
    assert "learned from 4 corrections" in said.err
    figures = json.loads(report.read_text(encoding="utf-8"))
    assert figures["corrections"] == figures["held_out"]["references"]["of"] == 4
    assert figures["control"]["fields"]["after"] >= 0.98 * figures["control"]["fields"]["before"]
    lines = tmp_path / "lines.txt"
    lines.write_text(_odd(1, part=0)[0]["raw"], encoding="utf-8")
    assert main(["parse", "--lines", str(lines), "--model", str(model), "-q"]) == 0
    record = json.loads(capfd.readouterr().out)
    assert record["reference"]["title"] == _odd(1, part=0)[0]["reference"]["title"]


REFUSED = [
    (["train", "--add", "{few}", "-o", "{few}"], 2, "never writes over its input"),
    (["train", "--add", "{few}", "-o", "m", "--report", "{few}"], 2, "never writes over"),
    (["train", "--add", "{few}", "-o", "m", "--report", "m"], 2, "both the model and the report"),
    (["train", "--add", "{few}-not", "-o", "m"], 4, "cannot be read"),
    (["train", "--add", "{bad}", "-o", "m"], 4, "nothing to learn from\n{bad}:1: not valid JSON"),
    (["parse", "{few}", "--model", "{bad}"], 4, "{bad}: is no model"),
    (["parse", "{few}", "--lines", "--model", "{few}-not"], 4, "is no model"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED)
def test_what_cannot_be_done_is_refused_in_words(
    few: Path,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    message: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n", encoding="utf-8")
    kept = few.read_bytes()
    given = [one.format(few=few, bad=bad) for one in arguments]
    assert main(given) == code
    assert message.format(bad=bad) in capfd.readouterr().err
    assert few.read_bytes() == kept
