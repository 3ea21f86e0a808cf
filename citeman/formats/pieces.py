"""Cut a stream of records into pieces that can be read alone: no file is too long for memory."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from citeman.errors import InputError, OtherInputError

SIZE = 1 << 19
"""Bytes read at a time; about what a piece holds."""
LARGEST = 1 << 26
"""Bytes without the end of a record beyond which a file is not what it claims to be."""
_HEAD = 1 << 16


class Piece(NamedTuple):
    """Whole records, the number of the first (for JSON Lines: of its line), counted from 1.

    `end` tells how far the stream was read, in units of the format; the same stream is always
    cut at the same places.
    """

    data: bytes
    number: int
    end: int


class Cut(NamedTuple):
    """How records of a format follow each other: where the last whole one ends, and how many."""

    last_end: Callable[[bytes], int]
    count: Callable[[bytes], int]
    is_rest: Callable[[bytes], bool]


_ROOT = re.compile(rb"<PubmedArticleSet\b[^>]*>")
_NO_ROOT = re.compile(rb"<PubmedArticleSet\b[^>]*/>\s*$")
_END_OF_SET = re.compile(rb"\s*</PubmedArticleSet>\s*")
_ENDS = (b"</PubmedArticle>", b"</PubmedBookArticle>", b"</DeleteCitation>", b"</DeleteDocument>")
_PMID = re.compile(rb"^PMID ?- ", re.MULTILINE)
_GAP = re.compile(rb"\n\r?\n+(?=[A-Z]{2,4} {0,2}-)")
_JSON_LINE = re.compile(rb"\s*\{(?!\s*\"items\").*\}\s*(\n|$)")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")


def kind_of(head: bytes, name: str) -> str:
    """Tell what a stream holds by how it begins: "pubmed-xml", "nbib", "jsonl" or "csl-json".

    >>> kind_of(b'{"PMID": "1"}\\n{"PMID": "2"}\\n', "refs")
    'jsonl'
    """
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start[:1] == b"<" and b"<Pubmed" in head:
        return "pubmed-xml"
    if _PMID.search(head):
        return "nbib"
    if start[:1] in (b"{", b"["):
        return "jsonl" if _JSON_LINE.match(start) else "csl-json"
    raise OtherInputError(
        f"{name}: this is no file of PubMed records\n"
        "looked for PubMed XML, nbib (MEDLINE), CSL-JSON and JSON Lines, packed by gzip or not"
    )


def cut(stream: BinaryIO, name: str, size: int = SIZE) -> tuple[str, Iterator[Piece]]:
    """Give the kind of a stream and its pieces.

    InputError, at once or while the pieces are taken, for what is no such file or ends early.
    """
    head = stream.read(_HEAD)
    if not head.strip():
        return "jsonl", iter(())
    kind = kind_of(head, name)
    if kind == "csl-json":
        return kind, _cut_array(head, stream, name, size)
    if kind == "pubmed-xml":
        _check_encoding(head, name)
    return kind, _cut_bytes(head, stream, kind, name, size)


def _check_encoding(head: bytes, name: str) -> None:
    declared = _ENCODING.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise InputError(f"{name}: PubMed XML is UTF-8; this file says {declared[1].decode()}")


def _cut_bytes(head: bytes, stream: BinaryIO, kind: str, name: str, size: int) -> Iterator[Piece]:
    """Cut after the last whole record of what has been read."""
    rule = CUTS[kind]
    rest, number, end = head, 1, 0
    while block := stream.read(size):
        at = rule.last_end(rest)
        if at > 0:
            yield Piece(rest[:at], number, end + at)
            number += rule.count(rest[:at])
        elif len(rest) > LARGEST:
            raise InputError(f"{name}: no record ends within {LARGEST >> 20} MB; is it {kind}?")
        rest, end = rest[max(at, 0) :] + block, end + max(at, 0)
    at = rule.last_end(rest)
    whole, left = (rest[:at], rest[at:]) if at > 0 else (b"", rest)
    if whole:
        yield Piece(whole, number, end + at)
    if not rule.is_rest(left):
        raise InputError(f"{name}: it ends in the middle; records up to there were read")
    if kind != "pubmed-xml" and left.strip():
        yield Piece(left, number + rule.count(whole), end + len(rest))


def _end_of_articles(data: bytes) -> int:
    return max(data.rfind(end) + len(end) if end in data else 0 for end in _ENDS)


def _is_end_of_set(rest: bytes) -> bool:
    return bool(_END_OF_SET.fullmatch(rest) or _NO_ROOT.search(rest) or _ends_empty(rest))


def _ends_empty(rest: bytes) -> bool:
    root = _ROOT.search(rest)
    return bool(root and _END_OF_SET.fullmatch(rest[root.end() :]))


def _end_of_citations(data: bytes) -> int:
    """Where the last record of an nbib begins: after a blank line, else at its PMID."""
    last = 0
    for found in _GAP.finditer(data):
        last = found.end()
    return last or data.rfind(b"\nPMID") + 1


def _is_anything(rest: bytes) -> bool:
    return True


CUTS = {
    "jsonl": Cut(lambda data: data.rfind(b"\n") + 1, lambda data: data.count(b"\n"), _is_anything),
    "nbib": Cut(_end_of_citations, lambda data: len(_PMID.findall(data)), _is_anything),
    "pubmed-xml": Cut(
        _end_of_articles, lambda data: sum(map(data.count, _ENDS[:2])), _is_end_of_set
    ),
}

_BEFORE_ARRAY = re.compile(r"\s*(?:\{\s*\"items\"\s*:\s*)?\[")
_BETWEEN = re.compile(r"\s*,?\s*")


def _cut_array(head: bytes, stream: BinaryIO, name: str, size: int) -> Iterator[Piece]:
    """Cut an array of JSON values; each piece is an array of its own."""
    texts = _texts(head, stream, name, size)
    text = next(texts)
    start = _BEFORE_ARRAY.match(text)
    if not start:
        whole = text + "".join(texts)
        yield Piece(f"[{whole}]".encode(), 1, len(whole))
        return
    text, number, end = text[start.end() :], 1, start.end()
    while True:
        at, count = _whole_values(text)
        if count:
            yield Piece(f"[{text[:at]}]".encode(), number, end + at)
        text, number, end = text[at:].lstrip(), number + count, end + at
        text = text.removeprefix(",") if count else text
        if text[:1] == "]":
            return
        more = next(texts, "")
        if not more or len(text) > LARGEST:
            raise InputError(f"{name}: item {number} is no JSON, or the file ends within it")
        text += more


def _texts(head: bytes, stream: BinaryIO, name: str, size: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    block = head
    try:
        while block:
            yield decoder.decode(block)
            block = stream.read(size)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: JSON is UTF-8; this file is not ({error.reason})") from error


def _whole_values(text: str) -> tuple[int, int]:
    """Where the last whole value of an array's inside ends, and how many values there are."""
    decode = json.JSONDecoder().raw_decode
    end = count = 0
    while True:
        separator = _BETWEEN.match(text, end)
        start = separator.end() if separator else end
        if start >= len(text) or text[start] == "]":
            return end, count
        try:
            _, end = decode(text, start)
        except (ValueError, RecursionError):  # bad JSON, or a number with too many digits
            return end, count
        count += 1
