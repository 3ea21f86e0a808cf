"""TSV: a table with tabs between its cells; written only."""

from collections.abc import Sequence

from citeman.formats.table import holds, write_table
from citeman.model import Record

__all__ = ["NAME", "SUFFIXES", "holds", "write"]

NAME = "tsv"
SUFFIXES: tuple[str, ...] = (".tsv",)


def write(records: Sequence[Record]) -> str:
    """Write a table with tabs between its cells (see `citeman.formats.table`)."""
    return write_table(records, "excel-tab")
