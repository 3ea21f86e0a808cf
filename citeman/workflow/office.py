"""Files of word processors that pandoc reads: as web pages."""

import re

from citeman.errors import InputError, UsageError
from citeman.processors import pandoc

_KINDS = {"rtf": "an RTF file", "odt": "an OpenDocument text"}
_RTF = re.compile(rb"\s*\{\\rtf")
# The first file of the archive is its type, as it stands (OpenDocument 1.3, part 2, 3.3).
_ODT = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL)


def kind_of(data: bytes) -> str:
    r"""Name the kind of file that pandoc has to read, "" for all others.

    >>> kind_of(rb"{\rtf1\ansi References}"), kind_of(b"References")
    ('rtf', '')
    """
    kinds = {"rtf": _RTF, "odt": _ODT}
    return next((kind for kind, pattern in kinds.items() if pattern.match(data)), "")


def as_page(data: bytes, name: str) -> bytes:
    """Turn such a file into a web page, and leave others as they are.

    Raises InputError where pandoc is not installed, or cannot read the file.
    """
    kind = kind_of(data)
    if not kind:
        return data
    try:
        return pandoc.to_page(data, kind).encode()
    except UsageError as error:
        raise InputError(
            f"{name}: {_KINDS[kind]}, which only pandoc reads, and there is none\n"
            "looked for pandoc in the Python package pypandoc_binary and on the PATH\n"
            "install it with: pip install 'citeman[cite]'  (or save the file as HTML)"
        ) from error
    except InputError as error:
        raise InputError(f"{name}: {_KINDS[kind]}; {error}") from error
