"""What docs/library.md shows is what happens."""

import re
import subprocess

import pytest

from citeman.library.query import FIELDS, read_query
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<query>[^`]+)` \| (?P<rest>.*) \|$", re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
FIELD = re.compile(r"-?[a-z]+:\S+")


def queries() -> list[str]:
    """The queries of the table, and those named beside them."""
    rows = list(ROW.finditer(PAGE))
    beside = [span for row in rows for span in SPAN.findall(row["rest"]) if FIELD.match(span)]
    return [row["query"] for row in rows] + beside


def test_the_sessions_run_as_they_are_shown(shell: dict[str, object]) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(steps) > 4
    for step in steps:
        command, _, shown = step.partition("\n")
        done = subprocess.run(
            ["bash", "-c", f"{{ {command}; }} 2>&1"],
            capture_output=True,
            text=True,
            check=True,
            **shell,  # type: ignore[call-overload]  # cwd and env
        )
        pattern = re.escape(shown).replace(r"\.\.\.", ".*")
        assert re.fullmatch(pattern, done.stdout), done.stdout


@pytest.mark.parametrize("query", queries())
def test_the_queries_of_the_table_are_queries(query: str) -> None:
    assert read_query(query)


def test_the_table_names_every_field() -> None:
    assert [field for field in FIELDS if f"`{field}:" not in PAGE] == []
