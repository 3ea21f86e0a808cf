"""The same duplicates, found by SQL and batches: on DuckDB, and where it is there, on Spark."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from citeman.match.batches import Row, judge, rows_of
from citeman.match.blocks import pairs_of
from citeman.match.columns import Gathering, columns_of
from citeman.match.deciding import weigh
from citeman.match.duplicates import groups_in
from tests.bench.records import works
from tests.calls import Citeman

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "dedupe_in_sql.py"

HAS_JAVA = bool(os.environ.get("JAVA_HOME") or shutil.which("java"))
ON_SPARK = pytest.mark.skipif(
    not (HAS_JAVA and find_spec("pyspark") and find_spec("pandas")),
    reason="needs Java, pyspark and pandas",
)
ENGINES = [
    "duckdb",
    pytest.param("spark", marks=[ON_SPARK, pytest.mark.filterwarnings("ignore")]),
]


def items() -> Iterator[dict[str, Any]]:
    """Give works with copies and sisters; and a title, a page and a name that are crowded."""
    chance = random.Random(11)
    for group in works(2000, chance):
        yield from group
    for number in range(400):
        family = chance.choice(["Ng", "Lee Lee", "Baker", f"Ito{number}"])
        yield {
            "title": chance.choice(["Editorial", "EDITORIAL.", "Gut feelings of surgeons"]),
            "author": [{"family": family, "given": chance.choice(["A", "Anna", "B"])}],
            "page": chance.choice(["1", "1", "2", str(number)]),
            "volume": chance.choice(["7", "8", ""]),
            "issued": {"date-parts": [[chance.choice([2001, 2002])]]},
        }
    for number in range(90):  # in UTF-16 the last letter would come before that before it
        letter = chance.choice("aöωи\u4e00\ufa0e\U00020000")
        yield {"title": f"{letter} {number % 45}", "author": [{"family": "Ng"}], "page": "1"}


def line(number: int, item: dict[str, Any]) -> str:
    return json.dumps({"type": "article-journal", "id": f"r{number}", **item}, ensure_ascii=False)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [line(number, item) for number, item in enumerate(items())]


@pytest.fixture(scope="module")
def rows(lines: list[str]) -> list[Row]:
    return list(rows_of(((i, each.encode()) for i, each in enumerate(lines, 1)), "line"))


@pytest.fixture(scope="module")
def example() -> Any:
    spec = spec_from_file_location("dedupe_in_sql", EXAMPLE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> Iterator[Any]:
    """Give an engine that has blocked and weighed the lines."""
    example = request.getfixturevalue("example")
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "refs.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", SMALL_SPARK)
        engine = example.ENGINES[request.param](str(folder), "500MB")
        example.blocked_and_weighed(engine, str(path))
        yield engine


SMALL_SPARK = "--master local[2] --conf spark.sql.shuffle.partitions=4 pyspark-shell"


def numpys_pairs(rows: list[Row]) -> set[tuple[int, int]]:
    pairs = np.concatenate([*pairs_of(columns_of(row.facts for row in rows))], axis=1)
    return {(i + 1, j + 1) for i, j in pairs.T.tolist() if i != j}


def test_sql_pairs_what_numpy_pairs(engine: Any, rows: list[Row]) -> None:
    found = [tuple(pair) for pair in engine.rows("SELECT one, other FROM pairs")]
    assert len(found) == len(set(found))
    assert set(found) == numpys_pairs(rows)
    crowded = "SELECT key FROM keys GROUP BY key HAVING count(*) > 40"
    assert len(list(engine.rows(crowded))) > 10


def test_what_pairs_come_to_does_not_depend_on_the_engine(engine: Any, rows: list[Row]) -> None:
    judged = [tuple(row) for row in engine.rows("SELECT * FROM judged")]
    one, other, log_odds, against, decisions = zip(*judged, strict=True)
    first, second = (np.array(refs, np.int32) - 1 for refs in (one, other))
    columns = columns_of(row.facts for row in rows)
    verdicts = weigh(columns, first, second, preprints="apart")
    assert verdicts.log_odds.tolist() == list(log_odds)
    assert verdicts.against.tolist() == list(against)
    assert set(decisions) == {"same", "doubtful", "different"}


def test_groups_are_those_of_one_machine(engine: Any, example: Any, rows: list[Row]) -> None:
    gathering = Gathering()
    for row in rows:
        gathering.add(row.facts)
    groups = groups_in(gathering, strictness="normal", preprints="apart")
    assert any(len(group) > 3 for group in groups)
    assert sorted(example.grouped(engine)) == [[i + 1 for i in group] for group in groups]


@pytest.mark.parametrize("name", ENGINES)
def test_the_example_writes_the_clusters_that_citeman_writes(
    name: str, lines: list[str], tmp_path: Path, citeman: Citeman
) -> None:
    path, clusters = tmp_path / "refs.jsonl", tmp_path / "clusters.csv"
    odd = ['{"title": "No id of its own"}', "", "[]", '{"id": "a,b", "title": "", "issued": 7}']
    path.write_text("\n".join([*odd, *lines[:700]]), encoding="utf-8")
    assert citeman("dedupe", str(path), "--clusters", str(clusters)).code == 0
    done = run_example(str(path), "--engine", name)
    assert done.stdout == clusters.read_text(encoding="utf-8")
    assert "line:3: a record is an object" in done.stderr


def run_example(*arguments: str, before: str = "pass") -> subprocess.CompletedProcess[str]:
    code = f"import runpy, sys; {before}; runpy.run_path({str(EXAMPLE)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYSPARK_SUBMIT_ARGS": SMALL_SPARK, "PYTHONPATH": str(ROOT)},
        check=False,
    )


@pytest.mark.parametrize(
    ("engine_name", "module"),
    [("duckdb", "duckdb"), ("duckdb", "pyarrow"), ("spark", "pyspark"), ("spark", "pyarrow")],
)
def test_the_example_says_what_it_lacks(engine_name: str, module: str) -> None:
    done = run_example("--engine", engine_name, before=f"sys.modules[{module!r}] = None")
    assert done.returncode == 1
    assert done.stderr.startswith(module)
    assert "pip install" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_is_named() -> None:
    done = run_example("gone.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("gone.jsonl: there is no such file\n")


def test_a_pair_comes_to_the_same_in_any_batch(rows: list[Row]) -> None:
    pairs = sorted(numpys_pairs(rows))
    random.Random(5).shuffle(pairs)
    sides = [(rows[i - 1].facts, rows[j - 1].facts) for i, j in pairs[:3000]]
    whole = judge(columns_of([*(one for one, _ in sides), *(other for _, other in sides)]))
    answers = zip(whole.at, whole.log_odds, whole.against, whole.decisions, strict=True)
    together = {at: (odds, bits, decision) for at, odds, bits, decision in answers}
    for at, (one, other) in enumerate(sides[:600]):
        for alone in (judge(columns_of([one, other])), judge(columns_of([other, one]))):
            found = list(zip(alone.log_odds, alone.against, alone.decisions, strict=True))
            assert found == ([together[at]] if at in together else [])


def test_an_empty_batch_comes_to_nothing() -> None:
    assert judge(columns_of([])).at.tolist() == []


def test_nothing_that_engines_need_is_loaded_without_them() -> None:
    code = """if True:
        import sys
        import citeman.match.batches, citeman.match.sql, citeman.workflow.clustering
        print(*({"duckdb", "pandas", "pyarrow", "pyspark"} & sys.modules.keys()))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
