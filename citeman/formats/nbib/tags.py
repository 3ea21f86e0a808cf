"""An nbib file cut into records, and records into tagged values.

The tags are those of https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from citeman.text import lines as lines_of

Tags = Mapping[str, list[str]]
"""The values of one record by tag, in order."""

_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}- ?(?P<value>.*)")
_PMID = re.compile(r"PMID ?- ?\d")

NOTICES = {
    "RIN": "retraction", "PRIN": "partial-retraction", "RRI": "retraction-and-republication",
    "ECI": "expression-of-concern", "EIN": "erratum", "CRI": "correction-and-republication",
    "RPI": "republication", "UIN": "update", "CIN": "comment", "ROF": "retraction-of",
    "PROF": "partial-retraction-of", "RRF": "retracted-and-republished-from",
    "ECF": "expression-of-concern-for", "EFR": "erratum-for",
    "CRF": "corrected-and-republished-from", "RPF": "republished-from", "UOF": "update-of",
    "CON": "comment-on", "SPIN": "summary-for-patients-in", "ORI": "original-report-in",
}  # fmt: skip
"""Tag -> what the notice is, in the words that `citeman.formats.pubmedxml` uses."""


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cut a text into records: the number of the first line, from 1, and the lines.

    A tag after a blank line begins a record, and so does a second PMID.
    """
    lines: list[str] = []
    start, blank, has_pmid = 1, False, False
    for number, line in enumerate(lines_of(text.removeprefix("\ufeff")), start=1):
        line = line.rstrip()
        is_pmid = bool(_PMID.match(line))
        if lines and ((is_pmid and has_pmid) or (blank and _LINE.match(line))):
            yield start, lines
            lines, has_pmid = [], False
        if line:
            start = start if lines else number
            lines.append(line)
        blank, has_pmid = not line, has_pmid or is_pmid
    if lines:
        yield start, lines


def read_tags(lines: Iterable[str], number: int = 1) -> tuple[dict[str, list[str]], list[int]]:
    """Read the tags of one record, and the numbers of lines that are neither tag nor going on."""
    tags: dict[str, list[str]] = {}
    strange: list[int] = []
    last: list[str] = []
    for at, line in enumerate(lines, start=number):
        found = _LINE.match(line)
        if found:
            last = tags.setdefault(found["tag"], [])
            last.append(found["value"].strip())
        elif line[:2].isspace() and last:
            last[-1] = f"{last[-1]} {line.strip()}".lstrip()
        else:
            strange.append(at)
    return tags, strange
