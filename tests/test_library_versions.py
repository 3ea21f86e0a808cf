"""Libraries that earlier versions of citeman made are brought up, and nothing in them is lost."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from citeman.library import Library, tables
from citeman.library.checking import check, describe
from citeman.library.log import Target
from citeman.library.showing import show
from citeman.workflow.importing import import_files
from tests.conftest import ROOT
from tests.library_shelf import GOUT, opened, put, state

MADE = {
    int(path.name.split("-")[1].split(".")[0]): path
    for path in (ROOT / "tests" / "fixtures" / "libraries").glob("version-*.citeman.gz")
}
"""Files as each version made them: three works, one of two records, one edited, one taken back."""


@pytest.fixture(params=sorted(MADE))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "shelf.citeman"
    path.write_bytes(gzip.decompress(MADE[request.param].read_bytes()))
    return path


def test_there_is_a_file_of_the_first_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] < len(tables.MIGRATIONS)


def test_an_old_file_is_brought_up_when_it_is_read_and_is_whole(path: Path) -> None:
    with Library(str(path)) as library:
        assert describe(library)["layout"] == len(tables.MIGRATIONS)
        assert [record.key for record in library.search()] == ["gout", "liver", "tokyo"]
        assert library.find("colchicine").key == "gout"
        assert show(library, "liver").record.reference.volume == "8"
        assert [entry.words[:8] for entry in library.log()][:2] == ["decided ", "undid 4:"]
    with opened(path) as library:
        assert check(library) == []


FOUND = {
    "nausea": "gout",
    "abstract:nobody": "gout",
    '"rarer under small doses"': "gout",
    "sage infusions": "liver",
    "abstract:検査": "tokyo",
    "vanished": "",
    "title:colchicine": "gout",
    "tag:seen": "liver",
}


@pytest.mark.parametrize("query", FOUND)
def test_what_older_files_did_not_search_is_found(path: Path, query: str) -> None:
    with Library(str(path)) as library:
        assert [record.key for record in library.search(query)] == FOUND[query].split()


def test_an_old_file_goes_on_being_changed_and_taken_back(path: Path) -> None:
    with opened(path) as library:
        before = state(library)
        library.undo(Target(3))
        assert library.count("sage") == 0
        library.undo(Target(2, 1))
        assert library.count() == 4
        library.redo(Target(4))
        assert [one.key for one in library.search("vanished")] == ["undone"]
        library.undo(Target(4))
        library.redo(Target(2, 1))
        library.redo(Target(3))
        assert state(library) == before
        assert put(library, [GOUT]).new == 0
        assert check(library) == []


def test_an_old_library_is_imported_into_a_new_one(path: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "new.citeman") as library:
        assert import_files(library, [str(path)]).new == 3
        assert library.count("abstract:sage OR abstract:rarer") == 2
