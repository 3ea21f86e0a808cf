"""The functions of the public API; `import citeman` offers them by name."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path

from citeman import files, formats
from citeman.documents.document import Document
from citeman.documents.plain import read as read_plain
from citeman.errors import ReadWarning
from citeman.formats.csljson import csl
from citeman.model import Record
from citeman.parse import iter_references as _iter_references
from citeman.parse import parse_document
from citeman.parse import parse_references as _parse_references
from citeman.workflow.gathering import gather

__all__ = ["csl", "iter_references", "parse_references", "parse_text", "read", "write"]


def parse_text(text: str, model: str | PathLike[str] | None = None) -> list[Record]:
    """Parse the reference lists of a text, annotations and links included.

    `model` is a file that `citeman train` made, here as below.
    """
    document: Document = read_plain(text, "")
    return parse_document(document, model=_path(model))


def parse_references(
    references: Iterable[str], model: str | PathLike[str] | None = None
) -> list[Record]:
    """Parse strings that hold one reference each: one record per string, in the same order."""
    return _parse_references(references, model=_path(model))


def iter_references(
    references: Iterable[str], model: str | PathLike[str] | None = None
) -> Iterator[Record]:
    """Parse strings as `parse_references` does, a batch at a time: any number fits into memory."""
    return _iter_references(references, model=_path(model))


def read(path: str | PathLike[str]) -> list[Record]:
    """Read the records of a file: any format, or a document whose references are parsed.

    Raises InputError when nothing can be read; what in the file could not be read is a
    ReadWarning each.
    """
    gathered = gather([fspath(path)])
    for error in gathered.unreadable:
        raise error
    for problem in gathered.problems:
        warnings.warn(problem.message, ReadWarning, stacklevel=2)
    return gathered.records


def write(records: Sequence[Record], path: str | PathLike[str]) -> None:
    """Write records to a file in the format that its suffix means."""
    module = formats.for_records(formats.for_suffix(fspath(path)), records)
    files.write_text(fspath(path), module.write(records))


def _path(model: str | PathLike[str] | None) -> Path | None:
    return Path(model) if model else None
