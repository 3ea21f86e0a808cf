"""Third-party BibTeX files: all are read, no entry is lost, and as much as before is right."""

import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from citeman.documents.decoding import decode
from citeman.errors import InputError
from citeman.formats import bibtex, for_records
from citeman.formats.bibtex.types import attribute_of
from citeman.model import Name, Record
from tests.shared_data import shared

FOLDERS = [
    "biber-tdata", "bibtex-parser-retorquere", "citation-js", "corpora", "jabref-testbib",
    "jabref-importers", "typst-biblatex", "bbt-export",
]  # fmt: skip
_ENTRY = re.compile(r"^[ \t]*@[ \t]*(?!comment|preamble|string)[a-z]+[ \t]*[{(]", re.I | re.M)


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if ".bib" in path.name and path.suffix in (".bib", ".gz", ".bibtex", ".biblatex"):
            data = path.read_bytes()
            yield path, decode(gzip.decompress(data) if path.suffix == ".gz" else data, path.name)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_read_and_no_entry_is_lost(folder: str) -> None:
    for path, text in texts(shared("suites", folder)):
        try:
            parsed = bibtex.read(text, path.name)
        except InputError:
            assert "@" not in text
            continue
        found = len(parsed.records) + len(parsed.problems)
        assert found >= len(_ENTRY.findall(text)) - text.count("\n%"), path.name


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name != "jabref-importers"])
def test_a_file_written_again_says_the_same_and_then_stays(folder: str) -> None:
    for path, text in texts(shared("suites", folder)):
        records = bibtex.read(text, path.name).records
        module = for_records(bibtex, records)
        written = module.write(records)
        again = module.read(written, path.name).records
        assert [_said(record) for record in again] == [_said(r) for r in records], path.name
        assert module.write(again) == written, path.name


def _said(record: Record) -> tuple[object, ...]:
    return record.key, record.annotation, record.reference


PLAIN = ("journal", "journaltitle", "publisher", "series", "volume", "number", "isbn", "issn")
FLOORS = {"names": 0.99, "title": 0.97, "plain": 0.995}
"""Names and strings are compared exactly, titles without their case, which that suite changes."""


def test_a_parser_of_long_standing_reads_the_same() -> None:
    suite = shared("suites", "bibtex-parser-retorquere")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted((suite / "in").iterdir()):
        snapshot = suite / "snap" / f"{path.name}.yaml"
        want = yaml.safe_load(snapshot.read_text("utf-8")) if snapshot.exists() else ""
        if not isinstance(want, dict) or "entries" not in want:
            continue
        records = bibtex.read(decode(path.read_bytes(), path.name), path.name).records
        assert len(records) == len(want["entries"]), path.name
        for record, entry in zip(records, want["entries"], strict=True):
            for kind, same in _compared(record, entry):
                total[kind] += 1
                right[kind] += same
    rates = {kind: right[kind] / total[kind] for kind in total}
    assert sum(total.values()) > 5_000
    assert {kind: rate for kind, rate in rates.items() if rate < FLOORS[kind]} == {}


def _compared(record: Record, entry: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    reference = record.reference
    for name, value in entry["fields"].items():
        attribute = attribute_of(name, entry["type"])
        if name in ("author", "editor"):
            ours = [_words(each) for each in getattr(reference, name)]
            yield "names", ours == [_their_words(n) for n in value if n.get("name") != "others"]
        elif name == "title":
            ours_text = _folded(reference.title).lower()
            yield "title", ours_text.startswith(_folded(str(value)).lower())
        elif name in PLAIN and attribute and getattr(reference, attribute):
            theirs = " and ".join(value) if isinstance(value, list) else str(value)
            yield "plain", _folded(getattr(reference, attribute)) == _folded(theirs)


def _words(name: Name) -> list[str]:
    parts = (name.literal, name.non_dropping_particle, name.family, name.given)
    return sorted(" ".join((*parts, name.dropping_particle, name.suffix)).split())


def _their_words(name: dict[str, str]) -> list[str]:
    parts = (name.get(k, "") for k in ("name", "prefix", "lastName", "firstName", "suffix"))
    return sorted(_folded(" ".join(parts)).split())


def _folded(text: str) -> str:
    """Without markup, in NFC, with plain spaces and digits on the line."""
    plain = re.sub(r"</?\w+[^<>]*>", "", text)
    return " ".join(unicodedata.normalize("NFKC", plain).replace("\u2044", "/").split())
