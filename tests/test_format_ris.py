"""RIS is read in every dialect, and what it holds comes back out."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.errors import InputError
from citeman.formats import ris
from citeman.formats.ris.tags import TYPES, tags_of, written_tags
from citeman.formats.variables import EXTRA, NAMES
from citeman.model import (
    DATE_FIELDS,
    NAME_FIELDS,
    Date,
    Name,
    Reading,
    Record,
    Reference,
    has,
    replace,
)
from tests.format_cases import TEXT_FIELDS

ENTRY = "TY  - JOUR\n{}\nER  - \n"


def only(text: str) -> Record:
    [record] = ris.read(text, "x.ris").records
    return record


def entry(*lines: str, kind: str = "JOUR") -> Reference:
    return only(f"TY  - {kind}\n" + "\n".join(lines) + "\nER  - \n").reference


def written(reference: Reference, annotation: str = "") -> str:
    reading = Reading("manual", reference)
    return ris.write([Record((reading,), key="k1", annotation=annotation)])


def back(reference: Reference) -> Reference:
    """What is read of what was written, but for the key."""
    return replace(only(written(reference)).reference, id="")


LINE_FORMS = [
    "TY  - JOUR\nTI  - Small\nVL  - 3\nER  - \n",
    "\ufeffTY  - JOUR\r\nTI  - Small\r\nVL  - 3\r\nER  - \r\n",
    "TY  - JOUR\rTI  - Small\rVL  - 3\rER  - \r",
    "TY - JOUR\nTI - Small\nVL - 3\nER -\n",
    "TY-JOUR\nTI-Small\nVL-3\nER-\n",
    "TY  -JOUR\nTI  -Small\nVL  -3\nER  -\n",
    "  TY  - JOUR\n  TI  - Small\n  VL  - 3\n  ER  -\n",
    "1.\nTY  - JOUR\nTI  - Small\nVL  - 3\nER  - \n\n",
    "TY  - JOUR\nTI  - Small\nVL  - 3\n",
    "TY  - jour\nTI  - Small\nVL  - 3\nER  -",
]


@pytest.mark.parametrize("text", LINE_FORMS)
def test_every_way_of_writing_the_lines_is_read(text: str) -> None:
    reference = only(text).reference
    assert (reference.type, reference.title, reference.volume) == ("article-journal", "Small", "3")


def test_lines_without_a_tag_go_on_with_the_value_before_them() -> None:
    reference = entry(
        "TI  - A title", "that goes on", "AB  - One.", "", "II - two.", "KW  - a", "b"
    )
    assert reference.title == "A title that goes on"
    assert reference.abstract == "One.\n\nII - two."
    assert reference.keyword == "a; b"


def test_an_entry_ends_where_the_next_begins_and_may_lack_its_type() -> None:
    text = "TY  - BOOK\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n\nT1  - Three\nVL  - 1\nER  - \n"
    parsed = ris.read(text, "x.ris")
    assert [r.reference.title for r in parsed.records] == ["One", "Two", "Three"]
    assert [p.message for p in parsed.records[2].problems] == [
        "x.ris:7: the entry does not say its type (TY)"
    ]


def test_tagged_lines_between_entries_belong_to_the_one_before() -> None:
    between = "NL  - Ann Small\n\nLink to it: x\n\n2.\n"
    text = ENTRY.format("TI  - One") + between + ENTRY.format("TI  - 2")
    one, two = ris.read(text, "x.ris").records
    assert one.reference.container_title_short == "Ann Small"
    assert (two.reference.title, two.problems) == ("2", ())


def test_an_unknown_type_is_a_problem_and_is_written_back() -> None:
    record = only("TY  - Papyrus\nTI  - Old\nER  - ")
    assert record.reference.type == "document"
    assert [problem.code for problem in record.problems] == ["unknown-type"]
    assert ris.write([record]).startswith("TY  - PAPYRUS\n")


def test_a_text_that_is_no_ris_is_an_error_that_says_what_was_looked_for() -> None:
    with pytest.raises(InputError, match="TY"):
        ris.read("Smith A. Small. 2003.", "x.txt")


TITLES = [
    ("JOUR", ("T2  - Full", "J2  - F."), "container_title", "Full"),
    ("JOUR", ("JF  - Full", "JO  - Full"), "container_title", "Full"),
    ("JOUR", ("JF  - Full", "JO  - F."), "container_title_short", "F."),
    ("JOUR", ("JO  - Only one",), "container_title", "Only one"),
    ("JOUR", ("JA  - Abbr.",), "container_title_short", "Abbr."),
    ("CHAP", ("T2  - The Book", "T3  - Series"), "container_title", "The Book"),
    ("CHAP", ("BT  - The Book",), "container_title", "The Book"),
    ("CHAP", ("T2  - The Book", "T3  - Series"), "collection_title", "Series"),
    ("BOOK", ("TI  - It", "T2  - Series"), "collection_title", "Series"),
    ("BOOK", ("BT  - It",), "title", "It"),
    ("CONF", ("T2  - Meeting", "C3  - Proceedings"), "container_title", "Proceedings"),
    ("CONF", ("T2  - Meeting", "C3  - Proceedings"), "event_title", "Meeting"),
    ("CONF", ("T2  - Proceedings",), "container_title", "Proceedings"),
    ("JOUR", ("T2  - Full", "C3  - Small"), "container_title", "Full"),
    ("RPRT", ("T2  - Series",), "collection_title", "Series"),
    ("SLIDE", ("T2  - Meeting",), "event_title", "Meeting"),
]


@pytest.mark.parametrize(("kind", "lines", "field", "value"), TITLES)
def test_titles_mean_what_the_type_makes_of_them(
    kind: str, lines: Sequence[str], field: str, value: str
) -> None:
    assert getattr(entry(*lines, kind=kind), field) == value


PEOPLE = [
    ("Shannon,Claude E.", Name(family="Shannon", given="Claude E.")),
    ("van den Berg, R.", Name(family="Berg", given="R.", non_dropping_particle="van den")),
    ("Kerr, Thomas, Jr.", Name(family="Kerr", given="Thomas", suffix="Jr.")),
    ("Liu R.", Name(family="Liu", given="R.")),
    ("World Health Organization", Name(literal="World Health Organization")),
    ("World Health Organization,", Name(literal="World Health Organization")),
    ("University of Oslo,, Unit 3", Name(literal="University of Oslo, Unit 3")),
]


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_names_are_read_and_written_back(text: str, name: Name) -> None:
    reference = entry(f"AU  - {text}")
    assert reference.author == (name,)
    assert only(written(reference)).reference.author == (name,)


def test_editors_of_a_book_are_no_series_editors_unless_it_has_a_series() -> None:
    assert entry("A2  - Roe, A", kind="BOOK").editor == (Name("Roe", "A"),)
    series = entry("A2  - Roe, A", "A3  - Poe, B", "T2  - Series", kind="BOOK")
    assert (series.collection_editor, series.editor) == ((Name("Roe", "A"),), (Name("Poe", "B"),))


def test_et_al_is_no_author() -> None:
    reference = entry("AU  - Roe, A", "AU  - et al.")
    assert (reference.author, reference.truncated) == ((Name("Roe", "A"),), ("author",))
    assert back(reference) == reference


DATES = [
    (("PY  - 2003",), ((2003,),)),
    (("PY  - 2012/07/03/",), ((2012, 7, 3),)),
    (("PY  - 2012", "DA  - 2012/07/03"), ((2012, 7, 3),)),
    (("DA  - 2019/10//undefined", "PY  - 2019"), ((2019, 10),)),
    (("Y1  - 2019//",), ((2019,),)),
    (("PY  - 2018", "DA  - SEP"), ((2018, 9),)),
    (("PY  - 2011", "DA  - Jun 4"), ((2011, 6, 4),)),
    (("PY  - 2011/13/45",), ((2011,),)),
    (("DA  - 2014-08-29",), ((2014, 8, 29),)),
]


@pytest.mark.parametrize(("lines", "parts"), DATES)
def test_dates_are_put_together_from_all_that_say_them(
    lines: Sequence[str], parts: tuple[tuple[int, ...], ...]
) -> None:
    issued = entry(*lines).issued
    assert issued
    assert issued.date_parts == parts


def test_a_date_of_another_year_is_kept_and_not_mixed_in() -> None:
    reference = entry("PY  - 2011", "DA  - 2009/05/01")
    assert reference.issued == Date(((2011,),))
    assert reference.custom == {"ris": {"DA": ["2009/05/01"]}}


def test_words_that_are_no_date_stay() -> None:
    assert entry("PY  - in press").issued == Date(literal="in press")


PAGES = [
    (("SP  - 379", "EP  - 423"), "379-423"),
    (("SP  - 349-69",), "349-69"),
    (("SP  - 377", "EP  - 377-86"), "377-86"),
    (("SP  - e9128",), "e9128"),
    (("SP  - 12", "EP  - 12"), "12"),
    (("SP  - No", "EP  - Specified"), ""),
]


@pytest.mark.parametrize(("lines", "page"), PAGES)
def test_first_and_last_page_make_the_pages(lines: Sequence[str], page: str) -> None:
    assert entry(*lines).page == page


def test_a_book_says_how_many_pages_it_has() -> None:
    book = entry("SP  - 340", kind="BOOK")
    assert (book.number_of_pages, book.page) == ("340", "")
    assert entry("SP  - 3", "EP  - 40", kind="BOOK").page == "3-40"


IDENTIFIERS = [
    (("SN  - 03064530 (ISSN)",), "ISSN", "0306-4530"),
    (("SN  - 0306-4530", "SN  - 978-0-306-40615-7"), "ISBN", "9780306406157"),
    (("SN  - 1895-5770 1895-5770",), "ISSN", "1895-5770"),
    (("DO  - https://doi.org/10.1000/X1",), "DOI", "10.1000/X1"),
    (("M3  - 10.1000/X1",), "DOI", "10.1000/X1"),
    (("AN  - 12974198", "DB  - PubMed"), "PMID", "12974198"),
    (("AN  - 12974198", "DP  - NLM"), "PMID", "12974198"),
    (("AN  - 12974198", "DB  - Embase"), "PMID", ""),
    (("U2  - 12974198[pmid]",), "PMID", "12974198"),
    (("UR  - https://pubmed.ncbi.nlm.nih.gov/12974198/",), "PMID", "12974198"),
    (("C2  - PMC3553406",), "PMCID", "PMC3553406"),
    (("C2  - 17",), "PMCID", ""),
]


@pytest.mark.parametrize(("lines", "field", "value"), IDENTIFIERS)
def test_identifiers_are_told_by_their_shape_and_by_who_gives_them(
    lines: Sequence[str], field: str, value: str
) -> None:
    assert getattr(entry(*lines), field) == value


def test_nothing_of_an_entry_is_lost() -> None:
    lines = [
        "AD  - Oslo",
        "AD  - Bergen",
        "U1  - mine",
        "L1  - file.pdf",
        "XY  - odd",
        "UR  - http://b.org",
    ]
    reference = entry("UR  - http://a.org", *lines)
    assert reference.URL == "http://a.org"
    text = written(reference)
    assert all(line in text for line in lines)
    assert back(reference) == reference


def test_an_annotation_is_written_as_research_notes_and_no_line_of_it_looks_like_a_tag() -> None:
    annotation = "A small series.\n\nER  - is two letters."
    record = only(written(Reference(type="book", title="T"), annotation))
    assert record.annotation == annotation
    assert (record.key, record.reference.annote) == ("k1", "")


HELD = {
    kind: sorted(
        set(written_tags(kind)) & {*TEXT_FIELDS, *EXTRA} - {"note", "keyword", "annote"} - NAMES
    )
    for kind in sorted(set(TYPES.values()))
}
words = st.text("abcXYZ äß1:.-(", min_size=1, max_size=9).map(str.strip).filter(str.isalpha)
people = st.lists(
    st.builds(Name, family=words.map(str.title), given=words) | st.builds(Name, literal=words),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def held_references(draw: st.DrawFn) -> Reference:
    """References of what RIS holds: each type's own fields, in words that are nothing else."""
    kind = draw(st.sampled_from(sorted(HELD)))
    special = {"ISSN", "ISBN", "DOI", "PMID", "PMCID", "URL", "page", "number_of_pages"}
    plain = [f for f in HELD[kind] if f not in special]
    values = draw(st.dictionaries(st.sampled_from(plain), words, max_size=5))
    if "container_title_short" in values and "container_title" in written_tags(kind):
        values["container_title"] = values["container_title_short"] + "x"
    extra = {name: values.pop(name) for name in sorted(values.keys() & EXTRA)}
    names = [f for f in NAME_FIELDS if f in written_tags(kind)]
    values |= draw(st.dictionaries(st.sampled_from(names), people, max_size=2)) if names else {}
    if values.get("collection_editor"):
        values["collection_title"] = "Series"
    years = st.builds(lambda y, m: Date(((y, m),)), st.integers(1500, 2100), st.integers(1, 12))
    dates = [f for f in DATE_FIELDS if f in written_tags(kind)]
    values |= draw(st.dictionaries(st.sampled_from(dates), years, max_size=2))
    return Reference(type=kind, **values, extra=extra)


