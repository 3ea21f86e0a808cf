"""The works that a Word file cites through the fields of reference managers."""

import base64
import json
from typing import Any

import pytest

from citeman.documents import docx
from tests.docx_files import docx as word_file
from tests.docx_files import field, p, r

ITEM: dict[str, Any] = {
    "id": 12,
    "type": "article-journal",
    "title": "Aldesleukin in hypersensitive patients",
    "author": [{"family": "Abraham", "given": "D."}],
    "issued": {"date-parts": [["2003"]]},
    "DOI": "10.1000/aldes",
}


def csl(*items: dict[str, Any], **more: Any) -> str:
    return json.dumps({"citationID": "c1", "citationItems": list(items), **more})


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


ZOTERO = {"id": 12, "uris": ["http://zotero.org/users/8/items/ABCD1234"], "itemData": ITEM}
MENDELEY = {
    "id": "ITEM-1",
    "uris": ["http://www.mendeley.com/documents/?uuid=5f-1"],
    "itemData": {**ITEM, "id": "ITEM-1"},
}
KEYED = {**ZOTERO, "itemData": {**ITEM, "citation-key": "abraham2003"}}
RECORD = (
    '<record><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type></record>'
)
CITE = "<Cite><Author>Noble</Author><Year>1997</Year><RecNum>7</RecNum>{}</Cite>"
ENDNOTE = f"<EndNote>{CITE.format(RECORD)}</EndNote>"
INNER = field(" ADDIN EN.CITE.DATA ", "", data=packed(ENDNOTE + "\0"))
CITAVI = {
    "$id": "1",
    "Entries": [
        {
            "$id": "2",
            "ReferenceId": "5f1",
            "Reference": {
                "$id": "3",
                "ReferenceType": "JournalArticle",
                "CitationKey": "Noble 1997",
                "Title": "Aldesleukin",
                "Year": "1997",
                "Volume": "7",
                "PageRange": "<sp>\r\n  <os>394</os>\r\n</sp>\r\n<os>394-422</os>",
                "Authors": [{"$id": "4", "FirstName": "Stuart", "LastName": "Noble"}],
                "Periodical": {"$id": "5", "Name": "BioDrugs"},
            },
        },
        {"$id": "6", "Reference": {"$ref": "3"}},
    ],
}
SOURCES = (
    '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
    "<b:Source><b:Tag>Smi09</b:Tag><b:Title>One</b:Title></b:Source></b:Sources>"
)
KEPT = {"customXml/item1.xml": SOURCES}

CITED = {
    "Zotero, by its key": (
        field(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(ZOTERO)} ", "(1)"),
        "zotero",
        ["ABCD1234"],
    ),
    "Zotero without a blank before its data": (
        field(f" ADDIN ZOTERO_ITEM CSL_CITATION{csl(ZOTERO)}", "(1)"),
        "zotero",
        ["ABCD1234"],
    ),
    "a field code split over forty runs": (
        field(f"ADDIN ZOTERO_ITEM CSL_CITATION {csl(ZOTERO)}", "(1)", pieces=40),
        "zotero",
        ["ABCD1234"],
    ),
    "the key that its owner gave": (
        field(f"ADDIN ZOTERO_ITEM {csl(KEYED)}", "(1)"),
        "zotero",
        ["abraham2003"],
    ),
    "Mendeley Desktop": (
        field(f"ADDIN CSL_CITATION {csl(MENDELEY, mendeley={})}", "(1)"),
        "mendeley",
        ["5f-1"],
    ),
    "an older Mendeley": (
        field(f"ADDIN Mendeley Citation{{8a-1}} CSL_CITATION {csl(MENDELEY)}", "(1)"),
        "mendeley",
        ["5f-1"],
    ),
    "Mendeley Cite, in the tag of a control": (
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{packed(csl(MENDELEY))}"/></w:sdtPr>'
        f"<w:sdtContent>{r('(1)')}</w:sdtContent></w:sdt>",
        "mendeley",
        ["5f-1"],
    ),
    "EndNote, in the field code": (
        field(f" ADDIN EN.CITE {ENDNOTE}", "(1)"),
        "endnote",
        ["Noble, 1997 #7"],
    ),
    "EndNote, in the data of the field": (
        field(" ADDIN EN.CITE ", "(1)", data=packed(ENDNOTE)),
        "endnote",
        ["Noble, 1997 #7"],
    ),
    "EndNote, in the data of a field in the field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> ADDIN EN.CITE </w:instrText></w:r>"
        f'{INNER}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("(1)")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "endnote",
        ["Noble, 1997 #7"],
    ),
    "EndNote, two works": (
        field(f" ADDIN EN.CITE <EndNote>{CITE.format('')}{CITE.format(RECORD)}</EndNote>", "(1)"),
        "endnote",
        ["Noble, 1997 #7", "Noble, 1997 #7"],
    ),
    "Word, two keys": (
        field(r" CITATION Smi09 \p 12 \l 1033 \m Jon10", "(1)"),
        "word",
        ["Smi09", "Jon10"],
    ),
    "a field code in hidden text": (
        field(r" CITATION Smi09 \l 1033 ", "(1)").replace(
            "<w:r><w:instrText>", "<w:r><w:rPr><w:vanish/></w:rPr><w:instrText>"
        ),
        "word",
        ["Smi09"],
    ),
    "a simple field": (
        f'<w:fldSimple w:instr=" CITATION Smi09 \\l 1031 ">{r("(1)")}</w:fldSimple>',
        "word",
        ["Smi09"],
    ),
    "Citavi, the same work twice": (
        field(f"ADDIN CitaviPlaceholder{{{packed(json.dumps(CITAVI))}}}", "(1)"),
        "citavi",
        ["Noble 1997", "Noble 1997"],
    ),
    "data that breaks off": (
        field('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [', "(1)"),
        "zotero",
        [""],
    ),
}


