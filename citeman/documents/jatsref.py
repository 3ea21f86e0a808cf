"""Write one reference of a JATS document as a line of text, and keep where its parts stand."""

import re
from typing import NamedTuple

from citeman.documents import jats
from citeman.documents.compose import Composer
from citeman.documents.jats import Element, tag
from citeman.documents.layout import Box, Layout
from citeman.documents.parts import Piece
from citeman.model import Span

_ONE_LINE = Box(breaks=0, flat=True)
_NAME_PARTS = frozenset({"surname", "given-names", "suffix", "prefix"})
_LABELLED = re.compile(r"(?:doi|pmid|pmcid|pubmed|article|isbn|arxiv|PMC)\W*$", re.IGNORECASE)
_ADDED = ("pmid", "pmcid")


class Cited(NamedTuple):
    """A reference that was written: where it stands, and its tagged parts in order."""

    element: Element
    span: Span
    pieces: tuple[Piece, ...]


class RefWriter:
    """Writes references into a layout: as they are printed, or composed if they are only data."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._pieces: list[Piece] = []
        self._inside = False

    def write(self, citation: Element) -> Cited:
        """Write a reference on one line, without its annotation."""
        self._pieces = []
        mark = self._layout.mark()
        self._layout.open(_ONE_LINE)
        if _is_printed(citation):
            self.printed(citation)
        else:
            Composer(citation, self._layout, self._composed).compose()
        self._layout.close(_ONE_LINE)
        return Cited(citation, self._layout.span(mark), tuple(self._pieces))

    def printed(self, element: Element) -> None:
        """Write an element's words as they stand, links and all."""
        self._layout.words(element.text or "")
        for part in element:
            if tag(part) in jats.ALTERNATIVES:
                self._part(part[0] if len(part) else part)
            elif tag(part) not in jats.ASIDE:
                self._part(part)
            self._layout.words(part.tail or "")

    def _part(self, part: Element) -> None:
        """Write a printed part, set off from a part it would stick to."""
        before = _text_before(part)
        if not before and (jats.is_piece(part) or tag(part) in _NAME_PARTS):
            self._layout.apart(jats.text_of(part)[:1])
        opening, closing = _id_form(part, before)
        self._layout.words(opening)
        self._piece(part)
        self._layout.words(closing)

    def _composed(self, part: Element) -> None:
        if tag(part) != "name" or jats.child(part, "surname") is None:
            self._piece(part)
            return
        mark = self._layout.mark()
        for name in ("surname", "given-names", "suffix"):
            words = jats.text_of(jats.child(part, name))
            if words and self._layout.mark() > mark:
                self._layout.blank()
            self._layout.words(words)
        self._pieces.append(Piece(part, *self._layout.span(mark)))

    def _piece(self, part: Element) -> None:
        """Write an element, and note it unless it stands inside another one that is noted."""
        mark, outermost = self._layout.mark(), not self._inside and jats.is_piece(part)
        self._inside = self._inside or outermost
        if not tag(part):
            self._layout.words(part.text or "")
        elif tag(part) == "etal" and not jats.text_of(part):
            self._layout.words("et al")
        else:
            self.printed(part)
        if tag(part) in jats.LINKS:
            self._layout.link(mark, jats.href(part))
        if outermost:
            self._inside = False
            self._pieces.append(Piece(part, *self._layout.span(mark)))


def _is_printed(citation: Element) -> bool:
    """Tell whether any words of a reference stand outside of its tagged parts."""
    if (citation.text or "").strip():
        return True
    return any(
        (part.tail or "").strip()
        or not tag(part)
        or (tag(part) not in jats.ASIDE and not jats.is_piece(part) and _is_printed(part))
        for part in citation
    )


def _text_before(part: Element) -> str:
    before = part.getprevious()
    parent = part.getparent()
    if before is not None:
        return before.tail or ""
    return "" if parent is None else parent.text or ""


def _id_form(part: Element, before: str) -> tuple[str, str]:
    """Give what to add around an identifier that is printed as a mere number."""
    if jats.id_kind(part) not in _ADDED or _LABELLED.search(before) or _stands_elsewhere(part):
        return "", ""
    opening, closing = jats.id_form(part)
    if before.rstrip().endswith("["):
        return opening.removeprefix("["), ""
    return f" {opening}", closing


def _stands_elsewhere(part: Element) -> bool:
    citation = next((up for up in part.iterancestors() if tag(up) in jats.CITATIONS), None)
    if citation is None:
        return False
    number = rf"(?<!\d){re.escape(jats.text_of(part))}(?!\d)"
    return len(re.findall(number, jats.text_of(citation))) > 1
