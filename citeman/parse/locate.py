"""Find the reference lists of a document: by their headings, or else by their shape."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from citeman.documents.document import Document, Heading
from citeman.model import Span
from citeman.parse.lines import Line, read_lines, words

_LIST_HEADING = re.compile(
    r"""
    (?:(?:\d+|[IVX]+|[A-Z])[.)]?\s+)?                    # "7. References"
    (?:
      (?:(?:annotated|selected|cited|key|main|general|additional|supplementa(?:l|ry)|primary|
           recommended|suggested|online|core|further|full|working|short)\s+)*
      (?: references?(?:\s+(?:cited|list|and\s+(?:notes|links|further\s+reading|annotations?)))?
        | reference\s+list | bibliograph(?:y|ies) | works\s+(?:cited|consulted)
        | literature(?:\s+cited)?
        | citations | sources | readings? | reading\s+list | publications )
    | (?:kommentierte\s+)?literatur(?:verzeichnis|angaben|liste|hinweise)?
    | quellen(?:verzeichnis|angaben)? | références(?:\s+bibliographiques)?
    | (?:kommentierte\s+)?bibliogra(?:ph|f)ie(?:\s+(?:annotée|sélective))?
    | (?:bibliografía|referencias)(?:\s+(?:bibliográficas|anotada|comentada|citadas))?
    | (?:bibliografia|referências|riferimenti)
      (?:\s+(?:bibliográficas|bibliografici|annotata|comentada|anotada))?
    | literatuur(?:lijst)? | litteratur | källor | литература | 参考文献
    )
    \s* (?:\([^)]{0,40}\))? \s* :?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_END_HEADING = re.compile(
    r"""
      views | new\s+and\s+updated | related\s+(?:information|items?|articles?|content|links)
    | similar\s+articles.* | recent\s+activity | see\s+also | external\s+links | cited\s+by.*
    | share | copyright.* | ©.* | publication\s+details
    | author\s+(?:information|affiliations|contributions)
    | about\s+the\s+authors? | acknowledge?ments? | funding | appendix.* | appendices | figures?
    | tables? | footnotes? | supplementary\s+(?:materials?|data|information) | comments?
    | leave\s+a\s+.* | bookshelf\s+id.* | in\s+this\s+page | pubmed | tags? | categories
    | navigation | glossary | index
    | (?:conflicts?|competing|declaration)\s+.*interests? | disclosures?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HASHES = re.compile(r"^#+\s*|[\s#*_=:–—-]+$|^[*_]+")
_LONGEST_HEADING = 70


def _bare(text: str) -> str:
    return _HASHES.sub("", text.strip())


def is_list_heading(text: str) -> bool:
    """Tell whether a line is the heading of a reference list, in any of nine languages.

    >>> is_list_heading("ANNOTATED BIBLIOGRAPHY"), is_list_heading("7. Literaturverzeichnis:")
    (True, True)
    >>> is_list_heading("References updated: 05 May 2018")
    False
    """
    return len(text) <= _LONGEST_HEADING and bool(_LIST_HEADING.fullmatch(_bare(text)))


def is_end_heading(text: str) -> bool:
    """Tell whether a line is what stands on pages after a list: views, copyright, appendix."""
    return len(text) <= _LONGEST_HEADING and bool(_END_HEADING.fullmatch(_bare(text)))


def locate(document: Document) -> list[Span]:
    """Find the stretches that hold reference lists, in order; the whole text when none is named.

    The markup may name a list where no heading does. A list begins after its heading. It ends
    before the next heading of its level or above, before the page's furniture, or with the text;
    what in it is no reference, `split` leaves out. Where no list is named, each foot- or endnote
    stands for itself, and so does the text between two of them.
    """
    lines = read_lines(document, 0, len(document.text))
    headed = _by_heading(document, lines)
    named = sorted([*headed, *(Span(*li) for li in document.lists if _is_apart(li, headed))])
    return named or _parted(document)


def is_named(document: Document, span: Span) -> bool:
    """Tell whether a stretch that `locate` gave is a list by its heading, or by the markup."""
    above = read_lines(document, document.text.rfind("\n", 0, span.start) + 1, span.start)
    return span in document.lists or any(
        is_list_heading(words(document, line.start, line.end)) for line in above
    )


def _is_apart(span: Span, others: Sequence[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in others)


def _parted(document: Document) -> list[Span]:
    """Cut the whole text at its notes."""
    cuts = sorted({0, len(document.text)}.union(*document.notes))
    return [Span(start, end) for start, end in pairwise(cuts)] or [Span(0, 0)]


def _by_heading(document: Document, lines: Sequence[Line]) -> list[Span]:
    found: list[Span] = []
    for i, line in enumerate(lines[:-1]):
        if found and line.start < found[-1].end:
            continue
        if is_list_heading(words(document, line.start, line.end)):
            end = _end(document, lines[i + 1 :], _level(document.headings, line))
            found.append(Span(line.end, end))
    return [span for span in found if span.end > span.start]


def _level(headings: Sequence[Heading], line: Line) -> int | None:
    """The level of the markup's heading on a line, or None."""
    at = bisect_left(headings, line.start, key=lambda heading: heading.end)
    on_line = at < len(headings) and headings[at].start <= line.end
    return headings[at].level if on_line else None


def _end(document: Document, lines: Sequence[Line], level: int | None) -> int:
    for line in lines:
        text = words(document, line.start, line.end)
        closes = is_end_heading(text) and not line.marker
        if line.gap and (closes or is_list_heading(text)):
            return line.start
        below = _level(document.headings, line) if level is not None else None
        if below is not None and level is not None and below <= level:
            return line.start
    return len(document.text)
