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
from collections.abc import Callable, Collection, Iterable
from typing import Any

from citeman.text import fold
from tests.fake_service import FakeService, Reply, Request

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


class FakeCrossref(FakeService):
    """The server; use it as a context manager."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        super().__init__()
        self.works = list(works)

    def answer(self, request: Request) -> Reply:
        return answer(self, request.path, request.params)

    def faults(self) -> Collection[str]:
        return FAULTS

    def spoil(self, fault: str, request: Request, reply: Reply) -> Reply:
        spoilt = FAULTS[fault](reply)
        return spoilt._replace(retry_after=self.retry_after) if spoilt.status == 429 else spoilt


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
