"""What paragraphs look like, by their styles and their own properties."""

import re
from typing import NamedTuple

from citeman.documents.word.markup import Element, W, child, integer, switch, val

_DEEPEST = 20
"""Styles based on styles; Word follows no more than eleven."""
_BODY = 9
"""The outline level of what is no heading (w:outlineLvl)."""
# The names of built-in styles are English in every language of Word; ids and copies are not.
_HEADING = re.compile(
    r"(?:heading|(?:ü|u|)berschrift|titre|t[ií]tulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek"
    r"|заголовок|nadpis|標題|标题|見出し)\s?(?P<level>[1-9])(?!\d)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|inhaltsverzeichnis|verzeichnis|tm|tdc)\s?[1-9]$", re.I)
# Bibliography 1, EndNote Bibliography, Citavi Bibliography Entry, MDPI_7.1_References
_LISTED = re.compile(
    r"bibliogra(?:ph|f)|literaturverzeichnis|(?<![a-z])references?(?:\s?list)?(?![a-z])",
    re.IGNORECASE,
)
_HEAD = re.compile(r"head|title|überschrift|titre|note\sref|mark", re.IGNORECASE)


class Look(NamedTuple):
    """How a paragraph stands on the page: `level` 1-9 for a heading, lengths in twips.

    `number` is the id of a numbering, `depth` the level in it; None where nothing is said.
    `contents` are lines of a table of contents, `listed` those of a bibliography.
    """

    level: int | None = None
    number: str | None = None
    depth: int | None = None
    left: int | None = None
    hanging: int | None = None
    hidden: bool | None = None
    contents: bool | None = None
    listed: bool | None = None

    def over(self, base: "Look") -> "Look":
        """Take from a base what this look leaves open."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return base._replace(**said)


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.iterfind(f"{W}style")
        self._styles = {val(style, "styleId"): style for style in found}
        self._looks: dict[str, Look] = {}
        self._usual = next(
            (
                key
                for key, style in self._styles.items()
                if val(style, "default") in ("1", "true", "on")
                and val(style, "type") == "paragraph"
            ),
            "",
        )

    def paragraph(self, paragraph: Element) -> Look:
        """Tell how a paragraph looks."""
        properties = child(paragraph, "pPr")
        style = val(child(properties, "pStyle")) or self._usual
        return _own(properties).over(self.look(style))

    def hides(self, properties: Element | None) -> bool:
        """Tell whether the properties of a run say that its text is hidden."""
        own = switch(properties, "vanish")
        return bool(self.look(val(child(properties, "rStyle"))).hidden if own is None else own)

    def look(self, key: str) -> Look:
        """Give the look of a style, with that of the styles it is based on."""
        if key not in self._looks:
            self._looks[key] = self._based(key)
        return self._looks[key]

    def _based(self, key: str) -> Look:
        look, seen = Look(), set[str]()
        at = key
        while at and at not in seen and len(seen) < _DEEPEST:
            seen.add(at)
            look = look.over(_styled(at, self._styles.get(at)))
            at = val(child(self._styles.get(at), "basedOn"))
        return look


def _styled(key: str, style: Element | None) -> Look:
    """The look a style gives itself; a style that nothing defines still has its name."""
    name = val(child(style, "name")) or key
    heading = _HEADING.match(name) or _HEADING.match(key)
    level = int(heading["level"]) if heading else 1 if _TITLE.fullmatch(name) else None
    run = child(style, "rPr")
    own = _own(child(style, "pPr"))
    return own._replace(
        level=own.level if level is None else level,
        hidden=switch(run, "vanish"),
        contents=bool(_CONTENTS.match(name)) or None,
        listed=bool(_LISTED.search(name) and not _HEAD.search(name)) or None,
    )


def _own(properties: Element | None) -> Look:
    """The look that paragraph properties give, without their style."""
    if properties is None:
        return Look()
    outline = val(child(properties, "outlineLvl"))
    level = integer(outline, _BODY) if outline else None
    number = child(properties, "numPr")
    depth = val(child(number, "ilvl"))
    left, hanging = lengths(child(properties, "ind"))
    return Look(
        level=None if level is None else 0 if level >= _BODY else level + 1,
        number=val(child(number, "numId")) or None,
        depth=integer(depth) if depth else None,
        left=left,
        hanging=hanging,
    )


def lengths(indent: Element | None) -> tuple[int | None, int | None]:
    """Read how far a paragraph is moved right, and how far its first line hangs out."""
    left = val(indent, "left") or val(indent, "start")
    hanging = val(indent, "hanging")
    first = val(indent, "firstLine")
    return (
        integer(left) if left else None,
        integer(hanging) if hanging else 0 if first else None,
    )
