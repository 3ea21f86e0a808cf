"""The import rules of docs/architecture.md hold, and a planted breach is seen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import citeman

ROOT = Path(citeman.__file__).parent
LEVELS = (
    {"model", "errors", "hyphens", "text", "xmltext"},
    {"fields", "latex"},
    {"cite"},
    {"formats", "documents", "manuscripts"},
    {"parse", "match"},
    {"enrich", "audit", "mentions", "differences"},
    {"sources", "library", "files"},
    {"train", "processors"},
    {"workflow"},
    {"cli", "web", "scale", "api"},
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
IO_LEVEL = LEVEL["files"]
IO = {"requests", "urllib3", "sqlite3", "subprocess", "time", "random", "socket"}


def breaches(room: str, code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if top in IO and LEVEL[room] < IO_LEVEL:
                yield f"{room} imports {top}"
            if top != "citeman" or other == room or other not in LEVEL:
                continue
            allowed = (
                LEVEL[other] < LEVEL[room] or LEVEL[room] == 0 or {room, other} == {"cli", "api"}
            )
            if not allowed:
                yield f"{room} imports {other}"


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_module_imports_downwards_only(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if room not in ("__init__", "__main__"):
        assert list(breaches(room, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("fields", "from citeman.parse import tag"),
        ("parse", "def f():\n    import requests"),
        ("documents", "from citeman.formats import bibtex"),
        ("cite", "import subprocess"),
        ("cite", "from citeman.formats import csljson"),
        ("processors", "from citeman.workflow import citing"),
        ("enrich", "import citeman.workflow"),
    ],
)
def test_a_breach_is_seen(room: str, code: str) -> None:
    assert list(breaches(room, code))
