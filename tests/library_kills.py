"""Kill citeman at random moments while it writes to a library, and look at what is left.

A child imports, joins, finds duplicates, undoes and does again in a loop until it is killed.
Whatever the moment, the library must open, the log must be whole and hold every change that was
reported done, and every record that it speaks of must be there, once.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from citeman.library import Library
from citeman.library.checking import check
from citeman.library.log import Target
from citeman.workflow.uniting import unite
from tests.library_shelf import item, opened, put

PROCESSES = get_context("forkserver")  # children begin at once, with everything loaded
PROCESSES.set_forkserver_preload([__name__])
LOT, PARTED, MOST, LATER = 40, 4, 12, 0.3
"""References of an import, joins of it that are parted for finding duplicates, changes after which
a child is killed at most, and seconds later."""


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


def work(path: Path, seed: int, tell: Connection) -> None:
    """Change a library for ever: import, import again (which joins), undo, redo, undo a part,
    and join that again by finding duplicates; then undo a part of this too."""
    draw = random.Random(seed)
    number = seed * 1000
    tell.send(0)
    with opened(path, patience=60) as library:
        while True:
            number += 1
            put(library, lot(number))
            tell.send(_changes(library))
            joined = put(library, lot(number, is_again=True)).change or 0
            tell.send(_changes(library))
            for act in (library.undo, library.redo):
                act()
                tell.send(_changes(library))
            for part in draw.sample(range(1, LOT + 1), PARTED):
                library.undo(Target(joined, part))
                tell.send(_changes(library))
            united = unite(library).change or 0
            tell.send(_changes(library))
            library.undo(Target(united, draw.randint(1, PARTED)))
            tell.send(_changes(library))
            if draw.random() < 0.5:
                library.undo()
                tell.send(_changes(library))


def _changes(library: Library) -> int:
    return next(library.log()).id


def kill_once(path: Path, seed: int, draw: random.Random) -> Left:
    """Let a child make some changes, kill it a little later, and look."""
    told, tell = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=work, args=(path, seed, tell))
    child.start()
    tell.close()
    reported = max(told.recv() for _ in range(1 + draw.randint(0, MOST)))
    time.sleep(draw.random() * LATER)
    child.kill()
    child.join()
    return look(path, max(_received(told), default=reported))


def _received(told: Connection) -> Iterator[int]:
    with told:
        while True:
            try:
                yield told.recv()
            except (EOFError, OSError):  # nothing more, or a number cut off by the kill
                return


def look(path: Path, reported: int) -> Left:
    """Open what is left as the next user does, and say what is wrong with it."""
    with opened(path) as library:
        findings = check(library)
        log = list(library.log())
        if len(log) < reported:
            findings.append(f"change {reported} was done, and the log ends with {len(log)}")
        if log and log[0].after["works"] != library.size():
            findings.append(f"{library.size()} works, after a change that left {log[0].after}")
        bodies = Counter(body for (body,) in library.base.execute("SELECT body FROM record"))
        findings += [f"kept twice: {body[:80]}" for body, times in bodies.items() if times > 1]
        return Left(findings, reported, len(log))
