"""Dates in every spelling, and as NLM writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.fields.dates import read_date, read_year_suffix, write_date
from citeman.model import Date

READ = [
    ("2005", ((2005,),)),
    ("(2007).", ((2007,),)),
    ("2003a", ((2003,),)),
    ("c2005", ((2005,),)),
    ("2005 Mar 4", ((2005, 3, 4),)),
    ("Mar 4, 2005", ((2005, 3, 4),)),
    ("May 5th, 2018", ((2018, 5, 5),)),
    ("4 March 2005", ((2005, 3, 4),)),
    ("05 May 2018", ((2018, 5, 5),)),
    ("March 2005", ((2005, 3),)),
    ("2014, November", ((2014, 11),)),
    ("2004; Dec 3", ((2004, 12, 3),)),
    ("APR 27 2017", ((2017, 4, 27),)),
    ("2005-03-04", ((2005, 3, 4),)),
    ("2005/03/04", ((2005, 3, 4),)),
    ("2005-03", ((2005, 3),)),
    ("04.03.2005", ((2005, 3, 4),)),
    ("12. März 2003", ((2003, 3, 12),)),
    ("1er août 1999", ((1999, 8, 1),)),
    ("4 de março de 2005", ((2005, 3, 4),)),
    ("3 de enero de 2010", ((2010, 1, 3),)),
    ("juil. 2004", ((2004, 7),)),
    ("giugno 2001", ((2001, 6),)),
    ("Dez. 2001", ((2001, 12),)),
    ("2005 Mar-Apr", ((2005, 3), (2005, 4))),
    ("January/February 2003", ((2003, 1), (2003, 2))),
    ("2005 Mar 4-8", ((2005, 3, 4), (2005, 3, 8))),
    ("5–7 June 2001", ((2001, 6, 5), (2001, 6, 7))),
    ("2005 Mar 30-Apr 2", ((2005, 3, 30), (2005, 4, 2))),
    ("2005 Dec-2006 Jan", ((2005, 12), (2006, 1))),
    ("1998-1999", ((1998,), (1999,))),
    ("1998-99", ((1998,), (1999,))),
    ("1998/99", ((1998,), (1999,))),
]


@pytest.mark.parametrize(("text", "parts"), READ)
def test_a_date_is_read_whatever_its_spelling(
    text: str, parts: tuple[tuple[int, ...], ...]
) -> None:
    assert read_date(text) == Date(date_parts=parts)


SEASONS = [
    ("Spring 2005", ((2005,),), "1"),
    ("2005 Sommer", ((2005,),), "2"),
    ("Fall 1999", ((1999,),), "3"),
    ("automne 1999", ((1999,),), "3"),
    ("1976-1977 Winter", ((1976,), (1977,)), "4"),
    ("Winter 2005/2006", ((2005,), (2006,)), "4"),
]


@pytest.mark.parametrize(("text", "parts", "season"), SEASONS)
def test_a_season_is_numbered(text: str, parts: tuple[tuple[int, ...], ...], season: str) -> None:
    assert read_date(text) == Date(date_parts=parts, season=season)


@pytest.mark.parametrize("text", ["c. 1950", "ca. 1950", "[1950?]", "circa 1950", "um 1950"])
def test_an_estimate_is_marked(text: str) -> None:
    assert read_date(text) == Date(date_parts=((1950,),), circa=True)


@pytest.mark.parametrize("text", ["in press", "forthcoming", "n.d.", "s.f.", "o. J.", "2099999"])
def test_words_without_a_year_stay_literal(text: str) -> None:
    assert read_date(text) == Date(literal=text)


YEAR_AND_WORDS = [
    ("2012-", 2012), ("2005 Online Mar 4", 2005), ("forthcoming 2020", 2020), ("2010 Q3", 2010),
    ("2000 Spring-Summer", 2000), ("2005 Feb 31 45", 2005), ("2006-2005", 2006),
]  # fmt: skip


@pytest.mark.parametrize(("text", "year"), YEAR_AND_WORDS)
def test_other_words_are_kept_beside_the_year(text: str, year: int) -> None:
    assert read_date(text) == Date(date_parts=((year,),), literal=text)


def test_empty_text_is_no_date() -> None:
    assert read_date("  ") is None


def test_a_year_letter_is_read_apart() -> None:
    assert [read_year_suffix(t) for t in ("2003a", "(1999b).", "2003", "2003 a")] == [
        "a",
        "b",
        "",
        "",
    ]


WRITTEN = [
    (Date(date_parts=((2005,),)), "2005"),
    (Date(date_parts=((2005, 3, 4),)), "2005 Mar 4"),
    (Date(date_parts=((2005, 3), (2005, 4))), "2005 Mar-Apr"),
    (Date(date_parts=((2005, 12), (2006, 1))), "2005 Dec-2006 Jan"),
    (Date(date_parts=((2005, 3, 4), (2005, 3, 8))), "2005 Mar 4-8"),
    (Date(date_parts=((2005,),), season="1"), "2005 Spring"),
    (Date(date_parts=((1950,),), circa=True), "[1950?]"),
    (Date(literal="in press"), "in press"),
    (Date(), ""),
]


@pytest.mark.parametrize(("date", "text"), WRITTEN)
def test_a_date_is_written_as_nlm_does(date: Date, text: str) -> None:
    assert write_date(date) == text


years, months, days = st.integers(1000, 2099), st.integers(1, 12), st.integers(1, 31)
parts = st.one_of(st.tuples(years), st.tuples(years, months), st.tuples(years, months, days))
alike = parts.flatmap(
    lambda one: st.lists(
        st.tuples(*(years, months, days)[: len(one)]), min_size=1, max_size=2, unique=True
    )
)


@given(alike, st.booleans())
def test_what_is_written_is_read_back(prefixes: list[tuple[int, ...]], circa: bool) -> None:
    date = Date(date_parts=tuple(sorted(prefixes)), circa=circa or None)
    assert read_date(write_date(date)) == date


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_no_text_is_lost_without_a_date(text: str) -> None:
    date = read_date(text)
    assert date is not None
    assert date.literal or date.date_parts
