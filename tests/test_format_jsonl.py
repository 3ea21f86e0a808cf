import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.formats import csljson, jsonl
from citeman.model import Date, Mark, Name, Place, Reading, Record, Reference, Span
from tests.format_cases import json_values, records

PARSED = Reading(
    "parsed",
    Reference(type="article-journal", title="Interleukin-2", page="291-4", volume="24"),
    raw="Interleukin-2. 24: 291-4.",
    place=Place("refs.txt", Span(10, 35), Span(40, 46)),
    fields={
        "title": Mark((Span(10, 23),), 0.9),
        "page": Mark((Span(29, 31), Span(32, 34)), 0.7),
    },
)
FOUND = Reading(
    "pubmed",
    Reference(PMID="12974198", issued=Date(((2003,),)), author=(Name(family="Abraham"),)),
)
RECORD = Record((PARSED, FOUND), key="abraham2003", annotation="Small.")


@given(st.lists(records, max_size=2))
def test_records_read_back_as_they_were_written(whole: list[Record]) -> None:
    parsed = jsonl.read(jsonl.write(whole), "x.jsonl")
    assert parsed.records == whole
    assert parsed.problems == []


def test_a_line_has_every_key_that_scripts_rely_on() -> None:
    line = json.loads(jsonl.write([Record(key="a")]))
    assert line == {
        "key": "a",
        "reference": {"id": "a", "type": "document"},
        "annotation": "",
        "links": [],
        "raw": "",
        "source": {},
        "fields": {},
        "readings": [],
        "problems": [],
    }


def test_a_line_says_where_the_record_and_its_annotation_stood() -> None:
    line = jsonl.record_object(RECORD)
    assert line["raw"] == "Interleukin-2. 24: 291-4."
    assert line["source"] == {"file": "refs.txt", "span": [10, 35], "annotation_span": [40, 46]}


FIELDS = {
    "title": {"value": "Interleukin-2", "source": "parsed", "span": [10, 23], "confidence": 0.9},
    "page": {
        "value": "291-4",
        "source": "parsed",
        "span": [29, 34],
        "spans": [[29, 31], [32, 34]],
        "confidence": 0.7,
    },
    "volume": {"value": "24", "source": "parsed", "confidence": 1.0},
    "issued": {"value": {"date-parts": [[2003]]}, "source": "pubmed", "confidence": 1.0},
    "author": {"value": [{"family": "Abraham"}], "source": "pubmed", "confidence": 1.0},
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_names_its_value_source_span_and_confidence(field: str) -> None:
    assert jsonl.record_object(RECORD)["fields"][field] == FIELDS[field]


def test_a_field_that_a_person_emptied_is_not_among_the_fields() -> None:
    emptied = Reading("manual", Reference(), emptied=("page",))
    line = jsonl.record_object(Record((PARSED, emptied)))
    assert "page" not in line["fields"]
    assert "page" not in line["reference"]


ITEM = {"id": "a", "type": "book", "title": "T"}
BARE = [ITEM, {"key": "a", "reference": {"type": "book", "title": "T"}}]


@pytest.mark.parametrize("line", BARE)
def test_a_line_may_be_a_bare_csl_item(line: object) -> None:
    (record,) = jsonl.read(json.dumps(line), "x.jsonl").records
    assert csljson.csl(record) == ITEM


def test_a_bare_reference_keeps_the_annotation_beside_it() -> None:
    (record,) = jsonl.read('{"reference": {"type": "book"}, "annotation": "A."}', "x").records
    assert record.annotation == "A."


BAD = ['{"id": ', "3", "{}", '{"readings": 3}', '{"readings": [{"source": 1}]}', "[" * 99999]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_a_problem_with_its_number_and_spoils_no_other(bad: str) -> None:
    parsed = jsonl.read(f'{{"type": "book"}}\n\n{bad}\n{{"title": "B"}}\n', "x.jsonl")
    assert [r.reference.title for r in parsed.records] == ["", "B"]
    assert [problem.message[:9] for problem in parsed.problems] == ["x.jsonl:3"]


@given(st.lists(json_values, max_size=2))
def test_any_json_lines_can_be_read(values: list[object]) -> None:
    parsed = jsonl.read("\n".join(json.dumps(value) for value in values), "x")
    assert len(parsed.records) + len(parsed.problems) == len(values)


def test_a_line_separator_inside_a_text_does_not_end_the_line() -> None:
    record = Record(key="a", annotation="one\u2028two\x85three")
    assert jsonl.read(jsonl.write([record]), "x").records == [record]
