"""What a format holds comes out of it as it went in: all formats that are read and written."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import formats
from citeman.model import Date, Name, Reading, Record, Reference, replace
from tests.format_cases import references

BOTH = [name for name in formats.READ if name in formats.WRITTEN]

words = st.text("abcdefghijklmnopqrstuvwxyzäéøßłπ", min_size=2, max_size=9)
capitals = words.map(lambda word: "N" + word)
titles = st.lists(words, min_size=1, max_size=4).map(lambda each: "N" + " ".join(each))
initials = st.sampled_from(["Ann", "A B", "Jean-Luc", "Zoë M"])
people = st.builds(Name, family=capitals, given=initials)
numbers = st.integers(1, 9999).map(str)
dates = st.one_of(
    st.tuples(st.integers(1000, 2030)),
    st.tuples(st.integers(1000, 2030), st.integers(1, 12)),
    st.tuples(st.integers(1000, 2030), st.integers(1, 12), st.integers(1, 28)),
).map(lambda parts: Date((parts,)))
pages = st.tuples(st.integers(1, 99), st.integers(100, 999)).map(lambda p: f"{p[0]}-{p[1]}")
dois = words.map(lambda word: f"10.1000/{word.encode('ascii', 'ignore').decode()}1")

HELD: dict[str, st.SearchStrategy[Any]] = {
    "author": st.lists(people, min_size=1, max_size=4).map(tuple),
    "title": titles,
    "container_title": titles,
    "issued": dates,
    "volume": numbers,
    "issue": numbers,
    "page": pages,
    "DOI": dois,
    "abstract": titles,
    "keyword": st.lists(words, min_size=1, max_size=3, unique=True).map("; ".join),
    "PMID": st.integers(1, 40_000_000).map(str),
    "PMCID": st.integers(100_000, 9_999_999).map("PMC{}".format),
    "ISSN": st.just("0306-4530"),
}
"""What every format has a place for: an article's fields."""


@st.composite
def articles(draw: st.DrawFn) -> Reference:
    values = {name: draw(values) for name, values in HELD.items() if draw(st.booleans())}
    return Reference(type="article-journal", **{"title": draw(titles)} | values)


def record(reference: Reference) -> Record:
    return Record((Reading("manual", replace(reference, id="")),))


def back(name: str, *given_: Reference) -> list[Reference]:
    """What a format gives back of references, but for their keys."""
    module = formats.by_name(name)
    read = module.read(module.write([record(each) for each in given_]), "x")
    assert not read.problems
    return [replace(each.reference, id="", annote="") for each in read.records]


@pytest.mark.parametrize("name", BOTH)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_article_comes_back_as_it_was_written(name: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(articles(), max_size=3))
    assert back(name, *written) == written


@pytest.mark.parametrize("name", BOTH)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_has_been_through_a_format_once_goes_through_it_unchanged(
    name: str, data: st.DataObject
) -> None:
    module = formats.by_name(name)
    once = module.write([record(each) for each in data.draw(st.lists(references(), max_size=2))])
    again = module.write(module.read(once, "x").records)
    assert module.write(module.read(again, "x").records) == again


@pytest.mark.parametrize("name", BOTH)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_as_many_records_come_out_as_went_in(name: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(references(), max_size=3))
    module = formats.by_name(name)
    assert len(module.read(module.write([*map(record, written)]), "x").records) == len(written)
