"""Duplicates among the works of a library are joined there, and parted again one by one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citeman.formats.csljson import csl
from citeman.formats.jsonl import write
from citeman.library import Library
from citeman.library.checking import check
from citeman.library.log import Target
from citeman.library.showing import show
from citeman.match.decisions import Ruling, Side, read_rulings, write_rulings
from citeman.match.duplicates import Duplicates, find_duplicates
from citeman.model import Link, Reading, Record, Reference
from citeman.workflow import uniting
from citeman.workflow.importing import import_files
from citeman.workflow.uniting import find, keep_decisions, unite
from tests.calls import Citeman
from tests.library_shelf import GOUT, ITEMS, LIVER, TOKYO, item, opened, put, state

COPIES = [GOUT | {"id": f"gout{n}", "issue": str(n)} for n in range(3)]
TEAS = [LIVER | {"id": f"liver{n}", "issue": str(n)} for n in range(2)]
DIFFERENT = Ruling("different", Side(key="gout0"), Side(key="gout1"), "two trials", "2024-05-01")
SAME = Ruling("same", Side(key="tokyo"), Side(key="liver0"), "asked its author", "2024-05-02")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three copies of one work, two of another, and one alone, none of them joined."""
    with opened(tmp_path / "shelf.citeman") as library:
        shelve_copies(library)
        yield library


def shelve_copies(library: Library) -> None:
    for one in (*COPIES, *TEAS, TOKYO):
        put(library, [one])
    for change, key in ((2, "gout1"), (3, "gout2"), (5, "liver1")):
        assert show(library, key).joined
        library.undo(Target(change, 1))


def keys(library: Library) -> list[str]:
    return [record.key for record in library.search()]


ALL = ["gout0", "gout1", "gout2", "liver0", "liver1", "tokyo"]


def test_duplicates_are_joined_in_one_change_and_the_oldest_key_stays(library: Library) -> None:
    assert keys(library) == ALL
    united = unite(library)
    assert keys(library) == ["gout0", "liver0", "tokyo"]
    assert united.keys == {"gout1": "gout0", "gout2": "gout0", "liver1": "liver0"}
    entry = next(library.log())
    assert (entry.id, entry.words, entry.parts) == (united.change, "joined 3 duplicates", 3)
    assert entry.after == {"works": 3, "joined": united.keys}
    assert all("same" in " ".join(one.pair.reasons) for one in show(library, "gout0").joined)
    assert check(library) == []


def test_the_first_merge_is_undone_alone_after_later_ones_and_done_again(library: Library) -> None:
    change = unite(library).change or 0
    joined = state(library)
    library.join("tokyo", "gout0")
    library.undo(Target(change, 1))
    assert keys(library) == ["gout0", "gout1", "liver0"]
    assert library.find("gout2").key == library.find("tokyo").key == "gout0"
    library.redo(Target(change, 1))
    library.undo(Target(change + 1))
    assert state(library) == joined
    assert check(library) == []


