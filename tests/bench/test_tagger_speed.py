"""How fast strings become labelled spans, beside python-crfsuite in the same run."""

import gc
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from citeman.parse.sequence import tag
from citeman.train.examples import read_gold
from tests.shared_data import shared

crfsuite = pytest.importorskip("pycrfsuite", reason="the yardstick is python-crfsuite")

FASTER = 1.5
"""Tagging must be at least so many times as fast as python-crfsuite."""


def _rows(name: str) -> list[dict[str, Any]]:
    return list(read_gold(shared("gold", "parse", f"{name}.jsonl.gz")))


TOKEN = re.compile(r"\w+|[^\w\s]")


def _features(words: list[str]) -> Iterator[list[str]]:
    """Features as sequence taggers for references commonly use: words, affixes and shapes."""
    for i in range(len(words)):
        found = [f"place={i * 10 // len(words)}"]
        for j in range(max(i - 2, 0), min(i + 3, len(words))):
            word = words[j]
            texts = (word.lower(), word[:3], word[-3:], str(word.isdigit()), str(word.istitle()))
            found += [f"{j - i}.{k}={text}" for k, text in enumerate(texts)]
        yield found


def _yardstick(path: str) -> Callable[[list[str]], object]:
    trainer = crfsuite.Trainer(verbose=False)
    for row in _rows("anystyle_core")[:300]:
        words = list(TOKEN.finditer(row["raw"]))
        spans = row["spans"]
        labels = [
            next((label for a, b, label in spans if a <= word.start() < b), "O") for word in words
        ]
        trainer.append(list(_features([word[0] for word in words])), labels)
    trainer.set_params({"max_iterations": 20, "c2": 1.0})
    trainer.train(path)
    tagger = crfsuite.Tagger()
    tagger.open(path)
    return lambda raws: [tagger.tag(list(_features(TOKEN.findall(raw)))) for raw in raws]


def _seconds(work: Callable[[list[str]], object], raws: list[str]) -> float:
    gc.collect()
    start = time.process_time()
    work(raws)
    return time.process_time() - start


def test_tagging_is_faster_than_crfsuite(tmp_path: Any, capsys: Any) -> None:
    raws = [row["raw"] for name in ("excite_en", "excite_de") for row in _rows(name)]
    yardstick = _yardstick(str(tmp_path / "model"))
    tag(raws[:1])
    ours, theirs = _seconds(tag, raws), _seconds(yardstick, raws)
    with capsys.disabled():
        rates = f"{len(raws) / ours:.0f} references/s, python-crfsuite {len(raws) / theirs:.0f}"
        print(f"\n{rates}")
    assert theirs / ours > FASTER


def test_time_grows_in_step_with_the_number_of_references() -> None:
    raws = [row["raw"] for row in _rows("excite_de")]
    tag(raws)
    once, four_times = _seconds(tag, raws), _seconds(tag, raws * 4)
    assert four_times < 6 * once
