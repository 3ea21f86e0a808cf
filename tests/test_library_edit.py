"""What options and editors say becomes an edit, or is refused with its place."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from citeman.errors import InputError, UsageError
from citeman.formats.csljson import csl, read_items
from citeman.library.editing import read_edit, read_text, write_text
from citeman.library.facts import apply
from citeman.model import replace
from tests.conftest import ROOT
from tests.library_shelf import GOUT, opened, put

BOOK = {
    "id": "noble",
    "type": "book",
    "title": "Gout: a primer",
    "author": [{"family": "Noble", "given": "S"}, {"literal": "Made-up Study Group"}],
    "issued": {"date-parts": [[2003, 5]]},
    "volume": "012",
    "publisher": "Yes",
    "annote": "Two lines:\n- one\n- two",
    "dimensions": "24 cm",
}
RECORD = replace(read_items([(1, BOOK)], "x").records[0], tags=("seen", "a: b"))


SET = {
    "volume=8": ("volume", "8"),
    "journal=BioDrugs": ("container-title", "BioDrugs"),
    "container_title=BioDrugs": ("container-title", "BioDrugs"),
    "doi=10.1000/x": ("DOI", "10.1000/x"),
    "year=2004": ("issued", {"date-parts": [[2004]]}),
    "issued=2004-05-06": ("issued", {"date-parts": [[2004, 5, 6]]}),
    "author=Goa KL": ("author", [{"family": "Goa", "given": "KL"}]),
    "title=a=b": ("title", "a=b"),
    "type=chapter": ("type", "chapter"),
    "dimensions=30 cm": ("dimensions", "30 cm"),
}


@pytest.mark.parametrize("text", SET)
def test_a_field_is_set_by_its_name(text: str) -> None:
    name, value = SET[text]
    assert csl(apply([read_edit([text])], RECORD))[name] == value


def test_a_field_is_emptied_and_what_was_read_is_still_there() -> None:
    edited = apply([read_edit([], ["volume"])], RECORD)
    assert edited.reference.volume == ""
    assert [reading.reference.volume for reading in edited.readings] == ["", "012"]


REFUSED = [
    (["foo=1"], [], "there is no field 'foo'"),
    (["jornal=1"], [], "container-title"),
    (["volume"], [], "say field=value"),
    (["volume="], [], "say field=value"),
    (["id=x"], [], "there is no field 'id'"),
    (["type=novel"], [], "is no CSL type"),
    ([], ["foo"], "there is no field 'foo'"),
    ([], ["dimensions"], "cannot be emptied"),
]


@pytest.mark.parametrize(("sets", "unsets", "words"), REFUSED)
def test_what_cannot_be_set_is_refused(sets: list[str], unsets: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_edit(sets, unsets)


def test_a_tag_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="a tag of nothing"):
        read_edit([], added_tags=["seen", " "])


def test_a_text_that_is_given_back_as_it_was_changes_nothing() -> None:
    edit = read_text(write_text(RECORD), RECORD)
    assert apply([edit], RECORD) == RECORD


EDITED = {
    ("volume: '012'", "volume: '013'"): {"volume": "013"},
    ("publisher: 'Yes'", "publisher: No"): {"publisher": "No"},
    ("  volume: '012'\n", ""): {"volume": None},
    ("- one", "- eins"): {"annote": "Two lines:\n- eins\n- two"},
    ("Gout: a primer", "Größe"): {"title": "Größe"},
    ("24 cm", "30 cm"): {"dimensions": "30 cm"},
    ("family: Noble", "family: Nobel"): {
        "author": [{"family": "Nobel", "given": "S"}, {"literal": "Made-up Study Group"}]
    },
}


@pytest.mark.parametrize(("old", "new"), EDITED)
def test_what_an_editor_changed_is_changed_and_nothing_else(old: str, new: str) -> None:
    text = write_text(RECORD)
    assert old in text
    after = csl(apply([read_text(text.replace(old, new), RECORD)], RECORD))
    expected = csl(RECORD) | EDITED[old, new]
    assert after == {name: value for name, value in expected.items() if value is not None}


def test_tags_are_edited_too() -> None:
    edited = apply([read_text(write_text(RECORD).replace("- seen", "- new"), RECORD)], RECORD)
    assert set(edited.tags) == {"a: b", "new"}


BROKEN = [
    (lambda text: text.replace("title:", "title: [", 1), r"noble:\d+: this is not valid YAML"),
    (lambda text: text.replace("id: noble", "id: other"), "the id stays as it is"),
    (lambda text: text.replace("type: book", "type: novel"), "is no CSL type"),
    (lambda text: text.replace("  dimensions: 24 cm\n", ""), "cannot be emptied"),
    (lambda text: text + text, "one reference was to be edited"),
    (lambda text: "", "one reference was to be edited"),
    (lambda text: text.replace("- seen", "- [seen]"), "tags are a list of words"),
    (lambda text: text.replace("- seen", "- {seen: yes}"), "tags are a list of words"),
]


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_text_that_cannot_be_read_is_refused(change: object, words: str) -> None:
    assert callable(change)
    with pytest.raises(InputError, match=words):
        read_text(change(write_text(RECORD)), RECORD)


def at_a_terminal(path: Path, editor: str, answer: str = "") -> tuple[int, str]:
    """Run `citeman edit gout` at a terminal of its own."""
    env = os.environ | {"EDITOR": editor, "VISUAL": editor, "PYTHONPATH": str(ROOT)}
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "citeman", "edit", "gout", "-L", str(path)]
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=subprocess.PIPE, env=env, text=True
    ) as child:
        os.write(master, answer.encode())
        told = child.communicate(timeout=120)[1]
    os.close(master)
    os.close(slave)
    return child.returncode, told


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shelf.citeman"
    with opened(path) as library:
        put(library, [GOUT])
    return path


def changes(path: Path) -> int:
    with opened(path) as library:
        return len(list(library.log()))


def test_an_editor_changes_the_record(path: Path) -> None:
    code, told = at_a_terminal(path, "sed -i s/Colchicine/Allopurinol/")
    assert (code, "title: Colchicine" in told) == (0, True)
    with opened(path) as library:
        assert library.find("gout").reference.title.startswith("Allopurinol")


@pytest.mark.parametrize(
    ("editor", "answer", "code", "words"),
    [
        ("sed -i s/title:/title]:[/", "n\n", 4, "not valid YAML"),
        ("true", "", 2, "closed without saving"),
        ("false", "", 2, "Editing failed"),
        (r"sed -i 's/Colchicine/\xff/'", "", 2, "not in UTF-8"),
    ],
)
def test_an_editor_that_fails_changes_nothing(
    path: Path, editor: str, answer: str, code: int, words: str
) -> None:
    got, told = at_a_terminal(path, editor, answer)
    assert (got, words in told) == (code, True), told
    assert changes(path) == 1
