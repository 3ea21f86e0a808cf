"""EndNote XML, PubMed XML and MODS: what they say, and what comes of broken and hostile files."""

import pytest

from citeman import formats
from citeman.errors import InputError
from citeman.formats import endnotexml, mods, pubmedset
from citeman.formats.refer import KINDS
from citeman.formats.ris.tags import TYPES
from citeman.formats.xmlrecords import root_of
from citeman.model import Date, Name, Reading, Record, Reference
from tests.format_texts import TEXTS

RECORD = "<xml><records><record>{}</record></records></xml>"
MODS = '<mods xmlns="http://www.loc.gov/mods/v3">{}</mods>'
TITLE = "<titles><title>{}</title></titles>"


def endnote(inside: str) -> Reference:
    [record] = endnotexml.read(RECORD.format(inside), "x.xml").records
    return record.reference


def read_mods(inside: str) -> Reference:
    [record] = mods.read(MODS.format(inside), "x.xml").records
    return record.reference


def test_an_article_of_endnote_is_read_whole() -> None:
    article, book = endnotexml.read(TEXTS["endnote-xml"], "x.xml").records
    reference = article.reference
    assert (article.key, article.annotation) == ("roe2003", "Worth reading.")
    assert reference.title == "A small series in E. coli"
    assert reference.author == (Name("Roe", "Ann"),)
    assert reference.issued == Date(((2003, 5, 4),))
    assert reference.container_title == "Annals of Small Works"
    assert reference.container_title_short == "Ann Small Work"
    assert (reference.volume, reference.page) == ("24", "291-4")
    assert (reference.DOI, reference.PMID) == ("10.1000/small.3", "12974198")
    assert (reference.PMCID, reference.keyword) == ("PMC1234567", "small")
    kept = {"database": ["a.enl"], "rec-number": ["1"], "size": ["small"]}
    assert reference.custom == {"endnote-xml": kept}
    assert (book.reference.type, book.key) == ("book", "")


ENDNOTE = [
    ('<ref-type name="Book Section">5</ref-type>', "type", "chapter"),
    ("<ref-type>5</ref-type>", "type", "chapter"),
    ('<ref-type name="journal article">99</ref-type>', "type", "article-journal"),
    ("<abstract>One.&#xD;Two.</abstract>", "abstract", "One.\nTwo."),
    ("<abstract>\n  <style>One\n   line</style>\n  </abstract>", "abstract", "One\nline"),
    (TITLE.format("<style>A </style><style face='italic'>b</style>c"), "title", "A bc"),
    ("<accession-num>12974198</accession-num>", "PMID", ""),
    ("<accession-num>WOS:1</accession-num>", "archive_location", "WOS:1"),
    ("<custom2>PMC1234567</custom2>", "PMCID", "PMC1234567"),
    ("<custom2>a note</custom2>", "PMCID", ""),
    ("<isbn>0306-4530&#xD;1532-1800</isbn>", "ISSN", "0306-4530, 1532-1800"),
    ("<notes>Mine.</notes>", "note", "Mine."),
]


@pytest.mark.parametrize(("inside", "field", "value"), ENDNOTE)
def test_endnotes_elements_mean_what_endnote_means(inside: str, field: str, value: str) -> None:
    assert getattr(endnote(inside), field) == value


def test_a_label_that_several_records_have_is_no_key() -> None:
    label = "<record><label>{}</label></record>"
    text = f"<xml><records>{label.format('a') * 2}{label.format('b')}</records></xml>"
    records = endnotexml.read(text, "x.xml").records
    assert [record.key for record in records] == ["", "", "b"]
    assert records[0].reference.custom == {"ris": {"LB": ["a"]}}


@pytest.mark.parametrize("kind", endnotexml.NUMBERS)
def test_every_type_of_endnote_is_one_of_ris_and_comes_back(kind: str) -> None:
    words, number = endnotexml.NAMES[kind], endnotexml.NUMBERS[kind]
    given = f'<ref-type name="{words}">{number}</ref-type>' + TITLE.format("T")
    text = endnotexml.write(endnotexml.read(RECORD.format(given), "x").records)
    assert f'<ref-type name="{words}">{number}</ref-type>' in text
    assert kind in TYPES
    assert kind in KINDS or kind in ("CTLG", "MULTI")


