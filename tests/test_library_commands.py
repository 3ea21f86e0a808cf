"""The commands of the library, as a user types them."""

import json
from pathlib import Path

import pytest

from citeman.library import Pair
from tests.calls import Citeman
from tests.library_shelf import GOUT, LIVER, TOKYO, opened, put

PAGE = "references/liver-injury-cytokines.txt"
KEY = "hague1993resolution"


@pytest.fixture
def shelf(citeman: Citeman, tmp_path: Path) -> str:
    """A library of 29 references, by its path."""
    path = str(tmp_path / "liver.citeman")
    assert citeman("import", PAGE, "-L", path).err.startswith("citeman: 29 new")
    return path


def test_a_library_is_found_by_option_by_environment_and_by_default(
    citeman: Citeman, shelf: str, tmp_path: Path
) -> None:
    assert citeman("list", "--count", "-L", shelf).out == "29\n"
    assert citeman("list", "--count", CITEMAN_LIBRARY=shelf).out == "29\n"
    home = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert citeman("import", "-q", PAGE, **home).code == 0
    assert citeman("list", "--count", **home).out == "29\n"
    assert (tmp_path / "data" / "citeman" / "library.citeman").exists()


def test_importing_again_changes_nothing(citeman: Citeman, shelf: str) -> None:
    before = Path(shelf).read_bytes()
    run = citeman("import", PAGE, "-L", shelf, "--json")
    assert (run.code, json.loads(run.out)["known"], json.loads(run.out)["change"]) == (0, 29, None)
    assert Path(shelf).read_bytes() == before


@pytest.mark.parametrize("suffix", ["json", "bib", "ris", "jsonl"])
def test_what_was_exported_and_comes_back_brings_no_work_and_is_then_known(
    citeman: Citeman, shelf: str, tmp_path: Path, suffix: str
) -> None:
    out = str(tmp_path / f"out.{suffix}")
    assert citeman("export", "-L", shelf, "-o", out).code == 0
    first = json.loads(citeman("import", out, "-L", shelf, "--json").out)
    assert first["new"] == 0
    assert first["doubtful"] == []
    assert json.loads(citeman("import", out, "-L", shelf, "--json").out)["known"] == 29


def test_list_shows_a_work_a_line_and_says_how_many(citeman: Citeman, shelf: str) -> None:
    run = citeman("list", "author:hague", "-L", shelf)
    assert run.out.startswith(KEY)
    assert run.out.count("\n") == 1
    assert run.err == "citeman: 1 reference\n"
    assert citeman("list", "--limit", "2", "-L", shelf).err == "citeman: 2 references of 29\n"


def test_a_list_of_what_needs_review_says_why_and_other_lists_do_not(
    citeman: Citeman, tmp_path: Path
) -> None:
    path = str(tmp_path / "shelf.citeman")
    with opened(Path(path)) as library:
        put(library, [GOUT, LIVER, TOKYO | {"type": "novel"}])
        with library.change() as change:
            change.doubt(library.number("liver"), library.number("gout"), Pair("doubtful"))
    review = citeman("list", "needs:review", "-L", path).out.splitlines()
    assert [line.split()[0] for line in review[::2]] == ["gout", "liver", "tokyo"]
    assert [line.strip() for line in review[1::2]] == [
        "may be the same as liver",
        "may be the same as gout",
        "item 3: type: 'novel' is no CSL type; kept in custom",
    ]
    cards = json.loads(citeman("list", "needs:review", "--json", "-L", path).out)
    assert cards[0]["review"] == ["may be the same as liver"]
    assert [len(card["review"]) for card in cards] == [1, 1, 1]
    assert citeman("list", "-L", path).out.count("\n") == 3
    assert "review" not in citeman("list", "--json", "-L", path).out


def test_list_gives_json_and_every_format(citeman: Citeman, shelf: str) -> None:
    [card] = json.loads(citeman("list", f"key:{KEY}", "--json", "-L", shelf).out)
    assert (card["key"], card["reference"]["PMID"]) == (KEY, "8259876")
    assert citeman("list", f"key:{KEY}", "--to", "bibtex", "-L", shelf).out.startswith("@article{")


def test_a_query_that_is_none_is_pointed_at(citeman: Citeman, shelf: str) -> None:
    run = citeman("list", "liver", "yaer:2003", "-L", shelf)
    assert run.code == 2
    assert run.err.splitlines()[1:] == ["  liver yaer:2003", "        ^"]


def test_show_tells_source_place_and_confidence_of_every_field(
    citeman: Citeman, shelf: str
) -> None:
    text = Path(PAGE).read_text(encoding="utf-8")
    shown = citeman("show", KEY, "-L", shelf).out
    [volume] = [line for line in shown.splitlines() if line.split()[0] == "volume"]
    *_, source, _, span = volume.split()
    start, end = map(int, span.split("-"))
    assert (source, text[start:end]) == ("[parsed", "69")
    assert shown.splitlines()[1].split()[:2] == ["from", PAGE]
    plain = json.loads(citeman("show", KEY, "-L", shelf, "--json").out)
    assert plain["fields"]["volume"]["span"] == [start, end]
    assert plain["change"] == 1


