"""Cut XML into its records, with nothing fetched or expanded; a broken record spoils no other."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.model import Problem, Record
from citeman.xmltext import parse, reason, spell_entities

_ROOT = re.compile(
    r"\ufeff?\s*(?>(?:<\?[^>]*>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)\s*)*"
    r"(?P<start><(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?:\s[^<>]*)?/?>)",
    re.DOTALL,
)
_BARE = re.compile(r"&(?!#\d+;|#x[\dA-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_XML_CODE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[\da-fA-F]));"
)
_NAMESPACE = re.compile(r"""\bxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


Reader = Callable[[etree._Element, str], Record]
"""Makes a record of an element and the place to speak of in problems; ValueError says why not."""


class Piece(NamedTuple):
    """The text from the beginning of one record to its end, or to where the next begins."""

    text: str
    line: int
    is_whole: bool


class Leaf(NamedTuple):
    """An element, and the path to it from its record: "dates/pub-dates/date"."""

    path: str
    element: etree._Element


def root_of(text: str) -> str:
    """Name the root element of XML, without its prefix; "" where a text is none.

    >>> root_of('<?xml version="1.0"?><!-- made by hand --><m:mods xmlns:m="x">')
    'mods'
    """
    found = _ROOT.match(text)
    return found["name"] if found else ""


def read_records(text: str, tags: Sequence[str], name: str, reader: Reader) -> Parsed:
    """Make a record of each element of some names, wherever it stands.

    Where the text is not well-formed each record is read for itself: one with named characters of
    HTML, bare ampersands or characters that XML forbids is mended, any other is a problem that
    names its line. Raise InputError when not one record can be told from the text.
    """
    parsed = Parsed([], [])
    begins = len(text) - len(text.lstrip("\ufeff \t\n"))
    try:
        root = parse(text[begins:])
    except etree.XMLSyntaxError as error:
        return _read_pieces(text, tags, name, reader, error)
    skipped = text.count("\n", 0, begins)
    for element in root.iter(*(f"{{*}}{tag}" for tag in tags)):
        _read(element, (element.sourceline or 1) + skipped, name, reader, parsed)
    return parsed


def _read(element: etree._Element, line: int, name: str, reader: Reader, parsed: Parsed) -> None:
    place = f"{name}:{line}"
    try:
        parsed.records.append(reader(element, place))
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else error
        parsed.problems.append(Problem("unreadable-record", f"{place}: {why}"))


def _read_pieces(
    text: str, tags: Sequence[str], name: str, reader: Reader, error: etree.XMLSyntaxError
) -> Parsed:
    """Read what can be read of a text whose whole has an error."""
    parsed = Parsed([], [])
    root = _ROOT.match(text)
    spaces = " ".join(_NAMESPACE.findall(root["start"])) if root else ""
    for piece in _pieces(text, tags):
        if not piece.is_whole:
            message = f"{name}:{piece.line}: the record that begins here has no end; left out"
            parsed.problems.append(Problem("unreadable-record", message))
            continue
        try:
            element = parse(f"<r {spaces}>{_mended(piece.text)}</r>")[0]
        except etree.XMLSyntaxError as trouble:
            message = (
                f"{name}:{piece.line + (trouble.lineno or 1) - 1}: {reason(trouble)}; left out"
            )
            parsed.problems.append(Problem("unreadable-record", message))
        else:
            _read(element, piece.line, name, reader, parsed)
    if not parsed.records:
        raise InputError(f"{name}:{error.lineno or 1}: broken XML; {reason(error)}") from error
    return parsed


def _pieces(text: str, tags: Sequence[str]) -> Iterator[Piece]:
    text = _without_comments(text)
    starts = list(re.finditer(rf"<(?P<tag>(?:[\w.-]+:)?(?:{'|'.join(tags)}))(?=[\s>])", text))
    line, counted = 1, 0
    limits = [*(start.start() for start in starts), len(text)][1:]
    for start, limit in zip(starts, limits, strict=True):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        end = text.find(f"</{start['tag']}>", start.end(), limit)
        cut = limit if end < 0 else end + len(start["tag"]) + 3
        yield Piece(text[start.start() : cut], line, end >= 0)


def _without_comments(text: str) -> str:
    """Take comments out, but for their line breaks."""
    parts: list[str] = []
    start = 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        parts += text[start:begin], "\n" * text.count("\n", begin, end)
        start = end + 3
    return "".join([*parts, text[start:]])


def _mended(text: str) -> str:
    if "<![CDATA[" not in text:
        text = _BARE.sub("&amp;", spell_entities(text))
    return _NO_XML_CODE.sub(" ", _NO_XML.sub(" ", text))


def leaves(element: etree._Element, inline: Sequence[str] = ()) -> Iterator[Leaf]:
    """Find the elements that hold text, not counting elements that only mark it up (`inline`)."""
    return _leaves(element, "", inline)


def _leaves(element: etree._Element, path: str, inline: Sequence[str]) -> Iterator[Leaf]:
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in inline]
    if not children and path:
        yield Leaf(path, element)
    for child in children:
        kind = f"[{child.get('type', '')}]" if child.tag in _TYPED else ""
        yield from _leaves(child, f"{path}/{child.tag!s}{kind}".lstrip("/"), inline)


_TYPED = ("relatedItem", "identifier")
"""Elements of MODS that mean nothing without their type."""


def without_spaces(root: etree._Element) -> etree._Element:
    """Take the namespaces off all tags of an element."""
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    return root


def xml_text(text: str) -> str:
    """Replace what XML cannot hold, not even escaped, by blanks."""
    return _NO_XML.sub(" ", text)
