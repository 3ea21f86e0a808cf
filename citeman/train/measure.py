"""Measure a model on what it was not trained on: figures by set, and a reliability curve."""

from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

from citeman.model import Reference
from citeman.parse.annotate import understand
from citeman.parse.assemble import assemble
from citeman.parse.labels import Labelled
from citeman.parse.sequence import tag
from citeman.train.calibrate import Judged, reliability
from citeman.train.score import Row, gold_values, read_values, score

Sets = Mapping[str, Sequence[Row]]
JUDGED = ("ore_jats", "text2bib", "bir2024", "grobid_eval", "rdmpage", "cora")
"""Sets with the least noise in their gold, on which confidences are judged."""


def references(rows: Sequence[Row], model: Path | None) -> Iterator[Reference]:
    """Parse the strings of rows with a model."""
    for row, spans in zip(rows, tag([row["raw"] for row in rows], model), strict=True):
        yield understand(row["raw"], assemble(spans))


def judged(sets: Sets, model: Path | None, part: int) -> Iterator[Judged]:
    """Judge every field read from every second row, from row `part` (0 or 1) on."""
    rows = [row for name in JUDGED for row in sets.get(name, ())][part::2]
    for row, spans in zip(rows, tag([row["raw"] for row in rows], model), strict=True):
        yield from _judge(row, spans)


def _judge(row: Row, spans: Sequence[Labelled]) -> Iterator[Judged]:
    assembled = assemble(spans)
    gold, read = gold_values(row), read_values(understand(row["raw"], assembled))
    skipped = set(row["meta"].get("unlabelled") or ())
    for field in gold.keys() - skipped - {"DOI"}:
        found = assembled.get(field.replace("-", "_"))
        if found and read[field]:
            yield min(span.confidence for span in found), read[field] == gold[field]


def logit(probability: float) -> float:
    """Give the evidence that a probability stands for."""
    return log(max(probability, 1e-6) / max(1 - probability, 1e-6))


def figures(sets: Sets, model: Path | None) -> dict[str, Any]:
    """Give the figures of a model on every measuring set, as plain data."""
    table = {}
    for name, rows in sets.items():
        result = score(rows, references(rows, model))
        table[name] = {
            "references": result.number,
            "whole": round(100 * result.whole, 1),
            "F1": round(100 * result.mean_f1, 1),
            "fields": {field: round(100 * f1, 1) for field, f1 in result.f1.items()},
        }
    curve = [
        {"confidence": round(mean, 3), "right": round(right, 3), "fields": number}
        for mean, right, number in reliability(judged(sets, model, 1))
    ]
    return {"sets": table, "reliability": curve}


def compared(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[str]:
    """Say set by set what became better or worse since an earlier report."""
    for name in new["sets"].keys() & old["sets"].keys():
        for figure in ("whole", "F1"):
            now, then = new["sets"][name][figure], old["sets"][name][figure]
            if now != then:
                yield f"{name}: {figure} {then} -> {now} ({now - then:+.1f})"
