"""What becomes of a run while the services misbehave, as a table for docs/online.md.

    python tests/bench/faults.py [FAULT...]

Enriches the references of references/liver-injury-cytokines.txt from a fake PubMed on loopback
that holds those with a PMID, showing each fault once and then in every answer; half of the
references are asked about without their identifiers. Prints the exit code, how many references
were written, what became of them, whether the run is repeated to the byte without the network,
and whether the API key was printed or stored.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import convert

from citeman.model import Reference, replace
from tests.fake_ncbi import FAULTS, FakeNCBI

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "references/liver-injury-cytokines"
KEY = "a-secret-key"
_IDS = re.compile(r"\s*\[PubMed: \d+\]|\s*PMID:? \d+\.?")
_TALLY = re.compile(r"references: (?P<words>.*)")
_RUN = re.compile(r"--run (?P<id>\S+) repeats")


def gold() -> tuple[list[Reference], list[str]]:
    """The records that PubMed has, and the strings to ask about."""
    lines = Path(f"{LIST}.gold.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    references = [convert(row["fields"], Reference) for row in rows]
    strings = [" ".join(row["raw"].split()) for row in rows]
    asked = [_IDS.sub("", text) if i % 2 else text for i, text in enumerate(strings)]
    return [replace(ref, id="") for ref in references if ref.PMID], asked


def run(ncbi: FakeNCBI, folder: str, asked: list[str], *arguments: str) -> tuple[int, str, str]:
    """Enrich; the exit code, what was written, and what was said."""
    command = [sys.executable, "-m", "citeman", "enrich", "--lines", "-", "--to", "jsonl"]
    done = subprocess.run(
        [*command, "--cache", f"{folder}/answers.sqlite", *arguments],
        input="\n".join(asked),
        env={**os.environ, "CITEMAN_EUTILS_URL": ncbi.url, "NCBI_API_KEY": KEY},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def row(name: str, spoil: Callable[[FakeNCBI], None]) -> str:
    """Measure one way to misbehave: a line of the table."""
    references, asked = gold()
    with FakeNCBI(references) as ncbi, tempfile.TemporaryDirectory() as folder:
        spoil(ncbi)
        start = time.monotonic()
        code, out, err = run(ncbi, folder, asked)
        seconds = time.monotonic() - start
        questions = len(ncbi.requests)
        tally, kept = _TALLY.search(err), _RUN.search(err)
        again = run(ncbi, folder, asked, "--run", kept["id"]) if kept else None
        same = again is not None and again[:2] == (code, out) and len(ncbi.requests) == questions
        stored = b"".join(path.read_bytes() for path in Path(folder).iterdir())
        leaked = KEY in out + err or KEY.encode() in stored
    lines, words = len(out.splitlines()), tally["words"] if tally else "?"
    ends = ("yes" if same else "no", "yes" if leaked else "no")
    cells = (name, code, lines, words, questions, f"{seconds:.0f}", *ends)
    return f"| {' | '.join(map(str, cells))} |"


def spoiled_by(fault: str, times: int | None) -> Callable[[FakeNCBI], None]:
    """A fault of the fake, in some answers or all."""
    return lambda ncbi: ncbi.misbehave(fault, times)


def swapped(ncbi: FakeNCBI) -> None:
    """One record comes in place of another."""
    one, other = list(ncbi.references)[:2]
    ncbi.references["1"] = replace(ncbi.references[other], PMID="1")
    ncbi.wrong = {one: "1"}


def impatient(ncbi: FakeNCBI) -> None:
    """429 does not say how long to wait."""
    ncbi.retry_after = ""
    ncbi.misbehave("429", times=2)


def main(names: list[str]) -> None:
    """Print the table."""
    cases: list[tuple[str, Callable[[FakeNCBI], None]]] = [("none", lambda ncbi: None)]
    for fault in names or [fault for fault in FAULTS if fault != "hang"]:
        cases.append((f"{fault}, once", spoiled_by(fault, 1)))
        cases.append((f"{fault}, always", spoiled_by(fault, None)))
    cases += [
        ("429 without a time, twice", impatient),
        ("one PMID spoils its batch", lambda n: n.spoilers.add(next(iter(n.references)))),
        ("one record left out", lambda n: n.missing.add(next(iter(n.references)))),
        ("a record in place of another", swapped),
    ]
    print("| fault | exit | written | of them | questions | seconds | repeated | key told |")
    print("|---|---|---|---|---|---|---|---|")
    for name, spoil in cases:
        print(row(name, spoil), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
