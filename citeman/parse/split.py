"""A reference list becomes entries: one citation each, and the annotation that belongs to it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from citeman.documents.document import Document
from citeman.model import Span
from citeman.parse.authors import people_end
from citeman.parse.evidence import hanging_indent, has_year, is_beside, is_of_blocks, is_plain
from citeman.parse.gaps import close_gaps
from citeman.parse.lines import Line, blocks, hull, read_lines, words
from citeman.parse.markers import marked_starts
from citeman.parse.shape import has_prose, is_reference, lead_in
from citeman.parse.tail import cut, identifiers_at_end, is_complete, is_located, is_trailer
from citeman.text import stretch

_PARAGRAPH = 40
"""Characters from which a block under a citation can be an annotation."""
_A_FEW = 0.2
_MOSTLY = 0.5
_NEARLY_ALL = 0.75
_INTRODUCED = 2
"""Lines that a list may have in front of its first number."""


class Entry(NamedTuple):
    """One entry of a list: spans of its citation and annotation in the document's text.

    `why` says what made it begin where it does; `doubt` what speaks against that.
    """

    citation: Span
    annotation: Span | None
    number: int
    why: str = ""
    doubt: str = ""


def split(document: Document, region: Span, *, named: bool = True) -> list[Entry]:
    """Cut a list into entries.

    Bullets and numbers decide where there are any; else blank lines, hanging indents and the
    shape of references do. `named` says that the region stands under a heading of its own:
    otherwise a block or bullet becomes an entry only when it has the shape of a reference.
    """
    lines = close_gaps(document, read_lines(document, region.start, region.end))
    hanging = hanging_indent(document, lines) if named else None
    marked = _by_marker(document, lines, hanging, named=named)
    groups = marked or _by_shape(document, lines, hanging, named=named)
    ends = [_citation_end(document, group.lines) for group in groups]
    entries = [
        _entry(document, group, end)
        for group, end in zip(groups, _usual_ends(groups, ends), strict=True)
    ]
    notes = any(group.lines[0].marker == "note" for group in groups)
    keyed = [] if notes else [key.start for key in document.keys]
    sure = [
        group.sure or entry.citation.start in keyed
        for group, entry in zip(groups, entries, strict=True)
    ]
    return _kept(document, entries, sure, every=bool(marked) and named and not notes)


def _kept(
    document: Document, entries: Sequence[Entry], sure: Sequence[bool], *, every: bool
) -> list[Entry]:
    """Leave out what is no reference: menus behind a list, or anything where no list is named.

    A number of the list's series makes an entry, whatever it holds, and so does a key.
    """
    likely = [
        is_sure or entry.number >= 0 or _looks(document, entry.citation)
        for entry, is_sure in zip(entries, sure, strict=True)
    ]
    last = max((i for i, is_likely in enumerate(likely) if is_likely), default=-1)
    return [e for i, e in enumerate(entries) if likely[i] or (every and i < last)]


def _looks(document: Document, span: Span) -> bool:
    return is_reference(words(document, *span))


class _Group(NamedTuple):
    """The lines of one entry: those beside its citation, then whole blocks that follow it.

    `sure` says that the layout shows it to be one, whatever its shape.
    """

    lines: list[Line]
    extra: list[list[Line]]
    sure: bool = False


def _by_marker(
    document: Document, lines: Sequence[Line], hanging: int | None, *, named: bool
) -> list[_Group]:
    """Group lines by the bullets or numbers of one level, if most of them begin references.

    Under a heading of their own a few are enough, and numbers that begin with 1 in the first lines
    need no such proof. Lines before the first number are references where that is not 1.
    """
    starts = marked_starts(lines)
    if not starts or (hanging is not None and is_beside(starts, lines, hanging)):
        return []
    bounds = [*starts, len(lines)]
    groups = [_group(lines[a:b]) for a, b in pairwise(bounds)]
    likely = sum(_looks(document, hull(group.lines)) for group in groups)
    counted = named and starts[0] <= _INTRODUCED and lines[starts[0]].number == 1
    enough = likely >= (_A_FEW if named else _MOSTLY) * len(groups)
    if not enough and not (counted and len(groups) > 1):
        return []
    head = lines[: starts[0]] if lines[starts[0]].number > 1 else []
    return [
        *_by_shape(document, head, hanging, named=named),
        *_agree(document, groups, named=True),
    ]


def _group(lines: Sequence[Line]) -> _Group:
    first, *rest = blocks(lines)
    return _Group(first, rest)


def _agree(document: Document, groups: Sequence[_Group], *, named: bool) -> list[_Group]:
    """Keep the blocks after a citation that the list's entries agree to have.

    What follows the last entry is only taken when entries before it have such blocks too, in the
    same place; so the page's furniture stays out. Between entries of a list that stands under no
    heading of its own, blocks that few entries have are the page's words as well.
    """
    *before, last = [_annotations(document, group) for group in groups]
    common = sum(map(bool, before)) > _MOSTLY * len(before) if before else False
    if not common:
        last = _inside(last, groups[-1])
        before = before if named else list(map(_inside, before, groups))
    most = max(map(len, before), default=1) or 1
    kept = [*before, last[:most]]
    return [group._replace(extra=extra) for group, extra in zip(groups, kept, strict=True)]


def _inside(extra: list[list[Line]], group: _Group) -> list[list[Line]]:
    return [block for block in extra if _is_inside(block, group.lines[0])]


def _is_inside(block: Sequence[Line], first: Line) -> bool:
    here = block[0]
    deeper = here.quote > first.quote or (here.quote == first.quote and here.indent > first.indent)
    return deeper and not here.marker


def _annotations(document: Document, group: _Group) -> list[list[Line]]:
    """The blocks right after a citation that read like an annotation, up to one that does not."""
    kept: list[list[Line]] = []
    for block in group.extra:
        text = words(document, block[0].start, block[-1].end)
        if not (_is_inside(block, group.lines[0]) or _is_annotation(text)) or block[0].marker:
            break
        kept.append(block)
    return kept


def _is_annotation(text: str) -> bool:
    return len(text) >= _PARAGRAPH and has_prose(text) and text[-1] in ".!?)]”\"'"


def _by_shape(
    document: Document, lines: Sequence[Line], hanging: int | None, *, named: bool
) -> list[_Group]:
    """Group lines without markers: a line or block of the shape of a reference begins an entry."""
    groups: list[_Group] = []
    whole = named and is_of_blocks(document, lines)
    for block in blocks(lines):
        starts = list(_starts(document, block, hanging))
        if starts:
            bounds = [*starts, len(block)]
            groups += [
                _Group(block[a:b], [], hanging is not None and has_year(document, block[a:b]))
                for a, b in pairwise(bounds)
            ]
        elif groups and (whole and is_plain(document, block)):
            groups.append(_Group(block, [], sure=True))
        elif groups:
            groups[-1].extra.append(block)
    return _agree(document, groups, named=named) if groups else []


def _starts(document: Document, block: Sequence[Line], hanging: int | None) -> Iterator[int]:
    """Indices of the lines of a block that begin a reference."""
    if hanging is not None:
        yield from (i for i, line in enumerate(block) if line.indent <= hanging)
        return
    indent = _first_indent(document, block)
    last = -1
    for i, line in enumerate(block):
        ahead = words(document, line.body, block[min(i + 4, len(block) - 1)].end)
        if (line.indent != indent and i) or not is_reference(ahead):
            continue
        if last < 0 or (_begins(document, block, i) and _is_whole(document, block[last:i])):
            last = i
            yield i


def _first_indent(document: Document, block: Sequence[Line]) -> int:
    """The indent of the lines that begin references: the least, unless only first lines have more.

    In a paragraph whose first lines are moved in, names stand at the front of those.
    """
    least = min(line.indent for line in block)
    deeper = [line for line in block if line.indent > least]
    named = [people_end(words(document, line.body, line.end)) > 0 for line in deeper]
    flush = [line for line in block if line.indent == least]
    others = sum(people_end(words(document, line.body, line.end)) > 0 for line in flush)
    if not block[0].indent > least or sum(named) * 2 < len(named) or others * 2 > len(flush):
        return least
    return block[0].indent


def _is_whole(document: Document, lines: Sequence[Line]) -> bool:
    """Tell whether lines hold a citation to its end, and so can be followed by another."""
    return is_located(words(document, lines[0].body, lines[-1].end))


def _begins(document: Document, block: Sequence[Line], i: int) -> bool:
    """Tell whether line i of a block begins a reference after another that is complete."""
    before = words(document, block[i - 1].start, block[i - 1].end)
    here = words(document, block[i].body, block[i].end)
    hangs = block[i - 1].indent > block[i].indent
    closed = before[-1] in ".])" or before[-1].isdigit() or before.startswith("http")
    return closed and (hangs or people_end(here) > 0 or is_reference(here))


def _usual_ends(groups: Sequence[_Group], ends: Sequence[int]) -> list[int]:
    """End every citation with its first line where nearly all of the list's do, words below."""
    several = [
        (group, end) for group, end in zip(groups, ends, strict=True) if len(group.lines) > 1
    ]
    one_line = sum(end <= group.lines[0].end for group, end in several)
    if one_line < _NEARLY_ALL * len(several):
        return list(ends)
    return [min(end, group.lines[0].end) for group, end in zip(groups, ends, strict=True)]


