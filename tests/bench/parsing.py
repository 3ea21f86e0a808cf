"""How fast references are parsed, beside other tools in the same run.

    python tests/bench/parsing.py [FILE of one reference a line]

Prints CPU rates (best of three) of tagging and of whole records, for strings not seen before in
the process, and the ratios to python-crfsuite tagging and to refextract where those are installed
(pip install python-crfsuite refextract); then peak memory for 100,000 references streamed, and
the wall time of two processes against one.
"""

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

import citeman
from citeman.parse import iter_references
from citeman.parse.tag import tag

ROOT = Path(__file__).resolve().parents[2]
STREAMED = 100_000
_TOKEN = re.compile(r"\w+|[^\w\s]")


def listed_strings() -> list[str]:
    """The references of the project's own lists."""
    files = sorted((ROOT / "references").glob("*.gold.jsonl"))
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    return [" ".join(json.loads(line)["raw"].split()) for line in lines]


def fresh(strings: Sequence[str], turn: int) -> list[str]:
    """The strings with other numbers in them, so that nothing is known from the turn before."""
    return [re.sub(r"\d(?=\d)", lambda m: str((int(m[0]) + turn) % 10), s) for s in strings]


def rate(job: Callable[[list[str]], object], strings: Sequence[str]) -> float:
    """Strings per CPU second: the best of three turns."""
    best = 0.0
    for turn in range(3):
        given = fresh(strings, turn)
        start = time.process_time()
        job(given)
        best = max(best, len(given) / (time.process_time() - start))
    return best


def peers() -> Iterator[tuple[str, Callable[[list[str]], object]]]:
    """Other tools at the same job, where they are installed."""
    if find_spec("pycrfsuite"):
        yield "python-crfsuite (tagging)", crfsuite()
    if find_spec("refextract"):
        from refextract import extract_references_from_string

        yield (
            "refextract (records)",
            lambda raws: [extract_references_from_string(r) for r in raws],
        )


def crfsuite() -> Callable[[list[str]], object]:
    """A tagger of the usual kind: words, affixes and shapes in a window of five."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for raw in listed_strings():
        words = _TOKEN.findall(raw)
        labels = ["title" if word.islower() else "other" for word in words]
        trainer.append(list(_features(words)), labels)
    trainer.set_params({"max_iterations": 20, "c2": 1.0})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
    return lambda raws: [tagger.tag(list(_features(_TOKEN.findall(raw)))) for raw in raws]


def _features(words: Sequence[str]) -> Iterator[list[str]]:
    for i in range(len(words)):
        found = [f"place={i * 10 // len(words)}"]
        for j in range(max(i - 2, 0), min(i + 3, len(words))):
            word = words[j]
            texts = (word.lower(), word[:3], word[-3:], str(word.isdigit()), str(word.istitle()))
            found += [f"{j - i}.{k}={text}" for k, text in enumerate(texts)]
        yield found


def _count(strings: list[str]) -> int:
    return sum(1 for _ in iter_references(strings))


def main() -> None:
    """Measure and print."""
    given = Path(sys.argv[1]).read_text("utf-8").splitlines() if sys.argv[1:] else []
    strings = given or listed_strings()
    tag(strings[:1])
    ours = rate(citeman.parse_references, strings)
    print(f"{'citeman: tag':28s}{rate(tag, strings):10,.0f} references a CPU second")
    print(f"{'citeman: parse_references':28s}{ours:10,.0f}")
    for name, job in peers():
        theirs = rate(job, strings)
        print(f"{name:28s}{theirs:10,.0f}   citeman is {ours / theirs:.1f} times as fast")

    many = list(islice(cycle(fresh(strings, 5)), STREAMED))
    start = time.perf_counter()
    _count(many)
    one = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{STREAMED:,} references streamed: {one:.0f} s, at most {peak:.0f} MB")
    with ProcessPoolExecutor(2) as pool:
        start = time.perf_counter()
        list(pool.map(_count, [many[::2], many[1::2]]))
    print(f"two processes: {one / (time.perf_counter() - start):.2f} times as fast as one")


if __name__ == "__main__":
    main()
