"""A Word file that is hostile, damaged or no Word file costs little, and the message says why."""

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import documents
from citeman.documents.word.package import DENSEST, LARGEST_PART, MOST_PARTS, MOST_TAGS
from citeman.errors import InputError
from tests.docx_files import W, docx, field, p, part, r, zipped

MB = 1 << 20
MAIN = "word/document.xml"
WHOLE = docx(p("One.", field("CITATION A1", "(a)")) + p("Two."))


def stored(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


def locked() -> bytes:
    """Set the bit of a locked part, in its own header and in the directory."""
    data = bytearray(zipped({MAIN: part("document", "<w:body/>")}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def repacked(method: int) -> bytes:
    data = bytearray(zipped({MAIN: part("document", "<w:body/>")}))
    data[8] = method
    data[data.index(b"PK\x01\x02") + 10] = method
    return bytes(data)


def understated() -> bytes:
    """Say in both headers that a large part has a hundred bytes."""
    data = bytearray(zipped({MAIN: part("document", "<w:body/>" + " " * 100_000)}))
    directory = data.index(b"PK\x01\x02")
    data[22:26] = data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
BODY = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
REFUSED = {
    "an old Word file": (OLE + "WordDocument".encode("utf-16-le"), r"an old Word file \(\.doc\)"),
    "a file locked by Word": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "locked by a password",
    ),
    "another old Office file": (OLE, "an old Office file"),
    "a part locked by the archive": (locked(), "locked by a password"),
    "a part packed in another way": (repacked(12), "a damaged Word file .*packed in a way"),
    "a part that grows without measure": (
        zipped({MAIN: part("document", "<w:body/>" + " " * (4 * MB))}),
        "not unpacked; .*4 MB",
    ),
    "a part that is too large": (
        stored({MAIN: b"<a>" + b" " * LARGEST_PART}),
        "not unpacked; .*64 MB",
    ),
    "a part larger than the archive says": (understated(), "a damaged Word file"),
    "too many parts": (WHOLE + b"PK\x01\x02" * MOST_PARTS, "not unpacked; over 20,000 files"),
    "too many tags": (
        stored({MAIN: b"<a>" + b"<b/>" * MOST_TAGS}),
        "not unpacked; over 3,000,000",
    ),
    "an archive that breaks off": (WHOLE[:-40], "a damaged Word file"),
    "an empty archive": (zipped({}), "a zip archive without a Word document"),
    "another archive": (zipped({"a.txt": "x"}), "a zip archive without a Word document"),
    "a spreadsheet": (zipped({"xl/workbook.xml": "<a/>"}), "an Excel workbook"),
    "slides": (zipped({"ppt/presentation.xml": "<a/>"}), "a PowerPoint presentation"),
    "an OpenDocument text": (zipped({"mimetype": "application/vnd.oasis"}), "an OpenDocument"),
    "broken XML": (
        zipped({MAIN: "<w:document><w:body>"}),
        r"broken XML in word/document\.xml, line 1",
    ),
    "a document without a body": (zipped({MAIN: part("document", "")}), "holds no document"),
    "a document of another kind": (zipped({MAIN: "<html/>"}), "holds no document"),
    "laughs in the text": (
        zipped({MAIN: LAUGHS + "]>" + BODY.format("&i;")}),
        "(declares entities|broken XML)",
    ),
    "laughs in an attribute": (
        zipped({MAIN: LAUGHS + ']><w:a w:b="&i;" xmlns:w="w"/>'}),
        "(declares entities|broken XML)",
    ),
    "a file named as an entity": (
        zipped(
            {MAIN: '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY.format("&x;")}
        ),
        "(declares entities|broken XML)",
    ),
    "a list of elements elsewhere": (
        zipped({MAIN: '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/a.dtd">' + BODY.format("x")}),
        "(declares entities|broken XML)",
    ),
    "entities in its styles": (
        docx(p("One."), files={"word/styles.xml": LAUGHS + "]><a>&i;</a>"}, styles=""),
        "(declares entities|broken XML)",
    ),
    "elements in elements without end": (
        docx("<w:ins>" * 5_000 + "</w:ins>" * 5_000),
        "broken XML",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_by_name_and_soon(data: bytes, message: str) -> None:
    begun = time.process_time()
    with pytest.raises(InputError, match=rf"^draft\.docx: .*{message}"):
        documents.read(data, "draft.docx")
    assert time.process_time() - begun < 10


def test_messages_are_of_one_line() -> None:
    for data, _ in REFUSED.values():
        with pytest.raises(InputError) as caught:
            documents.read(data, "draft.docx")
        assert "\n" not in str(caught.value)


def test_a_bomb_beside_the_text_is_never_unpacked() -> None:
    bomb = "0" * ((DENSEST * 2) * 1024 * 8)
    files = {
        "word/media/image1.png": bomb,
        "word/embeddings/inner.docx": bomb,
        "customXml/item1.xml": bomb,
    }
    assert documents.read(docx(p("One."), files=files), "draft.docx").text == "One."


def test_nothing_outside_of_the_file_is_opened() -> None:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = "".join(
        f'<Relationship Id="x{n}" Type="{kinds}/{kind}" Target="{target}" {mode}/>'
        for n, (kind, target, mode) in enumerate(
            (
                ("styles", "http://127.0.0.1:9/styles.xml", 'TargetMode="External"'),
                ("footnotes", "file:///etc/passwd", 'TargetMode="External"'),
                ("numbering", "../../../../../etc/passwd", ""),
                ("attachedTemplate", "http://127.0.0.1:9/a.dotm", 'TargetMode="External"'),
            )
        )
    )
    files = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{rows}</Relationships>'
    }
    assert documents.read(docx(p("One."), files=files), "draft.docx").text == "One."


MANY = 10_000
LARGE = {
    "a paragraph of many runs": p(*[r("Words of a run. ")] * MANY),
    "many paragraphs": p("Words of a paragraph.") * MANY,
    "fields that never end": p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:instrText>x</w:instrText></w:r>" * MANY
    ),
    "citations that never end": p(field(" ADDIN EN.CITE " + "<Cite><record>" * MANY, "(1)")),
    "data that is no base64": p(field(" ADDIN EN.CITE ", "(1)", data="A-_=" * MANY)),
    "brackets without end": p(field("ADDIN ZOTERO_ITEM CSL_CITATION " + "[" * MANY, "(1)")),
    "a table of many cells": "<w:tbl><w:tr>" + f"<w:tc>{p('x')}</w:tc>" * MANY + "</w:tr></w:tbl>",
    "blanks and digits": p(("1" + " " * 50) * (MANY // 10)) * 5,
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_large_files_are_read_in_bounded_time(body: str) -> None:
    begun = time.process_time()
    documents.read(docx(body), "draft.docx")
    assert time.process_time() - begun < 10


def test_boxes_in_boxes_are_written_once() -> None:
    box = p("inmost")
    for _ in range(12):
        box = p(f"<w:r><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r>")
    assert documents.read(docx(box), "draft.docx").text == "inmost"


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused(at: int, damage: bytes) -> None:
    for data in (WHOLE[:at], WHOLE[:at] + damage + WHOLE[at + len(damage) :]):
        with suppress(InputError):
            assert documents.read(data, "draft.docx").name == "draft.docx"
