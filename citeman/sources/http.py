"""The only code that opens a connection: one polite client, paced, retried and cached."""

import logging
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from citeman import __version__
from citeman.errors import OfflineError, RefusedError, SourceError, UnansweredError
from citeman.sources.cache import Cache, digest
from citeman.sources.pace import Pacer, paced_retry, pacer_of
from citeman.sources.runs import Recorder, Replay

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

TIMEOUT = (10.0, 30.0)
"""Seconds to wait for a connection, and for the next bytes of an answer."""
LONGEST_ANSWER = 100_000_000
"""Bytes; 200 articles with their reference lists stay under 10 million."""
LONGEST_WAIT = 300.0
"""Seconds for a whole answer, however steadily it trickles."""
PATIENCE = 3
"""Questions in a row that nobody answers before no further one is asked."""
MISSING = b"404 Not Found"
"""What is read where a service has nothing under an address."""
_FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "its certificate could not be verified"),
    (requests.exceptions.ProxyError, "the proxy does not answer"),
    (requests.exceptions.Timeout, "it did not answer in time"),
    (urllib3.exceptions.NameResolutionError, "its name is not known here"),
    (urllib3.exceptions.NewConnectionError, "nobody answers there"),
    (urllib3.exceptions.TimeoutError, "it did not answer in time"),
    (requests.exceptions.ChunkedEncodingError, "the answer broke off"),
    (requests.exceptions.ContentDecodingError, "the answer is damaged"),
    (requests.exceptions.ConnectionError, "the connection failed"),
)
_BROKEN_OFF = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


