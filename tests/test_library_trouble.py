"""Whatever happens to a library's file: a clear message, and nothing done by halves."""

import os
import resource
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from citeman.errors import InputError, LibraryError, UsageError
from citeman.library import Edit, Library, opening, tables
from citeman.library.checking import backup, check
from citeman.library.editing import read_edit
from tests.library_shelf import GOUT, ITEMS, LIVER, item, opened, put, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library with a history."""
    path = tmp_path / "shelf.citeman"
    with opened(path) as library:
        put(library, ITEMS)
        put(library, [GOUT | {"id": "gout2", "issue": "4"}])
        library.edit("liver", read_edit(["volume=8"]))
        library.undo()
    return path


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE items (id)")


def numbered(pragma: str, value: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with opened(path) as library:
            put(library, [GOUT])
        with closing(sqlite3.connect(path)) as base:
            base.execute(f"PRAGMA {pragma} = {value}")
            base.execute("PRAGMA journal_mode = DELETE")

    return write


NO_LIBRARIES = {
    "text": (lambda path: path.write_text("@book{a, title = {T}}\n" * 99), "is no library"),
    "zeros": (lambda path: path.write_bytes(bytes(8192)), "is no library"),
    "other SQLite": (foreign, "is no library"),
    "other program": (numbered("application_id", 42), "is no library"),
    "newer": (numbered("user_version", 99), "made by a newer citeman"),
    "cut header": (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\1" * 20), "is no lib"),
}


NO_FILES: dict[str, Callable[[Path], None]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "device": lambda path: path.symlink_to("/dev/null"),
}


@pytest.mark.parametrize("who", [None, "ada"], ids=["read", "written"])
@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, name: str, who: str | None
) -> None:
    path = tmp_path / "file"
    NO_FILES[name](path)
    with pytest.raises(InputError, match="is no file, and a library is one"):
        Library(str(path), who=who)


@pytest.mark.parametrize("who", [None, "ada"], ids=["read", "written"])
@pytest.mark.parametrize("name", NO_LIBRARIES)
def test_what_is_no_library_is_refused_and_not_touched(
    tmp_path: Path, name: str, who: str | None
) -> None:
    path = tmp_path / "file"
    make, words = NO_LIBRARIES[name]
    make(path)
    before = path.read_bytes()
    with pytest.raises(InputError, match=words):
        Library(str(path), who=who)
    assert path.read_bytes() == before
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith("file-")] == []


def test_a_library_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such library"):
        Library(str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_page_is_said_and_nothing_is_changed(path: Path) -> None:
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18])
    damaged = whole[:page] + b"\xff" * (len(whole) - page)
    path.write_bytes(damaged)
    with pytest.raises(InputError, match="damaged; nothing was changed"), opened(path) as library:
        put(library, [item("new", "New one")])
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("words", ["herbal teas", '"readings"'])
def test_a_work_that_can_no_longer_be_read_is_damage(path: Path, words: str) -> None:
    with opened(path) as library:
        library.base.execute("PRAGMA journal_mode = DELETE")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(words.encode(), b"\xff" * len(words)))
    with pytest.raises(InputError, match="damaged"), Library(str(path)) as library:
        state(library)
    assert _findings(path) != []


def test_a_row_that_is_spoken_of_and_not_there_is_damage(path: Path) -> None:
    with opened(path) as library:
        library.base.execute("PRAGMA foreign_keys = OFF")
        library.base.execute("DROP TRIGGER record_is_kept")
        library.base.execute("DELETE FROM record WHERE key = 'liver'")
    with pytest.raises(InputError, match="damaged"), Library(str(path)) as library:
        state(library)


def test_a_file_cut_short_is_said(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])
    assert _findings(path) != []


def _findings(path: Path) -> list[str]:
    try:
        with Library(str(path)) as library:
            return check(library)
    except InputError as error:
        return [str(error)]


def test_a_full_disk_ends_a_change_and_leaves_what_was_there(path: Path) -> None:
    many = [
        item(f"new{n}", f"Result {n} of many made-up trials", page=str(n + 1)) for n in range(300)
    ]
    with opened(path) as library:
        before = state(library)
        pages = library.base.execute("PRAGMA page_count").fetchone()[0]
        library.base.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(LibraryError, match="no space is left on the disk"):
            put(library, many)
        assert state(library) == before
        library.base.execute("PRAGMA max_page_count = 1073741823")
        assert put(library, many).new > 200
        assert check(library) == []


def test_a_second_writer_waits_and_is_told_who_writes(path: Path) -> None:
    with opened(path, "import", who="grace") as first, opened(path, patience=0.1) as second:
        with first.change(), pytest.raises(LibraryError, match=r"grace \(citeman import"):
            second.edit("liver", Edit(added_tags=("a",)))
        assert second.edit("liver", Edit(added_tags=("a",))) is not None
        assert first.find("liver").tags == ("a",)


def test_who_writes_is_told_though_the_note_on_it_cannot_be_read(path: Path) -> None:
    assert "another process is writing" in opening.busy(str(path))
    opening.writing(str(path)).mkdir()
    assert "another process is writing" in opening.busy(str(path))


def test_readers_read_what_was_there_while_another_writes(path: Path) -> None:
    with opened(path) as writer, Library(str(path)) as reader:
        before = state(reader)
        with writer.change() as change:
            change.edit(writer.number("liver"), Edit(added_tags=("a",)))
            change.settle()
            assert state(reader) == before
        assert state(reader) != before


def test_two_processes_write_at_once_and_both_changes_are_there(path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from citeman.library import Edit, Library
        for number in range(10):
            with Library(sys.argv[1], who=sys.argv[2], patience=60) as library:
                library.edit("liver", Edit(added_tags=(f"{sys.argv[2]}{number}",)))
    """)
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(path), who]) for who in ("ada", "grace")
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    with opened(path) as library:
        tags = {f"{who}{number}" for who in ("ada", "grace") for number in range(10)}
        assert set(library.find("liver").tags) == tags
        assert check(library) == []


