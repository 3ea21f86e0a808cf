"""The table in docs/formats.md says what converting a full record says."""

from pathlib import Path

from tests.full_record import table

DOCS = Path(__file__).resolve().parents[1] / "docs" / "formats.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->"


def test_the_table_of_what_formats_hold_is_what_they_hold() -> None:
    written = DOCS.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert written.splitlines() == [*table()]
