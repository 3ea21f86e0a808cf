"""What the README shows is what happens: every command in it runs, with the output it prints."""

import doctest
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ELLIPSIS = "..."


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def session() -> Iterator[tuple[str, str]]:
    """Every command that the README types, and what it shows of the output."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def scripts() -> Iterator[str]:
    """What the README tells to run, block by block, beside installing and testing."""
    for block in blocks("sh"):
        steps = [step for line in block.splitlines() for step in line.split(" && ")]
        kept = [s for s in steps if not s.startswith("pip install") and "pytest" not in s]
        if kept:
            yield "\n".join(kept)


@pytest.mark.parametrize(("command", "shown"), list(session()), ids=lambda text: text[:30])
def test_a_session_of_the_readme_runs_as_it_is_shown(
    command: str, shown: str, shell: dict[str, object]
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{{ {command}; }} 2>&1"],
        capture_output=True,
        text=True,
        check=True,
        **shell,  # type: ignore[call-overload]  # cwd and env
    )
    pattern = re.escape(shown).replace(re.escape(ELLIPSIS), ".*")
    assert re.fullmatch(pattern, done.stdout), done.stdout


def test_the_first_screen_has_a_command_for_the_main_job_and_one_for_the_tests() -> None:
    first_screen = README.splitlines()[:22]
    assert any("citeman parse references/" in line for line in first_screen)
    assert any("python -m pytest" in line for line in first_screen)
    assert "python -m pytest" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", list(scripts()))
def test_the_commands_of_the_readme_run(script: str, shell: dict[str, object]) -> None:
    done = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, **shell)  # type: ignore[call-overload]  # cwd and env
    assert done.returncode == 0, done.stderr


def test_the_bib_entry_shown_is_the_one_written(shell: dict[str, object]) -> None:
    command = "citeman parse references/liver-injury-cytokines.txt --to bibtex"
    out = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=True,
        **shell,  # type: ignore[call-overload]  # cwd and env
    ).stdout
    [entry] = blocks("bibtex")
    before, _, after = entry.partition(ELLIPSIS)
    assert before in out
    assert after.strip() in out


def test_the_python_of_the_readme_is_true() -> None:
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted > 3
    assert result.failed == 0
