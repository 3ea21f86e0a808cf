import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citeman.errors import CitemanError, InputError
from citeman.formats import bibtex
from citeman.model import Date, Name, Reading, Record, Reference, replace
from tests.bibtex_cases import records
from tests.shared_data import shared


@given(records())
def test_a_record_reads_back_as_it_was_written(record: Record) -> None:
    text = bibtex.write([record])
    parsed = bibtex.read(text, "x.bib")
    assert parsed.problems == []
    assert [bare(again) for again in parsed.records] == [record]
    assert bibtex.write(parsed.records) == text


def bare(record: Record) -> Record:
    """A record without the text it was read from."""
    return replace(record, readings=tuple(replace(r, raw="") for r in record.readings))


def entry(reference: Reference, annotation: str = "") -> str:
    reading = Reading("manual", reference)
    return bibtex.write([Record((reading,), key="key", annotation=annotation)])


def fields(text: str) -> dict[str, str]:
    pairs = (line.strip(" ,").partition(" = ") for line in text.splitlines() if " = " in line)
    return {name: value for name, _, value in pairs}


def only(text: str) -> Record:
    parsed = bibtex.read(text, "refs.bib")
    assert parsed.problems == []
    (record,) = parsed.records
    return record


KINDS = [
    (Reference(type="article-journal"), "article", None),
    (Reference(type="article-magazine", container_title="T"), "article", "{magazine}"),
    (Reference(type="chapter", container_title="B"), "incollection", None),
    (Reference(type="chapter"), "inbook", None),
    (Reference(type="paper-conference", container_title="P"), "inproceedings", None),
    (Reference(type="paper-conference"), "misc", "{paper-conference}"),
    (Reference(type="thesis", genre="Master's thesis"), "mastersthesis", None),
    (Reference(type="thesis", genre="Doctoral dissertation"), "phdthesis", None),
    (Reference(type="report"), "techreport", None),
    (Reference(type="manuscript", note="In preparation"), "unpublished", None),
    (Reference(type="article"), "misc", "{article}"),
    (Reference(type="webpage"), "misc", "{webpage}"),
    (Reference(type="document"), "misc", None),
    (Reference(), "misc", None),
]


@pytest.mark.parametrize(("reference", "kind", "subtype"), KINDS)
def test_a_type_chooses_its_entry_and_survives(
    reference: Reference, kind: str, subtype: str | None
) -> None:
    written = entry(reference)
    assert written.startswith(f"@{kind}{{key,")
    assert fields(written).get("entrysubtype") == subtype
    assert only(written).reference.type == (reference.type or "document")


WRITTEN: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "Salt & 5% of #1_a"}, "title", r"{Salt \& 5\% of \#1\_a}"),
    ({"title": "a ~ ^ \\ {"}, "title", r"{a \textasciitilde{} \textasciicircum{} "
        r"\textbackslash{} \textbraceleft{}}"),
    ({"publisher": "Éditions Łódź"}, "publisher", "{Éditions Łódź}"),
    ({"page": "291-4"}, "pages", "{291--4}"),
    ({"page": "291–4, e1–e5"}, "pages", "{291--4, e1--e5}"),
    ({"issued": Date(((2003, 3),))}, "month", "mar"),
    ({"issued": Date(((2003, 3, 9),))}, "day", "{9}"),
    ({"issued": Date(((2003,), (2004,)))}, "date", "{2003/2004}"),
    ({"issued": Date(literal="in press")}, "year", "{in press}"),
    ({"edition": "2"}, "edition", "{2nd}"),
    ({"edition": "12"}, "edition", "{12th}"),
    ({"DOI": "10.1000/a_b%20"}, "doi", "{10.1000/a_b%20}"),
    ({"URL": "https://a.org/x_y#z~"}, "url", "{https://a.org/x_y#z~}"),
    ({"URL": "https://a.org/}{\\"}, "url", "{https://a.org/%7D%7B%5C}"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "field", "written"), WRITTEN)
def test_a_field_is_written_as_latex_wants_it(
    values: dict[str, Any], field: str, written: str
) -> None:
    assert fields(entry(Reference(type="book", **values)))[field] == written


