import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.errors import InputError
from citeman.formats import csljson
from citeman.formats.variables import ATTRIBUTES, EXTRA
from citeman.model import Date, Name, Reading, Record, Reference
from tests.format_cases import faults, json_values, references, texts
from tests.shared_data import shared

AUTHOR = (Name(family="Abraham", given="D"),)


def record(reference: Reference, **rest: Any) -> Record:
    return Record(key=reference.id, readings=(Reading("manual", reference),), **rest)


@given(references())
def test_an_item_reads_back_as_the_reference_it_was_written_from(reference: Reference) -> None:
    assert csljson.read_item(csljson.write_item(reference)) == reference


@given(references())
def test_every_item_written_is_valid(reference: Reference) -> None:
    assert faults(csljson.write_item(reference)) == []


@given(
    st.dictionaries(st.sampled_from([*sorted(ATTRIBUTES), *sorted(EXTRA)]) | texts, json_values)
)
def test_any_object_can_be_read_and_becomes_a_valid_item(item: dict[str, Any]) -> None:
    assert faults(csljson.write_item(csljson.read_item(item))) == []


PLAIN = {
    "volume": (24, "24"),
    "issue": (4.0, "4"),
    "page": ("291-4", "291-4"),
    "id": (7, "7"),
    "title": (None, ""),
    "ISSN": (["1088-5412", "1539-6304"], "1088-5412, 1539-6304"),
    "container-title": (["Allergy Asthma Proc"], "Allergy Asthma Proc"),
    "type": ("journal-article", "article-journal"),
}


@pytest.mark.parametrize(("variable", "given", "read"), [(k, *v) for k, v in PLAIN.items()])
def test_a_text_is_read_from_any_type_that_is_plain(variable: str, given: Any, read: str) -> None:
    item = csljson.understand({variable: given})
    assert getattr(item.reference, ATTRIBUTES[variable]) == read
    assert item.problems == ()


DATES = [
    ({"date-parts": [["2003", "5"]]}, Date(((2003, 5),))),
    ({"date-parts": [[2003, 0, 0]]}, Date(((2003,),))),
    ({"date-parts": [[2003, None, ""]]}, Date(((2003,),))),
    ({"date-parts": [2003, 5]}, Date(((2003, 5),))),
    ({"date-parts": [[2003], [2004]], "circa": 1}, Date(((2003,), (2004,)), circa=1)),
    ({"date-parts": [[2003]], "season": 2}, Date(((2003,),), season="2")),
    ({"literal": "in press"}, Date(literal="in press")),
    ({"raw": "May 2003"}, Date(((2003, 5),), raw="May 2003")),
    ({"raw": "soon"}, Date(raw="soon")),
    ("2003", Date(((2003,),))),
    ("2003-05-04/2003-06", Date(((2003, 5, 4), (2003, 6)))),
    ("in press", Date(literal="in press")),
    (2003, Date(((2003,),))),
    ({}, None),
    (None, None),
]


@pytest.mark.parametrize(("given", "read"), DATES)
def test_a_date_is_read_from_any_type_that_is_plain(given: Any, read: Date | None) -> None:
    item = csljson.understand({"issued": given})
    assert item.reference.issued == read
    assert item.problems == ()


NAMES = [
    ([{"family": "Abraham", "given": "D"}], AUTHOR),
    ({"family": "Abraham", "given": "D"}, AUTHOR),
    ([{"family": "Abraham", "given": "D", "suffix": None}, {}], AUTHOR),
    ([{"name": "The Study Group"}], (Name(literal="The Study Group"),)),
    ([{"family": "Doe", "comma-suffix": True}], (Name(family="Doe", comma_suffix=True),)),
    (["D. Abraham"], (Name(family="Abraham", given="D."),)),
    ("Abraham D, McGrath KG", (*AUTHOR, Name(family="McGrath", given="KG"))),
    ("", ()),
    ([], ()),
]


@pytest.mark.parametrize(("given", "read"), NAMES)
def test_names_are_read_from_any_type_that_is_plain(given: Any, read: Any) -> None:
    item = csljson.understand({"author": given})
    assert item.reference.author == read
    assert item.problems == ()


UNREADABLE = {
    "title": {"en": "x"},
    "volume": True,
    "issued": True,
    "author": [5],
    "type": "blog",
    "editor": 3,
    "accessed": {"date-parts": [["May"]]},
    "director": 4,
    "categories": "x",
    "custom": "x",
}


@pytest.mark.parametrize("variable", UNREADABLE)
def test_a_value_without_sense_is_reported_and_kept(variable: str) -> None:
    item = csljson.understand({variable: UNREADABLE[variable], "page": "291-4"})
    (problem,) = item.problems
    assert problem.message.startswith(f"{variable}: ")
    assert variable in item.reference.custom
    assert item.reference.page == "291-4"