def test_what_others_write_while_duplicates_are_looked_for_counts(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def find_meanwhile(*arguments: Any, **options: Any) -> Duplicates:
        with opened(Path(library.path), patience=0.1) as other:
            if not looked:
                other.decide("liver1", "liver0", "two cities", "2024-05-01")
                other.join("gout2", "gout0")
        looked.append(1)
        return find_duplicates(*arguments, **options)

    monkeypatch.setattr(uniting, "find_duplicates", find_meanwhile)
    assert unite(library).keys == {"gout1": "gout0"}
    assert keys(library) == ["gout0", "liver0", "liver1", "tokyo"]
    assert check(library) == []


def test_what_is_looked_at_stays_while_others_write(library: Library) -> None:
    with Library(library.path) as reader, reader.still():
        before = find(reader)
        library.join("gout1", "gout0")
        assert [one.key for one in before.works] == ALL
        assert find(reader).deduped.found.groups == before.deduped.found.groups
    assert [record.key for record in library.search()] != ALL


def test_what_is_joined_already_is_not_joined_again(library: Library) -> None:
    unite(library)
    rows = len(list(library.log()))
    again = unite(library)
    assert (again.joined, again.change) == (0, None)
    assert len(list(library.log())) == rows


def test_what_a_person_parted_stays_apart_also_when_it_comes_back(library: Library) -> None:
    library.decide("gout0", "gout1", "two trials", "2024-05-01")
    unite(library)
    assert library.find("gout1").key != library.find("gout0").key
    library.undo(Target(2))
    put(library, [COPIES[1]])
    unite(library)
    assert library.find("gout1").key != library.find("gout0").key


def test_a_person_joins_what_nothing_else_would_and_it_is_remembered(library: Library) -> None:
    library.join("tokyo", "liver0", "asked its author", "2024-05-02")
    [ruling] = library.decisions()
    assert (ruling.decision, ruling.first.key, ruling.second.key) == ("same", "tokyo", "liver0")
    library.undo(Target(6))
    again = put(library, [TOKYO])
    assert again.joined == 1
    assert library.find("tokyo").key == "liver0"
    library.undo(Target(again.change or 0, 1))
    assert "tokyo" in keys(library)
    unite(library)
    assert library.find("tokyo").key == "liver0"


def test_a_decision_that_names_a_key_alone_joins_no_other_work_that_comes_with_it(
    library: Library,
) -> None:
    keep_decisions(library, [Ruling("same", Side("tokyo"), Side("liver0"))])
    library.undo(Target(6))
    assert put(library, [item("tokyo", "Quite another work", year=1960)]).new == 1


def test_undoing_a_join_undoes_the_decision_with_it(library: Library) -> None:
    library.join("tokyo", "liver0")
    library.undo()
    assert library.decisions() == []
    unite(library)
    assert library.find("tokyo").key == "tokyo"


def test_decisions_of_a_file_count_and_are_kept_in_the_library(library: Library) -> None:
    united = unite(library, [DIFFERENT, SAME])
    assert united.decided == 2
    assert library.find("gout0").key != library.find("gout1").key
    assert library.find("tokyo").key == "liver0"
    assert library.decisions() == [SAME, DIFFERENT]
    assert unite(library, [DIFFERENT, SAME]).change is None


def test_decisions_are_kept_without_comparing_anything_else(library: Library) -> None:
    keep_decisions(library, [DIFFERENT, SAME])
    assert keys(library) == ["gout0", "gout1", "gout2", "liver0", "liver1"]
    assert keep_decisions(library, [DIFFERENT, SAME]).change is None


def test_decisions_go_from_one_library_to_another(library: Library, tmp_path: Path) -> None:
    keep_decisions(library, [DIFFERENT, SAME])
    text = write_rulings(library.decisions())
    with opened(tmp_path / "other.citeman") as other:
        shelve_copies(other)
        keep_decisions(other, read_rulings(text, "team.csv").rulings)
        assert state(other) == state(library)
        assert write_rulings(other.decisions()) == text


def test_a_decision_against_a_join_is_told_and_changes_nothing(library: Library) -> None:
    unite(library)
    united = keep_decisions(library, [DIFFERENT])
    assert (united.found.contrary, united.change) == ([DIFFERENT], None)


def test_of_two_decisions_the_later_counts(library: Library) -> None:
    library.decide("gout0", "gout1", "", "2024-05-01")
    changed_mind = Ruling("same", DIFFERENT.first, DIFFERENT.second)
    unite(library, [changed_mind])
    assert library.find("gout1").key == "gout0"


def test_links_to_what_was_joined_name_the_work_that_it_is_part_of(library: Library) -> None:
    page = Path(f"{library.path}.jsonl")
    said = Reading("ris", Reference(title="A page on teas"))
    link = Link("[Müller 1999]", "liver1")
    page.write_text(write([Record((said,), "page", "See [Müller 1999].", (link,))]), "utf-8")
    import_files(library, [str(page)])
    unite(library)
    assert [one.key for one in library.find("page").links] == ["liver0"]


def test_a_dry_run_joins_nothing(library: Library) -> None:
    before = state(library)
    assert unite(library, [SAME], dry_run=True).joined == 4
    assert state(library) == before
    assert library.decisions() == []


def test_finding_changes_nothing_and_works_are_read_as_they_are(library: Library) -> None:
    before = state(library)
    found = find(library).deduped
    assert found.found.groups == ((0, 1, 2), (3, 4))
    assert [csl(record) for record in found.records[3:5]] == [
        csl(library.find(key)) for key in ("liver0", "liver1")
    ]
    assert state(library) == before


def test_the_command_finds_joins_and_says_how_to_take_it_back(
    citeman: Citeman, library: Library, tmp_path: Path
) -> None:
    shelf, keymap = library.path, str(tmp_path / "keys.csv")
    found = citeman("dedupe", "-L", shelf, "--check")
    assert (found.code, found.out.count("Group ")) == (1, 2)
    assert "3 of them duplicates in 2 groups" in found.err
    run = citeman("dedupe", "-L", shelf, "--apply", "sure", "--keymap", keymap)
    assert run.err.endswith(
        f"citeman: joined 3 duplicates in {shelf}\n"
        "citeman: change 10; citeman undo takes it back, 10.1 its first part\n"
    )
    assert Path(keymap).read_text() == "old,new\ngout1,gout0\ngout2,gout0\nliver1,liver0\n"
    assert citeman("list", "--count", CITEMAN_LIBRARY=shelf).out == "3\n"
    assert citeman("undo", "10.1", "-L", shelf).code == 0
    assert citeman("dedupe", "--check", CITEMAN_LIBRARY=shelf).code == 1


def test_a_team_shares_its_decisions_in_a_file(
    citeman: Citeman, library: Library, tmp_path: Path
) -> None:
    shelf, team = library.path, tmp_path / "team.csv"
    citeman("edit", "gout0", "--different-from", "gout1", "--because", "two trials", "-L", shelf)
    run = citeman("library", "decisions", "-L", shelf, "-o", str(team))
    assert run.err == "citeman: 1 decision\n"
    with opened(tmp_path / "other.citeman") as other:
        shelve_copies(other)
    run = citeman("dedupe", "-L", other.path, "--decisions", str(team), "--apply", "sure")
    assert "joined 2 duplicates and kept 1 decision" in run.err
    assert citeman("library", "decisions", "-L", other.path).out == team.read_text()
    again = citeman("library", "decisions", str(team), "-L", other.path)
    assert again.err == "citeman: nothing to do\n"


WRONG = [
    (("dedupe", "README.md", "-L", "x.citeman"), 2, "leave out IN, or -L"),
    (("dedupe", "-L", "x.citeman"), 4, "there is no such library"),
    (("dedupe", "-L", "x.citeman", "--apply", "sure", "-o", "y.bib"), 2, "citeman export writes"),
    (("library", "decisions", "x.csv", "-o", "y.csv", "-L", "x"), 2, "not both"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG, ids=lambda each: str(each)[:30])
def test_what_cannot_be_done_is_said(
    citeman: Citeman, arguments: tuple[str, ...], code: int, words: str
) -> None:
    run = citeman(*arguments)
    assert run.code == code
    assert words in run.err


def test_the_items_of_a_shelf_are_no_duplicates(tmp_path: Path) -> None:
    with opened(tmp_path / "plain.citeman") as library:
        put(library, ITEMS)
        assert unite(library).change is None


def test_a_work_of_which_one_record_was_parted_from_what_comes_in_does_not_join_it(
    library: Library,
) -> None:
    library.decide("tokyo", "liver0", "", "2024-05-01")
    library.join("liver1", "liver0")
    library.undo(Target(6))
    put(library, [TOKYO | {"title": LIVER["title"], "id": "tokyo", "DOI": LIVER["DOI"]}])
    assert library.find("tokyo").key == "tokyo"


CONTRADICTING = [
    Ruling("same", Side("gout0"), Side("tokyo")),
    Ruling("same", Side("tokyo"), Side("liver0")),
    Ruling("different", Side("gout0"), Side("liver0"), "two papers", "2024-05-03"),
]


def test_of_decisions_that_contradict_each_other_in_steps_none_joins(library: Library) -> None:
    for united in (keep_decisions(library, CONTRADICTING), unite(library)):
        assert united.found.deduped.against == [CONTRADICTING[2]]
    assert keys(library) == ["gout0", "liver0", "tokyo"]
    assert library.decisions() == CONTRADICTING


def test_a_decision_that_says_otherwise_than_an_earlier_one_is_told(
    citeman: Citeman, library: Library, tmp_path: Path
) -> None:
    team = tmp_path / "team.csv"
    library.decide("gout0", "gout1", "two trials", "2024-05-01")
    team.write_text("decision,first,second,reason,date\nsame,gout0,gout1,one trial,2024-05-02\n")
    run = citeman("library", "decisions", str(team), "-L", library.path)
    assert "decided both ways, and the later counts: gout0, and gout1" in run.err
    assert "different, 2024-05-01, two trials, then same, 2024-05-02, one trial" in run.err


def test_a_file_without_any_decision_is_unreadable(citeman: Citeman, library: Library) -> None:
    run = citeman("library", "decisions", "references/ama-annotated.md", "-L", library.path)
    assert run.code == 4
    assert "none of its lines is a decision" in run.err


def test_what_was_joined_in_the_library_counts_as_a_duplicate_of_its_source(
    citeman: Citeman, tmp_path: Path
) -> None:
    shelf = str(tmp_path / "shelf.citeman")
    for name, items in (("pubmed", COPIES[:2]), ("embase", [COPIES[2], *TEAS[:1]])):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps([one | {"source": name} for one in items]), encoding="utf-8")
        assert citeman("import", str(path), "-L", shelf).code == 0
    counts = citeman("dedupe", "--report", "-L", shelf).out.splitlines()
    assert counts == [
        "pubmed: 2 identified, 1 removed as duplicates",
        "embase: 2 identified, 1 removed as duplicates",
        "all: 4 identified, 2 removed as duplicates, 2 remaining",
    ]
