"""What finding and joining the duplicates of a library costs, and how long it locks others out.

    python tests/bench/uniting.py [RECORDS] [FOLDER]

The records are those of tests/bench/records.py, of which half are copies of others. They are put
on the shelf as they are, as an import would have joined them. Prints wall and CPU seconds and the
peak of memory, and how long the library could not be written to.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from citeman.formats.csljson import read_item
from citeman.library import Library, knowing
from citeman.library.checking import check
from citeman.library.facts import digest
from citeman.match.block import keys
from citeman.model import Reading, Record
from citeman.workflow.uniting import Found, find, unite
from tests.bench.library import timed
from tests.bench.records import works

RECORDS = 100_000


def main(number: int, folder: Path) -> None:
    path = str(folder / "bench.citeman")
    with Library(path, who="bench", command="bench") as library:
        fill(library, number)
        library.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Library(path) as library:
        found = timed("find", lambda: find(library), number)
        print(f"  {len(found.deduped.found.groups):,} groups, {len(found.works):,} works")
    with Library(path, who="bench", command="bench") as library:
        locked: list[float] = []

        def tell(found: Found) -> None:
            locked.append(time.perf_counter())

        united = timed("join", lambda: unite(library, tell=tell), number)
        locked.append(time.perf_counter())
        print(f"  {united.words}; locked for {locked[1] - locked[0]:,.1f} s of it")
        timed("undo", library.undo, number)
        timed("redo", library.redo, number)
        print(f"  {check(library) or 'whole'}")


def fill(library: Library, number: int) -> None:
    """Keep every record as a work of its own."""
    with library.change() as change:
        for record in records(number):
            blocks = knowing.blocks_of(keys(record.reference))
            change.keep(record, (block.number for block in blocks), digest(record))
        change.words = "put on the shelf"
        change.after = {"works": number}


def records(number: int) -> Iterator[Record]:
    for group in works(number, random.Random(7)):
        for item in group:
            reference = read_item(json.loads(json.dumps(item)))
            yield Record((Reading("csl-json", reference),))


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as made:
        main(wanted, Path(made))
