"""What a Word file keeps of a work and what is printed of it become one record."""

import json
from pathlib import Path
from typing import Any

import pytest

from citeman.model import Record
from citeman.workflow.gathering import Gathered, gather
from tests.docx_files import docx, field, p

ALDES: dict[str, Any] = {
    "id": "a",
    "type": "article-journal",
    "title": "Hypersensitivity to aldesleukin in two patients",
    "author": [{"family": "Abraham", "given": "David"}, {"family": "McGrath", "given": "K. G."}],
    "container-title": "Allergy and Asthma Proceedings",
    "volume": "24",
    "page": "291-294",
    "issued": {"date-parts": [[2003]]},
    "DOI": "10.1000/aldes",
    "note": "Kept by Zotero alone",
}
SISTER = {
    **ALDES,
    "id": "b",
    "title": "Desensitization to aldesleukin after hypersensitivity",
    "volume": "25",
    "page": "301-304",
    "issued": {"date-parts": [[2004]]},
    "DOI": "10.1000/sister",
}
PRINTED = (
    "Abraham D, McGrath KG. Hypersensitivity to aldesleukin in two patients. "
    "Allergy Asthma Proc. 2003;24:291-4."
)
OTHER = "Noble S, Goa KL. Aldesleukin: a review of its use. BioDrugs. 1997;7(5):394-422."


def zotero(*items: dict[str, Any]) -> str:
    cited = [
        {"uris": [f"http://zotero.org/users/1/items/{i['id']}"], "itemData": i} for i in items
    ]
    return field(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationItems': cited})}", "(1)")


def gathered(tmp_path: Path, body: str, files: dict[str, str] | None = None) -> Gathered:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx(body, files=files))
    return gather([str(path)])


def sources(records: list[Record]) -> list[list[str]]:
    return [[reading.source for reading in record.readings] for record in records]


def test_print_and_data_of_one_work_are_one_record(tmp_path: Path) -> None:
    body = p("As said ", zotero(ALDES)) + p("References", style="Heading1") + p(PRINTED) + p(OTHER)
    records = gathered(tmp_path, body).records
    assert sources(records) == [["zotero", "parsed"], ["parsed"]]
    work = records[0]
    assert (work.raw, work.reference.author[0].given) == (PRINTED, "David")
    assert (work.reference.DOI, work.reference.note) == ("10.1000/aldes", "Kept by Zotero alone")
    assert work.readings[0].place == work.readings[1].place


def test_what_two_managers_keep_of_a_work_joins_the_same_print(tmp_path: Path) -> None:
    cited, files = KEPT["word"]
    noble = {**ALDES, "title": "Aldesleukin: a review of its use", "volume": "7"}
    noble |= {"page": "394-422", "issued": {"date-parts": [[1997]]}, "DOI": "10.1000/noble"}
    noble |= {"author": [{"family": "Noble", "given": "S"}], "container-title": "BioDrugs"}
    body = p(zotero(noble), cited) + p("References", style="Heading1") + p(OTHER) + p(PRINTED)
    records = gathered(tmp_path, body, files).records
    assert sources(records) == [["zotero", "word", "parsed"], ["parsed"]]


def test_identifiers_that_zotero_notes_are_read(tmp_path: Path) -> None:
    noted = {**ALDES, "note": "PMID: 12974198\nPMCID: PMC2275327\nRead in 2005", "DOI": ""}
    [record] = gathered(tmp_path, p(zotero(noted))).records
    assert (record.reference.PMID, record.reference.PMCID) == ("12974198", "PMC2275327")
    assert record.reference.note == noted["note"]


def test_a_work_that_is_not_printed_becomes_a_record_after_the_list(tmp_path: Path) -> None:
    body = (
        p("As said ", zotero(SISTER)) + p("References", style="Heading1") + p(PRINTED) + p(OTHER)
    )
    records = gathered(tmp_path, body).records
    assert sources(records) == [["parsed"], ["parsed"], ["zotero"]]
    assert len({record.key for record in records}) == 3


