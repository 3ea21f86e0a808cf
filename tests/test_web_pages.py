"""Pages in the shape of real sites: their lists, their metadata, and how the two are joined."""

import json
from pathlib import Path
from typing import Any

import pytest

from citeman.documents import read as read_document
from citeman.documents.coins import read_coins
from citeman.documents.html import read as read_html
from citeman.model import Record
from citeman.parse import parse_document
from tests.gold import differences

PAGES = sorted((Path(__file__).parent / "fixtures" / "pages").glob("*.html"))


def gold(path: Path) -> list[dict[str, Any]]:
    lines = path.with_suffix(".gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def parsed(page: str) -> list[Record]:
    return parse_document(read_html(page, "page.html"))


def sources(record: Record) -> list[str]:
    return [reading.source for reading in record.readings]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_reference_of_a_page_is_read_as_its_gold_says(path: Path) -> None:
    records = parse_document(read_document(path.read_bytes(), path.name))
    wrong = {
        record.raw[:60]: found
        for row, record in zip(gold(path), records, strict=True)
        if (found := differences(record, row["fields"], row.get("annotation", "")))
    }
    assert wrong == {}


STRUCTURED = {
    "mediawiki": ["coins", "parsed"],
    "zotero-report": ["coins", "parsed"],
    "springer": ["meta-tags", "parsed", "link"],
    "script-only": ["json-ld", "meta-tags"],
}


@pytest.mark.parametrize("name", STRUCTURED)
def test_structured_metadata_is_a_reading_of_its_own(name: str) -> None:
    [path] = [path for path in PAGES if path.stem == name]
    first, *_ = parse_document(read_document(path.read_bytes(), path.name))
    assert sources(first) == STRUCTURED[name]


COINS = (
    "ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;rft.genre=article"
    "&amp;rft.atitle=Aldesleukin%3A+a+review+of+its+use&amp;rft.jtitle=BioDrugs&amp;rft.date=1997"
    "&amp;rft.volume=7&amp;rft.spage=394&amp;rft.aulast=Noble&amp;rft.aufirst=S"
)
SPAN = f'<span class="Z3988" title="{COINS}"></span>'
NOBLE = "Noble S, Goa KL. Aldesleukin: a review of its use. BioDrugs. 1997 May;7(5):394-422."
WARD = "Ward JH. Autoimmune anemia after interleukin-2. J Immunother. 2000;23:507-8."


@pytest.mark.parametrize(
    "page",
    [
        f"<h2>References</h2><ol><li>{NOBLE}{SPAN}</li><li>{WARD}</li></ol>",
        f"<h2>References</h2><ol><li>{SPAN}{NOBLE}</li><li>{WARD}</li></ol>",
        f"<h2>References</h2><ol><li>{WARD}</li><li>{SPAN}{NOBLE}</li></ol>",
        f"<h2>References</h2><ol><li>{WARD}</li><li>{NOBLE}</li></ol><footer>{SPAN}</footer>",
    ],
    ids=["behind it", "before it", "before the last", "at the foot of the page"],
)
def test_metadata_joins_the_reference_it_is_about_wherever_it_stands(page: str) -> None:
    by_raw = {record.raw: sources(record) for record in parsed(page)}
    assert by_raw == {NOBLE: ["coins", "parsed"], WARD: ["parsed"]}


def test_what_metadata_says_less_fully_is_left_to_the_printed_reference() -> None:
    [record] = parsed(f"<h2>References</h2><ol><li>{NOBLE}{SPAN}</li></ol>")
    assert [name.family for name in record.reference.author] == ["Noble", "Goa"]
    assert record.reference.issued is not None
    assert record.reference.issued.date_parts == ((1997, 5),)


def test_metadata_about_no_printed_reference_is_a_record_of_its_own() -> None:
    records = parsed(f"<h2>References</h2><ol><li>{WARD}</li></ol>{SPAN}")
    assert [sources(record) for record in records] == [["parsed"], ["coins"]]


def test_metadata_of_another_edition_of_a_title_does_not_join() -> None:
    other = NOBLE.replace("1997 May;7(5):394-422", "2004;11:12-19").replace(
        "Noble S, Goa KL", "Wu A"
    )
    records = parsed(f"<h2>References</h2><ol><li>{other}</li></ol>{SPAN}")
    assert [sources(record) for record in records] == [["parsed"], ["coins"]]


def test_metadata_about_the_page_itself_is_no_reference() -> None:
    head = '<meta name="citation_title" content="Aldesleukin: a review of its use">'
    head += '<meta name="citation_date" content="1997">'
    page = f"<html><head>{head}</head><body>{SPAN}<h2>References</h2><ol><li>{WARD}</li></ol>"
    assert [record.raw for record in parsed(page)] == [WARD]


def test_an_entry_that_holds_two_works_is_cut_between_them() -> None:
    other = SPAN.replace(
        "Aldesleukin%3A+a+review+of+its+use", "Autoimmune+anemia+after+interleukin-2"
    )
    other = other.replace("Noble", "Ward").replace("1997", "2000").replace("=394", "=507")
    item = f"{NOBLE}{SPAN}; {WARD}{other} Both say so."
    page = f"<h2>Notes</h2><ol class='references'><li>{item}</li></ol>"
    first, second = parsed(page)
    assert (first.raw, second.raw) == (NOBLE, WARD)
    assert second.annotation == "Both say so."


def test_a_printed_string_in_metadata_is_parsed_where_the_page_prints_it_nowhere() -> None:
    tags = f'<meta name="citation_reference" content="{NOBLE}">'
    printed = parsed(f"<html><head>{tags}</head><h2>References</h2><ol><li>{NOBLE}</li></ol>")
    alone = parsed(f"<html><head>{tags}</head><p>Nothing here.</p>")
    assert [sources(record) for record in printed + alone] == [["parsed"], ["parsed"]]
    assert alone[0].raw == NOBLE
    assert alone[0].reference.volume == "7"


LINKS = (
    '<a href="https://doi.org/10.1000/x">Crossref</a> | '
    '<a href="https://pubmed.ncbi.nlm.nih.gov/18031103/">PubMed</a> | '
    '<a href="https://scholar.google.com/scholar_lookup?title=x">Google Scholar</a>'
)


@pytest.mark.parametrize(
    "item",
    [
        f"{NOBLE} {LINKS}",
        f"{NOBLE}<p class='links'>{LINKS}</p>",
        f"<a href='#top'>↵</a>{NOBLE}<div>{LINKS} <a href='/x'>View article</a></div>",
        f"<span class='label'>1.</span> {NOBLE} <span class='sr-only'>opens anew</span>{LINKS}",
        f"<div class='num'>1.</div><div>{NOBLE}</div><div>{LINKS}</div>",
    ],
)
def test_links_away_are_no_words_of_a_reference_and_their_identifiers_stay(item: str) -> None:
    [record] = parsed(f"<h2>References</h2><ol><li>{item}</li></ol>")
    assert record.raw == NOBLE
    assert (record.reference.PMID, record.reference.DOI) == ("18031103", "10.1000/x")


@pytest.mark.parametrize(
    "said", ["", "x", "rft.genre=article", "ctx_ver=Z39.88-2004&rft.date=1997"]
)
def test_a_span_that_names_no_work_is_none(said: str) -> None:
    assert read_coins(said) is None


def test_scripts_that_are_no_json_say_nothing() -> None:
    script = '<script type="application/ld+json">{"citation": [</script>'
    deep = '<script type="application/ld+json">' + "[" * 5_000 + "</script>"
    assert [r.raw for r in parsed(f"{script}{deep}<h2>References</h2><ol><li>{WARD}</ol>")] == [
        WARD
    ]


def test_a_list_that_is_folded_away_is_read() -> None:
    items = f"<ul class='references'><li>{NOBLE}</li><li>{WARD}</li></ul>"
    page = f"<div style='display:none'>{items}</div>"
    assert [record.raw for record in parsed(page)] == [NOBLE, WARD]
