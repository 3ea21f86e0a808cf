"""HTML is laid out as a browser shows it, and its links and headings are found in the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citeman import documents
from citeman.documents import html
from citeman.errors import InputError

LAYOUTS = {
    "paragraphs stand apart": ("<p>One.</p><p>Two\n  lines.</p>", "One.\n\nTwo lines."),
    "a division begins a line": ("<div>One.</div><div>Two.</div>", "One.\nTwo."),
    "two line breaks leave a blank line": ("One.<br><br>Two.<br>Three.", "One.\n\nTwo.\nThree."),
    "a last line break leaves nothing": ("<div>One.<br></div><div>Two.</div>", "One.\nTwo."),
    "headings stand alone": ("x<h2>Notes</h2>y", "x\n\nNotes\n\ny"),
    "bullets": ("<ul><li>One</li><li>Two</ul>After", "  • One\n  • Two\n\nAfter"),
    "numbers begin where the page says": (
        "<ol start=9><li>One<li>Two<li value=20>Three</ol>",
        "  9. One\n  10. Two\n  20. Three",
    ),
    "an item that brings its number keeps it": (
        "<ol><li>1. One<li>2 mg daily<li>3.5 mg</ol>",
        "  1. One\n  2. 2 mg daily\n  3. 3.5 mg",
    ),
    "a label is the marker of its item": (
        '<ul><li><span class="label">1.</span><cite>Noble S</cite></li>'
        '<li><span class="label">2.</span><div>Goa K</div></li></ul>',
        "  1. Noble S\n  2. Goa K",
    ),
    "a badge is no marker": (
        '<ul><li><span class="label">New</span><p>Noble S</p></li></ul>',
        "  • New\n    Noble S",
    ),
    "what follows in an item is indented": (
        "<ul><li><div>Cited. <br>(Note)</div><p>More</p></li></ul>",
        "  • Cited.\n    (Note)\n    More",
    ),
    "lists in lists go two deeper": (
        "<ul><li>a<ol><li>b<p>c</p></ol></li><li>d</ul>",
        "  • a\n    1. b\n      c\n  • d",
    ),
    "empty items leave nothing": ("<ul><li></li><li> <div></div></ul>After", "After"),
    "labels and definitions share a line": (
        "<dl><dt>1.</dt><dd><div>Noble S.</div><div>Good.</div></dd><dt>2.</dt><dd>Goa</dd></dl>",
        "1. Noble S.\n    Good.\n2. Goa",
    ),
    "a definition of its own is indented": ("x<dl><dd>y</dd></dl>", "x\n\n    y"),
    "quotations are indented": (
        "<blockquote><p>One.</p><p>Two.</p></blockquote>Out",
        "    One.\n\n    Two.\n\nOut",
    ),
    "a row is a line, its cells set off by tabs": (
        "<table><tr><th>No.<th>Work</tr><tr><td>1.<td><p>Noble<br>S</p></table>",
        "No.\tWork\n1.\tNoble S",
    ),
    "a table that lays out a page is no row": (
        "<table><tr><td><ul><li>a</ul></td><td>b</td></table>",
        "  • a\n\nb",
    ),
    "preformatted text is kept": ("<pre>  a\n     b\n\nc</pre>", "  a\n     b\n\nc"),
    "preformatted words stay apart": (
        "<pre>a  <b>b</b> <i>c</i>\n<a> d</a></pre>",
        "a  b c\n d",
    ),
    "inline markup is transparent": (
        "<p><b>J Clin</b> <i>Oncol</i> 10<sup>6</sup>/m<sub>2</sub></p>",
        "J Clin Oncol 106/m2",
    ),
    "blanks of any kind are blanks": ("<p>a&nbsp;&nbsp;b&thinsp;c&shy;d&#8203;e</p>", "a b cde"),
    "what is hidden is left out": (
        "<style>s</style><script>s</script><p>a<span hidden>b</span>"
        '<span style="display: none">c</span><i aria-hidden="true">d</i>e</p><nav>menu</nav>',
        "ae",
    ),
    "page furniture stands apart": (
        "<header>Site</header><ul><li>a</ul><footer>Contact</footer>",
        "Site\n\n  • a\n\nContact",
    ),
    "broken markup is read": ("<p>a<b>b</p></i><div>c", "ab\nc".replace("b\n", "b\n\n")),
    "comments and instructions are not text": ("<p>a<!-- x -->b<?php y ?>c</p>", "abc"),
    "characters that are none": ("<p>a&#xD800;b&#0;</p>", "a\ufffdb\ufffd"),
    "nothing is nothing": ("<!-- only -->", ""),
}


@pytest.mark.parametrize(("source", "text"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_is_laid_out(source: str, text: str) -> None:
    assert html.read(f"<html><body>{source}", "page.html").text == text


BOOKSHELF = """<!DOCTYPE html>
<html><body><h1 id="_NBK1_"><span class="title">Examplin</span></h1>
<div><h2 id="_bib_">ANNOTATED BIBLIOGRAPHY</h2><p>References updated: 05 May 2018</p>
<ul class="simple-list"><li class="half_rhythm"><div>Fisher B, Keenan AM, et al. Interleukin-2
induces profound reversible cholestasis. J Clin Oncol 1989; 7: 1852-62. [<a
href="/pubmed/2585024" ref="x"><span class="bk_prnt">PubMed: 2585024</span><span
class="bk_ref"></span></a>] <br/>(Own words
about it [Noble 1997].)</div></li></ul>
<dl class="temp-labeled-list"><dt>1.</dt><dd><div class="bk_ref" id="r1">Pittard WB, III.
Amitriptyline excretion. [<a href="https://pubmed.ncbi.nlm.nih.gov/3805339">PubMed<span
class="bk_prnt">: 3805339</span></a>]</div></dd></dl></div></body></html>"""


def test_bookshelf_references_read_as_on_the_page() -> None:
    document = documents.read(BOOKSHELF.encode(), "NBK1.html")
    assert document.text == (
        "Examplin\n\nANNOTATED BIBLIOGRAPHY\n\nReferences updated: 05 May 2018\n\n"
        "  • Fisher B, Keenan AM, et al. Interleukin-2 induces profound reversible cholestasis. "
        "J Clin Oncol 1989; 7: 1852-62. [PubMed: 2585024]\n"
        "    (Own words about it [Noble 1997].)\n\n"
        "1. Pittard WB, III. Amitriptyline excretion. [PubMed: 3805339]"
    )
    assert [(document.text[a:b], href) for a, b, href in document.links] == [
        ("PubMed: 2585024", "/pubmed/2585024"),
        ("PubMed: 3805339", "https://pubmed.ncbi.nlm.nih.gov/3805339"),
    ]
    assert [(document.text[a:b], level) for a, b, level in document.headings] == [
        ("Examplin", 1),
        ("ANNOTATED BIBLIOGRAPHY", 2),
    ]


def test_pmc_references_keep_their_labels_and_links() -> None:
    source = (
        '<section><h2 class="pmc_sec_title">References</h2><ol class="ref-list"><li id="R1">'
        '<span class="label">1.</span><cite>Noble S. BioDrugs. 1997.</cite> '
        '[<a href="https://doi.org/10.1/x">DOI</a>] '
        '[<a href="/articles/PMC12/">PMC free article</a>] [<a href="https://pubmed.ncbi.nlm.nih.gov/34/">PubMed</a>]</li></ol></section>'
    )
    document = html.read(source, "PMC1.html")
    assert document.text == (
        "References\n\n  1. Noble S. BioDrugs. 1997. [DOI] [PMC free article] [PubMed]"
    )
    assert [document.text[a:b] for a, b, _ in document.links] == [
        "DOI", "PMC free article", "PubMed",
    ]  # fmt: skip


@pytest.mark.parametrize(("opening", "closing"), [("<div>", "</div>"), ("<span>", "")])
def test_a_page_nested_without_end_loses_nothing(opening: str, closing: str) -> None:
    source = "<html>" + f"{opening}x" * 100_000 + "end" + closing * 100_000 + "<p>after</p>"
    text = html.read(source, "deep.html").text
    assert (text.count("x"), text[-10:]) == (100_000, "end\n\nafter")


def test_lists_nested_without_end_are_refused_in_words() -> None:
    with pytest.raises(InputError, match=r"deep\.html: its markup is nested too deeply"):
        html.read("<ul><li>x" * 100_000, "deep.html")


def test_a_huge_page_is_read_in_bounded_time() -> None:
    started = time.perf_counter()
    html.read("<td><a href=x>" + "<p>&amp;&lt;<b></i>x" * 100_000, "huge.html")
    assert time.perf_counter() - started < 20


def test_entities_never_reach_for_files() -> None:
    source = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a&x;b</p>'
    assert "root:" not in html.read(source, "page.html").text


TAGS = [
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "blockquote", "pre", "h2",
    "a", "b", "br", "span", "nav",
]  # fmt: skip
SOUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f'<{tag} href="#x" class="label">'),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
        st.text(alphabet="ab1. \n\u00a0\u00ad[&<", max_size=4),
    ),
    max_size=30,
).map("".join)


@settings(deadline=None)
@given(SOUP)
def test_any_soup_of_tags_gives_clean_text_and_spans_in_order(source: str) -> None:
    document = html.read(f"<html><body>{source}", "page.html")
    text = document.text
    assert not set("\u00a0\u00ad\r") & set(text)
    if "<pre" not in source:
        assert "\n\n\n" not in text
        assert all(line == line.rstrip() for line in text.split("\n"))
    for spans in (document.links, document.headings):
        assert list(spans) == sorted(spans)
        assert all(text[a:b] == text[a:b].strip() != "" for a, b, _ in spans)
