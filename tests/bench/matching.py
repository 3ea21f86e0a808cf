"""How reliably references are matched to their records, through an index built for the purpose.

    python tests/bench/matching.py            what became of every reference, and how fast
    python tests/bench/matching.py pairs      pairs of a reference and a record: the most similar
                                              other works offered alone; how often a score is
                                              right; how often each kind of likeness is seen

Needs the data that lies beside the project (CITEMAN_SHARED). The index holds the 41,161 citations
of pubmed_citations_dev, those of drift_dev in their final version, every second work of
glutton_dev by its core metadata, and the records of the three reference lists; asked are the
strings, without DOI and PMID. Works are split in two by their PMIDs: weights and thresholds were
chosen on one half, and the other is what is reported, beside both.
"""

import gzip
import json
import math
import os
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple

from citeman.enrich import Query, choose, query_of
from citeman.formats.csljson import csl
from citeman.match.compare import compare
from citeman.match.weights import WEIGHTS
from citeman.model import Date, Name, Reading, Record, Reference, replace
from citeman.parse import parse_references
from citeman.sources.index import Index
from citeman.workflow.enriching import enrich
from citeman.workflow.indexing import build

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
GOLD = Path(os.environ.get("CITEMAN_SHARED") or BESIDE) / "gold"
LISTS = {
    "apa_45refs": "baseline_phase3_resolved",
    "mdpi_173refs": "baseline_phase3_resolved",
    "mixed_149refs": "expected_phase3_resolved",
}
_DOI = re.compile(r"\s*(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)\s*10\.\d{4,9}/\S+", re.IGNORECASE)
_PMID = re.compile(r"\bPMC?ID:\s*(?:PMC)?\d+[;.]?")
_SIMILAR, _SAMPLE = 10, 5000


