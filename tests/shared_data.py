"""Where development data lies that is not part of the project; tests skip when it is absent."""

import os
from pathlib import Path

import pytest


def shared(*parts: str) -> Path:
    """The path of a file or folder of the shared data; skips the test when it is absent."""
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    path = Path(os.environ.get("CITEMAN_SHARED", beside)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return path
