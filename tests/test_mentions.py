"""Which paper a sentence means, and when it is left alone."""

import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from itertools import product
from pathlib import Path

import pytest

import citeman
from citeman import documents
from citeman.documents.plain import read
from citeman.enrich import Lookup, Query
from citeman.fields.ids import Identifier
from citeman.formats import csljson
from citeman.mentions import Question, paragraphs, read_dateline
from citeman.mentions.venues import find_journals
from citeman.mentions.when import Window, find_dates
from citeman.model import Date, Reading, Record, Reference, replace
from citeman.sources.index import Index
from citeman.workflow.indexing import build
from citeman.workflow.resolving import Resolved, resolve, shelf_of
from tests.gold_mentions import tally
from tests.mention_cases import CASES, Case, dated
from tests.shared_data import shared

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


TODAY = date(2009, 10, 15)  # a Thursday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("published October 15, 2009 in", (2009, 10, 15), (2009, 10, 15)),
        ("published 15 October 2009 in", (2009, 10, 15), (2009, 10, 15)),
        ("published 2009-10-15 in", (2009, 10, 15), (2009, 10, 15)),
        ("in the Oct. 15 issue", (2009, 10, 15), (2009, 10, 15)),
        ("published December 3 in", (2008, 12, 3), (2008, 12, 3)),
        ("in October 2009 in", (2009, 10, 1), (2009, 10, 31)),
        ("last March", (2009, 3, 1), (2009, 3, 31)),
        ("last October", (2008, 10, 1), (2008, 10, 31)),
        ("in February", (2009, 2, 1), (2009, 2, 28)),
        ("in November", (2008, 11, 1), (2008, 11, 30)),
        ("today", (2009, 10, 15), (2009, 10, 15)),
        ("yesterday", (2009, 10, 14), (2009, 10, 14)),
        ("on Monday", (2009, 10, 12), (2009, 10, 12)),
        ("last week", (2009, 10, 2), (2009, 10, 14)),
        ("last month", (2009, 9, 1), (2009, 9, 30)),
        ("last year", (2008, 1, 1), (2008, 12, 31)),
        ("earlier this year", (2009, 1, 1), (2009, 10, 8)),
        ("two weeks ago", (2009, 9, 27), (2009, 10, 5)),
        ("last fall", (2009, 9, 1), (2009, 12, 2)),
        ("in 2003", (2003, 1, 1), (2003, 12, 31)),
        ("(Sims 2003a)", (2003, 1, 1), (2003, 12, 31)),
    ],
)
def test_words_for_a_time_are_days_seen_from_the_page(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    [when] = find_dates(words, TODAY)
    assert when.window == Window(date(*first), date(*last))


@pytest.mark.parametrize("words", ["published October 15", "last week", "on Monday", "in March"])
def test_without_a_page_date_the_year_stays_open(words: str) -> None:
    assert [when.window for when in find_dates(words, None)] == [None]


@pytest.mark.parametrize("words", ["since 2003", "between 1997-2000", "$2003", "by 2010", "12003"])
def test_years_that_tell_of_something_else_are_no_dates(words: str) -> None:
    assert find_dates(words, TODAY) == []


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("Title\n\nMay 5, 2018\n\nText of the page.", date(2018, 5, 5)),
        ("EMBARGOED FOR RELEASE: 11 A.M. (ET), TUESDAY, APRIL 4, 2017\n\nText.", date(2017, 4, 4)),
        ("BOSTON, May 5, 2018 - " + "A long text of a page. " * 20, date(2018, 5, 5)),
        ("Title\n\nA long text that was written on May 5, 2018. " + "More of it. " * 20, None),
        ("Title\n\nMay 2018\n\nText.", None),
    ],
)
def test_a_page_is_dated_by_a_line_of_its_own(page: str, day: date | None) -> None:
    assert read_dateline(None, paragraphs(page)) == day


