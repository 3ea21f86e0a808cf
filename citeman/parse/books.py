"""Books, and chapters in them: what stands before an imprint."""

import re

from citeman.parse import forms
from citeman.parse.authors import authors_end
from citeman.parse.labels import Labelled
from citeman.parse.spans import EDGE, labelled, sentences, trimmed
from citeman.parse.titles import title

CONFIDENCE = 0.85


def book(text: str, start: int, imprint: re.Match[str]) -> list[Labelled]:
    """Label a book or a chapter from behind its authors to its pages."""
    spans = list(labelled(imprint, CONFIDENCE))
    if pages := forms.CHAPTER_PAGES.search(text, imprint.end()):
        spans += labelled(pages, CONFIDENCE)
    more, end = _details(text, start, imprint.start())
    spans += more
    chapter = forms.CHAPTER_IN.search(text, start, end)
    if not chapter:
        return [*title(text, start, end, CONFIDENCE), *spans]
    heading = title(text, start, chapter.start(), CONFIDENCE)
    return [*heading, *_host(text, chapter.end(), end), *spans]


def _details(text: str, start: int, end: int) -> tuple[list[Labelled], int]:
    """The edition, editors and translators before an imprint, and where they begin."""
    spans: list[Labelled] = []
    for pattern in (forms.EDITION, forms.EDITED_BY, forms.TRANSLATED_BY):
        found = pattern.search(text, start, end)
        if not found:
            continue
        spans += labelled(found, CONFIDENCE)
        if pattern is not forms.EDITION or not text[found.end() : end].strip(EDGE):
            pages = forms.HOST_PAGES.search(text[:end], found.end())
            spans += labelled(pages, CONFIDENCE) if pages else ()
            end = min(end, found.start())
    return spans, end


def _host(text: str, start: int, end: int) -> list[Labelled]:
    """The book around a chapter, its people before or behind its title, pages at the end."""
    spans: list[Labelled] = []
    if pages := forms.HOST_PAGES.search(text[:end], start):
        spans += labelled(pages, CONFIDENCE)
        end = pages.start()
    people = authors_end(text, start)
    if people > start:
        role = forms.EDITORS.match(text, people)
        label = "editor" if role else "container-author"
        spans.append(Labelled(start, people, label, CONFIDENCE))
        start = role.end() if role else people
    else:
        for sentence in sentences(text, start, end):
            people = authors_end(text, sentence.end())
            if people > sentence.end() and forms.EDITORS.match(text, people):
                spans.append(Labelled(sentence.end(), people, "editor", CONFIDENCE))
                end = sentence.start()
                break
    return [trimmed(text, start, end, "container-title", CONFIDENCE), *spans]
