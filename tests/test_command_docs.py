"""What docs/scan.md and docs/diff.md show is what happens."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


def blocks(language: str) -> Iterator[str]:
    for name in ("scan.md", "diff.md"):
        text = (DOCS / name).read_text(encoding="utf-8")
        yield from re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", list(blocks("console")), ids=lambda text: text[2:30])
def test_a_session_runs_as_it_is_shown(block: str, shell: dict[str, object]) -> None:
    command, _, shown = block.removeprefix("$ ").partition("\n")
    done = subprocess.run(
        ["bash", "-c", f"{{ {command}; }} 2>&1"],
        capture_output=True,
        text=True,
        check=False,
        **shell,  # type: ignore[call-overload]  # cwd and env
    )
    assert done.stdout == shown


@pytest.mark.parametrize("script", list(blocks("sh")), ids=lambda text: text[:30])
def test_a_script_runs(script: str, shell: dict[str, object]) -> None:
    done = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, **shell)  # type: ignore[call-overload]  # cwd and env
    assert done.returncode == 0, done.stderr
