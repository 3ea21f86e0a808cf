"""References come out in NLM and AMA style as those manuals print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.cite import STYLES, numbered
from citeman.cite.joining import curl, join, meet, title_case
from citeman.cite.preparing import prepare
from citeman.cite.rich import (
    CLOSE,
    MARKS,
    OPEN,
    plain,
    read_html,
    read_markup,
    to_html,
    to_markdown,
)
from citeman.cite.values import long_date, pages, short_date
from citeman.formats.csljson import read_item
from citeman.model import Date, Name, Reference

ADA = {"family": "Adams", "given": "Ada Byron"}
BO = {"family": "Berg", "non-dropping-particle": "van den", "given": "Bo", "suffix": "Jr."}
SEVEN = [{"family": f"Name{letter}", "given": letter} for letter in "ABCDEFG"]


def day(*parts: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]}


ARTICLE = {
    "type": "article-journal",
    "author": [ADA, BO],
    "title": "Does it hold?",
    "container-title": "Journal of Clinical Examples",
    "container-title-short": "J. Clin. Ex.",
    "issued": day(2003, 9, 5),
    "volume": "24",
    "issue": "3-4",
    "page": "291-294",
    "DOI": "10.1000/x1",
    "PMID": "12345",
    "PMCID": "PMC678",
}
BOOK = {
    "type": "book",
    "author": [ADA],
    "title": "A short history of examples",
    "edition": "2",
    "publisher": "Example Press",
    "publisher-place": "Leiden",
    "issued": day(1999),
    "number-of-pages": "194",
}
CASES = [
    (
        "a journal article",
        ARTICLE,
        "Adams AB, van den Berg B Jr. Does it hold? J Clin Ex. 2003 Sep 5;24(3–4):291–4. "
        "doi:10.1000/x1 PubMed PMID: 12345; PubMed Central PMCID: PMC678.",
        "Adams AB, van den Berg B Jr. Does it hold? <i>J Clin Ex</i>. 2003;24(3-4):291-294. "
        "doi:10.1000/x1",
    ),
    (
        "an article known by its journal's full title only",
        {"type": "article-journal", "title": "T", "container-title": "Annals of Examples"},
        "T. Annals of Examples.",
        "T. <i>Annals of Examples</i>.",
    ),
    (
        "seven authors",
        {"type": "article-journal", "title": "T", "author": SEVEN},
        "NameA A, NameB B, NameC C, NameD D, NameE E, NameF F, et al. T.",
        "NameA A, NameB B, NameC C, et al. T.",
    ),
    (
        "a book",
        BOOK,
        "Adams AB. A short history of examples. 2nd ed. Leiden: Example Press; 1999. 194 p.",
        "Adams AB. <i>A Short History of Examples</i>. 2nd ed. Example Press; 1999.",
    ),
    (
        "an edited book",
        BOOK | {"author": [], "editor": [ADA, BO], "edition": "Rev. ed."},
        "Adams AB, van den Berg B Jr, editors. A short history of examples. Rev. ed. "
        "Leiden: Example Press; 1999. 194 p.",
        "Adams AB, van den Berg B Jr, eds. <i>A Short History of Examples</i>. Rev. ed. "
        "Example Press; 1999.",
    ),
    (
        "a chapter",
        {
            "type": "chapter",
            "author": [ADA],
            "title": "The first example",
            "editor": [BO],
            "container-title": "Examples of the world",
            "publisher": "Example Press",
            "publisher-place": "Leiden",
            "issued": day(1999),
            "page": "35-47",
        },
        "Adams AB. The first example. In: van den Berg B Jr, editor. Examples of the world. "
        "Leiden: Example Press; 1999. p. 35–47.",
        "Adams AB. The first example. In: van den Berg B Jr, ed. <i>Examples of the World</i>. "
        "Example Press; 1999:35-47.",
    ),
    (
        "a paper at a conference",
        {
            "type": "paper-conference",
            "author": [ADA],
            "title": "On proceeding",
            "container-title": "Proceedings of the 3rd meeting",
            "publisher": "Society",
            "issued": day(2010, 6),
            "page": "5",
        },
        "Adams AB. On proceeding. In: Proceedings of the 3rd meeting. Society; 2010. p. 5.",
        "Adams AB. On proceeding. In: <i>Proceedings of the 3rd Meeting</i>. Society; 2010:5.",
    ),
    (
        "a thesis",
        {
            "type": "thesis",
            "author": [ADA],
            "title": "Why examples",
            "genre": "PhD thesis",
            "publisher": "University of Leiden",
            "publisher-place": "Leiden",
            "issued": day(2001),
        },
        "Adams AB. Why examples [PhD thesis]. [Leiden]: University of Leiden; 2001.",
        "Adams AB. <i>Why Examples</i>. PhD thesis. University of Leiden; 2001.",
    ),
    (
        "a report",
        {
            "type": "report",
            "author": [{"literal": "Example Agency"}],
            "title": "State of examples",
            "number": "12",
            "publisher": "The Agency",
            "issued": day(2005, 2),
            "URL": "https://example.org/r",
            "accessed": day(2020, 7, 3),
        },
        "Example Agency. State of examples [Internet]. The Agency; 2005 Feb [cited 2020 Jul 3]. "
        "Report no.: 12. Available from: https://example.org/r",
        "Example Agency. <i>State of Examples</i>. The Agency; 2005. Accessed July 3, 2020. "
        "https://example.org/r",
    ),
    (
        "a page of a site",
        {
            "type": "webpage",
            "title": "How to cite",
            "container-title": "Example Site",
            "issued": day(2018, 5, 2),
            "URL": "https://example.org/",
            "accessed": day(2020, 7, 3),
        },
        "Example Site [Internet]. 2018 [cited 2020 Jul 3]. How to cite. "
        "Available from: https://example.org/",
        "How to cite. Example Site. May 2, 2018. Accessed July 3, 2020. https://example.org/",
    ),
    (
        "a preprint",
        {
            "type": "article",
            "author": [ADA],
            "title": "Early example",
            "publisher": "bioRxiv",
            "issued": day(2021, 1, 9),
            "DOI": "10.1101/y",
        },
        "Adams AB. Early example. bioRxiv; 2021. doi:10.1101/y",
        "Adams AB. Early example. <i>bioRxiv</i>. Preprint posted online January 9, 2021. "
        "doi:10.1101/y",
    ),
    (
        "a data set",
        {
            "type": "dataset",
            "author": [ADA],
            "title": "Counts",
            "genre": "data set",
            "publisher": "Zenodo",
            "issued": day(2022),
            "DOI": "10.5281/z",
        },
        "Adams AB. Counts [data set]. Zenodo; 2022. doi:10.5281/z",
        "Adams AB. Counts. Published online 2022. doi:10.5281/z",
    ),
    (
        "a newspaper",
        {
            "type": "article-newspaper",
            "title": "Example wins!",
            "container-title": "The Morning",
            "page": "A1",
            "issued": day(2003, 5, 2),
        },
        "Example wins! The Morning. 2003 May 2:A1.",
        "Example wins! <i>The Morning</i>. May 2, 2003:A1.",
    ),
]


@pytest.mark.parametrize(("what", "item", "nlm", "ama"), CASES, ids=[case[0] for case in CASES])
def test_each_kind_of_work_is_written_as_the_manuals_say(
    what: str, item: dict[str, object], nlm: str, ama: str
) -> None:
    reference = read_item(item)
    assert to_html(STYLES["nlm"].write(reference)) == nlm
    assert to_html(STYLES["ama"].write(reference)) == ama


def test_a_list_that_was_cut_at_its_source_says_et_al() -> None:
    cut = Reference(author=(Name("Noble", "S"),), title="T", truncated=("author",))
    assert numbered("nlm", [cut]) == ["1. Noble S, et al. T."]


def test_initials_that_stand_together_all_stay() -> None:
    cut = prepare(Reference(author=(Name("Noble", "KL"),), PMID="1"), identifiers=False)
    assert cut.author == (Name("Noble", "K. L."),)
    assert not cut.PMID


@pytest.mark.parametrize(
    ("page", "short", "whole"),
    [
        ("3127-32", "3127–32", "3127-3132"),
        ("S12-S19", "S12–9", "S12-S19"),
        ("e251-68", "e251-68", "e251-68"),
        ("805-815.e4", "805-815.e4", "805-815.e4"),
        ("xii-xv", "xii-xv", "xii-xv"),
        ("1-4, 9-12", "1–4, 9–12", "1-4, 9-12"),
        ("107-107", "107–107", "107-107"),
        ("e47506", "e47506", "e47506"),
    ],
)
def test_page_ranges_are_shortened_or_whole(page: str, short: str, whole: str) -> None:
    assert pages(page, "–", short=True) == short
    assert pages(page, "-", short=False) == whole


@pytest.mark.parametrize(
    ("date", "nlm", "ama"),
    [
        (Date(((2003, 5), (2003, 7))), "2003 May–Jul", "May–July 2003"),
        (Date(((2003, 5, 1), (2003, 5, 3))), "2003 May 1–3", "May 1–3, 2003"),
        (Date(((2003, 12), (2004, 1))), "2003 Dec–2004 Jan", "December 2003–January 2004"),
        (Date(((2003,),), season="1"), "2003 Spring", "Spring 2003"),
        (Date(literal="in press"), "in press", "in press"),
    ],
)
def test_dates_have_the_order_of_the_style(date: Date, nlm: str, ama: str) -> None:
    assert short_date(date) == nlm
    assert long_date(date) == ama


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ("What is life?", ". Next", "What is life? Next"),
        ("Acad Sci.", ". Next", "Acad Sci. Next"),
        ("“Gut feeling”", ". Next", "“Gut feeling.” Next"),
        ("of patients’", ". Next", "of patients’. Next"),
        (f"{OPEN['i']}Why?{CLOSE['i']}", ". Next", f"{OPEN['i']}Why?{CLOSE['i']} Next"),
    ],
)
def test_punctuation_never_collides(left: str, right: str, both: str) -> None:
    assert meet(left, right) == both


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Zs", "Zl", "Zp"]))


@given(st.lists(WORDS))
def test_joining_loses_no_letter(parts: list[str]) -> None:
    letters = [c for part in parts for c in part if c.isalnum()]
    assert [c for c in join(parts, ". ") if c.isalnum()] == letters


@given(WORDS)
def test_rich_text_survives_html(text: str) -> None:
    rich = f"{OPEN['i']}{text}{CLOSE['i']} x"
    assert read_html(to_html(rich)) == rich
    assert plain(read_markup(text + MARKS)) == plain(read_markup(text))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a*b_c [1] <i>", r"a\*b\_c \[1\] \<i\>"),
        ("# 1 & Co", r"\# 1 & Co"),
        ("AT&amp;T, $x$", r"AT\&amp;T, \$x\$"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert to_markdown(text) == escaped


def test_blanks_in_superscripts_are_escaped_in_markdown() -> None:
    assert to_markdown(read_markup("A<sup>see 1</sup> b")) == r"A^see\ 1^ b"


def test_italics_within_italics_are_upright() -> None:
    nested = read_markup("<i>On <i>E. coli</i> and <i>C. albicans</i></i>")
    assert to_markdown(nested) == "*On* E. coli *and* C. albicans"
    upright = '<span style="font-style: normal;">'
    assert to_html(nested) == (
        f"<i>On {upright}E. coli</span> and {upright}C. albicans</span></i>"
    )


@pytest.mark.parametrize(
    ("given", "cased"),
    [
        ("moving beyond feedback", "Moving Beyond Feedback"),
        (
            "the link between mRNA and protein: of mice",
            "The Link between mRNA and Protein: Of Mice",
        ),
        ("self-report and follow-up", "Self-Report and Follow-Up"),
    ],
)
def test_title_case_leaves_short_words_and_capitals(given: str, cased: str) -> None:
    assert title_case(given) == cased.replace("Beyond", "beyond")


def test_quotes_are_set_as_in_print() -> None:
    assert curl("the \"gut\" of O'Brien's 'clinic'") == "the “gut” of O’Brien’s ‘clinic’"
