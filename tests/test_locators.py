"""Volume, issue and pages in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.fields.locators import read_locator, read_pages, short_pages
from citeman.fields.pages import first_page

PAGES = [
    ("3127-32", "3127-3132"),
    ("85–6", "85-86"),
    ("1078– 90", "1078-1090"),
    ("12--19", "12-19"),
    ("311 -- 9", "311-319"),
    ("pp. 1731-54", "1731-1754"),
    ("S. 12-19", "12-19"),
    ("p.16-22", "16-22"),
    ("167-238.", "167-238"),
    ("(pp. 232-243).", "232-243"),
    ("224-31.e2", "224-231.e2"),
    ("S12-9", "S12-S19"),
    ("e1-12", "e1-e12"),
    ("H1-H10", "H1-H10"),
    ("1-4, 9-12", "1-4, 9-12"),
    ("101-4; 110", "101-104, 110"),
    # nothing to complete
    ("556", "556"),
    ("S256", "S256"),
    ("3S-9S", "3S-9S"),
    ("e47506", "e47506"),
    ("99-101", "99-101"),
    ("xiv-xx", "xiv-xx"),
    ("411+", "411+"),
    ("CD001234", "CD001234"),
    # what cannot be a range stays as read
    ("112-05", "112-05"),
    ("199-3", "199-3"),
    ("S12-e19", "S12-e19"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "page"), PAGES)
def test_page_ranges_are_completed(text: str, page: str) -> None:
    assert read_pages(text) == page


SHORT = [
    ("3127-3132", "3127-32"),
    ("S12-S19", "S12-9"),
    ("224-231.e2", "224-31.e2"),
    ("99-101", "99-101"),
    ("12-19", "12-9"),
    ("1153-1203", "1153-203"),
    ("3S-9S", "3S-9S"),
    ("112-05", "112-05"),
    ("1-4, 101-104", "1-4, 101-4"),
    ("e47506", "e47506"),
]


@pytest.mark.parametrize(("page", "text"), SHORT)
def test_a_range_is_shortened_by_the_digits_it_shares(page: str, text: str) -> None:
    assert short_pages(page) == text


@pytest.mark.parametrize(
    ("page", "first"),
    [("3127-3132", "3127"), ("S12–S19", "S12"), ("5, 9", "5"), ("e1", "e1"), ("", "")],
)
def test_the_first_page_is_what_stands_before_the_dash(page: str, first: str) -> None:
    assert first_page(page) == first


LOCATORS = [
    ("21: 3127-32", "21||3127-32"),
    ("7: e47506", "7||e47506"),
    ("34, 12-20", "34||12-20"),
    ("12, p. 5", "12||5"),
    ("2019;11:53.", "11||53"),
    ("2005 Mar 4;34(2):12-20", "34|2|12-20"),
    ("2005;34:12-20, 25", "34||12-20, 25"),
    ("32 (826): 85-6", "32|826|85-6"),
    ("169(6):2257-61", "169|6|2257-61"),
    ("5(1):ytaa563", "5|1|ytaa563"),
    ("5(1), 12-20", "5|1|12-20"),
    ("14(3–4):9–12", "14|3–4|9–12"),
    ("42(Database issue):D7-17", "42|Database issue|D7-17"),
    ("12 (Suppl 3): S1-5", "12|Suppl 3|S1-5"),
    ("7 [Suppl 1]: S12-9", "7|Suppl 1|S12-9"),
    ("51 (4 Pt 1): 12-20", "51|4 Pt 1|12-20"),
    ("31(Pt 1):1405-23", "31|Pt 1|1405-23"),
    ("26 Suppl 1: 13-7", "26|Suppl 1|13-7"),
    ("38 Suppl:S12-9", "38|Suppl|S12-9"),
    ("544.7651, pp. 411+", "544|7651|411+"),
    ("28 (4):", "28|4|"),
    ("12 Suppl 3", "12|Suppl 3|"),
    ("(826): 85-6", "|826|85-6"),
    ("vol. 3, no. 2, pp. 1-9", "3|2|1-9"),
    ("Vol. 22, n°3, p. 5", "22|3|5"),
    ("Bd. 3, H. 2, S. 12-19", "3|2|12-19"),
    ("34, no. 2 (2005): 12-20", "34|2|12-20"),
    ("v. 435, n. 7039", "435|7039|"),
    ("vol. 3(2), 5", "3|2|5"),
    ("vol. 3 (2005): 12", "3||12"),
    ("34 (2005): 12-20", "34||12-20"),
    ("38 (2003) 11-20", "38||11-20"),
    ("54(1) (2007) 85-91", "54|1|85-91"),
    ("43, 3, 118-132", "43|3|118-132"),
    ("34/1982, 408-434", "34||408-434"),
    ("17 449--460", "17||449--460"),
    ("27(suppl_3):ckx189.117", "27|suppl_3|ckx189.117"),
    ("25권, 제2호, pp.58-101", "25|2|58-101"),
    ("34(2005): 12-20", "34|2005|12-20"),
    ("Vol. 3", "3||"),
    ("no. 193 (2023): 195", "|193|195"),
    ("pp. 12-20", "||12-20"),
    ("S1-5", "||S1-5"),
    ("3127-32", "||3127-32"),
]


@pytest.mark.parametrize(("text", "parts"), LOCATORS)
def test_a_locator_is_read_from_its_punctuation_or_keywords(text: str, parts: str) -> None:
    locator = read_locator(text)
    assert locator
    assert "|".join(part.text if part else "" for part in locator) == parts


@pytest.mark.parametrize(("text", "_"), LOCATORS)
def test_offsets_point_into_the_text(text: str, _: str) -> None:
    locator = read_locator(text)
    assert locator
    assert all(text[part.start : part.end] == part.text for part in locator if part)


@pytest.mark.parametrize("text", ["", "53", "The liver", "12 patients", "J Hepatol 12: 3-4"])
def test_what_is_not_only_a_locator_is_none(text: str) -> None:
    assert read_locator(text) is None


ranges = st.builds(
    lambda letters, first, length: f"{letters}{first}-{letters}{first + length}",
    st.sampled_from(["", "S", "e"]),
    st.integers(1, 99999),
    st.integers(1, 5000),
)


@given(st.lists(ranges, min_size=1, max_size=3).map(", ".join))
def test_shortening_is_undone_by_reading(page: str) -> None:
    assert read_pages(short_pages(page)) == page


@given(st.text(alphabet="0123456789S-–e., v", max_size=25))
def test_reading_pages_twice_changes_nothing(text: str) -> None:
    assert read_pages(read_pages(text)) == read_pages(text)
