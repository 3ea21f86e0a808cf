"""PubMed XML becomes references, with nothing lost and nothing invented."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec import to_builtins

from citeman.errors import InputError
from citeman.formats.pubmedxml import read_articles
from citeman.model import Date, Name, Reference
from tests.fake_ncbi import article_set
from tests.shared_data import shared

ARTICLES = (Path(__file__).parent / "fixtures/ncbi/articles.xml").read_bytes()


@pytest.fixture(scope="module")
def found() -> dict[str, Reference]:
    return read_articles(ARTICLES).found


FIELDS: list[tuple[str, str, object]] = [
    ("90000001", "type", "article-journal"),
    ("90000001", "title", "Uptake of 18F in Mus musculus: Vmax and K2 revisited"),
    ("90000001", "container_title", "Journal of invented oncology : official journal of nobody"),
    ("90000001", "container_title_short", "J Invent Oncol"),
    ("90000001", "issued", Date(((2009, 3, 4),))),
    ("90000001", "volume", "26"),
    ("90000001", "issue", "Suppl 1"),
    ("90000001", "page", "3127-3132"),
    ("90000001", "DOI", "10.9999/right.1"),
    ("90000001", "PMID", "90000001"),
    ("90000001", "PMCID", "PMC9000001"),
    ("90000001", "ISSN", "1234-5679"),
    ("90000001", "abstract", "AIM: To test.\nRESULT: It works."),
    ("90000001", "keyword", "fluorine; Animals"),
    ("90000001", "genre", "Review"),
    ("90000001", "language", ""),
    ("90000001", "status", ""),
    ("90000001", "truncated", ("author",)),
    (
        "90000001",
        "author",
        (
            Name(family="Moorselaar", given="Richard M", non_dropping_particle="van"),
            Name(family="Hill", given="Robert T", suffix="Jr"),
            Name(family="Okafor", given="N"),
            Name(family="Suharto"),
            Name(literal="Invented Study Group"),
        ),
    ),
    (
        "90000001",
        "custom",
        {"notices": [{"kind": "erratum", "date": "2010", "text": "J Invent Oncol. 2010;27:9"}]},
    ),
    ("90000002", "title", "[Burns in the elderly: who pays?]"),
    ("90000002", "original_title", "Quemaduras en ancianos: ¿quién paga?"),
    ("90000002", "container_title_short", "Rev Invent"),
    ("90000002", "language", "es"),
    ("90000002", "issued", Date(((1998, 12), (1999, 1)))),
    ("90000002", "page", "e47506"),
    ("90000002", "DOI", "10.9999/REV.2"),
    ("90000002", "status", "retracted"),
    ("90000002", "author", ()),
    (
        "90000002",
        "custom",
        {
            "notices": [
                {
                    "kind": "retraction",
                    "date": "2001",
                    "PMID": "90000009",
                    "text": "Rev Invent. 2001;9(1):1",
                }
            ]
        },
    ),
    ("90000003", "type", "article"),
    ("90000003", "genre", "Preprint"),
    ("90000003", "title", "Über das Erfinden"),
    ("90000003", "original_title", ""),
    ("90000003", "language", "de"),
    ("90000003", "issued", Date(((2021, 7), (2021, 8)))),
    ("90000003", "status", "ahead of print"),
    (
        "90000003",
        "custom",
        {"notices": [{"kind": "comment-on", "date": "2009", "text": "J Invent Oncol. 2009;26:1"}]},
    ),
    ("90000005", "title", "Back to the old days?"),
    ("90000005", "issued", Date(((2018, 8, 1),))),
    ("90000006", "type", "chapter"),
    ("90000006", "title", "A first chapter"),
    ("90000006", "container_title", "InventedReviews®"),
    ("90000006", "author", (Name(family="Stone", given="Amy"),)),
    ("90000006", "editor", (Name(family="Adams", given="Eve"),)),
    ("90000006", "publisher", "Invented University Press"),
    ("90000006", "publisher_place", "Nowhere (XX)"),
    ("90000006", "issued", Date(((2003, 12, 17),))),
    ("90000006", "ISBN", "9780309376662"),
    ("90000006", "URL", "https://www.ncbi.nlm.nih.gov/books/NBK90006/"),
    ("90000007", "type", "book"),
    ("90000007", "title", "A whole book"),
    ("90000007", "container_title", ""),
    ("90000007", "author", (Name(literal="Committee on Inventions"),)),
    ("90000007", "DOI", "10.9999/book.7"),
]


@pytest.mark.parametrize(("pmid", "field", "value"), FIELDS)
def test_a_field_is_read(
    found: dict[str, Reference], pmid: str, field: str, value: object
) -> None:
    assert getattr(found[pmid], field) == value


def test_an_article_that_makes_no_sense_is_reported_and_the_others_come_through() -> None:
    articles = read_articles(ARTICLES)
    assert articles.broken == {"90000004": "it has no MedlineCitation/Article"}
    assert list(articles.found) == [f"9000000{n}" for n in (1, 2, 3, 5, 6, 7)]


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"   ",
        b"API rate limit exceeded",
        b"<html><body>down</body></html>",
        b"<eFetchResult><ERROR>no</ERROR></eFetchResult>",
        ARTICLES[: len(ARTICLES) // 2],
        ARTICLES[:-5],
    ],
    ids=["empty", "blank", "words", "page", "error", "half", "almost whole"],
)
def test_what_is_no_whole_set_of_articles_is_refused(xml: bytes) -> None:
    with pytest.raises(InputError):
        read_articles(xml)


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("treasure")
    entities = (
        f'<!DOCTYPE PubmedArticleSet [<!ENTITY file SYSTEM "{secret.as_uri()}">'
        '<!ENTITY ha "ha"><!ENTITY haha "&ha;&ha;">]>'
    )
    xml = article_set([Reference(PMID="1", title="A &file; and &haha;")])
    xml = xml.replace("&amp;", "&").partition("<PubmedArticleSet>")[2]
    [reference] = read_articles(f"{entities}<PubmedArticleSet>{xml}".encode()).found.values()
    assert "treasure" not in reference.title
    assert "haha" not in reference.title.replace("&haha;", "")


JUNK = ["", " ", "???", "35", "99999", "-", "1--", "٣٤", "et al", "10.", "1998-", "von", "[", "i"]


@given(st.randoms(use_true_random=False))
def test_no_article_however_mangled_stops_the_others(random: Random) -> None:
    tree = etree.fromstring(ARTICLES)
    elements = list(tree.iter("{*}*"))[1:]
    for element in random.sample(elements, 20):
        if random.random() < 0.5:
            element.text = random.choice(JUNK)
        elif element.getparent() is not None:
            element.getparent().remove(element)
    articles = read_articles(etree.tostring(tree))
    assert len(articles.found) + len(articles.broken) <= 7


def test_an_empty_set_holds_nothing() -> None:
    assert read_articles(b"<PubmedArticleSet></PubmedArticleSet>") == ({}, {})


def test_what_the_fake_ncbi_writes_is_read_back() -> None:
    reference = Reference(
        type="article-journal",
        author=(
            Name(family="Berg", given="J H", non_dropping_particle="van den", suffix="Jr"),
            Name(literal="A & B Study Group"),
        ),
        truncated=("author",),
        title="Do <tags> survive?",
        container_title="The journal of tags",
        container_title_short="J Tags",
        issued=Date(((2003, 8, 15),)),
        volume="21",
        issue="16",
        page="3127-3132",
        DOI="10.1000/tags",
        PMID="12345678",
        PMCID="PMC1234567",
        ISSN="1234-5679",
    )
    assert read_articles(article_set([reference]).encode()).found == {"12345678": reference}


RECORDED = ("metapub", "biopython_entrez", "neilfws", "pubmed_parser_web")


@pytest.mark.parametrize("folder", RECORDED)
def test_recorded_replies_are_read_completely(folder: str) -> None:
    for path in sorted(shared("gold", "payloads", folder).glob("*.xml")):
        xml = path.read_bytes()
        if b"<PubmedArticleSet" not in xml:
            continue
        articles = read_articles(xml)
        assert not articles.broken, path
        assert len(articles.found) == xml.count(b"</PubmedArticle>"), path
        for pmid, reference in articles.found.items():
            lacking = [
                f
                for f in ("title", "issued", "container_title")
                if not to_builtins(reference).get(f.replace("_", "-"))
            ]
            assert not lacking, (path, pmid)
