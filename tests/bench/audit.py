"""How often verify accuses the innocent, and how often it catches a wrong PMID.

    python -m tests.bench.audit [WORKS] [SEED]

Needs the shared data. Two sets, WORKS of each (500): citations of PubMed, asked as they stood when
they were new, or retold in another style with errors; and references as they were cut from PDFs.
Every text is asked with its own PMID; with that of the reference after it; with one mistyped in a
digit, so that it is another record's; and with that of the work that is most like its own. Each
set is asked in an index of the whole set, the last also in one that lacks the right record. Texts
whose own PMID is said to differ are printed, to be read: the second set has errors of its own.
"""

import gzip
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from citeman.audit.verdicts import Checked
from citeman.formats import jsonl
from citeman.match.compare import compare
from citeman.model import Name, Reading, Record, Reference, replace
from citeman.parse import parse_references
from citeman.sources.index import Index
from citeman.text import fold
from citeman.workflow.indexing import build
from citeman.workflow.verifying import verify
from tests.bench.retelling import mistyped, retell
from tests.shared_data import shared

Held = dict[str, Reference]
_IDS = re.compile(r" (?:doi: \S+|PMID: \d+[.;]?|PMCID: \S+)")
_RARE, _MOST = 4, 60


class Case(NamedTuple):
    """A text that speaks of a work, and the PMID of that work."""

    text: str
    pmid: str


