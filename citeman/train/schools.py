"""The labelling schools: how each one's conventions map to our labels, one table per school.

Schools differ in their label names, in whether a span takes in its keyword ("pp. 35-77", "In
Proceedings ..."), and in what they leave unlabelled. The tables say which; `read` applies them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from citeman.train.examples import OUTSIDE, Example

Spans = list[tuple[int, int, str]]

COMMON = {
    "author": "author", "editor": "editor", "translator": "translator", "title": "title",
    "container-title": "container-title", "collection-title": "collection-title",
    "publisher": "publisher", "publisher-place": "publisher-place", "edition": "edition",
    "issued": "issued", "volume": "volume", "issue": "issue", "page": "page", "genre": "genre",
    "number": "number", "citation-number": "citation-number", "note": "note", "DOI": "DOI",
    "PMID": "PMID", "PMCID": "PMCID", "arXiv": "arXiv", "ISBN": "ISBN", "ISSN": "ISSN",
    "URL": "URL",
}  # fmt: skip


class School(NamedTuple):
    """`labels` maps label names; what it lacks is not taught. `rest` is what unlabelled words
    may be. `locators` tells that a volume span may hold the issue and the pages as well."""

    labels: Mapping[str, str]
    rest: str = OUTSIDE
    locators: bool = False
    weight: float = 1.0


ANYSTYLE = School(
    COMMON | {"producer": "publisher", "archive": OUTSIDE, "medium": OUTSIDE},
    locators=True,
)
GROBID = School(
    COMMON
    | {
        "institution": "publisher", "collaboration": "author", "idno": "number|outside",
        "chapter": OUTSIDE, "number-of-pages": OUTSIDE,
    },
    rest="outside|edition",
)  # fmt: skip
ORE = School(
    COMMON | {"eloc": "page"},
    rest="outside|publisher|publisher-place|edition|editor|translator|collection-title"
    "|event-title|genre|note|accessed|number|URL",
)
ARS = School(
    COMMON | {"number-of-pages": OUTSIDE},
    rest="outside|publisher-place|collection-title|editor|edition|genre",
)
SCHOOL_OF = {
    "anystyle_core": ANYSTYLE, "anystyle_gold": ANYSTYLE, "anystyle_good": ANYSTYLE,
    "grobid_citations": GROBID, "grobid_papers": GROBID, "grobid_kisti": GROBID,
    "grobid_crossrefraw": GROBID, "ore_jats": ORE, "ars_fixtures": ARS,
}  # fmt: skip
"""The sets that may be trained on, and no others."""

_LEAD = {
    "container-title": r"(?:(?:publi(?:shed|é)\s+)?(?:in|dans|en|within)\b[\s:]*)+(?=\S)"
    r"|paper presented at (?:the )?|presented at (?:the )?|appeared in\s+",
    "editor": r"(?:in\s*:?\s+)?(?:\(?\s*(?:eds?\.?|edited|hrsg\.?|hg\.?|éds?\.?|dir\.?|a cura)"
    r"(?:\s+(?:by|von|par|di|d['’]))?\s*:?\s+)?(?:sous la dir(?:\.|ection)\s+(?:de\s+|d['’])?)?",
    "translator": r"(?:trans(?:lated|l?\.)?|tr\.|übers(?:etzt|\.)?|trad(?:uit|\.|uction)?)"
    r"(?:\s+(?:by|von|par|de|from .{3,20} by))?\s+",
    "page": r"(?:pages?|pp?|pgs?|pag|págs?|ss?|seiten?)\b[\s.:]*",
    "publisher": r"(?:published by|publisher)\b[\s:]*",
    "DOI": r"(?:doi|url)\b[\s:]*",
    "URL": r"(?:available|retrieved|verfügbar|disponible)?\s*(?:at|from|online|unter|sur)?"
    r"\s*(?:url)?\s*:?\s*",
    "ISBN": r"isbn[\s:]*", "ISSN": r"issn[\s:]*", "PMID": r"pmid[\s:]*",
    "arXiv": r"arxiv\s*:\s*",
}  # fmt: skip
_TRAIL = {
    "editor": r"(?<=[\s,.(\[])"
    r"(?:eds?|editors?|hrsg|hg|dir|coords?|éds?|org|orgs|a cura di|in)\b",
    "translator": r"(?<=[\s,.(\[])(?:trans|translators?|tr)\b",
    "edition": r"(?<=\S)\s+(?:ed|edn|edition|aufl|auflage|éd|édition)\b",
    "page": r"(?<=\d)[\s.]*(?:pp?|s|seiten|pages)\b",
}
_LEADS = {label: re.compile(pattern, re.I) for label, pattern in _LEAD.items()}
_TRAILS = {label: re.compile(rf"{p}[\W_]*$", re.I) for label, p in _TRAIL.items()}
NOTES = {
    "PMID|outside": re.compile(r"\W*(?:PMID|pubmed)", re.I),
    "outside|URL": re.compile(
        r"\W*(?:(?:available|retrieved)[^\d]*$|available|url|http|online\W*$)", re.I
    ),
    "accessed|outside": re.compile(
        r"\W*(?:last\s+)?(?:access|retriev|view|visit|abger|consult|zugriff|acces|cited)", re.I
    ),
    "note|collection-title": re.compile(r"\W*\([^()]+\)\W*$|series|coll", re.I),
}
_LOCATOR = re.compile(r"[^\W_]+")


def read(row: Mapping[str, Any], source: str) -> Example:
    """Turn a row of a set into an example, by the conventions of its school."""
    school = SCHOOL_OF[source]
    raw, fields = row["raw"], row["fields"]
    spans: Spans = []
    for start, end, name in row.get("spans") or ():
        label = school.labels.get(name)
        if label:
            spans += _read_span(raw, start, end, label, fields, school)
    rest = school.rest
    if school is ORE and "container-title" in row["meta"].get("unlabelled", ()):
        rest += "|container-title"
    return Example(raw, tuple(sorted(spans)), rest, source, school.weight)


def _read_span(
    raw: str, start: int, end: int, label: str, fields: Mapping[str, Any], school: School
) -> Spans:
    if label == "page" and "page" not in fields and fields.get("number-of-pages"):
        return [(start, end, OUTSIDE)]
    if label == "note":
        return [(start, end, _sort_of_note(raw[start:end]))]
    if label == "volume" and school.locators:
        return list(_locators(raw, start, end, fields))
    return trimmed(raw, start, end, label)


def _sort_of_note(note: str) -> str:
    """AnyStyle's notes are also access dates, identifiers, keywords and series in parentheses."""
    for label, pattern in NOTES.items():
        if pattern.match(note):
            return label
    return "note"


