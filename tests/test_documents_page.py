"""The page's own record comes from its head, its metadata, or its first and last lines."""

from pathlib import Path

import pytest

from citeman import documents
from citeman.model import Date, Name, Reference
from tests.shared_data import shared

FIXTURES = Path(__file__).parent / "fixtures" / "documents"
LIVERTOX = "LiverTox: Clinical and Research Information on Drug-Induced Liver Injury"
NIDDK = "National Institute of Diabetes and Digestive and Kidney Diseases"
CHAPTER = Reference(
    type="chapter",
    title="Examplin",
    container_title=LIVERTOX,
    publisher=NIDDK,
    publisher_place="Bethesda (MD)",
    issued=Date(date_parts=((2018, 5, 5),)),
)
BOOKSHELF = f"""U.S. flag

{LIVERTOX} [Internet]. Bethesda (MD): {NIDDK}; 2012-.

Cover of LiverTox

{LIVERTOX} [Internet].

Show details

Examplin

Last Update: May 5, 2018.

OVERVIEW
"""
NEWS = """Downfall of a Drug

By Jane Doe

October 15, 2009

Words about a drug.

© 2026 The Example Press All Rights Reserved.

<http://example.org/article/1>"""
NEWS_PAGE = Reference(
    type="webpage",
    title="Downfall of a Drug",
    author=(Name(family="Doe", given="Jane"),),
    publisher="The Example Press",
    issued=Date(date_parts=((2009, 10, 15),)),
    URL="http://example.org/article/1",
)
TEXTS = {
    "a chapter of Bookshelf": (BOOKSHELF, "x.txt", CHAPTER),
    "the same as Markdown": (BOOKSHELF.replace("Examplin", "# *Examplin*"), "x.md", CHAPTER),
    "a dated page": (NEWS, "x.txt", NEWS_PAGE),
    "the same as Markdown, its title a heading": ("# " + NEWS, "x.md", NEWS_PAGE),
    "a page without a date": (NEWS.replace("October 15, 2009", "Today"), "x.txt", None),
    "a page that says not whose it is": (NEWS.partition("©")[0], "x.txt", None),
    "a list of references": (
        "References\n\n1. Noble S. BioDrugs 1997; 7: 394-422.",
        "x.txt",
        None,
    ),
    "nothing": ("", "x.txt", None),
}


@pytest.mark.parametrize(("text", "name", "page"), TEXTS.values(), ids=TEXTS)
def test_lines_say_what_the_page_is(text: str, name: str, page: Reference | None) -> None:
    assert documents.read(text.encode(), name).page == page


def meta(**said: str) -> str:
    tags = (f'<meta name="citation_{name}" content="{words}">' for name, words in said.items())
    return f"<html><head>{''.join(tags)}</head><body><p>x</p></body></html>"


HEADS = {
    "a chapter": (
        meta(title="Examplin", inbook_title=f"{LIVERTOX} [Internet]", date="2018/05/05",
             publisher=NIDDK, pmid="31643176"),
        Reference(type="chapter", title="Examplin", container_title=LIVERTOX, PMID="31643176",
                  publisher=NIDDK, issued=Date(date_parts=((2018, 5, 5),))),
    ),
    "an article": (
        meta(title="T", journal_title="J Foo", author="Doe, Jane", volume="7", firstpage="12",
             lastpage="19", doi="10.1000/x", publication_date="2009"),
        Reference(type="article-journal", title="T", container_title="J Foo", volume="7",
                  author=(Name(family="Doe", given="Jane"),), page="12-19", DOI="10.1000/x",
                  issued=Date(date_parts=((2009,),))),
    ),
    "a page with tags for sharing": (
        '<html><head><title>T | Site</title><meta property="og:title" content="T">'
        '<link rel="canonical" href="https://example.org/t">'
        '<meta property="article:published_time" content="2009-10-15T08:00:00Z"></head><p>x',
        Reference(type="webpage", title="T", URL="https://example.org/t",
                  issued=Date(date_parts=((2009, 10, 15),))),
    ),
    "a title and no more": (
        "<html><head><title> A  page </title></head>", Reference(type="webpage", title="A page")
    ),
    "a chapter saved without its head": (
        "<html><head><title>x</title></head><p>" + BOOKSHELF.replace("\n\n", "<p>"),
        CHAPTER,
    ),
    "nothing": ("<html><p>x", None),
}  # fmt: skip


@pytest.mark.parametrize(("source", "page"), HEADS.values(), ids=HEADS)
def test_the_head_says_what_the_page_is(source: str, page: Reference | None) -> None:
    assert documents.read(source.encode(), "page.html").page == page


def test_metadata_say_what_a_chapter_is() -> None:
    document = documents.read((FIXTURES / "examplin.nxml").read_bytes(), "examplin.nxml")
    assert document.page == Reference(
        type="chapter",
        title="Examplin",
        author=(Name(family="Doe", given="Jane"),),
        container_title="A Handbook of Examples",
        publisher="Institute of Examples",
        publisher_place="Bethesda (MD)",
        issued=Date(date_parts=((2018, 5, 5),)),
    )


def test_metadata_say_what_an_article_is() -> None:
    source = (
        "<article><front><journal-meta><journal-title>J Foo</journal-title></journal-meta>"
        '<article-meta><article-id pub-id-type="pmid">123</article-id><title-group>'
        "<article-title>On <italic>E. coli</italic></article-title></title-group>"
        '<pub-date pub-type="epub"><year>2008</year></pub-date><pub-date pub-type="ppub"><day>1'
        "</day><month>2</month><year>2009</year></pub-date><volume>7</volume><fpage>1</fpage>"
        "<lpage>1</lpage><abstract><sec><title>Aim</title><p>Words.</p></sec></abstract>"
        "</article-meta></front></article>"
    )
    assert documents.read(source.encode(), "x.xml").page == Reference(
        type="article-journal", title="On E. coli", container_title="J Foo", PMID="123",
        issued=Date(date_parts=((2009, 2, 1),)), volume="7", page="1", abstract="Aim Words.",
    )  # fmt: skip


SEEDS = {
    "livertox-aldesleukin.txt": ("chapter", "Aldesleukin", LIVERTOX, (2018, 5, 5)),
    "poz-il2-news.txt": (
        "webpage", "IL-2's Downfall Might Have Been Inflammation", "", (2009, 10, 15),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), SEEDS.items(), ids=SEEDS)
def test_the_pages_we_began_with_are_known(name: str, said: tuple[object, ...]) -> None:
    page = documents.read(shared("seeds", name).read_bytes(), name).page
    assert page is not None
    assert (page.type, page.title, page.container_title, page.issued.date_parts[0]) == said
