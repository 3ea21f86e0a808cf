"""Kill citeman at random moments while it imports, joins, finds duplicates and undoes.

    python tests/bench/kills.py [KILLS]

Every twentieth kill begins with a new file. Prints a line for every kill as it goes (to stderr),
then how many there were, at how many changes in the log, and everything that was found wrong
afterwards; exit code 1 where anything was.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.library_kills import kill_once

KILLS = 200
FRESH = 20


def main(kills: int) -> int:
    draw = random.Random(1)
    wrong: list[str] = []
    changes = unreported = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(kills):
            left = kill_once(Path(folder) / f"{number // FRESH}.citeman", number, draw)
            wrong += [f"kill {number}: {finding}" for finding in left.findings]
            changes += left.reported > 0
            unreported += left.reported > 0 and left.changes > left.reported
            passed = time.perf_counter() - start
            print(f"kill {number}: {left}, {passed:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(wrong))
    seconds = time.perf_counter() - start
    print(
        f"{kills} kills in {seconds:.0f} s: {len(wrong)} findings; in {changes} a change had been"
    )
    print(f"reported done, in {unreported} of these one more was in the log")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
