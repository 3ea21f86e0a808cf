"""Where a DOI ends, which no syntax says: DOIs may hold nearly every character."""

import re
from html import unescape
from urllib.parse import unquote

# 10.1016/j.jhep.2003.11.001; a SICI holds <1661::AID-SIM968>; %2F is a slash inside a link.
DOI = re.compile(
    r"(?<!\d)(?<!\d\.)(?P<id>10\s?\.\s?\d{4,9}(?:\.\d+)*\s?(?:/|%2F)\s?"
    r"(?:[^\s<>\"“”«»{}|\\^`]|<[^\s<>]*:[^\s<>]*>|\\_)+)"
)
_REST = re.compile(r"\s(?P<slash>/)?(?P<rest>(?=[A-Za-z.()/:-]*\d)[A-Za-z0-9](?:[\w.()/:-]|\\_)*)")
_BROKEN_OFF = re.compile(r"/[^\d]*[./_-]|.*[-/]")
# What a DOI runs into where a blank is missing: ".PMID: 12", "[PubMed", ",arXiv", ".Smith J".
_AFTER = re.compile(
    r"(?:[;.(]\(?(?:PMID|PMCID|PMC\d|PubMed|Medline|CrossRef|Google|URL)|[\[,](?=[A-Za-z])"
    r"|(?<=\d)\.(?=[A-Z][a-z]{2})|(?:PMID|https?):|&[lg]t;$|&lt;/).*",
    re.DOTALL,
)


def whole_doi(match: re.Match[str]) -> str:
    """Take a DOI that `DOI` found as far as it goes: over blanks that broke it, not into the rest.

    >>> whole_doi(DOI.match("10.1007/s11192- 021- 03975- 2.PMID: 12"))
    '10.1007/s11192- 021- 03975- 2'
    """
    raw, text = match["id"], match.string
    while rest := _REST.match(text, match.start() + len(raw)):
        suffix = raw[max(raw.find("/"), 0) :]
        slash = rest["slash"] and not re.search(r"\d", suffix)
        if not (slash or _BROKEN_OFF.fullmatch(suffix)):
            break
        raw = text[match.start() : rest.end()]
    return trim(_AFTER.sub("", raw))


def clean_doi(raw: str) -> str:
    """Spell a DOI as it was registered: no blanks, entities, escapes; "" if a part is missing."""
    value = re.sub(r"\s|\\", "", unescape(unquote(raw)))
    prefix, _, suffix = value.partition("/")
    return value if prefix and suffix else ""


_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


def trim(raw: str) -> str:
    """Cut punctuation and closing brackets that belong to the sentence around."""
    while raw:
        last = raw[-1]
        if raw.endswith("&gt;"):
            if "&lt;" in raw:
                return raw
            raw = raw[:-4]
        elif last in ".,;:!?'\"’”»…*([{" or (
            last in _OPENING and raw.count(last) > raw.count(_OPENING[last])
        ):
            raw = raw[:-1]
        else:
            return raw
    return raw
