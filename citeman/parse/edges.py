"""Where exactly a span begins and ends: the punctuation around its words, and its keywords.

The model labels words; whether the full stop after "Smith, J" or the bracket before
"[Translated title]" belongs to the field is a matter of convention, and is settled here.
"""

import re
from collections.abc import Callable, Mapping

Cut = tuple[int, int, str]
"""Start, end and label."""

_PAIRS = {")": "(", "]": "["}
_OPENING = {"(": ")", "[": "]"}
_DOTTED = re.compile(r"(?:\b[A-ZÀ-Þ]\.[ -]?|(?<![A-ZÀ-Þ]),\s?(?:[^\W\d_][\w'’-]+ )?)[A-ZÀ-Þ]$")
"""A name whose last initial has a full stop: "Smith, J.", "J. B.", "Crosby, Alfred W."."""
_DOTTED_LIST = re.compile(r"\s[A-ZÀ-Þ]\.[,;].*\s[A-ZÀ-Þ]$")
"""A list whose other initials have full stops: "Stedman J., Derwent D."."""
_LISTED = re.compile(r"\w{1,3}[)\]]\s*(?=\w)")
"""The end of a number or letter that counts references: "a) Ghosh, I."."""
_CLOSING = re.compile(r"\.?\)")
_ENDED = re.compile(
    r"(?P<names>(?:[^\W\d_][\w'’ -]+ [A-ZÀ-Þ]{1,3}, )*[^\W\d_][\w'’ -]+ [A-ZÀ-Þ]{2,3})\. "
    r"(?P<title>[A-ZÀ-Þ][a-zà-þ-]{2,}(?: [a-zà-þ-]+)*)"
)
"""Vancouver names, then words that can be no name for want of initials: "Roe LD. Erlotinib"."""
_EDITION = re.compile(
    r"(?P<number>\d+(?:st|nd|rd|th|d|e|ª|\.)?)[\s.]*(?:ed|edn|edition|aufl|auflage|éd|édition)\b",
    re.I,
)
_SHORT = re.compile(r"\b(?:rev|ed|aufl|bearb|erw)$", re.I)
_THESIS = re.compile(
    r"(?<=\w\w)[)\]”\"]?(?:[.,;]|\s[–—-])\s(?P<genre>(?:Tese|Dissertaç[aã]o|Th[èe]se|Tesis|Tesi|Dissertation|"
    r"Doktora Tezi|Yüksek Lisans Tezi|Habilitation(?:sschrift)?|Diplomarbeit|Masterarbeit|"
    r"(?:[Uu]npublished )?(?:Ph\.?\s?D\.?|[Dd]octoral|[Mm]aster['’]?s?|M\.?[AS]c?\.?) "
    r"(?:[Tt]hesis|[Dd]issertation))(?: (?:d[eio] |en |doct)\w.*| \(.*)?)$"
)
_THESES = ("Tes", "Tez", "issert", "Thes", "Thès", "hesis", "Habil", "arbeit")
"""Bits of text of which one is in every genre of `_THESIS`."""
_SUPPLEMENT = re.compile(r"(\w+)\s+((?:Suppl|Pt|Part|Spec|Sonderheft)\b.*)$")
_VOLUMES = re.compile(r"\d+\s*(?:vols?|volumes|Bde|Bände)\b", re.I)


def settled(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Give a span of words its exact edges; few spans are cut in two, or left out.

    >>> settled("Smith, J. (2001). [A title].", 0, 8, "author")
    [(0, 9, 'author')]
    >>> settled("Smith, J. (2001). [A title].", 19, 26, "title")
    [(18, 27, 'title')]
    """
    return SETTLED.get(label, _closed)(text, start, end, label)


def _closed(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Take in the question mark behind the last word, and brackets that would stand alone."""
    while end < len(text) and text[end] in ")]?!":
        opening = _PAIRS.get(text[end])
        inside = text[start:end]
        if opening and inside.count(opening) <= inside.count(text[end]):
            break
        end += 1
    closing = _OPENING.get(text[start - 1 : start])
    if closing and text[start:end].find(closing) > -1 and _stands_alone(text[start:end], closing):
        start -= 1
    return [(start, end, label)]


def _stands_alone(inside: str, closing: str) -> bool:
    return inside.count(closing) > inside.count(_PAIRS[closing])


def _title(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Keep the brackets that say a title is translated; cut off "Tese (Doutorado)" behind it."""
    if thesis := _thesis(text[start:end]):
        return [
            *_closed(text, start, start + thesis.start(), label),
            *_closed(text, start + thesis.start("genre"), end, "genre"),
        ]
    if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
        return [(start - 1, end + 1, label)]
    return _closed(text, start, end, label)


def _thesis(title: str) -> re.Match[str] | None:
    """Find a genre at the end, if there is any of what they all have: quicker than the search."""
    return _THESIS.search(title) if any(map(title.__contains__, _THESES)) else None


def _names(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Keep the full stop of an initial, where initials have one; end Vancouver lists at theirs."""
    ended = _ENDED.fullmatch(text, start, end) if text.find(". ", start, end) > 0 else None
    if ended:
        return [(start, ended.end("names"), label), (ended.start("title"), end, "title")]
    listed = _LISTED.match(text, start, end)
    start = listed.end() if listed else start
    closing = _CLOSING.match(text, end)
    if closing and text.count("(", start, end) > text.count(")", start, end):
        end = closing.end()
    if text[end : end + 1] == "." and _is_dotted(text[start:end]):
        end += 1
    return [(start, end, label)]


def _is_dotted(names: str) -> bool:
    return bool(_DOTTED.search(names) or _DOTTED_LIST.search(names))


def _edition(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Leave out "ed." after a number; keep the full stop of "Rev. ed."."""
    numbered = _EDITION.match(text, start)
    if numbered and numbered.end() >= end:
        return [(start, numbered.end("number"), label)]
    short = text[end : end + 1] == "." and _SHORT.search(text[start:end])
    return [(start, end + bool(short), label)]


def _volume(text: str, start: int, end: int, label: str) -> list[Cut]:
    """Tell a supplement, a lone issue in parentheses and a number of volumes from a volume."""
    if _VOLUMES.fullmatch(text[start:end]):
        return []
    supplement = _SUPPLEMENT.fullmatch(text[start:end])
    if supplement:
        volume = (start, start + supplement.end(1), label)
        return [volume, (start + supplement.start(2), end, "issue")]
    if text[max(start - 2, 0) : start] == ";(" and text[end : end + 1] == ")":
        return [(start, end, "issue")]
    return [(start, end, label)]


SETTLED: Mapping[str, Callable[[str, int, int, str], list[Cut]]] = {
    "title": _title,
    "author": _names,
    "editor": _names,
    "translator": _names,
    "edition": _edition,
    "volume": _volume,
}
