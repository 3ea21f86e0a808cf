"""PDFs: the lists that tests/pdf_files.py printed come out again; broken files say why not."""

import random
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument, PdfMatrix

from citeman import documents
from citeman.documents.document import Document
from citeman.documents.paper import pages as limits
from citeman.errors import InputError
from citeman.fields.locators import read_pages
from citeman.formats.csljson import csl
from citeman.model import Record
from citeman.parse import parse_document
from citeman.text import fold
from tests.calls import Citeman
from tests.gold import differences
from tests.pdf_files import FILES, MADE, File, Row, rows_of

WHOLE = {
    "vancouver-running-heads": 28,
    "vancouver-two-columns": 28,
    "lactation-raised-numbers": 16,
    "chicago-three-columns": 16,
    "apa-hanging": 12,
    "apa-line-numbers": 12,
    "chicago-annotated": 16,
    "german-first-lines": 12,
    "spanish-gaps": 12,
    "two-lists": 32,
    "no-heading": 16,
    "bibtex-plain": 25,
    "bibtex-alpha": 25,
    "bibtex-apalike": 23,
    "biber-ieee": 23,
    "biber-authoryear": 16,
}
"""How many references of each file agree with gold in every field that is printed."""

every_file = pytest.mark.parametrize("name", FILES)


@cache
def data(name: str) -> bytes:
    return (MADE / f"{name}.pdf").read_bytes()


@cache
def document(name: str) -> Document:
    return documents.read(data(name), f"{name}.pdf")


@cache
def records(name: str) -> list[Record]:
    return parse_document(document(name))


def plain(text: str) -> str:
    """A text without what LaTeX does to it: typographic quotes and dashes."""
    return text.translate({0x2019: "'", 0x2018: "'", 0x2013: "-", ord('"'): "'"})


def is_whole(record: Record, row: Row, file: File) -> bool:
    if file.printed:
        item = csl(record)
        return all(said(item, f) == said(row["fields"], f) for f in file.printed)
    annotation = row.get("annotation", "") if file.annotated else ""
    wrong = differences(record, row["fields"], annotation)
    return all(plain(repr(ours)) == plain(repr(theirs)) for ours, theirs in wrong.values())


def said(item: dict[str, Any], field: str) -> Any:
    """What a style leaves of a field: initials of names, the year of a date, no capitals."""
    value = item.get(field, "")
    if field == "author":
        return [fold(one.get("family") or one.get("literal", "")) for one in value]
    if field == "issued":
        return value["date-parts"][0][0] if value else ""
    return read_pages(plain(value)) if field == "page" else fold(value)


def pairs(name: str) -> Iterator[tuple[Record, Row]]:
    """The records with the gold of each: in their order, or by title where a style sorts them."""
    rows = rows_of(FILES[name])
    if not FILES[name].printed:
        yield from zip(records(name), rows, strict=True)
        return
    titles = {fold(row["fields"]["title"]): row for row in rows}
    for record in records(name):
        if row := titles.get(fold(record.reference.title)):
            yield record, row


@every_file
def test_every_reference_is_found_once(name: str) -> None:
    assert len(records(name)) == len(rows_of(FILES[name]))


@every_file
def test_as_many_references_are_whole_as_the_table_says(name: str) -> None:
    whole = [is_whole(record, row, FILES[name]) for record, row in pairs(name)]
    assert sum(whole) == WHOLE[name]


def test_what_only_the_pages_need_is_kept_apart_from_the_text() -> None:
    read = document("vancouver-running-heads")
    assert "Journal of Plain Figures" not in read.text
    assert "2 Remarks on counting" in read.furniture
    assert "1" in read.furniture


def test_a_reference_broken_by_a_page_is_one() -> None:
    raws = [record.raw for record in records("vancouver-running-heads")]
    assert not any("Remarks on counting" in raw or "\n\n" in raw for raw in raws)


def test_line_numbers_are_no_text() -> None:
    read = document("apa-line-numbers")
    assert "\n2 " not in read.text
    assert set(map(str, range(1, 40))) < set(read.furniture)


def test_footnotes_do_not_stand_in_lists() -> None:
    text = document("two-lists").text
    assert text.index("this, Smith counted twice") < text.index("References")


def test_headings_are_known_by_their_print() -> None:
    read = document("two-lists")
    found = [(read.text[h.start : h.end], h.level) for h in read.headings]
    assert found == [("1 Before", 1), ("References", 2), ("2 After", 1), ("References", 2)]


def test_links_stand_at_their_words() -> None:
    read = document("spanish-gaps")
    words = {read.text[link.start : link.end] for link in read.links if "pubmed" in link.href}
    assert words == {"PubMed"}


def test_an_identifier_that_only_a_link_says_is_read() -> None:
    found = [record.reference.PMID for record in records("spanish-gaps")]
    assert found == [row["fields"].get("PMID", "") for row in rows_of(FILES["spanish-gaps"])]


