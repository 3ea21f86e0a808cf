"""Entries that other readers get wrong, as docs/formats.md says."""

from citeman.formats import bibtex
from citeman.model import Date, Name, Record

TRAPS = r"""
@string{jco = "J Clin Oncol"}
@article{a,
  author = {Doe, Jane and others},
  title = {The Role of Interleukin-2 in the Treatment of Kaposi Sarcoma},
  journal = jco # { Suppl},
  year = 1999,
  month = mar # "~14",
  doi = {10.1002/(SICI)1097-0258(19980430)17:8{\textless}857::AID-SIM777{\textgreater}3.0.CO;2-E},
  annote = {First.

Second.},
}
@book{acts, title = {Acts}, author = {Krej{\v{c}}{\'\i}, Ota}, doi = {10.1000/book}, year = 2003}
@inbook{c, title = {On}, author = {Poe, P.}, crossref = {acts}, pages = {1--2}}
@book{damaged, title = {No end, year = 2003
}
@book{last, title = {Last}}
"""
RECORDS = {record.key: record for record in bibtex.read(TRAPS, "traps.bib").records}
ARTICLE, CHAPTER = RECORDS["a"].reference, RECORDS["c"].reference


def test_a_title_keeps_its_case() -> None:
    title = "The Role of Interleukin-2 in the Treatment of Kaposi Sarcoma"
    assert ARTICLE.title == title


def test_others_is_nobody_s_name() -> None:
    assert (ARTICLE.author, ARTICLE.truncated) == ((Name("Doe", "Jane"),), ("author",))


def test_a_day_joined_to_its_month_is_a_day() -> None:
    assert ARTICLE.issued == Date(((1999, 3, 14),))


def test_paragraphs_stay_apart() -> None:
    assert RECORDS["a"].annotation == "First.\n\nSecond."


def test_a_sici_in_latex_is_a_doi() -> None:
    assert ARTICLE.DOI == "10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E"


def test_a_chapter_takes_the_title_of_its_book_and_not_its_doi() -> None:
    assert (CHAPTER.container_title, CHAPTER.DOI) == ("Acts", "")
    assert (CHAPTER.issued, CHAPTER.container_author[0].family) == (Date(((2003,),)), "Krejčí")


def test_a_missing_brace_costs_no_other_entry() -> None:
    assert [*RECORDS] == ["a", "acts", "c", "damaged", "last"]
    assert _problems(RECORDS["damaged"]) == ["mended-entry"]
    assert _problems(RECORDS["last"]) == []


def _problems(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]
