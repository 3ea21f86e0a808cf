"""How fast bibliographic files are read, and in how much memory, beside other readers.

    python tests/bench/formats.py [FILE.bib|FILE.ris ...]

Each reader has a process of its own. Prints entries a CPU second (best of three) and peak memory,
for citeman and for bibtexparser, pybtex and rispy where those are installed; without files, for
ones made from the project's own lists.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TURNS = 3
ENTRIES = 5_000


def citeman_reads(text: str, kind: str) -> int:
    """Typed records: names, dates, Unicode, inheritance, problems."""
    from citeman.formats import by_name

    return len(by_name({"bib": "bibtex"}.get(kind, kind)).read(text, "").records)


def bibtexparser_reads(text: str, kind: str) -> int:
    """Fields as strings, macros resolved."""
    import logging

    import bibtexparser

    logging.disable(logging.CRITICAL)
    return len(bibtexparser.parse_string(text).entries)


def pybtex_reads(text: str, kind: str) -> int:
    """Fields as strings, names in parts."""
    from pybtex.database.input.bibtex import Parser
    from pybtex.errors import set_strict_mode

    set_strict_mode(enable=False)
    return len(Parser().parse_string(text).entries)


def rispy_reads(text: str, kind: str) -> int:
    """Fields as strings."""
    import rispy

    return len(rispy.loads(text, skip_unknown_tags=True))


READERS: dict[str, tuple[str, tuple[str, ...], Callable[[str, str], int]]] = {
    "citeman": ("citeman", ("bib", "ris"), citeman_reads),
    "bibtexparser": ("bibtexparser", ("bib",), bibtexparser_reads),
    "pybtex": ("pybtex", ("bib",), pybtex_reads),
    "rispy": ("rispy", ("ris",), rispy_reads),
}


def measure(reader: str, path: Path) -> dict[str, float]:
    """Read a file a few times: entries, entries a CPU second, peak memory in MB."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    read = READERS[reader][2]
    best, count = 0.0, 0
    for _ in range(TURNS):
        start = time.process_time()
        count = read(text, _kind(path))
        best = max(best, count / (time.process_time() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"entries": count, "rate": best, "peak": peak}


def _kind(path: Path) -> str:
    return path.name.removesuffix(".gz").rpartition(".")[2]


def own_files(folder: Path) -> Iterator[Path]:
    """Files of many entries, from the gold of the project's lists."""
    from citeman.formats import by_name
    from citeman.model import Record, replace

    gold = sorted((ROOT / "references").glob("*.gold.jsonl"))
    items = [json.loads(line)["fields"] for path in gold for line in path.open(encoding="utf-8")]
    known = [item | {"id": "x", "type": "article-journal"} for item in items]
    found = by_name("csl-json").read(json.dumps(known), "").records
    many = [found[n % len(found)] for n in range(ENTRIES)]
    records: list[Record] = [replace(record, key=f"k{n}") for n, record in enumerate(many)]
    for name, suffix in (("bibtex", "bib"), ("ris", "ris")):
        path = folder / f"own.{suffix}"
        path.write_text(by_name(name).write(records), "utf-8")
        yield path


def main(paths: list[Path]) -> None:
    """Measure every installed reader on every file, and print."""
    for path in paths:
        print(path.name)
        for name, (package, kinds, _) in READERS.items():
            if _kind(path) in kinds and find_spec(package):
                command = [sys.executable, __file__, "--measure", name, str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                got = json.loads(done.stdout.splitlines()[-1])
                print(
                    f"  {name:14s}{got['entries']:8,.0f} entries{got['rate']:10,.0f} a second"
                    f"{got['peak']:8,.0f} MB at most"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    elif sys.argv[1:]:
        main([Path(name) for name in sys.argv[1:]])
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main([*own_files(Path(scratch))])
