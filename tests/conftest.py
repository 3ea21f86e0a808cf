"""What several test modules stand on."""

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings

from tests.calls import Citeman, Run, call
from tests.fake_ncbi import FakeNCBI, seed_references

settings.register_profile("citeman", deadline=None)  # machines are busy
settings.load_profile("citeman")

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for no doctests here: where an import fails, they would hide it as a skip."""
    collectors = yield
    return [each for each in collectors if not isinstance(each, DoctestModule)]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[dict[str, object]]:
    """A folder that looks like a clone, with `citeman` on the path and NCBI on loopback."""
    for folder in ("references", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    script = tmp_path / "bin" / "citeman"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m citeman "$@"\n')
    script.chmod(0o755)
    with FakeNCBI(seed_references()) as ncbi:
        env = os.environ | {
            "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CITEMAN_EUTILS_URL": ncbi.url,
            "NCBI_API_KEY": "allows ten requests a second",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }
        yield {"cwd": tmp_path, "env": env}


@pytest.fixture
def citeman(tmp_path: Path) -> Citeman:
    """Run citeman in the repository, with a cache of its own and no settings of the user's."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Run:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("NCBI_", "CITEMAN_"))}
        env = clean | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
        return call(arguments, ROOT, env | environment, stdin)

    return run
