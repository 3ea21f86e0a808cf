"""One annotated list, as a page of HTML and as NXML in each encoding, reads the same every time.

The list is our own in `fixtures/documents/annotated.jsonl`, and the chapter the project began with
where that lies beside the checkout.
"""

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from citeman import documents
from citeman.model import Date, Reference
from tests.shared_data import shared

OWN = Path(__file__).parent / "fixtures" / "documents" / "annotated.jsonl"
LISTS: dict[str, Callable[[], Path]] = {
    "our own": lambda: OWN,
    "the seed": lambda: shared("gold", "livertox", "aldesleukin.jsonl"),
}
IDS = re.compile(r"\s*\[(PubMed|PMC free article): (\w+)\]")
ID_TYPES = {"PubMed": "pmid", "PMC free article": "pmcid"}
TEXT_TAGS = {
    "title": "article-title", "container-title": "source", "volume": "volume", "issue": "issue",
    "edition": "edition", "publisher": "publisher-name", "publisher-place": "publisher-loc",
}  # fmt: skip


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in LISTS[name]().read_text("utf-8").splitlines()]


def halves(row: dict[str, Any]) -> tuple[str, str]:
    citation, _, annotation = row["raw"].partition("\n")
    return citation, annotation


def listed(row: dict[str, Any]) -> str:
    citation, annotation = halves(row)
    return f"  • {citation}\n    {annotation}"


def annotation_of(row: dict[str, Any]) -> str:
    return f"<annotation><p><italic>{escape(halves(row)[1])}</italic></p></annotation>"


def pub_ids(row: dict[str, Any]) -> str:
    found = IDS.findall(halves(row)[0])
    return " ".join(
        f'<pub-id pub-id-type="{ID_TYPES[kind]}">{value}</pub-id>' for kind, value in found
    )


def name_tags(names: list[dict[str, str]]) -> str:
    return "".join(
        f"<collab>{escape(name['literal'])}</collab>"
        if "literal" in name
        else f"<name><surname>{name['family']}</surname><given-names>{name['given']}"
        "</given-names></name>"
        for name in names
    )


def as_html(row: dict[str, Any]) -> str:
    citation, annotation = halves(row)
    linked = IDS.sub(
        r' [<a href="/x/\2"><span class="bk_prnt">\1: \2</span><span class="bk_ref"></span></a>]',
        escape(citation),
    )
    return f'<li class="half_rhythm"><div>{linked} <br/>\n<i>{escape(annotation)}</i></div></li>\n'


def as_untagged(row: dict[str, Any]) -> str:
    words = escape(IDS.sub("", halves(row)[0]))
    return f"<mixed-citation>{words} {pub_ids(row)}{annotation_of(row)}</mixed-citation>"


def as_tagged(row: dict[str, Any]) -> str:
    """Tag what can be found in the printed text, in the order in which it stands there."""
    words, done, fields = escape(IDS.sub("", halves(row)[0])), "", row["fields"]
    parts = [
        *((f"{name['family']} {name['given']}", name_tags([name]))
          for name in fields.get("author", ()) if "family" in name),
        *((escape(name["literal"]), name_tags([name]))
          for name in fields.get("author", ()) if "literal" in name),
        (escape(fields["title"]), f"<article-title>{escape(fields['title'])}</article-title>"),
        (fields["container-title"], f"<source>{fields['container-title']}</source>"),
        (year_of(row), f"<year>{year_of(row)}</year>"),
        *((fields[field], f"<{field}>{fields[field]}</{field}>")
          for field in ("volume", "issue") if field in fields),
        (fields["page"], "-".join(f"<{tag}>{page}</{tag}>" for tag, page in page_tags(row))),
    ]  # fmt: skip
    for printed, tagged in sorted(parts, key=lambda part: words.find(part[0])):
        before, found, after = words.partition(printed)
        if found:
            done, words = done + before + tagged, after
    return (
        f'<mixed-citation publication-type="journal">{done}{words} {pub_ids(row)}'
        f"{annotation_of(row)}</mixed-citation>"
    )


def as_element(row: dict[str, Any]) -> str:
    fields = row["fields"]
    kind = "journal" if fields["type"] == "article-journal" else "book"
    titles = dict(TEXT_TAGS)
    if "container-title" not in fields and kind == "book":
        titles["title"] = "source"
    body = "".join(
        f"<{tag}>{escape(fields[field])}</{tag}>"
        for field, tag in titles.items()
        if field in fields
    )
    people = "".join(
        f'<person-group person-group-type="{role}">{name_tags(fields[role])}'
        f"{'<etal/>' if ', et al' in row['raw'] and role == 'author' else ''}</person-group>"
        for role in ("author", "editor")
        if role in fields
    )
    pages = "".join(f"<{tag}>{page}</{tag}>" for tag, page in page_tags(row))
    return (
        f'<element-citation publication-type="{kind}">{people}{body}<year>{year_of(row)}</year>'
        f"{pages}{annotation_of(row)}{pub_ids(row)}</element-citation>"
    )


