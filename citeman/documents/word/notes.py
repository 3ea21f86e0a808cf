"""The footnotes and endnotes of a Word document, numbered in the order of their citation."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from citeman.documents.word.markup import Element, W, val
from citeman.documents.word.package import Package, Relation

Kind = Literal["footnote", "endnote"]
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Note(NamedTuple):
    """A note that was cited: its content, its number, and what the ids in it stand for."""

    element: Element
    number: int
    relations: Mapping[str, Relation]

    @property
    def raised(self) -> str:
        """The number as it stands above the line."""
        return str(self.number).translate(_RAISED)


class Notes:
    """All notes of one kind; a note is given when it is cited for the first time."""

    def __init__(self, package: Package, kind: Kind) -> None:
        part = package.related(package.main, f"{kind}s")
        root = package.root(part) if part else None
        found = () if root is None else root.iterfind(f"{W}{kind}")
        self._notes = {val(note, "id"): note for note in found if not val(note, "type")}
        self._relations = package.relations(part) if self._notes else {}
        self._cited: set[str] = set()

    def cite(self, key: str) -> Note | None:
        """Give the note of an id; None if it was given before, or there is none."""
        if key in self._cited or key not in self._notes:
            return None
        self._cited.add(key)
        return Note(self._notes[key], len(self._cited), self._relations)
