"""Measure other tools on the labelled sets of deduplication, beside citeman, in one run.

    python tests/bench/dedupe_peers.py [--python PYTHON] [--limit SECONDS] [SET ...]

Measures what is installed of splink (5), recordlinkage (0.16) and bib-dedupe (0.11), each set up
as its documentation begins: Splink with its own comparisons for names and texts, trained by
expectation maximisation, pairs from 0.9 on; recordlinkage with sorted neighbours of titles and
blocks of authors and years, Jaro-Winkler likenesses, and the ECM classifier; bib-dedupe as it
comes, on one process. None sees labels. PYTHON is one that has citeman. What takes longer than
the limit is left out and named. Reads gold/dedup and tools/score_dedup.py of the shared folder.
"""

import argparse
import csv
import gzip
import importlib.util
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(os.environ.get("CITEMAN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SETS = ("cytology_screening", "stroke", "digital_work", "mis_baseline", "cora", "dblp_scholar_r")
TEXTS = ("title", "author", "container-title", "volume", "page")
LIMIT = 1800

Row = dict[str, Any]
Pairs = Iterable[tuple[str, str]]


def rows_of(name: str) -> list[Row]:
    """Read a set as flat lower-case texts, None where a field is missing."""
    lines = gzip.decompress((ROOT / "gold/dedup" / name / "records.jsonl.gz").read_bytes())
    return [_row(json.loads(line)) for line in lines.splitlines()]


def _row(item: Mapping[str, Any]) -> Row:
    texts = {
        field.replace("-", "_"): str(item.get(field) or "").lower() or None for field in TEXTS
    }
    author = (texts["author"] or "").replace(",", " ").split()
    year = str(item.get("issued") or "") or None
    return {
        "unique_id": str(item["id"]), "cluster": item["cluster"], "source": item.get("source"),
        "item": item, **texts, "first": author[0] if author else None, "year": year,
        "start": (texts["title"] or "")[:12] or None,
    }  # fmt: skip


def by_splink(rows: list[Row]) -> Pairs:
    import pandas
    import splink.comparison_library as likeness
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    frame = pandas.DataFrame(rows).drop(columns=["cluster", "source", "item"])
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("start"), block_on("first", "year"), block_on("volume", "page"),
        ],
        comparisons=[
            likeness.JaroWinklerAtThresholds("title", [0.95, 0.88]),
            likeness.JaroWinklerAtThresholds("author", [0.95, 0.8]),
            likeness.JaroWinklerAtThresholds("container_title", [0.95, 0.8]),
            likeness.ExactMatch("year"),
            likeness.ExactMatch("volume"),
            likeness.ExactMatch("page"),
        ],
    )  # fmt: skip
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("title")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("start"), block_on("first", "year")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.9).as_pandas_dataframe()
    return zip(found["unique_id_l"], found["unique_id_r"], strict=True)


def by_recordlinkage(rows: list[Row]) -> Pairs:
    import pandas
    import recordlinkage

    frame = pandas.DataFrame(rows).drop(columns="item").set_index("unique_id")
    index = recordlinkage.Index()
    index.sortedneighbourhood("start", window=5)
    index.block(["first", "year"])
    index.block("title")
    compare = recordlinkage.Compare()
    for field in ("title", "author", "container_title"):
        compare.string(field, field, method="jarowinkler", threshold=0.9, label=field)
    for field in ("year", "volume", "page"):
        compare.exact(field, field, label=field)
    features = compare.compute(index.index(frame), frame)
    return list(recordlinkage.ECMClassifier().fit_predict(features))


def by_bib_dedupe(rows: list[Row]) -> Pairs:
    import pandas
    from bib_dedupe.bib_dedupe import block, cluster, match, prep

    frame = pandas.DataFrame([_entry(row) for row in rows])
    matched = match(block(prep(frame, cpu=1), cpu=1), cpu=1)
    return [(group[0], other) for group in cluster(matched) for other in group[1:]]


def _entry(row: Row) -> dict[str, str]:
    entry = {field: str(row["item"].get(name) or "") for field, name in _FIELDS.items()}
    return entry | {"ID": row["unique_id"], "ENTRYTYPE": "article"}


_FIELDS = {
    "title": "title", "author": "author", "journal": "container-title", "year": "issued",
    "volume": "volume", "number": "issue", "pages": "page", "doi": "DOI", "abstract": "abstract",
}  # fmt: skip


def by_citeman(name: str, python: str) -> Mapping[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "in.jsonl"), Path(folder, "out.csv")
        packed = ROOT / "gold/dedup" / name / "records.jsonl.gz"
        given.write_bytes(gzip.decompress(packed.read_bytes()))
        command = ["-m", "citeman", "dedupe", str(given), "--clusters", str(out), "-q"]
        subprocess.run([python, *command], check=True)
        return dict(list(csv.reader(out.open(encoding="utf-8")))[1:])


def clusters(rows: list[Row], pairs: Pairs) -> dict[str, str]:
    """Close pairs transitively."""
    home = {row["unique_id"]: row["unique_id"] for row in rows}

    def find(one: str) -> str:
        while home[one] != one:
            home[one] = home[home[one]]
            one = home[one]
        return one

    for one, other in pairs:
        home[find(str(one))] = find(str(other))
    return {one: find(one) for one in home}


def score(name: str, rows: list[Row], found: Mapping[str, str]) -> Mapping[str, Any]:
    spec = importlib.util.spec_from_file_location("scorer", ROOT / "tools/score_dedup.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = {row["unique_id"]: str(row["cluster"]) for row in rows}
    source = {row["unique_id"]: row["source"] for row in rows}
    table = ROOT / "gold/dedup" / name / "perfect_mapping.csv"
    mapping = [tuple(row) for row in csv.reader(table.open())][1:] if table.exists() else None
    return scorer.score(gold, found, source, False, mapping)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--limit", type=int, default=LIMIT)
    parser.add_argument("sets", nargs="*", default=SETS)
    arguments = parser.parse_args()
    peers: dict[str, Callable[[list[Row]], Pairs]] = {
        "splink": by_splink, "recordlinkage": by_recordlinkage, "bib_dedupe": by_bib_dedupe,
    }  # fmt: skip
    signal.signal(signal.SIGALRM, stop)
    for name in arguments.sets:
        rows = rows_of(name)
        show(name, "citeman", score(name, rows, by_citeman(name, arguments.python)), 0.0)
        for peer, measure in peers.items():
            if importlib.util.find_spec(peer) is None:
                print(f"{name:20} {peer:14} is not installed")
                continue
            began = time.process_time()
            signal.alarm(arguments.limit)
            try:
                found = clusters(rows, measure(rows))
            except TimeoutError:
                print(f"{name:20} {peer:14} not done in {arguments.limit} s", flush=True)
                continue
            finally:
                signal.alarm(0)
            show(name, peer, score(name, rows, found), time.process_time() - began)


def stop(number: int, frame: object) -> None:
    raise TimeoutError


def show(name: str, tool: str, figures: Mapping[str, Any], seconds: float) -> None:
    print(
        f"{name:20} {tool:14} P {figures['precision']:.3f} R {figures['recall']:.3f}"
        f" F1 {figures['f1']:.3f} lost {figures['rFP_works_lost']:5}"
        f" sensitivity {figures['rec_sensitivity']:.4f}"
        + (f" in {seconds:.1f} CPU s" if seconds else ""),
        flush=True,
    )


if __name__ == "__main__":
    main()
