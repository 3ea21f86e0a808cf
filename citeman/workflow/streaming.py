"""Files of any length in, records out a piece at a time."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from citeman import files, formats
from citeman.errors import InputError, OtherInputError
from citeman.formats import csljson, jsonl
from citeman.formats.cslvalues import whole_characters
from citeman.formats.parsed import Parsed
from citeman.formats.pieces import Piece, cut
from citeman.library import Library
from citeman.library.opening import is_library
from citeman.model import Record
from citeman.workflow.gathering import Gathered, gather

LARGE = 8 << 20
"""Bytes from which a file is read a piece at a time, where its format allows that."""
_BATCH = 1000


def stream(path: str, format_name: str = "") -> Iterator[Gathered]:
    """Read a file of any format or kind; a long one of a format that can be cut, in pieces.

    JSON Lines, CSL-JSON, nbib and PubMed XML can be cut, packed by gzip or not; so can a library.
    Trouble that ends the reading is in the last piece.
    """
    if is_library(path):
        yield from _stream_library(path)
    elif format_name not in ("", *_READ) or not _is_large(path):
        yield gather([path], format_name=format_name)
    else:
        yield from _stream_pieces(path, format_name)


def _is_large(path: str) -> bool:
    is_file = path != files.STDIN and Path(path).is_file()
    return is_file and (Path(path).stat().st_size > LARGE or Path(path).suffix == ".gz")


def _stream_library(path: str) -> Iterator[Gathered]:
    with Library(path) as library:
        found = library.search()
        while batch := list(islice(found, _BATCH)):
            yield Gathered(batch, [], [], [])


def _stream_pieces(path: str, format_name: str) -> Iterator[Gathered]:
    try:
        with files.opened(path) as file:
            kind, pieces = cut(file, path)
            for piece in pieces:
                records, problems = _READ[format_name or kind](piece, path)
                yield Gathered(records, problems, [], [])
    except OtherInputError:
        yield gather([path], format_name=format_name)
    except InputError as error:
        yield Gathered([], [], [error], [])


def _read_lines(piece: Piece, name: str) -> Parsed:
    parsed = Parsed([], [])
    for number, line in enumerate(piece.data.split(b"\n"), start=piece.number):
        if line.strip():
            records, problems = _read_line(line, number, name)
            parsed.records.extend(records)
            parsed.problems.extend(problems)
    return parsed


_RECORD = msgspec.json.Decoder(Record)


def _read_line(line: bytes, number: int, name: str) -> Parsed:
    """Read a line the quick way where it is a record of our own, else with all tolerance."""
    if b'"readings":' in line:
        try:
            return Parsed([_RECORD.decode(line)], [])
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
    return jsonl.read_line(line.decode("utf-8", "replace"), number, name)


def _read_array(piece: Piece, name: str) -> Parsed:
    text = piece.data.decode("utf-8", "replace")
    items = whole_characters(json.loads(text), text)
    return csljson.read_items(enumerate(items, start=piece.number), name, "item")


def _read_text(kind: str) -> Callable[[Piece, str], Parsed]:
    def read(piece: Piece, name: str) -> Parsed:
        return formats.by_name(kind).read(piece.data.decode("utf-8", "replace"), name)

    return read


_SET = (b"<PubmedArticleSet>", b"</PubmedArticleSet>")


def _read_articles(piece: Piece, name: str) -> Parsed:
    start = piece.data.find(_SET[0][:-1])
    inner = piece.data[piece.data.find(b">", start) + 1 :] if start >= 0 else piece.data
    whole = _SET[0] + inner.strip().removesuffix(_SET[1]) + _SET[1]
    return formats.by_name("pubmed-xml").read(whole.decode("utf-8", "replace"), name)


_READ: dict[str, Callable[[Piece, str], Parsed]] = {
    "jsonl": _read_lines,
    "csl-json": _read_array,
    "nbib": _read_text("nbib"),
    "pubmed-xml": _read_articles,
}
