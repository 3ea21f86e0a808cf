"""Bytes of a text file -> its characters, with every line break written as LF."""

import codecs
import re

from citeman.errors import InputError

_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive (such as .docx or .epub)",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# <?xml version="1.0" encoding="gbk"?>, <meta charset=gbk>, <meta content="...; charset=gbk"> or
# "% Encoding: GBK" at the head of a .bib
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)"
    rb"|<meta[^>]{0,400}?charset\s*=\s*[\"']?([\w.:-]+)"
    rb"|^%\s*Encoding:\s*([\w.:-]+)",
    re.IGNORECASE | re.MULTILINE,
)
# The families of https://encoding.spec.whatwg.org/#names-and-labels; Python knows stranger codecs.
_WEB_ENCODING = re.compile(r"(?:windows-|cp|x?-?mac|iso-?8859|koi8|gb|big5|euc-|shift_?jis|sjis)")
_LATIN_1 = re.compile(r"(?:iso-?8859-1|latin-?1|us-ascii|ascii)$")
_HEAD = 4096
_LINE_BREAK = re.compile(r"\r\n?")


def decode(data: bytes, name: str) -> str:
    """Decode a file: UTF-8, else the charset its markup declares, else Windows-1252.

    Raises InputError for a file that is no text; `name` is for the message.

    >>> decode(b"caf\\xe9\\r\\n", "menu.txt")
    'café\\n'
    """
    return decode_as(data, name)[0]


def decode_as(data: bytes, name: str) -> tuple[str, str]:
    """Decode a file as `decode` does, and say which encoding it was in.

    >>> decode_as(b"% Encoding: windows-1250\\n\\xe8", "refs.bib")
    ('% Encoding: windows-1250\\nč', 'windows-1250')
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(f"{name}: {kind}, not a text file; save it as text, HTML or Markdown")
    text, encoding = _characters(data, name)
    return _LINE_BREAK.sub("\n", text), encoding


def _characters(data: bytes, name: str) -> tuple[str, str]:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text:
            break
        return text, encoding
    raise InputError(f"{name}: not a text file (tried UTF-8 and Windows-1252)")


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    return ["utf-8", *_declared(data[:_HEAD]), "cp1252"]


def _declared(head: bytes) -> list[str]:
    found = _DECLARED.search(head)
    if not found:
        return []
    encoding = (found[1] or found[2] or found[3]).decode("ascii", "replace").lower()
    if _LATIN_1.match(encoding) or not _WEB_ENCODING.match(encoding):
        return []
    return [encoding]


def decode_anything(data: bytes) -> str:
    """Decode bytes that count as text whatever they hold: UTF-8, else Windows-1252.

    >>> decode_anything(b"caf\\xe9\\r\\n\\x00")
    'café\\n\\x00'
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return _LINE_BREAK.sub("\n", text)