def test_an_unknown_type_of_endnote_is_a_problem_with_its_line() -> None:
    text = RECORD.format('\n<ref-type name="Scroll">99</ref-type>')
    [record] = endnotexml.read(text, "x.xml").records
    [problem] = record.problems
    assert (problem.code, problem.message[:15]) == ("unknown-type", "x.xml:1: Scroll")


def test_what_xml_cannot_hold_is_written_as_a_blank() -> None:
    reference = Reference(title="a\x0bb\ud800c & <d>")
    text = endnotexml.write([Record((Reading("manual", reference),))])
    [record] = endnotexml.read(text, "x").records
    assert record.reference.title == "a b c & <d>"


def test_a_set_of_pubmed_is_read_and_a_deletion_is_reported() -> None:
    text = TEXTS["pubmed-xml"].replace(
        "</PubmedArticleSet>",
        "<DeleteCitation><PMID>7</PMID></DeleteCitation></PubmedArticleSet>",
    )
    records, [problem] = pubmedset.read(text, "x.xml")
    assert [record.key for record in records] == ["12974198", "12974199"]
    assert records[0].reference.title == "A small series"
    assert problem.message.startswith("x.xml:17: ")
    assert "deleted 7" in problem.message


def test_mods_is_read_with_its_host() -> None:
    article, book = mods.read(TEXTS["mods"], "x.mods").records
    reference = article.reference
    assert (article.key, reference.type) == ("roe2003", "article-journal")
    assert reference.title == "A small series: an essay"
    assert reference.container_title == "Annals of Small Works"
    assert (reference.volume, reference.page) == ("24", "291-294")
    assert (reference.issued, reference.DOI) == (Date(((2003, 5),)), "10.1000/small.3")
    assert book.reference.type == "book"
    assert book.reference.editor == (Name("Poe", "Bill"),)
    assert book.reference.publisher_place == "Oxford"
    assert book.reference.custom == {"mods": {"classification": ["QA1"]}}


HOST = '<relatedItem type="host">{}</relatedItem>'
IN_MODS = [
    (HOST.format("<genre>book</genre>"), "type", "chapter"),
    (HOST.format("<identifier type='issn'>0306-4530</identifier>"), "type", "article-journal"),
    (HOST.format("<genre>conference publication</genre>"), "type", "paper-conference"),
    ("<genre>Ph.D. thesis</genre>", "type", "thesis"),
    ("<typeOfResource>cartographic</typeOfResource>", "type", "map"),
    ("<typeOfResource>text</typeOfResource>", "type", "document"),
    ("<originInfo><dateIssued>c1999</dateIssued></originInfo>", "issued", Date(((1999,),))),
    (
        "<originInfo><dateIssued point='start'>1999</dateIssued>"
        "<dateIssued point='end'>2001</dateIssued></originInfo>",
        "issued",
        Date(((1999,), (2001,))),
    ),
    ("<name type='corporate'><namePart>A, B and C</namePart></name>", "author",
     (Name(literal="A, B and C"),)),
    ("<name><namePart>Roe</namePart><role><roleTerm>ill</roleTerm></role></name>", "contributor",
     (Name(family="Roe"),)),
    ("<name type='conference'><namePart>Small Days</namePart></name>", "event_title",
     "Small Days"),
    ("<language><languageTerm authority='iso639-2b'>ger</languageTerm></language>", "language",
     "de"),
    ("<physicalDescription><extent>xii, 304 p.</extent></physicalDescription>",
     "number_of_pages", "304"),
    ("<identifier type='doi' invalid='yes'>10.1000/x</identifier>", "DOI", ""),
    ("<location><url>https://doi.org/10.1000/x</url></location>", "DOI", "10.1000/x"),
    ("<subject><topic>Ice</topic><geographic>Oslo</geographic></subject>", "keyword",
     "Ice -- Oslo"),
    (HOST.format('<relatedItem type="series"><titleInfo><title>Works</title>'
                 "<partNumber>3</partNumber></titleInfo></relatedItem>"), "collection_number",
     "3"),
    ("<accessCondition>Free.</accessCondition>", "custom",
     {"mods": {"accessCondition": ["Free."]}}),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "field", "value"), IN_MODS)
def test_elements_of_mods_mean_what_its_guide_says(inside: str, field: str, value: object) -> None:
    assert getattr(read_mods(inside), field) == value


