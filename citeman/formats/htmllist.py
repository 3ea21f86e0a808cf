"""An annotated bibliography as HTML; written only."""

from collections.abc import Sequence

from citeman.formats.annotated import holds, write_list
from citeman.model import Record

__all__ = ["NAME", "SUFFIXES", "holds", "write"]

NAME = "html"
SUFFIXES: tuple[str, ...] = (".html",)


def write(records: Sequence[Record]) -> str:
    """Write a numbered list in NLM style (see `citeman.formats.annotated`)."""
    return write_list(records, NAME)
