"""Which paper a sentence means, and when it is left alone."""

from pathlib import Path

import pytest

from citeman.documents.plain import read
from citeman.formats import csljson
from citeman.model import Record
from citeman.workflow.resolving import Resolved, resolve, shelf_of
from tests.mention_cases import CASES, Case

LIBRARY = Path(__file__).parent / "fixtures" / "mentions_library.json"
RECORDS = csljson.read(LIBRARY.read_text("utf-8"), "library").records


def resolved(text: str, records: list[Record]) -> list[Resolved]:
    return resolve(read(text, "page.txt"), shelf_of(records))


@pytest.mark.parametrize(
    "case",
    [case for _, case in CASES],
    ids=[f"{group}: {case.text[:60]}" for group, case in CASES],
)
def test_a_text_means_these_works_and_no_others(case: Case) -> None:
    records = [record for record in RECORDS if record.key not in case.without]
    assert len(records) == len(RECORDS) - len(case.without)
    means = {one.decision for one in resolved(case.text, records)} - {None}
    assert means == set(case.means)