def year_of(row: dict[str, Any]) -> str:
    return str(row["fields"]["issued"]["date-parts"][0][0])


def page_tags(row: dict[str, Any]) -> list[tuple[str, str]]:
    pages = row["fields"].get("page", "")
    return list(zip(("fpage", "lpage"), pages.split("-"), strict=False)) if pages else []


def nxml_of(rows: list[dict[str, Any]], write: Callable[[dict[str, Any]], str]) -> bytes:
    refs = "".join(f"<ref>{write(row)}</ref>\n" for row in rows)
    title = "<title>ANNOTATED BIBLIOGRAPHY</title>"
    return f"<book-part><back><ref-list>{title}{refs}</ref-list></back></book-part>".encode()


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_html_has_the_text_of_the_list(name: str) -> None:
    items = "".join(map(as_html, rows(name)))
    source = f'<html><h2>ANNOTATED BIBLIOGRAPHY</h2><ul class="simple-list">{items}</ul><p>Views'
    document = documents.read(source.encode(), "page.html")
    lines = "\n".join(map(listed, rows(name)))
    assert document.text == f"ANNOTATED BIBLIOGRAPHY\n\n{lines}\n\nViews"
    for start, end, href in document.links:
        assert document.text[start:end].endswith(f": {href.removeprefix('/x/')}")


def test_the_seed_and_its_page_agree() -> None:
    seed = documents.read(shared("seeds", "livertox-aldesleukin.txt").read_bytes(), "seed.txt")
    assert "\n".join(map(listed, rows("the seed"))) in seed.text


@pytest.mark.parametrize("name", LISTS)
def test_untagged_references_have_the_text_of_the_list(name: str) -> None:
    document = documents.read(nxml_of(rows(name), as_untagged), "page.nxml")
    lines = "\n".join(map(listed, rows(name)))
    assert document.text == f"ANNOTATED BIBLIOGRAPHY\n\n{lines}"
    for row, only in zip(rows(name), document.carried, strict=True):
        fields = row["fields"]
        assert not only.complete
        assert only.annotation == halves(row)[1]
        assert only.reading.raw == halves(row)[0]
        assert only.reading.reference == Reference(
            PMID=fields.get("PMID", ""), PMCID=fields.get("PMCID", "")
        )


@pytest.mark.parametrize("name", LISTS)
def test_tagged_references_have_the_text_of_the_list(name: str) -> None:
    articles = [row for row in rows(name) if row["fields"]["type"] == "article-journal"]
    document = documents.read(nxml_of(articles, as_tagged), "page.nxml")
    assert document.text == "ANNOTATED BIBLIOGRAPHY\n\n" + "\n".join(map(listed, articles))
    for row, only in zip(articles, document.carried, strict=True):
        check_fields(row, only, ("title", "container-title", "volume", "issue", "PMID", "PMCID"))
        check_places(document, only)


@pytest.mark.parametrize("name", LISTS)
def test_tagged_data_hold_the_fields_of_the_list(name: str) -> None:
    document = documents.read(nxml_of(rows(name), as_element), "page.nxml")
    for row, only in zip(rows(name), document.carried, strict=True):
        assert only.complete
        assert only.annotation == halves(row)[1]
        check_fields(row, only, (*TEXT_TAGS, "type", "PMID", "PMCID"))
        check_places(document, only)


def check_fields(row: dict[str, Any], only: documents.Carried, fields: tuple[str, ...]) -> None:
    gold, reference = row["fields"], only.reading.reference
    for field in fields:
        assert getattr(reference, field.replace("-", "_")) == gold.get(field, ""), field
    assert reference.issued == Date(date_parts=((int(year_of(row)),),))
    assert reference.page == gold.get("page-full", gold.get("page", ""))
    families = [name.get("family") for name in gold.get("author", ()) if "family" in name]
    assert [name.family for name in reference.author if name.family] == families


def check_places(document: documents.Document, only: documents.Carried) -> None:
    for field in ("title", "container_title", "volume", "PMID", "PMCID"):
        mark = only.reading.fields.get(field)
        if mark:
            (span,) = mark.spans
            value = getattr(only.reading.reference, field)
            assert document.text[slice(*span)] == value, field


def test_a_chapter_of_the_handbook_reads_as_people_read_it() -> None:
    gold = shared("gold", "livertox", "refs.jsonl").read_text("utf-8").splitlines()
    expected = [row for row in map(json.loads, gold) if row["doc"] == "livertox_venlafaxine"]
    source = shared("gold", "livertox", "venlafaxine.element.nxml").read_bytes()
    document = documents.read(source, "venlafaxine.nxml")
    assert document.text == "\n".join(map(listed, expected))
    for row, only in zip(expected, document.carried, strict=True):
        assert (only.complete, only.annotation) == (True, row["fields"]["annotation"])
        check_fields(row, only, (*TEXT_TAGS, "type", "language", "PMID"))
        assert bool(only.reading.reference.truncated) == ("et_al" in row["features"])