def test_of_two_works_alike_each_goes_to_its_own_print(tmp_path: Path) -> None:
    sister = PRINTED.replace("Hypersensitivity to aldesleukin in two patients", SISTER["title"])
    sister = sister.replace("2003;24:291-4", "2004;25:301-4")
    body = p(zotero(SISTER, ALDES)) + p("References", style="Heading1") + p(PRINTED) + p(sister)
    records = gathered(tmp_path, body).records
    assert sources(records) == [["zotero", "parsed"]] * 2
    assert [record.reference.DOI for record in records] == ["10.1000/aldes", "10.1000/sister"]


def test_a_manuscript_without_a_list_gives_what_it_cites(tmp_path: Path) -> None:
    body = p("As said ", zotero(ALDES), " and again ", zotero(ALDES, SISTER))
    records = gathered(tmp_path, body).records
    assert [record.reference.DOI for record in records] == ["10.1000/aldes", "10.1000/sister"]
    assert sources(records) == [["zotero"], ["zotero"]]


KEPT = {
    "endnote": (
        field(
            " ADDIN EN.CITE <EndNote><Cite><RecNum>7</RecNum><record>"
            '<ref-type name="Journal Article">17</ref-type><contributors><authors>'
            "<author>Noble, S. & Co.</author></authors></contributors><titles>"
            "<title>Aldesleukin: a review of its use</title></titles>"
            "<electronic-resource-num>10.1000/noble</electronic-resource-num>"
            "<dates><year>1997</year></dates></record></Cite></EndNote>",
            "[1]",
        ),
        {},
    ),
    "word": (
        field(r" CITATION Nob97 \l 1033 ", "(Noble, 1997)"),
        {
            "customXml/item1.xml": '<b:Sources xmlns:b="http://schemas.openxmlformats.org/'
            'officeDocument/2006/bibliography"><b:Source><b:Tag>Nob97</b:Tag><b:SourceType>'
            "JournalArticle</b:SourceType><b:Title>Aldesleukin: a review of its use</b:Title>"
            "<b:Year>1997</b:Year><b:DOI>10.1000/noble</b:DOI><b:Author><b:Author><b:NameList>"
            "<b:Person><b:Last>Noble</b:Last><b:First>S</b:First></b:Person></b:NameList>"
            "</b:Author></b:Author></b:Source></b:Sources>"
        },
    ),
}


@pytest.mark.parametrize("source", KEPT)
def test_what_other_managers_keep_is_a_reading_as_well(tmp_path: Path, source: str) -> None:
    cited, files = KEPT[source]
    body = p("As said ", cited) + p("References", style="Heading1") + p(OTHER) + p(PRINTED)
    records = gathered(tmp_path, body, files).records
    assert sources(records) == [[source, "parsed"], ["parsed"]]
    assert (records[0].reference.DOI, records[0].reference.volume) == ("10.1000/noble", "7")


def test_a_field_that_cannot_be_read_is_named_by_what_it_shows(tmp_path: Path) -> None:
    broken = field('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [', "(Roe, 2003)")
    found = gathered(
        tmp_path, p("As said ", broken) + p("References", style="Heading1") + p(OTHER)
    )
    assert sources(found.records) == [["parsed"]]
    [problem] = found.problems
    assert problem.message.endswith("the data of zotero behind '(Roe, 2003)' cannot be read")


def test_data_that_cannot_be_read_is_a_problem_and_stops_nothing(tmp_path: Path) -> None:
    broken = field(
        " ADDIN EN.CITE <EndNote><Cite><Author>Roe</Author><RecNum>7</RecNum>"
        "<record><titles><title>One</record></Cite></EndNote>",
        "[1]",
    )
    found = gathered(tmp_path, p(broken) + p("References", style="Heading1") + p(OTHER))
    assert sources(found.records) == [["parsed"]]
    [problem] = found.problems
    assert problem.message.startswith("what endnote keeps of Roe")
