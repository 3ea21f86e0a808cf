"""Small libraries for tests: made-up works, and ways to put them on the shelf."""

import json
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from citeman.formats.csljson import csl
from citeman.library import Library
from citeman.model import Record
from citeman.workflow.importing import Imported, import_files


def opened(path: Path, command: str = "test", **options: Any) -> Library:
    """Open a library for writing, with a clock that counts."""
    ticks = count(1)
    settings = {"who": "ada", "now": lambda: f"2024-05-01T00:00:{next(ticks):02}Z"}
    return Library(str(path), command=command, **(settings | options))


def item(key: str, title: str, **fields: Any) -> dict[str, Any]:
    """Make a CSL item: an article of one author in one year, unless told otherwise."""
    year = fields.pop("year", 2003)
    plain = {
        "id": key,
        "type": "article-journal",
        "title": title,
        "author": [{"family": "Müller", "given": "Anna"}],
        "container-title": "Annals of Made-up Results",
        "issued": {"date-parts": [[year]]},
    }
    return plain | fields


GOUT = item(
    "gout", "Colchicine for gout flares in older adults", PMID="11", volume="7", page="1-9"
)
LIVER = item("liver", "Liver injury from herbal teas", DOI="10.1000/liver", year=1999)
TOKYO = item("tokyo", "東京の肝臓", author=[{"family": "山田", "given": "太郎"}], year=2010)
ITEMS = (GOUT, LIVER, TOKYO)


def put(library: Library, items: Iterable[dict[str, Any]], **options: Any) -> Imported:
    """Import CSL items, by way of a file."""
    path = Path(f"{library.path}.in.json")
    path.write_text(json.dumps(list(items), ensure_ascii=False), encoding="utf-8")
    return import_files(library, [str(path)], **options)


def state(library: Library) -> dict[str, Any]:
    """All that a library says: each work by its key."""
    return {record.key: said(record) for record in library.search()}


def said(record: Record) -> dict[str, Any]:
    """What one record says."""
    return csl(record) | {"tags": list(record.tags)}