class Asked(NamedTuple):
    """A string of a set, and the PMID of its work, "" where it has none."""

    set: str
    text: str
    pmid: str


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a set of gold/match."""
    lines = gzip.decompress((GOLD / "match" / f"{name}.jsonl.gz").read_bytes()).splitlines()
    return [json.loads(line) for line in lines]


def half(pmid: str) -> int:
    """Which half a work is in: 0 to choose by, 1 to report."""
    return _hash(pmid) // 2 % 2


def _hash(pmid: str) -> int:
    return int(md5(pmid.encode()).hexdigest(), 16)


def bare(text: str) -> str:
    """A string on one line, without its DOI and PMID."""
    return " ".join(_PMID.sub("", _DOI.sub("", text)).split())


def core(row: dict[str, str]) -> Reference:
    """The record of a work of glutton_dev, by what is known of it."""
    people = (Name(family=row["firstAuthor"]),) if row.get("firstAuthor") else ()
    return Reference(
        type="article-journal", title=row.get("atitle", "").strip(), author=people,
        container_title=row.get("jtitle", ""), volume=row.get("volume", ""),
        page=row.get("firstPage", ""), PMID=row["pmid"],
    )  # fmt: skip


def listed(row: dict[str, Any]) -> Reference:
    """A record of the three reference lists."""
    people = tuple(Name(a["last"], a.get("fore") or "") for a in row["authors"] if a.get("last"))
    texts = {
        "title": "title", "container_title": "journal_full", "volume": "volume",
        "container_title_short": "journal_iso", "issue": "issue", "page": "pages", "PMID": "pmid",
    }  # fmt: skip
    issued = Date(((int(row["year"]),),)) if row.get("year") else None
    fields: dict[str, Any] = {field: row[name] or "" for field, name in texts.items()}
    return Reference(type="article-journal", author=people, issued=issued, **fields)


def records() -> dict[str, Reference]:
    """Everything that goes into the index, by PMID."""
    raws = {str(row["pmid"]): row["raw"] for row in rows("pubmed_citations_dev")}
    raws |= {str(row["pmid"]): row["versions"][-1][1] for row in rows("drift_dev")}
    parsed = zip(raws, parse_references(list(raws.values())), strict=True)
    found = {pmid: replace(record.reference, PMID=pmid) for pmid, record in parsed}
    for row in rows("glutton_dev"):
        if row.get("pmid") and _hash(row["pmid"]) % 2 == 0:
            found.setdefault(row["pmid"], core(row))
    held = json.loads((GOLD / "payloads/reference_lists/pubmed_records.json").read_text("utf-8"))
    return {pmid: listed(row) for pmid, row in held.items()} | found


def questions() -> Iterator[Asked]:
    """Every string that is asked."""
    for row in rows("glutton_dev"):
        yield Asked("glutton_dev", bare(row["reference"]), row.get("pmid", ""))
    for row in rows("drift_dev"):
        yield Asked("drift_dev", bare(row["versions"][0][1]), str(row["pmid"]))
    for name, file in LISTS.items():
        path = GOLD / "payloads/reference_lists" / name / f"{file}.json"
        data = json.loads(path.read_text("utf-8"))
        pmids = {row["ref_no"]: row["pmid"] or "" for row in data["stage4_pubmed_resolutions"]}
        for row in data["stage3_reference_blocks"]:
            yield Asked(name, bare(row["raw_text"]), pmids.get(row["ref_no"], ""))


def make_index(folder: str, held: Iterable[Reference]) -> Index:
    """Build an index as a user would, from a file of CSL items."""
    path = Path(folder, "records.jsonl")
    items = (csl(Record((Reading("pubmed", r),), key=r.PMID)) for r in held)
    path.write_text("".join(f"{json.dumps(item)}\n" for item in items), "utf-8")
    build(str(Path(folder, "index")), [str(path)], "2025-01-31")
    return Index(str(Path(folder, "index")))


def figures(asked: list[Asked], held: dict[str, Reference], index: Index) -> None:
    """Print what became of every string, and how many a second."""
    start = time.process_time()
    enriched = enrich(parse_references([one.text for one in asked]), index)
    rate = len(asked) / (time.process_time() - start)
    for name in dict.fromkeys(one.set for one in asked):
        for which, halves in (("reported", (1,)), ("both", (0, 1))):
            tally = Counter(
                (one.pmid in held, _outcome(one, record))
                for one, record in zip(asked, enriched, strict=True)
                if one.set == name and half(one.pmid or one.text) in halves
            )
            print(f"{name:14s}{which:9s}{_summary(tally)}")
    print(f"{rate:,.0f} references a CPU second, parsing and searching included")
    for one, record in zip(asked, enriched, strict=True):
        if _outcome(one, record) == "wrong":
            print(f"wrong: {one.text[:150]!r}: {record.reference.PMID}, not {one.pmid}")


def _outcome(one: Asked, record: Record) -> str:
    pmid = record.reference.PMID
    return "none" if not pmid else "right" if pmid == one.pmid else "wrong"


def _summary(tally: Counter[tuple[bool, str]]) -> str:
    right, wrong = tally[True, "right"], tally[True, "wrong"]
    present = right + wrong + tally[True, "none"]
    absent = sum(n for (is_present, _), n in tally.items() if not is_present)
    precision, recall = right / (right + wrong), right / present
    return (
        f"P {precision:.4f}  R {recall:.4f}  F1 {2 * right / (right + wrong + present):.4f} "
        f"of {present:,} present; false {tally[False, 'wrong']} of {absent:,} absent"
    )


Pair = tuple[Asked, Query, Reference]


def pairs(asked: Iterable[Asked], held: dict[str, Reference], index: Index) -> Iterator[Pair]:
    """Every string with its own record and the most similar other works."""
    sample = sorted((a for a in asked if a.pmid in held), key=lambda a: _hash(a.pmid))[:_SAMPLE]
    found = parse_references([one.text for one in sample])
    for one, record in zip(sample, found, strict=True):
        query, own = query_of(record, "index"), held[one.pmid]
        similar = index.words([own.title], most=_SIMILAR)
        for theirs in (own, *(other for other in similar if one.pmid != other.PMID)):
            yield one, query, theirs


def negatives(given: Iterable[Pair]) -> None:
    """Print what becomes of other works, each offered as the only candidate."""
    tally: Counter[str] = Counter()
    for one, query, theirs in given:
        if one.pmid != theirs.PMID:
            decision = choose(query, [theirs])
            tally[decision.kind] += 1
            if decision.kind != "abstain":
                print(f"{decision.kind}: {one.text[:120]!r}: {theirs.PMID} {theirs.title[:80]!r}")
    print(dict(tally))


def reliability(given: Iterable[Pair]) -> None:
    """Print, for pairs of the half that is reported, how many are what the score says."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    edges = (0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.01)
    for one, query, theirs in given:
        if half(one.pmid):
            score = compare(query.reference, theirs, query.text).score
            bins[sum(score >= edge for edge in edges)].append((score, one.pmid == theirs.PMID))
    for place in sorted(bins):
        scores, right = zip(*bins[place], strict=True)
        told, true = sum(scores) / len(scores), sum(right) / len(right)
        print(
            f"from {edges[place - 1]:<7} {len(scores):8,} pairs  said {told:.4f}  are {true:.4f}"
        )


def weights(given: Iterable[Pair]) -> None:
    """Print how often each kind is seen in pairs of one work and of two, and what follows."""
    seen: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    for one, query, theirs in given:
        if not half(one.pmid):
            comparison = compare(query.reference, theirs, query.text)
            seen[one.pmid == theirs.PMID].update((e.field, e.kind) for e in comparison.evidence)
    for field, kind in WEIGHTS:
        shares = {
            which: (n[field, kind] + 0.5) / (sum(v for k, v in n.items() if k[0] == field) + 1)
            for which, n in seen.items()
        }
        same, other = seen[True][field, kind], seen[False][field, kind]
        ratio = math.log(shares[True] / shares[False])
        used = WEIGHTS[field, kind].weight
        print(f"{field:16s}{kind:14s}{same:6d}{other:8d}{ratio:7.1f}{used:7.1f}")


def main() -> None:
    """Build the index and print."""
    asked, held = list(questions()), records()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(make_index(folder, held.values())) as index,
    ):
        if sys.argv[1:] != ["pairs"]:
            figures(asked, held, index)
            return
        given = list(pairs(asked, held, index))
    negatives(given)
    reliability(given)
    weights(given)


if __name__ == "__main__":
    main()
