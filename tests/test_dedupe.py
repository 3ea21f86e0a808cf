"""Duplicates: what is one work, what is not, and what becomes of people's decisions."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from citeman.match.block import keys
from citeman.match.blocks import pairs_of
from citeman.match.columns import Gathering, columns_of
from citeman.match.decided import apply_rulings
from citeman.match.deciding import Strictness, decide_pair
from citeman.match.decisions import Ruling, Side, read_rulings, side_of, write_rulings
from citeman.match.duplicates import Links, find_among, find_duplicates, groups_in
from citeman.match.facts import Facts, facts_of
from citeman.match.merge import merge, relink
from citeman.match.titlekinds import title_kind
from citeman.match.values import container_kind, people_kind
from citeman.model import Date, Link, Name, Reading, Record, Reference, replace
from tests.calls import Citeman
from tests.shared_data import shared

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


LINES = {
    "another separator": ("decision;first;second\nsame;a;b\nsame;c;d\n", 2, []),
    "tabs": ("same\ta\tb\nsame\tc\td\n", 2, []),
    "a mark that nothing closes": ('same,"a,b\nsame,c,d\nsame,e,f\n', 2, ["1"]),
    "a reason of two lines": ('same,a,b,"one\ntwo",\nsame,c,d\n', 2, []),
    "a field beyond all fields": (f"same,a,{'b' * 200_000}\nsame,c,d\n", 1, ["1"]),
    "a conflict that git left": (
        "<<<<<<< HEAD\nsame,a,b\n=======\ndifferent,a,b\n>>>>>>> her\nsame,c,d\n",
        3,
        ["1", "3", "5"],
    ),
    "old line breaks": ("same,a,b\rperhaps,a,b\rsame,c,d", 2, ["2"]),
    "inches": ('same,5" disk,b\nsame,c,d\n', 2, []),
    "nothing": ("\ufeff\n# none yet\n\n", 0, []),
}


@pytest.mark.parametrize("what", LINES)
def test_a_bad_line_costs_one_decision_and_none_after_it(what: str) -> None:
    text, count, wrong = LINES[what]
    rulings, problems = read_rulings(text, "d.csv")
    assert len(rulings) == count
    assert [problem.message.split(":")[1] for problem in problems] == wrong


@pytest.mark.parametrize(
    "key", ["a b", "a|b", "a\nb", "PMID:7", "10.1000/x", "key:a", "a%20b", "", "🦠", '"', "a,b"]
)
def test_any_key_comes_back_from_a_file_of_decisions(key: str) -> None:
    ruling = Ruling("same", Side(key, label="Ng 2001: Gout"), Side("b"), "for\ntwo reasons")
    [back] = read_rulings(write_rulings([ruling]), "d.csv").rulings
    assert back == Ruling("same", ruling.first, ruling.second, "for two reasons")
    assert write_rulings([ruling]).count("\n") == 2


@pytest.mark.parametrize("turned", [False, True])
def test_decisions_that_contradict_each_other_are_told_and_not_followed(turned: bool) -> None:
    sides = [Side(key=key) for key in "abc"]
    said = [
        Ruling("same", sides[0], sides[1]),
        Ruling("same", sides[1], sides[2]),
        Ruling("different", sides[0], sides[2]),
    ]
    records = [
        record(replace(NG, title=title), key) for title, key in zip("xyz", "abc", strict=True)
    ]
    applied = apply_rulings(said[::-1] if turned else said, records)
    assert (applied.same, applied.different, applied.against) == ([], [(0, 2)], [said[2]])


def test_of_two_decisions_on_a_pair_the_later_counts_and_both_are_told() -> None:
    one, other = record(NG, "a"), record(Reference(title="Gut feelings"), "b")
    said = [Ruling(decision, Side("a"), Side("b")) for decision in ("same", "different")]
    applied = apply_rulings(said, [one, other])
    assert (applied.same, applied.different) == ([], [(0, 1)])
    assert applied.disputed == [(said[0], said[1])]


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


YEARLY: dict[str, object] = {
    **{"title": "Annual report of the national board", "container_title": ""},
    **{"volume": "", "issue": "", "page": ""},
}
SISTERS = [
    ("an erratum", {"title": f"Erratum: {NG.title}"}),
    ("an erratum under the same title", {"genre": "Published Erratum", "page": "300"}),
    ("a reply", {"title": f"Reply to: {NG.title}", "page": "300-301"}),
    ("a comment", {"title": f"Comment on: {NG.title}", "page": "300"}),
    ("a part", {"title": f"{NG.title}. Part 2", "page": "400-409"}),
    ("another edition", {"edition": "2nd", "page": "", "volume": "", "issue": ""}),
    ("next year's report", {"issued": Date(((2002,),)), "volume": "25", "page": "1-9"}),
    ("an editorial of another issue", {"title": "From the editor", "issue": "6", "page": ""}),
    (
        "a paper on another page",
        {"title": f"{NG.title} in mice", "page": "300-309", "DOI": "10.1/b"},
    ),
    ("a preprint", {"container_title": "medRxiv", "volume": "", "issue": "", "page": ""}),
    ("an abstract", {"genre": "Meeting Abstract", "page": "S12"}),
    ("what calls itself an abstract", {"title": f"{NG.title} [abstract]", "page": "S12"}),
    ("another PMID", {"PMID": "2"}),
    ("another PMID with a copied DOI", {"PMID": "2", "DOI": "10.1000/x"}),
    ("the paper behind it in the issue", {"title": f"{NG.title} in mice", "page": "295-299"}),
    ("others' comment under the same title", {"author": (Name("Ito"),), "page": "295"}),
    (
        "a protocol",
        {"title": f"{NG.title}: a protocol for a systematic review", "page": "300-301"},
    ),
    (
        "the protocol of a Cochrane review of another year",
        {"title": f"{NG.title}: review protocol", "issued": Date(((1999,),)), "page": "CD004366"},
    ),
    ("a Cochrane review published anew", {"issued": Date(((2003,),)), "page": "CD004366"}),
    ("another's paper of the next year", {"author": (Name("Ito"),), "issued": Date(((2002,),))}),
    ("a thesis", {"type": "thesis", "container_title": "", "volume": "", "issue": "", "page": ""}),
    (
        "the report of another year",
        YEARLY | {"issued": Date(((2002,),))},
    ),
    ("its second part in words", {"title": f"{NG.title}, part two", "page": ""}),
    ("the same in women", {"title": f"{NG.title} in women", "page": ""}),
    ("its data", {"title": f"Data from: {NG.title}", "volume": "", "issue": "", "page": ""}),
    ("a reply to another letter", {"title": "Reply to: Gut feelings of surgeons", "page": ""}),
    ("a response", {"title": f"Response to “{NG.title}”", "page": "300"}),
    ("an addendum in quotes", {"title": f'" Addendum to "{NG.title}"', "page": "300"}),
    ("its picture", {"title": f"ASO Visual Abstract: {NG.title}", "page": "300"}),
    ("an erratum whose heading stands in the journal", {"container_title": "Erratum in: Gut"}),
    (
        "another chapter with the DOI of the book",
        {"title": "Hearts of mice", "author": (Name("Ito"),), "DOI": "10.1000/x", "page": "5"},
    ),
]
FIRST = {
    "a part": {"title": f"{NG.title}. Part 1"},
    "another edition": {"edition": "1", "page": "", "volume": "", "issue": ""},
    "an editorial of another issue": {"title": "From the editor", "page": ""},
    "a paper on another page": {"DOI": "10.1/a"},
    "the protocol of a Cochrane review of another year": {"page": "CD004366"},
    "a Cochrane review published anew": {"page": "CD004366"},
    "the report of another year": YEARLY,
    "its second part in words": {"title": f"{NG.title}, part one", "page": ""},
    "the same in women": {"title": f"{NG.title} in men", "page": ""},
    "a reply to another letter": {"title": f"Reply to: {NG.title}", "page": ""},
    "another's paper of the next year": {"volume": "", "issue": "", "page": ""},
    "another PMID": {"PMID": "1"},
    "another PMID with a copied DOI": {"PMID": "1", "DOI": "10.1000/x"},
    "another chapter with the DOI of the book": {"DOI": "10.1000/x"},
}


@pytest.mark.parametrize(("what", "changes"), SISTERS)
def test_a_sister_work_is_a_work_of_its_own(what: str, changes: dict[str, object]) -> None:
    first, sister = replace(NG, **FIRST.get(what, {})), replace(NG, **changes)
    judgement = decide_pair(first, sister)
    assert judgement.decision == "different"
    assert judgement.against
    assert find_duplicates([first, sister]).groups == ()


COPIES = [
    {"title": NG.title.upper() + "."},
    {"title": f"<b>{NG.title}</b> [Review] [33 refs]"},
    {"title": "Side effects of cytokines aproved for therapy"},
    {"author": (Name(family="Ng", given="Daniel"), Name(family="Baker", given="A"))},
    {"container_title": "J Clin Oncol"},
    {"volume": "", "issue": "", "page": ""},
    {"issued": None},
    {"page": "pp. 291--294"},
    {"author": ()},
    {"container_title": ""},
    {"issued": Date(((2002,),))},
    {"title": f"[2001] {NG.title}", "issued": None},
    {"title": f"Baker (2001). {NG.title}", "issued": None},
    {"volume": "", "issue": "", "page": "S0099-2399(24)00005-6"},
    {"title": "Side effects of cytokines", "page": "(no pagination)"},
    {"issue": "May", "page": "1-9"},
    {"issue": "Pt 5"},
    {"title": "Side effects of cytokines", "page": "1-4"},
    {"volume": "2001", "page": ""},
    {"title": "Nebenwirkungen zugelassener Zytokine"},
]


@pytest.mark.parametrize("changes", COPIES)
def test_a_copy_is_the_same_work_however_it_is_written(changes: dict[str, object]) -> None:
    assert decide_pair(NG, replace(NG, **changes)).decision == "same"
    assert find_duplicates([NG, replace(NG, **changes)]).groups == ((0, 1),)


def test_an_article_may_be_numbered_here_and_paged_there() -> None:
    numbered, paged = replace(NG, page="e107311"), replace(NG, page="1-9")
    assert (
        decide_pair(numbered, replace(paged, title="Side effects of cytokines")).decision == "same"
    )


def test_what_stands_on_one_page_alone_is_no_translation() -> None:
    note = replace(NG, page="291-292")
    assert decide_pair(note, replace(note, title="Gut feelings of surgeons")).decision != "same"


def test_a_name_that_a_publisher_gives_is_no_page() -> None:
    early = replace(NG, volume="", issue="", page="hcac199", title=f"{NG.title} in men")
    assert decide_pair(early, replace(NG, title=f"{NG.title} in man")).decision == "same"


BMI, AJE = "body mass index", "american journal of epidemiology"
ABBREVIATED = [
    ("gout and bmi in young adults", f"gout and {BMI} in young adults", "close"),
    ("the aje and its many readers in rome", f"the {AJE} and its many readers in rome", "close"),
    ("resections of 4 587 livers of mice", "resections of 4587 livers from mice", "close"),
    ("gout and bmi in young adults", "gout and bone marrow in young adults", "reworded"),
]


@pytest.mark.parametrize(("one", "other", "kind"), ABBREVIATED)
def test_an_abbreviation_stands_for_its_words(one: str, other: str, kind: str) -> None:
    assert title_kind(one, other) == title_kind(other, one) == kind


def test_protocols_may_differ_in_a_page_and_lose_the_end_of_a_title() -> None:
    protocol = replace(NG, title=f"{NG.title}: a study protocol")
    assert decide_pair(protocol, replace(protocol, page="40")).decision == "same"
    assert decide_pair(protocol, NG).decision == "same"


def test_cochrane_reviews_are_one_whatever_the_volume() -> None:
    review = replace(NG, page="CD004366", volume="", issue="9")
    assert decide_pair(review, replace(review, volume="2001", issue="")).decision == "same"


def test_ahead_of_print_and_in_print_may_lie_years_apart() -> None:
    title = "Side effects of cytokines approved for the therapy of advanced melanoma"
    early = replace(NG, title=title, volume="", issue="", page="1-9")
    printed = replace(NG, title=title, issued=Date(((2003,),)))
    assert decide_pair(early, printed).decision == "same"
    yearly = replace(NG, title=title, volume="22")
    assert decide_pair(yearly, printed).decision == "different"


def test_the_years_of_a_thesis_that_has_no_other_place_may_be_one_apart() -> None:
    thesis = Reference(title=NG.title, author=NG.author, issued=NG.issued)
    later = replace(thesis, issued=Date(((2002,),)), container_title="PhD thesis")
    assert decide_pair(thesis, later).decision == "same"
    assert decide_pair(thesis, replace(later, container_title="Gut")).decision == "different"


OPPOSITES = [("men", "women"), ("smokers", "nonsmokers"), ("hypertension", "hypotension")]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_a_word_is_no_spelling_of_its_opposite(one: str, other: str) -> None:
    kind = title_kind(f"treatment of gout in {one}", f"treatment of gout in {other}")
    assert kind == "opposites"


def test_a_preprint_and_its_article_are_one_work_where_that_is_asked_for() -> None:
    preprint = replace(NG, container_title="medRxiv", volume="", issue="", page="")
    assert decide_pair(NG, preprint, preprints="together").decision == "same"


PREPRINTS = [
    {"archive": "arXiv", "archive_location": "1706.03762"},
    {"container_title": "CoRR", "volume": "abs/1706.03762"},
    {"container_title": "arXiv preprint arXiv:1706.03762"},
    {"URL": "https://arxiv.org/abs/1706.03762"},
    {"publisher": "Research Square"},
    {"container_title": "PsyArXiv"},
    {"URL": "https://www.biorxiv.org/content/10.1101/123456v1"},
    {"DOI": "10.48550/arXiv.1706.03762"},
]


@pytest.mark.parametrize("place", PREPRINTS)
def test_a_preprint_is_known_by_where_it_stands(place: dict[str, object]) -> None:
    nowhere: dict[str, object] = {"container_title": "", "volume": "", "issue": "", "page": ""}
    preprint = replace(NG, **nowhere | place)
    assert "only one is a preprint" in decide_pair(NG, preprint).against
    assert decide_pair(replace(NG, **nowhere, archive="arXiv"), preprint).decision == "same"
    printed = replace(NG, **{"container_title": NG.container_title, **place} | {"volume": "24"})
    assert "container_title" in place or decide_pair(NG, printed).decision == "same"


def test_a_later_report_of_a_study_is_for_people_to_decide() -> None:
    unpaged = replace(NG, page="")
    later = replace(unpaged, title=f"{NG.title}: five-year follow-up")
    assert decide_pair(unpaged, later).decision == "doubtful"
    assert decide_pair(NG, replace(later, page=NG.page)).decision == "same"


@pytest.mark.parametrize("mark", ["RETRACTED: ", "[Withdrawn] ", "RETRACTED ARTICLE: "])
def test_a_work_that_is_retracted_is_the_same_work(mark: str) -> None:
    marked = replace(NG, title=mark + NG.title)
    assert decide_pair(NG, marked).decision == "same"
    assert decide_pair(NG, replace(marked, page="300")).decision == "different"


def test_an_abstract_of_which_one_database_does_not_say_so_is_one_work() -> None:
    abstract = replace(NG, genre="Conference Abstract")
    assert decide_pair(NG, abstract).decision == "same"
    assert decide_pair(replace(NG, page="", volume=""), abstract).decision == "different"


def test_a_bridge_does_not_join_two_works_that_contradict_each_other() -> None:
    first = replace(NG, title=f"{NG.title}. Part 1")
    second = replace(NG, title=f"{NG.title}. Part 2", page="400", issue="7")
    bridge = replace(NG, volume="", issue="", page="")
    groups = find_duplicates([first, bridge, second]).groups
    assert not any({0, 2} <= set(group) for group in groups)


@pytest.mark.parametrize("title", ["Editorial", "x", "Gut"])
def test_identical_records_always_match(title: str) -> None:
    assert find_duplicates([Reference(title=title), Reference(title=title)]).groups == ((0, 1),)


def test_records_that_say_nothing_do_not_match() -> None:
    assert find_duplicates([Reference(), Reference(), Reference(page="3")]).groups == ()


def test_a_pair_alone_and_in_a_crowd_comes_to_the_same_score() -> None:
    crowd = [replace(NG, page=str(page), title=f"{NG.title} {page}") for page in range(400, 440)]
    pairs = find_duplicates([NG, replace(NG, page=""), *crowd]).pairs
    [pair] = [pair for pair in pairs if (pair.first, pair.second) == (0, 1)]
    assert pair.judgement == decide_pair(NG, replace(NG, page=""))


TURNED = [
    (title_kind, "learning to order things", "learning ro order things"),
    (
        title_kind,
        "an introduction to spatial database systems",
        "research issues in spatial database systems",
    ),
    (people_kind, "y kotidis n roussopoulos", "ykn roussopoulos"),
    (people_kind, "robert e schapire", "schapire r e warmuth m k"),
    (people_kind, "s berchtold d keim h kriegel", "s berchtold da keim"),
    (container_kind, "vldb", "conf on very large data bases"),
    (container_kind, "mis quarterly", "journal of management information systems"),
]


@pytest.mark.parametrize(("kind", "one", "other"), TURNED)
def test_which_of_two_stands_first_says_nothing(
    kind: Callable[[str, str], str], one: str, other: str
) -> None:
    assert kind(one, other) == kind(other, one)


def test_a_key_that_thousands_share_stays_cheap() -> None:
    many = [replace(NG, title="Editorial", page=str(page)) for page in range(1, 3001)]
    assert find_duplicates([*many, many[7]]).groups == ((7, 3000),)


def test_columns_pair_what_shares_a_key() -> None:
    mixed = [
        NG,
        replace(NG, title="Side effects of cytokines", volume=""),
        replace(NG, original_title="Gut feelings", title="", author=()),
        Reference(title="Gut feelings of surgeons", page="12", author=(Name(family="van Os"),)),
        Reference(title="Feelings of a surgeon's gut", DOI="10.1000/x", page="12"),
        Reference(title="Editorial", DOI="10.1000/x", author=(Name(family="Vanos, van"),)),
        Reference(title="Of the", page="291", author=(Name(literal="D. Ng and van Os"),)),
    ]
    sharing = {
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(map(keys, mixed)), 2)
        if not set(one).isdisjoint(other)
    }
    found = [pairs.T.tolist() for pairs in pairs_of(columns_of(map(facts_of, mixed)))]
    assert {(i, j) for batch in found for i, j in batch if i != j} == sharing
    assert 0 < len(sharing) < 21


def test_of_a_crowded_key_what_shares_the_page_too_is_paired() -> None:
    crowd = [Facts(title="editorial", page=str(page)) for page in range(1, 3001)]
    found = np.concatenate([*pairs_of(columns_of([*crowd, crowd[7]]))], axis=1)
    assert [7, 3000] in found.T.tolist()
    assert found.shape[1] < 40 * len(crowd)


def test_a_name_that_stands_twice_makes_no_key_crowded() -> None:
    many = [Facts(title=f"gut {letter}", lead="lee lee", year="2003") for letter in "abcdefghijkl"]
    many += [facts._replace(title=facts.title.replace("gut", "ear")) for facts in many]
    found = np.concatenate([*pairs_of(columns_of(many))], axis=1).T.tolist()
    assert {(i, j) for i, j in found} == set(combinations(range(len(many)), 2))


def test_groups_alone_are_those_found_with_reasons() -> None:
    changes: list[dict[str, object]] = [{}, {"page": ""}, {"volume": "25"}, {"title": "Gout"}]
    facts = [
        facts_of(replace(NG, **one | other, DOI=doi))
        for one in changes
        for other in changes
        for doi in ("", "10.1000/x")
    ]
    gathering = Gathering()
    for each in facts:
        gathering.add(each)
    strictnesses: tuple[Strictness, ...] = ("careful", "normal", "loose")
    for strictness in strictnesses:
        explained = find_among(facts, strictness=strictness, preprints="apart", links=Links())
        groups = groups_in(gathering, strictness=strictness, preprints="apart")
        assert tuple(groups) == explained.groups
        assert groups


GOLD = [
    ("cytology_screening", "rec_sensitivity", 0.985, 0),
    ("stroke", "rec_sensitivity", 0.99, 0),
    ("digital_work", "f1", 0.968, 0),
]


@pytest.mark.parametrize(("name", "figure", "least", "lost"), GOLD)
def test_labelled_sets_lose_no_work(
    name: str, figure: str, least: float, lost: int, tmp_path: Path, citeman: Citeman
) -> None:
    gold = shared("gold", "dedup", name, "records.jsonl.gz")
    scorer = shared("tools", "score_dedup.py")
    source, clusters = tmp_path / "in.jsonl", tmp_path / "clusters.csv"
    source.write_bytes(gzip.decompress(gold.read_bytes()))
    assert citeman("dedupe", str(source), "--clusters", str(clusters)).code == 0
    command = [sys.executable, str(scorer), str(gold), str(clusters), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["rFP_works_lost"] == lost
    assert found[figure] >= least


def test_what_a_person_joined_stays_one_work_with_the_copies_of_either() -> None:
    tea = Reference(title="Green tea and the liver of adults", volume="7", page="1-9")
    other = Reference(title="The harbours of Tokyo", volume="3", page="40-2")
    references = [tea, replace(tea, issue="2"), other]
    assert find_duplicates(references).groups == ((0, 1),)
    assert find_duplicates(references, links=Links(same=[(0, 2)])).groups == ((0, 1, 2),)