def _entry(document: Document, group: _Group, end: int) -> Entry:
    """Separate the citation from the annotation within the lines of one entry.

    Identifiers may follow an annotation that stands in the middle; the citation then reaches to
    them, and reading it leaves the annotation out.
    """
    lines, extra = group.lines, group.extra
    number = lines[0].number if lines[0].marker else -1
    start, stop = _skip_lead_in(document, lines[0]), lines[-1].end
    rest = _narrow(document.text, end, stop)
    if extra:
        rest = Span(rest.start if rest.start < rest.end else extra[0][0].start, extra[-1][-1].end)
    if rest.start >= rest.end:
        return Entry(Span(start, end), None, number)
    tail = identifiers_at_end(document.text[rest.start : rest.end])
    if tail and not extra:
        return Entry(
            Span(start, stop), _narrow(document.text, rest.start, rest.start + tail), number
        )
    return Entry(Span(start, end), rest, number)


def _skip_lead_in(document: Document, line: Line) -> int:
    """Leave out words that introduce a reference: "More than six authors: Parkin DM, ..."."""
    seen = stretch(document.text, line.body, line.end, document.hidden)
    return seen.offsets[lead_in(seen.text)]


def _citation_end(document: Document, lines: Sequence[Line]) -> int:
    start = _skip_lead_in(document, lines[0])
    for line, below in pairwise(lines):
        here = words(document, start, line.end)
        if is_complete(here) and _opens(document, below) and not _runs_on(document, line, below):
            return line.end
    seen = stretch(document.text, start, lines[-1].end, document.hidden)
    at = cut(seen.text)
    return seen.offsets[at - 1] + 1 if at else start


def _runs_on(document: Document, line: Line, below: Line) -> bool:
    """Tell whether a word or an address goes on from one line to the next."""
    return " " not in words(document, line.end - 1, below.start + 1)


def _opens(document: Document, line: Line) -> bool:
    """Tell whether a line can begin an annotation; one that goes on with identifiers cannot."""
    text = words(document, line.start, line.end)
    return (text.startswith("(") or has_prose(text)) and not is_trailer(text)


def _narrow(text: str, start: int, end: int) -> Span:
    """Narrow [start, end) to its words."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
