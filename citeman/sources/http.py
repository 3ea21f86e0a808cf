"""The only code that opens a connection: one polite client, paced, retried and cached."""

import functools
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from citeman import __version__
from citeman.errors import OfflineError, RefusedError, SourceError
from citeman.sources.cache import Cache, digest

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

TIMEOUT = (10.0, 30.0)
"""Seconds to wait for a connection, and for the next bytes of an answer."""
LONGEST_ANSWER = 100_000_000
"""Bytes; 200 articles with their reference lists stay under 10 million."""
LONGEST_WAIT = 300.0
"""Seconds for a whole answer, however steadily it trickles."""
LONGEST_PAUSE = 60.0
"""Seconds: a server that asks for more than this is reported, not waited for."""
PATIENCE = 3
"""Questions in a row that nobody answers before no further one is asked."""
PASSING = (429, 500, 502, 503, 504)
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


class _UnansweredError(SourceError):
    """Trouble that was met again on every try."""


class Pacer:
    """Spaces requests to one host evenly, whichever thread they come from."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at = 0.0

    def wait(self, interval: float, pause: float = 0.0) -> None:
        """Wait for the next free moment and take it; the one after is `interval` seconds later.

        A `pause` holds back everybody, as a server that says "too many requests" wants it.
        """
        with self._lock:
            now = self._clock()
            start = max(self._free_at, now + pause)
            self._free_at = start + interval
        if start > now:
            self._sleep(start - now)


@functools.cache
def pacer_of(host: str) -> Pacer:
    """Find the pacer of a host: one for the whole process, because servers count per address."""
    return Pacer()


class _PacedRetry(Retry):
    """urllib3's rules for trying again, with every further try waiting its turn like the first."""

    def __init__(self, *, pause: Callable[[float], None], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # passed on unread
        self._pause = pause

    def new(self, **settings: object) -> "_PacedRetry":
        """Copy with some counters changed, as urllib3 does after each try."""
        return super().new(pause=self._pause, **settings)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait as long as the server asks, or a little longer with each failure."""
        asked = self.get_retry_after(response) if response is not None else None
        self._pause(min(asked or self.get_backoff_time(), LONGEST_PAUSE))


class Client:
    """Asks one service questions and keeps the answers that could be read.

    `api_key` and `email` travel in the body of a POST: no address, log line or cache holds them.
    `per_second` is NCBI's allowance unless given: 3 requests, 10 with a key.
    """

    def __init__(
        self,
        base_url: str,
        *,
        tool: str = "citeman",
        email: str = "",
        api_key: str = "",
        cache: Cache | None = None,
        offline: bool = False,
        per_second: float = 0.0,
        timeout: tuple[float, float] = TIMEOUT,
        pacer: Pacer | None = None,
    ) -> None:
        self.host = urlsplit(base_url).hostname or base_url
        self.offline = offline
        self._base_url = base_url
        self._caller = {"tool": tool, "email": email, "api_key": api_key}
        self._cache = cache
        self._timeout = timeout
        self._interval = 1 / (per_second or (10 if api_key else 3))
        self._pacer = pacer or pacer_of(urlsplit(base_url).netloc)
        self._session = self._open()
        self._unanswered_in_a_row = 0

    def ask(self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]) -> Answer:
        """Post a question and read the answer.

        `read` raises SourceError for a body that is no answer (asked once more) and RefusedError
        for one that says no (final). Only what `read` accepts goes into the cache.
        """
        key = digest(urljoin(self._base_url, path), params)
        kept = self._cache.find(key) if self._cache else None
        if kept is not None:
            try:
                return read(kept)
            except SourceError as error:
                log.warning("an answer of %s in the cache cannot be read: %s", self.host, error)
        if self.offline:
            raise OfflineError(f"{self.host} was not asked: connections are forbidden (offline)")
        body, answer = self._ask_twice(path, params, read)
        if self._cache:
            self._cache.put(key, body)
        return answer

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def _open(self) -> requests.Session:
        session = requests.Session()
        session.headers["User-Agent"] = f"citeman/{__version__}"
        retry = _PacedRetry(
            total=4,
            read=2,
            status_forcelist=PASSING,
            allowed_methods=None,
            backoff_factor=0.5,
            raise_on_status=False,
            pause=self._wait,
        )
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        return session

    def _wait(self, pause: float = 0.0) -> None:
        self._pacer.wait(self._interval, pause)

    def _ask_twice(
        self, path: str, params: Mapping[str, str], read: Callable[[bytes], Answer]
    ) -> tuple[bytes, Answer]:
        try:
            body = self._send(path, params)
            return body, read(body)
        except (_UnansweredError, RefusedError):
            raise
        except SourceError as error:
            log.warning("%s/%s: %s; asking once more", self.host, path, error)
        body = self._send(path, params, pause=1.0)
        return body, read(body)

    def _send(self, path: str, params: Mapping[str, str], pause: float = 0.0) -> bytes:
        if self._unanswered_in_a_row >= PATIENCE:
            raise _UnansweredError(f"{self.host} did not answer {PATIENCE} times in a row")
        self._wait(pause)
        try:
            body = self._post(path, params)
        except SourceError:
            self._unanswered_in_a_row += 1
            raise
        self._unanswered_in_a_row = 0
        return body

    def _post(self, path: str, params: Mapping[str, str]) -> bytes:
        form = {**params, **{name: value for name, value in self._caller.items() if value}}
        try:
            with self._session.post(
                urljoin(self._base_url, path),
                data=urlencode(form, safe="|"),  # ECitMatch wants its bars bare
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                self._check(response)
                return self._body(response)
        except requests.RequestException as error:
            # `from None`: the text of the original may hold the key
            raise self._unanswered(error) from None

    def _check(self, response: requests.Response) -> None:
        # 400 comes with a body that says why: `read` judges that
        if response.status_code not in (200, 400):
            raise _UnansweredError(f"{self.host} answers with HTTP status {response.status_code}")

    def _body(self, response: requests.Response) -> bytes:
        body, deadline = bytearray(), time.monotonic() + LONGEST_WAIT
        for chunk in response.iter_content(1 << 16):
            body += chunk
            if len(body) > LONGEST_ANSWER:
                raise _UnansweredError(f"{self.host} sends more than {LONGEST_ANSWER} bytes")
            if time.monotonic() > deadline:
                raise _UnansweredError(f"{self.host} takes over {LONGEST_WAIT} seconds to answer")
        return bytes(body)

    def _unanswered(self, error: requests.RequestException) -> SourceError:
        kind = SourceError if isinstance(error, _BROKEN_OFF) else _UnansweredError
        return kind(f"{self.host} could not be asked: {_words(error)}")


def _words(error: requests.RequestException) -> str:
    """Say what went wrong without quoting the error, whose text may hold what was asked."""
    inner = getattr(error.args[0], "reason", None) if error.args else None
    known = (
        words for kind, words in _FAULTS if isinstance(error, kind) or isinstance(inner, kind)
    )
    return next(known, type(error).__name__)