@pytest.mark.parametrize(
    ("text", "journals"),
    [
        ("an article in *The Journal of Gout (NEJM)*", ["The Journal of Gout", "NEJM"]),
        ("published today in the journal Nature Communications, show", ["Nature Communications"]),
        ("a study published in Hepatology found", ["Hepatology"]),
        ("a recent JAMA Oncology paper", ["JAMA Oncology"]),
        ("Fisher, J Clin Oncol 1989", ["J Clin Oncol"]),
        ("Klapper, Cancer 2008", ["Cancer"]),
        ("published in Boston in English", []),
        ("at the School of Medicine in London", []),
        ("cancer medicine and science", []),
    ],
)  # fmt: skip
def test_journals_are_found_by_how_people_speak_of_them(text: str, journals: list[str]) -> None:
    [paragraph] = paragraphs(text)
    assert [venue.name for venue in find_journals(paragraph.text)] == journals


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Studies have shown it. Many reports agree.", []),
        ("The New England Journal of Medicine was founded in 1812.", []),
        ("The study found nothing. The authors said so.", []),
        ("A study in Lancet saw it, while another paper in JAMA did not.",
         ["A study in Lancet", "another paper in JAMA"]),
        ("(Sims et al, 2023; Noble & Goa 1997)", ["Sims et al, 2023", "Noble & Goa 1997"]),
        ("It ended well (Nix-TB, NEJM 2020).", ["Nix-TB, NEJM 2020"]),
        ("In the SILCAAT and ESPRIT studies [earlier this year](#), it failed.",
         ["the SILCAAT and ESPRIT studies [earlier this year](#)"]),
        ("Hard lines\nend an article published\nin JAMA here.",
         ["an article published\nin JAMA"]),
    ],
)  # fmt: skip
def test_a_mention_is_quoted_from_its_first_to_its_last_word(text: str, quotes: list[str]) -> None:
    found = resolved(text, RECORDS)
    assert [one.quote for one in found] == quotes
    assert all(text[one.span.start : one.span.end] == one.quote for one in found)


def test_a_mention_that_is_left_alone_says_why() -> None:
    [one] = resolved("The ZeNix-TB trial, NEJM 2022, lowered the dose of linezolid.", RECORDS)
    assert one.decision is None
    assert one.choice.why


def test_scores_are_probabilities_that_leave_room_for_none_of_them() -> None:
    for _, case in CASES:
        for one in resolved(case.text, RECORDS):
            scores = [score for _, score in one.choice.candidates]
            assert all(0 < score <= 1 for score in scores)
            assert sum(scores) < 1 + 1e-9


def test_numbers_and_trials_stand_on_the_evidence_card() -> None:
    text = "The ESPRIT and SILCAAT studies, published in NEJM in 2009, enrolled 5,800 people."
    [one] = resolved(text, RECORDS)
    words = [piece.words for piece in one.choice.candidates[0][0].evidence]
    assert one.decision == "insight2009"
    assert any('"5,800" against 5806' in said for said in words)
    assert any('"ESPRIT"' in said for said in words)


def test_a_paper_dated_by_one_mention_is_not_meant_by_another_of_other_days() -> None:
    text = dated(
        "October 16, 2009",
        "An article published October 15 in the New England Journal of Medicine says that "
        "interleukin-2 does not help in HIV infection. Years before, in 2003, a paper in the New "
        "England Journal of Medicine on interleukin-2 in HIV infection had raised hopes.",
    )
    records = [replace_date(record) for record in RECORDS]
    decisions = {one.quote[:10]: one.decision for one in resolved(text, records)}
    assert decisions["An article"] == "insight2009"
    assert set(decisions.values()) == {"insight2009", None}


def replace_date(record: Record) -> Record:
    """A library often knows the year alone, as reference lists do."""
    issued = record.reference.issued
    year = Date(date_parts=((issued.year,),)) if issued and issued.year else None
    reading = replace(record.readings[0], reference=replace(record.reference, issued=year))
    return Record((reading,), key=record.key)


def test_two_records_of_one_work_are_no_rivals() -> None:
    [one] = resolved("See Noble and Goa (1997).", [*RECORDS, *RECORDS])
    assert one.decision == "noble1997"


def test_a_link_to_a_work_is_a_mention_of_it() -> None:
    page = b'<p>Masks may help, <a href="https://doi.org/10.1136/bmj.m1435">they say</a>.</p>'
    [one] = resolve(documents.read(page, "page.html"), shelf_of(RECORDS))
    assert (one.quote, one.decision) == ("they say", "greenhalgh2020")


def test_references_of_a_list_are_no_mentions() -> None:
    text = (
        "A page\n\nWords on drugs.\n\nReferences\n\n1. Baldo BA. Side effects of cytokines "
        "approved for therapy. Drug Saf 2014; 37: 921-43.\n"
    )
    assert resolved(text, RECORDS) == []


class Fake:
    """A source that gives what it is told to, and remembers what it was asked."""

    name = "fake"

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.asked: list[Question] = []

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        raise AssertionError

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        raise AssertionError

    def search(self, question: Question) -> Lookup:
        self.asked.append(question)
        return self.lookup