def test_an_edit_an_undo_and_a_redo(citeman: Citeman, shelf: str) -> None:
    run = citeman("edit", KEY, "--set", "volume=70", "--add-tag", "seen", "-L", shelf)
    assert f"{KEY}: volume: 69 -> 70" in run.err
    shown = citeman("show", KEY, "-L", shelf).out
    assert "70  [manual]" in shown
    assert "else: 69  [parsed]" in shown
    assert "29 references before, 29 now" in citeman("undo", "-L", shelf).err
    assert citeman("list", "tag:seen", "--count", "-L", shelf).out == "0\n"
    citeman("redo", "-L", shelf)
    assert citeman("list", "tag:seen", "--count", "-L", shelf).out == "1\n"
    log = json.loads(citeman("undo", "--list", "--json", "-L", shelf).out)
    assert [entry["command"] for entry in log] == ["redo", "undo", "edit", "import"]
    assert "[undone]" not in citeman("undo", "--list", "-L", shelf).out


DRY = [
    ("import", "references/ama-annotated.md"),
    ("edit", KEY, "--set", "volume=70"),
    ("edit", KEY, "--same-as", "abraham2003hypersensitivity"),
    ("undo",),
    ("export", "-o", "out.bib"),
]


@pytest.mark.parametrize("arguments", DRY, ids=lambda each: each[0])
def test_a_dry_run_writes_nothing(
    citeman: Citeman, shelf: str, arguments: tuple[str, ...]
) -> None:
    before = Path(shelf).read_bytes()
    run = citeman(*arguments, "--dry-run", "-L", shelf)
    assert (run.code, run.err != "") == (0, True)
    assert Path(shelf).read_bytes() == before
    assert not Path("out.bib").exists()


def test_a_dry_run_makes_no_library(citeman: Citeman, tmp_path: Path) -> None:
    path = tmp_path / "none.citeman"
    run = citeman("import", PAGE, "-L", str(path), "--dry-run")
    assert run.err.startswith("citeman: 29 new")
    assert not path.exists()


def test_what_two_works_are_is_decided_by_one_command(citeman: Citeman, shelf: str) -> None:
    other = citeman("list", "--limit", "1", "-L", shelf).out.split()[0]
    run = citeman("edit", KEY, "--same-as", other, "--because", "a test", "-L", shelf)
    assert run.err.endswith("these are one work\n")
    assert citeman("list", "--count", "-L", shelf).out == "28\n"
    assert "joined" in citeman("show", KEY, "-L", shelf).out
    citeman("undo", "-L", shelf)
    run = citeman("edit", KEY, "--different-from", other, "-L", shelf)
    assert run.err.endswith("these are different works\n")


WRONG = [
    (("list", "-L", "none.citeman"), 4, "there is no such library"),
    (("list", "-L", "README.md"), 4, "is no library of citeman"),
    (("import", PAGE, "-L", "README.md"), 4, "is no library of citeman"),
    (("import", PAGE, "-L", "none/x.citeman"), 2, "no such folder"),
    (("undo", "-L", "none.citeman"), 4, "there is no such library"),
    (("export", "gout", "--file", PAGE), 2, "a QUERY asks the library"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG, ids=lambda each: str(each)[:30])
def test_what_cannot_be_done_is_said_in_three_lines(
    citeman: Citeman, arguments: tuple[str, ...], code: int, words: str
) -> None:
    run = citeman(*arguments)
    assert (run.code, run.out) == (code, "")
    assert words in run.err
    assert len(run.err.splitlines()) <= 3
    assert "Traceback" not in run.err


def test_a_library_is_no_output(citeman: Citeman, shelf: str) -> None:
    run = citeman("export", "-L", shelf, "-o", shelf, "--to", "ris")
    assert (run.code, "never writes over its input" in run.err) == (2, True)


def test_the_other_commands_read_a_library_like_any_file(
    citeman: Citeman, shelf: str, tmp_path: Path
) -> None:
    converted = citeman("convert", shelf, "--to", "csl-json").out
    assert len(json.loads(converted)) == 29
    assert len(citeman("cite", shelf).out.splitlines()) == 29
    found = json.loads(citeman("resolve", "examples/news.txt", "-L", shelf, "--json").out)
    same = json.loads(citeman("resolve", "examples/news.txt", "-L", PAGE, "--json").out)
    assert [one["decision"] for one in found["mentions"]] == [
        one["decision"] for one in same["mentions"]
    ]
    copy = str(tmp_path / "copy.citeman")
    assert citeman("import", shelf, "-L", copy).err.startswith("citeman: 29 new")


def test_a_library_is_checked_copied_and_described(
    citeman: Citeman, shelf: str, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.citeman")
    assert citeman("library", "backup", copy, "-L", shelf).code == 0
    assert "whole; 29 references" in citeman("library", "check", "-L", copy).err
    about = json.loads(citeman("library", "info", "--json", "-L", copy).out)
    assert (about["references"], about["changes"], about["path"]) == (29, 1, copy)
