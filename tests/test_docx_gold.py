"""The figures of docs/documents-word.md: real lists in Word, and works joined with their print."""

import json
import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from citeman.model import Record
from citeman.workflow.gathering import gather
from tests.docx_files import docx, field, p
from tests.shared_data import shared
from tests.test_docx_layout import level, numbering

LISTS = {
    "apa_45refs": ("baseline_phase3_resolved.json", 45, 37),
    "mdpi_173refs": ("baseline_phase3_resolved.json", 173, 153),
    "mixed_149refs": ("expected_phase2_structured.json", 149, 125),
}


def bare(text: object) -> str:
    folded = unicodedata.normalize("NFKD", str(text or ""))
    return re.sub(r"\W+", "", folded).lower()


def pages(text: str | None) -> str:
    """Spell out the last page of a range: "291-4" ends on 294."""
    plain = re.sub(r"[–—]", "-", text or "").replace(" ", "")
    found = re.match(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)$", plain)
    if found and len(found[4]) < len(found[2]):
        missing = found[2][: len(found[2]) - len(found[4])]
        plain = f"{found[1]}{found[2]}-{found[3]}{missing}{found[4]}"
    return bare(plain)


def agrees(record: Record, gold: dict[str, Any]) -> bool:
    """Tell whether all that is printed was read as the gold has it."""
    ours, printed = record.reference, bare(record.raw)
    people = [a["surname"] or a.get("raw") for a in gold["authors"]]
    names = [
        n.dropping_particle + n.non_dropping_particle + (n.family or n.literal)
        for n in ours.author
    ]
    journal = (ours.container_title, ours.publisher)
    said = [
        (gold["title"], bare(ours.title) == bare(gold["title"])),
        (gold["journal"], bare(gold["journal"]) in map(bare, journal)),
        (gold["volume"], bare(ours.volume) == bare(gold["volume"])),
        (gold["pages"], pages(ours.page or ours.number) == pages(gold["pages"])),
    ]
    return (
        [bare(name) for name in names] == [n for n in map(bare, people) if n not in ("", "etal")]
        and (ours.issued.year if ours.issued else None) == gold["year"]
        and ours.DOI.lower() == (gold["doi"] or "").lower()
        and all(same or (value and bare(value) not in printed) for value, same in said)
    )


@pytest.mark.parametrize("name", LISTS)
def test_real_lists_are_found_whole_and_read_as_well_as_measured(name: str) -> None:
    folder = shared("gold", "payloads", "reference_lists", name)
    answers, count, whole = LISTS[name]
    gold: dict[int, dict[str, Any]] = {}
    for item in json.loads((folder / answers).read_text("utf-8"))["stage3_structured"]:
        gold.setdefault(item["ref_no"], item)
    records = gather([str(folder / "input_References.docx")]).records
    assert [r.reference.citation_number for r in records] == [str(n + 1) for n in range(count)]
    right = sum(agrees(records[number - 1], item) for number, item in gold.items())
    assert right >= whole


def item_of(work: dict[str, Any]) -> dict[str, Any]:
    people = [
        {"family": a["last"], "given": a["fore"] or ""} for a in work["authors"] if a["last"]
    ]
    return {
        "id": work["pmid"],
        "type": "article-journal",
        "title": work["title"].rstrip("."),
        "container-title": work["journal_full"],
        "author": people,
        "volume": work["volume"] or "",
        "page": work["pages"] or "",
        "issued": {"date-parts": [[int(work["year"])]]},
        "PMID": work["pmid"],
    }


def printed(work: dict[str, Any]) -> str:
    names = [f"{a['last']} {a['initials']}" for a in work["authors"] if a["last"]][:6]
    title, journal = work["title"].rstrip("."), work["journal_iso"]
    imprint = f"{work['year']};{work['volume'] or ''}:{work['pages'] or ''}"
    return f"{', '.join(names)}. {title}. {journal}. {imprint}."


def test_works_join_their_own_print_and_no_other(tmp_path: Path) -> None:
    """Three in ten are left out of the list, and three in ten have no data."""
    known = json.loads(
        shared("gold", "payloads", "reference_lists", "pubmed_records.json").read_text("utf-8")
    )
    works = [work for work in known.values() if work["title"]]
    choose = random.Random(7)
    in_list = [work for work in works if choose.random() > 0.3]
    cited = [work for work in works if choose.random() > 0.3]
    items = [{"uris": [f"/items/{w['pmid']}"], "itemData": item_of(w)} for w in cited]
    code = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": items})
    body = p(field(code, "(all)")) + p("References", style="Heading1")
    path = tmp_path / "draft.docx"
    path.write_bytes(
        docx(
            body + "".join(p(printed(work), num="1") for work in in_list),
            numbering=numbering(level(0, "decimal", "%1.")),
        )
    )
    joined = {}
    for record in gather([str(path)]).records:
        if [reading.source for reading in record.readings][:2] == ["zotero", "parsed"]:
            joined[record.readings[0].reference.PMID] = record.raw
    assert all(printed(known[pmid]).split() == raw.split() for pmid, raw in joined.items())
    both = {work["pmid"] for work in in_list} & {work["pmid"] for work in cited}
    assert joined.keys() == both
