"""How many formatted references are identical to those of citeproc-js.

    python tests/bench/citing.py ITEMS.json STYLE.csl... [--show N]

ITEMS.json is CSL-JSON with ids. Prints, for every style, the share of lines that pandoc (and, for
NLM and AMA, citeman itself) writes exactly as citeproc-js does, the seconds each took, and the N
most frequent differences. Needs citeman[cite] and citeproc-js (see docs/cite.md).
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from citeman.formats import csljson
from citeman.model import Record
from citeman.workflow.citing import BUILT_IN, cite

Lines = dict[str, str]


def lines(records: Sequence[Record], style: str, processor: str) -> tuple[Lines, float]:
    """The formatted lines by key, and the seconds they took."""
    from citeman.cite.rich import plain

    start = time.perf_counter()
    made = cite(records, style, processor=processor)
    spent = time.perf_counter() - start
    return {entry.key: " ".join(plain(entry.rich).split()) for entry in made.entries}, spent


def differences(theirs: Lines, ours: Lines) -> Iterator[tuple[str, str]]:
    """The first words that differ in each line that is not identical."""
    for key, line in theirs.items():
        a, b = line.split(), ours[key].split()
        for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if kind != "equal":
                yield " ".join(a[i:j]), " ".join(b[k:m])
                break


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    shown = int(arguments[arguments.index("--show") + 1]) if "--show" in arguments else 0
    items, *styles = (name for name in arguments if name.endswith((".json", ".csl")))
    records = csljson.read(Path(items).read_text("utf-8"), items).records
    for style in styles:
        name = Path(style).stem
        theirs, seconds = lines(records, style, "citeproc-js")
        print(f"{name}: {len(theirs):,} references, citeproc-js {seconds:.1f} s")
        ways = {"pandoc": (style, "pandoc")}
        ways |= {"citeman": (name, "")} if name in BUILT_IN else {}
        for way, (given, processor) in ways.items():
            ours, seconds = lines(records, given, processor)
            unlike = list(differences(theirs, ours))
            print(f"  {way:8s}{1 - len(unlike) / len(theirs):7.1%} identical, {seconds:.1f} s")
            for (a, b), count in Counter(unlike).most_common(shown):
                print(f"    {count:4d}  {a!r} | {b!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