def test_the_text_of_a_reference_is_that_of_its_span() -> None:
    for record in records("vancouver-two-columns"):
        span = record.place.span
        assert span
        assert document("vancouver-two-columns").text[slice(*span)] == record.raw


def saved(pdf: PdfDocument) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_words_are_turned_reads_as_one_that_is_upright(angle: int) -> None:
    pdf = PdfDocument(data("apa-hanging"))
    for page in pdf:
        width, height = page.get_size()
        moved = {90: (height, 0), 180: (width, height), 270: (0, width)}[angle]
        turn = PdfMatrix().rotate(angle, ccw=True).translate(*moved)
        for found in page.get_objects():
            found.transform(turn)
        box = (0, 0, width, height) if angle == 180 else (0, 0, height, width)
        page.set_mediabox(*box)
        page.set_cropbox(*box)
        page.gen_content()
    assert documents.read(saved(pdf), "turned.pdf").text == document("apa-hanging").text


def blank(pages: int) -> bytes:
    pdf = PdfDocument.new()
    for _ in range(pages):
        pdf.new_page(200, 200)
    return saved(pdf)


def written(stream: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page, with the operators that print it."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F 3 0 R >> >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (trailer, len(out))
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def printed(*lines: str, extra: bytes = b"") -> bytes:
    """A page with these lines, 12 points apart."""
    shown = b"".join(
        b"1 0 0 1 50 %d Tm (%s) Tj " % (700 - 12 * i, line.encode("cp1252"))
        for i, line in enumerate(lines)
    )
    return b"BT /F 10 Tf %s%sET" % (shown, extra)


LOCKED = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
    (b"11" * 32,) * 2
)
LINES = ("Counting is older than writing, and much", "less is known of it than people say.")

SEEN = {
    "words": (printed(*LINES), "\n".join(LINES)),
    "the letters behind a scan's picture": (
        printed(*LINES).replace(b"BT", b"BT 3 Tr"), "\n".join(LINES)
    ),
    "no words that nobody sees": (
        printed(*LINES, extra=b"3 Tr 1 0 0 1 50 500 Tm (Cite me, please) Tj "), "\n".join(LINES)
    ),
    "no words up the margin": (
        printed(*LINES, extra=b"0 1 -1 0 20 300 Tm (Printed in a hurry) Tj "), "\n".join(LINES)
    ),
    "no words beyond the page": (
        printed(*LINES, extra=b"1 0 0 1 900 500 Tm (Far out) Tj "), "\n".join(LINES)
    ),
    "raised numbers": (
        printed(*LINES, extra=b"/F 6 Tf 1 0 0 1 250 692 Tm (12) Tj "),
        f"{LINES[0]}\n{LINES[1]} 12",
    ),
    "a stroke for a name": (
        b"50 690 30 0.5 re f " + printed(*LINES).replace(b"1 0 0 1 50 688", b"1 0 0 1 84 688"),
        f"{LINES[0]}\n——— {LINES[1]}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("stream", "text"), SEEN.values(), ids=SEEN)
def test_the_text_is_what_a_reader_sees(stream: bytes, text: str) -> None:
    assert documents.read(written(stream), "page.pdf").text == text


BROKEN = {
    "a password": (written(printed(*LINES), LOCKED), "encrypted"),
    "a scan": (blank(2), "no text on its 2 pages"),
    "half a file": (data("apa-hanging")[:3000], "damaged"),
    "only the first line": (b"%PDF-1.7\n", "damaged"),
    "too many pages": (blank(limits.MOST_PAGES + 1), "at most 3,000 are read"),
}


@pytest.mark.parametrize(("given", "message"), BROKEN.values(), ids=BROKEN)
def test_a_pdf_that_cannot_be_read_says_why(given: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        documents.read(given, "paper.pdf")
    assert str(caught.value).startswith("paper.pdf: ")
    assert len(str(caught.value).splitlines()) <= 3


def read_or_refused(broken: bytes) -> bool:
    try:
        return isinstance(documents.read(broken, "broken.pdf"), Document)
    except InputError as error:
        return str(error).startswith("broken.pdf: ")


def test_a_damaged_pdf_is_read_or_refused() -> None:
    made, chance = data("no-heading"), random.Random(7)
    for _ in range(150):
        broken = bytearray(made)
        for _ in range(chance.choice((1, 10, 200))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert read_or_refused(bytes(broken))


def test_a_pdf_is_known_by_its_content(citeman: Citeman, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(data("apa-hanging"))
    done = citeman("parse", str(path), "--to", "csl-json")
    assert done.code == 0
    assert done.out.count('"id"') == 12


def test_a_scan_ends_with_a_message_and_not_with_a_traceback(
    citeman: Citeman, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(blank(1))
    done = citeman("parse", str(path))
    assert done.code == 4
    assert "no text on its 1 page" in done.err
    assert "ocrmypdf" in done.err
