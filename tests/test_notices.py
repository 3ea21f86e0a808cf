"""Retraction, expression of concern, correction and update are four things, and dated."""

import pytest

from citeman.fields.notices import KINDS, Notice, date_of_notice, read_notices
from citeman.formats import csljson, jsonl
from citeman.formats.pubmedxml import NOTICE, read_articles
from citeman.model import Reading, Record, Reference
from tests.fake_ncbi import article_set

CITATIONS: list[tuple[str, str]] = [
    ("Lancet. 2010 Feb 6;375(9713):445", "2010-02-06"),
    ("J Invent Oncol.2008 Apr 18;320(5874):316", "2008-04-18"),
    ("Invent Rep 1991 Mar 25;67(1):127", "1991-03-25"),
    ("Lancet. 2005 Aug 20-26;366(9486):662-4", "2005-08-20"),
    ("Med Sci Invent. 1979 Winter;11(4):338", "1979"),
    ("J Invent Health A. 2015 ;78(21-22):1338", "2015"),
    ("Gut. 2004 Jan-Feb;53(1):9", "2004-01"),
    ("medRxiv. 2023 Apr 05:2023.03.21.23286947. doi: 10.1101/2023.03.21.23286947.", "2023-04-05"),
    ("Stroke. 2014 May;45(5):e86. PMID: 24627111", "2014-05"),
    ("Gut. 2010", "2010"),
    ("Gut;53(1):1999", ""),
    ("", ""),
]


@pytest.mark.parametrize(("citation", "date"), CITATIONS)
def test_the_date_of_a_notice_is_read_from_its_citation(citation: str, date: str) -> None:
    assert date_of_notice(citation) == date


def carrying(*notices: object, status: str = "") -> Reference:
    return Reference(PMID="7", status=status, custom={"notices": list(notices)})


READ: list[tuple[str, Reference, list[Notice]]] = [
    ("nothing", Reference(), []),
    (
        "all four, the gravest first",
        carrying(
            {"kind": "update", "date": "2012"},
            {"kind": "erratum", "date": "2011-03"},
            {"kind": "expression-of-concern", "date": "2010"},
            {"kind": "retraction", "date": "2013-01-02", "PMID": "9", "text": "Gut. 2013"},
        ),
        [
            Notice("retraction", "retraction", "2013-01-02", "9", "Gut. 2013"),
            Notice("expression-of-concern", "expression-of-concern", "2010"),
            Notice("correction", "erratum", "2011-03"),
            Notice("update", "update", "2012"),
        ],
    ),
    (
        "the latest of a kind first",
        carrying({"kind": "erratum", "date": "2009"}, {"kind": "erratum", "date": "2011"}),
        [Notice("correction", "erratum", "2011"), Notice("correction", "erratum", "2009")],
    ),
    (
        "a date that only the citation tells",
        carrying({"kind": "update", "text": "Gut. 2009 May;58:1"}),
        [Notice("update", "update", "2009-05", "", "Gut. 2009 May;58:1")],
    ),
    (
        "comments are none of the four",
        carrying({"kind": "comment", "text": "Gut. 2010"}, {"kind": "comment-on"}),
        [],
    ),
    (
        "marked as retracted, and nothing else known",
        carrying({"kind": "erratum"}, status="retracted"),
        [Notice("retraction", "retraction"), Notice("correction", "erratum")],
    ),
    (
        "what a hand-made file may hold",
        carrying("retraction", 7, None, {"kind": ["erratum"]}, {"kind": "update", "date": 2010}),
        [Notice("update", "update")],
    ),
    ("notices that are no list", Reference(custom={"notices": "erratum"}), []),
]


@pytest.mark.parametrize(("reference", "notices"), [c[1:] for c in READ], ids=[c[0] for c in READ])
def test_notices_are_read(reference: Reference, notices: list[Notice]) -> None:
    assert list(read_notices(reference)) == notices


@pytest.mark.parametrize("form", KINDS)
def test_pubmed_has_a_name_for_every_form_and_its_notices_are_read(form: str) -> None:
    assert form in NOTICE.values()
    given = Reference(
        PMID="7",
        title="A study",
        container_title="Gut",
        custom={"notices": [{"kind": form, "PMID": "9", "text": "Gut. 2010 Mar;59:9"}]},
    )
    found = read_articles(article_set([given]).encode()).found["7"]
    assert read_notices(found) == (
        Notice(KINDS[form], form, "2010-03", "9", "Gut. 2010 Mar;59:9"),
    )


@pytest.mark.parametrize("module", [csljson, jsonl], ids=lambda module: module.NAME)
def test_notices_come_back_from_a_file(module: object) -> None:
    reference = carrying({"kind": "retraction", "date": "2013", "PMID": "9", "text": "Gut. 2013"})
    record = Record((Reading("pubmed", reference),), key="a")
    [again] = module.read(module.write([record]), "x").records  # type: ignore[attr-defined]
    assert read_notices(again.reference) == read_notices(reference) != ()


def test_a_notice_reads_as_a_sentence_would_name_it() -> None:
    notice = Notice("retraction", "partial-retraction", "2013-05", "9", "Gut. 2013 May;62:1")
    assert str(notice) == "partial retraction of 2013-05 (Gut. 2013 May;62:1, PMID 9)"
    assert str(Notice("retraction", "retraction")) == "retraction"
