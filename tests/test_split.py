"""Lists in every layout are cut into the same citations and annotations."""

import pytest

from citeman.documents.document import Document
from citeman.documents.markdown import read as read_markdown
from citeman.documents.plain import read as read_plain
from citeman.parse import parse_document

NOBLE = "Noble S, Goa KL. Aldesleukin. BioDrugs 1997; 7: 394-422. [PubMed: 18031103]"
WARD = "Ward JH. Autoimmune anemia after interleukin-2. J Immunother 2000; 23: 507-8."
CHAO = "Chao Y, Lotze MT. Phase II trial of interleukin-2. Oncology 2001; 60: 110-5."
BOOK = "Zimmerman HJ. Hepatotoxicity. 2nd ed. Philadelphia: Lippincott, 1999."
NOTES = (
    "(Reviews what is known of the drug [two pages], with a table of side effects).",
    "(Report of one patient whose anemia went away with steroids).",
    "(Fourteen patients, none of whom responded).",
)
REFS = (NOBLE, WARD, CHAO)


def wrapped(text: str, width: int, indent: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return ("\n" + indent).join([*lines, line])


def listing(one: str) -> str:
    """Write the three references in a layout with {n}, {ref} and {note}."""
    return "".join(
        one.format(n=n, ref=ref, note=note, plain=note[1:-2] + ".", wrap=wrapped(ref, 40, "    "))
        for n, (ref, note) in enumerate(zip(REFS, NOTES, strict=True), 1)
    )


HEAD = "Some page\n\nReferences\n\n"
TAIL = "\n\nViews\n\nPubReader\n\nRelated information\n\nSimilar articles in PubMed\n"
ANNOTATED = {
    "bullets, note below": listing("  • {ref}\n    {note}\n"),
    "bullets, note after a blank line": listing("• {ref}\n\n  {note}\n\n"),
    "numbers, note below": listing("{n}. {ref}\n   {note}\n"),
    "numbers, note unindented after a blank line": listing("{n}. {ref}\n\n{plain}\n\n"),
    "numbers in brackets, wrapped": listing("[{n}] {wrap}\n    {note}\n"),
    "numbers without a blank": listing("{n}.{ref}\n{plain}\n"),
    "paragraphs": listing("{ref}\n\n{plain}\n\n"),
    "paragraphs, note indented": listing("{ref}\n\n    {plain}\n\n"),
    "paragraphs, note on the next line": listing("{ref}\n{plain}\n\n"),
    "hanging indents, wrapped": listing("{wrap}\n    {note}\n"),
    "one line each, note behind": listing("{ref} {note}\n"),
}
PLAIN = {
    "bullets": listing("* {ref}\n"),
    "numbers": listing("{n}. {ref}\n"),
    "numbers, wrapped": listing("{n}. {wrap}\n"),
    "superscript-like numbers": listing("{n} {ref}\n"),
    "blank lines": listing("{ref}\n\n"),
    "blank lines, wrapped": listing("{wrap}\n\n"),
    "one line each": listing("{ref}\n"),
    "hanging indents": listing("{wrap}\n"),
}


def read(text: str) -> list[tuple[str, str]]:
    records = parse_document(read_plain(text, "list.txt"))
    return [(" ".join(r.raw.split()), r.annotation) for r in records]


@pytest.mark.parametrize("page", [True, False], ids=["on a page", "alone"])
@pytest.mark.parametrize("layout", ANNOTATED)
def test_annotated_lists_give_citations_and_annotations(layout: str, page: bool) -> None:
    text = HEAD + ANNOTATED[layout] + TAIL if page else ANNOTATED[layout]
    found = read(text)
    citations = [citation.replace(f" {note}", "") for citation, note in found]
    assert citations == list(REFS)
    assert [fold(note) for _, note in found] == [fold(note) for note in NOTES]


def fold(note: str) -> str:
    return note.strip("().")


@pytest.mark.parametrize("page", [True, False], ids=["on a page", "alone"])
@pytest.mark.parametrize("layout", PLAIN)
def test_plain_lists_give_citations_alone(layout: str, page: bool) -> None:
    text = HEAD + PLAIN[layout] + TAIL if page else PLAIN[layout]
    assert read(text) == [(ref, "") for ref in REFS]


def test_an_annotation_before_the_identifier_stays_out_of_the_citation() -> None:
    text = f"{WARD} (Report of one patient who was treated). PMID: 10916762\n{CHAO}\n"
    [first, second] = parse_document(read_plain(text, "list.txt"))
    assert first.annotation == "(Report of one patient who was treated)."
    assert first.reference.PMID == "10916762"
    assert second.annotation == ""


def test_a_markdown_list_with_quoted_annotations_is_read_without_its_markup() -> None:
    text = (
        "# Reading\n\n## References\n\n"
        "1. Noble S, Goa KL. Aldesleukin. *BioDrugs*. 1997;7:394-422. "
        "[PubMed](https://pubmed.ncbi.nlm.nih.gov/18031103/)\n\n"
        "   > Reviews what is known of the drug, with a table of *side effects*.\n\n"
        "2. Ward JH. Autoimmune anemia after interleukin-2. *J Immunother*. 2000;23:507-508.\n\n"
        "   > Report of one patient.\n\n"
        "## About us\n\nWe read papers.\n"
    )
    first, second = parse_document(read_markdown(text, "list.md"))
    assert first.reference.container_title == "BioDrugs"
    assert first.reference.PMID == "18031103"
    assert first.annotation == ("Reviews what is known of the drug, with a table of side effects.")
    assert second.annotation == "Report of one patient."
    start, end = first.readings[0].fields["container_title"].spans[0]
    assert text[start:end] == "BioDrugs"


def test_books_and_articles_without_authors_are_found_among_paragraphs() -> None:
    text = f"{BOOK}\n\nCancer in South Africa [editorial]. S Afr Med J 1994; 84:15.\n\n{CHAO}\n"
    assert [raw for raw, _ in read(text)] == text.strip().split("\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Nothing here is a reference. It was published in 2009, they say.\n",
        "References\n\nNone.\n",
        "1. Wash hands\n2. Dry hands\n3. Go to work\n",
        "The failure of the drug, according to an article published October 15 in a journal.\n",
    ],
)
def test_pages_without_references_give_none(text: str) -> None:
    assert read(text) == []


def test_headings_in_markup_end_a_list_that_plain_words_would_not() -> None:
    text = f"Literatur\n\n{NOBLE}\n\nUnser Team\n\n{WARD}\n"
    document = read_plain(text, "seite.txt")
    assert len(parse_document(document)) == 2
    heading = text.index("Unser")
    first = text.index("Literatur")
    from citeman.documents.document import Heading

    marked = Document(
        name="seite.html",
        text=text,
        headings=(Heading(first, first + 9, 2), Heading(heading, heading + 10, 2)),
    )
    assert len(parse_document(marked)) == 1


PROSE = (
    "Injury falls into patterns [Adapted from: Ward JH. Autoimmune anemia after interleukin-2. "
    "J Immunother 2000; 23: 507-8.] that differ [n=16] by drug [see Table 2]."
)


def test_a_reference_in_the_brackets_of_running_text_is_found() -> None:
    [record] = parse_document(read_plain(PROSE, "page.txt"))
    assert record.reference.title == "Autoimmune anemia after interleukin-2"
    assert record.reference.page == "507-508"
