"""Crossref's works become references, and every way of not answering is told apart."""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from citeman.fields.ids import Identifier
from citeman.formats.crossrefjson import plain, read_work
from citeman.mentions import Question
from citeman.model import Date, Name, Reference
from citeman.sources import Query, Source
from citeman.sources.crossref import CROSSREF, Crossref, crossref_url
from citeman.sources.http import Client, Pacer
from tests.fake_crossref import FakeCrossref
from tests.shared_data import shared

EMAIL = "me@example.org"
FYFE: dict[str, Any] = {
    "DOI": "10.1200/jco.1995.13.3.688",
    "type": "journal-article",
    "title": [
        "Results of treatment of 255 patients with metastatic renal cell carcinoma who received "
        "high-dose recombinant interleukin-2 therapy."
    ],
    "author": [
        {"given": "G", "family": "Fyfe", "sequence": "first"},
        {"given": "R I", "family": "Fisher", "sequence": "additional"},
    ],
    "container-title": ["Journal of Clinical Oncology"],
    "short-container-title": ["JCO"],
    "published-print": {"date-parts": [[1995, 3]]},
    "issued": {"date-parts": [[1995, 3]]},
    "volume": "13",
    "issue": "3",
    "page": "688-696",
    "ISSN": ["0732-183X", "1527-7755"],
    "reference": [{"key": "1", "unstructured": "not read"}],
}
NOBLE: dict[str, Any] = {
    "DOI": "10.2165/00063030-199707050-00007",
    "type": "journal-article",
    "title": ["Aldesleukin (Recombinant Interleukin-2)"],
    "author": [{"given": "Stuart", "family": "Noble"}, {"given": "Karen L.", "family": "Goa"}],
    "container-title": ["BioDrugs"],
    "issued": {"date-parts": [[1997]]},
    "volume": "7",
    "page": "394-422",
    "aliases": ["10.2165/old-noble"],
}
WORKS = [FYFE, NOBLE]


@pytest.fixture
def fake() -> Iterator[FakeCrossref]:
    with FakeCrossref(WORKS) as server:
        yield server


def quick(url: str, *, offline: bool = False) -> Client:
    pacer = Pacer(clock=lambda: 0.0, sleep=lambda _: None)
    return Client(url, email=EMAIL, by_get=True, offline=offline, pacer=pacer, timeout=(1, 0.3))


@pytest.fixture
def crossref(fake: FakeCrossref) -> Iterator[Crossref]:
    with closing(quick(fake.url)) as client:
        yield Crossref(client)


def test_crossref_is_a_source(crossref: Crossref) -> None:
    source: Source = crossref
    assert source.name == "crossref"


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, CROSSREF),
        ({"CITEMAN_CROSSREF_URL": ""}, CROSSREF),
        ({"CITEMAN_CROSSREF_URL": "http://127.0.0.1:8/x"}, "http://127.0.0.1:8/x/"),
    ],
)
def test_one_variable_redirects_the_client(environ: dict[str, str], url: str) -> None:
    assert crossref_url(environ) == url


WORK: list[tuple[str, dict[str, Any], Reference]] = [
    ("nothing at all", {}, Reference(type="document")),
    (
        "a type that CSL does not know",
        {"type": "sa-component", "title": ["x"]},
        Reference(type="document", title="x"),
    ),
    (
        "a title with markup, entities and line breaks",
        {"title": ["Role of <i>TP53</i>\n  in\u00a0CO<sub>2</sub> &amp;amp; more"]},
        Reference(type="document", title="Role of TP53 in CO2 & more"),
    ),
    (
        "a subtitle",
        {"title": ["Gut feelings"], "subtitle": ["A survey of surgeons"]},
        Reference(type="document", title="Gut feelings: A survey of surgeons"),
    ),
    (
        "a subtitle that the title has",
        {"title": ["Gut feelings: a survey"], "subtitle": ["A survey"]},
        Reference(type="document", title="Gut feelings: a survey"),
    ),
    (
        "the printed date before the first one",
        {
            "issued": {"date-parts": [[2009, 12, 28]]},
            "published-online": {"date-parts": [[2009, 12, 28]]},
            "published-print": {"date-parts": [[2010, 2]]},
        },
        Reference(type="document", issued=Date(((2010, 2),))),
    ),
    ("no date", {"issued": {"date-parts": [[None]]}}, Reference(type="document")),
    (
        "an article number for a page",
        {"article-number": "e47506"},
        Reference(type="document", page="e47506"),
    ),
    (
        "a group and a nameless author",
        {
            "author": [
                {"name": "The ESPRIT Study Group"},
                {"sequence": "first"},
                {"given": "Plato"},
            ]
        },
        Reference(
            type="document", author=(Name(literal="The ESPRIT Study Group"), Name(literal="Plato"))
        ),
    ),
    (
        "a chapter in a series",
        {
            "type": "book-chapter",
            "title": ["Cytokines"],
            "container-title": ["Methods in Medicine", "A Handbook of Cytokines"],
            "ISBN": ["9780199535569"],
        },
        Reference(
            type="chapter",
            title="Cytokines",
            container_title="A Handbook of Cytokines",
            collection_title="Methods in Medicine",
            ISBN="9780199535569",
        ),
    ),
    (
        "a preprint and its article",
        {
            "type": "posted-content",
            "subtype": "preprint",
            "DOI": "10.1101/1",
            "institution": [{"name": "bioRxiv"}],
            "posted": {"date-parts": [[2020, 3, 1]]},
            "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/final"}]},
        },
        Reference(
            type="article",
            genre="Preprint",
            DOI="10.1101/1",
            container_title="bioRxiv",
            issued=Date(((2020, 3, 1),)),
            custom={
                "notices": [
                    {"kind": "preprint-of", "DOI": "10.1000/final", "text": "doi:10.1000/final"}
                ]
            },
        ),
    ),
]


