"""Duplicates: what is one work, what is not, and what becomes of people's decisions."""

import pytest

from citeman.match.block import keys
from citeman.match.deciding import decide_pair
from citeman.match.decisions import (
    Ruling,
    Side,
    apply_rulings,
    read_rulings,
    side_of,
    write_rulings,
)
from citeman.match.duplicates import Links, find_duplicates
from citeman.match.merge import merge, relink
from citeman.model import Date, Link, Name, Reading, Record, Reference, replace

NG = Reference(
    title="Side effects of cytokines approved for therapy",
    author=(Name(family="Ng", given="D."), Name(family="Baker", given="Anna")),
    container_title="Journal of Clinical Oncology",
    issued=Date(((2001, 5),)),
    volume="24",
    issue="5",
    page="291-294",
)


def record(reference: Reference, key: str = "", **owned: object) -> Record:
    return Record((Reading("ris", reference),), key=key, **owned)  # type: ignore[arg-type]  # test


def test_merging_loses_nothing_that_a_record_holds() -> None:
    one = record(NG, "a", annotation="Read.", tags=("x",), links=(Link("[Abraham 2003]", "c"),))
    two = record(replace(NG, DOI="10.1000/x"), "b", annotation="Cited twice.", tags=("y",))
    merged = merge([one, two])
    assert merged.tags == ("y", "x")
    assert merged.annotation == "Cited twice.\n\nRead."
    assert merged.links == one.links
    assert merged.readings == (*two.readings, *one.readings)
    assert merged.reference.DOI == "10.1000/x"


def test_an_annotation_that_stands_in_another_is_not_repeated() -> None:
    one, two = record(NG, "a", annotation="Read."), record(NG, "b", annotation="Read. Twice.")
    assert merge([one, two]).annotation == "Read. Twice."


def test_links_follow_a_merged_record_to_its_new_key() -> None:
    linking = record(NG, "a", links=(Link("[Baker 2002]", "old"), Link("[Ng 2001]", "b")))
    assert [link.key for link in relink(linking, {"old": "new"}).links] == ["new", "b"]


def test_decisions_come_back_from_their_file_as_they_were_written() -> None:
    first, second = side_of(record(NG, "ng2001")), Side("b", "12974198", "10.1000/x", 'A "b", c d')
    rulings = [Ruling("different", first, second, "abstract, then paper", "2024-05-01")]
    assert read_rulings(write_rulings(rulings), "d.csv") == (rulings, [])


def test_an_unreadable_line_is_named_and_the_others_count() -> None:
    text = "decision,first,second\nsame,a,b\nmaybe,a,b\nsame,a,\n\nDifferent,a,c,why\n"
    rulings, problems = read_rulings(text, "d.csv")
    assert [ruling.decision for ruling in rulings] == ["same", "different"]
    assert [problem.message.split(":")[1] for problem in problems] == ["3", "4"]


@pytest.mark.parametrize(
    "side",
    [
        Side(key="gone", doi="10.1000/x"),
        Side(key="gone", pmid="12"),
        Side(key="gone", label="Ng 2001: Side effects of cytokines approved for therapy"),
        Side(key="new"),
    ],
)
def test_a_decision_finds_its_record_under_another_key(side: Side) -> None:
    there = record(replace(NG, DOI="10.1000/X", PMID="12"), "new")
    other = record(Reference(title="Gut feelings"), "other")
    applied = apply_rulings([Ruling("different", side, Side(key="other"))], [other, there])
    assert applied.different == [(0, 1)]


def test_a_decision_does_not_follow_a_key_to_another_work() -> None:
    side = side_of(record(NG, "ng2001"))
    reused = record(replace(NG, title="Gout", author=(Name("Ito"),)), "ng2001")
    applied = apply_rulings([Ruling("same", side, Side(key="b"))], [reused, record(NG, "b")])
    assert applied.same == []


def test_people_overrule_the_score_in_both_directions() -> None:
    other = replace(NG, title="Gut feelings: a survey of surgeons", volume="3", page="9")
    assert find_duplicates([NG, NG], links=Links(different=[(0, 1)])).groups == ()
    assert find_duplicates([NG, other], links=Links(same=[(0, 1)])).groups == ((0, 1),)


def test_two_copies_share_a_key_and_are_one_work() -> None:
    copy = replace(NG, title="Side effects of cytokines approved for therapy. [Chinese]")
    assert set(keys(NG)) & set(keys(copy))
    assert decide_pair(NG, copy).decision == "same"
    assert find_duplicates([copy, Reference(title="Gut feelings"), NG]).groups == ((0, 2),)