def trimmed(raw: str, start: int, end: int, label: str) -> Spans:
    """Leave out of a span the keywords that set it off; they are outside."""
    whole = (start, end)
    lead = _LEADS.get(label)
    while start < end and not raw[start].isalnum():
        start += 1
    if lead and (match := lead.match(raw, start, end)):
        start = match.end()
    trail = _TRAILS.get(label)
    if trail and (match := trail.search(raw[start:end])):
        end = start + match.start()
    if not any(c.isalnum() for c in raw[start:end]):
        return [(*whole, label)]
    out = [(whole[0], start, OUTSIDE), (start, end, label), (end, whole[1], OUTSIDE)]
    return [(a, b, x) for a, b, x in out if a < b]


def _locators(
    raw: str, start: int, end: int, fields: Mapping[str, Any]
) -> Iterator[tuple[int, int, str]]:
    """Tell volume, issue and page of one span apart by the values the set gives them."""
    at, found = start, False
    for label in ("volume", "issue", "page"):
        value = str(fields.get(label) or "")
        place = _find_words(raw, at, end, value)
        if place and ";" not in raw[slice(*place)]:
            yield from ((at, place[0], OUTSIDE),) if at < place[0] else ()
            yield (*place, label)
            at, found = place[1], True
        elif value and label != "page":
            break
    if not found:
        yield (at, end, "volume|issue|page|issued|outside")
    elif at < end:
        yield (at, end, OUTSIDE if found else "volume|issue|page|outside")


def _find_words(raw: str, start: int, end: int, value: str) -> tuple[int, int] | None:
    words = _LOCATOR.findall(value)
    if not words:
        return None
    match = re.compile(
        r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])"
    ).search(raw, start, end)
    return match.span() if match else None