@pytest.mark.parametrize(("runs", "source", "keys"), CITED.values(), ids=CITED)
def test_a_citation_names_its_works(runs: str, source: str, keys: list[str]) -> None:
    data = word_file(p("See ", runs, " there."), files=KEPT)
    cited = docx.citations(data, "draft.docx")
    assert [(each.source, each.key) for each in cited] == [(source, key) for key in keys]
    text = docx.read(data, "draft.docx").text
    assert {text[slice(*each.span)] for each in cited} == {"(1)"}


DATA = {
    "zotero": (CITED["Zotero, by its key"][0], "csl-json", "10.1000/aldes"),
    "endnote": (
        CITED["EndNote, in the data of a field in the field"][0],
        "endnote-xml",
        "17</ref-type>",
    ),
    "word": (CITED["Word, two keys"][0], "word-sources", "<b:Title>One"),
    "citavi": (CITED["Citavi, the same work twice"][0], "csl-json", '"394-422"'),
}


@pytest.mark.parametrize(("runs", "format_name", "words"), DATA.values(), ids=DATA)
def test_what_the_file_keeps_of_a_work_comes_with_its_citation(
    runs: str, format_name: str, words: str
) -> None:
    data = word_file(p(runs), files=KEPT)
    first = docx.citations(data)[0]
    assert first.payload
    assert first.payload.format == format_name
    assert words in first.payload.data


def test_citations_come_in_the_order_of_the_text_each_time_they_stand_there() -> None:
    one, two = field("CITATION A1", "(a)"), field("CITATION B2", "(b)")
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = word_file(
        p(two, note) + p(one, two),
        footnotes=f'<w:footnote w:id="2">{p(field("CITATION C3", "(c)"))}</w:footnote>',
    )
    assert [each.key for each in docx.citations(data)] == ["B2", "C3", "A1", "B2"]


def test_zotero_may_keep_its_citations_in_bookmarks() -> None:
    code = f"ZOTERO_ITEM CSL_CITATION {csl(ZOTERO)}"
    properties = "".join(
        f'<property name="ZOTERO_BREF_x1_{n}"><lpwstr>{piece}</lpwstr></property>'
        for n, piece in ((2, code[100:]), (1, code[:100]))
    )
    runs = '<w:bookmarkStart w:id="5" w:name="ZOTERO_BREF_x1"/>' + r("(Abraham 2003)")
    data = word_file(
        p("See ", runs + '<w:bookmarkEnd w:id="5"/>'),
        files={"docProps/custom.xml": f"<Properties>{properties}</Properties>"},
    )
    [cited] = docx.citations(data)
    assert (cited.key, cited.span) == ("ABCD1234", (4, 18))


def test_mendeley_may_keep_its_citations_with_its_add_in() -> None:
    kept = json.dumps([{"citationID": "MENDELEY_CITATION_1-2", "citationItems": [MENDELEY]}])
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_1-2"/></w:sdtPr>'
        f"<w:sdtContent>{p('(1)')}</w:sdtContent></w:sdt>"
    )
    value = kept.replace('"', "&quot;")
    add_in = f'<webextension><property name="MENDELEY_CITATIONS" value="{value}"/></webextension>'
    data = word_file(control, files={"word/webextensions/webextension1.xml": add_in})
    assert [each.key for each in docx.citations(data)] == ["5f-1"]


def named(title: str) -> dict[str, Any]:
    return {"id": "ITEM-1", "itemData": {"id": "ITEM-1", "type": "book", "title": title}}


SEVERAL = {
    "Mendeley's numbers, which begin anew in every field": [
        field(f"ADDIN CSL_CITATION {csl(named(title))}", "(1)")
        for title in ("Livers", "Hearts", "Livers")
    ],
    "numbers of several of EndNote's libraries": [
        field(
            " ADDIN EN.CITE <EndNote><Cite><RecNum>7</RecNum><record><titles>"
            f"<title>{title}</title></titles></record></Cite></EndNote>",
            "(1)",
        )
        for title in ("Livers", "<style face='normal'>Hearts</style>", "Livers")
    ],
}


@pytest.mark.parametrize("runs", SEVERAL.values(), ids=SEVERAL)
def test_two_works_under_one_key_stay_two(runs: list[str]) -> None:
    payloads = docx.read(word_file(p(*runs)), "draft.docx").payloads
    assert ["Livers" in each.data for each in payloads] == [True, False]


def test_each_work_is_kept_once_those_that_are_not_cited_last() -> None:
    data = word_file(
        p(CITED["Zotero, by its key"][0], CITED["Zotero, by its key"][0]),
        files=KEPT,
    )
    payloads = docx.read(data, "draft.docx").payloads
    assert [(each.source, each.key) for each in payloads] == [
        ("zotero", "ABCD1234"),
        ("word", "Smi09"),
    ]
