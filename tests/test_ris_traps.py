"""Entries that another reader of RIS loses or gets wrong, as docs/formats.md says."""

from pathlib import Path

import pytest

from citeman.formats import ris
from citeman.model import Date, Record, Reference

DOCS = Path(__file__).resolve().parents[1] / "docs" / "formats.md"

TRAPS: dict[str, tuple[str, Reference]] = {
    "line ends of old Macs": (
        "TY  - JOUR\rTI  - Small\rER  - \r",
        Reference(type="article-journal", title="Small"),
    ),
    "one blank before the hyphen": (
        "TY - JOUR\nTI - Small\nER -\n",
        Reference(type="article-journal", title="Small"),
    ),
    "no blank behind the hyphen": (
        "TY  -JOUR\nTI  -Small\nER  -\n",
        Reference(type="article-journal", title="Small"),
    ),
    "indented lines": (
        "  TY  - JOUR\n  TI  - Small\n  ER  - \n",
        Reference(type="article-journal", title="Small"),
    ),
    "no ER at the end of the file": (
        "TY  - BOOK\nTI  - Small\n",
        Reference(type="book", title="Small"),
    ),
    "no TY at all": ("T1  - Small\nVL  - 3\nER  - \n", Reference(title="Small", volume="3")),
    "a blank line in an abstract": (
        "TY  - JOUR\nAB  - One.\n\nII - two.\nER  - \n",
        Reference(type="article-journal", abstract="One.\n\nII - two."),
    ),
    "a series, pages and an ISBN of a book": (
        "TY  - BOOK\nTI  - It\nT2  - Series\nSP  - 312\nSN  - 978-0-306-40615-7\nER  - \n",
        Reference(
            type="book",
            title="It",
            collection_title="Series",
            number_of_pages="312",
            ISBN="9780306406157",
        ),
    ),
    "a PMID as accession number": (
        "TY  - JOUR\nAN  - 12974198\nDB  - PubMed\nER  - \n",
        Reference(type="article-journal", PMID="12974198"),
    ),
    "a date in PY and DA": (
        "TY  - JOUR\nPY  - 2012\nDA  - 2012/07/03\nER  - \n",
        Reference(type="article-journal", issued=Date(((2012, 7, 3),))),
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_what_another_reader_loses_is_read(name: str) -> None:
    text, expected = TRAPS[name]
    [record] = ris.read(text, "x.ris").records
    assert record.reference == expected


def test_an_entry_without_its_end_does_not_swallow_the_next() -> None:
    text = "TY  - BOOK\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n"
    records: list[Record] = ris.read(text, "x.ris").records
    assert [record.reference.title for record in records] == ["One", "Two"]


def test_the_page_names_every_trap() -> None:
    page = DOCS.read_text("utf-8")
    assert [name for name in TRAPS if f"| {name} |" not in page] == []
