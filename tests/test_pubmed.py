"""PubMed is asked in batches, and every way of not answering is told apart."""

from collections.abc import Iterable, Iterator

import pytest
import responses

from citeman.errors import RefusedError, SourceError
from citeman.fields.ids import Identifier
from citeman.mentions import Question
from citeman.model import Date, Name, Reference, replace
from citeman.sources import Query, Source
from citeman.sources.efetch import fetch_records
from citeman.sources.eutils import (
    EUTILS,
    eutils_url,
    read_ecitmatch,
    read_efetch,
    read_esearch,
)
from citeman.sources.http import Client, Pacer
from citeman.sources.pubmed import PubMed
from tests.fake_ncbi import FakeNCBI, article_set, seed_references
from tests.shared_data import shared

SEED = seed_references()
PMIDS = [reference.PMID for reference in SEED]


@pytest.fixture
def ncbi() -> Iterator[FakeNCBI]:
    with FakeNCBI(SEED) as fake:
        yield fake


@pytest.fixture
def pubmed(ncbi: FakeNCBI) -> Iterator[PubMed]:
    client = quick_client(ncbi.url)
    yield PubMed(client)
    client.close()


def quick_client(url: str, *, offline: bool = False) -> Client:
    pacer = Pacer(clock=lambda: 0.0, sleep=lambda _: None)
    return Client(url, api_key="0123456789", offline=offline, pacer=pacer, timeout=(1, 0.3))


def as_text(reference: Reference) -> Reference:
    """The reference as a list prints it: no identifiers."""
    return replace(reference, PMID="", PMCID="", DOI="")


def queries(references: Iterable[Reference]) -> list[Query]:
    return [Query(reference) for reference in references]


def found(reference: Reference, pubmed: PubMed) -> list[str]:
    [lookup] = pubmed.find(queries([reference]))
    return [candidate.PMID for candidate in lookup.candidates]


def test_pubmed_is_a_source(pubmed: PubMed) -> None:
    source: Source = pubmed
    assert source.name == "pubmed"


