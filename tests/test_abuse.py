"""Whatever a command is given: an answer, or at most three lines and the code that they mean."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from citeman import files
from citeman.cli import main
from citeman.errors import UsageError
from citeman.formats import cslyaml, jsonl
from citeman.library import Library
from citeman.library.log import Target
from citeman.workflow import streaming
from citeman.workflow.uniting import unite
from tests.library_shelf import ITEMS, item, opened, put, state

Call = Callable[..., tuple[int, str]]
"""Runs a command on a library: its exit code, and what it said on stderr."""


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    path = tmp_path / "shelf.citeman"
    with opened(path) as library:
        put(library, ITEMS)
    monkeypatch.setenv("CITEMAN_LIBRARY", str(path))

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        return code, capsys.readouterr().err

    return run


REFUSED = {
    "a key that is no text": ("show", "\udcff"),
    "a tag that is no text": ("edit", "gout", "--add-tag", "\udcff"),
    "an annotation that is no text": ("edit", "gout", "--annotation", "a\udcffb"),
    "a number that only looks so": ("undo", "²"),
    "a number beyond all numbers": ("undo", "99999999999999999999"),
    "a part beyond all numbers": ("undo", "1.99999999999999999999"),
    "a point without a part": ("undo", "1."),
    "a limit beyond all numbers": ("list", "--limit", "99999999999999999999"),
    "a limit of nothing": ("list", "--limit", "0"),
    "parentheses without end": ("list", "(" * 5000 + "a" + ")" * 5000),
    "negations without end": ("list", "NOT " * 5000 + "a"),
    "words without end": ("list", "a " * 6000),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_makes_no_sense_is_said_in_three_lines(call: Call, what: str) -> None:
    code, said = call(*REFUSED[what])
    assert code == 2
    assert 1 <= len(said.splitlines()) <= 4  # an edit says before what it would change
    assert max(map(len, said.splitlines())) < 400


MANY = {
    "years, any of them": " OR ".join(f"year:{year}" for year in range(3000)),
    "years, none of them": " ".join(f"-year:{year}" for year in range(3000)),
    "words, none of them": " ".join(f"-w{number}" for number in range(3000)),
    "keys, any of them": " OR ".join(f"key:k{number}" for number in range(500)),
    "parentheses": "(year:2003 OR " * 14 + "gout" + ")" * 14,
    "negations": "NOT (gout OR year:1900 OR " * 7 + "gout" + ")" * 7,
}


@pytest.mark.parametrize("what", MANY)
def test_a_long_query_is_answered(call: Call, what: str) -> None:
    assert call("list", "--count", "--", MANY[what])[0] == 0


def test_a_year_beyond_all_numbers_is_kept_and_not_searched(tmp_path: Path) -> None:
    with opened(tmp_path / "shelf") as library:
        put(library, [item("far", "A work of the far future", year=10**30)])
        assert library.find("far").reference.issued.year == 10**30  # type: ignore[union-attr]
        assert library.count("year:2000..") == 0


def test_half_a_character_is_read_as_a_question_mark(tmp_path: Path) -> None:
    half = r'{"id": "a\ud800", "type": "book", "title": "B\udfff"}'
    yaml = '- id: "a\\uD800"\n  type: book\n  title: "B\\uDFFF"\n'
    for parsed in (jsonl.read(half, "a.jsonl"), cslyaml.read(yaml, "a.yaml")):
        [record] = parsed.records
        assert (record.key, record.reference.title) == ("a?", "B?")
    path = tmp_path / "long.json"
    path.write_text(f"[{half}, {json.dumps(item('b', 'x' * streaming.LARGE))}]")
    records = [record for piece in streaming.stream(str(path)) for record in piece.records]
    assert [record.key for record in records] == ["a?", "b"]


def test_a_pipe_takes_what_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    files.write_text(str(pipe), "through")
    assert reader.communicate()[0] == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_leads_to_what_is_written_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "out.bib"
    link.symlink_to(tmp_path / "there" / "refs.bib")
    files.write_text(str(link), "written")
    assert link.is_symlink()
    assert (tmp_path / "there" / "refs.bib").read_text() == "written"


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        files.write_text(str(tmp_path), "x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_output_that_is_full_is_incomplete_and_not_a_finding(call: Call) -> None:
    with _stdout("/dev/full"):
        code, said = call("list")
    assert (code, said.count("\n")) == (3, 1)
    assert "space" in said


@contextmanager
def _stdout(path: str, encoding: str = "utf-8") -> Iterator[None]:
    kept = sys.stdout
    with Path(path).open("w", encoding=encoding, buffering=1) as sys.stdout:
        try:
            yield
        finally:
            sys.stdout = kept


def test_an_output_that_cannot_spell_a_character_is_told_from_others(
    tmp_path: Path, citeman: Callable[..., tuple[int, str, str]]
) -> None:
    with opened(tmp_path / "shelf") as library:
        put(library, ITEMS)
    code, _, said = citeman(
        "list", "key:tokyo", "-L", str(tmp_path / "shelf"), PYTHONIOENCODING="latin-1"
    )
    assert (code, said.count("\n")) == (2, 2)
    assert "name a file with -o" in said


def test_a_fault_of_citeman_is_no_finding(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of\nthree\nlines")

    monkeypatch.setattr(Library, "count", fail)
    code, said = call("list", "--count")
    assert (code, len(said.splitlines())) == (3, 3)
    assert "a fault of citeman: ZeroDivisionError: of" in said
    with pytest.raises(ZeroDivisionError):
        call("--debug", "list", "--count")


def test_a_file_of_which_nothing_can_be_read_is_unreadable(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "what.json"
    path.write_text(json.dumps({"message": {"DOI": "10.1/x"}}))
    assert call("import", str(path))[0] == 4


OVER = {
    "the library": ("export", "-o", "shelf.citeman"),
    "the library under another name": ("export", "-o", "link.bib"),
    "another library": ("convert", "refs.json", "--to", "ris", "-o", "other.citeman"),
    "the library of a text": (
        "resolve",
        "refs.json",
        "-L",
        "shelf.citeman",
        "-o",
        "shelf.citeman",
    ),
    "the decisions": ("dedupe", "--decisions", "team.csv", "--clusters", "team.csv"),
    "another output": ("dedupe", "refs.json", "--clusters", "a.csv", "--pairs", "./a.csv"),
}


@pytest.mark.parametrize("what", OVER)
def test_nothing_is_written_over(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("refs.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    Path("team.csv").write_text("same,gout,liver\n")
    Path("link.bib").symlink_to("shelf.citeman")
    Path("other.citeman").write_bytes(Path("shelf.citeman").read_bytes())
    before = {path: path.read_bytes() for path in Path().iterdir()}
    assert call(*OVER[what])[0] == 2
    assert {path: path.read_bytes() for path in before} == before


def test_a_key_map_that_cannot_be_written_keeps_the_library_as_it_was(
    call: Call, tmp_path: Path
) -> None:
    with opened(tmp_path / "shelf.citeman") as library:
        put(
            library,
            [item(f"again{n}", ITEMS[0]["title"], PMID="11", issue=f"{n}") for n in (1, 2)],
        )
        library.undo(Target(2, 1))
        library.undo(Target(2, 2))
        before = state(library)
    code, said = call("dedupe", "--apply", "sure", "--keymap", str(tmp_path / "gone" / "keys.csv"))
    assert (code, "cannot be written" in said) == (2, True)
    with opened(tmp_path / "shelf.citeman") as library:
        assert state(library) == before
        assert unite(library).joined > 0
