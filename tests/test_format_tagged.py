"""Refer and Web of Science are read by the tags of RIS that mean the same."""

import pytest

from citeman.errors import InputError
from citeman.formats import endnotexml, nbib, refer, ris, wos
from citeman.formats.refer import KINDS, TAGS
from citeman.formats.ris.tags import TYPES, tags_of
from citeman.model import Date, Name, Reading, Record, Reference, replace

REFER = """\
%0 Journal Article
%A Roe, Ann
%A Poe, B.
%T A small series
%J Annals of Small Works
%V 3
%P 12-19
%D 2003
%8 May 4
%@ 0306-4530
%K small
works
%X First line.
Second line.
%< Worth reading.
%F roe2003
%= own

%0 Book
%E Loe, C.
%T Larger works
%S Works
"""

WOS = """\
\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Roe, A
   Poe, B
AF Roe, Ann
   Poe, Bill
TI A small series of
   larger works
SO ANNALS OF SMALL WORKS
DE small works; larger
   works
SN 0306-4530
EI 1532-1800
J9 ANN SMALL WORK
JI Ann. Small Works
PD MAY 4
PY 2003
VL 3
BP 12
EP 19
AR e7
UT WOS:0001
PM 12974198
CR Loe C, 1999, WORKS, V1, P2
   Moe D, 2000, WORKS, V2, P3
ER

PT B
AU Loe, C
TI A chapter
SO A BOOK
DT Article; Book Chapter
PY 2004
ER

EF
"""


def test_refer_is_read_with_its_lines_and_types() -> None:
    article, book = refer.read(REFER, "x.enw").records
    reference = article.reference
    assert (article.key, article.annotation) == ("roe2003", "Worth reading.")
    assert reference.author == (Name("Roe", "Ann"), Name("Poe", "B."))
    assert (reference.container_title, reference.page) == ("Annals of Small Works", "12-19")
    assert reference.issued == Date(((2003, 5, 4),))
    assert (reference.ISSN, reference.keyword) == ("0306-4530", "small; works")
    assert reference.abstract == "First line.\nSecond line."
    assert reference.custom == {"refer": {"=": ["own"]}}
    assert book.reference.type == "book"
    assert book.reference.collection_title == "Works"
    assert book.reference.collection_editor == (Name("Loe", "C."),)


def test_refer_is_written_as_it_is_read() -> None:
    records = refer.read(REFER, "x.enw").records
    text = refer.write(records)
    assert refer.write(refer.read(text, "x.enw").records) == text
    assert [r.reference for r in refer.read(text, "x.enw").records] == [
        r.reference for r in records
    ]


def test_every_sign_stands_for_a_tag_that_means_something() -> None:
    known = {tag for kind in TYPES.values() for tag in tags_of(kind)}
    assert {*TAGS.values()} - {"AD", "L1", "ID", "U2"} <= known
    assert KINDS.keys() <= TYPES.keys()


def test_web_of_science_is_read_with_full_names_before_short_ones() -> None:
    article, chapter = wos.read(WOS, "x.txt").records
    reference = article.reference
    assert reference.author == (Name("Roe", "Ann"), Name("Poe", "Bill"))
    assert reference.title == "A small series of larger works"
    assert reference.container_title_short == "Ann. Small Works"
    assert reference.keyword == "small works; larger works"
    assert reference.issued == Date(((2003, 5, 4),))
    assert (reference.page, reference.number) == ("12-19", "e7")
    assert (reference.PMID, reference.ISSN) == ("12974198", "0306-4530, 1532-1800")
    assert len(reference.custom["wos"]["CR"][0].split("\n")) == 2
    assert (chapter.reference.type, chapter.reference.container_title) == ("chapter", "A BOOK")
    assert chapter.reference.author == (Name("Loe", "C"),)


@pytest.mark.parametrize("module", [refer, wos])
def test_a_text_of_another_kind_is_an_error(module: type) -> None:
    with pytest.raises(InputError, match="looked for"):
        module.read("Roe A. A small series. 2003.", "x.txt")  # type: ignore[attr-defined]


def test_an_entry_goes_from_ris_to_refer_and_back() -> None:
    work = Reference(type="chapter", title="T", container_title="B", page="3-9", PMID="12974198")
    record = Record((Reading("manual", work),), key="k", annotation="Small.")
    [again] = refer.read(refer.write([record]), "x").records
    [back] = ris.read(ris.write([again]), "x").records
    assert replace(back.reference, id="", annote="") == work
    assert back.annotation == "Small."


NBIB = [
    ("TI  - And so on...", Reference(title="And so on...")),
    ("TI  - In vitro etc..", Reference(title="In vitro etc.")),
    ("LA  - eng", Reference(language="en")),
    ("LA  - tlh", Reference(custom={"nbib": {"LA": ["tlh"]}})),
    ("IS  - 9", Reference(custom={"nbib": {"IS": ["9"]}})),
    ("LID - none [doi]", Reference(custom={"nbib": {"LID": ["none [doi]"]}})),
]


@pytest.mark.parametrize(("line", "said"), NBIB)
def test_what_nbib_says_is_read_and_written_again(line: str, said: Reference) -> None:
    text = f"PMID- 1\n{line}\n"
    [record] = nbib.read(text, "x.nbib").records
    expected = replace(said, type="article-journal", PMID="1")
    assert (record.reference, nbib.write([record])) == (replace(expected, id="1"), text)


def test_an_unknown_type_of_refer_is_written_again() -> None:
    text = "%0 PAPYRUS\n%T Small\n"
    assert refer.write(refer.read(text, "x.enw").records) == text


def test_a_pmid_beside_another_archive_goes_through_endnote_xml() -> None:
    reference = Reference(type="book", PMID="12974198", archive="JSTOR", archive_location="7")
    written = endnotexml.write([Record((Reading("manual", reference),))])
    [back] = endnotexml.read(written, "x.xml").records
    assert replace(back.reference, id="") == reference