PLACES = [
    ("article-journal", {"issue": "4", "container_title": "J"}, {"number": "4", "journal": "J"}),
    ("book", {"collection_number": "4", "publisher": "P"}, {"number": "4", "publisher": "P"}),
    ("report", {"number": "4", "publisher": "P"}, {"number": "4", "institution": "P"}),
    ("thesis", {"publisher": "P"}, {"school": "P", "type": "Thesis"}),
    ("webpage", {"container_title": "S"}, {"howpublished": "S", "entrysubtype": "webpage"}),
    ("article-journal", {"PMID": "1", "PMCID": "PMC1"}, {"pmid": "1", "pmcid": "PMC1"}),
    ("book", {"issue": "4"}, {"issue": "4"}),
]


@pytest.mark.parametrize(("kind", "values", "written"), PLACES)
def test_the_entry_type_decides_what_a_field_is_called(
    kind: str, values: dict[str, str], written: dict[str, str]
) -> None:
    braced = {name: f"{{{value}}}" for name, value in written.items()}
    assert fields(entry(Reference(type=kind, **values))) == braced


TITLES = [
    ("Interleukin-2 in patients", "Interleukin-2 in patients"),
    ("Effects of IL-2 on gp100 and mRNA", "Effects of {IL-2} on gp100 and {mRNA}"),
    ("Treatment of Hodgkin lymphoma", "Treatment of {Hodgkin} lymphoma"),
    ("Vitamin D, (DNA) and RNA-binding", "Vitamin {D}, ({DNA}) and {RNA-binding}"),
    ("A trial: Results in men", "A trial: Results in men"),
    ("Scientific Views of DNA Repair Systems", "Scientific Views of {DNA} Repair Systems"),
    ("CHIMERIC ANTIGEN RECEPTORS", "CHIMERIC ANTIGEN RECEPTORS"),
    ("über Öle", "über {Öle}"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "written"), TITLES)
def test_braces_protect_what_styles_would_set_in_lower_case(title: str, written: str) -> None:
    assert fields(entry(Reference(type="book", title=title)))["title"] == f"{{{written}}}"


NAMES = [
    (Name(family="Abraham", given="D"), "Abraham, D"),
    (Name(family="Berg", given="Jan", non_dropping_particle="van der"), "van der Berg, Jan"),
    (Name(family="Humboldt", given="A.", dropping_particle="von"), "Humboldt, A. von"),
    (Name(family="King", given="Martin", suffix="Jr"), "King, Jr, Martin"),
    (Name(family="King", suffix="Jr"), "King, Jr,"),
    (Name(literal="World Health Organization"), "{World Health Organization}"),
    (Name(literal="Simon and Schuster, Inc."), "{Simon and Schuster, Inc.}"),
    (Name(family="de la Cruz", given="Ana"), "{de la Cruz}, Ana"),
    (Name(family="Plato"), "Plato"),
    (Name(family="Smith & Co", given="A"), r"Smith \& Co, A"),
]


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_a_name_is_written_in_order_and_read_back(name: Name, written: str) -> None:
    text = entry(Reference(type="book", author=(name,)))
    assert fields(text)["author"] == f"{{{written}}}"
    assert only(text).reference.author == (name,)


