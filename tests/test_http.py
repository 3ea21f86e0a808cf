"""One polite client: paced, retried, cached, and never a leak."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import responses

from citeman.errors import OfflineError, RefusedError, SourceError
from citeman.sources.cache import Cache, digest
from citeman.sources.http import Client, Pacer, pacer_of
from tests.fake_ncbi import FakeNCBI

KEY = "0123456789abcdef"
URL = "https://eutils.test/entrez/eutils/"


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def ncbi() -> Iterator[FakeNCBI]:
    with FakeNCBI() as fake:
        yield fake


@pytest.fixture
def client(ncbi: FakeNCBI, fake_time: FakeTime) -> Iterator[Client]:
    pacer = Pacer(fake_time.clock, fake_time.sleep)
    client = Client(ncbi.url, api_key=KEY, email="me@example.org", pacer=pacer)
    yield client
    client.close()


def raw(body: bytes) -> bytes:
    return body


def search(client: Client, read: Callable[[bytes], bytes] = raw) -> bytes:
    return client.ask("esearch.fcgi", {"db": "pubmed", "term": "none[ti]"}, read)


@pytest.mark.parametrize(("per_second", "requests"), [(3, 7), (10, 21)])
def test_the_pacer_never_lets_more_than_the_allowance_through_in_any_second(
    fake_time: FakeTime, per_second: int, requests: int
) -> None:
    pacer = Pacer(fake_time.clock, fake_time.sleep)
    times = []
    for _ in range(requests):
        pacer.wait(1 / per_second)
        times.append(fake_time.now)
    gaps = [late - early for early, late in zip(times, times[per_second:], strict=False)]
    assert min(gaps) == pytest.approx(1.0)


def test_threads_share_one_pace() -> None:
    waits: list[float] = []
    pacer = Pacer(clock=lambda: 0.0, sleep=waits.append)
    threads = [threading.Thread(target=pacer.wait, args=(0.5,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0.5, 1.0, 1.5]


def test_all_clients_of_a_host_share_a_pacer() -> None:
    assert pacer_of("eutils.test") is pacer_of("eutils.test")
    assert pacer_of("eutils.test") is not pacer_of("api.test")


def test_a_client_with_a_key_may_ask_ten_times_a_second(
    client: Client, fake_time: FakeTime
) -> None:
    search(client)
    search(client)
    assert fake_time.slept == [pytest.approx(0.1)]


def test_who_asks_is_told_in_the_body_and_never_in_the_address(
    client: Client, ncbi: FakeNCBI
) -> None:
    search(client)
    [request] = ncbi.requests
    assert request.method == "POST"
    assert request.params["api_key"] == KEY
    assert request.params["email"] == "me@example.org"
    assert request.params["tool"] == "citeman"


def test_too_many_requests_are_asked_again_after_the_time_the_server_names(
    client: Client, ncbi: FakeNCBI, fake_time: FakeTime
) -> None:
    ncbi.retry_after = "7"
    ncbi.misbehave("429", times=2)
    assert b"<eSearchResult>" in search(client)
    assert len(ncbi.requests) == 3
    assert fake_time.slept == [7.0, 7.0]


def test_a_server_that_asks_for_an_hour_is_waited_for_a_minute(
    client: Client, ncbi: FakeNCBI, fake_time: FakeTime
) -> None:
    ncbi.retry_after = "3600"
    ncbi.misbehave("429", times=1)
    search(client)
    assert fake_time.slept == [60.0]


@pytest.mark.parametrize(
    ("fault", "tries", "words"),
    [
        ("429", 5, "status 429"),
        ("500", 5, "status 500"),
        ("closed", 3, "connection failed"),
        ("broken", 2, "broke off"),
    ],
)
def test_trouble_that_stays_is_a_source_error_after_a_few_tries(
    client: Client, ncbi: FakeNCBI, fault: str, tries: int, words: str
) -> None:
    ncbi.misbehave(fault)
    with pytest.raises(SourceError, match=words):
        search(client)
    assert len(ncbi.requests) == tries


def test_a_server_that_hangs_is_given_up(
    ncbi: FakeNCBI, fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citeman.sources.http.LONGEST_SILENCE", 0.2)
    ncbi.misbehave("hang")
    pacer = Pacer(fake_time.clock, fake_time.sleep)
    client = Client(ncbi.url, pacer=pacer, timeout=(0.1, 0.1))
    with pytest.raises(SourceError, match="not answer in time"):
        search(client)
    assert len(ncbi.requests) == 3
    with pytest.raises(SourceError, match="not asked again"):
        search(client)
    client.close()
    assert len(ncbi.requests) == 3


def test_a_server_that_is_not_there_is_a_source_error(fake_time: FakeTime) -> None:
    with FakeNCBI() as gone:
        url = gone.url
    client = Client(url, pacer=Pacer(fake_time.clock, fake_time.sleep))
    with pytest.raises(SourceError, match="nobody answers"):
        search(client)
    client.close()


def test_an_answer_that_cannot_be_read_is_asked_for_once_more(
    client: Client, ncbi: FakeNCBI
) -> None:
    ncbi.misbehave("html", times=1)

    def read(body: bytes) -> bytes:
        if b"html" in body:
            raise SourceError("a page")
        return body

    assert b"<eSearchResult>" in search(client, read)
    assert len(ncbi.requests) == 2


def test_a_refusal_is_final(client: Client, ncbi: FakeNCBI) -> None:
    def refuse(body: bytes) -> bytes:
        raise RefusedError("no")

    with pytest.raises(RefusedError):
        search(client, refuse)
    assert len(ncbi.requests) == 1


@pytest.mark.parametrize("fault", ["429", "500", "closed", "broken", "html", "bad-key"])
def test_neither_key_nor_address_nor_body_is_told_or_logged(
    client: Client, ncbi: FakeNCBI, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ncbi.misbehave(fault)

    def read(body: bytes) -> bytes:
        raise SourceError("no answer")

    with pytest.raises(SourceError) as caught:
        search(client, read)
    told = f"{caught.value} {caplog.text}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    for secret in (
        KEY,
        "me@example.org",
        "me%40example.org",
        "none[ti]",
        "none%5Bti",
        "rate limit",
    ):
        assert secret not in told


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.SSLError(f"https://x/?api_key={KEY}"),
        requests.exceptions.ProxyError(KEY),
        requests.exceptions.ConnectionError(KEY),
        requests.exceptions.ReadTimeout(KEY),
        requests.exceptions.InvalidURL(KEY),
        requests.exceptions.ContentDecodingError(KEY),
        requests.exceptions.TooManyRedirects(KEY),
    ],
    ids=lambda error: type(error).__name__,
)
@responses.activate
def test_every_error_of_requests_becomes_a_source_error_without_its_words(
    error: Exception, fake_time: FakeTime
) -> None:
    responses.post(URL + "esearch.fcgi", body=error)
    client = Client(URL, pacer=Pacer(fake_time.clock, fake_time.sleep))
    with pytest.raises(SourceError) as caught:
        search(client)
    assert KEY not in str(caught.value)
    assert "eutils.test" in str(caught.value)


@responses.activate
def test_the_key_is_not_carried_to_where_a_redirect_points(fake_time: FakeTime) -> None:
    responses.post(URL + "esearch.fcgi", status=302, headers={"Location": "https://else.test/"})
    client = Client(URL, api_key=KEY, pacer=Pacer(fake_time.clock, fake_time.sleep))
    with pytest.raises(SourceError, match="status 302"):
        search(client)
    assert len(responses.calls) == 1


@responses.activate
def test_an_answer_without_end_is_cut_off(
    fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citeman.sources.http.LONGEST_ANSWER", 1000)
    responses.post(URL + "esearch.fcgi", body=b"x" * 1001)
    client = Client(URL, pacer=Pacer(fake_time.clock, fake_time.sleep))
    with pytest.raises(SourceError, match="more than 1000 bytes"):
        search(client)


@responses.activate
def test_the_bars_of_a_citation_are_sent_bare(fake_time: FakeTime) -> None:
    responses.post(URL + "ecitmatch.cgi", body=b"")
    client = Client(URL, pacer=Pacer(fake_time.clock, fake_time.sleep))
    client.ask("ecitmatch.cgi", {"bdata": "j clin oncol|1989|\rgut|1990|"}, raw)
    assert "bdata=j+clin+oncol|1989|%0Dgut|1990|" in str(responses.calls[0].request.body)


def cached(ncbi: FakeNCBI, cache: Cache, *, offline: bool = False, key: str = "") -> Client:
    time = FakeTime()
    pacer = Pacer(time.clock, time.sleep)
    return Client(ncbi.url, cache=cache, offline=offline, api_key=key, pacer=pacer)


def test_an_answer_is_asked_for_once_whoever_asks(ncbi: FakeNCBI, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "cache.sqlite")
    for key in ("", KEY):
        client = cached(ncbi, cache, key=key)
        assert b"<eSearchResult>" in search(client)
        client.close()
    cache.close()
    assert len(ncbi.requests) == 1


def test_only_answers_that_could_be_read_are_kept(ncbi: FakeNCBI, tmp_path: Path) -> None:
    def refuse(body: bytes) -> bytes:
        raise RefusedError("no")

    cache = Cache(tmp_path / "cache.sqlite")
    client = cached(ncbi, cache)
    with pytest.raises(RefusedError):
        search(client, refuse)
    search(client)
    client.close()
    cache.close()
    assert len(ncbi.requests) == 2


def test_a_kept_answer_that_can_no_longer_be_read_is_asked_for_again(
    ncbi: FakeNCBI, tmp_path: Path
) -> None:
    def read(body: bytes) -> bytes:
        if body == b"poison":
            raise SourceError("no answer")
        return body

    cache = Cache(tmp_path / "cache.sqlite")
    cache.put(digest(ncbi.url + "esearch.fcgi", {"db": "pubmed", "term": "none[ti]"}), b"poison")
    client = cached(ncbi, cache)
    assert b"<eSearchResult>" in search(client, read)
    assert b"<eSearchResult>" in search(client, read)
    client.close()
    cache.close()
    assert len(ncbi.requests) == 1


@pytest.mark.parametrize("retry_after", ["", "soon"])
def test_without_a_meaningful_retry_after_each_try_waits_longer(
    client: Client, ncbi: FakeNCBI, fake_time: FakeTime, retry_after: str
) -> None:
    ncbi.retry_after = retry_after
    ncbi.misbehave("429", times=3)
    assert b"<eSearchResult>" in search(client)
    assert fake_time.slept == sorted(fake_time.slept)
    assert len(ncbi.requests) == 4


@responses.activate
def test_an_answer_that_trickles_is_cut_off(
    fake_time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citeman.sources.http.LONGEST_WAIT", -1.0)
    responses.post(URL + "esearch.fcgi", body=b"x")
    client = Client(URL, pacer=Pacer(fake_time.clock, fake_time.sleep))
    with pytest.raises(SourceError, match="seconds to answer"):
        search(client)


def test_after_three_failures_in_a_row_nobody_is_asked_until_a_new_client_is_made(
    client: Client, ncbi: FakeNCBI
) -> None:
    ncbi.misbehave("500")
    for _ in range(3):
        with pytest.raises(SourceError, match="status 500"):
            search(client)
    asked = len(ncbi.requests)
    with pytest.raises(SourceError, match="not asked again"):
        search(client)
    assert len(ncbi.requests) == asked


def test_an_answer_between_failures_starts_the_count_anew(client: Client, ncbi: FakeNCBI) -> None:
    for _ in range(4):
        ncbi.misbehave("500", times=5)
        with pytest.raises(SourceError, match="status 500"):
            search(client)
        search(client)


def test_offline_an_answer_comes_from_the_cache_or_not_at_all(
    ncbi: FakeNCBI, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    offline = cached(ncbi, cache, offline=True)
    with pytest.raises(OfflineError):
        search(offline)
    online = cached(ncbi, cache)
    search(online)
    assert b"<eSearchResult>" in search(offline)
    online.close()
    offline.close()
    cache.close()
    assert len(ncbi.requests) == 1


def test_the_cache_file_holds_no_key(ncbi: FakeNCBI, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    client = cached(ncbi, cache, key=KEY)
    search(client)
    client.close()
    cache.close()
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_the_cache_forgets_what_is_too_old(tmp_path: Path, fake_time: FakeTime) -> None:
    cache = Cache(tmp_path / "cache.sqlite", age=60, clock=fake_time.clock)
    key = digest("https://a/", {})
    cache.put(key, b"answer")
    fake_time.now += 59
    assert cache.find(key) == b"answer"
    fake_time.now += 2
    assert cache.find(key) is None
    assert cache.find(key, of_any_age=True) == b"answer"
    cache.clear(age=60)
    assert cache.find(key, of_any_age=True) is None
    cache.close()


def test_a_damaged_cache_is_survived_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"this is no database" * 100)
    cache = Cache(path)
    cache.put("key", b"answer")
    assert cache.find("key") is None
    assert "not usable" in caplog.text


def test_a_locked_cache_is_survived_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citeman.sources.cache.PATIENCE", 0.01)
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    cache.put("key", b"answer")
    assert cache.find("key") is None
    assert "locked" in caplog.text
    other.close()


def test_a_cache_that_cannot_be_made_is_survived(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert Cache(tmp_path / "file" / "cache.sqlite").find("key") is None
    assert "not usable" in caplog.text
