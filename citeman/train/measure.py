"""Measure a model on what it was not trained on: figures by set, and a reliability curve."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from citeman.model import Reference
from citeman.parse.annotate import understand
from citeman.parse.assemble import assemble
from citeman.parse.labels import Labelled
from citeman.parse.sequence import tag
from citeman.train.calibrate import Judged, judge, reliability
from citeman.train.corpus import Corpus, Row
from citeman.train.examples import Example
from citeman.train.score import score


def references(rows: Sequence[Row], model: Path | None) -> Iterator[Reference]:
    """Parse the strings of rows with a model."""
    raw = [row["raw"] for row in rows]
    for text, spans in zip(raw, tag(raw, model), strict=True):
        yield understand(text, assemble(spans))


def judged(examples: Sequence[Example], model: Path | None) -> Iterator[Judged]:
    """Tag the strings of examples and judge every span."""
    tagged: list[list[Labelled]] = tag([example.raw for example in examples], model)
    for example, spans in zip(examples, tagged, strict=True):
        yield from judge(example, spans)


def figures(corpus: Corpus, model: Path | None) -> dict[str, Any]:
    """Give the figures of a model on every measuring set, as plain data."""
    sets = {}
    for name, rows in corpus.measuring.items():
        result = score(rows, references(rows, model))
        sets[name] = {
            "references": result.number,
            "whole": round(100 * result.whole, 1),
            "F1": round(100 * result.mean_f1, 1),
            "fields": {field: round(100 * f1, 1) for field, f1 in result.f1.items()},
        }
    held = [
        {"confidence": round(mean, 3), "right": round(right, 3), "spans": number}
        for mean, right, number in reliability(judged(corpus.held, model))
    ]
    return {"sets": sets, "reliability": held}
