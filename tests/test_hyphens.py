"""Words broken over lines: the hyphen that only breaks them goes, every other one stays."""

import pytest

from citeman import parse_references, parse_text
from citeman.enrich import query_of
from citeman.hyphens import breaks, vocabulary, whole

WHOLE = {
    "a word in two": ("Gastro-\nenterology", "Gastroenterology"),
    "a name in two": ("Peter-\nsen BT", "Petersen BT"),
    "a name of two words": ("Good-\nman & Gilman", "Goodman & Gilman"),
    "capitals": ("GASTRO-\nENTEROLOGY", "GASTROENTEROLOGY"),
    "indented lines": ("Gastro-\n      enterology", "Gastroenterology"),
    "a compound": ("double-\nblind", "double-blind"),
    "a compound of two words": ("nerve-\nfiber", "nerve-fiber"),
    "a second half": ("hypoxia-\ninduced", "hypoxia-induced"),
    "a name with a hyphen": ("Breyer-\nPfaff U", "Breyer-Pfaff U"),
    "a number behind": ("COVID-\n19", "COVID-19"),
    "letters before capitals": ("IFN-\ngamma", "IFN-gamma"),
    "a range of pages": ("1091-\n1098", "1091-1098"),
    "a range with a dash": ("1091–\n8", "1091–8"),
    "a pair with a dash": ("dose–\nresponse", "dose–response"),
    "a suspended hyphen": ("high-\nand low-dose", "high-\nand low-dose"),
    "German, suspended": ("Kosten-\nund Nutzen", "Kosten-\nund Nutzen"),
    "a stroke": ("PET/\nCT", "PET/CT"),
    "a DOI after a stroke": (
        "doi: 10.1007/\ns40264-023-01360-x",
        "doi: 10.1007/s40264-023-01360-x",
    ),
    "a DOI after a full stop": ("doi:10.1016/j.\ngastro.2004.07", "doi:10.1016/j.gastro.2004.07"),
    "a DOI after a hyphen": ("10.1007/s11192-\n021-03975-2", "10.1007/s11192-021-03975-2"),
    "an address": ("https://www.ncbi.nlm.\nnih.gov/books/", "https://www.ncbi.nlm.nih.gov/books/"),
    "an address over three lines": ("http://a.org/b/\nc_d/\ne", "http://a.org/b/c_d/e"),
    "an address that ends": ("https://doi.org/10.1000/xyz.\nSmith J", None),
    "a DOI before a number": ("doi:10.1000/xyz.\n12. Smith J", None),
    "a blank for a line break": ("Gastro- enterology", "Gastroenterology"),
    "a compound, with a blank": ("a double- blind trial", "a double-blind trial"),
    "a hyphen for a dash": ("Obesity- causes and cures", None),
    "a subtitle": ("Counting - a review", None),
}


@pytest.mark.parametrize(("broken", "expected"), WHOLE.values(), ids=WHOLE)
def test_broken_words_are_whole_again(broken: str, expected: str | None) -> None:
    assert whole(broken) == (broken if expected is None else expected)


def test_what_a_text_writes_elsewhere_decides() -> None:
    broken = "post-\ntraumatic"
    assert breaks(broken, vocabulary(["post-traumatic stress"])) == [(5, 6)]
    assert breaks(broken, vocabulary(["posttraumatic stress"])) == [(4, 6)]


def test_halves_of_broken_words_are_no_words_of_a_text() -> None:
    words = vocabulary(["Gastro-\nenterology and Gastro- enterology, double-blind"]).words
    assert "gastro" not in words
    assert "enterology" not in words


RAW = (
    "Staritz M. Endo-\nscopic papillary dilation, a double-\nblind trial. "
    "Gastro-\nenterology. 1983;15:197-8."
)


def test_fields_are_read_from_whole_words_and_their_spans_point_at_the_string() -> None:
    [record] = parse_references([RAW])
    assert record.reference.title == "Endoscopic papillary dilation, a double-blind trial"
    assert record.reference.container_title == "Gastroenterology"
    [reading] = record.readings
    [span] = reading.fields["container_title"].spans
    assert reading.raw == RAW
    assert RAW[slice(*span)] == "Gastro-\nenterology"


def test_lists_in_texts_follow_the_same_rule() -> None:
    [record] = parse_text(f"References\n\n{RAW}\n")
    assert record.reference.container_title == "Gastroenterology"


def test_sources_are_asked_with_whole_words() -> None:
    [record] = parse_references([RAW])
    assert "Gastroenterology" in query_of(record, "index").text
