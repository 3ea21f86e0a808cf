"""A work goes by the key that a person gives it, and every key it had goes on finding it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citeman.errors import UsageError
from citeman.formats.jsonl import write
from citeman.library import Library
from citeman.library.checking import check
from citeman.library.log import Target
from citeman.library.showing import show
from citeman.model import Link, Reading, Record, Reference
from citeman.workflow.importing import import_files
from tests.calls import Citeman
from tests.library_shelf import GOUT, ITEMS, LIVER, TOKYO, opened, put, state


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, ITEMS)
        yield library
        assert check(library) == []


def keys(library: Library, query: str = "") -> list[str]:
    return [record.key for record in library.search(query)]


def test_a_work_goes_by_its_new_key_and_the_old_one_finds_it(library: Library) -> None:
    library.rename("gout", "colchicine2003")
    assert keys(library) == ["colchicine2003", "liver", "tokyo"]
    assert library.find("gout").key == library.find("colchicine2003").key == "colchicine2003"
    assert library.find("gout").reference.id == "colchicine2003"
    assert keys(library, "key:gout") == keys(library, "key:colchi*") == ["colchicine2003"]
    assert show(library, "gout").keys == ("gout",)


def test_the_log_says_so_and_it_can_be_undone_and_done_again(library: Library) -> None:
    before = state(library)
    library.rename("gout", "new")
    after = state(library)
    entry = next(library.log())
    assert (entry.words, entry.before, entry.after) == (
        "changed the key of gout to new",
        {"key": "gout"},
        {"key": "new"},
    )
    library.undo()
    assert state(library) == before
    assert not library.has("new")
    library.redo()
    assert state(library) == after


def test_the_last_of_several_keys_counts_and_each_is_undone_alone(library: Library) -> None:
    for key in ("one", "two", "gout", "three"):
        library.rename("gout", key)
    library.undo(Target(5))
    assert keys(library)[0] == "gout"
    library.undo(Target(2))
    library.undo(Target(4))
    assert keys(library)[0] == "two"
    assert {library.find(key).key for key in ("gout", "two")} == {"two"}


def test_links_of_other_works_name_the_new_key(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "linked.jsonl"
    reading = Reading("manual", Reference(title="A commentary on gout", type="book"))
    link = Link("[the trial]", "gout")
    path.write_text(write([Record((reading,), key="comment", links=(link,))]), encoding="utf-8")
    import_files(library, [str(path)])
    library.rename("gout", "new")
    assert [each.key for each in library.find("comment").links] == ["new"]
    library.rename("new", "newer")
    assert [each.key for each in library.find("comment").links] == ["newer"]


def test_importing_what_is_there_changes_nothing_after_a_new_key(library: Library) -> None:
    library.rename("gout", "new")
    again = put(library, ITEMS)
    assert (again.known, again.change) == (3, None)
    assert put(library, [GOUT | {"id": "new"}]).change is None


def test_neither_key_goes_to_another_work(library: Library) -> None:
    library.rename("gout", "new")
    put(library, [LIVER | {"id": key, "title": f"Of {key}", "DOI": ""} for key in ("gout", "new")])
    assert keys(library) == ["new", "liver", "tokyo", "gouta", "newa"]


def test_a_new_key_goes_on_finding_the_work_when_it_is_joined_to_another(
    library: Library,
) -> None:
    library.rename("gout", "new")
    library.join("new", "liver")
    assert {library.find(key).key for key in ("gout", "new", "liver")} == {"liver"}
    assert keys(library, "key:new") == ["liver"]
    library.undo()
    assert keys(library) == ["new", "liver", "tokyo"]


def test_a_work_can_go_by_the_key_of_a_record_that_was_joined_to_it(library: Library) -> None:
    library.join("tokyo", "gout")
    library.rename("gout", "tokyo")
    assert keys(library) == ["tokyo", "liver"]
    library.undo(Target(2))
    assert keys(library) == ["gout", "liver", "tokyo"]
    library.redo(Target(2))
    assert keys(library) == ["tokyo", "liver"]


def test_a_work_without_a_key_of_its_own_is_still_found_by_the_one_made_for_it(
    library: Library,
) -> None:
    put(library, [GOUT | {"issue": "4"}])
    library.undo(Target(2, 1))
    before = state(library)
    [made] = set(keys(library)) - {"gout", "liver", "tokyo"}
    library.rename(made, "new")
    assert library.find(made).key == "new"
    library.undo()
    assert state(library) == before


REFUSED = {
    "liver": "the key 'liver' names another work\nLiver injury|Müller",
    "tokyo": "the key 'tokyo' names another work, as it does liver",
    "two words": "cannot be a key in every format",
    "a,b": "cannot be a key in every format",
    "": "cannot be a key in every format",
}


@pytest.mark.parametrize("new", REFUSED)
def test_a_key_that_cannot_be_is_refused_and_nothing_changes(library: Library, new: str) -> None:
    library.join("tokyo", "liver")
    before = state(library)
    with pytest.raises(UsageError, match=REFUSED[new]) as told:
        library.rename("gout", new)
    assert str(told.value).count("\n") < 3
    assert state(library) == before
    assert len(list(library.log())) == 2


def test_a_key_it_has_already_changes_nothing(library: Library) -> None:
    assert library.rename("gout", "gout") is None
    assert len(list(library.log())) == 1


def _rename_another(library: Library) -> None:
    library.rename("liver", "new")


def _import_it(library: Library) -> None:
    put(library, [TOKYO | {"id": "new", "title": "Another work", "year": 1980}])


@pytest.mark.parametrize("take", [_rename_another, _import_it])
def test_a_new_key_is_not_done_again_where_another_work_has_it_now(
    library: Library, take: Any
) -> None:
    library.rename("gout", "new")
    library.undo()
    take(library)
    before = state(library)
    with pytest.raises(UsageError, match="'new' names another work now"):
        library.redo(Target(2))
    assert state(library) == before


def test_a_record_that_comes_back_finds_its_key_given_away_and_gets_another(
    library: Library,
) -> None:
    put(library, [LIVER | {"id": "new", "title": "Another work", "DOI": ""}])
    library.undo()
    library.rename("gout", "new")
    made = library.redo(Target(2))
    assert made.words.endswith("keys that are taken: new is now newa")
    assert keys(library) == ["new", "liver", "tokyo", "newa"]


def test_the_command_changes_a_key_and_says_so(citeman: Citeman, tmp_path: Path) -> None:
    shelf = str(tmp_path / "liver.citeman")
    citeman("import", "-q", "references/liver-injury-cytokines.txt", "-L", shelf)
    edit = ("edit", "hague1993resolution", "--key", "hague1993", "-L", shelf)
    said = "citeman: hague1993resolution: key: hague1993resolution -> hague1993\n"
    assert citeman(*edit, "--dry-run").err == said
    assert citeman("list", "key:hague1993", "--count", "-L", shelf).out == "0\n"
    assert citeman(*edit).err == said
    assert citeman(*edit).err == "citeman: hague1993: nothing changes\n"
    assert "also found by     hague1993resolution" in citeman("show", "hague1993", "-L", shelf).out
    taken = citeman("edit", "hague1993", "--key", "abraham2003hypersensitivity", "-L", shelf)
    assert (taken.code, len(taken.err.splitlines())) == (2, 3)
    both = citeman("edit", "hague1993", "--key", "h", "--add-tag", "seen", "-L", shelf)
    assert (both.code, "one at a time" in both.err) == (2, True)
