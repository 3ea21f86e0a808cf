"""Where a citation ends and an annotation begins, when both stand in one run of words."""

import re

from citeman.parse.forms import LANGUAGES
from citeman.parse.shape import has_prose

_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
_PAGES = r"[A-Za-z]{0,5}\d(?:[\w.]*\w)?(?:\s?[-–]\s?[A-Za-z]?\d(?:[\w.]*\w)?)?"
_CORE = re.compile(
    rf"""
      \b{_YEAR}\b[^;:()]{{0,16}}[;:]\s*\d+\s*                                   # 2003; 21
        (?:\([^)]{{1,24}}\)|\[[^]]{{1,24}}\]|[Ss]uppl\.?\s*\w*|[Pp]t\.?\s*\w+)?\s*[:,]\s*{_PAGES}
    | \b\d+\s*(?:\([^)]{{1,24}}\)\s*)?[:,]\s*(?:pp?\.\s*)?\d+\s?[-–]\s?\w*\d\w*(?:\s*\({_YEAR}\))?
    | \bpp?\.\s*{_PAGES}
    | [:,]\s*[^:;.]{{2,60}},\s*(?:c|©)?{_YEAR}(?=[.;,)]|\s*$)       # New York: Wiley, 1999
    """,
    re.VERBOSE,
)
_TRAILER = re.compile(
    r"""
    [\s.;,]* (?:
      \[ (?:PubMed|PMC[ ]free[ ]article|PMC|CrossRef|DOI|Google[ ]Scholar|Medline|
            (?:Free[ ])?Full[ ]Text|Ref[ ]list) (?::[^]]*)? \]
    | (?:PMID|PMCID|PubMed(?:\s+(?:PMID|ID|Central\s+PMCID))?|NIHMSID|NIHMS)\s*[:#]?\s*(?:PMC)?\d+
    | (?:[Dd][Oo][Ii]\s*[:=]?\s*)? (?:https?://(?:dx\.)?doi\.org/)? 10\.\d{4,9}/\S+
    | (?:\[Online\]\.?\s*)?
      (?:Available(?:\s+(?:from|at))?|Retrieved\s+from|Accessed(?:\s+(?:on|at))?|URL)
      \s*:?\s*(?:https?://|www\.)\S+
    | https?://\S+
    | \(?Epub\s+\d{4}[^.)]{0,14}\)? | Epub\s+ahead\s+of\s+print | eCollection\s+\d{4}[^.]{0,14}
    | pp?\.\s*\w+(?:\s?[-–]\s?\w+)? | S\.\s*\d+(?:\s?[-–]\s?\w+)? | (?:1[5-9]|20)\d\d(?=[.;]|$)
    | (?:Review|Erratum\s+in:[^.]*\.[^.]*|No\s+abstract\s+available)(?=\.)
    | \(in\s+[A-Z][a-z]+\) | \[in\s+[A-Z][a-z]+\]
    | (?:"""
    + LANGUAGES
    + r""")(?=\.|$|\s*\[)
    | \((?:Abstract|Letter|Review|Editorial)\) | \[(?:abstract|letter|review|editorial)\]
    )
    """,
    re.VERBOSE,
)
_IDENTIFIERS = re.compile(r"\[PubMed|\[PMC|\bPMID|\bPMCID|\bdoi:|https?://|\bDOI", re.ASCII)
_TELLING = re.compile(r"\d|://|www\.|\[")
_CLOSE = re.compile(r"[\s.;,)\]]*")


def citation_end(text: str) -> int:
    """Find where the citation at the front of `text` is complete, identifiers included.

    Returns the offset after its last character (a closing full stop counts), or len(text) when no
    locator, imprint or identifier says where it ends.

    >>> text = "Noble S. IL-2. BioDrugs 1997; 7: 394-422. [PubMed: 18031103] (Review of its use)."
    >>> text[: citation_end(text)]
    'Noble S. IL-2. BioDrugs 1997; 7: 394-422. [PubMed: 18031103]'
    """
    core = _CORE.search(text)
    end = core.end() if core else 0
    if not core:
        first = _first_trailer(text)
        if not first:
            return len(text)
        end = first.start()
    while trailer := _TRAILER.match(text, end):
        if trailer.end() == end:
            break
        end = trailer.end()
    closed = _CLOSE.match(text, end)
    return end + len(closed[0].rstrip()) if closed else end


def cut(text: str) -> int:
    """Where a citation gives way to an annotation in one run of words; len(text) if it does not.

    What follows must read like prose or stand in parentheses, so that the unknown end of an odd
    citation stays with it.
    """
    end = citation_end(text)
    rest = text[end:].strip()
    if not rest or not (rest.startswith(("(", "[", "–", "—")) or rest[0].isupper()):
        return len(text)
    return end if has_prose(rest) else len(text)


def identifiers_at_end(text: str) -> int:
    """Where identifiers begin that close an annotation; 0 when none do.

    >>> identifiers_at_end("(Describes two cases). PMID: 12974198")
    23
    """
    for found in _IDENTIFIERS.finditer(text):
        if _only_trailers(text, found.start()):
            return found.start()
    return 0


def is_trailer(text: str) -> bool:
    """Tell whether text begins with what follows a citation: identifiers, Epub dates, links."""
    found = _TRAILER.match(text)
    return bool(found and found.end())


def _only_trailers(text: str, start: int) -> bool:
    """Tell whether nothing but trailers stands in text[start:]."""
    end = start
    while (trailer := _TRAILER.match(text, end)) and trailer.end() > end:
        end = trailer.end()
    return not text[end:].strip(" .;,)]")


def is_complete(text: str) -> bool:
    """Tell whether a citation could end here: it has its locator or imprint, and is closed."""
    return is_located(text) and citation_end(text) == len(text)


def is_located(text: str) -> bool:
    """Tell whether text has what ends a citation: a locator, an imprint or an identifier."""
    return bool(_CORE.search(text) or _first_trailer(text))


def _first_trailer(text: str) -> re.Match[str] | None:
    """Find the first trailer that tells something: a language or "Review" may end a title."""
    found = _TRAILER.finditer(text, 10)
    return next((each for each in found if _TELLING.search(each[0])), None)
