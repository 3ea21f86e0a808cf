"""A file's bytes are decoded and read as the kind of document they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import documents
from citeman.documents.decoding import decode
from citeman.errors import InputError

DECODED = {
    "UTF-8": ("Sjögren – x".encode(), "Sjögren – x"),
    "UTF-8 with its mark": ("\ufeffSjögren".encode(), "Sjögren"),
    "UTF-16 with its mark": ("Sjögren".encode("utf-16"), "Sjögren"),
    "Windows-1252": (b"Sj\xf6gren \x96 \x93x\x94", "Sjögren – “x”"),
    "the charset a page declares": (
        b'<meta http-equiv="x" content="text/html; charset=koi8-r">\xc4\xc1',
        '<meta http-equiv="x" content="text/html; charset=koi8-r">да',
    ),
    "the charset XML declares": (
        b'<?xml version="1.0" encoding="ISO-8859-2"?><p>\xb1</p>',
        '<?xml version="1.0" encoding="ISO-8859-2"?><p>ą</p>',
    ),
    "a declared charset that is none": (b"<meta charset=rot13>\xe9", "<meta charset=rot13>é"),
    "a wrong declaration": ("<meta charset=gbk>é".encode(), "<meta charset=gbk>é"),
    "line breaks of every system": (b"a\r\nb\rc\n\r\n", "a\nb\nc\n\n"),
    "half of a pair of surrogates": (b"a\xed\xa0\x80", "aí\u00a0€"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("data", "text"), DECODED.values(), ids=DECODED)
def test_bytes_are_decoded(data: bytes, text: str) -> None:
    assert decode(data, "file") == text


REFUSED = {
    "a PDF": (b"%PDF-1.7\n", "a PDF file"),
    "half of a Word file": (b"PK\x03\x04rest", "a damaged Word file"),
    "rich text": (b"{\\rtf1 x}", "an RTF file"),
    "a NUL byte": (b"a\0b", "not a text file"),
    "bytes that are no text": (b"\x81\x8d\x8f", "not a text file"),
    "half of a UTF-16 character": (b"\xff\xfea", "not a text file"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^refs\.x: .*{message}"):
        documents.read(data, "refs.x")


def test_plain_text_is_kept_as_it_stands() -> None:
    text = "# Not *Markdown*\n\n  • Noble S. [PubMed](x)\n\tend  \n"
    document = documents.read(text.encode(), "notes.txt")
    assert (document.text, document.hidden, document.links) == (text, (), ())


def test_invisible_characters_of_plain_text_are_hidden() -> None:
    document = documents.read("hepato\u00adtoxicity".encode(), "notes.txt")
    assert [document.text[a:b] for a, b in document.hidden] == ["\u00ad"]


@pytest.mark.parametrize("name", ["page.html", "page.txt", "-"])
def test_a_page_is_known_by_its_content(name: str) -> None:
    source = b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html><p>A<p>B"
    assert documents.read(source, name).text == "A\n\nB"


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["", "a.html", "a.md", "a.nxml", "a.txt"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        text = documents.read(data, name).text
    except InputError:
        return
    assert "\r" not in text


def test_fifty_megabytes_of_garbage_are_read_in_bounded_time() -> None:
    line = b"<p>\xff\xfe garbage <a href='x'> & <li> 0123456789 \x96" * 20 + b"\n"
    assert documents.read(b"x " + line * 50_000, "garbage").text
