"""A small service on loopback, which can be told to misbehave: what the fakes have in common."""

import threading
import time
from collections import deque
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit


class Request(NamedTuple):
    """One request as it arrived: its path without quoting, its parameters, who asked, and when."""

    path: str
    method: str
    params: dict[str, str]
    agent: str
    at: float

    @property
    def program(self) -> str:
        """The last part of the path, such as "efetch.fcgi"."""
        return self.path.rpartition("/")[2]


class Reply(NamedTuple):
    """What goes back; `length` is the length claimed when it is not the true one."""

    body: str
    status: int = 200
    kind: str = "application/json"
    retry_after: str = ""
    length: int | None = None


class FakeService:
    """A server to be used as a context manager; its children say what it answers.

    `PATH` is where it stands below its address; the faults `hang` (until the test is over) and
    `closed` (no answer at all) are common to all.
    """

    PATH = "/"

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.retry_after = "0"
        self.stopped = threading.Event()
        self._faults: deque[str] = deque()
        self._constant_fault = ""
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def answer(self, request: Request) -> Reply:
        """Answer a request in good order."""
        raise NotImplementedError

    def faults(self) -> Collection[str]:
        """Name the faults that `spoil` knows."""
        raise NotImplementedError

    def spoil(self, fault: str, request: Request, reply: Reply) -> Reply:
        """Turn a good answer into one that shows a fault."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{self.PATH}"

    def misbehave(self, fault: str, times: int | None = None) -> None:
        """Show a fault in the next `times` answers, or in all of them."""
        assert fault in (*self.faults(), "hang", "closed")
        if times is None:
            self._constant_fault = fault
        else:
            self._faults.extend([fault] * times)

    def receive(self, request: Request) -> str:
        """Note a request and say which fault its answer shows, if any."""
        with self._lock:
            self.requests.append(request)
            return self._faults.popleft() if self._faults else self._constant_fault

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    service: FakeService

    def do_GET(self) -> None:
        self._serve("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._serve("POST", body.decode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _serve(self, method: str, query: str) -> None:
        path = unquote(urlsplit(self.path).path).strip("/")
        params = {name: values[-1] for name, values in parse_qs(query).items()}
        agent = self.headers.get("User-Agent", "")
        request = Request(path, method, params, agent, time.monotonic())
        fault = self.service.receive(request)
        if fault == "hang":
            self.service.stopped.wait(30)
        if fault in ("hang", "closed"):
            self.close_connection = True
            return
        reply = self.service.answer(request)
        self._send(self.service.spoil(fault, request, reply) if fault else reply)

    def _send(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(reply.length or len(body)))
        if reply.retry_after:
            self.send_header("Retry-After", reply.retry_after)
        self.end_headers()
        self.wfile.write(body)
