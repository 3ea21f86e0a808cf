"""Markdown keeps its text; what is markup in it is hidden, and reads clean without it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import documents
from citeman.documents import markdown
from citeman.text import stretch

READS = {
    "emphasis": ("Noble S. *BioDrugs* **1997**; ***7***: _394_", "Noble S. BioDrugs 1997; 7: 394"),
    "emphasis in emphasis": ("**a *b* c** and *__d__*", "a b c and d"),
    "a product is no emphasis": ("2*3 and 4*5", "2*3 and 4*5"),
    "names of alleles": ("HLA-B*57:01 and CYP2D6*4", "HLA-B*57:01 and CYP2D6*4"),
    "names of files": ("a snake_case_name and _x_", "a snake_case_name and x"),
    "footnote asterisks": ("Smith J*, Jones K* and others", "Smith J*, Jones K* and others"),
    "bullets": ("* one *two*\n* three", "* one two * three"),
    "emphasis ends with its paragraph": ("*a\n\nb*", "*a b*"),
    "emphasis ends with its item": ("- *a\n- b*", "- *a - b*"),
    "emphasis over a line break": ("*J Clin\nOncol*", "J Clin Oncol"),
    "escapes": (r"\*not\* 5\. \[PubMed\] a\b", r"*not* 5. [PubMed] a\b"),
    "code": ("`x*y*` and ``a`b``", "x*y* and a`b"),
    "a link": ("see [PubMed: 12](https://x.org/12 'T') now", "see PubMed: 12 now"),
    "a link in brackets": ("[[PubMed](https://x.org/1)]", "[PubMed]"),
    "a link whose goal holds brackets": ("[x](https://doi.org/10.1/S0(00)1-0).", "x."),
    "a link by its label": ("[it][1] and [One]\n\n[1]: http://x.org\n[one]: <y>", "it and One"),
    "brackets that are words": (
        "[Abraham 2003] [PubMed: 123] (x) [a](b c)",
        "[Abraham 2003] [PubMed: 123] (x) [a](b c)",
    ),
    "an address": ("<https://x.org/a_b_c> <me@x.org>", "https://x.org/a_b_c me@x.org"),
    "less and more": ("p <0.05, n > 3, a<b>c", "p <0.05, n > 3, ac"),
    "a picture": ("![alt](x.png)", "alt"),
    "footnotes": ("Said[^1].\n\n[^1]: Noble S.", "Said[1]. Noble S."),
    "headings": ("# One\n\n## Two ##\n#3 no", "One Two #3 no"),
    "underlined headings": ("One\n===\n\nTwo\n---\n\n---\n", "One Two"),
    "quotations": ("> a\n>> b\n> - *c*", "a b - c"),
    "rules and tables": ("a\n\n***\n\n|b|c|\n|---|:-:|\n|d|e|", "a |b|c| |d|e|"),
    "numbers of a list": ("1. a\n2) b", "1. a 2) b"),
    "fenced code": ("```text\n*a*\n```\n*b*", "*a* b"),
    "front matter": ("---\ntitle: x\n---\n*a*", "a"),
    "tags": ("10<sup>6</sup><br/>x<!-- no -->", "106x"),
    "soft hyphens": ("hepato\u00adtoxic", "hepatotoxic"),
}


@pytest.mark.parametrize(("source", "read"), READS.values(), ids=READS)
def test_markup_is_hidden(source: str, read: str) -> None:
    document = markdown.read(source, "refs.md")
    assert document.text == source
    assert stretch(source, 0, len(source), document.hidden).text == read


def test_links_are_noted_with_their_words() -> None:
    source = (
        "[*Noble* 1997](a.html) ![p](b.png) <http://x.org> [d] [d][] [][d]\n\n[D]: http://d.org"
    )
    document = markdown.read(source, "refs.md")
    assert [(source[a:b], href) for a, b, href in document.links] == [
        ("*Noble* 1997", "a.html"),
        ("http://x.org", "http://x.org"),
        ("d", "http://d.org"),
        ("d", "http://d.org"),
    ]


def test_headings_are_noted_with_their_level() -> None:
    source = "Title\n=====\n\n### References ###\n\nNot one:\n\n- x\n---\n"
    document = markdown.read(source, "refs.md")
    assert [(source[a:b], level) for a, b, level in document.headings] == [
        ("Title", 1),
        ("References", 3),
    ]


KINDS = {
    "refs.md": ("plain words", True),
    "refs.txt": ("# Title\n\n**bold** [x](https://x.org)", False),
    "refs": ("# Title\n\n**bold** [x](https://x.org)", True),
    "-": ("Noble S. 2*3 [Abraham 2003]\n- x", False),
}


@pytest.mark.parametrize(("name", "case"), KINDS.items(), ids=KINDS)
def test_markdown_is_known_by_name_or_by_plain_signs(name: str, case: tuple[str, bool]) -> None:
    assert markdown.looks_like(case[0], name) == case[1]


MARKS = st.text(alphabet="ab1 \n*_`[]()<>#!\\:-^|~.\u00ad", max_size=60)


@settings(deadline=None)
@given(MARKS)
def test_spans_lie_in_the_text_and_in_order(source: str) -> None:
    document = documents.read(source.encode(), "refs.md")
    for spans in (document.hidden, document.links, document.headings):
        assert all(
            0 <= span[0] < span[1] <= len(source) or span in document.headings for span in spans
        )
        assert list(spans) == sorted(spans)
    ends = [end for span in document.hidden for end in span]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "piece",
    ["*a ", "a* ", "**", "[", "](", "[x](", "`", "``` ", "<", "\\", "> ", "_*", "[a]: b\n"],
)
def test_odd_markup_is_read_in_bounded_time(piece: str) -> None:
    started = time.perf_counter()
    markdown.read(piece * 20_000, "refs.md")
    assert time.perf_counter() - started < 10
