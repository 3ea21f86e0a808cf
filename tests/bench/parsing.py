"""How fast references are parsed: python tests/bench/parsing.py [FILE of one reference a line]

Prints references per CPU second for the stages of `citeman.parse_references`, best of three, and
the ratio to a peer that does a known job in the same run: one `json.loads` of each result.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import citeman
from citeman.parse.tag import tag

ROOT = Path(__file__).resolve().parents[2]
COUNT = 1_000


def vancouver_strings() -> list[str]:
    """The references of the project's Vancouver lists, over and over up to a thousand."""
    rows = [
        json.loads(line)["raw"]
        for name in ("vancouver-numbered", "lactmed-shaped", "liver-injury-cytokines")
        for line in (ROOT / "references" / f"{name}.gold.jsonl").read_text("utf-8").splitlines()
    ]
    return [" ".join(row.split()) for row in islice(cycle(rows), COUNT)]


def best(job: Callable[[], object]) -> float:
    """CPU seconds of the best of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    given = Path(sys.argv[1]).read_text("utf-8").splitlines() if sys.argv[1:] else []
    strings = given or vancouver_strings()
    lines = [json.dumps(citeman.csl(r)) for r in citeman.parse_references(strings)]
    peer = best(lambda: [json.loads(line) for line in lines])
    for name, job in {
        "tag": lambda: tag(strings),
        "parse_references": lambda: citeman.parse_references(strings),
    }.items():
        seconds = best(job)
        rate = len(strings) / seconds
        print(
            f"{name:18s}{rate:10,.0f} references a CPU second   {seconds / peer:6.1f} x json.loads"
        )


if __name__ == "__main__":
    main()