def test_a_prefix_before_every_tag_changes_nothing() -> None:
    text = '<m:mods xmlns:m="http://www.loc.gov/mods/v3"><m:titleInfo><m:title>T</m:title>'
    [record] = mods.read(f"{text}</m:titleInfo></m:mods>", "x").records
    assert record.reference.title == "T"


TAGS = ("record", "mods", "PubmedArticle")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS + RECORD.format(TITLE.format("&i;")),
        LAUGHS + RECORD.format(f'<ref-type name="&i;"/>{TITLE.format("A")}'),
        '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + RECORD.format(TITLE.format("A&x;")),
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/a.dtd">' + RECORD.format(TITLE.format("A")),
    ],
)
def test_nothing_is_expanded_and_nothing_fetched(text: str) -> None:
    try:
        records = endnotexml.read(text, "x.xml").records
    except InputError:
        return
    assert [len(record.reference.title) < 9 for record in records] == [True]
    assert "root:" not in repr(records)


@pytest.mark.parametrize("name", ["endnote-xml", "mods", "pubmed-xml"])
@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_nesting_without_end_is_an_error_and_no_crash(name: str, depth: int) -> None:
    root = root_of(TEXTS[name])
    for inside in ("<a>" * depth + "</a>" * depth, "<a>" * depth):
        with pytest.raises(InputError, match=r"^x\.xml:1: broken XML"):
            formats.by_name(name).read(f"<{root}>{inside}</{root}", "x.xml")


def test_a_record_nested_too_deep_leaves_the_others_whole() -> None:
    deep = "<record>" + "<a>" * 9_000 + "</a>" * 9_000 + "</record>"
    good = f"<record>{TITLE.format('A')}</record>"
    records, problems = endnotexml.read(f"<xml>\n{good}\n{deep}\n{good}</xml>", "x.xml")
    assert (len(records), len(problems)) == (2, 1)
    assert problems[0].message.startswith("x.xml:3: ")


@pytest.mark.parametrize("name", ["endnote-xml", "mods", "pubmed-xml"])
def test_what_is_whole_before_a_file_ends_early_is_read(name: str) -> None:
    text = TEXTS[name]
    cut = text[: text.index("Larger works") + 6]
    records, problems = formats.by_name(name).read(cut, "x.xml")
    assert (len(records), len(problems)) == (1, 1)
    begins = cut.count("\n", 0, max(cut.rfind(f"<{tag}>") for tag in TAGS)) + 1
    assert problems[0].message.startswith(f"x.xml:{begins}: ")


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Salt & water", "Salt & water"),
        ("Caf&eacute; &amp; bar", "Café & bar"),
        ("a\x0bb", "a b"),
        ("a&#x1F;b", "a b"),
    ],
)
def test_a_record_that_is_nearly_xml_is_mended(title: str, read: str) -> None:
    assert endnote(TITLE.format(title)).title == read


def test_a_broken_record_between_whole_ones_is_reported_with_its_line() -> None:
    good = f"<record>{TITLE.format('A')}</record>\n"
    bad = "<record><titles>\n<title>B</titles></record>\n"
    records, problems = endnotexml.read(f"<xml>\n{good}{bad}{good}</xml>", "x.xml")
    assert (len(records), [p.message[:9] for p in problems]) == (2, ["x.xml:4: "])


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?>' + RECORD.format(TITLE.format("Café")),
        '<?xml version="1.0" encoding="utf-16"?>' + RECORD.format(TITLE.format("Café")),
        '<?xml version="1.0" encoding="klingon"?>' + RECORD.format(TITLE.format("Café")),
    ],
)
def test_a_wrong_declaration_of_the_encoding_spoils_nothing(data: str) -> None:
    [record] = endnotexml.read(data, "x.xml").records
    assert record.reference.title == "Café"


@pytest.mark.parametrize("name", ["endnote-xml", "mods", "pubmed-xml"])
@pytest.mark.parametrize("text", ["<html><p>", "words", "<a/>", "{}", "<?xml?>", "<"])
def test_what_is_something_else_is_an_error_that_says_so(name: str, text: str) -> None:
    with pytest.raises(InputError, match=r"^x\.xml"):
        formats.by_name(name).read(text, "x.xml")
