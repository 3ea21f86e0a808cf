"""Layout and words cut a list alike, or the entry is marked with both readings."""

from pathlib import Path

import pytest

from citeman.documents import read as read_document
from citeman.documents.plain import read
from citeman.documents.runningtitles import running_titles
from citeman.model import Record
from citeman.parse import parse_document
from citeman.parse.crosscheck import two_in_one
from citeman.parse.explain import explain
from citeman.parse.labels import Labelled
from citeman.parse.lines import words
from citeman.parse.starts import next_number, starts
from tests.bench.splitting import LAYOUTS
from tests.calls import Citeman
from tests.test_references import LISTS

REFS = [
    "Noble S, Goa KL. Aldesleukin: a review of its use in tumours. BioDrugs 1997; 7: 394-422.",
    "Ward JH. Autoimmune anemia after interleukin-2. J Immunother 2000; 23: 507-8. PMID: 10938",
    "Chao Y, Lotze MT. Phase II trial of interleukin-2 in cancers. Oncology 2001; 60: 110-5.",
    "Fisher B, Keenan AM, Garra BS. Interleukin-2 and the gallbladder: profound reversible "
    "cholestasis in patients. J Clin Oncol 1989; 7: 1852-62. doi: 10.1200/JCO.1989.7.12.1852",
    "Abraham D, McGrath KG. Hypersensitivity to aldesleukin presenting as angioedema of the face. "
    "Allergy Asthma Proc 2003; 24: 291-4.",
    "Baldo BA. Side effects of cytokines approved for therapy. Drug Saf 2014; 37: 921-43.",
    "McDermott DF. The application of high-dose interleukin-2. Med Oncol 2009; 26 Suppl 1: 13-7.",
    "Dinarello CA. Functions of the interleukin-1 family. Annu Rev Immunol 2009; 27: 519-50.",
]


def parsed(text: str) -> list[Record]:
    return parse_document(read(f"References\n\n{text}\n", "list.txt"))


def doubts(records: list[Record]) -> list[str]:
    return [p.message for record in records for p in record.problems if p.code == "doubtful-cut"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_list_comes_out_whole_however_it_is_laid_out(name: str) -> None:
    refs = REFS * (2 if "page" in name else 1)
    document = read(f"References\n\n{LAYOUTS[name](refs)}\n", "list.txt")
    records = parse_document(document)
    assert [words(document, *(record.place.span or (0, 0))) for record in records] == refs
    assert {record.annotation for record in records} == {""}


CLEAN = ("blank lines", "numbers, wrapped", "numbers in brackets", "hanging, wrapped")


@pytest.mark.parametrize("name", CLEAN)
def test_where_layout_and_words_agree_nothing_is_doubtful(name: str) -> None:
    assert doubts(parsed(LAYOUTS[name](REFS))) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_no_list_of_the_project_is_doubtful(path: Path) -> None:
    assert doubts(parse_document(read_document(path.read_bytes(), path.name))) == []


@pytest.mark.parametrize("name", ["one paragraph", "two on a line", "numbers, two on a line"])
def test_a_cut_that_only_the_words_make_is_marked_with_both_readings(name: str) -> None:
    found = doubts(parsed(LAYOUTS[name](REFS)))
    assert found
    assert all(
        message.startswith("the layout has one reference here, its words") for message in found
    )
    assert "Noble S, Goa KL." in found[0]


def test_an_annotation_is_not_cut_because_it_names_people() -> None:
    note = "(Smith AB and Jones CD wrote in 1999 that it heals. Brown E, Green F. did not agree)."
    [record] = parsed(f"1. {REFS[0]}\n   {note}")
    assert (record.annotation, doubts([record])) == (note, [])


STARTS = {
    "nothing": ("", []),
    "one reference": (REFS[0], [0]),
    "two references": (f"{REFS[0]} {REFS[1]}", [0, len(REFS[0]) + 1]),
    "numbers": ("1. A b. 1999. 2. C d. 2000. 3. E f. 2001.", [0, 14, 28]),
    "names in a title": ("Noble S. What Ward JH, Chao Y. said. BioDrugs 1997; 7: 394-422.", [0]),
    "a journal like names": ("Noble S. IL-2. Proc Natl Acad Sci U S A. 2003; 7: 394-422.", [0]),
    "years": ("Noble, S. (1997). IL-2. Adis Press. Ward, J. H. (2000). Anemia. Cell.", [0, 36]),
}


@pytest.mark.parametrize(("text", "expected"), STARTS.values(), ids=STARTS)
def test_words_tell_where_references_begin(text: str, expected: list[int]) -> None:
    assert [start.offset for start in starts(text)] == expected


@pytest.mark.parametrize(("after", "count"), [(3, 1), (2, 0), (-1, 1), (7, 1)])
def test_only_the_numbers_that_are_missing_are_looked_for(after: int, count: int) -> None:
    assert len(next_number(f"{REFS[0]} 2. {REFS[1]}", 2, after)) == count


@pytest.mark.parametrize(
    "between",
    ["Field et al.", "Chapter {n}", "{n}", "{n}\n\n{n} mg", "[PubMed]", "2003\n\nField et al."],
)
def test_what_is_no_running_title_with_page_numbers_stays(between: str) -> None:
    text = "".join(f"Some words.\n\n{between.format(n=9 - n)}\n\n" for n in range(5))
    assert running_titles(text) == []


@pytest.mark.parametrize(
    "header", ["{n}\n\nField et al. Drugs", "Field et al. Drugs\n\n- {n} -", "{n}  Field et al."]
)
def test_running_titles_with_page_numbers_are_no_text(header: str) -> None:
    text = "".join(f"Some words.\n\n{header.format(n=n)}\n\n" for n in range(3, 6))
    document = read(text, "pages.txt")
    assert "Field" not in words(document, 0, len(text))


def test_labels_of_two_references_are_told_from_those_of_one() -> None:
    def labels(*names: str) -> list[Labelled]:
        return [Labelled(i, i + 1, name, 1.0) for i, name in enumerate(names)]

    one = ("author", "title", "issued", "volume", "page")
    assert two_in_one(labels(*one, *one))
    assert not two_in_one(labels(*one))
    assert not two_in_one(labels("author", "title", "author", "container-title", "issued", "page"))


def test_every_line_of_a_list_is_explained() -> None:
    lines = [
        f"1. {REFS[0]} 2. {REFS[1]}",
        f"3. {REFS[2][:40]}",
        f"  {REFS[2][41:]}",
        "  (A note.)",
    ]
    text = "\n".join(["References", "", *lines])
    said = [(line.line, line.role, line.layout, line.wording) for line in explain(read(text, "x"))]
    assert said == [
        (3, "begins", "number 1", "the list begins"),
        (3, "begins", "", "number 2 comes next"),
        (4, "begins", "number 3", "authors follow a complete citation"),
        (5, "goes on", "", ""),
        (6, "note", "", ""),
    ]


def test_explain_writes_to_stderr_and_changes_no_record(citeman: Citeman) -> None:
    path = "references/vancouver-numbered.txt"
    plain, explained = citeman("parse", path), citeman("parse", path, "--explain")
    assert plain.out == explained.out
    assert "begins" in explained.err
    assert "layout: number 3; words: authors follow a complete citation" in explained.err
