"""Whole lists from file to records: the project's own, the seed in every shape, and dev gold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citeman.documents import read as read_document
from citeman.documents.document import Document
from citeman.model import Record
from citeman.parse import parse_document
from citeman.workflow.gathering import gather
from tests.gold import differences, links
from tests.shared_data import shared
from tests.test_documents_seed import as_element, as_html, as_tagged, as_untagged, nxml_of, rows
from tests.test_references import LISTS, gold


def check_spans(document: Document, records: list[Record]) -> None:
    """Every span points into the text, at what the field was read from."""
    text = document.text
    for record in records:
        for reading in record.readings:
            for mark in reading.fields.values():
                for start, end in mark.spans:
                    assert 0 <= start < end <= len(text)
                    assert text[start:end] == text[start:end].strip()
        start, end = record.place.span or (0, 0)
        assert text[start:end] == record.raw
        for link in record.links:
            assert link.span is not None
            assert " ".join(text[slice(*link.span)].split()) == link.text


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_list_of_the_project_is_read_as_its_gold_says(path: Path) -> None:
    document = read_document(path.read_bytes(), path.name)
    records = parse_document(document)
    expected = gold(path)
    wrong = {
        row["raw"][:60]: found
        for row, record in zip(expected, records, strict=True)
        if (found := differences(record, row["fields"], row.get("annotation", "")))
    }
    assert wrong == {}
    truncated = [list(record.reference.truncated) for record in records]
    assert truncated == [row.get("truncated", []) for row in expected]
    assert links(records) == [
        (i, link["text"], link["to"])
        for i, row in enumerate(expected)
        for link in row.get("links", [])
    ]
    check_spans(document, records)


SEED: dict[str, Callable[[], bytes]] = {
    "page.txt": lambda: shared("seeds", "livertox-aldesleukin.txt").read_bytes(),
    "page.html": lambda: html_page(rows("the seed")),
    "element.nxml": lambda: nxml_of(rows("the seed"), as_element),
    "untagged.nxml": lambda: nxml_of(rows("the seed"), as_untagged),
    "tagged.nxml": lambda: nxml_of(rows("the seed"), some_tagged),
}


def html_page(gold_rows: list[dict[str, Any]]) -> bytes:
    items = "".join(map(as_html, gold_rows))
    return (
        "<html><body><h1>Aldesleukin</h1><p>Text.</p><h2>ANNOTATED BIBLIOGRAPHY</h2>"
        f"<p>References updated: 05 May 2018</p><ul>{items}</ul><h2>Views</h2>"
        "<ul><li>PubReader</li></ul></body></html>"
    ).encode()


def some_tagged(row: dict[str, Any]) -> str:
    """Articles tagged, books as they are printed, as files mix them."""
    return (as_tagged if row["fields"]["type"] == "article-journal" else as_untagged)(row)


def wrong_rows(expected: list[dict[str, Any]], records: list[Record]) -> dict[int, Any]:
    """The rows of dev gold that differ from their records, by number."""
    found = {
        row["n"]: differences(
            record,
            row["fields"],
            row["fields"].get("annotation", ""),
            accept=row.get("accept", {}),
        )
        for row, record in zip(expected, records, strict=True)
    }
    return {n: wrong for n, wrong in found.items() if wrong}


@pytest.mark.parametrize("name", SEED)
def test_the_seed_chapter_gives_24_exact_records_and_one_link_in_every_shape(name: str) -> None:
    document = read_document(SEED[name](), name)
    records = parse_document(document)
    expected = rows("the seed")
    assert wrong_rows(expected, records) == {}
    assert links(records) == [(15, "[Abraham 2003]", 11)]
    check_spans(document, records)


def test_all_references_of_the_seed_page_are_lossless() -> None:
    records = parse_document(read_document(SEED["page.txt"](), "page.txt"))
    assert [record.key for record in records if not record.lossless] == []


DEV = {
    "umw_chicago": "umw_chicago_annotated.txt",
    "mgh_ama": "mgh_ama_annotated.txt",
    "livertox_venlafaxine": "venlafaxine.element.nxml",
}


@pytest.mark.parametrize("name", DEV)
def test_dev_lists_are_read_as_their_gold_says(name: str) -> None:
    data = shared("gold", "livertox", DEV[name]).read_bytes()
    lines = shared("gold", "livertox", "refs.jsonl").read_text("utf-8").splitlines()
    expected = [row for row in map(json.loads, lines) if row["doc"] == name]
    records = parse_document(read_document(data, DEV[name]))
    assert wrong_rows(expected, records) == {}


def test_a_style_guide_gives_its_nine_examples_and_none_of_its_rules() -> None:
    data = shared("gold", "livertox", "kmuj_vancouver.txt").read_bytes()
    records = parse_document(read_document(data, "kmuj_vancouver.txt"))
    assert len(records) == 9
    assert {record.annotation for record in records} == {""}


def test_the_news_page_has_no_reference_list_and_a_record_of_its_own() -> None:
    path = str(shared("seeds", "poz-il2-news.txt"))
    assert gather([path]).records == []
    [page] = gather([path], with_source=True).records
    assert page.reference.type == "webpage"
    assert page.reference.title == "IL-2's Downfall Might Have Been Inflammation"


def test_the_chapter_itself_comes_first_when_it_is_asked_for() -> None:
    path = str(shared("seeds", "livertox-aldesleukin.txt"))
    page, *references = gather([path], with_source=True).records
    assert page.reference.title == "Aldesleukin"
    assert page.reference.publisher_place == "Bethesda (MD)"
    assert page.reference.issued is not None
    assert page.reference.issued.date_parts == ((2018, 5, 5),)
    assert len(references) == 24
