"""Where a title ends, where its journal begins, and what may stand between the two."""

import re

from citeman.parse.authors import names_group
from citeman.parse.forms import BRACKETED, MEDIUM
from citeman.parse.labels import Labelled
from citeman.parse.spans import EDGE, labelled, sentences, trimmed

_QUOTED = re.compile(r"[.,?!][”\"’']\s+(?:In:?\s+)?")
_SHORT = re.compile(r"[A-Z][a-z]{0,5}")
_ABBREVIATION = re.compile(r"[A-ZÀ-Þ][\w'’&-]{0,9}\.?(?:\s[A-ZÀ-Þ][\w'’&-]{0,9}\.?)?$")
_OPENING = re.compile(r"[(\[]")
_STUDY_GROUP = re.compile(
    r"\b(?:Gro?up[eo]?|Gruppe|Gruppo|Investigators|Committee|Consortium|Network|Collaborat\w+|"
    r"Trialists|Society|Association|Task Force)\b",
)


def container_start(text: str, start: int, end: int) -> int:
    """Where the journal begins in "TITLE. JOURNAL": after the last sentence, or before a run of
    abbreviations; `start` when nothing sets a title off.

    >>> text = "Liver injury. A review. Ann. Intern. Med. "
    >>> text[container_start(text, 0, len(text)) :]
    'Ann. Intern. Med. '
    """
    ends = [found.end() for found in sentences(text, start, end)]
    ends = [at for at in ends if text[at:end].strip(EDGE)]
    if not ends:
        quoted = _QUOTED.search(text, start, end)
        return quoted.end() if quoted else start
    at = ends.pop()
    dotted = "." in text[at:end].strip(" .")
    while ends and text[start : ends[-1]].strip(EDGE):
        before = text[ends[-1] : at].strip(" .")
        if not ((dotted and _ABBREVIATION.match(before)) or _SHORT.fullmatch(before)):
            break
        at, dotted = ends.pop(), True
    return at


def title(text: str, start: int, end: int, confidence: float) -> list[Labelled]:
    """Label a title, the bracketed kind or medium behind it, and a group that follows it."""
    spans: list[Labelled] = []
    for pattern in (BRACKETED, MEDIUM) if _OPENING.search(text, start, end) else ():
        for found in pattern.finditer(text, start, end):
            if not text[found.end() : end].strip(EDGE):
                spans += labelled(found, confidence)
                end = found.start()
    start += len(text[start:end]) - len(text[start:end].lstrip(EDGE))
    ends = sentences(text, start, end) if "." in text[start:end] else []
    last = ends[-1] if ends else None
    if last and last[0].startswith(".") and _signs(text[last.end() : end].strip(EDGE)):
        spans.append(trimmed(text, last.end(), end, "author", confidence))
        end = last.start() + 1
    return [trimmed(text, start, end, "title", confidence), *spans]


def _signs(sentence: str) -> bool:
    """Tell whether the sentence after a title names the group that wrote the paper."""
    named = names_group(sentence) and _STUDY_GROUP.search(sentence)
    return bool(named) and not sentence.startswith(("A ", "An "))


def signature(text: str, start: int, container: Labelled) -> list[Labelled]:
    """A journal that signs for itself: "The Lancet. A title. Lancet 2001; ..."."""
    short = text[container.start : container.end].replace(".", "").split()
    if not short or not text.startswith((short[0], f"The {short[0]}"), start):
        return []
    first = next(iter(sentences(text, start, container.start)), None)
    if not first or first.end() >= container.start:
        return []
    names = text[start : first.start()].removeprefix("The ").split()
    if len(names) != len(short) or not all(map(str.startswith, names, short)):
        return []
    return [Labelled(start, first.start(), "author", container.confidence)]
