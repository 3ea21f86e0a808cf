"""What a file holds is told by its content, whatever its name says."""

from pathlib import Path

import pytest

from citeman import formats
from citeman.errors import FormatError
from citeman.workflow.gathering import Gathered, gather
from tests.format_texts import JATS, PROSE, TEXTS

SUFFIXES = (".txt", ".xml", ".ris", ".bib", ".json", ".nbib", ".enw", ".csv", "")


def gathered(folder: Path, text: str, suffix: str) -> Gathered:
    path = folder / f"refs{suffix}"
    path.write_text(text, "utf-8")
    return gather([str(path)])


def test_there_is_a_text_in_every_format_that_is_read() -> None:
    assert set(TEXTS) == set(formats.READ) - {"biblatex"}  # which BibTeX's reader reads


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", TEXTS)
def test_content_tells_the_format_under_any_suffix(name: str, suffix: str) -> None:
    assert name == formats.sniff(TEXTS[name], f"refs{suffix}").NAME


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_looks_like_two_formats(name: str) -> None:
    found = [n for n in formats.READ if formats.by_name(n).looks_like(TEXTS[name])]
    also = {"jsonl": ["csl-json"], "bibtex": ["biblatex"]}  # its first line is an item; one reader
    assert found == [name, *also.get(name, [])]


@pytest.mark.parametrize("before", ["\ufeff", "\n\n", "\ufeff\n"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_byte_order_mark_and_blank_lines_hide_no_format(name: str, before: str) -> None:
    module = formats.sniff(before + TEXTS[name], "refs")
    assert (module.NAME, len(module.read(before + TEXTS[name], "refs").records)) == (name, 2)


@pytest.mark.parametrize("suffix", [".txt", ".xml", ".bib"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_file_of_any_suffix_gives_its_records(name: str, suffix: str, tmp_path: Path) -> None:
    records = gathered(tmp_path, TEXTS[name], suffix).records
    assert [r.readings[0].source for r in records] in ([name] * 2, ["jsonl"] * 2, ["csl-json"] * 2)


def test_an_article_in_xml_is_a_document_whose_references_are_parsed(tmp_path: Path) -> None:
    found = gathered(tmp_path, JATS, ".xml")
    assert [
        r.reference.container_title_short or r.reference.container_title for r in found.records
    ]
    assert not any(formats.by_name(name).looks_like(JATS) for name in formats.READ)


@pytest.mark.parametrize("title", PROSE)
def test_prose_that_mentions_a_format_is_none(title: str) -> None:
    with pytest.raises(FormatError):
        formats.sniff(PROSE[title], "page.txt")


def test_prose_that_mentions_a_format_is_parsed_for_its_references(tmp_path: Path) -> None:
    text = PROSE["a mention of RIS"] + "\n" + PROSE["a list of references"]
    records = gathered(tmp_path, text, ".txt").records
    assert [record.readings[0].source for record in records] == ["parsed"]
