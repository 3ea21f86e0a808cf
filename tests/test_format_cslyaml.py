"""CSL-YAML is read as text throughout, and what it holds comes back."""

import pytest
from hypothesis import given

from citeman.errors import InputError
from citeman.formats import csljson, cslyaml
from citeman.model import Date, Name, Reading, Record, Reference, replace
from tests.format_cases import references

PANDOC = """\
---
references:
- id: roe2003
  type: article-journal
  author:
  - family: Roe
    given: Ann
  title: "A small series: no"
  container-title: Annals
  volume: 012
  issue: 3.10
  page: 1-9
  issued:
    date-parts:
    - - 2003
      - 5
  annote: |
    Worth reading.
- id: poe
  type: book
  issued: 2003-05
  title: yes
...
"""


def test_numbers_and_words_stay_as_they_are_written() -> None:
    article, book = cslyaml.read(PANDOC, "x.yaml").records
    assert (article.key, article.annotation.strip()) == ("roe2003", "Worth reading.")
    reference = article.reference
    assert (reference.volume, reference.issue) == ("012", "3.10")
    assert reference.author == (Name("Roe", "Ann"),)
    assert reference.issued == book.reference.issued == Date(((2003, 5),))
    assert book.reference.title == "yes"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("references: [", r"x\.yaml:1: this is not valid YAML"),
        ("references: 7", "a list of items"),
        ("a: &a [1]\nreferences: [*a, *a]", r"x\.yaml:2: .*aliases"),
        ("- " * 3000, "nested too deeply"),
    ],
)
def test_what_is_no_such_list_is_an_error_with_its_place(text: str, match: str) -> None:
    with pytest.raises(InputError, match=match):
        cslyaml.read(text, "x.yaml")


def test_no_tag_of_yaml_makes_anything_but_text() -> None:
    text = "references:\n- !!python/object/apply:os.system [ls]\n- id: !!binary aGk=\n"
    parsed = cslyaml.read(text, "x.yaml")
    assert [problem.code for problem in parsed.problems] == ["not-an-item"]
    assert [record.key for record in parsed.records] == ["aGk="]


@given(references())
def test_an_item_comes_back_from_yaml_as_text_allows(reference: Reference) -> None:
    reference = replace(reference, custom={}, annote="")
    record = Record((Reading("manual", reference),), key="k")
    [again] = cslyaml.read(cslyaml.write([record]), "x").records
    assert csljson.csl(again).keys() == csljson.csl(record).keys()
    assert replace(again.reference, id="").title == reference.title
    [third] = cslyaml.read(cslyaml.write([again]), "x").records
    assert third == again


@pytest.mark.parametrize("value", [None, [None], {"a": None}, "null", "~", "nullify", ""])
def test_null_is_no_text_and_text_no_null(value: object) -> None:
    record = Record((Reading("manual", Reference(type="book", custom={"k": value})),), key="k")
    [again] = cslyaml.read(cslyaml.write([record]), "x").records
    assert again.reference.custom == {"k": value}
