"""BibLaTeX: written by its data model, and read with what it alone has."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from citeman.formats import biblatex, bibtex
from citeman.model import Date, Name, Reading, Record, Reference, replace
from tests.bibtex_cases import records


@given(records())
def test_a_record_reads_back_as_it_was_written(record: Record) -> None:
    text = biblatex.write([record])
    parsed = biblatex.read(text, "x.bib")
    assert parsed.problems == []
    (again,) = parsed.records
    assert bare(again) == bare(record)
    assert biblatex.write(parsed.records) == text


def bare(record: Record) -> Record:
    """A record without its text, and without the dialect it was read in."""
    readings = tuple(replace(r, raw="", source="") for r in record.readings)
    return replace(record, readings=readings)


def entry(reference: Reference) -> str:
    return biblatex.write([Record((Reading("manual", reference),), key="k")])


def only(text: str) -> Reference:
    (record,) = bibtex.read(text, "x").records
    return record.reference


WRITTEN: list[tuple[str, dict[str, Any], str, str]] = [
    ("article-journal", {"container_title": "J"}, "article", "journaltitle = {J}"),
    ("article-journal", {"PMID": "1"}, "article", "eprinttype = {pubmed}"),
    ("book", {"publisher_place": "Oslo"}, "book", "location = {Oslo}"),
    ("book", {"edition": "2"}, "book", "edition = {2}"),
    ("book", {"language": "de-AT"}, "book", "langid = {austrian}"),
    ("book", {"language": "tlh"}, "book", "language = {tlh}"),
    ("book", {"issued": Date(((2003, 5), (2004,)))}, "book", "date = {2003-05/2004}"),
    ("book", {"issued": Date(((2003,),), raw="2003/..")}, "book", "date = {2003/..}"),
    ("book", {"issued": Date(literal="199X")}, "book", "date = {199X}"),
    ("book", {"issued": Date(literal="in press")}, "book", "year = {in press}"),
    ("webpage", {"container_title": "S"}, "online", "titleaddon = {S}"),
    ("thesis", {"publisher": "U"}, "thesis", "institution = {U}"),
    ("thesis", {"genre": "PhD thesis"}, "thesis", "type = {PhD thesis}"),
    ("report", {"publisher": "U"}, "report", "institution = {U}"),
    ("map", {}, "misc", "entrysubtype = {map}"),
    ("article", {"archive": "arXiv", "archive_location": "2101.1"}, "online",
        "eprinttype = {arXiv}"),
    ("manuscript", {"archive": "Bodleian", "archive_location": "MS 1"}, "unpublished",
        "archive = {Bodleian}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "entry_type", "line"), WRITTEN)
def test_types_and_fields_have_the_names_of_the_data_model(
    kind: str, values: dict[str, Any], entry_type: str, line: str
) -> None:
    text = entry(Reference(type=kind, **values))
    assert text.startswith(f"@{entry_type}{{k,\n")
    assert f"  {line},\n" in text


READ = [
    ("title = {A}, subtitle = {B}", "title", "A: B"),
    ("title = {Why?}, subtitle = {B}", "title", "Why? B"),
    ("eprint = {12974198}, eprinttype = {pubmed}", "PMID", "12974198"),
    ("eprint = {2101.1}, archiveprefix = {arXiv}", "archive_location", "2101.1"),
    ("langid = {ngerman}", "language", "de"),
    ("type = {mathesis}", "genre", "Master's thesis"),
    ("keywords = {{a, b}, c}", "keyword", "a, b; c"),
    ("date = {2003/..}", "issued", Date(((2003,),), raw="2003/..")),
    ("date = {/2003}", "issued", Date(((2003,),), raw="/2003")),
    ("date = {199X}", "issued", Date(literal="199X")),
    ("date = {1999-XX}", "issued", Date(((1999,),), raw="1999-XX")),
    ("date = {1993-00-00}", "issued", Date(((1993,),))),
    ("date = {2004?}", "issued", Date(((2004,),), circa=True)),
    ("author = {family=Wit, given=Ana, prefix=de, useprefix=true}", "author",
        (Name("Wit", "Ana", non_dropping_particle="de"),)),
    ("author = {family=Silva, given=R., prefix=da, useprefix=false}", "author",
        (Name("Silva", "R.", dropping_particle="da"),)),
    ('author = {given=A, "family={Roe, Inc}", suffix=Jr}', "author",
        (Name("Roe, Inc", "A", suffix="Jr"),)),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "attribute", "value"), READ)
def test_what_biblatex_alone_has_is_read(fields: str, attribute: str, value: object) -> None:
    assert getattr(only(f"@thesis{{k, {fields}}}"), attribute) == value


INHERITED = [
    ("mvbook", "book", "volume_title"),
    ("book", "inbook", "container_title"),
    ("collection", "incollection", "container_title"),
    ("reference", "inreference", "container_title"),
    ("proceedings", "inproceedings", "container_title"),
    ("periodical", "article", "container_title"),
    ("book", "incollection", "container_title"),
]


@pytest.mark.parametrize(("parent", "child", "attribute"), INHERITED)
def test_a_title_is_inherited_as_what_it_is_to_the_child(
    parent: str, child: str, attribute: str
) -> None:
    text = f"@{child}{{c, title={{On}}, crossref=p}}@{parent}{{p, title={{Acts}}, subtitle={{B}}}}"
    first = bibtex.read(text.replace("crossref=p", "crossref={p}"), "x").records[0].reference
    assert (first.title, getattr(first, attribute)) == ("On", "Acts: B")


def test_data_are_inherited_through_several_containers_and_circles_end() -> None:
    text = (
        "@xdata{a, publisher={P}, xdata={b}}@xdata{b, location={Oslo}, xdata={a}}"
        "@book{k, title={T}, xdata={a, missing}, date={2003}}"
    )
    reference = bibtex.read(text, "x").records[-1].reference
    assert (reference.publisher, reference.publisher_place) == ("P", "Oslo")


def test_what_a_child_says_itself_is_not_inherited() -> None:
    text = (
        "@inbook{c, title={On}, booktitle={Own}, year=2001, crossref={p}}"
        "@book{p, title={Acts}, date={2003-05}, doi={10.1000/p}, note={N}, isbn={1}}"
    )
    reference = bibtex.read(text, "x").records[0].reference
    assert (reference.container_title, reference.issued) == ("Own", Date(((2001,),)))
    assert (reference.DOI, reference.note, reference.ISBN) == ("", "N", "1")


PEOPLE = (Name("Müller", "A"), Name(literal="Group, Inc."), Name("King", "M", suffix="Jr"))
COMPLETE: list[tuple[str, dict[str, Any]]] = [
    ("article-journal", {"container_title": "J", "volume": "1", "issue": "2", "PMID": "1"}),
    ("article-magazine", {"container_title": "M"}),
    ("article", {"archive": "arXiv", "archive_location": "2101.00001"}),
    (
        "book",
        {"publisher": "P", "publisher_place": "Oslo", "edition": "2", "ISBN": "9780306406157"},
    ),
    ("chapter", {"container_title": "B", "publisher": "P", "page": "1-2", "editor": PEOPLE}),
    (
        "chapter",
        {"container_title": "B", "editor": PEOPLE, "issued": Date(((2003,),), season="1")},
    ),
    ("dataset", {"publisher": "P", "DOI": "10.1000/x"}),
    ("manuscript", {"note": "Draft"}),
    ("map", {}),
    ("paper-conference", {"container_title": "P", "event_title": "E", "event_place": "V"}),
    ("patent", {"number": "US1"}),
    ("periodical", {"editor": PEOPLE, "author": ()}),
    ("report", {"publisher": "P", "number": "1"}),
    ("software", {"version": "1.2", "publisher": "P"}),
    ("thesis", {"publisher": "U"}),
    ("thesis", {"publisher": "U", "genre": "Master's thesis"}),
    ("webpage", {"container_title": "S", "publisher": "O", "accessed": Date(((2020, 1, 2),))}),
]


@pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not installed")
def test_biber_finds_nothing_against_the_data_model(tmp_path: Path) -> None:
    common: dict[str, Any] = {
        "author": PEOPLE, "title": "On 5% & {IL-2} of \\x", "issued": Date(((2003, 5),)),
        "language": "en-US", "URL": "https://a.org/b_c",
    }  # fmt: skip
    references = [Reference(type=kind, **common | values) for kind, values in COMPLETE]
    records = [
        Record((Reading("manual", reference),), key=f"k{n}", annotation="One.\n\nTwo.")
        for n, reference in enumerate(references)
    ]
    (tmp_path / "x.bib").write_text(biblatex.write(records), "utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "x.bib"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, re.findall(r"WARN - .*", done.stdout)) == (0, [])