class Client:
    """Asks one service questions and keeps the answers that could be read.

    `api_key` and `email` travel in the body of a POST; where a service wants GET (`by_get`), the
    address of its user goes into the User-Agent, as "mailto:". So no URL, log line, cache or run
    holds them. `per_second` is NCBI's allowance unless given: 3 requests, 10 with a key.

    `run` notes what is asked, or is a replay: then nothing else is looked at.
    """

    def __init__(
        self,
        base_url: str,
        *,
        tool: str = "citeman",
        email: str = "",
        api_key: str = "",
        by_get: bool = False,
        cache: Cache | None = None,
        run: Recorder | Replay | None = None,
        offline: bool = False,
        per_second: float = 0.0,
        timeout: tuple[float, float] = TIMEOUT,
        pacer: Pacer | None = None,
    ) -> None:
        self.host = urlsplit(base_url).hostname or base_url
        self.offline = offline
        self._base_url = base_url
        self._by_get = by_get
        self._caller = {} if by_get else {"tool": tool, "email": email, "api_key": api_key}
        self._cache = cache
        self._run = run
        self._timeout = timeout
        self._interval = 1 / (per_second or (10 if api_key else 3))
        self._pacer = pacer or pacer_of(urlsplit(base_url).netloc)
        self._session = self._open(email if by_get else "")
        self._unanswered_in_a_row = 0

    def ask(self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]) -> Answer:
        """Ask a question and read the answer.

        `read` raises SourceError for a body that is no answer (asked once more) and RefusedError
        for one that says no (final). Only what `read` accepts goes into the cache. It is given
        `MISSING` where a service that is asked by GET has nothing under an address (404).
        """
        question = digest(path, params)
        if isinstance(self._run, Replay):
            return read(self._run.play(question))
        try:
            body, answer = self._kept(path, params, read) or self._asked(path, params, read)
        except SourceError as error:
            self._note(question, error)
            raise
        self._note(question, body)
        return answer

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def _note(self, question: str, outcome: bytes | SourceError) -> None:
        if isinstance(self._run, Recorder):
            self._run.note(question, outcome)

    def _kept(
        self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]
    ) -> tuple[bytes, Answer] | None:
        """Look for a kept answer, of any age where no other can be had."""
        key = digest(urljoin(self._base_url, path), params)
        body = self._cache.find(key, of_any_age=self.offline) if self._cache else None
        if body is None:
            return None
        try:
            return body, read(body)
        except SourceError as error:
            log.warning("an answer of %s in the cache cannot be read: %s", self.host, error)
            return None

    def _asked(
        self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]
    ) -> tuple[bytes, Answer]:
        if self.offline:
            raise OfflineError(f"{self.host} was not asked: connections are forbidden (offline)")
        body, answer = self._ask_twice(path, params, read)
        if self._cache:
            self._cache.put(digest(urljoin(self._base_url, path), params), body)
        return body, answer

    def _open(self, mailto: str) -> requests.Session:
        session = requests.Session()
        contact = f" (mailto:{mailto})" if mailto else ""
        session.headers["User-Agent"] = f"citeman/{__version__}{contact}"
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=paced_retry(self._wait)))
        return session

    def _wait(self, pause: float = 0.0) -> None:
        self._pacer.wait(self._interval, pause)

    def _ask_twice(
        self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]
    ) -> tuple[bytes, Answer]:
        try:
            body = self._send(path, params)
            return body, read(body)
        except (UnansweredError, RefusedError):
            raise
        except SourceError as error:
            log.warning("%s/%s: %s; asking once more", self.host, path, error)
        body = self._send(path, params, pause=1.0)
        return body, read(body)

    def _send(self, path: str, params: Mapping[str, str], pause: float = 0.0) -> bytes:
        if self._unanswered_in_a_row >= PATIENCE:
            raise UnansweredError(f"{self.host} did not answer {PATIENCE} times in a row")
        self._wait(pause)
        try:
            body = self._answer(path, params)
        except SourceError:
            self._unanswered_in_a_row += 1
            raise
        self._unanswered_in_a_row = 0
        return body

    def _answer(self, path: str, params: Mapping[str, str]) -> bytes:
        try:
            with self._request(urljoin(self._base_url, path), params) as response:
                if self._by_get and response.status_code == HTTPStatus.NOT_FOUND:
                    return _missing(self._body(response), self.host)
                self._check(response)
                return self._body(response)
        except requests.RequestException as error:
            # `from None`: the text of the original may hold the key
            raise self._unanswered(error) from None

    def _request(self, url: str, params: Mapping[str, str]) -> requests.Response:
        form = {**params, **{name: value for name, value in self._caller.items() if value}}
        if self._by_get:
            sent: dict[str, Any] = {"method": "GET", "params": form}
        else:  # ECitMatch wants its bars bare
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            sent = {"method": "POST", "data": urlencode(form, safe="|"), "headers": kind}
        return self._session.request(
            url=url, timeout=self._timeout, allow_redirects=False, stream=True, **sent
        )

    def _check(self, response: requests.Response) -> None:
        # 400 comes with a body that says why: `read` judges that
        if response.status_code not in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
            raise UnansweredError(f"{self.host} answers with HTTP status {response.status_code}")

    def _body(self, response: requests.Response) -> bytes:
        body, deadline = bytearray(), time.monotonic() + LONGEST_WAIT
        for chunk in response.iter_content(1 << 16):
            body += chunk
            if len(body) > LONGEST_ANSWER:
                raise UnansweredError(f"{self.host} sends more than {LONGEST_ANSWER} bytes")
            if time.monotonic() > deadline:
                raise UnansweredError(f"{self.host} takes over {LONGEST_WAIT} seconds to answer")
        return bytes(body)

    def _unanswered(self, error: requests.RequestException) -> SourceError:
        kind = SourceError if isinstance(error, _BROKEN_OFF) else UnansweredError
        return kind(f"{self.host} could not be asked: {_words(error)}")


def _missing(body: bytes, host: str) -> bytes:
    """Believe a 404 of the service itself, not the web page of somebody in between."""
    if b"<html" in body[:1000].lower():
        raise UnansweredError(f"{host} answers with a web page and HTTP status 404")
    return MISSING


def _words(error: requests.RequestException) -> str:
    """Say what went wrong without quoting the error, whose text may hold what was asked."""
    inner = getattr(error.args[0], "reason", None) if error.args else None
    known = (
        words for kind, words in _FAULTS if isinstance(error, kind) or isinstance(inner, kind)
    )
    return next(known, type(error).__name__)
