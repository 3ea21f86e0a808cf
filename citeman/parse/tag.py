"""Reference strings become labelled spans: by grammar where it accounts for every word, else by
the trained model.

The grammar is exact on the Vancouver family and knows nothing else; the model reads every style.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from citeman.parse import grammar
from citeman.parse.known import Known, find_known
from citeman.parse.labels import Labelled
from citeman.parse.mend import dotted, mended
from citeman.parse.spans import masked

if TYPE_CHECKING:
    from citeman.parse.model import Weights


def tag(strings: Iterable[str], model: "Path | Weights | None" = None) -> list[list[Labelled]]:
    """Label each string; spans come in order and do not overlap.

    `model` is what `citeman train` made, or the file it is in; it reads every string, and the
    grammar is not asked: what a person taught counts. Without one the packaged model is used.
    """
    texts = list(strings)
    known = [find_known(text) for text in texts]
    read = {
        i: grammar.read(text, known[i])
        for i, text in enumerate(texts)
        if not model and grammar.is_worth_reading(text, known[i])
    }
    certain = {i for i, labels in read.items() if is_certain(texts[i], labels)}
    if len(certain) > _MOSTLY * len(texts):
        certain = {i for i, labels in read.items() if _is_likely(labels)}
    rest = [i for i in range(len(texts)) if i not in certain]
    mends = _by_model([texts[i] for i in rest], model, [known[i] for i in rest])
    by_model = dict(zip(rest, mends, strict=True))
    tagged = (read[i] if i in certain else by_model[i] for i in range(len(texts)))
    return [dotted(text, labels) for text, labels in zip(texts, tagged, strict=True)]


def _by_model(
    texts: list[str], model: "Path | Weights | None", known: list[Known]
) -> list[list[Labelled]]:
    """Label strings by the model; what it is made of is loaded when the first of them comes."""
    if not texts:
        return []
    from citeman.parse import sequence

    tagged = sequence.tag(texts, model, known)
    return [mended(text, labels) for text, labels in zip(texts, tagged, strict=True)]


_KEYWORDS = re.compile(
    r"\b(?:In|eds?|[Ee]ditors?|edn|[Ee]dition|[Ee]dited by|[Tt]ranslated by|[Vv]ols?|pp?|and|"
    r"doi|DOI|PMID|PMCID|PubMed|PMC free article|PMC|Epub|Article in|Available from|Accessed)\b"
    r"|https?://(?:dx\.)?doi\.org/"
)
_NAME_IN_TITLE = re.compile(
    r"\d+\s?:|[^\W\d_a-z]{2,}:\s|(?:[^\W\d_][\w'’-]*\s){1,3}[^\W\d_a-z]{1,3}[.,;]\s|[^\W\d_]+,\s[^\W\d_a-z]"
)
_BETWEEN_DATE_AND_VOLUME = re.compile(r"\s*[;:]\s*")
_VANCOUVER = re.compile(r"[^,.;]+\s[^\W\d_]{1,4}\b")
_NO_JOURNAL = re.compile(
    r"\d|:|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b|eds?\b|[A-Z]\.|.*\[|.*\bed(?:itor|s?\.)"
)
_LEAST = 0.8
_MOSTLY = 0.5
"""A list of which more than this is certain is of the grammar's family as a whole."""


def _is_likely(labels: list[Labelled]) -> bool:
    return all(span.confidence >= _LEAST for span in labels)


def is_certain(text: str, labels: list[Labelled]) -> bool:
    """Tell whether a grammar's reading can be trusted: Vancouver to the last word.

    Of 1,204 such references in GROBID's citation corpus 95.4% agree with its labels as a whole,
    and nearly all others differ where the labels leave "USA" out of a journal's name.
    """
    first: dict[str, Labelled] = {}
    for span in labels:
        first.setdefault(span.label, span)
    return (
        {"title", "issued"} <= first.keys()
        and all(span.confidence >= _LEAST for span in labels)
        and _has_vancouver_authors(text, first)
        and _has_vancouver_source(text, first)
        and not re.search(r"\w", _KEYWORDS.sub("", masked(text, [s[:2] for s in labels])))
    )


def _has_vancouver_authors(text: str, first: Mapping[str, Labelled]) -> bool:
    """Tell whether people, if any, are named as in "Smith AB," and closed by a full stop."""
    people, title = first.get("author") or first.get("editor"), first["title"]
    if _NAME_IN_TITLE.match(text, title.start, title.end):
        return False
    if not people or people.start > title.start:
        return "publisher" not in first
    between = text[people.end : title.start].strip(" .,")
    named = _VANCOUVER.match(text[people.start : people.end]) or people.label == "editor"
    return bool(named) and between in ("", "eds", "[", "“", '"')


def _has_vancouver_source(text: str, first: Mapping[str, Labelled]) -> bool:
    """Tell whether the journal, date and volume, or the imprint, are where they belong."""
    container, volume, issued = first.get("container-title"), first.get("volume"), first["issued"]
    if container and _NO_JOURNAL.match(text[container.start : container.end]):
        return False
    if volume and container and issued.end < volume.start:
        return bool(_BETWEEN_DATE_AND_VOLUME.fullmatch(text[issued.end : volume.start]))
    if container and "status" in first and (page := first.get("page")):
        return text[issued.end : page.start].strip() == ":"
    return "publisher" in first and "publisher-place" in first
