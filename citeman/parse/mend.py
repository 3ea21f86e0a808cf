"""What the model's labels leave undone: groups beside a list of authors, kinds in brackets."""

import re
from collections.abc import Sequence

from citeman.parse.authors import names_group, with_groups
from citeman.parse.labels import Labelled
from citeman.parse.spans import apart, sentences
from citeman.parse.titles import signature, title

_ET_AL_AND = re.compile(r"\.?\s*;")
_PERIODICAL = re.compile(
    r"(?:The )?(?:Journal|Proceedings|Transactions|Annals|Annales|Bulletin|Archives|Memoirs|"
    r"M[eé]moires|Zeitschrift|Revista|Revue|Rivista|Acta|Studies|Studien|Reports|Papers|Publications)\b"
)

_ABBREVIATED = re.compile(r"\w\.\s?[^\W\d_]")
_SHORT_NUMBER = re.compile(r"\d{1,3}")
_YEAR_AND = re.compile(r"(?:1[89]|20)\d\d[a-z]?\s?[,;]\s*")
_NO_PAGE = re.compile(r"\s*[.,;]?\s*(?:$|\[|(?:doi|https?|pmid)\b|10\.)", re.IGNORECASE)
_PUBLISHED = frozenset(("publisher", "publisher-place"))


def dotted(text: str, labels: Sequence[Labelled]) -> list[Labelled]:
    """Give an abbreviated journal the full stop of its last word: "J. Mol. Biol."."""
    return [
        span._replace(end=span.end + 1)
        if span.label == "container-title"
        and text[span.end : span.end + 1] == "."
        and _ABBREVIATED.search(text, span.start, span.end)
        else span
        for span in labels
    ]


def _titled(spans: list[Labelled]) -> list[Labelled]:
    """Call the only title of a book its title, when it was taken for what contains one."""
    labels = {span.label for span in spans}
    if "title" in labels or "volume" in labels or not labels & _PUBLISHED:
        return spans
    return [
        span._replace(label="title") if span.label == "container-title" else span for span in spans
    ]


def _with_volume(text: str, spans: list[Labelled]) -> list[Labelled]:
    """Call the only number of a journal's place its volume: "Nutrients 2022, 14."."""
    labels = {span.label for span in spans}
    if "container-title" not in labels or labels & {"volume", "issue", *_PUBLISHED}:
        return spans
    years = [span.start for span in spans if span.label == "issued"]
    return [
        span._replace(label="volume")
        if span.label == "page"
        and _SHORT_NUMBER.fullmatch(text, span.start, span.end)
        and any(_YEAR_AND.fullmatch(text, year, span.start) for year in years)
        and _NO_PAGE.match(text, span.end)
        else span
        for span in spans
    ]


def mended(text: str, labels: Sequence[Labelled]) -> list[Labelled]:
    """Mend the labels of one string; what is not in doubt stays."""
    spans = _with_volume(text, _titled(_with_group(text, list(labels))))
    if any(span.label == "author" for span in spans):
        spans = [mend for span in spans for mend in _signed_journal(text, span)]
    titles = [span for span in spans if span.label == "title"]
    if len(titles) != 1:
        return sorted(spans)
    others = [span for span in spans if span.label != "title"]
    [whole] = titles
    signed = _signature(text, whole, others)
    others += signed
    whole = whole._replace(start=signed[0].end if signed else whole.start)
    return sorted(apart(others, title(text, whole.start, whole.end, whole.confidence)))


def _signature(text: str, whole: Labelled, others: Sequence[Labelled]) -> list[Labelled]:
    """Find a journal that signs for itself in front of its title, where nobody else does."""
    journals = [span for span in others if span.label == "container-title"]
    if not journals or any(span.label in ("author", "editor") for span in others):
        return []
    return signature(text, whole.start, journals[0])


def _with_group(text: str, spans: list[Labelled]) -> list[Labelled]:
    """Extend a list of people over the group behind its semicolon: "...; ATS Group."."""
    for i, span in enumerate(spans):
        if span.label == "author" and _ET_AL_AND.match(text, span.end):
            end = with_groups(text, span.end + (text[span.end] == "."))
            if end > span.end:
                longer = span._replace(end=end)
                rest = [_after(other, end) for other in spans[i + 1 :]]
                return [*spans[:i], longer, *(other for other in rest if other.start < other.end)]
    return spans


def _after(span: Labelled, end: int) -> Labelled:
    return span if span.start >= end else span._replace(start=min(span.end, end))


def _signed_journal(text: str, span: Labelled) -> list[Labelled]:
    """Take a group off the front of the journal: "Groupe Français X. N Engl J Med"."""
    if span.label != "container-title":
        return [span]
    first = next(iter(sentences(text, span.start, span.end)), None)
    if not first or _PERIODICAL.match(text, span.start):
        return [span]
    if not names_group(text[span.start : first.start()]):
        return [span]
    group = Labelled(span.start, first.start(), "author", span.confidence)
    return [group, span._replace(start=first.end())]
