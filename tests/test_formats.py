from collections.abc import Callable

import pytest

from citeman import formats
from citeman.errors import FormatError

SNIFFED = [
    ('[\n {"id": "a"}]', "x", "csl-json"),
    ("[]", "x", "csl-json"),
    ('{\n "items": []}', "x", "csl-json"),
    ('{"items": [{"id": "a"}]}', "x", "csl-json"),
    ('{"key": "a", "readings": []}\n', "x.json", "jsonl"),
    ('\n@article{a,\n title = "T"}', "x.txt", "bibtex"),
    ("Notes first.\n\n@Book(a, title = 1)", "x", "bibtex"),
    ("", "x.bib", "bibtex"),
    ("1.\nTY  - JOUR\nTI  - @book{a, b}\nER  - ", "x.txt", "ris"),
    ("%0 Book\n%T Small", "x.txt", "refer"),
    ("FN Clarivate\nVR 1.0\nPT J\nAU Roe, A\nER\nEF", "x.ris", "wos"),
    ("no records in here", "x.JSON", "csl-json"),
]


@pytest.mark.parametrize(("text", "name", "found"), SNIFFED)
def test_content_tells_the_format_before_the_suffix_does(text: str, name: str, found: str) -> None:
    assert found == formats.sniff(text, name).NAME


@pytest.mark.parametrize(
    ("look", "argument"),
    [
        (formats.by_name, "docbook"),
        (formats.for_suffix, "refs.xyz"),
        (lambda name: formats.sniff("[1] Abraham D. 2003.", name), "refs.txt"),
    ],
)
def test_an_unknown_format_is_an_error_that_says_what_exists(
    look: Callable[[str], object], argument: str
) -> None:
    with pytest.raises(FormatError, match=rf"{argument}.*(csl-json|\.json)"):
        look(argument)


READ_AND_WRITTEN = [name for name in formats.READ if name in formats.WRITTEN]


@pytest.mark.parametrize("name", formats.FORMATS)
def test_every_format_is_found_by_its_name_and_each_of_its_suffixes(name: str) -> None:
    module = formats.by_name(name)
    assert name == module.NAME
    if name in formats.WRITTEN:
        assert all(formats.for_suffix(f"x{suffix}") is module for suffix in module.SUFFIXES)


@pytest.mark.parametrize("name", READ_AND_WRITTEN)
def test_every_format_writes_no_records_as_a_text_that_reads_as_none(name: str) -> None:
    module = formats.by_name(name)
    assert module.read(module.write([]), "x") == formats.Parsed([], [])
