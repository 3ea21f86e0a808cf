"""The data that reference managers keep behind the citations of a Word document.

Zotero and Mendeley store CSL-JSON (https://github.com/citation-style-language/schema, schemas/
input/csl-citation.json), EndNote its own XML, Word a key of its sources, Citavi JSON of its own.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from citeman.documents.document import Payload
from citeman.documents.word.citavi import items_of


class Found(NamedTuple):
    """A work that a citation names: the manager, its key of the work, and what it knows of it."""

    source: str
    key: str
    payload: Payload | None


_ZOTERO = re.compile(r"\s*(?:ADDIN\s+)?ZOTERO_ITEM\b", re.IGNORECASE)
_MENDELEY = re.compile(
    r"\s*(?:ADDIN\s+)?(?:Mendeley Citation\S*\s+)?CSL_CITATION\b", re.IGNORECASE
)
_ENDNOTE = re.compile(r"\s*ADDIN\s+EN\.CITE(?!\.|\w)", re.IGNORECASE)
_CITAVI = re.compile(r"\s*ADDIN\s+CitaviPlaceholder\s*\{(?P<data>[\w+/=\s-]*)", re.IGNORECASE)
_WORD = re.compile(r"\s*CITATION\s+(?P<rest>.*)", re.DOTALL)
# CITATION Smi09 \p 12 \l 1033 \m Jon10: a key, then switches; \m names a further key
_SWITCH = re.compile(r'\\(?P<switch>\w)\s*(?P<value>"[^"]*"|[^\s\\]+)?|(?P<key>"[^"]*"|[^\s\\]+)')
_TAKING = frozenset("flmpsv")
"""Switches of CITATION that a value follows."""

_PARTS = {part: re.compile(rf"<{part}>(?P<text>[^<]*)") for part in ("Author", "Year", "RecNum")}
_ITEM = re.compile(r"(?:/items/|[?&]uuid=)(?P<key>[\w-]+)")
_PLACEHOLDER = re.compile(r"ITEM-\d+")
_CONTROL = "MENDELEY_CITATION_v3_"


def read_code(code: str, data: str = "") -> list[Found]:
    """Read what the instruction of a field cites; `data` is its w:fldData. Nothing else cites.

    A citation whose data cannot be read is one work of which nothing is known.

    >>> [found.key for found in read_code(r" CITATION Smi09 \\l 1033 \\m Jon10 ")]
    ['Smi09', 'Jon10']
    """
    for pattern, read in _READERS:
        if found := pattern.match(code):
            return list(read(code, found, data))
    return []


def read_control(tag: str, known: dict[str, str]) -> list[Found]:
    """Read what the tag of a content control cites; `known` are Mendeley's citations by id."""
    if tag.startswith(_CONTROL):
        return list(_csl("mendeley", _unpacked(tag.removeprefix(_CONTROL))))
    return list(_csl("mendeley", known[tag])) if tag in known else []


def citations_of(text: str) -> dict[str, str]:
    """Read the citations that Mendeley keeps with its add-in instead of in tags, by their ids."""
    found = _loaded(text)
    return {
        str(citation["citationID"]): json.dumps(citation)
        for citation in (found if isinstance(found, list) else [])
        if isinstance(citation, dict) and "citationID" in citation
    }


def _zotero(code: str, found: re.Match[str], data: str) -> Iterator[Found]:
    return _csl("zotero", code[found.end() :])


def _mendeley(code: str, found: re.Match[str], data: str) -> Iterator[Found]:
    return _csl("mendeley", code[found.end() :])


def _csl(source: str, text: str) -> Iterator[Found]:
    """Read the items of a CSL citation; an item without data is known by its key alone."""
    citation = _loaded(text)
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    if not isinstance(items, list):
        yield Found(source, "", None)
        return
    for item in items:
        if isinstance(item, dict):
            known = item.get("itemData")
            key = _key(item, known if isinstance(known, dict) else {})
            yield _item(source, key, known)