@given(held_references())
def test_what_ris_holds_comes_back_as_it_was(reference: Reference) -> None:
    assert back(reference) == reference
    assert ris.write([only(written(reference))]) == written(reference)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = ris.read("TY  - JOUR\n" + text, "x")
    except InputError:
        return
    assert parsed.records
    assert all(has(r.reference, "type") or r.problems for r in parsed.records)


def test_every_tag_that_is_written_is_read_back_as_the_same_field() -> None:
    for kind in {*TYPES.values()}:
        for meaning, tag in written_tags(kind).items():
            assert tags_of(kind)[tag] == meaning


SAID_IN_FULL = [
    Reference(type="book", issued=Date(((2003, 5), (2004, 6)))),
    Reference(type="book", issued=Date(((2003,),), circa=True)),
    Reference(type="webpage", accessed=Date(((2003, 5, 4), (2003, 5, 6)))),
    Reference(type="article-journal", issued=Date(((1937,),), literal="1937 or so")),
    Reference(type="paper-conference", container_title="Proceedings", event_title="Meeting"),
    Reference(type="article-journal", abstract="One\x85two\u2028three"),
    Reference(type="article-journal", author=(Name(literal="O."), Name("Roe", "A"))),
    Reference(type="document", ISSN="1932-6208"),
    Reference(type="book", issued=Date(((-44, 3, 15),))),
    Reference(type="book", issued=Date(((-44,), (12,)))),
    Reference(type="book", issued=Date(((0,),))),
    Reference(type="book", title="It", container_title="Annals", collection_title="Series"),
    Reference(type="report", extra={"reviewed-title": "Small"}),
]


@pytest.mark.parametrize("reference", SAID_IN_FULL, ids=str)
def test_what_needs_more_than_a_plain_value_comes_back(reference: Reference) -> None:
    assert back(reference) == reference
