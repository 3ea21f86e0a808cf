"""References inside running text: "[Adapted from: Kleiner DE, ... 2014; 59: 661-70]"."""

import re
from collections.abc import Iterator

from citeman.documents.document import Document
from citeman.model import Span
from citeman.parse.lines import words
from citeman.parse.shape import is_reference

_LEAD = re.compile(
    r"(?P<open>[\[(])\s*(?:(?:Figure|Table|Data|Text|Image)s?\s+)?"
    r"(?:Adapted|Modified|Reproduced|Reprinted|Republished|Redrawn|Excerpted|Abstracted|Taken|Derived|"
    r"Quoted|Extracted|Based|Source|From|Cited|See)\b"
    r"(?:[ ,]+(?:(?:and|or)\s+\w+|with permission|in part|largely|\w+ly)[ ,]*)*"
    r"(?:\s+(?:from|after|in|on|by|also))?\s*:?\s+",
    re.IGNORECASE,
)
_CLOSE = {"[": "]", "(": ")"}
_LONGEST = 1200


def in_prose(document: Document) -> Iterator[Span]:
    """Find the references that prose gives in brackets, after words such as "Adapted from"."""
    for lead in _LEAD.finditer(document.text):
        end = _closing(document.text, lead.start(), lead["open"])
        if end and is_reference(words(document, lead.end(), end)):
            yield Span(lead.end(), end)


def _closing(text: str, start: int, opening: str) -> int:
    """The offset of the bracket that closes the one at `start`; 0 when none does in reach."""
    depth = 0
    for i in range(start, min(start + _LONGEST, len(text))):
        if text[i] == opening:
            depth += 1
        elif text[i] == _CLOSE[opening]:
            depth -= 1
            if depth == 0:
                return i
    return 0
