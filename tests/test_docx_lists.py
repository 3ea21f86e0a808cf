"""The reference lists of Word files are found and cut, whatever holds them."""

from pathlib import Path

import pytest

from citeman.workflow.gathering import gather
from tests.calls import Citeman
from tests.docx_files import docx, field, p, r
from tests.test_docx_layout import BOLD, BREAK, TAB, cell, level, numbering, row

A = (
    "Noble S, Goa KL. Aldesleukin: a review of its use in the management of cancer. "
    "BioDrugs. 1997;7(5):394-422."
)
B = (
    "Abraham D, McGrath KG. Hypersensitivity to aldesleukin in two patients. "
    "Allergy Asthma Proc. 2003;24(4):291-4."
)
C = "Hughes GS. Interleukin-2 hepatotoxicity in renal cell carcinoma. J Hepatol. 1991;12(2):211-5."
BOOK = "Smith J. Interleukins: from bench to bedside. 2nd ed. Oxford: Small Press; 2004."
NOTE = (
    "This careful review of the drug lists the liver injuries that had been reported until then."
)
PROSE = (
    p("Aldesleukin is given to patients with cancer, and its toxicity is well known to us.") * 3
)
HEADING = p("References", style="Heading1")
NUMBERS = numbering(level(0, "decimal", "%1."))
IN = '<w:ind w:left="720"/>'
HANGING = '<w:ind w:left="720" w:hanging="720"/>'


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def citing(kind: str, *keys: int) -> str:
    return "".join(
        p("Words of prose", f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>', " that go on here.")
        for key in keys
    )


def notes(kind: str, *texts: str) -> str:
    return "".join(f'<w:{kind} w:id="{i}">{p(text)}</w:{kind}>' for i, text in enumerate(texts, 1))


BIBLIOGRAPHY = field("ADDIN ZOTERO_BIBL CSL_BIBLIOGRAPHY", A).rpartition("<w:r>")[0]
LISTS = {
    "numbered, annotated below": (
        HEADING + "".join(p(x, num="1") + p(NOTE, more=IN) for x in (A, B, C)),
        {"numbering": NUMBERS},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "numbered, annotated after a line break": (
        HEADING + "".join(p(x, BREAK, NOTE, num="1") for x in (A, B, C)),
        {"numbering": NUMBERS},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "hanging, annotated below": (
        HEADING + "".join(p(x, more=HANGING) + p(NOTE, more=IN) for x in (A, B, C)),
        {},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "plain paragraphs, annotated below": (
        HEADING + "".join(p(x) + p(NOTE) for x in (A, B, C)),
        {},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "labelled by letters": (
        HEADING + p(A, num="1") + p(B, num="1") + p(C, num="1"),
        {"numbering": numbering(level(0, "lowerLetter", "%1)"))},
        [(A, ""), (B, ""), (C, "")],
    ),
    "labelled by two levels": (
        HEADING + p(A, num="1.1") + p(B, num="1.1") + p(C, num="1.1"),
        {"numbering": numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))},
        [(A, ""), (B, ""), (C, "")],
    ),
    "numbers that were typed": (
        HEADING + "".join(p(f"{i}.", TAB, x) for i, x in enumerate((A, B, C), 1)),
        {},
        [(A, ""), (B, ""), (C, "")],
    ),
    "a table with numbers of its own": (
        HEADING + table(*(row(cell(p("", num="1")), cell(p(x))) for x in (A, B, C))),
        {"numbering": NUMBERS},
        [(A, ""), (B, ""), (C, "")],
    ),
    "a table with comments": (
        HEADING
        + table(
            row(cell(p("No")), cell(p("Reference")), cell(p("Comment"))),
            *(row(cell(p(f"{i}")), cell(p(x)), cell(p(NOTE))) for i, x in enumerate((A, B, C), 1)),
        ),
        {},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "footnotes among prose": (
        citing("footnote", 3, 1, 2, 4) + PROSE,
        {"footnotes": notes("footnote", A, "See above for what is meant by this.", B, C)},
        [(B, ""), (A, ""), (C, "")],
    ),
    "footnotes where there is a list as well": (
        citing("footnote", 1) + HEADING + p(A) + p(B),
        {"footnotes": notes("footnote", A)},
        [(A, ""), (B, "")],
    ),
    "endnotes under the last heading": (
        citing("endnote", 3, 1, 2) + HEADING,
        {"endnotes": notes("endnote", A, B, C)},
        [(C, ""), (A, ""), (B, "")],
    ),
    "endnotes under no heading": (
        citing("endnote", 2, 1) + PROSE,
        {"endnotes": notes("endnote", A, B)},
        [(B, ""), (A, "")],
    ),
    "a manager's list under a heading of another name": (
        p("Works we used", style="Heading1")
        + p(BIBLIOGRAPHY)
        + p(B)
        + p(C, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p("Figure 1. Words of a legend."),
        {},
        [(A, ""), (B, ""), (C, "")],
    ),
    "a manager's list beside one under a heading": (
        HEADING + p(A) + p("Notes", style="Heading1") + p(BIBLIOGRAPHY.replace(A, B)),
        {},
        [(A, ""), (B, "")],
    ),
    "a list known by the style of its paragraphs": (
        p("Works we used")
        + p(A, style="Bib")
        + p("")
        + p(B, style="Bib")
        + p("Smith A and Roe B helped in 2003; 12: 4-9, for which we thank them."),
        {"styles": '<w:style w:styleId="Bib"><w:name w:val="EndNote Bibliography"/></w:style>'},
        [(A, ""), (B, "")],
    ),
    "a list known by the style of its paragraphs, annotated": (
        "".join(p(x, style="Bib") + p(NOTE) for x in (A, B, C)) + PROSE,
        {"styles": '<w:style w:styleId="Bib"><w:name w:val="Bibliography"/></w:style>'},
        [(A, NOTE), (B, NOTE), (C, NOTE)],
    ),
    "a list in one paragraph": (
        HEADING + p("[1]", A, BREAK, "[2]", B, BREAK, "[3]", C),
        {},
        [(A, ""), (B, ""), (C, "")],
    ),
    "parts of a list under bold lines": (
        p(r("References", BOLD))
        + p(r("Papers", BOLD))
        + p(A)
        + p(r("Books", BOLD))
        + p(BOOK)
        + p(C),
        {},
        [(A, ""), (BOOK, ""), (C, "")],
    ),
    "parts of a list under headings below its own": (
        HEADING
        + p("Papers", style="Heading2")
        + p(A)
        + p("Books", style="Heading2")
        + p(BOOK)
        + p("Appendix", style="Heading1")
        + p(C),
        {},
        [(A, ""), (BOOK, "")],
    ),
}


@pytest.mark.parametrize(("body", "parts", "found"), LISTS.values(), ids=LISTS)
def test_a_list_is_found_and_cut(
    tmp_path: Path, body: str, parts: dict[str, str], found: list[tuple[str, str]]
) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx(PROSE + body, **parts))
    records = gather([str(path)]).records
    assert [(record.raw, record.annotation) for record in records] == found


def test_links_of_a_list_give_identifiers(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    link = f'<w:hyperlink r:id="rId9">{r("PubMed")}</w:hyperlink>'
    address = {"rId9": "https://pubmed.ncbi.nlm.nih.gov/9055527/"}
    path.write_bytes(docx(HEADING + p(A, " ", link) + p(B), address))
    records = gather([str(path)]).records
    assert [record.reference.PMID for record in records] == ["9055527", ""]


def test_parse_reads_a_word_file_by_its_content(citeman: Citeman, tmp_path: Path) -> None:
    path = tmp_path / "manuscript"
    path.write_bytes(docx(PROSE + HEADING + p(A, num="1") + p(B, num="1"), numbering=NUMBERS))
    run = citeman("parse", str(path), "--to", "bibtex")
    assert run.code == 0
    assert run.out.count("@article") == 2


def test_a_locked_word_file_is_told_in_words(citeman: Citeman, tmp_path: Path) -> None:
    path = tmp_path / "secret.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    run = citeman("parse", str(path), "--to", "bibtex")
    assert run.code == 4
    assert "locked by a password; save it without" in run.err
