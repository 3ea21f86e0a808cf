"""What a conversion cannot keep is counted and named; records without a key get one."""

from collections import Counter
from pathlib import Path

import pytest

from citeman import formats
from citeman.model import Date, Link, Reading, Record, Reference
from citeman.workflow.converting import losses
from citeman.workflow.gathering import gather

BOOK = Reference(type="book", title="T", medium="CD", event_date=Date(((2003,),)))
RECORD = Record((Reading("manual", BOOK),), key="a", annotation="Small.", tags=("read",))
CASES = [
    ("ris", {"medium": 1, "event-date": 1, "tags": 1}, {}),
    ("csl-json", {"tags": 1}, {}),
    ("jsonl", {}, {}),
]


@pytest.mark.parametrize(("name", "dropped", "changed"), CASES)
def test_what_a_format_does_not_hold_is_counted_by_field(
    name: str, dropped: dict[str, int], changed: dict[str, int]
) -> None:
    module = formats.by_name(name)
    lost = losses([RECORD], module.write([RECORD]), module)
    assert lost == (Counter(dropped), Counter(changed))


def test_what_another_format_kept_for_itself_is_named_with_it() -> None:
    ris, bibtex = formats.by_name("ris"), formats.by_name("bibtex")
    records = ris.read("TY  - JOUR\nTI  - A\nAD  - Oslo\nER  - \n", "x").records
    assert losses(records, bibtex.write(records), bibtex).dropped == {"ris AD": 1}
    assert losses(records, ris.write(records), ris).dropped == {}


def test_a_value_that_comes_out_otherwise_is_a_change() -> None:
    link = Record(
        (
            Reading(
                "manual",
                Reference(type="book", title="T", note="A.\n\nB"),
            ),
        ),
        key="a",
    )
    ris = formats.by_name("ris")
    text = ris.write([link]).replace("TI  - T", "TI  - U")
    assert losses([link], text, ris).changed == {"title": 1}


def test_links_are_held_by_json_lines_alone() -> None:
    record = Record(RECORD.readings, key="a", links=(Link("[A]", "a"),))
    for name, count in (("jsonl", 0), ("csl-json", 1), ("bibtex", 1), ("ris", 1)):
        module = formats.by_name(name)
        assert losses([record], module.write([record]), module).dropped["links"] == count


def test_records_of_a_file_without_keys_get_keys_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "two.ris"
    entry = "TY  - JOUR\nAU  - Roe, A\nPY  - 2003\nTI  - Small works\n{}ER  - \n"
    path.write_text(entry.format("ID  - roe2003small\n") + entry.format(""))
    keys = [record.key for record in gather([str(path)]).records]
    assert keys[0] == "roe2003small"
    assert keys[1].startswith("roe2003small")
    assert len({*keys}) == 2
