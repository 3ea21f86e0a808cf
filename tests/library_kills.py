"""Kill citeman at random moments while it writes to a library, and look at what is left.

A child imports, joins, undoes and does again in a loop until it is killed. Whatever the moment,
the library must open, the log must be whole and hold every change that was reported done, and
every record that it speaks of must be there, once.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from citeman.library import Library
from citeman.library.checking import check
from citeman.library.log import Target
from tests.library_shelf import item, opened, put

CHILD = """
import sys
from pathlib import Path
from tests.library_kills import work
work(Path(sys.argv[1]), int(sys.argv[2]))
"""
LOT = 40


class Left(NamedTuple):
    """What a kill left: what is wrong, changes that were reported done, and rows in the log."""

    findings: list[str]
    reported: int
    changes: int


def lot(number: int, *, is_again: bool = False) -> list[dict[str, object]]:
    """References of one import; those that come again say a little more."""
    more = {"issue": "4"} if is_again else {}
    return [
        item(
            f"r{number}x{n}{'b' * is_again}",
            f"Trial {number * LOT + n} of substance {n * 7919 % 1009} in {number} clinics",
            page=str(100 + n),
            volume=str(number + 1),
            DOI=f"10.1000/{number}.{n}",
            **more,
        )
        for n in range(LOT)
    ]


def work(path: Path, seed: int) -> None:
    """Change a library for ever: import, import again (which joins), undo, redo, undo a part."""
    draw = random.Random(seed)
    number = seed * 1000
    report("ready")
    with opened(path, patience=60) as library:
        while True:
            number += 1
            put(library, lot(number))
            report(_changes(library))
            joined = put(library, lot(number, is_again=True)).change or 0
            report(_changes(library))
            for act in (library.undo, library.redo):
                act()
                report(_changes(library))
            library.undo(Target(joined, draw.randint(1, LOT)))
            report(_changes(library))
            if draw.random() < 0.5:
                library.undo()
                report(_changes(library))


def report(words: object) -> None:
    """Tell the parent at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _changes(library: Library) -> int:
    return next(library.log()).id


def kill_once(path: Path, seed: int, draw: random.Random, longest: float = 1.0) -> Left:
    """Let a child write, kill it after at most so many seconds, and look."""
    command = [sys.executable, "-c", CHILD, str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(draw.random() * longest)
        child.send_signal(signal.SIGKILL)
        reported = [int(line) for line in child.stdout.read().split()]
    return look(path, max(reported, default=0))


def look(path: Path, reported: int) -> Left:
    """Open what is left as the next user does, and say what is wrong with it."""
    with opened(path) as library:
        findings = check(library)
        log = list(library.log())
        if len(log) < reported:
            findings.append(f"change {reported} was done, and the log ends with {len(log)}")
        if log and log[0].after["works"] != library.size():
            findings.append(f"{library.size()} works, after a change that left {log[0].after}")
        bodies = [body for (body,) in library.base.execute("SELECT body FROM record")]
        findings += [f"kept twice: {body[:80]}" for body in set(bodies) if bodies.count(body) > 1]
        return Left(findings, reported, len(log))
