"""Where the data that lies beside the project is, for tests that measure against it."""

import os
from pathlib import Path

import pytest


def shared(*parts: str) -> Path:
    """Give a path under the shared folder, or skip the test where it is absent."""
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    path = Path(os.environ.get("CITEMAN_SHARED") or beside, *parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(parts) or 'the shared folder'} beside the checkout")
    return path
