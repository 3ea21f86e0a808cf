"""What several test modules stand on."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fake_ncbi import FakeNCBI, seed_references

settings.register_profile("citeman", deadline=None)  # machines are busy
settings.load_profile("citeman")

ROOT = Path(__file__).resolve().parents[1]


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
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        yield {"cwd": tmp_path, "env": env}