def test_a_file_that_may_not_be_written_can_be_read(path: Path) -> None:
    with Library(str(path)) as library:
        assert len(list(library.search())) == 3
        with pytest.raises(LibraryError, match="may not be written to; nothing was changed"):
            library.edit("liver", Edit(added_tags=("a",)))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_can_be_read(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with Library(str(path)) as library:
            assert len(list(library.search())) == 3
        with pytest.raises(LibraryError, match="nothing was changed"), opened(path) as library:
            library.edit("liver", Edit(added_tags=("a",)))
    finally:
        path.parent.chmod(0o755)


def test_an_error_in_the_middle_of_a_change_undoes_all_of_it(path: Path) -> None:
    with opened(path) as library:
        before = state(library)
        with pytest.raises(ZeroDivisionError):
            _break_off(library)
        assert state(library) == before
        assert check(library) == []


def _break_off(library: Library) -> None:
    with library.change() as change:
        change.edit(library.number("liver"), Edit(added_tags=("a",)))
        change.settle()
        raise ZeroDivisionError


def test_an_older_file_is_brought_up_step_by_step(path: Path) -> None:
    later = (*tables.MIGRATIONS, "CREATE TABLE later (id);", "ALTER TABLE later ADD COLUMN name;")
    with opened(path) as library:
        opening.migrate(library.base, later)
        assert library.base.execute("PRAGMA user_version").fetchone()[0] == len(later)
        assert library.base.execute("SELECT id, name FROM later").fetchall() == []


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    later = (*tables.MIGRATIONS, "CREATE TABLE later (id); CREATE TABLE later (id);")
    with opened(path) as library:
        with pytest.raises(sqlite3.Error):
            opening.migrate(library.base, later)
        assert library.base.execute("PRAGMA user_version").fetchone()[0] == len(tables.MIGRATIONS)
        assert check(library) == []


WRONG = {
    "UPDATE work SET title = 'other' WHERE key = 'liver'": "does not say what",
    "DELETE FROM work WHERE key = 'liver'": "works, and should be",
    "UPDATE record SET live = 0 WHERE key = 'liver'": "the log says otherwise",
    "INSERT INTO record VALUES (99, 1, 99, 'x', 1, 0, '{}')": "no change brought it",
    "UPDATE record SET work = 1 WHERE key = 'liver'": "is filed under work 1",
    "UPDATE record SET body = replace(body, 'herbal', 'green')": "does not say what it said",
    "INSERT INTO words(words, rowid, title) VALUES ('delete', 1, 'x')": "full-text index",
    "INSERT INTO change SELECT 9, at, who, command, words, before, after, NULL, NULL, NULL, NULL "
    "FROM change WHERE id = 1": "rows and should",
    "INSERT INTO effect VALUES (99, 1, 0, 'record', 50, 50, 1)": "which is not there",
    "INSERT INTO effect VALUES (99, 1, 0, 'record', -9, 1, 1)": "which is not there",
    "INSERT INTO record VALUES (1000000000000, 1, 1, 'x', 1, 0, '{}')": "and should be",
    "UPDATE record SET body = replace(body, '1-9', '1-8')": "is not what it was",
    "UPDATE record SET body = substr(body, 2)": "cannot be read",
    "UPDATE record SET body = CAST(x'ff00' AS TEXT)": "cannot be read",
    "UPDATE fact SET body = replace(body, '8', '9')": "is not what it was",
    "UPDATE fact SET part = 7": "is not what it was",
    "UPDATE change SET who = 'nobody' WHERE id = 2": "change 2, or what it brought, is not",
    "UPDATE change SET after = '{}' WHERE id = 3": "change 3, or what it brought, is not",
    "UPDATE change SET seal = NULL WHERE id = 2": "change 2, or what it brought, is not",
    "UPDATE effect SET part = 9 WHERE change = 2": "change 2, or what it brought, is not",
    "DELETE FROM block": "is not found by all keys",
    "DELETE FROM block WHERE record = 2 AND key > 0": "record 2 is not found by all keys",
    "INSERT INTO block VALUES (1, 99)": "record 99 has keys",
    "DROP INDEX work_year": "work_year is missing",
    "CREATE TABLE mine (id)": "citeman did not make",
    "CREATE TRIGGER mine AFTER INSERT ON change BEGIN DELETE FROM work; END": "did not make",
}


def test_a_library_with_a_history_is_whole(path: Path) -> None:
    with opened(path) as library:
        assert check(library) == []


def test_a_library_is_whole_after_a_file_that_gave_one_key_to_two_works(path: Path) -> None:
    with opened(path) as library:
        put(library, [item("twice", f"A trial of {n}", year=n) for n in (1980, 1990)])
        assert library.count("has:problem") == 1
        assert check(library) == []


@pytest.mark.parametrize("statement", WRONG)
def test_check_finds_what_is_wrong(path: Path, statement: str) -> None:
    with opened(path) as library:
        guards = library.base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held = [(name, sql) for name, sql in guards if "RAISE" in sql]
        for name, _ in held:
            library.base.execute(f"DROP TRIGGER {name}")
        library.base.execute(statement)
        for _, sql in held:
            library.base.execute(sql)
        assert any(WRONG[statement] in finding for finding in check(library))


def test_a_backup_is_whole_even_while_another_writes(path: Path, tmp_path: Path) -> None:
    with opened(path) as library, Library(str(path)) as reader:
        with library.change() as change:
            change.edit(library.number("liver"), Edit(added_tags=("a",)))
            backup(reader, str(tmp_path / "copy"))
        before = library.find("liver")
    with opened(tmp_path / "copy") as copy:
        assert check(copy) == []
        assert copy.find("liver").tags == ()
        assert before.tags == ("a",)


def test_a_backup_that_fails_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Library(str(path)) as library:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
        try:
            with pytest.raises(LibraryError, match="cannot be read or written"):
                backup(library, str(folder / "copy"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(folder.iterdir()) == []


def test_a_library_that_may_not_be_written_is_checked_as_a_whole(path: Path) -> None:
    with Library(str(path)) as library:
        assert check(library) == []
    with opened(path) as library:
        library.base.execute("INSERT INTO words(words, rowid, title) VALUES ('delete', 1, 'x')")
    with Library(str(path)) as library:
        assert any("full-text index" in finding for finding in check(library))


def test_a_backup_is_never_written_over_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")
    with Library(str(path)) as library, pytest.raises(UsageError, match="is there already"):
        backup(library, str(tmp_path / "copy"))
    assert (tmp_path / "copy").read_text() == "mine"


def test_the_key_of_a_kept_record_is_not_the_business_of_check(path: Path) -> None:
    with opened(path) as library:
        put(library, [LIVER | {"id": "gout"}])
        assert check(library) == []
