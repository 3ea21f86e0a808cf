"""Tables for spreadsheets: every variable a column, and no cell a formula."""

import csv
import io

from citeman import formats
from citeman.model import Date, Name, Reading, Record, Reference
from citeman.workflow.converting import losses

WORKS = [
    Reference(
        type="article-journal",
        author=(Name("Berg", "Ann", non_dropping_particle="van"), Name(literal="Trial Group")),
        truncated=("author",),
        title='=HYPERLINK("x"), a "small" series',
        issued=Date(((2003, 5, 4),)),
        custom={"mine": 1},
    ),
    Reference(type="book", title="Two\nlines", issued=Date(literal="in press"), medium="CD"),
]
RECORDS = [
    Record((Reading("manual", work),), key=f"k{i}", annotation="Small.", tags=("a", "b"))
    for i, work in enumerate(WORKS)
]


def rows(name: str, dialect: str) -> list[dict[str, str]]:
    text = formats.by_name(name).write(RECORDS)
    return list(csv.DictReader(io.StringIO(text), dialect=dialect))


def test_a_row_holds_what_a_record_says_in_columns_by_csl_name() -> None:
    first, second = rows("csv", "excel")
    assert first["author"] == "van Berg, Ann; Trial Group; et al."
    assert (first["id"], first["issued"], first["annotation"]) == ("k0", "2003-05-04", "Small.")
    assert (first["tags"], first["medium"], second["medium"]) == ("a; b", "", "CD")
    assert (second["title"], second["issued"]) == ("Two\nlines", "in press")
    assert rows("tsv", "excel-tab") == [first, second]


def test_no_cell_begins_as_a_formula_does() -> None:
    assert rows("csv", "excel")[0]["title"] == '\'=HYPERLINK("x"), a "small" series'


def test_what_a_table_has_no_column_for_is_counted() -> None:
    module = formats.by_name("csv")
    assert losses(RECORDS, module.write(RECORDS), module).dropped == {"mine": 1}
