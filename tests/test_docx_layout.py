"""Word files are laid out as Word shows them, with every change accepted."""

import pytest

from citeman import documents
from citeman.documents import docx
from tests.docx_files import docx as word_file
from tests.docx_files import field, p, part, r, zipped

BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
BOLD = "<w:b/>"


def level(depth: int, spelling: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{spelling}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def numbering(*levels: str, nums: str = "") -> str:
    num = nums or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{num}'


def text_box(words: str) -> str:
    inside = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def cell(*paragraphs: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def row(*cells: str, more: str = "") -> str:
    return f"<w:tr><w:trPr>{more}</w:trPr>{''.join(cells)}</w:tr>"


def control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


LAYOUTS = {
    "paragraphs stand apart": (p("One.") + p("Two."), "One.\n\nTwo."),
    "runs are joined": (p("hepato", "toxic", " in", " rats"), "hepatotoxic in rats"),
    "a line break": (p("One.", BREAK, "Two."), "One.\nTwo."),
    "two line breaks": (p("One.", BREAK, BREAK, "Two."), "One.\n\nTwo."),
    "a page break": (p("One.", '<w:r><w:br w:type="page"/></w:r>', "Two."), "One.\n\nTwo."),
    "a tab": (p("1", TAB, "Noble S"), "1\tNoble S"),
    "a tab that begins a line": (p(TAB, "Noble S"), "Noble S"),
    "hyphens of every kind": (
        p(
            "well",
            "<w:r><w:noBreakHyphen/></w:r>",
            "known hepa",
            "<w:r><w:softHyphen/></w:r>",
            "titis",
        ),
        "well-known hepatitis",
    ),
    "symbols": (
        p(
            "TNF-",
            '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>',
            '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
        ),
        "TNF-α",
    ),
    "letters of the symbol font": (
        p("IL-1", r("\uf062", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')),
        "IL-1β",
    ),
    "letters in pieces": (p("Trzebin\u0301ski"), "Trzebi\u0144ski"),
    "a formula": (p("p", "<m:oMath><m:r><m:t>&lt;0.05</m:t></m:r></m:oMath>"), "p<0.05"),
    "inserted words stay": (p("One", f"<w:ins w:id='1'>{r(' more')}</w:ins>"), "One more"),
    "deleted words go": (
        p("One", "<w:del w:id='1'><w:r><w:delText> less</w:delText></w:r></w:del>", " more"),
        "One more",
    ),
    "moved words stand where they were moved to": (
        p(f"<w:moveFrom w:id='1'>{r('Moved.')}</w:moveFrom>", "Here.")
        + p(f"<w:moveTo w:id='2'>{r('Moved.')}</w:moveTo>"),
        "Here.\n\nMoved.",
    ),
    "paragraphs whose parting was deleted are one": (
        p("Noble S.", more="<w:rPr><w:del w:id='1'/></w:rPr>") + p("BioDrugs."),
        "Noble S. BioDrugs.",
    ),
    "hidden words go": (
        p("One", r(" hidden", "<w:vanish/>"), r(" two", '<w:vanish w:val="0"/>')),
        "One two",
    ),
    "an indented paragraph": (
        p("One.") + p("Two.", BREAK, "Three.", more='<w:ind w:left="720"/>'),
        "One.\n\n    Two.\n    Three.",
    ),
    "a hanging indent": (
        p("One.", BREAK, "Two.", more='<w:ind w:left="720" w:hanging="720"/>'),
        "One.\n    Two.",
    ),
    "a text box stands after its paragraph, once": (
        p("One ", text_box("In a box."), "two."),
        "One two.\n\nIn a box.",
    ),
    "a picture of letters: the words that older versions of Word show": (
        p(
            "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'/><mc:Fallback><w:t>☺</w:t>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "☺",
    ),
    "a paragraph that goes on with what another left unfinished": (
        p("Noble S, Goa KL. Aldesleukin: a review of its use in the management of")
        + p("renal cell carcinoma. BioDrugs. 1997;7(5):394-422."),
        "Noble S, Goa KL. Aldesleukin: a review of its use in the management of\n"
        "renal cell carcinoma. BioDrugs. 1997;7(5):394-422.",
    ),
    "a paragraph that begins with a small name": (
        p("Noble S, Goa KL. Aldesleukin: a review of its use. https://example.org/a/renal")
        + p("van den Berg F. Interleukins."),
        "Noble S, Goa KL. Aldesleukin: a review of its use. https://example.org/a/renal\n\n"
        "van den Berg F. Interleukins.",
    ),
    "a table: a row for each line": (
        f"<w:tbl>{row(cell(p('1')), cell(p('Noble S.')))}"
        f"{row(cell(p('2')), cell(p('Goa'), p('KL.')))}</w:tbl>",
        "1\tNoble S.\n\n2\tGoa KL.",
    ),
    "deleted rows and merged cells": (
        f"<w:tbl>{row(cell(p('A')), cell(p('B')), more='<w:del/>')}"
        f"{row(cell(p('C')), cell(p('old'), more='<w:vMerge/>'))}"
        f"{row(cell(p('D')), cell(p('E')))}</w:tbl>",
        "C\n\nD\tE",
    ),
    "a table that holds pages": (
        f"<w:tbl>{row(cell(p('One.'), p('Two.'), p('Three.')), cell(p('Four.')))}</w:tbl>",
        "One.\n\nTwo.\n\nThree.\n\nFour.",
    ),
    "a content control": (
        p("One ", control(r("two"))) + control(p("Three.")),
        "One two\n\nThree.",
    ),
    "what a content control asks for": (
        control(p("Click here."), "<w:showingPlcHdr/>") + p("One."),
        "One.",
    ),
    "a table of contents": (
        p("References", TAB, "9", style="TOC1")
        + control(
            p("Methods 2"),
            '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
        )
        + p("One."),
        "One.",
    ),
    "the words of a field, and not its code": (
        p(field("PAGEREF _a \\h", "12"), " pages"),
        "12 pages",
    ),
    "a field that never ends": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>SEQ</w:instrText></w:r>",
            "One.",
        ),
        "One.",
    ),
}


@pytest.mark.parametrize(("body", "text"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_body_is_laid_out(body: str, text: str) -> None:
    assert documents.read(word_file(body), "draft.docx").text == text


LEGAL = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
ANEW = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId '
    'w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)
LABELS = {
    "numbers": (("decimal", "%1."), ["1.0", "1.0"], "1. x\n2. x"),
    "numbers in brackets": (("decimal", "[%1]"), ["1.0", "1.0"], "[1] x\n[2] x"),
    "bare numbers": (("decimal", "%1"), ["1.0"], "1\tx"),
    "two digits": (("decimalZero", "%1)"), ["1.0"], "01) x"),
    "letters": (("lowerLetter", "%1)"), ["1.0", "1.0"], "a) x\nb) x"),
    "Roman numbers": (("upperRoman", "%1."), ["1.0"] * 4, "I. x\nII. x\nIII. x\nIV. x"),
    "bullets": (("bullet", "\uf0b7"), ["1.0", "1.0"], "• x\n• x"),
    "words before the number": (("decimal", "Ref %1:"), ["1.0"], "Ref 1: x"),
}


@pytest.mark.parametrize(("kind", "nums", "text"), LABELS.values(), ids=LABELS)
def test_numbers_are_counted_from_the_numbering(
    kind: tuple[str, str], nums: list[str], text: str
) -> None:
    body = "".join(p("x", num=num) for num in nums)
    data = word_file(body, numbering=numbering(level(0, *kind)))
    assert documents.read(data, "draft.docx").text == text


LEVELS = {
    "a level below begins anew": (
        level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"),
        "",
        ["1.0", "1.1", "1.1", "1.0", "1.1"],
        ["1.", "a)", "b)", "2.", "a)"],
    ),
    "a level below that counts on": (
        level(0, "decimal", "%1.") + level(1, "decimal", "[%2]", '<w:lvlRestart w:val="0"/>'),
        "",
        ["1.0", "1.1", "1.0", "1.1"],
        ["1.", "[1]", "2.", "[2]"],
    ),
    "a number made of both": (LEGAL, "", ["1.0", "1.0", "1.1"], ["I.", "II.", "2.1"]),
    "a list that begins elsewhere": (
        level(0, "decimal", "%1."),
        ANEW,
        ["1.0", "1.0", "2.0", "2.0"],
        ["1.", "2.", "5.", "6."],
    ),
    "a list of the same kind counts on": (
        level(0, "decimal", "%1."),
        ANEW,
        ["1.0", "3.0", "1.0"],
        ["1.", "2.", "3."],
    ),
    "a level that nothing defines": (level(0, "decimal", "%1."), "", ["1.7"], [""]),
    "a numbering that nothing defines": (level(0, "decimal", "%1."), "", ["9.0"], [""]),
    "no number": (level(0, "decimal", "%1."), "", ["1.0", "0.0", "1.0"], ["1.", "", "2."]),
}


@pytest.mark.parametrize(("levels", "nums", "given", "labels"), LEVELS.values(), ids=LEVELS)
def test_levels_and_restarts_are_followed(
    levels: str, nums: str, given: list[str], labels: list[str]
) -> None:
    body = "".join(p("x", num=num) for num in given)
    text = documents.read(word_file(body, numbering=numbering(levels, nums=nums)), "a.docx").text
    assert [line.strip().removesuffix("x").strip() for line in text.splitlines() if line] == labels


def test_a_style_may_number_its_paragraphs() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="Ref"><w:name w:val="Ref"/>'
        '<w:basedOn w:val="Base"/>'
        '</w:style><w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:style>'
    )
    body = p("One.", style="Ref") + p("Two.", style="Ref")
    data = word_file(body, styles=style, numbering=numbering(level(0, "decimal", "%1.")))
    assert documents.read(data, "draft.docx").text == "1. One.\n2. Two."


def test_only_labels_that_are_no_number_are_hidden_from_the_parser() -> None:
    body = p("One.", num="1.0") + p("Two.", num="1.1") + p("", num="1.1") + p("Three.", num="1.0")
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2.")
    document = documents.read(word_file(body, numbering=numbering(levels)), "draft.docx")
    assert [document.text[slice(*span)] for span in document.hidden] == ["a. "]


NOTED = (
    p("Body", '<w:r><w:footnoteReference w:id="4"/></w:r>', " text.")
    + p("More.", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    + p("Last", '<w:r><w:footnoteReference w:id="3"/></w:r>')
)
NOTES = {
    "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    f'<w:footnote w:id="3">{p("Second.")}</w:footnote>'
    f'<w:footnote w:id="4">{p("First.")}</w:footnote>',
    "endnotes": f'<w:endnote w:id="2">{p("At the end.")}</w:endnote>',
}


def test_notes_stand_where_they_are_cited_and_endnotes_at_the_end() -> None:
    document = documents.read(word_file(NOTED + p("Words go on."), **NOTES), "draft.docx")
    assert document.text == (
        "Body¹ text.\n\n    ¹ First.\n\nMore.¹\n\nLast²\n\n    ² Second.\n\nWords go on."
        "\n\n    ¹ At the end."
    )
    assert [document.text[slice(*span)] for span in document.hidden] == [
        "¹",
        "¹ ",
        "¹",
        "²",
        "² ",
        "¹ ",
    ]


def test_endnotes_under_the_last_heading_are_a_numbered_list() -> None:
    document = documents.read(word_file(NOTED + p("References"), **NOTES), "draft.docx")
    assert document.text.endswith("References\n\n    1. At the end.")


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("berschrift2", "heading 2", ""),
        ("Kapitel", "Kapitel", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Unter", "Unter", '<w:basedOn w:val="berschrift2"/>'),
    )
)
HEADINGS = {
    "by the name of its style": (p("Notes", style="berschrift2"), [2]),
    "by the outline level of its style": (p("Notes", style="Kapitel"), [1]),
    "by what its style is based on": (p("Notes", style="Unter"), [2]),
    "by the id of a style that nothing defines": (p("Notes", style="Titre3"), [3]),
    "by its own outline level": (p("Notes", more='<w:outlineLvl w:val="3"/>'), [4]),
    "as body text against its style": (
        p("Notes", style="Kapitel", more='<w:outlineLvl w:val="9"/>'),
        [],
    ),
    "not by its bold letters, which parts of a list have as well": (p(r("Books", BOLD)), []),
}


@pytest.mark.parametrize(("body", "levels"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_is_known(body: str, levels: list[int]) -> None:
    document = documents.read(word_file(p("Words.") + body, styles=STYLES), "draft.docx")
    assert [heading.level for heading in document.headings] == levels


LINKS = {
    "of a relation": '<w:hyperlink r:id="rId7">' + r("PubMed") + "</w:hyperlink>",
    "of a field": field(' HYPERLINK "https://pubmed.ncbi.nlm.nih.gov/1/" \\o "Go" ', "PubMed"),
    "of a simple field": (
        "<w:fldSimple w:instr=' HYPERLINK \"https://pubmed.ncbi.nlm.nih.gov/1/\" '>"
        + r("PubMed")
        + "</w:fldSimple>"
    ),
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_leads_where_the_file_says(link: str) -> None:
    address = "https://pubmed.ncbi.nlm.nih.gov/1/"
    document = documents.read(word_file(p("See ", link), {"rId7": address}), "draft.docx")
    assert document.links == ((4, 10, address),)


def test_a_link_inside_the_document_leads_nowhere() -> None:
    inside = f'<w:hyperlink w:anchor="_a">{r("here")}</w:hyperlink>'
    assert documents.read(word_file(p("See ", inside)), "draft.docx").links == ()


def test_a_list_that_a_manager_made_is_known_as_one() -> None:
    first = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "1. Noble S.")
    opened = first.rpartition("<w:r>")[0]
    closed = first.removeprefix(opened)
    document = documents.read(word_file(p("Body.") + p(opened) + p("2. Goa.", closed)), "a.docx")
    assert [document.text[slice(*span)] for span in document.lists] == ["1. Noble S.\n\n2. Goa."]


def test_lines_pasted_from_a_page_lose_their_numbers_and_stay_together() -> None:
    lines = [
        f"Words of line {number} that go on to its end and break off {567 + number}"
        for number in range(8)
    ]
    text = documents.read(word_file("".join(map(p, lines))), "draft.docx").text
    assert text == "\n".join(line.rpartition(" ")[0] for line in lines)


def test_numbers_that_end_paragraphs_are_kept_unless_they_count_the_lines() -> None:
    lines = [f"A paper of {year}. J Small Works {year}" for year in (2003, 2004, 2001, 2005, 2006)]
    text = documents.read(word_file("".join(map(p, lines))), "draft.docx").text
    assert text.split("\n\n") == lines


def test_strict_files_are_read_alike() -> None:
    body = part("document", f"<w:body>{p('One.', num='1.0')}</w:body>")
    strict = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert documents.read(zipped({"word/document.xml": strict}), "a.docx").text == "One."


def test_the_properties_of_a_file_are_its_own_record() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Livers</dc:title><dc:creator>Ann Roe; Bill Poe</dc:creator></cp:coreProperties>"
    )
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    relations = (
        f'<Relationships><Relationship Id="a" Type="{kind}" Target="core.xml"/></Relationships>'
    )
    files = {"core.xml": core, "_rels/.rels": relations}
    page = documents.read(word_file(p("One."), files=files), "draft.docx").page
    assert page is not None
    assert (page.title, [name.literal for name in page.author]) == (
        "Livers",
        ["Ann Roe", "Bill Poe"],
    )


@pytest.mark.parametrize("name", ["draft.docx", "draft.docm", "form.dotx", "-", "draft.txt"])
def test_a_word_file_is_known_by_its_content(name: str) -> None:
    data = word_file(p("One."))
    assert documents.is_binary(data, name)
    assert docx.read(data, name).text == "One."
