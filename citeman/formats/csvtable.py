"""CSV, as spreadsheets read it; written only."""

from collections.abc import Sequence

from citeman.formats.table import holds, write_table
from citeman.model import Record

__all__ = ["NAME", "SUFFIXES", "holds", "write"]

NAME = "csv"
SUFFIXES: tuple[str, ...] = (".csv",)


def write(records: Sequence[Record]) -> str:
    """Write a table with commas between its cells (see `citeman.formats.table`)."""
    return write_table(records, "excel")
