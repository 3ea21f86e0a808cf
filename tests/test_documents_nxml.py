"""JATS and BITS are laid out as text, and the references in them are read from their tags."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.builder import E
from lxml.etree import tostring

from citeman import documents
from citeman.documents import nxml
from citeman.errors import InputError
from citeman.model import Date, Name, Reference

FIXTURES = Path(__file__).parent / "fixtures" / "documents"


def carried(citation: str) -> documents.Carried:
    source = (
        f'<ref-list xmlns:xlink="http://www.w3.org/1999/xlink"><ref>{citation}</ref></ref-list>'
    )
    document = nxml.read(source, "refs.nxml")
    (only,) = document.carried
    for field, mark in only.reading.fields.items():
        for start, end in mark.spans:
            words = document.text[start:end]
            assert words == words.strip() != "", field
            assert only.reading.place.span.start <= start < end <= only.reading.place.span.end
    return only


def person(family: str, given: str) -> str:
    return f"<name><surname>{family}</surname><given-names>{given}</given-names></name>"


def element(kind: str, parts: str) -> str:
    return f'<element-citation publication-type="{kind}">{parts}</element-citation>'


SMITH = Name(family="Smith", given="AB")
SMITH_TAGGED = f"<person-group>{person('Smith', 'AB')}</person-group>"
YEAR_2006 = Date(date_parts=((2006,),))

COMPOSED = {
    "an article": (
        element(
            "journal",
            f"<year>2006</year>{SMITH_TAGGED}<article-title>On <italic>E. coli</italic>."
            "</article-title><source>J Hepatol</source><volume>44</volume><issue>2</issue>"
            "<fpage>323</fpage><lpage>7</lpage><pub-id pub-id-type='doi'>10.1000/x</pub-id>",
        ),
        "Smith AB. On E. coli. J Hepatol. 2006;44(2):323-7. doi: 10.1000/x.",
        Reference(
            type="article-journal", author=(SMITH,), title="On E. coli",
            container_title="J Hepatol", issued=YEAR_2006, volume="44", issue="2", page="323-327",
            DOI="10.1000/x",
        ),
    ),
    "a day, a supplement, an electronic page": (
        element(
            "journal",
            f"{SMITH_TAGGED}<article-title>What is a gene?</article-title>"
            "<source>PLoS One</source><year>2006</year><month>05</month><day>1</day>"
            "<volume>7</volume>"
            "<supplement>Suppl 1</supplement><elocation-id>e47506</elocation-id>",
        ),
        "Smith AB. What is a gene? PLoS One. 2006 05 1;7(Suppl 1):e47506.",
        Reference(
            type="article-journal", author=(SMITH,), title="What is a gene?",
            container_title="PLoS One", issued=Date(date_parts=((2006, 5, 1),)), volume="7",
            issue="Suppl 1", page="e47506",
        ),
    ),
    "a translated title in a comment, and its language": (
        element(
            "journal",
            f"{SMITH_TAGGED}<comment>[A hepatitis]</comment><source>Rev Esp</source>"
            "<year>2006</year><comment>Spanish.</comment>",
        ),
        "Smith AB. [A hepatitis]. Rev Esp. 2006. Spanish.",
        Reference(
            type="article-journal", author=(SMITH,), title="[A hepatitis]",
            container_title="Rev Esp", issued=YEAR_2006, language="Spanish",
        ),
    ),
    "a chapter and its editors": (
        element(
            "book",
            f"{SMITH_TAGGED}<chapter-title>Livers</chapter-title>"
            f'<person-group person-group-type="editor">{person("Roe", "C")}<etal/></person-group>'
            "<source>Organs</source><edition>3</edition><publisher-name>Elsevier</publisher-name>"
            "<publisher-loc>Amsterdam</publisher-loc><year>2006</year><fpage>12</fpage>"
            "<lpage>20</lpage><pub-id pub-id-type='isbn'>978-0-306-40615-7</pub-id>",
        ),
        "Smith AB. Livers. In: Roe C, et al, editors. Organs. 3 ed. Amsterdam: Elsevier; 2006. "
        "p. 12-20. ISBN: 978-0-306-40615-7.",
        Reference(
            type="chapter", author=(SMITH,), title="Livers",
            editor=(Name(family="Roe", given="C"),),
            container_title="Organs", edition="3", publisher="Elsevier",
            publisher_place="Amsterdam", issued=YEAR_2006, page="12-20", ISBN="9780306406157",
            truncated=("editor",),
        ),
    ),
    "a group, a suffix, spellings to choose from": (
        element(
            "journal",
            "<person-group><collab>INSIGHT Group</collab><name><surname>Pittard</surname>"
            "<given-names>WB</given-names><suffix>III</suffix></name><name-alternatives>"
            f"{person('Wu', 'X')}<name><surname>吴</surname></name></name-alternatives>"
            "<string-name>Smith AB</string-name></person-group><article-title>T</article-title>",
        ),
        "INSIGHT Group, Pittard WB III, Wu X, Smith AB. T.",
        Reference(
            type="article-journal",
            author=(
                Name(literal="INSIGHT Group"),
                Name(family="Pittard", given="WB", suffix="III"),
                Name(family="Wu", given="X"),
                SMITH,
            ),
            title="T",
        ),
    ),
    "a page of the web": (
        element(
            "web",
            "<source>A page</source><date-in-citation>2019 Jan 5</date-in-citation>"
            '<ext-link xlink:href="https://example.org/a">https://example.org/a</ext-link>',
        ),
        "A page. 2019 Jan 5. https://example.org/a",
        Reference(
            type="webpage", title="A page", accessed=Date(date_parts=((2019, 1, 5),)),
            URL="https://example.org/a",
        ),
    ),
    "a comment with a link and a date": (
        element(
            "other",
            "<source>A page</source><comment>Available at: <uri>https://example.org/a</uri> "
            "(4 September 2012, date last accessed)</comment>",
        ),
        "A page. Available at: https://example.org/a (4 September 2012, date last accessed).",
        Reference(
            type="webpage", title="A page", accessed=Date(date_parts=((2012, 9, 4),)),
            URL="https://example.org/a",
        ),
    ),
    "what nobody understands is a note": (
        element(
            "thesis",
            f"{SMITH_TAGGED}<source>T</source><riddle>42 sheep</riddle><comment>Two maps</comment>"
            "<pub-id pub-id-type='pii'>S1</pub-id><year>2006</year><year>2007</year>",
        ),
        "Smith AB. T. 2006 2007. 42 sheep. Two maps. pii: S1.",
        Reference(
            type="thesis", author=(SMITH,), title="T", issued=YEAR_2006,
            note="2007; 42 sheep; Two maps; pii: S1",
        ),
    ),
    "a preprint": (
        element(
            "preprint",
            f"{SMITH_TAGGED}<article-title>T</article-title><source>arXiv</source><year>2006</year>"
            "<pub-id pub-id-type='arxiv'>2101.00001</pub-id><comment>In press</comment>",
        ),
        "Smith AB. T. arXiv. 2006. In press. arXiv: 2101.00001.",
        Reference(
            type="article", author=(SMITH,), title="T", container_title="arXiv",
            issued=YEAR_2006, archive="arXiv", archive_location="2101.00001", status="In press",
        ),
    ),
    "a data set": (
        element(
            "data",
            "<data-title>Livers</data-title><source>Dryad</source><version>2</version>"
            '<ext-link xlink:href="https://doi.org/10.5061/dryad.1">Go</ext-link>',
        ),
        "Livers. Dryad. 2. Go",
        Reference(
            type="dataset", title="Livers", container_title="Dryad", version="2",
            DOI="10.5061/dryad.1",
        ),
    ),
    "a meeting": (
        element(
            "confproc",
            f"{SMITH_TAGGED}<article-title>T</article-title><source>Proc X</source>"
            "<conf-name>Liver Days</conf-name><conf-date>2006 Jan 5</conf-date>"
            "<conf-loc>Rome</conf-loc>"
            "<size units='page'>9</size>",
        ),
        "Smith AB. T. Proc X. Liver Days. 2006 Jan 5. Rome. 9.",
        Reference(
            type="paper-conference", author=(SMITH,), title="T", container_title="Proc X",
            event_title="Liver Days", event_place="Rome",
            event_date=Date(date_parts=((2006, 1, 5),)), number_of_pages="9",
        ),
    ),
    "mixed in name only": (
        "<mixed-citation publication-type='journal'>"
        f"{person('Smith', 'AB')}<article-title>T</article-title><source>J Foo</source>"
        "<volume>7</volume></mixed-citation>",
        "Smith AB. T. J Foo. 7.",
        Reference(
            type="article-journal", author=(SMITH,), title="T", container_title="J Foo", volume="7"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "raw", "reference"), COMPOSED.values(), ids=COMPOSED)
def test_tagged_data_is_composed_and_read(source: str, raw: str, reference: Reference) -> None:
    reading = carried(source).reading
    assert reading.raw == raw
    assert reading.reference == reference
    assert (reading.source, reading.place.file) == ("jats", "refs.nxml")


PRINTED = {
    "tags that stick together are set apart": (
        f"<mixed-citation>{person('Smith', 'AB')} (<year>2006</year>) <article-title>T 2"
        "</article-title><source>J Foo</source><volume>7</volume>: <fpage>1</fpage>–<lpage>9"
        "</lpage><pub-id pub-id-type='pmid'>123</pub-id></mixed-citation>",
        "Smith AB (2006) T 2 J Foo 7: 1–9 [PubMed: 123]",
        Reference(
            type="article-journal", author=(SMITH,), title="T 2", container_title="J Foo",
            issued=YEAR_2006, volume="7", page="1-9", PMID="123",
        ),
        True,
    ),
    "no tags but an identifier": (
        "<mixed-citation>Smith AB. T. J Foo 2006; 7: 1-9. <pub-id pub-id-type='pmcid'>123456"
        "</pub-id></mixed-citation>",
        "Smith AB. T. J Foo 2006; 7: 1-9. [PMC free article: PMC123456]",
        Reference(PMCID="PMC123456"),
        False,
    ),
    "an identifier that is labelled already": (
        "<mixed-citation>T. [PubMed: <pub-id pub-id-type='pmid'>123</pub-id>]</mixed-citation>",
        "T. [PubMed: 123]",
        Reference(PMID="123"),
        False,
    ),
    "an identifier that is printed as well": (
        "<mixed-citation>T. PMID 123. <pub-id pub-id-type='pmid'>123</pub-id></mixed-citation>",
        "T. PMID 123. 123",
        Reference(PMID="123"),
        False,
    ),
    "an identifier in brackets": (
        "<mixed-citation>T. [<pub-id pub-id-type='pmid'>123</pub-id>]</mixed-citation>",
        "T. [PubMed: 123]",
        Reference(PMID="123"),
        False,
    ),
    "names in running text": (
        "<mixed-citation publication-type='book'><string-name><surname>Roe</surname>, "
        "<given-names>C.</given-names></string-name> and <string-name><given-names>A. B."
        "</given-names> <surname>Smith</surname></string-name>. <source><italic>Organs</italic>."
        "</source> <publisher-loc>Rome</publisher-loc>: <publisher-name>X</publisher-name>, "
        "<year>2006</year>.</mixed-citation>",
        "Roe, C. and A. B. Smith. Organs. Rome: X, 2006.",
        Reference(
            type="book",
            author=(Name(family="Roe", given="C."), Name(family="Smith", given="A. B.")),
            title="Organs", publisher="X", publisher_place="Rome", issued=YEAR_2006,
        ),
        True,
    ),
    "the old tag": (
        "<citation citation-type='journal'>Smith. <article-title>T</article-title>. "
        "<source>J. Foo.</source> <year>2006</year></citation>",
        "Smith. T. J. Foo. 2006",
        Reference(
            type="article-journal", title="T", container_title="J. Foo.", issued=YEAR_2006
        ),
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "raw", "reference", "complete"), PRINTED.values(), ids=PRINTED)
def test_printed_references_stay_as_printed(
    source: str, raw: str, reference: Reference, complete: bool
) -> None:
    only = carried(source)
    assert (only.reading.raw, only.complete) == (raw, complete)
    assert only.reading.reference == reference


def test_a_field_is_where_its_words_are() -> None:
    document = nxml.read(f"<ref-list><ref>{COMPOSED['an article'][0]}</ref></ref-list>", "x.nxml")
    fields = document.carried[0].reading.fields
    assert {
        field: [document.text[a:b] for a, b in mark.spans] for field, mark in fields.items()
    } == {
        "author": ["Smith AB"],
        "title": ["On E. coli"],
        "container_title": ["J Hepatol"],
        "issued": ["2006"],
        "volume": ["44"],
        "issue": ["2"],
        "page": ["323-7"],
        "DOI": ["10.1000/x"],
    }


def test_a_chapter_with_references_in_every_encoding() -> None:
    document = documents.read((FIXTURES / "examplin.nxml").read_bytes(), "examplin.nxml")
    assert document.text == (FIXTURES / "examplin.nxml.txt").read_text("utf-8")
    assert [(document.text[a:b], level) for a, b, level in document.headings] == [
        ("A Handbook of Examples", 1),
        ("Examplin", 1),
        ("OVERVIEW", 2),
        ("ANNOTATED BIBLIOGRAPHY", 2),
        ("References", 2),
    ]
    assert [c.complete for c in document.carried] == [True, True, False, True, False, False]
    assert [c.annotation for c in document.carried[:3]] == [
        "(A survey of drugs in one country).\n\nSee the tables [Yang 2003].", "(A trial.)", "",
    ]  # fmt: skip
    for only in document.carried:
        place = only.reading.place
        assert document.text[slice(*place.span)] == only.reading.raw
        if only.annotation:
            note = document.text[slice(*place.annotation_span)]
            assert re.sub(r"\s+", " ", note) == re.sub(r"\s+", " ", only.annotation)


BOMB = '<!DOCTYPE ref-list [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)


def test_entities_are_never_expanded() -> None:
    assert nxml.read(f"{BOMB[:36]}]><ref-list>x &a; y</ref-list>", "x.nxml").text == "x &a; y"


def test_entities_that_explode_are_refused() -> None:
    started = time.perf_counter()
    for bomb in ("<p>&m;</p>", '<p id="&m;"/>'):
        with pytest.raises(InputError, match=r"bomb\.nxml:1: broken XML; .*ntity"):
            nxml.read(f"{BOMB}]><ref-list>{bomb}</ref-list>", "bomb.nxml")
    assert time.perf_counter() - started < 10


def test_entities_never_reach_for_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for declared in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY % x SYSTEM "{secret}"> %x;',
    ):
        source = f"<!DOCTYPE ref-list [{declared}]><ref-list><p>a&x;b</p></ref-list>"
        try:
            text = nxml.read(source, "x.nxml").text
        except InputError as error:
            text = str(error)
        assert "secret" not in text.replace("secret.txt", "")


def test_named_characters_need_no_dtd() -> None:
    source = "<article><body><p>a&nbsp;b &eacute; &lt; &copy; &nosuch;</p></body></article>"
    with pytest.raises(InputError, match=r"x\.nxml:1: broken XML; .*nosuch"):
        nxml.read(source, "x.nxml")
    assert nxml.read(source.replace("&nosuch;", ""), "x.nxml").text == "a b é < ©"


@pytest.mark.parametrize(
    "source", ["<ref-list>\n<ref>\n", "\n\n<ref-list></ref>", "<ref-list/>\n\nx"]
)
def test_broken_xml_is_refused_with_its_line(source: str) -> None:
    with pytest.raises(InputError, match=r"^x\.nxml:3: broken XML"):
        nxml.read(source, "x.nxml")


def test_xml_nested_without_end_is_refused() -> None:
    started = time.perf_counter()
    with pytest.raises(InputError, match=r"x\.nxml:1: broken XML"):
        nxml.read("<ref-list>" * 100_000, "x.nxml")
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("tag", ["sec", "italic", "list", "disp-quote"])
def test_xml_nested_very_deeply_is_read(tag: str) -> None:
    source = f"<sec>{f'<{tag}>' * 200}x{f'</{tag}>' * 200}</sec>"
    assert nxml.read(source, "x.nxml").text.strip() == "x"


def test_other_xml_is_refused() -> None:
    source = b"<?xml version='1.0'?><PubmedArticleSet><PubmedArticle/></PubmedArticleSet>"
    with pytest.raises(InputError, match=r"x\.xml: .*<PubmedArticleSet>, but neither JATS"):
        documents.read(source, "x.xml")


@pytest.mark.parametrize("tag", ["annotation", "note"])
def test_what_follows_a_reference_is_its_annotation(tag: str) -> None:
    source = (
        "<ref><label>1</label><mixed-citation>Noble S.</mixed-citation>"
        f"<{tag}><p>A review.</p> <p>See <bold>it</bold>.</p></{tag}></ref>"
    )
    document = nxml.read(source, "x.nxml")
    assert document.text == "  1. Noble S.\n    A review.\n    See it."
    assert document.carried[0].annotation == "A review.\n\nSee it."


def test_an_identifier_given_twice_is_no_note() -> None:
    doi = "<pub-id pub-id-type='DOI'>10.1000/X</pub-id>"
    link = "<ext-link xlink:href='https://doi.org/10.1000/x'>10.1000/x</ext-link>"
    reference = carried(element("journal", f"<source>J Foo</source>{doi}{link}")).reading.reference
    assert (reference.DOI, reference.note) == ("10.1000/x", "")


def test_a_label_inside_a_reference_is_its_number() -> None:
    source = "<ref><mixed-citation><label>[3]</label> Noble S.</mixed-citation></ref>"
    document = nxml.read(source, "x.nxml")
    assert (document.text, document.carried[0].reading.raw) == ("  [3] Noble S.", "Noble S.")


KNOWN = {
    "an article": ("<article xmlns:xlink='x'><front/></article>", "x.xml", "nxml"),
    "a reference list": ("<?xml version='1.0'?>\n<ref-list/>", "-", "nxml"),
    "articles in a wrapper": ("<OAI-PMH><r><article><front><article-meta/>", "x.xml", "nxml"),
    "an article of HTML": ("<article><h1>T</h1><p>x</p></article>", "x.html", "html"),
    "a page with a reference list in its words": ("<html><p>&lt;ref-list", "x.html", "html"),
}


@pytest.mark.parametrize(("source", "name", "kind"), KNOWN.values(), ids=KNOWN)
def test_jats_is_known_by_its_content(source: str, name: str, kind: str) -> None:
    assert next(k.NAME for k in documents.KINDS if k.looks_like(source, name)) == kind


TAGS = [
    "year", "month", "volume", "issue", "fpage", "lpage", "source", "article-title", "comment",
    "pub-id", "uri", "name", "collab", "etal", "edition", "person-group", "italic", "note", "date",
    "annotation", "p", "supplement", "size", "date-in-citation", "page-range", "label",
]  # fmt: skip
TREES = st.recursive(
    st.text(alphabet="Ab1 .:[]-\u00a0é", max_size=8),
    lambda parts: st.builds(
        lambda tag, inside: E(tag, *inside), st.sampled_from(TAGS), st.lists(parts, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=8), st.sampled_from(["element-citation", "mixed-citation"]))
def test_any_tagging_gives_spans_in_the_text(parts: list[object], tag: str) -> None:
    source = tostring(E("ref-list", E("ref", E(tag, *parts))), encoding="unicode")
    document = nxml.read(source, "x.nxml")
    (only,) = document.carried
    start, end = only.reading.place.span
    assert 0 <= start <= end <= len(document.text)
    spans = [span for mark in only.reading.fields.values() for span in mark.spans]
    assert all(start <= span.start < span.end <= end for span in spans)