@pytest.mark.parametrize(("work", "expected"), [w[1:] for w in WORK], ids=[w[0] for w in WORK])
def test_a_work_is_read(work: dict[str, Any], expected: Reference) -> None:
    assert read_work(work) == expected


def update(kind: str, doi: str = "10.1000/notice") -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "updated": {"date-parts": [[2010, 2, 6]]}}


NOTICES: list[tuple[str, str, str, str]] = [
    ("updated-by", "retraction", "retraction", "retracted"),
    ("updated-by", "withdrawal", "retraction", "retracted"),
    ("updated-by", "partial_retraction", "partial-retraction", ""),
    ("updated-by", "expression_of_concern", "expression-of-concern", ""),
    ("updated-by", "Corrigendum", "erratum", ""),
    ("updated-by", "new_version", "update", ""),
    ("update-to", "retraction", "retraction-of", ""),
    ("update-to", "correction", "erratum-for", ""),
]


@pytest.mark.parametrize(("field", "given", "kind", "status"), NOTICES)
def test_notices_are_told_apart_and_dated(field: str, given: str, kind: str, status: str) -> None:
    work = read_work({"DOI": "10.1000/work", field: [update(given), update(given)]})
    [notice] = work.custom["notices"]
    assert (notice["kind"], notice["date"], notice["DOI"]) == (
        kind,
        "2010-02-06",
        "10.1000/notice",
    )
    assert work.status == status