def rows(name: str) -> Iterator[Any]:
    with gzip.open(shared("gold", "match", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def citations() -> Held:
    """PubMed's citations by PMID, parsed."""
    given = list(rows("pubmed_citations_dev"))
    parsed = parse_references([row["raw"] for row in given])
    return {
        str(row["pmid"]): replace(record.reference, PMID=str(row["pmid"]))
        for row, record in zip(given, parsed, strict=True)
    }


def retold(held: Held, chance: random.Random, works: int) -> list[Case]:
    """Half early texts of citations that changed later, half citations retold by a formatter."""
    early = {str(r["pmid"]): _IDS.sub("", r["versions"][0][1]) for r in rows("drift_dev")}
    old = chance.sample(sorted(early.keys() & held.keys()), works // 2)
    usable = [pmid for pmid, ref in held.items() if ref.title and ref.author]
    new = chance.sample(usable, works - len(old))
    cases = [Case(early[p], p) for p in old] + [Case(retell(held[p], chance), p) for p in new]
    chance.shuffle(cases)
    return cases


def cut_from_pdfs() -> tuple[Held, list[Case]]:
    """What is on record of works, and the strings that were cut from PDFs."""
    given = [row for row in rows("glutton_dev") if row.get("pmid")]
    held = {
        str(row["pmid"]): Reference(
            type="article-journal",
            author=(Name(family=row["firstAuthor"]),) if row.get("firstAuthor") else (),
            title=row.get("atitle") or "",
            container_title=row.get("jtitle") or "",
            volume=str(row.get("volume") or ""),
            page=str(row.get("firstPage") or ""),
            DOI=row.get("doi") or "",
            PMID=str(row["pmid"]),
        )
        for row in given
    }
    texts = {str(row["pmid"]): " ".join(row["reference"].split()) for row in given}
    return held, [Case(_IDS.sub("", text), pmid) for pmid, text in texts.items()]


def likest(held: Held) -> Callable[[str], str]:
    """Find the work most like another, among those that share rare words or people with it."""
    words = {pmid: set(fold(ref.title).split()) for pmid, ref in held.items()}
    counts = Counter(word for those in words.values() for word in those)
    by_mark: defaultdict[str, list[str]] = defaultdict(list)
    marks = {
        pmid: [
            *sorted(words[pmid], key=lambda word: (counts[word], word))[:_RARE],
            *(f"by {name.family}" for name in (*ref.author[:1], *ref.author[-1:])),
        ]
        for pmid, ref in held.items()
    }
    for pmid, those in marks.items():
        for mark in those:
            by_mark[mark].append(pmid)

    def find(pmid: str) -> str:
        near = {p for mark in marks[pmid] for p in by_mark[mark][:_MOST]} - {pmid}
        ours = replace(held[pmid], DOI="")
        return max(near or held.keys() - {pmid}, key=lambda p: (compare(ours, held[p]).score, p))

    return find


def index_of(references: Sequence[Reference], folder: str, name: str) -> str:
    """Build an index of references; its path."""
    records = [Record((Reading("given", ref),), key=ref.PMID) for ref in references]
    path, given = Path(folder, f"{name}.index"), Path(folder, f"{name}.jsonl")
    given.write_text(jsonl.write(records), encoding="utf-8")
    build(str(path), [str(given)], "2024-01-01")
    return str(path)


def ask(path: str, cases: Sequence[Case], pmids: Sequence[str], name: str) -> None:
    """Verify every text with a PMID, and print what came of it."""
    raws = [f"{case.text} PMID: {pmid}" for case, pmid in zip(cases, pmids, strict=True)]
    with closing(Index(path)) as index:
        verified = verify(parse_references(raws), index)
    asked = [one for one in verified.checked if one.claim.identifier.kind == "PMID"]
    accused = [o for o in asked if o.verdict == "differs" and _is_own(o, cases)]
    verdicts = Counter(one.verdict for one in asked)
    hints = Counter(
        one.suggestion == f"PMID:{cases[one.claim.place].pmid}" for one in asked if one.suggestion
    )
    shares = "".join(f"{verdicts[v]:>9}" for v in ("agrees", "differs", "cannot-tell"))
    rest = sum(verdicts.values()) - sum(verdicts[v] for v in ("agrees", "differs", "cannot-tell"))
    print(f"  {name:34}{shares}{rest:>9}{hints[True]:>9}{hints[False]:>9}", flush=True)
    for one in accused:
        print(f"      {one.claim.given} | {one.claim.told.text[:200]}\n        {one.reasons[0]}")


def _is_own(one: Checked, cases: Sequence[Case]) -> bool:
    return one.claim.identifier.value == cases[one.claim.place].pmid


def measure(name: str, held: Held, cases: Sequence[Case], chance: random.Random) -> None:
    """Ask the cases of one set with right and wrong PMIDs."""
    columns = ("agrees", "differs", "unclear", "others", "hints", "wrong")
    print(f"{name}: {len(cases)} texts\n  {'PMID':34}" + "".join(f"{c:>9}" for c in columns))
    right = [case.pmid for case in cases]
    alike = list(map(likest(held), right))
    ways: Mapping[str, Sequence[str]] = {
        "right": right,
        "of the reference after it": right[1:] + right[:1],
        "mistyped": [_mistyped(pmid, held, chance) for pmid in right],
        "of the work most like it": alike,
    }
    with tempfile.TemporaryDirectory() as folder:
        whole = index_of(list(held.values()), folder, "whole")
        for way, pmids in ways.items():
            ask(whole, cases, pmids, way)
        kept = held.keys() - (set(right) - set(alike))
        lacking = index_of([held[p] for p in held if p in kept], folder, "lacking")
        ask(lacking, cases, alike, "the same, its own not in the index")


def _mistyped(pmid: str, held: Held, chance: random.Random) -> str:
    """Another record's number, one digit away where there is such a record."""
    near = sorted(mistyped(pmid) & held.keys())
    return chance.choice(near or sorted(held.keys() - {pmid}))


def main(works: int = 500, seed: int = 1) -> None:
    """Print the figures of both sets."""
    chance = random.Random(seed)
    held = citations()
    measure("citations of PubMed, early or retold", held, retold(held, chance, works), chance)
    held, cases = cut_from_pdfs()
    some = chance.sample(cases, min(works, len(cases)))
    measure("references cut from PDFs", held, some, chance)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
