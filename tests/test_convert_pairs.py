"""A parsed list goes from every format to every other without losing a record."""

from pathlib import Path

import pytest

from citeman import formats
from citeman.model import Record
from citeman.workflow.converting import losses
from citeman.workflow.gathering import gather

LISTS = Path(__file__).resolve().parents[1] / "references"
BOTH = [name for name in formats.READ if name in formats.WRITTEN]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    names = ("chicago-annotated.txt", "ama-annotated.md", "vancouver-numbered.txt")
    return gather([str(LISTS / name) for name in names]).records


@pytest.mark.parametrize("second", formats.WRITTEN)
@pytest.mark.parametrize("first", BOTH)
def test_every_format_converts_to_every_other(
    first: str, second: str, records: list[Record]
) -> None:
    one, other = formats.by_name(first), formats.by_name(second)
    text = one.write(records)
    assert formats.by_content(text) is (formats.by_name("bibtex") if first == "biblatex" else one)
    read = one.read(text, "x").records
    assert len(read) == len(records) > 50
    written = other.write(read)
    assert "records" not in losses(read, written, other).dropped
    if second in BOTH:
        assert other.write(other.read(written, "x").records) == written


LOST = {
    "jsonl": set(),
    "csl-json": set(),
    "csl-yaml": set(),
    "ris": {"citation-number", "status", "medium"},
    "refer": {"citation-number", "status", "medium"},
    "endnote-xml": {"citation-number", "status", "medium"},
}


@pytest.mark.parametrize("name", LOST)
def test_what_a_format_drops_is_known_and_named(name: str, records: list[Record]) -> None:
    module = formats.by_name(name)
    assert set(losses(records, module.write(records), module).dropped) == LOST[name]