def test_a_work_that_is_retracted_in_place_is_retracted() -> None:
    work = read_work({"DOI": "10.1000/Work", "update-to": [update("retraction", "10.1000/work")]})
    assert work.status == "retracted"


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("<jats:title>A</jats:title><jats:p>B</jats:p>", "A B"),
        ("if p < 0.05 and q > 3", "if p < 0.05 and q > 3"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_markup_goes_and_its_look_alikes_stay(marked: str, text: str) -> None:
    assert plain(marked) == text


def test_a_doi_is_fetched_however_it_is_written(crossref: Crossref, fake: FakeCrossref) -> None:
    dois = ["10.1200/JCO.1995.13.3.688", "10.2165/old-noble", "10.1000/none", "no doi"]
    lookups = crossref.fetch([Identifier("DOI", doi) for doi in dois])
    found = [[c.volume for c in lookup.candidates] for lookup in lookups]
    assert found == [["13"], ["7"], [], []]
    assert not any(lookup.trouble for lookup in lookups)
    assert len(fake.requests) == 3


def test_a_doi_with_odd_characters_arrives_whole(crossref: Crossref, fake: FakeCrossref) -> None:
    doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-#?x=%2F"
    crossref.fetch([Identifier("DOI", doi)])
    assert fake.requests[0].path == f"works/{doi}"


def test_a_pmid_cannot_be_asked_for(crossref: Crossref, fake: FakeCrossref) -> None:
    [lookup] = crossref.fetch([Identifier("PMID", "7884429")])
    assert not lookup.asked
    assert not fake.requests


def test_who_asks_is_told_in_the_user_agent_alone(crossref: Crossref, fake: FakeCrossref) -> None:
    crossref.find([Query(Reference(), "Noble S. Aldesleukin. BioDrugs 1997")])
    [request] = fake.requests
    assert f"mailto:{EMAIL}" in request.agent
    assert EMAIL not in str(request.params)


QUERIES: list[tuple[str, Query, list[str]]] = [
    ("a DOI", Query(Reference(DOI=FYFE["DOI"], title=FYFE["title"][0])), ["13"]),
    ("a text", Query(Reference(), "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394"), ["7"]),
    (
        "a record",
        Query(Reference(title="Aldesleukin (recombinant interleukin)", volume="7")),
        ["7"],
    ),
    (
        "a DOI of another work",
        Query(Reference(DOI=FYFE["DOI"], title=NOBLE["title"][0], volume="7")),
        ["13", "7"],
    ),
    (
        "a DOI that there is not",
        Query(Reference(DOI="10.1000/none", title=NOBLE["title"][0])),
        ["7"],
    ),
    ("works that share some words", Query(Reference(title="Renal therapy in treatment")), []),
    ("nothing like it", Query(Reference(title="Unheard tales")), []),
]


@pytest.mark.parametrize(
    ("query", "volumes"), [q[1:] for q in QUERIES], ids=[q[0] for q in QUERIES]
)
def test_a_reference_is_looked_up(crossref: Crossref, query: Query, volumes: list[str]) -> None:
    [lookup] = crossref.find([query])
    assert [candidate.volume for candidate in lookup.candidates] == volumes
    assert (lookup.trouble, lookup.asked) == ("", True)


def test_identifiers_are_no_words_to_search_for(crossref: Crossref, fake: FakeCrossref) -> None:
    crossref.find([Query(Reference(), "Noble S. Aldesleukin. doi:10.1000/x PMID: 18031103")])
    assert "18031103" not in fake.requests[0].params["query.bibliographic"]
    assert "10.1000" not in fake.requests[0].params["query.bibliographic"]


def test_a_reference_without_anything_to_look_for_is_not_asked_about(
    crossref: Crossref, fake: FakeCrossref
) -> None:
    [lookup] = crossref.find([Query(Reference(publisher="Elsevier"))])
    assert not lookup.asked
    assert not fake.requests


def test_a_mention_is_searched_for_by_its_words_authors_and_years(
    crossref: Crossref, fake: FakeCrossref
) -> None:
    question = Question(
        words=("aldesleukin",), authors=(Name(family="Noble"),), years=(1996, 1998)
    )
    lookup = crossref.search(question)
    assert [candidate.volume for candidate in lookup.candidates] == ["7"]
    assert fake.requests[0].params["filter"] == "from-pub-date:1996,until-pub-date:1998"


def test_a_mention_that_says_nothing_is_not_asked_about(crossref: Crossref) -> None:
    assert not crossref.search(Question(authors=(Name(family="Noble"),))).asked


TROUBLE = [
    ("429", "status 429"),
    ("500", "status 500"),
    ("html", "web page"),
    ("html-404", "web page"),
    ("truncated", "broke off"),
    ("broken", "broke off"),
    ("empty", "empty answer"),
    ("failed", "refuses"),
    ("list", "no answer"),
    ("wrong", "another work"),
    ("hang", "not answer in time"),
    ("closed", "connection failed"),
]


@pytest.mark.parametrize(("fault", "words"), TROUBLE)
def test_no_answer_is_trouble_and_never_not_found(
    crossref: Crossref, fake: FakeCrossref, fault: str, words: str
) -> None:
    fake.misbehave(fault)
    by_doi, by_text = crossref.find(
        [Query(Reference(DOI=FYFE["DOI"])), Query(Reference(), "Noble S. Aldesleukin. 1997")]
    )
    assert words in by_doi.trouble
    assert by_doi.asked
    assert not by_doi.candidates
    assert by_text.trouble
    assert EMAIL not in by_doi.trouble + by_text.trouble


@pytest.mark.parametrize("fault", ["429", "html", "truncated", "broken", "empty", "wrong"])
def test_passing_trouble_is_survived(crossref: Crossref, fake: FakeCrossref, fault: str) -> None:
    fake.misbehave(fault, times=1)
    [lookup] = crossref.fetch([Identifier("DOI", NOBLE["DOI"])])
    assert [candidate.volume for candidate in lookup.candidates] == ["7"]


@pytest.mark.parametrize("retry_after", ["", "0", "soon"])
def test_too_many_requests_are_asked_again_with_or_without_a_time(
    crossref: Crossref, fake: FakeCrossref, retry_after: str
) -> None:
    fake.retry_after = retry_after
    fake.misbehave("429", times=2)
    [lookup] = crossref.fetch([Identifier("DOI", NOBLE["DOI"])])
    assert bool(lookup.candidates) == (retry_after != "soon")
    assert bool(lookup.trouble) == (retry_after == "soon")


def test_offline_nothing_is_asked(fake: FakeCrossref) -> None:
    with closing(quick(fake.url, offline=True)) as client:
        [lookup] = Crossref(client).find([Query(Reference(DOI=FYFE["DOI"]))])
    assert not lookup.asked
    assert "offline" in lookup.trouble
    assert not fake.requests


def test_recorded_works_are_read() -> None:
    yaml = pytest.importorskip("yaml")
    folder = shared("gold", "payloads", "crossref_habanero")
    seen = 0
    for name in ("test_cursor.yaml", "test_cursor_max.yaml"):
        for exchange in yaml.safe_load((folder / name).read_text("utf-8"))["interactions"]:
            body = exchange["response"]["body"]["string"]
            text = gzip.decompress(body) if isinstance(body, bytes) else body
            for work in json.loads(text)["message"].get("items", []):
                reference = read_work(work)
                assert reference.DOI.casefold() == work["DOI"].casefold()
                assert bool(reference.title) == any(work.get("title", []))
                named = [a for a in work.get("author", []) if a.keys() & {"family", "name"}]
                assert len(reference.author) == len(named)
                seen += 1
    assert seen