TEXT = (
    "An article published October 15, 2009 in the New England Journal of Medicine by the ESPRIT "
    "study group and colleagues took up interleukin-2 in HIV infection."
)
PAPER = next(record.reference for record in RECORDS if record.key == "insight2009")


def test_a_source_is_asked_only_for_what_the_library_does_not_settle() -> None:
    source = Fake(Lookup((PAPER,)))
    document = read(TEXT, "")
    [one] = resolve(document, shelf_of(RECORDS), source)
    assert (one.decision, source.asked) == ("insight2009", [])
    [other] = resolve(document, shelf_of(RECORDS[:3]), source)
    assert other.decision == "PMID:19828532"
    assert source.asked[0].journal == "New England Journal of Medicine"
    assert source.asked[0].years == (2009, 2010)
    assert "ESPRIT" in source.asked[0].groups
    assert "interleukin" in source.asked[0].words


def test_a_search_that_was_not_finished_decides_nothing() -> None:
    source = Fake(Lookup((PAPER,), trouble="it does not answer"))
    [one] = resolve(read(TEXT, ""), None, source)
    assert (one.decision, one.trouble) == (None, "it does not answer")


def test_a_source_is_not_asked_about_talk() -> None:
    source = Fake(Lookup((PAPER,)))
    talk = "Sims and colleagues reported donanemab data at the annual meeting in July 2023."
    found = resolve(read(talk, ""), None, source)
    assert {one.decision for one in found} == {None}
    assert source.asked == []


def test_an_index_finds_the_paper_of_a_mention(tmp_path: Path) -> None:
    path = str(tmp_path / "small.index")
    build(path, [str(LIBRARY)], "2024-01-31", processes=1)
    with closing(Index(path)) as index:
        [one] = resolve(read(TEXT, ""), None, index)
    assert one.decision == "PMID:19828532"


def test_the_news_page_means_its_one_identifiable_paper() -> None:
    page = documents.read(shared("seeds", "poz-il2-news.txt").read_bytes(), "page.txt")
    chapter = citeman.read(shared("seeds", "livertox-aldesleukin.txt"))
    found = resolve(page, shelf_of(chapter))
    references = {record.key: record.reference for record in chapter}
    assert {references[one.decision].PMID for one in found if one.decision} == {"19828532"}
    [main] = [one for one in found if "October 15" in one.quote]
    assert main.decision
    left = [one for one in found if "earlier this year" in one.quote]
    assert left
    assert {one.decision for one in left} == {None}


def test_collected_mentions_mean_their_papers_or_are_left_alone() -> None:
    assert tally("mentions", shelf_of(RECORDS)) == {"right": 9, "alone": 2}


def test_nothing_is_invented_for_mentions_that_nobody_could_resolve() -> None:
    assert tally("mentions_unresolved", shelf_of(RECORDS)) == {"alone": 4}


def many_works() -> list[Record]:
    letters = "abcdefghij"
    return [
        Record(
            (
                Reading(
                    "csl-json", Reference(title=f"{a}ology of {b}{c}oma in {d}ites", PMID=str(n))
                ),
            ),
            key=str(n),
        )
        for n, (a, b, c, d) in enumerate(product(letters, repeat=4))
    ][:5000]


def test_a_work_that_a_page_means_is_likely_to_be_meant_again() -> None:
    again = "The researchers have now published their results in NEJM, with an editorial."
    records = [*RECORDS, *many_works()]
    whole = resolved(dated("October 16, 2009", f"{TEXT}\n\n{again}"), records)
    assert [one.decision for one in whole if "their results" in one.quote] == ["insight2009"]
    alone = resolved(dated("October 16, 2009", again), records)
    assert {one.decision for one in alone} == {None}


def test_another_paper_is_not_taken_for_the_one_of_the_page() -> None:
    other = "Another study in the New England Journal of Medicine looks at interleukin-2."
    page = dated("October 16, 2009", f"{TEXT}\n\n{other}")
    found = resolved(page, [*RECORDS, *many_works()])
    assert [one.decision for one in found if "Another" in one.quote] == [None]


def test_a_news_page_takes_less_than_a_second_with_thousands_of_works() -> None:
    works = many_works()
    start = time.process_time()
    shelf = shelf_of([*RECORDS, *works])
    page = dated("October 16, 2009", "\n\n".join([TEXT] * 10))
    found = resolve(read(page, ""), shelf)
    assert len(found) >= 10
    assert time.process_time() - start < 3
