"""The id converter: 200 ids at once, errors per record, and one bad id spoils nothing."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest
import responses

from citeman.enrich import Lookup
from citeman.errors import RefusedError, SourceError
from citeman.fields.ids import Identifier
from citeman.model import Reference, replace
from citeman.sources.http import Client, Pacer
from citeman.sources.pmc import CONVERTER, Converter, converter_url, read_ids
from citeman.sources.pubmed import PubMed
from tests.fake_ncbi import FakeNCBI, article_set
from tests.shared_data import shared

WORKS = [
    Reference(PMID=str(n), PMCID=f"PMC{n}000", DOI=f"10.1000/Work.{n}", title=f"On number {n}")
    for n in range(1, 401)
]
EMAIL = "me@example.org"


@pytest.fixture
def ncbi() -> Iterator[FakeNCBI]:
    with FakeNCBI(WORKS) as fake:
        yield fake


def client(url: str, *, by_get: bool = False, offline: bool = False) -> Client:
    pacer = Pacer(clock=lambda: 0.0, sleep=lambda _: None)
    return Client(url, email=EMAIL, by_get=by_get, offline=offline, pacer=pacer, timeout=(1, 0.3))


@pytest.fixture
def converter(ncbi: FakeNCBI) -> Iterator[Converter]:
    with closing(client(converter_url({"CITEMAN_EUTILS_URL": ncbi.url}), by_get=True)) as asked:
        yield Converter(asked)


@pytest.fixture
def pubmed(ncbi: FakeNCBI, converter: Converter) -> Iterator[PubMed]:
    with closing(client(ncbi.url)) as asked:
        yield PubMed(asked, converter)


def asked(ncbi: FakeNCBI) -> list[int]:
    return [len(params["ids"].split(",")) for params in ncbi.asked("articles")]


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, CONVERTER),
        ({"CITEMAN_EUTILS_URL": ""}, CONVERTER),
        (
            {"CITEMAN_EUTILS_URL": "http://127.0.0.1:8/entrez/eutils"},
            "http://127.0.0.1:8/tools/idconv/api/v1/articles/",
        ),
        (
            {"CITEMAN_EUTILS_URL": "http://mirror.test/x/"},
            "http://mirror.test/x/tools/idconv/api/v1/articles/",
        ),
    ],
)
def test_one_variable_redirects_the_converter_too(environ: dict[str, str], url: str) -> None:
    assert converter_url(environ) == url


def test_ids_are_asked_for_by_get_200_at_a_time_without_an_address(
    converter: Converter, ncbi: FakeNCBI
) -> None:
    converted = converter.convert([work.PMCID for work in WORKS], "pmcid")
    assert [converted.found[work.PMCID].pmid for work in WORKS] == [work.PMID for work in WORKS]
    assert {request.method for request in ncbi.requests} == {"GET"}
    assert asked(ncbi) == [200, 200]
    assert not any(EMAIL in str(request.params) for request in ncbi.requests)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("PMC7000", "pmcid"),
        ("pmc7000", "pmcid"),
        ("PMC7000.1", "pmcid"),
        ("7", "pmid"),
        ("10.1000/WORK.7", "doi"),
    ],
)
def test_an_id_is_found_however_it_is_written(converter: Converter, given: str, kind: str) -> None:
    converted = converter.convert([given], kind)
    assert converted.found[given] == ("7", "PMC7000", "10.1000/Work.7", True)


def test_what_pmc_does_not_have_is_missing_and_no_trouble(converter: Converter) -> None:
    converted = converter.convert(["PMC1000", "PMC999999"], "pmcid")
    assert list(converted.found) == ["PMC1000"]
    assert converted.missing == {"PMC999999"}
    assert not converted.trouble


@pytest.mark.parametrize(
    ("bad", "kind"),
    [("7000", "pmcid"), ("PMC1,PMC2", "pmcid"), ("", "pmid"), ("PMC7", "pmid"), ("10/f6", "doi")],
)
def test_what_would_spoil_a_batch_is_missing_unasked(
    converter: Converter, ncbi: FakeNCBI, bad: str, kind: str
) -> None:
    assert converter.convert([bad], kind) == ({}, {bad}, {})
    assert not ncbi.requests


def test_one_bad_id_among_200_is_found_by_halving(converter: Converter, ncbi: FakeNCBI) -> None:
    ncbi.spoilers = {"PMC137000"}
    converted = converter.convert([work.PMCID for work in WORKS[:200]], "pmcid")
    assert len(converted.found) == 199
    assert list(converted.trouble) == ["PMC137000"]
    assert not converted.missing
    assert len(ncbi.requests) <= 17


def test_a_converter_that_always_refuses_is_asked_three_times(
    converter: Converter, ncbi: FakeNCBI
) -> None:
    ncbi.spoilers = {work.PMCID for work in WORKS}
    converted = converter.convert([work.PMCID for work in WORKS[:200]], "pmcid")
    assert len(converted.trouble) == 200
    assert asked(ncbi) == [200, 100, 100]


@pytest.mark.parametrize("fault", ["html", "empty", "truncated", "broken", "429", "500", "closed"])
def test_no_answer_is_trouble_and_never_missing(
    converter: Converter, ncbi: FakeNCBI, fault: str
) -> None:
    ncbi.misbehave(fault)
    converted = converter.convert(["PMC1000", "PMC2000"], "pmcid")
    assert set(converted.trouble) == {"PMC1000", "PMC2000"}
    assert not converted.missing


def test_an_article_that_is_held_back_is_told_apart(converter: Converter, ncbi: FakeNCBI) -> None:
    ncbi.embargoed = {"PMC3000"}
    converted = converter.convert(["3", "4"], "pmid")
    assert not converted.found["3"].is_live
    assert converted.found["4"].is_live


def test_a_pmcid_leads_to_the_record(pubmed: PubMed, ncbi: FakeNCBI) -> None:
    lookups = pubmed.fetch([Identifier("PMCID", "PMC5000"), Identifier("PMCID", "PMC999999")])
    assert [[c.PMID for c in lookup.candidates] for lookup in lookups] == [["5"], []]
    assert [request.program for request in ncbi.requests] == ["articles", "efetch.fcgi"]


@responses.activate
def test_a_record_that_names_another_pmcid_is_not_taken() -> None:
    ids = {"records": [{"requested-id": "PMC5000", "pmcid": "PMC5000", "pmid": 5}]}
    responses.get("https://pmc.test/", json=ids)
    other = replace(WORKS[4], PMCID="PMC7777")
    responses.post("https://eutils.test/efetch.fcgi", body=article_set([other]))
    converter = Converter(client("https://pmc.test/", by_get=True))
    pubmed = PubMed(client("https://eutils.test/"), converter)
    assert pubmed.fetch([Identifier("PMCID", "PMC5000")]) == [Lookup()]


def test_without_a_converter_a_pmcid_cannot_be_asked_for(ncbi: FakeNCBI) -> None:
    with closing(client(ncbi.url)) as eutils:
        [lookup] = PubMed(eutils).fetch([Identifier("PMCID", "PMC5000")])
    assert not lookup.asked
    assert "PMC5000" in lookup.trouble


REPLIES: list[tuple[object, type[SourceError]]] = [
    ({"status": "error", "message": "ID%20type%20mismatch"}, RefusedError),
    ({"status": "ok"}, RefusedError),
    ([], RefusedError),
]


@pytest.mark.parametrize(("reply", "kind"), REPLIES)
def test_a_refusal_of_the_whole_question_is_none_of_its_ids(
    reply: object, kind: type[SourceError]
) -> None:
    with pytest.raises(kind):
        read_ids(json.dumps(reply).encode(), "pmcid")


def test_an_article_without_a_pmid_has_none() -> None:
    body = json.dumps({"records": [{"pmcid": "PMC1017419", "requested-id": "PMC1017419"}]})
    assert read_ids(body.encode(), "pmcid")["PMC1017419"].pmid == ""


def test_recorded_replies_are_read() -> None:
    folder = shared("gold", "payloads", "rcrossref_vcr")
    recorded = (folder / "id_converter.yml").read_text("utf-8")
    body = recorded[recorded.index("        {\n") : recorded.rindex("recorded_at")]
    found = read_ids(body.strip().encode(), "doi")
    assert found["10.1038/ng.590"] == ("20495566", "PMC2883744", "10.1038/ng.590", True)
