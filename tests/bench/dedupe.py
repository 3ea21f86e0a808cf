"""Measure deduplication on the labelled sets: as it is, and with one set left out of the fitting.

    python tests/bench/dedupe.py [--fit] [--curve docs/dedupe-calibration.svg]

--fit prints weights fitted anew on all sets, for `citeman/match/odds.py`. The curve shows how many
pairs of a score are one work. Reads gold/dedup and tools/score_dedup.py of the shared folder.
"""

import argparse
import csv
import gzip
import importlib.util
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from citeman.match import deciding, duplicates, odds
from citeman.match.columns import Columns, Gathering
from citeman.match.odds import KINDS, ODDS
from citeman.match.skimming import skim_lines

ROOT = Path(os.environ.get("CITEMAN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SETS = ("cora", "cytology_screening", "dblp_scholar_r", "digital_work", "mis_baseline", "stroke")
FITTED = ("title", "people", "container", "year", "place", "doi")
WITHHELD: tuple[tuple[str, ...], ...] = (
    (),
    ("place", "doi"),
    ("place", "doi", "year"),
    ("place", "doi", "container"),
    ("people", "doi"),
    ("container", "place"),
    ("doi",),
    ("year", "doi", "place", "people"),
)
"""Each set counts as often as fields can be missing: weights must hold without them."""
RIDGE, PAIRS = 2.0, 2000.0


class Set(NamedTuple):
    name: str
    items: list[dict[str, Any]]
    columns: Columns
    first: np.ndarray
    second: np.ndarray
    verdicts: deciding.Verdicts
    same: np.ndarray
    labelled: np.ndarray


def read(name: str) -> Set:
    path = ROOT / "gold/dedup" / name / "records.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines()
    items = [json.loads(line) for line in lines]
    gathering = Gathering()
    for skimmed in skim_lines(lines, name, []):
        gathering.add(skimmed.facts)
    columns = gathering.columns()
    first, second = duplicates.candidates(columns)
    verdicts = deciding.weigh(columns, first, second, preprints="apart")
    clusters = np.unique([item["cluster"] for item in items], return_inverse=True)[1]
    labelled = np.ones(len(first), bool)
    if name == "dblp_scholar_r":  # two Scholar records that have no DBLP record are not labelled
        is_dblp = np.array([item["source"] == "DBLP" for item in items])
        labelled = is_dblp[first] | is_dblp[second]
    same = clusters[first] == clusters[second]
    return Set(name, items, columns, first, second, verdicts, same, labelled)


def patterns(one: Set) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give distinct rows of kinds, whether each is one work, and what each counts."""
    used = one.labelled & ~one.verdicts.apart
    table = np.stack([*(one.verdicts.kinds[f][used] for f in FITTED), one.same[used]], 1)
    found = []
    for fields in WITHHELD:
        masked = table.copy()
        masked[:, [FITTED.index(field) for field in fields]] = 0
        found.append(np.unique(masked, axis=0, return_counts=True))
    rows = np.concatenate([rows for rows, _ in found])
    counts = np.concatenate([counts for _, counts in found]).astype(float)
    return features(rows[:, :-1]), rows[:, -1] > 0, counts / counts.sum() * PAIRS


def features(rows: np.ndarray) -> np.ndarray:
    columns = [
        rows[:, i] == kind for i, f in enumerate(FITTED) for kind in range(1, len(KINDS[f]))
    ]
    return np.stack([*columns, np.ones(len(rows))], 1).astype(float)


def fit(sets: Sequence[Set]) -> np.ndarray:
    """Fit weights by logistic regression, each set counting alike."""
    parts = [patterns(one) for one in sets]
    x, y, w = (np.concatenate(part) for part in zip(*parts, strict=True))
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[-1, -1] = 0
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (w * (p - y)) + ridge @ weights
        bend = (x * (w * p * (1 - p) + 1e-9)[:, None]).T @ x + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def named(weights: np.ndarray) -> Iterator[tuple[str, str, float]]:
    kinds = [(field, kind) for field in FITTED for kind in KINDS[field][1:]]
    for (field, kind), weight in zip(kinds, weights, strict=False):
        yield field, kind, float(weight)


def weighed(
    one: Set, weights: np.ndarray | None, strictness: deciding.Strictness = "normal"
) -> list[tuple[int, ...]]:
    """Group a set with the packaged weights, or with others."""
    kept = {field: table.copy() for field, table in deciding._WEIGHTS.items()}
    prior = deciding.PRIOR
    if weights is not None:
        for field, kind, weight in named(weights):
            deciding._WEIGHTS[field][KINDS[field].index(kind)] = weight
        deciding.PRIOR = float(weights[-1])
    verdicts = deciding.weigh(one.columns, one.first, one.second, preprints="apart")
    groups = duplicates.group(
        one.columns, one.first, one.second, verdicts, strictness, "apart", duplicates.Links()
    )
    deciding._WEIGHTS.update(kept)
    deciding.PRIOR = prior
    return groups


def score(one: Set, groups: Sequence[tuple[int, ...]]) -> Mapping[str, Any]:
    spec = importlib.util.spec_from_file_location("scorer", ROOT / "tools/score_dedup.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    home = {i: group[0] for group in groups for i in group}
    gold = {str(item["id"]): item["cluster"] for item in one.items}
    source = {str(item["id"]): item.get("source") for item in one.items}
    found = {str(item["id"]): home.get(i, i) for i, item in enumerate(one.items)}
    table = ROOT / "gold/dedup" / one.name / "perfect_mapping.csv"
    mapping = [tuple(row) for row in csv.reader(table.open())][1:] if table.exists() else None
    return scorer.score(gold, found, source, False, mapping)


def show(name: str, figures: Mapping[str, Any]) -> None:
    print(
        f"{name:20} P {figures['precision']:.3f} R {figures['recall']:.3f} F1 {figures['f1']:.3f}"
        f" lost {figures['rFP_works_lost']:4} sensitivity {figures['rec_sensitivity']:.4f}"
        f" false merges {figures['false_merges']}"
    )


def curve(sets: Sequence[Set]) -> list[tuple[float, float, int]]:
    """Say for pairs of about a score what it says on average, and what share is one work."""
    edges = np.array([0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 1.0])
    said = np.concatenate([deciding.scores(s.verdicts.log_odds)[_counted(s)] for s in sets])
    same = np.concatenate([s.same[_counted(s)] for s in sets])
    bins = np.clip(np.digitize(said, edges) - 1, 0, len(edges) - 2)
    return [
        (float(said[bins == b].mean()), float(same[bins == b].mean()), int((bins == b).sum()))
        for b in range(len(edges) - 1)
        if (bins == b).any()
    ]


def _counted(one: Set) -> np.ndarray:
    return one.labelled & ~one.verdicts.apart


def draw(points: Sequence[tuple[float, float, int]]) -> str:
    """Draw the curve as an SVG picture: said from left to right, found from bottom to top."""
    place = [(40 + 300 * x, 320 - 300 * y, n) for x, y, n in points]
    dots = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"><title>{n:,} pairs</title></circle>'
        for x, y, n in place
    )
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y, _ in place)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 360"'
        ' font-family="sans-serif" font-size="11">'
        '<rect width="360" height="360" fill="white"/>'
        '<path d="M40 20V320H340" fill="none" stroke="black"/>'
        '<path d="M40 320L340 20" stroke="gray" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#06c" stroke-width="2"/>'
        f'<g fill="#06c">{dots}</g>'
        '<text x="120" y="345">score: said to be one work</text>'
        '<text x="-250" y="25" transform="rotate(-90)">share that is one work</text></svg>\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--curve")
    arguments = parser.parse_args()
    sets = [read(name) for name in SETS]
    for strictness in deciding.SAME_FROM:
        print(f"\n{strictness}")
        for one in sets:
            show(one.name, score(one, weighed(one, None, strictness)))
    print("\nweights fitted without the set they are measured on")
    for one in sets:
        show(one.name, score(one, weighed(one, fit([s for s in sets if s is not one]))))
    print("\nscore said, share of one work, pairs")
    points = curve(sets)
    for said, found, pairs in points:
        print(f"{said:.3f} {found:.3f} {pairs}")
    if arguments.curve:
        Path(arguments.curve).write_text(draw(points), encoding="utf-8")
    if arguments.fit:
        weights = fit(sets)
        for field, kind, weight in named(weights):
            print(f"{field:10} {kind:20} {weight:6.2f}   (now {ODDS[field][kind].weight})")
        print(f"prior {weights[-1]:.2f}   (now {odds.PRIOR})")


if __name__ == "__main__":
    main()
