"""The fields of a Word document: instructions behind the words, split over runs, and nested.

A field is `begin`, its instruction in pieces, `separate`, the words it shows, `end`; each of them
may stand in another paragraph (ECMA-376 part 1, 17.16.18).
"""

import re
from collections.abc import Iterator

_LINK = re.compile(r"\s*HYPERLINK\s+(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_ARGUMENT = re.compile(r'\\[lmnot]\s+(?:"[^"]*"|\S+)|\\\w|"(?P<quoted>[^"]*)"|(?P<bare>\S+)')
_LIST = re.compile(
    r"\s*(?:ADDIN\s+(?:ZOTERO_BIBL|Mendeley\s+Bibliography|EN\.REFLIST|CitaviBibliography)"
    r"|BIBLIOGRAPHY\b)",
    re.IGNORECASE,
)

_DEEPEST = 20
"""Fields inside of fields that are looked at; people nest three."""


class Field:
    """One field, and the place (of `Layout.mark`) where the words that it shows begin."""

    def __init__(self, mark: int) -> None:
        self.mark = mark
        self.data = ""
        self.shows = False
        self._pieces: list[str] = []

    @property
    def code(self) -> str:
        """The instruction, its pieces joined."""
        return "".join(self._pieces)

    def instruct(self, text: str) -> None:
        """Add a piece of the instruction."""
        self._pieces.append(text)

    @property
    def href(self) -> str:
        """Where a HYPERLINK leads; "" for another field, or a place in the document."""
        return href(self.code)

    @property
    def is_list(self) -> bool:
        """Tell whether the field shows a reference list."""
        return _LIST.match(self.code) is not None


class Fields:
    """The fields that are open at a point of the text, the innermost last."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    def begin(self, mark: int) -> None:
        """Open a field."""
        self._open.append(Field(mark))

    def data(self, text: str) -> None:
        """Keep the data of the field that was opened last; one around it without data has it too.

        EndNote gives the data of a citation to an EN.CITE.DATA inside of it.
        """
        for field in self._open[-2:]:
            field.data = field.data or text

    def instruct(self, text: str) -> None:
        """Add to the instruction of the innermost field that still takes one."""
        field = next((f for f in reversed(self._open[-_DEEPEST:]) if not f.shows), None)
        if field:
            field.instruct(text)

    def separate(self, mark: int) -> None:
        """From here on the innermost field shows its words."""
        if self._open:
            self._open[-1].shows, self._open[-1].mark = True, mark

    def end(self) -> Field | None:
        """Close the innermost field, and give it; None where none is open."""
        return self._open.pop() if self._open else None

    def close(self) -> Iterator[Field]:
        """Close the fields that have no end."""
        while self._open:
            yield self._open.pop()


def href(code: str) -> str:
    r"""Read where the instruction of a HYPERLINK leads; places in the document lead nowhere.

    >>> href(' HYPERLINK "https://doi.org/10.1000/x" \\o "Go" '), href(' HYPERLINK \\l "_REF1" ')
    ('https://doi.org/10.1000/x', '')
    """
    link = _LINK.match(code)
    for argument in _ARGUMENT.finditer(link["rest"]) if link else ():
        if target := argument["quoted"] or argument["bare"]:
            return target
    return ""