def _item(source: str, key: str, known: Any) -> Found:
    if not isinstance(known, dict) or not known:
        return Found(source, key, None)
    data = json.dumps([known], ensure_ascii=False)
    return Found(source, key, Payload(source, key, "csl-json", data))


def _key(item: dict[str, Any], known: dict[str, Any]) -> str:
    """The key a person gave, else the manager's; Mendeley's "ITEM-1" is another work each time."""
    if isinstance(known.get("citation-key"), str):
        return str(known["citation-key"])
    uris = item.get("uris") or item.get("uri") or []
    first = uris[0] if isinstance(uris, list) and uris else uris
    named = _ITEM.search(first) if isinstance(first, str) else None
    key = named["key"] if named else str(item.get("id") or known.get("id") or "")
    return "" if _PLACEHOLDER.fullmatch(key) else key


def _loaded(text: str) -> Any:
    """Decode the first JSON object or list in a text; None where there is none."""
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    try:
        return _DECODER.raw_decode(text, min(starts))[0] if starts else None
    except (ValueError, RecursionError):  # bad JSON, or a number with too many digits
        return None


_DECODER = json.JSONDecoder(strict=False)


def _unpacked(text: str) -> str:
    """Decode base64 of any spelling; what is none is empty."""
    letters = "".join(text.split()).rstrip("=").translate(_URL_SAFE)
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-8", "replace").strip("\0 \n\r\t\ufeff")


_URL_SAFE = str.maketrans("-_", "+/")


def _endnote(code: str, found: re.Match[str], data: str) -> Iterator[Found]:
    """Read the <Cite> elements of the instruction, or else of the field's data."""
    cites = _cites(code[found.end() :]) or _cites(_unpacked(data))
    if not cites:
        yield Found("endnote", "", None)
    for cite in cites:
        record = _between(cite, "<record", "</record>")
        author, year, number = (
            " ".join(part["text"].split()) if (part := pattern.search(cite)) else ""
            for pattern in _PARTS.values()
        )
        key = f"{author}, {year} #{number}".strip(", #")
        payload = Payload("endnote", key, "endnote-xml", record) if record else None
        yield Found("endnote", key, payload)


def _cites(text: str) -> list[str]:
    """Cut EndNote's XML into its citations without parsing it: it need not be well-formed."""
    cites = (_between(piece, "<Cite", "") for piece in text.split("</Cite>")[:-1])
    return [cite for cite in cites if cite]


def _between(text: str, start: str, end: str) -> str:
    """Give a text from where `start` first to where `end` last stands; "" if one does not."""
    first, last = text.find(start), text.rfind(end)
    return text[first : last + len(end)] if 0 <= first < last else ""


def _word(code: str, found: re.Match[str], data: str) -> Iterator[Found]:
    """Read the keys of Word's own sources; what is known of them stands elsewhere."""
    for part in _SWITCH.finditer(found["rest"]):
        key = part["key"] or (part["value"] if part["switch"] == "m" else "")
        if not part["key"] and part["switch"] not in _TAKING:
            key = part["value"]
        if key:
            yield Found("word", key.strip('"'), None)


def _citavi(code: str, found: re.Match[str], data: str) -> Iterator[Found]:
    placeholder = _loaded(_unpacked(found["data"]))
    items = list(items_of(placeholder)) if isinstance(placeholder, dict) else []
    if not items:
        yield Found("citavi", "", None)
    made: dict[int, Found] = {}
    for key, item in items:
        if not item or id(item) not in made:
            made[id(item)] = _item("citavi", key, item)
        yield made[id(item)]


_READERS: tuple[
    tuple[re.Pattern[str], Callable[[str, re.Match[str], str], Iterator[Found]]], ...
] = (
    (_ZOTERO, _zotero),
    (_MENDELEY, _mendeley),
    (_ENDNOTE, _endnote),
    (_CITAVI, _citavi),
    (_WORD, _word),
)
