"""A small Crossref on loopback, which answers from data and can be told to misbehave.

    with FakeCrossref(works) as crossref:
        crossref.misbehave("429", times=2)
        client = Client(crossref.url, by_get=True)      # or CITEMAN_CROSSREF_URL=crossref.url

The works are as Crossref's JSON has them. `GET works/DOI` gives one, or a 404 in plain words;
`GET works?query.bibliographic=...` the works that share most words, best first, with the selected
fields alone. An unknown parameter or field is refused, as Crossref does.

Faults: `429`, `500`, `html`, `html-404`, `truncated`, `broken`, `empty`, `failed`, `list`, `wrong`
(another work), `hang`, `closed`.
"""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit

from citeman.text import fold

Work = dict[str, Any]
PARAMETERS = {
    *("query.bibliographic", "query.author", "query.container-title", "rows", "select", "filter"),
}
SELECTABLE = {
    *("DOI", "type", "title", "subtitle", "original-title", "author", "editor", "translator"),
    *("container-title", "short-container-title", "issued", "published-print"),
    *("published-online", "volume", "issue", "page", "article-number", "ISSN", "ISBN"),
    *("publisher", "publisher-location", "group-title", "update-to", "updated-by", "relation"),
}


class Request(NamedTuple):
    """One request as it arrived: its path without quoting, its parameters, and who asked."""

    path: str
    params: dict[str, str]
    agent: str


class Reply(NamedTuple):
    """What goes back; `length` is the length claimed when it is not the true one."""

    body: str
    status: int = 200
    kind: str = "application/json"
    length: int | None = None


class FakeCrossref:
    """The server; use it as a context manager."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self.works = list(works)
        self.requests: list[Request] = []
        self.retry_after = "0"
        self.stopped = threading.Event()
        self._faults: deque[str] = deque()
        self._constant_fault = ""
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"crossref": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def misbehave(self, fault: str, times: int | None = None) -> None:
        """Show a fault in the next `times` answers, or in all of them."""
        assert fault in FAULTS
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
    crossref: FakeCrossref

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        params = {name: values[-1] for name, values in parse_qs(address.query).items()}
        path = unquote(address.path).strip("/")
        fault = self.crossref.receive(Request(path, params, self.headers.get("User-Agent", "")))
        if fault == "hang":
            self.crossref.stopped.wait(30)
        if fault in ("hang", "closed"):
            self.close_connection = True
            return
        reply = answer(self.crossref, path, params)
        self._send(FAULTS[fault](reply) if fault else reply)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _send(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(reply.length or len(body)))
        if reply.status == 429 and self.crossref.retry_after:
            self.send_header("Retry-After", self.crossref.retry_after)
        self.end_headers()
        self.wfile.write(body)


_PAGE = "<!DOCTYPE html>\n<html><body><h1>Scheduled maintenance</h1></body></html>"
FAULTS: dict[str, Callable[[Reply], Reply]] = {
    "429": lambda _: Reply("Too many requests", 429, "text/plain"),
    "500": lambda _: Reply("Internal Server Error", 500, "text/plain"),
    "html": lambda _: Reply(_PAGE, kind="text/html"),
    "html-404": lambda _: Reply(_PAGE, 404, "text/html"),
    "truncated": lambda reply: Reply(reply.body[: len(reply.body) // 2]),
    "broken": lambda reply: Reply(reply.body[: len(reply.body) // 2], length=len(reply.body)),
    "empty": lambda _: Reply(""),
    "failed": lambda _: Reply(json.dumps({"status": "failed", "message": [{"type": "x"}]}), 400),
    "list": lambda _: Reply("[]"),
    "wrong": lambda _: _found("work", {"DOI": "10.5555/stranger", "title": ["Another work"]}),
    "hang": lambda reply: reply,
    "closed": lambda reply: reply,
}


def answer(crossref: FakeCrossref, path: str, params: dict[str, str]) -> Reply:
    """Answer a request in good order."""
    selected = set(filter(None, params.get("select", "").split(",")))
    if params.keys() - PARAMETERS or selected - SELECTABLE:
        return FAULTS["failed"](Reply(""))
    head, _, doi = path.partition("/")
    if head != "works":
        return Reply("Resource not found.", 404, "text/plain")
    if doi:
        for work in crossref.works:
            if doi.casefold() in (work["DOI"].casefold(), *work.get("aliases", ())):
                return _found("work", work)
        return Reply("Resource not found.", 404, "text/plain")
    asked = fold(" ".join(v for name, v in params.items() if name.startswith("query."))).split()
    ranked = sorted(crossref.works, key=lambda work: -_shared(asked, work))
    best = [work for work in ranked if _shared(asked, work)][: int(params.get("rows", 20))]
    items = [{field: work[field] for field in work if field in selected} for work in best]
    return _found("work-list", {"total-results": len(items), "items": items})


def _found(kind: str, message: Work) -> Reply:
    return Reply(json.dumps({"status": "ok", "message-type": kind, "message": message}))


def _shared(asked: list[str], work: Work) -> int:
    names = [str(author.get("family", "")) for author in work.get("author", ())]
    words = fold(" ".join([*work.get("title", ()), *work.get("container-title", ()), *names]))
    return len(set(asked) & set(words.split()))
