"""A grammar of the Vancouver family, which knows when it has understood every word.

It reads Vancouver, NLM, AMA and LiverTox journal articles, books and chapters to the letter, and
the plain cases of author-date and Chicago references.
"""

import re

from citeman.parse import forms
from citeman.parse.authors import authors_end
from citeman.parse.books import book
from citeman.parse.known import Known
from citeman.parse.labels import Labelled
from citeman.parse.spans import apart, labelled, masked, trimmed
from citeman.parse.titles import container_start, signature, title

_JOURNAL, _ASIDE, _DATED, _LOOSE = 0.97, 0.95, 0.8, 0.4
_TAIL = re.compile(
    r"Available\s+(?:from|at)|Retrieved\s+from|\[?(?:PubMed|PMC free article|PMCID|PMID)\b|"
    r"[Dd][Oo][Ii]\s*:|https?://|www\.|URL:|\x00"
)


_VANCOUVER = re.compile(
    r"[\d:](?:(?<=\d)(?:\d[^;:.]{0,12}[;:]\s?\(?[A-Za-z-]{0,15}\d|;\s?[Ss]uppl)|"
    r"(?<=:)\s[^:;]{2,90}[,;]\s?\d{4})"
)
"""``2003; 21``, ``2021 Jan 21;5``, ``1978;(8)``, ``New York: Wiley, 1999``."""
_NAME = r"[^\W\d_][\w'’ -]{1,40} [^\W\d_a-z]{1,4}"
_FOREIGN = re.compile(
    r"\W*(?:[^\W\d_][\w'’-]*,\s[^\W\d_a-z]|[^\W\d_a-z]\.|"
    rf"(?:{_NAME}, )*(?:{_NAME}|et al\.?):\s)"
)
"""``Smith, J``, ``J. Smith``, ``Smith J, Lee K: A title``: the family names nobody so."""


def is_worth_reading(text: str, known: Known) -> bool:
    """Tell quickly whether a string may be of the grammar's family."""
    return not _FOREIGN.match(text, known.start) and bool(_VANCOUVER.search(text))


def read(text: str, known: Known) -> list[Labelled]:
    """Label a reference string by its form, beside what is known of it."""
    blotted = masked(text, known.closed)
    return sorted(apart(known.spans, _by_form(blotted, known.start)))


def _by_form(text: str, start: int) -> list[Labelled]:
    """Try the forms from the most to the least telling."""
    end = authors_end(text, start)
    if end == start:
        return _body(text, start)
    role = forms.EDITORS.match(text, end)
    front = Labelled(start, end, "editor" if role else "author", _JOURNAL)
    body = role.end() if role else end
    dated = forms.YEAR_IN_BRACKETS.match(text, body)
    if dated:
        return [front, *labelled(dated, _ASIDE), *_after_date(text, dated.end())]
    return [front, *_body(text, body)]


def _body(text: str, start: int) -> list[Labelled]:
    """What follows the authors: a journal article, a book, or something looser."""
    locator = _locator(text, start)
    imprint = _imprint(text, start)
    if not imprint and not locator:
        imprint = forms.PUBLISHER_LAST.search(text, start)
    if imprint and (not locator or imprint.start("issued") >= locator.start() - 1):
        return book(text, start, imprint)
    return _journal(text, start, locator) if locator else _loose(text, start)


def _imprint(text: str, start: int) -> re.Match[str] | None:
    """The place, publisher and year of a book."""
    return forms.IMPRINT_END.search(text, start) and forms.IMPRINT.search(text, start)


def _locator(text: str, start: int) -> re.Match[str] | None:
    """The date and locator of a journal article: the last that has a page, else the last."""
    for pattern in (forms.LOCATOR, forms.VOLUME_FIRST):
        found = list(pattern.finditer(text, start))
        if found:
            return max(found, key=lambda m: (bool(m["page"]), m.start()))
    return None


def _journal(text: str, start: int, locator: re.Match[str]) -> list[Labelled]:
    middle = container_start(text, start, locator.start())
    container = trimmed(text, middle, locator.start(), "container-title", _JOURNAL)
    spans = [container, *labelled(locator, _JOURNAL)]
    if signed := signature(text, start, container):
        spans += signed
        start = signed[0].end
    if not locator["issued"] and (date := forms.DATE_ONLY.search(text, locator.end())):
        spans += labelled(date, _DATED)
    return [*title(text, start, middle, _JOURNAL), *spans]


def _after_date(text: str, start: int) -> list[Labelled]:
    """Author-date references: what follows "(2001)."."""
    if imprint := _imprint(text, start):
        return [span for span in book(text, start, imprint) if span.label != "issued"]
    sentence = forms.SENTENCE_END.search(text, start)
    end = sentence.end() if sentence else len(text)
    locator = forms.VOLUME_FIRST.search(text, start) or forms.LOCATOR.search(text, start)
    if locator and locator.start() > start:
        middle = container_start(text, start, locator.start())
        middle = middle if middle > start else min(end, locator.start())
        container = trimmed(text, middle, locator.start(), "container-title", _DATED)
        return [*title(text, start, middle, _DATED), container, *labelled(locator, _DATED)]
    publisher = trimmed(text, end, _tail(text, end), "publisher", _LOOSE)
    edition = forms.EDITION.search(text, start, end)
    if edition:
        more, end = list(labelled(edition, _DATED)), edition.start()
        return [*title(text, start, end, _DATED), *more, publisher]
    return [*title(text, start, end, _DATED), publisher]


def _loose(text: str, start: int) -> list[Labelled]:
    """Whatever is left: a date or "in press" somewhere, a first sentence that may be the title."""
    end = _tail(text, start)
    dates = list(forms.DATE_ONLY.finditer(text, start, end))[-1:]
    dates += forms.IN_PRESS.finditer(text, start, end)
    spans = [span for date in dates for span in labelled(date, _LOOSE)]
    end = dates[0].start() if dates else end
    middle = container_start(text, start, end)
    if middle == start:
        return [*title(text, start, end, _LOOSE), *spans]
    label = "container-title" if dates else "other"
    container = trimmed(text, middle, end, label, _LOOSE)
    return [*title(text, start, middle, _LOOSE), container, *spans]


def _tail(text: str, start: int) -> int:
    """Where identifiers and what introduces them begin."""
    found = _TAIL.search(text, start)
    return found.start() if found else len(text)
