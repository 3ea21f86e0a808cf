"""Reference strings become labelled spans, by a grammar of the Vancouver family.

It reads Vancouver, NLM, AMA and LiverTox journal articles, books and chapters to the letter, and
the plain cases of author-date and Chicago references. What it cannot place it labels `other`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from citeman.fields.ids import find_ids
from citeman.parse import forms
from citeman.parse.authors import authors_end, names_group
from citeman.parse.labels import Labelled

CONFIDENCE = {"id": 0.99, "journal": 0.97, "book": 0.85, "dated": 0.8, "loose": 0.4}

_MASK = "\x00"
_EDGE = " \t.,;:–—-/"
_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“"}
_CITATION_NUMBER = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=\s|[A-Z]))\s*")
_GROUPS = {
    "issued": "issued", "volume": "volume", "only": "volume", "issue": "issue", "more": "issue",
    "part": "issue", "only_issue": "issue", "number": "issue", "page": "page", "only_page": "page",
    "status": "status", "note": "note",
    "place": "publisher-place", "publisher": "publisher", "edition": "edition", "editor": "editor",
    "translator": "translator", "genre": "genre", "medium": "medium", "language": "language",
    "bracketed": "language", "accessed": "accessed", "retrieved": "accessed",
}  # fmt: skip
_SHORT = re.compile(r"[A-Z][a-z]{0,4}(?:\.\s[A-Z][a-z]{0,4})*")
_ABBREVIATION = re.compile(r"[A-ZÀ-Þ][\w'’&-]{0,9}\.?(?:\s[A-ZÀ-Þ][\w'’&-]{0,9}\.?)?$")


def tag(strings: Iterable[str]) -> list[list[Labelled]]:
    """Label each string; spans come in order and do not overlap."""
    return [_tag(string) for string in strings]


def _tag(text: str) -> list[Labelled]:
    found = [Labelled(f.start, f.end, f.kind, CONFIDENCE["id"]) for f in find_ids(text)]
    masked = _mask(text, found)
    number = _CITATION_NUMBER.match(masked)
    start = 0
    if number:
        found.append(_label(number, number.lastindex or 0, "citation-number", CONFIDENCE["id"]))
        start = number.end()
    found += _asides(masked)
    masked = _mask(masked, found[1 if number else 0 :])
    labels = _by_form(masked, start)
    return sorted(_apart(found, [span for span in labels if span.start < span.end]))


def _mask(text: str, spans: Sequence[Labelled]) -> str:
    """Blot out what is already labelled, so that no pattern reads into it."""
    for span in spans:
        text = text[: span.start] + _MASK * (span.end - span.start) + text[span.end :]
    return text


def _apart(first: Sequence[Labelled], then: Sequence[Labelled]) -> list[Labelled]:
    """Join two sets of spans; where they overlap the first set stands."""
    taken = [range(span.start, span.end) for span in first]
    free = [s for s in then if not any(s.start < r.stop and r.start < s.end for r in taken)]
    return [*first, *free]


def _label(found: re.Match[str], group: str | int, label: str, confidence: float) -> Labelled:
    return Labelled(found.start(group), found.end(group), label, confidence)


def _groups(found: re.Match[str], confidence: float) -> Iterator[Labelled]:
    """Label every named group of a match that took part in it."""
    for group, value in found.groupdict().items():
        if value:
            label = _GROUPS[group]
            if label == "volume" and value[:2] in ("Su", "Pt", "Pa", "Sp"):
                label = "issue"
            yield _label(found, group, label, confidence)


def _asides(text: str) -> list[Labelled]:
    """What may stand anywhere: electronic dates, dates of access, the language."""
    spans = [_label(m, "date", "other", 0.9) for m in forms.EPUB.finditer(text)]
    for pattern in (forms.NOTICE, forms.ACCESSED, forms.LANGUAGE):
        spans += [span for m in pattern.finditer(text) for span in _groups(m, 0.95)]
    return spans


def _by_form(text: str, start: int) -> list[Labelled]:
    """Try the forms from the most to the least telling."""
    end = authors_end(text, start)
    role = forms.EDITORS.match(text, end) if end > start else None
    people = "editor" if role else "author"
    front = [Labelled(start, end, people, CONFIDENCE["journal"])] if end > start else []
    body = role.end() if role else end
    dated = forms.YEAR_IN_BRACKETS.match(text, body) if end > start else None
    if dated:
        return [*front, *_groups(dated, 0.95), *_after_date(text, dated.end())]
    imprint = forms.IMPRINT.search(text, body)
    locator = _locator(text, body)
    if imprint and (not locator or imprint.start("issued") >= locator.start() - 1):
        return [*front, *_book(text, body, imprint)]
    if locator:
        return [*front, *_journal(text, body, locator)]
    return [*front, *_loose(text, body)]


def _locator(text: str, start: int) -> re.Match[str] | None:
    """The date and locator of a journal article: the last that has a page, else the last."""
    found = list(forms.LOCATOR.finditer(text, start)) or list(
        forms.VOLUME_FIRST.finditer(text, start)
    )
    return max(found, key=lambda m: (bool(m["page"]), m.start()), default=None)


def _journal(text: str, start: int, locator: re.Match[str]) -> list[Labelled]:
    confidence = CONFIDENCE["journal"]
    middle = _container_start(text, start, locator.start())
    spans = _title(text, start, middle, confidence)
    spans.append(_trim(text, middle, locator.start(), "container-title", confidence))
    spans += _groups(locator, confidence)
    if "issued" not in {span.label for span in spans}:
        spans += [
            m
            for found in forms.DATE_ONLY.finditer(text, locator.end())
            for m in _groups(found, 0.8)
        ]
    return spans


def _container_start(text: str, start: int, end: int) -> int:
    """Where the journal begins: after the last sentence, or before a run of abbreviations."""
    ends = [
        m.end()
        for m in forms.SENTENCE_END.finditer(text, start, end)
        if _level(text, start, m.start())
    ]
    ends = [at for at in ends if text[at:end].strip(_EDGE + _MASK)]
    if not ends:
        quoted = re.compile(r"[.,?!][”\"’']\s+(?:In:?\s+)?").search(text, start, end)
        return quoted.end() if quoted else start
    at = ends.pop()
    dotted = "." in text[at:end].strip(" .")
    while ends and text[start : ends[-1]].strip(_EDGE):
        before = text[ends[-1] : at].strip(" .")
        if not ((dotted and _ABBREVIATION.match(before)) or _SHORT.fullmatch(before)):
            break
        at, dotted = ends.pop(), True
    return at


def _level(text: str, start: int, at: int) -> bool:
    """Tell whether text[at] stands outside of parentheses opened since `start`."""
    return text.count("(", start, at) <= text.count(")", start, at)


def _trim(text: str, start: int, end: int, label: str, confidence: float) -> Labelled:
    """Narrow a span to its words, quotation marks around the whole left out."""
    while start < end and (text[start] in _EDGE or text[start] == _MASK):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1] == _MASK):
        end -= 1
    if end - start > 1 and _QUOTES.get(text[start]) == text[end - 1]:
        return _trim(text, start + 1, end - 1, label, confidence)
    return Labelled(start, end, label, confidence)


def _title(text: str, start: int, end: int, confidence: float) -> list[Labelled]:
    """Label a title, the bracketed kind or medium behind it, and a group that follows it."""
    spans: list[Labelled] = []
    for pattern in (forms.BRACKETED, forms.MEDIUM):
        for found in pattern.finditer(text, start, end):
            if not text[found.end() : end].strip(_EDGE + _MASK):
                spans += _groups(found, confidence)
                end = found.start()
    start = _trim(text, start, end, "title", confidence).start
    last = [
        m for m in forms.SENTENCE_END.finditer(text, start, end) if _level(text, start, m.start())
    ]
    if (
        last
        and text[last[-1].start()] == "."
        and _follows(text[last[-1].end() : end].strip(_EDGE))
    ):
        spans.append(_trim(text, last[-1].end(), end, "author", confidence))
        end = last[-1].start() + 1
    return [_trim(text, start, end, "title", confidence), *spans]


_STUDY_GROUP = re.compile(
    r"\b(?:Gro?up[eo]?|Gruppe|Gruppo|Investigators|Committee|Consortium|Network|Collaborat\w+|Trialists|"
    r"Society|Association|Task Force)\b",
)


def _follows(text: str) -> bool:
    """Tell whether the sentence after a title names the group that wrote it."""
    return (
        names_group(text)
        and bool(_STUDY_GROUP.search(text))
        and not text.startswith(("A ", "An "))
    )


def _book(text: str, start: int, imprint: re.Match[str]) -> list[Labelled]:
    """Books, and chapters "In" them: everything before the imprint, then pages."""
    confidence = CONFIDENCE["book"]
    spans = list(_groups(imprint, confidence))
    before = imprint.start()
    pages = forms.CHAPTER_PAGES.search(text, imprint.end())
    if pages:
        spans += _groups(pages, confidence)
    for pattern in (forms.EDITION, forms.EDITED_BY, forms.TRANSLATED_BY):
        if found := pattern.search(text, start, before):
            spans += _groups(found, confidence)
            if pattern is forms.EDITION and not text[found.end() : before].strip(_EDGE):
                before = found.start()
            elif pattern is not forms.EDITION:
                before = min(before, found.start())
    chapter = forms.CHAPTER_IN.search(text, start, before)
    if not chapter:
        return [*_title(text, start, before, confidence), *spans]
    return [
        *_title(text, start, chapter.start(), confidence),
        *_host(text, chapter.end(), before, confidence),
        *spans,
    ]


def _host(text: str, start: int, end: int, confidence: float) -> list[Labelled]:
    """The book around a chapter, its editors before or behind its title."""
    people = authors_end(text, start)
    role = forms.EDITORS.match(text, people) if people > start else None
    if role:
        editor = Labelled(start, people, "editor", confidence)
        return [editor, _trim(text, role.end(), end, "container-title", confidence)]
    for sentence in forms.SENTENCE_END.finditer(text, start, end):
        people = authors_end(text, sentence.end())
        if people > sentence.end() and forms.EDITORS.match(text, people):
            editor = Labelled(sentence.end(), people, "editor", confidence)
            return [_trim(text, start, sentence.start(), "container-title", confidence), editor]
    return [_trim(text, start, end, "container-title", confidence)]


def _after_date(text: str, start: int) -> list[Labelled]:
    """Author-date references: what follows "(2001)."."""
    confidence = CONFIDENCE["dated"]
    imprint = forms.IMPRINT.search(text, start)
    if imprint:
        return [s for s in _book(text, start, imprint) if s.label != "issued"]
    sentence = forms.SENTENCE_END.search(text, start)
    end = sentence.end() if sentence else len(text)
    locator = forms.VOLUME_FIRST.search(text, start) or forms.LOCATOR.search(text, start)
    if locator and locator.start() > start:
        middle = _container_start(text, start, locator.start())
        if middle == start:
            middle = min(end, locator.start())
        container = _trim(text, middle, locator.start(), "container-title", confidence)
        return [*_title(text, start, middle, confidence), container, *_groups(locator, confidence)]
    rest = _trim(text, end, _tail(text, end), "publisher", CONFIDENCE["loose"])
    return [*_title(text, start, end, confidence), rest]


def _loose(text: str, start: int) -> list[Labelled]:
    """Whatever is left: a date or "in press" somewhere, a first sentence that may be the title."""
    confidence = CONFIDENCE["loose"]
    spans: list[Labelled] = []
    end = _tail(text, start)
    found = [*forms.DATE_ONLY.finditer(text, start, end)] or [
        *forms.IN_PRESS.finditer(text, start, end)
    ]
    if found:
        spans += _groups(found[-1], confidence)
        end = found[-1].start()
    middle = _container_start(text, start, end)
    title_end = middle if middle > start else end
    spans += _title(text, start, title_end, confidence)
    if title_end < end:
        spans.append(
            _trim(text, title_end, end, "container-title" if found else "other", confidence)
        )
    return spans


_TAIL = re.compile(
    r"(?:Available\s+(?:from|at)|Retrieved\s+from|\[?(?:PubMed|PMC free article|PMCID|PMID)\b|"
    r"[Dd][Oo][Ii]\s*:|"
    r"https?://|www\.|URL:)|\x00"
)


def _tail(text: str, start: int) -> int:
    """Where identifiers and what introduces them begin."""
    found = _TAIL.search(text, start)
    return found.start() if found else len(text)
