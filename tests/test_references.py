"""The lists under references/: every gold record agrees with the file it stands beside."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citeman.model import Reference
from citeman.text import fold, squeeze
from tests.shared_data import shared

FOLDER = Path(__file__).resolve().parents[1] / "references"
SUFFIXES = {".txt", ".md", ".html", ".nxml"}
TYPES = {"article-journal", "book", "chapter"}
WELL_FORMED = {
    "PMID": re.compile(r"[1-9]\d{0,7}"),
    "PMCID": re.compile(r"PMC[1-9]\d*"),
    "DOI": re.compile(r"10\.\d{4,9}/\S*[^\s.,;]"),
    "URL": re.compile(r"https?://\S+"),
}
SPELLED_AS_IN_THE_FILE = ("title", "container-title", "volume", "publisher", "publisher-place")
RANGE = re.compile(r"(?P<before>[A-Za-z]*)(?P<first>\d+)(?P<after>[A-Za-z]*)-(?P<last>\w+)")
COPIED = 6
"""A run of this many words that two texts share counts as copied."""


def gold_of(path: Path) -> Path:
    """The gold beside a list: NAME.gold.jsonl, or NAME.html.gold.jsonl where kinds differ."""
    own = path.with_name(f"{path.name}.gold.jsonl")
    return own if own.exists() else path.with_name(f"{path.stem}.gold.jsonl")


LISTS = sorted(
    path for path in FOLDER.iterdir() if path.suffix in SUFFIXES and path.name != "README.md"
)
every_list = pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)


def gold(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gold_of(path).read_text("utf-8").splitlines()]


def readable(path: Path) -> str:
    """The text of a list as a reader sees it: tags stripped, entities decoded."""
    text = path.read_text("utf-8")
    if path.suffix in {".html", ".nxml"}:
        return squeeze(html.unescape(re.sub(r"<[^>]+>", "", text)))
    return text


def word_runs(text: str) -> Iterator[str]:
    words = fold(text).split()
    for start in range(len(words) - COPIED + 1):
        yield " ".join(words[start : start + COPIED])


def test_there_are_at_least_eight_lists():
    assert len({path.stem for path in LISTS}) >= 8


def test_every_gold_file_stands_beside_a_list():
    assert {gold_of(path) for path in LISTS} == set(FOLDER.glob("*.gold.jsonl"))


@every_list
def test_gold_is_csl_that_the_model_reads(path):
    for record in gold(path):
        reference = msgspec.convert(record["fields"], Reference)
        assert reference.type in TYPES
        assert reference.title
        assert reference.issued
        assert set(record["fields"]) <= set(Reference.__struct_encode_fields__)


@every_list
def test_every_raw_string_stands_in_the_list_in_order(path):
    text, position = readable(path), 0
    for record in gold(path):
        found = text.find(record["raw"], position)
        assert found >= 0, record["raw"]
        position = found + len(record["raw"])


@every_list
def test_every_annotation_stands_in_the_list_in_order(path):
    text = squeeze(re.sub(r"(?m)^ *> ", "", readable(path)))
    position = 0
    for record in gold(path):
        annotation = record.get("annotation", "")
        assert annotation == squeeze(annotation)
        position = text.find(annotation, position)
        assert position >= 0, annotation


@every_list
def test_a_link_stands_in_its_annotation_and_points_at_the_author_and_year_it_names(path):
    records = gold(path)
    for record in records:
        for link in record.get("links", ()):
            assert link["text"] in record["annotation"]
            fields = records[link["to"]]["fields"]
            year = fields["issued"]["date-parts"][0][0]
            assert link["text"] == f"[{fields['author'][0]['family']} {year}]"


@every_list
def test_identifiers_are_well_formed(path):
    for record in gold(path):
        for field, pattern in WELL_FORMED.items():
            value = record["fields"].get(field)
            assert value is None or pattern.fullmatch(value), value


@every_list
def test_page_ranges_are_full(path):
    for record in gold(path):
        match = RANGE.fullmatch(record["fields"].get("page", ""))
        if match:
            last = re.sub(r"\D", "", match["last"])
            assert int(last) >= int(match["first"])
            assert match["last"] == f"{match['before']}{last}{match['after']}"


@every_list
def test_a_shortened_list_of_authors_is_marked_as_such(path):
    if path.suffix == ".nxml":
        pytest.skip("an <etal/> element leaves no words in the text")
    for record in gold(path):
        raw = squeeze(record["raw"])
        shortened = "et al" in raw or ". . ." in raw
        assert shortened == ("author" in record.get("truncated", ())), raw


@every_list
def test_what_the_gold_says_stands_in_the_list(path):
    for record in gold(path):
        fields, raw = record["fields"], fold(record["raw"])
        for field in SPELLED_AS_IN_THE_FILE:
            assert fold(fields.get(field, "")) in raw, field


@every_list
def test_the_names_of_the_gold_stand_in_the_list(path):
    for record in gold(path):
        raw = fold(record["raw"])
        for person in (n for role in ("author", "editor") for n in record["fields"].get(role, ())):
            name = fold(person.get("family") or person["literal"])
            assert name in raw or record["raw"].startswith("———"), name


def published_prose() -> Iterator[str]:
    for path in shared("seeds").glob("*.txt"):
        yield path.read_text("utf-8")
    for path in shared("gold", "livertox").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            yield record.get("fields", {}).get("annotation", "")
            yield record.get("text", "")


def test_no_annotation_shares_a_run_of_words_with_published_prose():
    published = {run for text in published_prose() for run in word_runs(text)}
    for path in LISTS:
        for record in gold(path):
            assert not published.intersection(word_runs(record.get("annotation", "")))
