"""Cut lists whose layout is damaged in two dozen ways, and count the entries that come out right.

    python tests/bench/splitting.py [--lists N] [LAYOUT ...]

The lists are those under references/ and, where the development data is at hand, lists of Open
Research Europe (gold/parse/ore_jats). An entry is right when its citation has exactly the words of
its reference. Of the others it counts how many are marked: by the problem "doubtful-cut".
"""

import argparse
import gzip
import json
import os
import textwrap
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from citeman.documents.plain import read
from citeman.parse import parse_document
from citeman.parse.lines import words

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CITEMAN_SHARED", ROOT.parent / "shared"))
MOST = 14
"""References of a list that are laid out."""


def lists(count: int) -> Iterator[list[str]]:
    """Give lists of references that stood together, one string each."""
    for path in sorted((ROOT / "references").glob("*.gold.jsonl")):
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        raws = [" ".join(row["raw"].split()) for row in rows]
        if path.name.count(".") == 2 and not any(map(_holds_more, raws)):
            yield raws[:MOST]
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((SHARED / "gold" / "parse").glob("ore_jats*")):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            row = json.loads(line)
            by_file[row["meta"]["file"]].append(" ".join(row["raw"].split()))
    long = [raws[:MOST] for raws in by_file.values() if len(raws) >= 6]
    yield from long[:: max(1, len(long) // count)][:count]


def _holds_more(raw: str) -> bool:
    """Tell whether a reference is more than its words: with markup, or an annotation inside."""
    return "](" in raw or "). PMID" in raw


def wrap(text: str, width: int = 72, indent: str = "") -> str:
    """Break a reference into lines."""
    return textwrap.fill(
        text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def numbered(refs: Sequence[str]) -> list[str]:
    """Put numbers before references."""
    return [f"{n}. {ref}" for n, ref in enumerate(refs, 1)]


def paired(refs: Sequence[str]) -> str:
    """Set two references on each line."""
    return "\n".join(" ".join(refs[i : i + 2]) for i in range(0, len(refs), 2))


def with_headers(refs: Sequence[str], width: int = 72) -> str:
    """Set a running title and a page number between lines now and then."""
    lines = "\n".join(wrap(ref, width) for ref in refs).split("\n")
    for page, at in enumerate(range(9, len(lines), 10)):
        lines[at] = f"{lines[at]}\n\n{100 + page}\n\nField et al. Cytokines in practice\n"
    return "\n".join(lines)


BULLETS = "•-*–"
LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "blank lines": "\n\n".join,
    "one on a line": "\n".join,
    "numbers, one on a line": lambda refs: "\n".join(numbered(refs)),
    "numbers after tabs": lambda refs: "\n".join(f"{n}\t{ref}" for n, ref in enumerate(refs, 1)),
    "numbers in brackets": lambda refs: "\n".join(
        f"[{n}] {wrap(r)}" for n, r in enumerate(refs, 1)
    ),
    "numbers, wrapped": lambda refs: "\n".join(map(wrap, numbered(refs))),
    "numbers, some lost": lambda refs: "\n".join(
        wrap(line if n % 4 else refs[n]) for n, line in enumerate(numbered(refs))
    ),
    "blank lines, wrapped": lambda refs: "\n\n".join(wrap(ref, 60) for ref in refs),
    "hanging, wrapped": lambda refs: "\n".join(wrap(ref, 64, "    ") for ref in refs),
    "first lines indented": lambda refs: "\n".join(f"    {wrap(ref)}" for ref in refs),
    "wrapped at 60": lambda refs: "\n".join(wrap(ref, 60) for ref in refs),
    "wrapped at 80": lambda refs: "\n".join(wrap(ref, 80) for ref in refs),
    "two on a line": paired,
    "numbers, two on a line": lambda refs: paired(numbered(refs)),
    "page headers": lambda refs: with_headers(refs),
    "page headers, numbers": lambda refs: with_headers(numbered(refs)),
    "bullets of all kinds": lambda refs: "\n".join(
        f"{BULLETS[n % 4]} {wrap(ref)}" for n, ref in enumerate(refs)
    ),
    "one paragraph": " ".join,
    "one paragraph, wrapped": lambda refs: wrap(" ".join(refs)),
    "one paragraph, numbers": lambda refs: " ".join(numbered(refs)),
    "one paragraph, numbers, wrapped": lambda refs: wrap(" ".join(numbered(refs))),
    "one paragraph, [numbers]": lambda refs: wrap(
        " ".join(f"[{n}] {ref}" for n, ref in enumerate(refs, 1))
    ),
    "double spacing": lambda refs: "\n".join(map(wrap, refs)).replace("\n", "\n\n"),
    "double spacing, numbers": lambda refs: "\n".join(map(wrap, numbered(refs))).replace(
        "\n", "\n\n"
    ),
}  # fmt: skip


def measure(refs: Sequence[str], text: str) -> tuple[int, int, int, int]:
    """Count the references that came out right, the entries that are wrong, and those marked."""
    document = read(f"Some page\n\nReferences\n\n{text}\n", "list.txt")
    left = list(refs)
    wrong = marked = right_marked = 0
    for record in parse_document(document):
        doubted = any(problem.code == "doubtful-cut" for problem in record.problems)
        seen = words(document, *(record.place.span or (0, 0)))
        if seen in left and not record.annotation:
            left.remove(seen)
            right_marked += doubted
        else:
            wrong += 1
            marked += doubted
    return len(refs) - len(left), wrong, marked, right_marked


def main() -> None:
    """Print a line for each layout, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=int, default=40)
    parser.add_argument("layouts", nargs="*", default=list(LAYOUTS))
    asked = parser.parse_args()
    given = list(lists(asked.lists))
    print(f"{len(given)} lists, {sum(map(len, given))} references")
    print(f"{'layout':34}{'right':>8}{'of':>7}{'wrong':>8}{'marked':>8}{'right, marked':>15}")
    total = [0, 0, 0, 0, 0]
    began = time.process_time()
    for name in asked.layouts:
        found = [measure(refs, LAYOUTS[name](refs)) for refs in given]
        row = [sum(part) for part in zip(*found, strict=True)]
        row.insert(1, sum(map(len, given)))
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"{name:34}{row[0] / row[1]:8.1%}{row[1]:7}{row[2]:8}{row[3]:8}{row[4]:15}")
    print(f"{'all':34}{total[0] / total[1]:8.1%}{total[1]:7}{total[2]:8}{total[3]:8}{total[4]:15}")
    print(f"{time.process_time() - began:.1f} s of CPU")


if __name__ == "__main__":
    main()
