"""References as few bytes: what matching and output need, without what a journal says for all."""

import zlib
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from citeman.model import Date, Name, Reference, has, replace

JOURNAL_TYPES = frozenset(["article-journal", "article", "article-magazine", ""])
"""Types whose container is a journal, which the journal table keeps."""

_REST = (
    "editor", "container_author", "title_short", "collection_title", "volume_title", "edition",
    "medium", "number", "publisher", "publisher_place", "ISBN", "URL", "supplement",
    "event_title", "collection_number", "original_date", "version", "number_of_pages",
)  # fmt: skip
"""Fields that few records have. What no field here or in `Packed` names is not kept: abstract,
keywords, notes, dates of access."""
_rest = attrgetter(*_REST)
_NO_REST = _rest(Reference())

DICTIONARY_SIZE = 1 << 15
_WINDOW, _LEVEL, _MEMORY = -15, 6, 5


class Packed(Struct, array_like=True, frozen=True):
    """The fields of a reference in the order in which they are written."""

    title: str
    authors: str
    cut: bool
    issued: tuple[tuple[int, ...], ...]
    available_date: tuple[tuple[int, ...], ...]
    volume: str
    issue: str
    page: str
    DOI: str
    PMCID: str
    type: str
    original_title: str
    genre: str
    status: str
    language: str
    notices: list[Any]
    rest: dict[str, Any]


_USUAL = "article-journal"
"""The type that is left unsaid; "-" says that there is none."""
_CONTAINER = ("container_title", "container_title_short", "ISSN")
_DATES = ("issued", "available_date")
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Packed)


def pack(reference: Reference) -> bytes:
    """Write a reference, uncompressed, without its PMID and its journal."""
    issued, available = reference.issued, reference.available_date
    rest = _rest_of(reference)
    notices = reference.custom.get("notices")
    packed = Packed(
        reference.title,
        _write_names(reference.author),
        "author" in reference.truncated,
        issued.date_parts if issued else (),
        available.date_parts if available else (),
        reference.volume,
        reference.issue,
        reference.page,
        reference.DOI,
        reference.PMCID,
        "" if reference.type == _USUAL else reference.type or "-",
        reference.original_title,
        reference.genre,
        reference.status,
        reference.language,
        notices if isinstance(notices, list) else [],
        msgspec.to_builtins(Reference(**rest)) if rest else {},
    )
    return _ENCODER.encode(packed)


def _rest_of(reference: Reference) -> dict[str, Any]:
    """Collect what has no place of its own: rare fields, dates that are more than numbers."""
    rest: dict[str, Any] = {}
    if _rest(reference) != _NO_REST:
        rest = {field: getattr(reference, field) for field in _REST if has(reference, field)}
    for field in _DATES:
        date: Date | None = getattr(reference, field)
        if date and date != Date(date_parts=date.date_parts):
            rest[field] = date
    if reference.type not in JOURNAL_TYPES and reference.container_title:
        rest |= {field: getattr(reference, field) for field in _CONTAINER}
    if "year-suffix" in reference.extra:
        rest["extra"] = {"year-suffix": reference.extra["year-suffix"]}
    return rest


def unpack(data: bytes) -> Reference:
    """Read what `pack` wrote."""
    packed = _DECODER.decode(data)
    fields: dict[str, Any] = {
        name: getattr(packed, name) for name in _SAME if getattr(packed, name)
    }
    fields["type"] = _USUAL if not packed.type else packed.type.removeprefix("-")
    for name in _DATES:
        if parts := getattr(packed, name):
            fields[name] = Date(date_parts=parts)
    if packed.notices:
        fields["custom"] = {"notices": packed.notices}
    if packed.cut:
        fields["truncated"] = ("author",)
    if packed.rest:
        rest = msgspec.convert(packed.rest, Reference)
        fields |= {name: getattr(rest, name) for name in _DATES if getattr(rest, name)}
        return replace(rest, author=_read_names(packed.authors), **fields)
    return Reference(author=_read_names(packed.authors), **fields)


def titles_of(data: bytes) -> tuple[str, str]:
    """Read the title and the original title of what `pack` wrote."""
    packed = _DECODER.decode(data)
    return packed.title, packed.original_title


_SAME = (
    "title", "volume", "issue", "page", "DOI", "PMCID", "original_title", "genre", "status",
    "language",
)  # fmt: skip


_PARTS = ("family", "given", "suffix", "non_dropping_particle", "dropping_particle", "literal")


def _write_names(names: Iterable[Name]) -> str:
    return "\n".join(map(_write_name, names))


def _write_name(name: Name) -> str:
    if name.literal or name.suffix or name.non_dropping_particle or name.dropping_particle:
        return "\t".join(_plain(getattr(name, part)) for part in _PARTS).rstrip("\t")
    family, given = name.family, name.given
    if family.isprintable() and given.isprintable():
        return f"{family}\t{given}"
    return f"{_plain(family)}\t{_plain(given)}"


def _plain(text: str) -> str:
    return text if text.isprintable() else " ".join(text.split())


def _read_names(text: str) -> tuple[Name, ...]:
    return tuple(map(_read_name, text.split("\n"))) if text else ()


def _read_name(text: str) -> Name:
    parts = text.split("\t")
    if len(parts) == 2:
        return Name(family=parts[0], given=parts[1])
    return Name(**dict(zip(_PARTS, parts, strict=False)))


def dictionary_of(packed: Iterable[bytes]) -> bytes:
    """Make a dictionary for compressing records like these."""
    return b"".join(packed)[-DICTIONARY_SIZE:]


class Press:
    """Compresses packed records with one of several dictionaries, named in the first byte."""

    def __init__(self, dictionaries: dict[int, bytes]) -> None:
        self._dictionaries = dictionaries
        self._ready: dict[int, zlib._Compress] = {}

    def shrink(self, packed: bytes, number: int) -> bytes:
        """Compress with the dictionary of a number."""
        ready = self._ready.get(number)
        if ready is None:
            ready = self._ready[number] = zlib.compressobj(
                _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY,
                self._dictionaries[number],
            )  # fmt: skip
        press = ready.copy()
        return bytes((number,)) + press.compress(packed) + press.flush()

    def grow(self, shrunk: bytes) -> bytes:
        """Give the packed record back; KeyError or zlib.error for what is none."""
        dictionary = self._dictionaries[shrunk[0]]
        return zlib.decompressobj(_WINDOW, dictionary).decompress(shrunk[1:])