READ_NAMES = [
    ("Jan van Eyck", [Name(family="Eyck", given="Jan", non_dropping_particle="van")]),
    (r'{\"O}zg{\"u}n, A. and M\"uller, B.', [Name("Özgün", "A."), Name("Müller", "B.")]),
    (r"Th{\'e}r{\`e}se {\O}stby", [Name("Østby", "Thérèse")]),
    ("{Barnes and Noble} and Doe, J.", [Name(literal="Barnes and Noble"), Name("Doe", "J.")]),
    (r"{\'Ecole normale}", [Name(literal="École normale")]),
    ("Smith, John, Jr.", [Name("Smith", "John", suffix="Jr.")]),
    ("Smith, John,", [Name("Smith", "John")]),
    ("Jane Doe, John A. Roe, and Max Poe", [Name("Doe", "Jane"), Name("Roe", "John A."),
        Name("Poe", "Max")]),
    ("Smith, Jr., John", [Name("Smith", "John", suffix="Jr.")]),
    ("Doe, J.\n  AND  Roe, R.", [Name("Doe", "J."), Name("Roe", "R.")]),
    ("Knuth, D.~E.", [Name("Knuth", "D. E.")]),
    (r"Pe\~na, Bego\~{n}a", [Name("Peña", "Begoña")]),
    (", Jane and Doe, J.", [Name(literal="Jane"), Name("Doe", "J.")]),
    ("given=Plato", [Name(literal="Plato")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), READ_NAMES)
def test_names_are_read_by_the_rules_of_bibtex(text: str, names: list[Name]) -> None:
    assert only(f"@book{{k, author = {{{text}}}}}").reference.author == tuple(names)


def test_others_mean_that_a_list_was_cut_short() -> None:
    reference = only("@book{k, author = {Doe, J. and others}}").reference
    assert reference.author == (Name("Doe", "J."),)
    assert reference.truncated == ("author",)


DATES = [
    ("year = 2003", Date(((2003,),))),
    ('year = "2003", month = mar', Date(((2003, 3),))),
    ('year = {2003}, month = mar # "~4"', Date(((2003, 3, 4),))),
    ("year = {2003}, month = {March}, day = 4", Date(((2003, 3, 4),))),
    ("year = {2003}, month = 3", Date(((2003, 3),))),
    ("year = 2003, month = {July/August}", Date(((2003, 7), (2003, 8)))),
    ("year = {in press}", Date(literal="in press")),
    ("date = {2003-03/2003-05}", Date(((2003, 3), (2003, 5)))),
    ("date = {2003-21}", Date(((2003,),), season="1")),
    ("date = {1999-21/2001-22}", Date(((1999, 21), (2001, 22)))),
    ("date = {2003~}, year = {2003}", Date(((2003,),), circa=True)),
    ("year = {}", None),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_a_date_is_read_from_the_fields_that_make_it(text: str, date: Date | None) -> None:
    assert only(f"@book{{k, {text}}}").reference.issued == date


READ = [
    (r"title = {The {IL-2} of {\"U}ber-{T}ests}", "title", "The IL-2 of Über-Tests"),
    (r'title = "A {"}quoted{"} title"', "title", 'A "quoted" title'),
    (r"title = {Salt \& {\em in vivo}: 5\% -- H$_2$O, $\alpha$}", "title",
        "Salt & in vivo: 5% – H2O, α"),
    (r"title = {\v{S} \c c \'{\i} {\aa} \ss{} \'{\^e} \=a \"{\i} \'\i x}", "title",
        "Š ç í å ß ế ā ï íx"),
    (r"title = {A\,B\ C\-D \textsuperscript{2} \unknown{E}}", "title", "A B CD 2 E"),
    ("title = {Wrapped\n   line}", "title", "Wrapped line"),
    (r"title = {In \LaTeX{} and \METAFONT}", "title", "In LaTeX and METAFONT"),
    ("title = {From $5 or $6}", "title", "From $5 or $6"),
    (r"url = {https://a.org/a\_b~c%20--d}", "URL", "https://a.org/a_b~c%20--d"),
    (r"howpublished = {\url{https://a.org/x_y}}", "URL", "https://a.org/x_y"),
    (r"doi = {https://doi.org/10.1000/a\_b}", "DOI", "10.1000/a_b"),
    ("pmid = {PMID: 12974198}", "PMID", "12974198"),
    ("pages = {291--4}", "page", "291-4"),
    ("pages = {291 – 294}", "page", "291-294"),
    ("edition = {Second}", "edition", "2"),
    ("address = {Berlin}", "publisher_place", "Berlin"),
    ("location = {Berlin}", "publisher_place", "Berlin"),
    ("Organization = {ACM}", "publisher", "ACM"),
    ("annote = {One\n\n  two}", "annote", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "read"), READ)
def test_a_field_is_read_as_plain_text(text: str, field: str, read: str) -> None:
    assert getattr(only(f"@misc{{k, {text}}}").reference, field) == read


def test_paragraphs_of_an_annotation_are_kept() -> None:
    record = only("@misc{k, annote = {One\n  line.\n\n  Two.}}")
    assert record.annotation == "One line.\n\nTwo."
    written = bibtex.write([bare(record)])
    assert r"annote = {One line.\par Two.}," in written
    assert only(written).annotation == "One line.\n\nTwo."


def test_macros_and_concatenation_are_resolved() -> None:
    text = (
        '@string{jc = "J Clin"}\n@STRING(jco = JC # { } # "Oncol")\n'
        "@article{k, journal = Jco, volume = 7, month = feb, year = 19 # 89}"
    )
    reference = only(text).reference
    assert reference.container_title == "J Clin Oncol"
    assert reference.issued == Date(((1989, 2),))


def test_unknown_fields_are_kept_as_they_were_and_written_back() -> None:
    record = only(r"@book{k, file = {a_b:C\:\\x:pdf}, x-note = {{\"A}}}")
    kept = {"file": r"a_b:C\:\\x:pdf", "x-note": r"{\"A}"}
    assert record.reference.custom == {"bibtex": kept}
    assert only(bibtex.write([record])).reference.custom == {"bibtex": kept}


def test_a_second_field_for_one_thing_is_kept_aside() -> None:
    record = only("@article{k, journaltitle = {Long}, journal = {Short}}")
    assert record.reference.container_title == "Short"
    assert record.reference.custom == {"bibtex": {"journaltitle": "Long"}}


PROBLEMS = [
    ("@book{k,\n title = foo}", "undefined-macro", "refs.bib:2: k: title: "),
    ("@book{k,\n title = {A} {B}}", "stray-text", "refs.bib:2: k: title: "),
    ("@book{k, note = 1,\n note = 2}", "duplicate-field", "refs.bib:2: k: note: "),
    ("\n@opera{k, note = 1}", "unknown-type", "refs.bib:2: k: @opera "),
    ("@book{a}\n\n@book{a}", "duplicate-key", "refs.bib:3: a: "),
]


@pytest.mark.parametrize(("text", "code", "place"), PROBLEMS)
def test_trouble_with_an_entry_is_told_with_its_place(text: str, code: str, place: str) -> None:
    parsed = bibtex.read(text, "refs.bib")
    (problem,) = parsed.records[-1].problems
    assert problem.code == code
    assert problem.message.startswith(place)


def test_an_entry_that_cannot_be_read_spoils_no_other() -> None:
    text = "@book{a, title = {A}}\n@book{b, title\n}\n@book{c, title = {C}}\n@book{a, note = {D}}"
    parsed = bibtex.read(text, "refs.bib")
    assert [record.key for record in parsed.records] == ["a", "c", "a"]
    assert [problem.message[:12] for problem in parsed.problems] == ["refs.bib:2: "]


MENDED = [
    ("@book{k, title = {T}, year = 2003\n@book{c, title = {C}}", "k"),
    ("@book{k, title = {T}, year = {2003\n\n@book{c, title = {C}}", "k"),
    ("@book{k, title = {T},, year = 2003,\n,}\n@book{c, title = {C}}", "k"),
    ("@book{ title = {T}, year = 2003}\n@book{c, title = {C}}", ""),
]


@pytest.mark.parametrize(("text", "key"), MENDED)
def test_a_damaged_entry_is_mended_and_reported(text: str, key: str) -> None:
    parsed = bibtex.read(text, "refs.bib")
    first, second = parsed.records
    assert (first.key, first.reference.title, first.reference.issued) == (
        key,
        "T",
        Date(((2003,),)),
    )
    assert [problem.code for problem in first.problems] == ["mended-entry"]
    assert (second.key, second.problems, parsed.problems) == ("c", (), [])


def test_a_forgotten_comma_costs_nothing() -> None:
    reference = only("@book{k, title = {A} year = 2003, note = {x}}").reference
    assert (reference.title, reference.issued, reference.note) == ("A", Date(((2003,),)), "x")


def test_comments_and_preambles_are_no_entries() -> None:
    text = '% x@y.org\n@comment{@book{a, title = {A}}}\n@preamble{"\\foo"}\n@book{b, title = {B}}'
    assert [record.key for record in bibtex.read(text, "refs.bib").records] == ["b"]


def test_a_text_without_entries_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"^refs\.bib: "):
        bibtex.read("TY  - JOUR\nER  -", "refs.bib")


@given(st.text("@{}\",=#%\\\\()ab1\n '~$"))
def test_no_text_whatever_makes_the_reader_fail(text: str) -> None:
    parsed = bibtex.read(f"@book{{k, title = {{{text}}}}}\n{text}", "refs.bib")
    assert len(parsed.records) + len(parsed.problems) >= 1
    assert isinstance(bibtex.write(parsed.records), str)


def test_a_key_that_would_break_the_file_is_written_without_what_breaks_it() -> None:
    written = bibtex.write([Record(key="a b,{c}")])
    assert written.startswith("@misc{a_b_c_,")


def test_reading_real_files_raises_nothing_and_loses_no_entry() -> None:
    paths = [*shared("suites").rglob("*.bib")]
    assert len(paths) > 100
    for path in sorted(paths):
        text = path.read_text("utf-8", "replace")
        try:
            parsed = bibtex.read(text, path.name)
        except CitemanError:
            continue
        again = bibtex.read(bibtex.write(parsed.records), path.name)
        assert again.problems == []
        assert len(again.records) == len(parsed.records)


GOLDEN = """
@article{abraham2003,
  author = {Abraham, D and {Study Group \\& Co} and others},
  title = {Hypersensitivity to {IL-2} in {Sjögren} syndrome},
  journal = {Allergy Asthma Proc},
  volume = {24},
  number = {4},
  pages = {291--4},
  year = {2003},
  month = jul,
  doi = {10.1000/a_b},
  pmid = {12974198},
  annote = {Small.},
}
""".lstrip()


def test_an_entry_looks_as_one_written_by_hand() -> None:
    record = only(GOLDEN)
    assert record.annotation == "Small."
    assert record.problems == ()
    assert bibtex.write([record]) == GOLDEN


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="BibTeX is not installed")
def test_bibtex_itself_has_nothing_to_say_against_complete_entries(tmp_path: Path) -> None:
    author = (Name("Müller", "A"), Name(literal="Group, Inc."), Name("King", "M", suffix="Jr"))
    common = {"author": author, "title": "On 5% & {IL-2} of \\x", "issued": Date(((2003, 5),))}
    references = [
        Reference(type="article-journal", container_title="J", **common),
        Reference(type="book", publisher="P", edition="2", **common),
        Reference(type="chapter", container_title="B", publisher="P", page="1-2", **common),
        Reference(type="paper-conference", **common),
        Reference(type="thesis", publisher="P", **common),
        Reference(type="report", publisher="P", number="1", **common),
        Reference(type="webpage", URL="https://a.org/x_y%20z", **common),
        Reference(type="manuscript", **common),
    ]
    records = [
        Record((Reading("manual", reference),), key=f"k{n}", annotation="One.\n\nTwo.")
        for n, reference in enumerate(references)
    ]
    (tmp_path / "refs.bib").write_text(bibtex.write(records), "utf-8")
    aux = "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{refs}\n"
    (tmp_path / "x.aux").write_text(aux, "utf-8")
    done = subprocess.run(
        ["bibtex", "x"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Warning" in done.stdout) == (0, False), done.stdout
    assert (tmp_path / "x.bbl").read_text("utf-8").count("\\bibitem") == len(records)


MARKED_UP = [
    ("<i>E. coli</i> in soil", r"\textit{E. coli} in soil"),
    ("On H<sub>2</sub>O", r"On {H\textsubscript{2}O}"),
    ("On 10<sup>2</sup> of <b>them</b>", r"On 10\textsuperscript{2} of \textbf{them}"),
    ('The <span class="nocase">iPhone</span>', "The {{iPhone}}"),
    ('<span style="font-variant:small-caps;">ad</span> 70', r"\textsc{ad} 70"),
    ("At p<0.05 and <i>more", "At p<0.05 and <i>more"),
    ("a<i>B c</i>", r"a\textit{B c}"),
]


@pytest.mark.parametrize(("title", "spelled"), MARKED_UP)
def test_the_tags_of_csl_are_written_as_commands(title: str, spelled: str) -> None:
    written = bibtex.write([Record((Reading("x", Reference(type="book", title=title)),), key="k")])
    assert f"title = {{{spelled}}}," in written
