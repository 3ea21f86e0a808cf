"""A small NCBI on loopback, which answers from data and can be told to misbehave.

    with FakeNCBI(references) as ncbi:
        ncbi.misbehave("429", times=2)
        client = Client(ncbi.url)          # or CITEMAN_EUTILS_URL=ncbi.url
        ...
        assert len(ncbi.requests) == 3

Faults: `429` (with Retry-After, and a body that holds the caller's key), `500`, `html`,
`truncated` (whole HTTP, half XML), `broken` (half HTTP), `empty`, `rate-limit` (plain text
with status 200), `error` (<eFetchResult><ERROR> with status 200), `json-error`, `bad-key`,
`hang`, `closed`.
Other knobs: `missing` (PMIDs it claims not to know), `wrong` (PMID -> PMID of the record sent in
its place), `spoilers` (ids that spoil whatever they are asked for with), `drop` (keys of ECitMatch
lines left out), `reorder`, `embargoed` (PMCIDs that the id converter holds back), `hidden` (PMCIDs
that PubMed's records do not say), `retry_after` (what 429 says; "" for nothing).
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from msgspec import convert

from citeman.formats.pubmedxml import NOTICE
from citeman.model import Date, Name, Reference, replace
from citeman.text import fold
from tests.fake_service import FakeService, Reply, Request

SEED = Path(__file__).parent / "fixtures/ncbi/seed.json"
XML = "text/xml; charset=UTF-8"


def seed_references() -> list[Reference]:
    """Read the 21 references with a PMID of the LiverTox chapter on aldesleukin."""
    items = json.loads(SEED.read_text("utf-8"))
    cut = [item.pop("custom", {}).get("citeman", {}).get("truncated", ()) for item in items]
    return [
        replace(convert(item, Reference), truncated=tuple(fields), id="")
        for item, fields in zip(items, cut, strict=True)
    ]


class FakeNCBI(FakeService):
    """The server; use it as a context manager."""

    PATH = "/entrez/eutils/"

    def __init__(self, references: Iterable[Reference] = ()) -> None:
        super().__init__()
        self.references = {reference.PMID: reference for reference in references}
        self.missing: set[str] = set()
        self.wrong: dict[str, str] = {}
        self.spoilers: set[str] = set()
        self.drop: set[str] = set()
        self.embargoed: set[str] = set()
        self.hidden: set[str] = set()
        self.reorder = False

    def asked(self, program: str) -> list[dict[str, str]]:
        """List the parameters of every request to one program, such as "efetch.fcgi"."""
        return [request.params for request in self.requests if request.program == program]

    def answer(self, request: Request) -> Reply:
        answer = PROGRAMS[request.program](self, request.params)
        return Reply(answer, kind=XML) if isinstance(answer, str) else answer

    def faults(self) -> Collection[str]:
        return FAULTS

    def spoil(self, fault: str, request: Request, reply: Reply) -> Reply:
        return FAULTS[fault](reply.body, self, request.params)


def _too_many(_: str, ncbi: FakeNCBI, params: dict[str, str]) -> Reply:
    caller = params.get("api_key") or "127.0.0.1"
    body = f'{{"error":"API rate limit exceeded","api-key":"{caller}","count":"4","limit":"3"}}'
    return Reply(body, 429, retry_after=ncbi.retry_after)


def _bad_key(_: str, ncbi: FakeNCBI, params: dict[str, str]) -> Reply:
    key = params.get("api_key", "")
    body = f'{{"error":"API key invalid","api-key":"{key}","type":"client","status":"unknown"}}'
    return Reply(body, 400)


_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>NCBI - WWW Error 500 Diagnostic</title></head>"
    "<body><h1>Temporarily unavailable</h1></body></html>"
)
Fault = Callable[[str, FakeNCBI, dict[str, str]], Reply]
FAULTS: dict[str, Fault] = {
    "429": _too_many,
    "500": lambda *_: Reply("Internal Server Error", 500, "text/plain"),
    "html": lambda *_: Reply(_PAGE, kind="text/html"),
    "truncated": lambda answer, *_: Reply(answer[: len(answer) // 2], kind=XML),
    "broken": lambda answer, *_: Reply(
        answer[: len(answer) // 2], kind=XML, length=len(answer.encode())
    ),
    "empty": lambda *_: Reply("", kind=XML),
    "rate-limit": lambda *_: Reply("API rate limit exceeded", kind="text/plain"),
    "error": lambda *_: Reply(
        "<eFetchResult><ERROR>Cannot process ID list</ERROR></eFetchResult>", kind=XML
    ),
    "json-error": lambda *_: Reply('{"error":"error forwarding request"}'),
    "bad-key": _bad_key,
}


def _efetch(ncbi: FakeNCBI, params: dict[str, str]) -> str:
    if ncbi.spoilers.intersection(params.get("id", "").split(",")):
        return "<eFetchResult><ERROR>Cannot process ID list</ERROR></eFetchResult>"
    asked = [pmid for pmid in params.get("id", "").split(",") if pmid not in ncbi.missing]
    sent = [ncbi.wrong.get(pmid, pmid) for pmid in asked]
    records = [ncbi.references[pmid] for pmid in sent if pmid in ncbi.references]
    return article_set(
        replace(record, PMCID="") if record.PMCID in ncbi.hidden else record for record in records
    )


def _esearch(ncbi: FakeNCBI, params: dict[str, str]) -> str:
    term = params.get("term", "")
    hits = [pmid for pmid, ref in ncbi.references.items() if _fits(ref, term)]
    hits.sort(key=lambda pmid: -_relevance(ncbi.references[pmid], term))
    hits = hits[: int(params.get("retmax", 20))]
    ids = "".join(f"<Id>{pmid}</Id>" for pmid in hits)
    nothing = (
        "" if hits else "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
    )
    return (
        f"<eSearchResult><Count>{len(hits)}</Count><RetMax>{len(hits)}</RetMax>"
        f"<RetStart>0</RetStart><IdList>{ids}</IdList>{nothing}</eSearchResult>"
    )


def _fits(reference: Reference, term: str) -> bool:
    """Understand "a AND (b OR c) AND d", and "a OR b"."""
    return all(
        any(_fits_one(reference, one) for one in re.split(r"\s+OR\s+", part.strip("() ")))
        for part in re.split(r"\s+AND\s+", term)
    )


def _relevance(reference: Reference, term: str) -> int:
    parts = re.split(r"\s+(?:AND|OR)\s+", term)
    return sum(_fits_one(reference, part.strip("() ")) for part in parts)


def _fits_one(reference: Reference, part: str) -> bool:
    match = re.fullmatch(r'"?(?P<value>.*?)"?\[(?P<field>\w+)\]', part.strip())
    if not match:
        return False
    value, field = fold(match["value"]), match["field"]
    if field == "dp":
        first, _, last = match["value"].partition(":")
        return int(first) <= (_year(reference) or 0) <= int(last or first)
    words = [fold(words) for words in FIELDS[field](reference)]
    if field in WHOLE:
        return value in words
    return any(f" {value} " in f" {some} " for some in words)


FIELDS: dict[str, Callable[[Reference], list[str]]] = {
    "doi": lambda ref: [ref.DOI],
    "ti": lambda ref: [ref.title],
    "tiab": lambda ref: [ref.title, ref.abstract],
    "au": lambda ref: [_surname(name) for name in ref.author],
    "cn": lambda ref: [name.literal for name in ref.author],
    "ta": lambda ref: [ref.container_title, ref.container_title_short],
    "vi": lambda ref: [ref.volume],
    "pg": lambda ref: [ref.page.split("-")[0]],
}
WHOLE = ("doi", "ta", "vi", "pg")


def _ecitmatch(ncbi: FakeNCBI, params: dict[str, str]) -> str:
    lines = [line for line in params.get("bdata", "").split("\r") if line]
    answers = [_matched(ncbi, line) for line in lines if line.split("|")[5] not in ncbi.drop]
    return "\n".join(reversed(answers) if ncbi.reorder else answers) + "\n"


def _matched(ncbi: FakeNCBI, line: str) -> str:
    _, year, volume, page, _, _, *_ = line.split("|")
    hits = [
        pmid
        for pmid, ref in ncbi.references.items()
        if (str(_year(ref)), ref.volume) == (year, volume) and ref.page.split("-")[0] == page
    ]
    if len(hits) > 1:
        return f"{line}AMBIGUOUS ({len(hits)} citations)"
    return line + (hits[0] if hits else "NOT_FOUND")


def _convert(ncbi: FakeNCBI, params: dict[str, str]) -> Reply:
    """Answer as the id converter does: PMIDs are numbers, errors are one record's or all's."""
    ids, kind = params.get("ids", "").split(","), params.get("idtype", "")
    is_mixed = len({one.startswith("PMC") for one in ids}) > 1
    if ncbi.spoilers.intersection(ids) or len(ids) > 200 or is_mixed:
        body = {"status": "error", "errors": [{"message": f"ids are not valid {kind}s"}]}
        return Reply(json.dumps(body), 400)
    records = [_converted(ncbi, one, kind) for one in ids]
    return Reply(json.dumps({"status": "ok", "records": records}))


def _converted(ncbi: FakeNCBI, asked: str, kind: str) -> dict[str, object]:
    field = {"pmid": "PMID", "pmcid": "PMCID", "doi": "DOI"}[kind]
    for ref in ncbi.references.values():
        if ref.PMCID and fold(getattr(ref, field)) == fold(asked):
            ids = {"pmcid": ref.PMCID, "pmid": int(ref.PMID), "doi": ref.DOI}
            if ref.PMCID in ncbi.embargoed:
                return {"requested-id": asked, **ids, "live": False, "release-date": "2030-01-01"}
            return {"requested-id": asked, **ids}
    return {"requested-id": asked, "status": "error", "errmsg": "Identifier not found in PMC"}


Program = Callable[[FakeNCBI, dict[str, str]], str | Reply]
PROGRAMS: dict[str, Program] = {
    "articles": _convert,
    "efetch.fcgi": _efetch,
    "esearch.fcgi": _esearch,
    "ecitmatch.cgi": _ecitmatch,
}


def article_set(references: Iterable[Reference]) -> str:
    """Write a PubmedArticleSet as EFetch sends it."""
    articles = "\n".join(map(article, references))
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, '
        '1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
        f"<PubmedArticleSet>\n{articles}\n</PubmedArticleSet>"
    )


def article(reference: Reference) -> str:
    """Write one PubmedArticle."""
    ref = reference
    inner = (
        f'<Journal>{_tag("ISSN", ref.ISSN)}<JournalIssue CitedMedium="Print">'
        f"{_tag('Volume', ref.volume)}{_tag('Issue', ref.issue)}{_date(ref.issued)}</JournalIssue>"
        f"{_tag('Title', ref.container_title or ref.container_title_short)}</Journal>"
        f"<ArticleTitle>{escape(ref.title)}.</ArticleTitle>"
        f"<Pagination>{_tag('MedlinePgn', ref.page)}</Pagination>"
        f"{_authors(ref)}<Language>eng</Language><PublicationTypeList>"
        '<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>'
    )
    ids = {"pubmed": ref.PMID, "doi": ref.DOI, "pmc": ref.PMCID}
    id_list = "".join(
        f"<ArticleId IdType={quoteattr(kind)}>{escape(value)}</ArticleId>"
        for kind, value in ids.items()
        if value
    )
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">'
        f'<PMID Version="1">{ref.PMID}</PMID><Article PubModel="Print">{inner}</Article>'
        f"<MedlineJournalInfo>{_tag('MedlineTA', ref.container_title_short)}</MedlineJournalInfo>"
        f"{_notices(ref)}</MedlineCitation><PubmedData><PublicationStatus>ppublish"
        f"</PublicationStatus><ArticleIdList>{id_list}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _date(date: Date | None) -> str:
    parts = date.date_parts[0] if date and date.date_parts else ()
    names = ("Year", "Month", "Day")
    inner = "".join(_tag(name, str(part)) for name, part in zip(names, parts, strict=False))
    return f"<PubDate>{inner}</PubDate>"


def _authors(reference: Reference) -> str:
    complete = "N" if "author" in reference.truncated else "Y"
    authors = "".join(f'<Author ValidYN="Y">{_name(name)}</Author>' for name in reference.author)
    return f'<AuthorList CompleteYN="{complete}">{authors}</AuthorList>' if authors else ""


def _name(name: Name) -> str:
    if name.literal:
        return _tag("CollectiveName", name.literal)
    return (
        _tag("LastName", _surname(name))
        + _tag("ForeName", name.given)
        + _tag("Initials", "".join(word[0] for word in name.given.split()))
        + _tag("Suffix", name.suffix)
    )


def _surname(name: Name) -> str:
    return f"{name.non_dropping_particle} {name.family}".strip()


def _notices(reference: Reference) -> str:
    kinds = {form: kind for kind, form in NOTICE.items()}
    notices = "".join(
        f'<CommentsCorrections RefType="{kinds[notice["kind"]]}">'
        f"{_tag('RefSource', notice.get('text', ''))}{_tag('PMID', notice.get('PMID', ''))}"
        "</CommentsCorrections>"
        for notice in reference.custom.get("notices", [])
    )
    return f"<CommentsCorrectionsList>{notices}</CommentsCorrectionsList>" if notices else ""


def _year(reference: Reference) -> int | None:
    return reference.issued.year if reference.issued else None