def test_keys_that_are_no_csl_variables_move_into_custom_and_stay() -> None:
    reference = csljson.read_item({"id": "a", "type": "book", "abstractNote": "x"})
    assert reference.custom == {"abstractNote": "x"}
    written = csljson.write_item(reference)
    assert written == {"id": "a", "type": "book", "custom": {"abstractNote": "x"}}


def test_what_names_and_dates_say_beyond_csl_moves_into_custom() -> None:
    item = {"author": [{"family": "Doe", "ORCID": "x"}], "issued": {"timestamp": 1}}
    reference = csljson.read_item(item)
    assert reference.custom == {"author": [{"ORCID": "x"}], "issued": {"timestamp": 1}}


def test_variables_without_an_attribute_come_back_unchanged() -> None:
    item = {
        "id": "a",
        "type": "motion_picture",
        "director": [{"family": "Varda", "given": "Agnès"}],
        "available-date": {"date-parts": [[1985, 12]]},
        "dimensions": "105 min",
        "part": 2,
        "categories": ["film"],
    }
    assert csljson.write_item(csljson.read_item(item)) == item


def test_deprecated_names_are_written_under_their_current_name() -> None:
    item = {"event": "E", "shortTitle": "S", "journalAbbreviation": "J", "title-short": "T"}
    written = csljson.write_item(csljson.read_item(item))
    assert written["event-title"] == "E"
    assert written["container-title-short"] == "J"
    assert written["title-short"] == "T"
    assert written["custom"] == {"shortTitle": "S"}


def test_truncated_lists_are_carried_beside_other_custom_data() -> None:
    reference = Reference(
        type="book", author=AUTHOR, truncated=("author",), custom={"citeman": {"more": 1}}
    )
    item = csljson.write_item(reference)
    assert item["custom"] == {"citeman": {"more": 1, "truncated": ["author"]}}
    assert csljson.read_item(item) == reference


@pytest.mark.parametrize(
    "text", ['[{"id": "a"}]', '{"id": "a"}', '{"items": [{"id": "a"}]}', '\ufeff[{"id": "a"}]']
)
def test_a_file_is_an_array_an_object_or_items(text: str) -> None:
    parsed = csljson.read(text, "refs.json")
    assert [record.key for record in parsed.records] == ["a"]
    assert parsed.problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[\n{"id": ,}]', "refs.json:2: "),
        ("3", "found a number"),
        ('{"a": 1}', "found an object"),
        ("[" * 99999, "refs.json:1: "),
    ],
)
def test_a_text_that_is_no_csl_json_is_an_input_error(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        csljson.read(text, "refs.json")


def test_a_bad_item_is_a_problem_with_its_number_and_spoils_no_other() -> None:
    text = '[{"id": "a", "author": 5, "page": "1"}, "x", {"id": "b"}, {"id": "b"}]'
    parsed = csljson.read(text, "refs.json")
    assert [record.key for record in parsed.records] == ["a", "b", "b"]
    assert [problem.message[:19] for problem in parsed.problems] == ["refs.json: item 2: "]
    first, _, third = (record.problems for record in parsed.records)
    assert first[0].message.startswith("refs.json: item 1: author: ")
    assert [problem.code for problem in third] == ["duplicate-key"]


@pytest.mark.parametrize("item", [{"annote": "Small."}, {"custom": {"annotation": "Small."}}])
def test_the_annotation_is_the_record_s_and_goes_back_to_annote(item: dict[str, Any]) -> None:
    (record,) = csljson.read(json.dumps([item]), "refs.json").records
    assert record.annotation == "Small."
    assert csljson.csl(record) == {"id": "", "type": "document", "annote": "Small."}


def test_half_characters_become_replacement_characters() -> None:
    (record,) = csljson.read('[{"title": "a \\ud83d b \\ud83d\\ude00"}]', "x").records
    assert record.reference.title == "a ? b 😀"


def test_output_is_an_indented_array_in_one_fixed_order() -> None:
    reference = Reference(volume="24", author=AUTHOR, type="article-journal", id="abraham")
    assert csljson.write([record(reference)]) == (
        '[\n  {\n    "id": "abraham",\n    "type": "article-journal",\n    "author": [\n'
        '      {\n        "family": "Abraham",\n        "given": "D"\n      }\n    ],\n'
        '    "volume": "24"\n  }\n]\n'
    )


def schema() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    path = shared("suites", "csl-schema", "input", "csl-data.json")
    return jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")))


def test_what_is_written_from_the_csl_test_suite_is_valid_by_the_csl_schema() -> None:
    path = shared("suites", "csl-test-suite", "fixtures.json.gz")
    fixtures = json.loads(gzip.decompress(path.read_bytes()))
    inputs = [item for fixture in fixtures.values() for item in fixture["INPUT"]]
    parsed = csljson.read(json.dumps(inputs), "fixtures.json")
    assert len(parsed.records) + len(parsed.problems) == len(inputs) > 900
    written = json.loads(csljson.write(parsed.records))
    assert [error.message for error in schema().iter_errors(written)] == []
