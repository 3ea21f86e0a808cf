"""Lists where people have them: footnotes of Markdown, answered mails, word processors."""

from pathlib import Path

import pytest

from citeman.documents import read as read_document
from citeman.errors import UsageError
from citeman.parse import parse_document
from citeman.processors import pandoc
from citeman.workflow.gathering import gather

FISHER = "Fisher B, Keenan AM. Interleukin-2 induces profound ills. J Clin Oncol 1989; 7: 1-9."
NOBLE = "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422."
WARD = "Ward JH. Autoimmune anemia after interleukin-2. J Immunother 2000; 23: 507-8."


def found(text: str, name: str) -> list[tuple[str, str]]:
    document = read_document(text.encode(), name)
    records = parse_document(document)
    return [(" ".join(r.raw.replace(">", " ").split()), r.annotation) for r in records]


NOTES = f"""# Notes on a drug

It works[^1] in some[^noble97], they say.[^see] More prose here.[^2]

[^1]: {FISHER.replace("profound ", "profound" + chr(10) + "    ")}
[^noble97]: {NOBLE}
[^see]: See the appendix for what was left out of this page.

[^2]: {WARD}

    It went away with steroids, as the author shows at some length.
"""


def test_footnotes_of_markdown_are_references_where_they_look_like_it() -> None:
    note = "It went away with steroids, as the author shows at some length."
    assert found(NOTES, "notes.md") == [(FISHER, ""), (NOBLE, ""), (WARD, note)]


def test_the_name_of_a_footnote_is_the_key_and_its_number_is_not() -> None:
    keys = [r.key for r in parse_document(read_document(NOTES.encode(), "notes.md"))]
    assert keys == ["fisher1989interleukin2", "noble97", "ward2000autoimmune"]


def test_footnotes_are_found_without_a_name_that_says_markdown() -> None:
    assert len(found(NOTES, "-")) == 3


def mail(depth: int, *, numbers: bool) -> str:
    """A mail in which somebody's list is quoted, its long lines wrapped by the mail program."""
    mark = ">" * depth
    lines = ["On Tue, Bob wrote:", "Here are the papers:", "", "References", ""]
    for n, (start, end) in enumerate(map(halves, (FISHER, NOBLE, WARD)), 1):
        lines += [f"{n}. {start}" if numbers else start, end] + ([] if numbers else [""])
    quoted = "\n".join(f"{mark} {line}".rstrip() for line in lines)
    less = ">" * (depth - 1)
    return (
        f"Hi Ann,\n\n{quoted}\n{less}\n{less} Thanks for these, I will read them.\n\nBest,\nCarl\n"
    )


def halves(reference: str) -> tuple[str, str]:
    words = reference.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("numbers", [True, False])
def test_a_list_quoted_in_a_mail_is_read_without_its_marks(depth: int, numbers: bool) -> None:
    text = mail(depth, numbers=numbers)
    assert found(text, "mail.txt") == [(FISHER, ""), (NOBLE, ""), (WARD, "")]


RTF = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\pard\b References\b0\par\pard "
    r"1. Noble S, Goa KL. Aldesleukin. {\i BioDrugs} 1997; 7: 394-422.\par "
    r"2. Ward JH. Autoimmune anemia after interleukin-2. J Immunother 2000; 23: 507-8.\par}"
)


def has_pandoc() -> bool:
    try:
        pandoc.find()
    except UsageError:
        return False
    return True


@pytest.mark.skipif(not has_pandoc(), reason="pandoc is not installed")
def test_an_rtf_file_is_read_with_pandoc(tmp_path: Path) -> None:
    path = tmp_path / "list.rtf"
    path.write_text(RTF, encoding="ascii")
    assert [record.raw for record in gather([str(path)]).records] == [NOBLE, WARD]


def test_without_pandoc_an_rtf_file_is_refused_in_three_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    monkeypatch.setattr(pandoc, "which", lambda name: None)
    pandoc.find.cache_clear()
    path = tmp_path / "list.rtf"
    path.write_text(RTF, encoding="ascii")
    gathered = gather([str(path)])
    pandoc.find.cache_clear()
    [error] = gathered.unreadable
    assert str(error).startswith(f"{path}: an RTF file, which only pandoc reads")
    assert len(str(error).splitlines()) == 3
