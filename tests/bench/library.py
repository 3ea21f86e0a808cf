"""What a library costs: references imported, searched, exported and taken back, and its size.

    python tests/bench/library.py [RECORDS] [FOLDER]

The references are made up by tests/bench/index.py: titles of words that are as unevenly common as
those of a language. Prints wall and CPU seconds, the peak of memory (which Linux alone tells),
bytes a reference, and per kind of query the median and the 95th percentile over queries drawn from
the references themselves.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from citeman import files, formats
from citeman.formats.csljson import write_item
from citeman.library import Library
from citeman.model import Reference
from citeman.workflow.exporting import pieces
from citeman.workflow.importing import import_files
from tests.bench.index import made_up

RECORDS = 100_000
ASKED = 100
SHOWN = 20


def main(number: int, folder: Path) -> None:
    source = folder / "references.jsonl"
    drawn = list(written(source, number))
    path = str(folder / "bench.citeman")
    apart(lambda: bring_in("import", path, source, number))
    size = Path(path).stat().st_size
    print(f"  {size / 1e6:,.0f} MB, {size / number:,.0f} bytes a reference", flush=True)
    apart(lambda: search_all(path, drawn, number))
    for name in ("jsonl", "csl-json", "ris"):
        apart(lambda name=name: export(path, name, number))
    apart(lambda: bring_in("import again", path, source, number))
    apart(lambda: take_back(path, number))


def apart(act: Callable[[], None]) -> None:
    """Do something in a process of its own, so that its memory is its own."""
    child = get_context("fork").Process(target=act)
    child.start()
    child.join()


def bring_in(what: str, path: str, source: Path, number: int) -> None:
    with Library(path, who="bench", command="import") as library:
        found = timed(what, lambda: import_files(library, [str(source)]), number)
    print(f"  {found.new:,} new, {found.known:,} known, {found.joined:,} joined", flush=True)


def search_all(path: str, drawn: list[Reference], number: int) -> None:
    with Library(path) as library:
        for kind, ask in QUERIES.items():
            search(library, kind, [ask(reference) for reference in drawn])
        timed("quick count", lambda: library.count("has:doi year:1990.."), number)


def export(path: str, name: str, number: int) -> None:
    def write() -> None:
        texts = pieces(library.search(), formats.by_name(name))
        files.write_pieces(f"{path}.{name}", (text.encode() for text in texts))

    with Library(path) as library:
        timed(f"export {name}", write, number)


def take_back(path: str, number: int) -> None:
    with Library(path, who="bench", command="undo") as library:
        timed("undo of it all", library.undo, number)


def written(source: Path, number: int) -> Iterator[Reference]:
    """Write the references, and give some of them to ask for."""
    draw = random.Random(2)
    with source.open("w", encoding="utf-8") as file:
        for reference in made_up(number):
            item = {name: value for name, value in write_item(reference).items() if name != "id"}
            file.write(json.dumps(item, ensure_ascii=False) + "\n")
            if draw.random() < ASKED / number:
                yield reference


def _word(reference: Reference) -> str:
    return max(reference.title.split(), key=len)


QUERIES: dict[str, Callable[[Reference], str]] = {
    "a word": _word,
    "the first two words": lambda r: " ".join(r.title.split()[:2]),
    "three words in a row": lambda r: f'"{" ".join(r.title.split()[1:4])}"',
    "author and years": lambda r: (
        f"author:{r.author[0].family} year:{r.issued.year - 2}.."
        if r.issued and r.issued.year
        else "author:x"
    ),
    "a PMID": lambda r: f"pmid:{r.PMID}",
    "a word of a journal, and a DOI": lambda r: (
        f"{_word(r)} has:doi journal:{r.container_title_short.split()[0]}"
    ),
    "the beginning of a word": lambda r: f"title:{_word(r)[:5]}*",
    "not a word": lambda r: f"author:{r.author[0].family} -{r.title.split()[0]}",
    "years alone": lambda r: f"year:{r.issued.year}" if r.issued else "year:2000",
}


def search(library: Library, kind: str, queries: list[str]) -> None:
    times, found = [], 0
    for query in queries:
        start = time.perf_counter()
        found += len(list(library.search(query, limit=SHOWN)))
        times.append((time.perf_counter() - start) * 1000)
    high = quantiles(times, n=20)[-1]
    told = f"median {median(times):8.1f} ms, 95th {high:8.1f} ms ({found} found)"
    print(f"search {kind:32} {told}", flush=True)


T = TypeVar("T")


def timed(what: str, act: Callable[[], T], number: int) -> T:
    forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"{what:18} {wall:8.1f} s, {cpu:8.1f} CPU s, {cpu / number * 1e6:6.0f} µs a reference, "
        f"peak {peak():,.0f} MB",
        flush=True,
    )
    return result


def forget_peak() -> None:
    """Let the peak of memory be that of what comes: https://man7.org/linux/man-pages/man5/proc.5.html."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most memory that the process has had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as made:
        main(count, Path(made))
