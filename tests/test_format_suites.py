"""Other projects' files: every record is read or reported, and says what their makers expect."""

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from citeman import formats
from citeman.documents.decoding import decode
from citeman.formats import bibtex
from citeman.model import Name, Reference
from citeman.text import fold
from tests.shared_data import shared

BEGINS = re.compile(r"^\s*(?:TY {0,2}-|PT [JBSPC]\b|PMID ?- ?\d)", re.MULTILINE)
FOLDERS = {
    ("suites", "rispy-data"): ("*.ris", 24),
    ("suites", "corpora"): ("*.ris.gz", 818),
    ("suites", "corpora", "nbib"): ("*", 87),
    ("suites", "nbib-resources"): ("*", 81),
}
"""Folder -> its files, and how many records they hold at least."""

OTHER = re.compile(r"Biblioscape|Citavi|Copac|Marc|MsBib|Repec")
"""Formats that are none of ours."""
JOINED = {"RisImporterTest1.ris": 11}
"""A file whose entries its maker joins to one, and how many they are."""
FIELDS = ("title", "container_title", "volume", "issue", "page", "DOI", "PMID", "publisher")
TASTE = {
    ("EndnoteXmlImporterTestLabelAndMultiTitle.xml", "container_title"): "a book has a series",
    ("MODSImporterTestModsCollection.xml", "container_title"): "the abbreviated title is kept",
    ("MODSImporterTestModsCollection.xml", "author"): "who has the role of an editor is one",
    ("MedlineImporterTestArticleID.xml", "author"): "a collective name is one name",
    ("MedlineImporterTestNbib.xml", "author"): "a suffix and a collective name are kept",
    ("MedlinePlainImporterTestCompleteEntry.txt", "page"): "the last page is completed",
    ("NbibImporterTest.nbib", "author"): "a corporate author is an author",
    ("RisImporterTestWithEmptyER.ris", "container_title"): "the full title is kept",
}
"""What differs by taste, and our reason."""


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return decode(gzip.decompress(data) if path.suffix == ".gz" else data, path.name)


@pytest.mark.parametrize("folder", FOLDERS)
def test_as_many_records_come_out_as_are_in_a_file(folder: tuple[str, ...]) -> None:
    pattern, least = FOLDERS[folder]
    total = 0
    for path in sorted(p for p in shared(*folder).glob(pattern) if p.is_file()):
        text = text_of(path)
        module = formats.by_content(text)
        assert module, path.name
        records, problems = module.read(text, path.name)
        assert len(records) + len(problems) == len(BEGINS.findall(text)), path.name
        again = module.read(text, path.name).records
        assert again == records
        total += len(records)
    assert total >= least


def said(names: tuple[Name, ...]) -> list[str]:
    return [
        fold(f"{n.literal} {n.non_dropping_particle} {n.family} {n.given} {n.suffix}")
        for n in names
    ]


def differing(ours: Reference, theirs: Reference) -> list[str]:
    """The fields that another project's reading has and ours has otherwise."""
    texts = [f for f in FIELDS if getattr(theirs, f)]
    found = [f for f in texts if fold(getattr(ours, f)) != fold(getattr(theirs, f))]
    if theirs.author and said(ours.author) != said(theirs.author):
        found.append("author")
    if theirs.issued and (not ours.issued or ours.issued.year != theirs.issued.year):
        found.append("issued")
    return found


def test_importers_files_say_what_jabref_expects_of_them() -> None:
    counts: Counter[str] = Counter()
    for expected in sorted(shared("suites", "jabref-importers").glob("*.expected.bib")):
        path = expected.with_name(expected.name.removesuffix(".expected.bib"))
        wanted = expected.read_text("utf-8")
        if OTHER.match(path.name) or "@" not in wanted:
            continue
        text = text_of(path)
        module = formats.by_content(text)
        assert module, path.name
        theirs = [record.reference for record in bibtex.read(wanted, path.name).records]
        ours = [record.reference for record in module.read(text, path.name).records]
        assert len(ours) == JOINED.get(path.name, len(theirs)), path.name
        for one, other in [] if path.name in JOINED else zip(ours, theirs, strict=True):
            counts["references"] += 1
            bad = [f for f in differing(one, other) if (path.name, f) not in TASTE]
            assert not bad, (path.name, bad)
    assert counts["references"] >= 19
