"""Every help text begins with examples, and they run as they stand."""

import subprocess
from collections.abc import Iterator

import click
import pytest

from citeman.cli import COMMANDS, cli, load


def examples() -> Iterator[tuple[str, str]]:
    """The commands that the help texts show, with the command whose help it is."""
    commands = {name: load(name) for name in COMMANDS}
    for name, command in {"citeman": cli, **commands}.items():
        yield from _shown(name, command)


def _shown(name: str, command: click.Command) -> Iterator[tuple[str, str]]:
    if isinstance(command, click.Group) and command is not cli:
        for part, inner in command.commands.items():
            yield from _shown(f"{name} {part}", inner)
        return
    block = (command.help or "").partition("\b\n")[2].partition("\n\n")[0]
    yield name, "\n".join(line.strip() for line in block.splitlines())


@pytest.mark.parametrize(("name", "script"), list(examples()), ids=lambda text: text[:20])
def test_the_examples_of_a_help_text_run(name: str, script: str, shell: dict[str, object]) -> None:
    assert "citeman" in script, f"the help of {name} shows no example"
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        **shell,  # type: ignore[call-overload]  # cwd and env
    )
    assert done.returncode in (0, 1, 3), done.stderr  # findings, or forbidden to ask
