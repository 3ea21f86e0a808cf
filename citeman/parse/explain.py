"""Why a list was cut where it was: for every line, what the layout says and what the words say."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from citeman.documents.document import Document
from citeman.parse.collect import Found, collect, key_of
from citeman.parse.lines import Line, read_lines, words
from citeman.parse.locate import is_named, locate
from citeman.parse.split import Entry
from citeman.parse.starts import starts


class Explained(NamedTuple):
    """One line of a list, its number in the document's text, and what was made of it.

    `role` is "begins", "goes on", "note" or "left out"; `layout` and `wording` say why a reference
    begins on it, "" where nothing does; `doubt` what speaks against that.
    """

    line: int
    role: str
    layout: str
    wording: str
    doubt: str
    text: str


def explain(document: Document) -> list[Explained]:
    """Explain every line of a document's lists; of text without a list only what was read."""
    found = [each for each in collect(document) if each.seen.text]
    regions = locate(document)
    lines = [line for region in regions for line in read_lines(document, *region)]
    begins = [each.entry.citation.start for each in found]
    breaks = [at for at, letter in enumerate(document.text) if letter == "\n"]
    said: list[Explained] = []
    for i, line in enumerate(lines):
        number = bisect_left(breaks, line.start) + 1
        first, behind = bisect_left(begins, line.start), bisect_left(begins, line.end)
        for n in range(first, behind):
            said.append(_begun(document, found, n, _layout(document, lines, i, begins[n]), number))
        if first == behind:
            text = words(document, line.start, line.end)
            role = _role(line, found[first - 1].entry) if first else "left out"
            said.append(Explained(number, role, "", "", "", text))
    named = any(is_named(document, region) for region in regions)
    return said if named else [each for each in said if each.role != "left out"]


def _begun(
    document: Document, found: Sequence[Found], n: int, layout: str, number: int
) -> Explained:
    """Explain the line on which a reference begins."""
    key = key_of(document, found[n].entry)
    layout = f"{layout}, and its key {key}" if layout and key else layout
    doubt, text = found[n].entry.doubt, found[n].seen.text
    return Explained(number, "begins", layout, _wording(found, n), doubt, text)


def _role(line: Line, entry: Entry) -> str:
    note = entry.annotation
    if note and note.start <= line.start < note.end:
        return "note"
    return "goes on" if line.start < entry.citation.end else "left out"


def _layout(document: Document, lines: Sequence[Line], i: int, start: int) -> str:
    """Say what the layout shows where a reference begins; "" in the middle of a line."""
    line, above = lines[i], lines[i - 1] if i else None
    if document.text[line.body : start].strip():
        return ""
    if line.marker in ("number", "bare"):
        return f"number {line.number}"
    if line.marker:
        return {"bullet": "a bullet", "note": "the mark of a footnote"}[line.marker]
    if line.gap:
        return "a blank line above"
    if above and above.indent > line.indent:
        return "the line above is indented further"
    if above and above.indent < line.indent:
        return "its first line is indented"
    return "a line of its own"


def _wording(found: Sequence[Found], n: int) -> str:
    """Say why the words begin a reference, read after those of the one before."""
    if found[n].entry.why:
        return found[n].entry.why
    if n == 0:
        return "the list begins"
    before, here = found[n - 1].seen.text, found[n].seen.text
    both = f"{before} {here}"
    return next((s.why for s in starts(both) if s.offset == len(both) - len(here)), "")
