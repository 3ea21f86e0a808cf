"""Do to a library for long what people do, in any order, and compare it with a simple model.

    python tests/bench/machine.py [LIBRARIES] [STEPS]

Stops at the first step after which the two differ, and prints the steps that led there.
"""

import sys
import time

from tests.test_library_machine import run


def main(examples: int = 500, steps: int = 60) -> None:
    """Let the machine run, and say how long it took."""
    start = time.perf_counter()
    run(examples, steps)
    seconds = time.perf_counter() - start
    print(f"{examples} libraries of up to {steps} steps in {seconds:.0f} s: no difference")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
