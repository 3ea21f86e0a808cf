"""How tests call citeman as a user does: in a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What one call of citeman gave."""

    code: int
    out: str
    err: str


Citeman = Callable[..., Run]


def call(arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str], stdin: str = "") -> Run:
    """Run citeman to its end, with warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "citeman", *arguments],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)
