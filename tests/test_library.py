"""The library keeps what it is given, tells new from known, and can take anything back."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citeman.errors import UsageError
from citeman.formats.csljson import read_item
from citeman.library import Edit, Library, Pair, knowing
from citeman.library.checking import check
from citeman.library.editing import read_edit
from citeman.library.log import Target, read_target
from citeman.library.showing import show
from citeman.match import block
from citeman.match.deciding import decide_pair
from citeman.workflow.recognising import STRICTNESS
from tests.library_shelf import GOUT, ITEMS, LIVER, TOKYO, item, opened, put, state


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path / "shelf.citeman") as library:
        yield library


def keys(library: Library, query: str = "", **options: Any) -> list[str]:
    return [record.key for record in library.search(query, **options)]


def test_what_goes_in_comes_out(library: Library) -> None:
    found = put(library, ITEMS)
    assert (found.new, found.known, found.joined, found.doubted) == (3, 0, 0, [])
    assert [state(library)[key]["title"] for key in ("gout", "liver", "tokyo")] == [
        one["title"] for one in ITEMS
    ]


def test_an_import_that_brings_nothing_new_changes_nothing(library: Library) -> None:
    put(library, ITEMS)
    again = put(library, ITEMS)
    assert (again.new, again.known, again.joined, again.change) == (0, 3, 0, None)
    assert len(list(library.log())) == 1


def _blocks(one: dict[str, Any]) -> set[knowing.Block]:
    return set(knowing.blocks_of(block.keys(read_item(one))))


DOUBT = item("teas", "Liver injury from herbal teas", year=1999, volume="4", page="17-21")
LIKE_IT = (
    item("herbs", title, year=year, **place, **venue)
    for title in (
        "Liver injury from herbal tea",
        "Liver injury from herbal teas in pregnancy",
        "Acute liver injury from some herbal teas",
        "Injury of the liver from herbs",
    )
    for year in (1999, 2000, 2002)
    for place in ({}, {"volume": "4"}, {"page": "17"}, {"volume": "5", "page": "99-104"})
    for venue in ({}, {"container-title": "Letters on Herbs"})
)
DOUBTED = next(
    one
    for one in LIKE_IT
    if decide_pair(read_item(DOUBT), read_item(one), strictness=STRICTNESS).decision == "doubtful"
    and any(shared.is_telling for shared in _blocks(DOUBT) & _blocks(one))
)
"""Whatever deduplication learns, something of these must be doubtful."""


SAME_WORK = GOUT | {"id": "colchicine", "DOI": "10.1000/gout", "abstract": "Made up."}


def test_a_record_of_a_known_work_joins_it_and_its_key_still_finds_it(library: Library) -> None:
    put(library, ITEMS)
    found = put(library, [SAME_WORK])
    assert (found.new, found.joined) == (0, 1)
    assert state(library)["gout"]["DOI"] == "10.1000/gout"
    assert library.find("colchicine").key == "gout"
    assert [one.key for one in show(library, "gout").joined] == ["colchicine"]


def test_known_works_are_left_as_they_are_where_that_is_wanted(library: Library) -> None:
    put(library, ITEMS)
    before = state(library)
    assert put(library, [SAME_WORK], join=False).known == 1
    assert state(library) == before


def test_an_identical_record_with_a_key_of_its_own_can_be_cited_by_both(library: Library) -> None:
    put(library, [GOUT, GOUT | {"id": "gout2"}])
    assert keys(library) == ["gout"]
    assert library.find("gout2").key == "gout"


def test_another_work_of_the_same_key_gets_a_letter(library: Library) -> None:
    put(library, [GOUT])
    put(library, [LIVER | {"id": "gout"}])
    assert keys(library) == ["gout", "gouta"]


def test_a_doubtful_record_comes_in_and_is_marked_for_review(library: Library) -> None:
    put(library, [DOUBT])
    found = put(library, [DOUBTED])
    assert [(one.key, one.other) for one in found.doubted] == [("herbs", "teas")]
    assert keys(library, "needs:review") == ["teas", "herbs"]
    assert [one.key for one in show(library, "teas").doubts] == ["herbs"]


def test_a_decision_ends_the_doubt_and_survives_that_the_record_comes_back(
    library: Library,
) -> None:
    put(library, [DOUBT])
    put(library, [DOUBTED])
    library.decide("herbs", "teas", "another population", "2024-05-01")
    assert keys(library, "needs:review") == []
    library.undo(Target(2))
    found = put(library, [DOUBTED])
    assert (found.new, found.doubted) == (1, [])


def test_a_person_joins_two_works_and_parts_them_again(library: Library) -> None:
    put(library, [DOUBT])
    put(library, [DOUBTED])
    library.join("herbs", "teas", "the same, says its author")
    assert keys(library) == ["teas"]
    assert keys(library, "needs:review") == []
    library.undo()
    assert keys(library) == ["teas", "herbs"]


def test_a_dry_run_tells_what_would_come_of_it_and_keeps_nothing(library: Library) -> None:
    put(library, [GOUT])
    found = put(library, ITEMS, dry_run=True)
    assert (found.new, found.known) == (2, 1)
    assert keys(library) == ["gout"]
    assert len(list(library.log())) == 1


def test_an_edit_overrules_what_was_read_and_keeps_it(library: Library) -> None:
    put(library, [GOUT])
    library.edit("gout", read_edit(["volume=8", "author=Noble S; Goa KL"], ["page"]))
    work = show(library, "gout")
    assert (work.record.reference.volume, work.record.reference.page) == ("8", "")
    assert work.alternatives["volume"] == [("7", "csl-json")]
    assert work.alternatives["page"] == [("1-9", "csl-json")]


def test_a_record_is_known_by_an_identifier_that_was_added_by_hand(library: Library) -> None:
    bare = {name: value for name, value in DOUBT.items() if name not in ("volume", "page")}
    put(library, [bare])
    library.edit("teas", read_edit(["pmid=12345678"]))
    found = put(library, [DOUBT | {"id": "pubmed", "PMID": "12345678"}])
    assert (found.new, found.joined) == (0, 1)
    assert "same PMID" in show(library, "teas").joined[0].pair.reasons


def test_an_edit_that_changes_nothing_leaves_no_row_in_the_log(library: Library) -> None:
    put(library, [GOUT])
    assert library.edit("gout", read_edit(["volume=7"])) is None
    assert len(list(library.log())) == 1


def test_tags_and_annotations_come_and_go(library: Library) -> None:
    put(library, [GOUT])
    library.edit("gout", Edit(added_tags=("seen", "old"), annotation="Read twice."))
    library.edit("gout", Edit(removed_tags=("old",)))
    record = library.find("gout")
    assert (record.tags, record.annotation) == (("seen",), "Read twice.")


def test_an_edit_stays_with_its_record_when_works_are_joined_and_parted(library: Library) -> None:
    put(library, [DOUBT])
    put(library, [DOUBTED])
    library.join("herbs", "teas")
    library.edit("herbs", Edit(added_tags=("pregnancy",)))
    assert library.find("teas").tags == ("pregnancy",)
    library.undo(Target(3))
    assert [library.find(key).tags for key in ("teas", "herbs")] == [(), ("pregnancy",)]


def test_every_merge_is_undone_alone_even_after_later_ones(library: Library) -> None:
    versions = [GOUT | {"id": f"gout{n}", "issue": str(n)} for n in range(4)]
    for version in versions:
        put(library, [version])
    assert keys(library) == ["gout0"]
    library.undo(Target(3, 1))
    assert keys(library) == ["gout0", "gout2"]
    assert {library.find(f"gout{n}").key for n in (0, 1, 3)} == {"gout0"}
    library.redo(Target(3, 1))
    assert keys(library) == ["gout0"]


UNDONE = {
    "an import": lambda library: put(library, [LIVER]),
    "an import that joins": lambda library: put(library, [SAME_WORK]),
    "an edit": lambda library: library.edit("gout", read_edit(["volume=9"], ["page"])),
    "tags": lambda library: library.edit("gout", Edit(added_tags=("a",))),
    "joining": lambda library: library.join("tokyo", "gout"),
    "a decision": lambda library: library.decide("tokyo", "gout", "plainly", "2024-05-01"),
}


@pytest.mark.parametrize("name", UNDONE)
def test_what_is_undone_is_as_it_was_and_what_is_redone_is_as_it_became(
    library: Library, name: str
) -> None:
    put(library, [GOUT, TOKYO])
    before = state(library)
    UNDONE[name](library)
    after = state(library)
    library.undo()
    assert state(library) == before
    library.redo()
    assert state(library) == after
    library.undo()
    assert state(library) == before


def test_a_change_is_undone_alone_and_later_ones_stay(library: Library) -> None:
    put(library, ITEMS)
    library.edit("gout", read_edit(["volume=8"]))
    library.edit("gout", read_edit(["page=99"]))
    library.undo(Target(2))
    reference = library.find("gout").reference
    assert (reference.volume, reference.page) == ("7", "99")


def test_undo_goes_back_step_by_step_and_redo_comes_forward(library: Library) -> None:
    put(library, [GOUT])
    for volume in ("8", "9"):
        library.edit("gout", read_edit([f"volume={volume}"]))
    seen = []
    for step in (library.undo, library.undo, library.redo, library.redo):
        step()
        seen.append(library.find("gout").reference.volume)
    assert seen == ["8", "7", "8", "9"]


REFUSED = [
    (lambda library: library.undo(Target(99)), "there is no change 99"),
    (lambda library: library.undo(Target(1, 7)), "change 1 has no part 7"),
    (lambda library: library.undo(Target(1)), "cannot be undone alone"),
    (lambda library: library.redo(Target(1)), "is not undone"),
    (lambda library: library.redo(), "nothing to redo"),
    (lambda library: library.find("nobody"), "there is no key 'nobody'"),
    (lambda library: read_target("x.1"), "names no change"),
]


@pytest.mark.parametrize(("act", "words"), REFUSED, ids=lambda one: str(one)[:30])
def test_what_cannot_be_done_is_said_and_nothing_changes(
    library: Library, act: Any, words: str
) -> None:
    put(library, [GOUT])
    library.edit("gout", read_edit(["volume=8"]))
    before = state(library)
    with pytest.raises(UsageError, match=words):
        act(library)
    assert state(library) == before
    assert len(list(library.log())) == 2


def test_what_is_undone_already_is_not_undone_again(library: Library) -> None:
    put(library, [GOUT])
    library.undo()
    with pytest.raises(UsageError, match="undone already"):
        library.undo(Target(1))


def test_a_record_comes_back_under_another_key_where_its_own_is_taken(library: Library) -> None:
    put(library, [GOUT])
    library.undo()
    put(library, [LIVER | {"id": "gout"}])
    made = library.redo(Target(1))
    assert made.words.endswith("keys that are taken: gout is now gouta")
    assert {key: one["title"] for key, one in state(library).items()} == {
        "gout": LIVER["title"],
        "gouta": GOUT["title"],
    }


def test_a_work_gets_its_key_back_from_the_record_that_stood_in_for_it(library: Library) -> None:
    put(library, [GOUT])
    put(library, [GOUT | {"issue": "4"}])
    before = state(library)
    library.undo(Target(1))
    assert keys(library) == ["gout"]
    library.redo(Target(1))
    assert state(library) == before
    assert check(library) == []


def test_the_log_says_who_did_what_when_before_and_after(library: Library) -> None:
    put(library, [GOUT])
    library.edit("gout", read_edit(["volume=8"]))
    library.undo()
    undone, edited, imported = library.log()
    assert (edited.who, edited.at[:10], edited.words) == (
        "ada",
        "2024-05-01",
        "edited gout: volume",
    )
    assert (edited.before, edited.after) == (
        {"key": "gout", "volume": "7"},
        {"key": "gout", "volume": "8"},
    )
    assert (undone.undoes, edited.state, imported.state) == (2, "undone", "done")
    files = [f"{library.path}.in.json"]
    assert (imported.before, imported.after) == ({"works": 0}, {"works": 1, "files": files})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET who = 'eve'",
        "DELETE FROM change",
        "DELETE FROM effect",
        "UPDATE effect SET live = 0",
        "DELETE FROM record",
        "DELETE FROM fact",
        "UPDATE fact SET body = ''",
        "UPDATE record SET digest = 0",
    ],
)
def test_the_file_itself_refuses_to_forget(library: Library, statement: str) -> None:
    put(library, [GOUT])
    library.edit("gout", read_edit(["volume=8"]))
    with pytest.raises(sqlite3.IntegrityError, match=r"only grows|are kept|stay as they are"):
        library.base.execute(statement)


def test_a_pair_keeps_why_it_was_joined(library: Library) -> None:
    put(library, [GOUT])
    put(library, [SAME_WORK])
    [joined] = show(library, "gout").joined
    assert joined.change == "2.1"
    assert isinstance(joined.pair, Pair)
    assert "same PMID" in joined.pair.reasons


def test_records_without_keys_get_the_keys_that_a_list_of_them_would(library: Library) -> None:
    bare = [GOUT | {"id": "", "volume": str(n), "page": str(n), "PMID": str(n)} for n in (1, 2, 3)]
    for one in bare:
        put(library, [one])
    made = [record.key for record in library.search()]
    assert made == [f"muller2003colchicine{letter}" for letter in ("", "a", "b")]


def test_a_record_that_said_nothing_new_is_recognised_by_when_the_other_is_gone(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, [GOUT])
        put(library, [GOUT | {"id": "copy"}])
        library.undo(Target(1))
        again = put(library, [GOUT | {"id": "third", "issue": "4"}])
        assert (again.new, again.joined) == (0, 1)
        assert check(library) == []
