"""How fast bibliographic files are read, and in how much memory, beside other readers.

    python tests/bench/formats.py [FILE ...]    .bib .ris .nbib .enw .ciw, packed by gzip or not

Each reading has a process of its own, where the reader has read one small entry before: nothing
that an earlier turn remembers counts. Prints entries a CPU second (best of five) and peak memory,
for citeman and for bibtexparser, pybtex, rispy and nbib where those are installed; without files,
for ones made from the project's own lists.
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
sys.path.insert(0, str(ROOT))
TURNS = 5
ENTRIES = 5_000
KINDS = {"bib": "bibtex", "ris": "ris", "nbib": "nbib", "enw": "refer", "ciw": "wos"}
WARM = {
    "bib": '@article{a, author = {Doe, J\\"org}, title = {On $\\alpha$}, year = 2003}',
    "ris": "TY  - JOUR\nAU  - Doe, J\nTI  - On\nPY  - 2003\nSN  - 0028-4793\nER  - \n",
    "nbib": "PMID- 1\nFAU - Doe, J\nTI  - On.\nDP  - 2003 Mar\n",
    "enw": "%0 Journal Article\n%A Doe, J\n%T On\n%D 2003\n",
    "ciw": "FN x\nVR 1.0\nPT J\nAU Doe, J\nTI On\nPY 2003\nER\n\nEF\n",
}
"""Suffix -> a small entry, with which tables and patterns are made."""


def citeman_reads(text: str, kind: str) -> int:
    """Typed records: names, dates, Unicode, inheritance, problems."""
    from citeman.formats import by_name

    return len(by_name(KINDS[kind]).read(text, "").records)


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


def nbib_reads(text: str, kind: str) -> int:
    """Fields as strings, names in parts, dates."""
    import nbib

    return len(nbib.read(text))


READERS: dict[str, tuple[str, tuple[str, ...], Callable[[str, str], int]]] = {
    "citeman": ("citeman", ("bib", "ris", "nbib", "enw", "ciw"), citeman_reads),
    "bibtexparser": ("bibtexparser", ("bib",), bibtexparser_reads),
    "pybtex": ("pybtex", ("bib",), pybtex_reads),
    "rispy": ("rispy", ("ris",), rispy_reads),
    "nbib": ("nbib", ("nbib",), nbib_reads),
}


def measure(reader: str, path: Path) -> dict[str, float]:
    """Read a file once: entries, entries a CPU second, peak memory in MB."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    read, kind = READERS[reader][2], _kind(path)
    read(WARM[kind], kind)
    start = time.process_time()
    count = read(text, kind)
    rate = count / (time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"entries": count, "rate": rate, "peak": peak}


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
    for name, suffix in (("bibtex", "bib"), ("ris", "ris"), ("nbib", "nbib"), ("refer", "enw")):
        path = folder / f"own.{suffix}"
        path.write_text(by_name(name).write(records), "utf-8")
        yield path


def main(paths: list[Path]) -> None:
    """Measure every installed reader on every file, and print."""
    for path in paths:
        print(path.name)
        for name, (package, kinds, _) in READERS.items():
            if _kind(path) in kinds and find_spec(package):
                turns = [_measured(name, path) for _ in range(TURNS)]
                rate, peak = max(t["rate"] for t in turns), max(t["peak"] for t in turns)
                print(
                    f"  {name:14s}{turns[0]['entries']:8,.0f} entries{rate:10,.0f} a second"
                    f"{peak:8,.0f} MB at most"
                )


def _measured(reader: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", reader, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    got: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return got


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    elif sys.argv[1:]:
        main([Path(name) for name in sys.argv[1:]])
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main([*own_files(Path(scratch))])