def test_the_21_pmids_of_the_seed_page_come_in_one_request(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    lookups = pubmed.find(queries(SEED))
    assert [[c.PMID for c in lookup.candidates] for lookup in lookups] == [[p] for p in PMIDS]
    assert [request.program for request in ncbi.requests] == ["efetch.fcgi"]


def test_more_than_200_pmids_are_asked_for_in_batches(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    many = {str(n): Reference(PMID=str(n), title=f"Number {n}") for n in range(1, 451)}
    ncbi.references = many
    fetched = fetch_records(pubmed._client, [*many, *many])
    assert fetched.found.keys() == many.keys()
    assert [params["id"].count(",") + 1 for params in ncbi.asked("efetch.fcgi")] == [200, 200, 50]


def test_a_record_that_is_left_out_is_asked_for_again_and_then_missing(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    ncbi.missing = {PMIDS[3]}
    fetched = fetch_records(pubmed._client, PMIDS)
    assert fetched.missing == {PMIDS[3]}
    assert len(fetched.found) == 20
    assert not fetched.trouble
    assert [params["id"] for params in ncbi.asked("efetch.fcgi")][1:] == [PMIDS[3]]


def test_a_record_that_was_not_asked_for_is_not_taken(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.wrong = {PMIDS[0]: PMIDS[1]}
    assert fetch_records(pubmed._client, PMIDS[:1]) == ({}, {PMIDS[0]}, {})


def test_what_is_no_number_is_missing_without_spoiling_its_batch(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    fetched = fetch_records(pubmed._client, ["PMC2275327", PMIDS[0], "", "12a"])
    assert fetched.missing == {"PMC2275327", "", "12a"}
    assert list(fetched.found) == [PMIDS[0]]
    assert [params["id"] for params in ncbi.asked("efetch.fcgi")] == [PMIDS[0]]


BROKEN = "<PubmedArticle><MedlineCitation>{}</MedlineCitation></PubmedArticle>"


@pytest.mark.parametrize("pmid", [f"<PMID>{PMIDS[1]}</PMID>", ""], ids=["named", "nameless"])
@responses.activate
def test_a_record_that_makes_no_sense_is_trouble_and_not_missing(pmid: str) -> None:
    body = article_set(SEED[:1]).replace("</PubmedArticleSet>", BROKEN.format(pmid))
    responses.post("https://eutils.test/efetch.fcgi", body=f"{body}</PubmedArticleSet>")
    fetched = fetch_records(quick_client("https://eutils.test/"), PMIDS[:2])
    assert list(fetched.found) == PMIDS[:1]
    assert list(fetched.trouble) == PMIDS[1:2]
    assert not fetched.missing


TROUBLE = [
    ("html", "web page"),
    ("empty", "empty answer"),
    ("truncated", "broke off in the middle"),
    ("broken", "broke off"),
    ("rate-limit", "too many requests"),
    ("error", "error of its own"),
    ("json-error", "error of its own"),
    ("bad-key", "does not know the API key"),
    ("429", "status 429"),
    ("500", "status 500"),
    ("closed", "connection failed"),
    ("hang", "not answer in time"),
]


@pytest.mark.parametrize(("fault", "words"), TROUBLE)
def test_no_answer_is_trouble_and_never_not_found(
    pubmed: PubMed, ncbi: FakeNCBI, fault: str, words: str
) -> None:
    ncbi.misbehave(fault)
    fetched = fetch_records(pubmed._client, PMIDS)
    assert not fetched.found
    assert not fetched.missing
    assert {str(error) for error in fetched.trouble.values()} == {str(fetched.trouble[PMIDS[0]])}
    assert words in str(fetched.trouble[PMIDS[0]])
    assert "0123456789" not in str(fetched.trouble[PMIDS[0]])


@pytest.mark.parametrize("fault", ["html", "empty", "truncated", "broken", "rate-limit", "429"])
def test_passing_trouble_is_survived(pubmed: PubMed, ncbi: FakeNCBI, fault: str) -> None:
    ncbi.misbehave(fault, times=1)
    assert len(fetch_records(pubmed._client, PMIDS).found) == 21


def test_one_batch_that_fails_does_not_lose_the_others(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    many = {str(n): Reference(PMID=str(n), title=f"Number {n}") for n in range(1, 301)}
    ncbi.references = many
    ncbi.misbehave("bad-key", times=1)
    fetched = fetch_records(pubmed._client, many)
    assert len(fetched.trouble) == 200
    assert len(fetched.found) == 100


def test_a_dead_server_is_trouble_for_every_reference_and_soon_left_alone() -> None:
    with FakeNCBI() as gone:
        url = gone.url
    client = quick_client(url)
    lookups = PubMed(client).find(queries([*SEED, *map(as_text, SEED)]))
    client.close()
    assert all(lookup.trouble and lookup.asked for lookup in lookups)
    assert not any(lookup.candidates for lookup in lookups)
    assert "3 times in a row" in lookups[-1].trouble or "nobody" in lookups[-1].trouble


def test_offline_nothing_is_asked(ncbi: FakeNCBI) -> None:
    client = quick_client(ncbi.url, offline=True)
    lookups = PubMed(client).find(queries([SEED[0], as_text(SEED[1])]))
    client.close()
    assert [lookup.asked for lookup in lookups] == [False, False]
    assert all("offline" in lookup.trouble for lookup in lookups)
    assert not ncbi.requests


def test_a_reference_without_anything_to_look_for_is_not_asked_about(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    [lookup] = pubmed.find(queries([Reference(publisher="Elsevier")]))
    assert not lookup.asked
    assert lookup.trouble
    assert not ncbi.requests


def test_citations_without_an_identifier_are_matched_in_one_request(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    lookups = pubmed.find(queries([as_text(reference) for reference in SEED]))
    assert [[c.PMID for c in lookup.candidates] for lookup in lookups] == [[p] for p in PMIDS]
    assert [r.program for r in ncbi.requests] == ["ecitmatch.cgi", "efetch.fcgi"]


def test_matches_are_joined_on_our_own_keys(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.reorder = True
    lookups = pubmed.find(queries([as_text(reference) for reference in SEED]))
    assert [[c.PMID for c in lookup.candidates] for lookup in lookups] == [[p] for p in PMIDS]


def test_a_citation_whose_line_is_dropped_is_searched_by_title(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    ncbi.drop = {"c4"}
    lookups = pubmed.find(queries([as_text(reference) for reference in SEED]))
    assert [c.PMID for c in lookups[4].candidates] == [PMIDS[4]]
    assert len(ncbi.asked("esearch.fcgi")) == 1


def test_trouble_with_citations_stays_trouble(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.misbehave("html")
    [lookup] = pubmed.find(queries([as_text(SEED[0])]))
    assert lookup.asked
    assert "web page" in lookup.trouble
    assert not lookup.candidates


def test_dois_are_searched_together_and_joined_on_the_record(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    works = [
        Reference(PMID=str(n), DOI=f"10.1000/Work.{n}", title=f"On the number {n} in detail")
        for n in range(1, 4)
    ]
    ncbi.references = {work.PMID: work for work in works}
    asked = [Reference(DOI=work.DOI.lower(), title=work.title) for work in reversed(works)]
    lookups = pubmed.find(queries([*asked, Reference(DOI="10.1000/none")]))
    pmids = [[c.PMID for c in lookup.candidates] for lookup in lookups]
    assert pmids == [["3"], ["2"], ["1"], []]
    assert [r.program for r in ncbi.requests] == ["esearch.fcgi", "efetch.fcgi"]


def test_a_title_is_searched_with_author_and_years_and_then_without(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    ours = Reference(
        title=SEED[0].title,
        author=(Name(family="Someoneelse", given="X"),),
        issued=Date(((1989,),)),
    )
    assert found(ours, pubmed) == [PMIDS[0]]
    narrow, wide = (params["term"] for params in ncbi.asked("esearch.fcgi"))
    assert "someoneelse[au]" in narrow
    assert "1988:1990[dp]" in narrow
    assert "[au]" not in wide


def test_a_wrong_pmid_brings_its_own_record_and_the_right_one(pubmed: PubMed) -> None:
    ours = replace(as_text(SEED[0]), PMID=PMIDS[5])
    assert sorted(found(ours, pubmed)) == sorted([PMIDS[5], PMIDS[0]])


def test_a_missing_record_is_not_asked_for_a_third_time(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.missing = {PMIDS[3]}
    lookups = pubmed.find(queries(SEED))
    assert lookups[3] == ((), "", True)
    assert [params["id"] for params in ncbi.asked("efetch.fcgi")][1:] == [PMIDS[3]]


def test_what_is_nowhere_is_not_found_and_no_trouble(pubmed: PubMed) -> None:
    [lookup] = pubmed.find(queries([Reference(title="Unheard tales of nobody", PMID="99999999")]))
    assert lookup == ((), "", True)


IDS: list[tuple[str, str, list[str]]] = [
    ("PMID", PMIDS[0], [PMIDS[0]]),
    ("PMID", "99999999", []),
    ("PMID", "PMC12", []),
    ("DOI", "10.1000/WORK", ["8"]),
    ("DOI", "10.1000/none", []),
]


def test_identifiers_of_every_kind_are_fetched_in_their_order(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    ncbi.references["8"] = Reference(PMID="8", DOI="10.1000/work", title="Work")
    lookups = pubmed.fetch([Identifier(kind, value) for kind, value, _ in IDS])
    assert [[c.PMID for c in lookup.candidates] for lookup in lookups] == [x[2] for x in IDS]
    assert not any(lookup.trouble for lookup in lookups)


def test_an_identifier_that_pubmed_does_not_know_is_not_asked_for(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    [lookup] = pubmed.fetch([Identifier("ISBN", "9780199535569")])
    assert not lookup.asked
    assert "ISBN" in lookup.trouble
    assert not ncbi.requests


def test_the_record_of_another_doi_does_not_count(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.references["8"] = Reference(PMID="8", DOI="10.1000/work", title="Work")
    ncbi.wrong = {"8": PMIDS[0]}
    assert pubmed.fetch([Identifier("DOI", "10.1000/work")]) == [((), "", True)]


@pytest.mark.parametrize("kind", ["PMID", "DOI"])
def test_an_identifier_that_could_not_be_asked_for_is_trouble(
    pubmed: PubMed, ncbi: FakeNCBI, kind: str
) -> None:
    ncbi.misbehave("html")
    [lookup] = pubmed.fetch([Identifier(kind, "10.1000/1" if kind == "DOI" else "12")])
    assert lookup.trouble
    assert lookup.asked


def test_one_id_that_spoils_an_answer_for_200_loses_no_other(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    many = {str(n): Reference(PMID=str(n), title=f"Number {n}") for n in range(1, 201)}
    ncbi.references, ncbi.spoilers = many, {"137"}
    lookups = pubmed.fetch([Identifier("PMID", pmid) for pmid in many])
    assert sum(len(lookup.candidates) for lookup in lookups) == 199
    assert [lookup.trouble != "" for lookup in lookups].index(True) == 136


def test_a_place_is_searched_where_ecitmatch_does_not_know_the_journal(
    pubmed: PubMed, ncbi: FakeNCBI
) -> None:
    ncbi.drop = {"c0"}
    ours = replace(as_text(SEED[0]), title="", container_title_short="Journal of clinic oncol")
    assert found(ours, pubmed) == [PMIDS[0]]
    assert "[pg]" in ncbi.asked("esearch.fcgi")[0]["term"]


def test_words_of_the_text_find_what_the_parser_misread(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    garbled = Reference(title="cholestasis in a", container_title="Fisher B and others")
    text = f"Fisher B, cholestasis in a patient. {SEED[0].title} 1989"
    [lookup] = pubmed.find([Query(garbled, text)])
    assert PMIDS[0] in [candidate.PMID for candidate in lookup.candidates]
    assert len(lookup.candidates) <= 5
    assert "[tiab]" in ncbi.asked("esearch.fcgi")[-1]["term"]


def test_works_that_share_some_words_with_a_text_are_not_worth_naming(pubmed: PubMed) -> None:
    title = "Carcinoma, interleukin and melanoma: a history of treatment in words"
    [lookup] = pubmed.find([Query(Reference(title=title), f"Nobody N. {title}. 1995")])
    assert lookup == ((), "", True)


def test_what_a_title_finds_is_not_searched_by_text(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    [lookup] = pubmed.find([Query(Reference(title=SEED[0].title), f"{SEED[0].title}. 1989")])
    assert [candidate.PMID for candidate in lookup.candidates] == [PMIDS[0]]
    assert not any("[tiab]" in params["term"] for params in ncbi.asked("esearch.fcgi"))


FYFE = next(reference for reference in SEED if reference.PMID == "7884429")
QUESTIONS: list[tuple[str, Question]] = [
    ("an identifier", Question(identifiers=(Identifier("PMID", FYFE.PMID),))),
    ("journal and year", Question(journal="J Clin Oncol", years=(1995, 1995))),
    ("author and year", Question(authors=(Name(family="Fyfe"),), years=(1994, 1996))),
    ("words", Question(words=("metastatic", "renal", "carcinoma", "interleukin"))),
    ("a group", Question(groups=("Renal Study Group",))),
    (
        "much, and an author who is not there",
        Question(
            words=("metastatic", "renal", "interleukin"),
            authors=(Name(family="Nobody"),),
            journal="J Clin Oncol",
        ),
    ),
]


@pytest.mark.parametrize(
    "question", [q for _, q in QUESTIONS], ids=[name for name, _ in QUESTIONS]
)
def test_a_mention_is_found_by_what_it_says(
    pubmed: PubMed, ncbi: FakeNCBI, question: Question
) -> None:
    group = Name(literal="Renal Study Group")
    ncbi.references[FYFE.PMID] = replace(FYFE, author=(*FYFE.author, group))
    lookup = pubmed.search(question)
    assert FYFE.PMID in [candidate.PMID for candidate in lookup.candidates]
    assert (lookup.trouble, lookup.asked) == ("", True)


def test_a_name_alone_is_nobody(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    lookup = pubmed.search(Question(authors=(Name(family="Fyfe"),)))
    assert not lookup.asked
    assert not ncbi.requests


def test_trouble_in_one_search_loses_nothing_of_the_others(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    ncbi.misbehave("bad-key", times=1)
    lookup = pubmed.search(
        Question(
            words=("metastatic", "renal", "interleukin"),
            authors=(Name(family="Fyfe"),),
            years=(1995, 1995),
        )
    )
    assert FYFE.PMID in [candidate.PMID for candidate in lookup.candidates]
    assert "API key" in lookup.trouble


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, EUTILS),
        ({"CITEMAN_EUTILS_URL": ""}, EUTILS),
        ({"CITEMAN_EUTILS_URL": "http://127.0.0.1:8/x"}, "http://127.0.0.1:8/x/"),
    ],
)
def test_one_variable_redirects_the_client(environ: dict[str, str], url: str) -> None:
    assert eutils_url(environ) == url


REPLIES: list[tuple[bytes, tuple[str, ...]]] = [
    (b"<eSearchResult><Count>1</Count><IdList><Id>12</Id></IdList></eSearchResult>", ("12",)),
    (
        b"<eSearchResult><Count>0</Count><IdList/><ErrorList><PhraseNotFound>x</PhraseNotFound>"
        b"</ErrorList><WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
        b"</eSearchResult>",
        (),
    ),
]


@pytest.mark.parametrize(("body", "pmids"), REPLIES)
def test_a_search_that_finds_nothing_is_an_answer(body: bytes, pmids: tuple[str, ...]) -> None:
    assert read_esearch(body) == pmids


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", SourceError),
        (b'{"error":"API rate limit exceeded","count":"11"}', SourceError),
        (b'{"error":"API key invalid","api-key":"secret"}', RefusedError),
        (b"<eSearchResult><ERROR>Empty term and query_key</ERROR></eSearchResult>", SourceError),
        (b"<eSearchResult><Count>1</Count><IdList><Id>1", SourceError),
        (
            b"<eSearchResult><ErrorList><FieldNotFound>zz</FieldNotFound></ErrorList>"
            b"</eSearchResult>",
            RefusedError,
        ),
        (b"<PubmedArticleSet></PubmedArticleSet>", SourceError),
    ],
)
def test_a_search_that_fails_is_none(body: bytes, kind: type[SourceError]) -> None:
    with pytest.raises(kind) as caught:
        read_esearch(body)
    assert caught.type is kind
    assert "secret" not in str(caught.value)


def test_pmids_that_do_not_exist_are_an_answer() -> None:
    body = (
        b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>"
        b"</eFetchResult>"
    )
    assert read_efetch(body) == ({}, {})


@pytest.mark.parametrize(
    ("line", "pmids"),
    [
        (b"gut|1994|35|127|mac|c1|8307433", ("8307433",)),
        (b"gut|1994|35|127|c1|NOT_FOUND", ()),
        (b"gutt|1994|35|127|mac|c1|NOT_FOUND;INVALID_JOURNAL", ()),
        (b"gut|1994|||mac|c1|AMBIGUOUS (783 citations)", ()),
        (b"gut|1994|||mac|c1|AMBIGUOUS 26315901,25768914", ("26315901", "25768914")),
    ],
)
def test_a_line_of_ecitmatch_is_read_by_its_key(line: bytes, pmids: tuple[str, ...]) -> None:
    assert read_ecitmatch(line + b"\r\n")["c1"].pmids == pmids


def test_recorded_searches_are_read() -> None:
    replies = sorted(shared("gold", "payloads", "biopython_entrez").glob("esearch*.xml"))
    counts = {path.name: len(read_esearch(path.read_bytes())) for path in replies}
    assert counts["esearch8.xml"] == 0
    assert counts["esearch1.xml"] > 0


def test_a_recorded_web_page_is_trouble() -> None:
    page = shared("gold", "payloads", "biopython_entrez", "pubmed3.html").read_bytes()
    with pytest.raises(SourceError, match="web page"):
        read_efetch(page)
