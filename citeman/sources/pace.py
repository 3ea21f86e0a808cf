"""Spacing requests: one pace for a host, and every further try waits its turn like the first."""

import functools
import threading
import time
from collections.abc import Callable

from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

LONGEST_PAUSE = 60.0
"""Seconds: a server that asks for more than this is reported, not waited for."""
PASSING = (429, 500, 502, 503, 504)
"""HTTP statuses of trouble that may pass."""


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


class PacedRetry(Retry):
    """urllib3's rules for trying again, with every further try waiting its turn like the first."""

    def __init__(self, *, pause: Callable[[float], None], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # passed on unread
        self._pause = pause

    def new(self, **settings: object) -> "PacedRetry":
        """Copy with some counters changed, as urllib3 does after each try."""
        return super().new(pause=self._pause, **settings)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait as long as the server asks, or a little longer with each failure."""
        asked = self.get_retry_after(response) if response is not None else None
        self._pause(min(asked or self.get_backoff_time(), LONGEST_PAUSE))


def paced_retry(pause: Callable[[float], None]) -> PacedRetry:
    """Try again four times, twice where an answer does not come; `pause` waits between tries."""
    return PacedRetry(
        total=4,
        read=2,
        status_forcelist=PASSING,
        allowed_methods=None,
        backoff_factor=0.5,
        raise_on_status=False,
        pause=pause,
    )
