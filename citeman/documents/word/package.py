"""A Word file is a zip archive of parts: opened in memory, within limits, nothing else opened."""

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from citeman.errors import InputError
from citeman.xmltext import PLAIN, SEALED, reason

Element = etree._Element

MOST_PARTS = 20_000
"""Files in the archive; a thesis with a thousand pictures has some two thousand."""
LARGEST_PART = 64 << 20
LARGEST_SUM = 160 << 20
"""Bytes of one part, and of all that are read, once they are unpacked."""
DENSEST = 250
"""How many times larger a part of over a megabyte may get; Word's own reach some sixty."""
MOST_TAGS = 3_000_000
"""Tags in one part; a thousand pages have some one and a half million."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError,
)  # fmt: skip
"""What zipfile raises for archives that are damaged, or of a kind that it does not know."""
_ENTRY = b"PK\x01\x02"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED, _OLD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/bibliography",
        b"http://schemas.openxmlformats.org/officeDocument/2006/bibliography",
    ),
)
"""Namespaces of ISO/IEC 29500 Strict, and what all other files write for the same."""
_OTHERS = {
    "mimetype": "an OpenDocument or EPUB file; save it as .docx",
    "xl/workbook.xml": "an Excel workbook; copy its references into a text file",
    "ppt/presentation.xml": "a PowerPoint presentation; copy its references into a text file",
}


class Relation(NamedTuple):
    """What a part points at: the last word of the relation's kind, and a part or an address."""

    kind: str
    target: str
    is_external: bool


def is_package(data: bytes) -> bool:
    """Tell whether bytes are a zip archive, or one of the files Word made before it used them."""
    return data.startswith((*_ZIP, _OLE))


class Package:
    """The parts of a Word file by name, unpacked when they are asked for.

    Raises InputError, here and while a part is read, for what is no Word file, is damaged,
    locked, or unpacks to more than the limits allow.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._read = 0
        if data.startswith(_OLE):
            raise InputError(f"{name}: {_old_kind(data)}")
        if data.count(_ENTRY) > MOST_PARTS:
            raise self._bomb(f"over {MOST_PARTS:,} files in it")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise self._damaged(error) from error
        self._parts = {info.filename.lower(): info for info in self._archive.infolist()}
        self.main = self._main()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in small letters."""
        return tuple(self._parts)

    def root(self, part: str) -> Element | None:
        """Parse a part; None where there is none of that name."""
        info = self._parts.get(part.lower())
        if info is None:
            return None
        data = self._unpacked(info)
        if data.count(b"<") > MOST_TAGS:
            raise self._bomb(f"over {MOST_TAGS:,} tags in {part}")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(huge_tree=False, **SEALED, **PLAIN)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"{self._name}: broken XML in {part}, line {error.lineno}; {reason(error)}; "
                "open the file in a word processor and save it anew"
            ) from error
        if root.getroottree().docinfo.doctype:
            raise InputError(f"{self._name}: {part} declares entities, which no Word file does")
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Map the ids a part uses to what they stand for; external addresses are only named."""
        folder, file = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for element in () if root is None else root:
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            kind = element.get("Type", "").rpartition("/")[2]
            place = target if external else _resolved(folder, target)
            found[element.get("Id", "")] = Relation(kind, place, external)
        return found

    def related(self, part: str, kind: str) -> str:
        """Name the part that a part points at as its `kind`, such as "styles"; "" if none."""
        relations = self.relations(part).values()
        return next((r.target for r in relations if r.kind == kind and not r.is_external), "")

    def _main(self) -> str:
        main = self.related("", "officeDocument") or "word/document.xml"
        kind = next((kind for part, kind in _OTHERS.items() if part in self._parts), "")
        if kind or main.lower() not in self._parts:
            looked = f"a zip archive without a Word document in it; looked for {main}"
            raise InputError(f"{self._name}: {kind or looked}")
        return main

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """Unpack a part: its size is checked as the archive gives it, and as it comes out."""
        if info.flag_bits & _ENCRYPTED:
            raise InputError(f"{self._name}: locked by a password; save it without")
        if info.compress_type not in _METHODS:
            raise self._damaged(f"{info.filename} is packed in a way Word does not know")
        allowed = min(LARGEST_PART, LARGEST_SUM - self._read)
        dense = info.file_size > DENSEST * info.compress_size + (1 << 20)
        if info.file_size > allowed or dense:
            raise self._bomb(f"{info.filename} unpacks to {info.file_size >> 20:,} MB")
        try:
            with self._archive.open(info) as part:
                data = part.read(allowed + 1)
        except _BROKEN as error:
            raise self._damaged(error) from error
        if len(data) > allowed:
            raise self._bomb(f"{info.filename} unpacks to over {allowed >> 20:,} MB")
        self._read += len(data)
        return data

    def _damaged(self, why: object) -> InputError:
        return InputError(
            f"{self._name}: a damaged Word file or zip archive ({why}); "
            "open it in a word processor and save it anew"
        )

    def _bomb(self, why: str) -> InputError:
        return InputError(f"{self._name}: not unpacked; {why}, which no Word file needs")


def _old_kind(data: bytes) -> str:
    if _LOCKED in data:
        return "locked by a password; save it without"
    kind = "an old Word file (.doc)" if _OLD in data else "an old Office file"
    return f"{kind}, not a .docx; save it as .docx"


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
