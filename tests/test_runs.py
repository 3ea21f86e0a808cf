"""A run that was noted is played back to the letter, whatever the network says by then."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from citeman.errors import OfflineError, RefusedError, SourceError, UnansweredError, UsageError
from citeman.sources.cache import Cache, digest
from citeman.sources.http import Client, Pacer
from citeman.sources.runs import Recorder, Replay, latest
from tests.fake_ncbi import FakeNCBI

KEY = "0123456789abcdef"
EMAIL = "me@example.org"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> Iterator[Cache]:
    cache = Cache(tmp_path / "answers.sqlite", age=60, clock=clock)
    yield cache
    cache.close()


@pytest.fixture
def ncbi() -> Iterator[FakeNCBI]:
    with FakeNCBI() as fake:
        yield fake


def client(ncbi: FakeNCBI, cache: Cache, run: Recorder | Replay | None = None) -> Client:
    pacer = Pacer(clock=lambda: 0.0, sleep=lambda _: None)
    return Client(ncbi.url, api_key=KEY, email=EMAIL, cache=cache, run=run, pacer=pacer)


def search(client: Client, term: str = "none[ti]") -> bytes:
    with closing(client):
        return client.ask("esearch.fcgi", {"db": "pubmed", "term": term}, bytes)


def test_a_run_gives_its_own_answers_when_the_cache_has_newer_ones(
    ncbi: FakeNCBI, cache: Cache, clock: Clock
) -> None:
    first = Recorder(cache)
    answer = search(client(ncbi, cache, first))
    clock.now += 61
    ncbi.misbehave("json-error", times=1)
    changed = search(client(ncbi, cache, Recorder(cache)))
    assert search(client(ncbi, cache)) == changed != answer
    assert search(client(ncbi, cache, Replay(cache, first.id))) == answer
    assert len(ncbi.requests) == 2


def test_clearing_what_is_old_leaves_what_a_run_refers_to(
    ncbi: FakeNCBI, cache: Cache, clock: Clock
) -> None:
    run = Recorder(cache)
    answer = search(client(ncbi, cache, run))
    search(client(ncbi, cache), "unnoted[ti]")
    ncbi.misbehave("html", times=1)
    search(client(ncbi, cache), "another[ti]")
    clock.now += 61
    cache.clear()
    assert search(client(ncbi, cache, Replay(cache, run.id))) == answer
    assert cache.run("SELECT count(*) FROM body") == [(1,)]
    assert cache.run("SELECT count(*) FROM answer") == [(0,)]


def test_a_question_that_is_not_in_the_run_is_not_asked(ncbi: FakeNCBI, cache: Cache) -> None:
    run = Recorder(cache)
    search(client(ncbi, cache, run))
    with pytest.raises(OfflineError, match="did not ask this"):
        search(client(ncbi, cache, Replay(cache, run.id)), "other[ti]")
    assert len(ncbi.requests) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("500", UnansweredError), ("broken", SourceError), ("bad-key", RefusedError)],
)
def test_trouble_is_played_back_as_the_trouble_it_was(
    ncbi: FakeNCBI, cache: Cache, fault: str, kind: type[SourceError]
) -> None:
    def read(body: bytes) -> bytes:
        if b"API key" in body:
            raise RefusedError("no")
        return body

    run = Recorder(cache)
    ncbi.misbehave(fault)
    with pytest.raises(kind) as first:
        client(ncbi, cache, run).ask("esearch.fcgi", {"term": "none[ti]"}, read)
    with pytest.raises(kind) as again:
        client(ncbi, cache, Replay(cache, run.id)).ask("esearch.fcgi", {"term": "none[ti]"}, read)
    assert first.type is again.type is kind
    assert str(first.value) == str(again.value)


def test_trouble_and_then_an_answer_come_back_in_their_order(ncbi: FakeNCBI, cache: Cache) -> None:
    run = Recorder(cache)
    ncbi.misbehave("500", times=5)
    with pytest.raises(UnansweredError):
        search(client(ncbi, cache, run))
    answer = search(client(ncbi, cache, run))
    replay = Replay(cache, run.id)
    with pytest.raises(UnansweredError):
        search(client(ncbi, cache, replay))
    assert search(client(ncbi, cache, replay)) == answer
    assert search(client(ncbi, cache, replay)) == answer


def test_a_run_is_played_back_wherever_the_service_lives_by_then(
    ncbi: FakeNCBI, cache: Cache
) -> None:
    run = Recorder(cache)
    answer = search(client(ncbi, cache, run))
    with FakeNCBI() as moved:
        assert search(client(moved, cache, Replay(cache, run.id))) == answer
        assert not moved.requests


def test_an_unknown_run_is_refused_with_the_ones_there_are(
    ncbi: FakeNCBI, cache: Cache, clock: Clock
) -> None:
    with pytest.raises(UsageError, match="none at all"):
        Replay(cache, "20200101-000000-abcd")
    runs = []
    for number in range(7):
        clock.now += 1
        runs.append(Recorder(cache, f"enrich {number}.txt"))
        search(client(ncbi, cache, runs[-1]))
    with pytest.raises(UsageError, match=f"{runs[-1].id} \\(enrich 6.txt\\)") as caught:
        Replay(cache, "20200101-000000-abcd")
    assert len(str(caught.value).splitlines()) == 2
    assert [kept.id for kept in latest(cache)] == [run.id for run in runs[:1:-1]]


def test_a_run_without_a_question_is_none(cache: Cache) -> None:
    run = Recorder(cache)
    assert not run.is_kept
    assert latest(cache) == []


def test_a_run_in_a_file_that_cannot_be_written_is_none(ncbi: FakeNCBI, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = Cache(tmp_path / "file" / "answers.sqlite")
    run = Recorder(cache)
    assert search(client(ncbi, cache, run))
    assert not run.is_kept


def test_neither_key_nor_address_is_in_the_file(
    ncbi: FakeNCBI, cache: Cache, tmp_path: Path
) -> None:
    run = Recorder(cache, "enrich refs.txt")
    ncbi.misbehave("429", times=5)
    with pytest.raises(UnansweredError):
        search(client(ncbi, cache, run))
    search(client(ncbi, cache, run))
    cache.close()
    for path in tmp_path.iterdir():
        assert KEY.encode() not in path.read_bytes()
        assert EMAIL.encode() not in path.read_bytes()


OLD_TABLE = "CREATE TABLE answer (key TEXT PRIMARY KEY, at REAL, body BLOB)"


def test_a_file_of_the_first_layout_keeps_its_answers(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "answers.sqlite"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(OLD_TABLE)
        base.executemany(
            "INSERT INTO answer VALUES (?, ?, ?)",
            [("a", clock.now, b"one"), ("b", clock.now, b"one"), ("c", clock.now - 100, b"old")],
        )
    for _ in range(2):
        cache = Cache(path, age=60, clock=clock)
        assert [cache.find(key) for key in "abc"] == [b"one", b"one", None]
        assert cache.find("c", of_any_age=True) == b"old"
        assert cache.run("SELECT count(*) FROM body") == [(2,)]
        cache.close()


def test_a_file_of_a_newer_citeman_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "answers.sqlite"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA user_version = 99")
    cache = Cache(path)
    assert not cache.is_usable
    assert "newer citeman" in caplog.text


def test_a_body_that_comes_often_is_kept_once(cache: Cache) -> None:
    for term in "abc":
        cache.put(digest("esearch.fcgi", {"term": term}), b"the same")
    assert cache.run("SELECT count(*) FROM body") == [(1,)]
