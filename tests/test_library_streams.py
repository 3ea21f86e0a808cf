"""Long files are read and written in pieces, and nothing comes out differently for that."""

import gzip
import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from citeman import formats
from citeman.formats.csljson import read_items, write_item
from citeman.model import Link, Record, replace
from citeman.workflow import exporting, streaming
from citeman.workflow.converting import Tally, losses
from citeman.workflow.gathering import gather
from citeman.workflow.importing import import_files
from tests.calls import Citeman
from tests.conftest import ROOT
from tests.library_shelf import item, opened, put

SAMPLE = ROOT / "examples" / "pubmed-sample.nbib"
RECORDS: list[Record] = gather([str(SAMPLE)]).records


@pytest.mark.parametrize("name", formats.WRITTEN)
@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_pieces_are_what_the_format_writes(
    name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 2)
    module = formats.by_name(name)
    texts = exporting.pieces(RECORDS[:number], module)
    assert "".join(texts) == module.write(RECORDS[:number])


@pytest.mark.parametrize("name", ["jsonl", "csl-json", "ris", "nbib", "csl-yaml"])
def test_no_more_records_are_in_hand_than_two_pieces(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 2)
    drawn = count()
    many = (record for record, _ in zip(RECORDS * 5, drawn, strict=False))
    next(exporting.pieces(many, formats.by_name(name)))
    assert next(drawn) <= 4


@pytest.mark.parametrize("name", formats.WRITTEN)
def test_what_pieces_lose_is_what_the_whole_loses(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 2)
    module = formats.by_name(name)
    tally = Tally(module)
    assert "".join(exporting.pieces(RECORDS, module, tell=tally.add)) == module.write(RECORDS)
    assert tally.lost == losses(RECORDS, module.write(RECORDS), module)


@pytest.mark.parametrize("name", ["ris", "bibtex", "jsonl"])
def test_a_library_is_converted_as_the_list_of_its_works_would_be(
    name: str, citeman: Citeman, tmp_path: Path
) -> None:
    path, whole = str(tmp_path / "shelf.citeman"), str(tmp_path / "whole.jsonl")
    assert citeman("import", "-q", str(SAMPLE), "-L", path).code == 0
    assert citeman("export", "-q", "-L", path, "-o", whole).code == 0
    of_file = citeman("convert", whole, "--to", name)
    assert citeman("convert", path, "--to", name) == of_file
    assert of_file.out == formats.by_name(name).write(gather([whole]).records)


def texts() -> dict[str, str]:
    """The same references in every format that is read in pieces."""
    names = ("jsonl", "csl-json", "nbib")
    return {name: formats.by_name(name).write(RECORDS) for name in names}


@pytest.mark.parametrize("name", texts())
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_a_long_file_gives_what_it_gives_as_a_whole(
    name: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    whole.write_text(texts()[name], encoding="utf-8")
    path = tmp_path / f"file{suffix}"
    path.write_bytes(gzip.compress(whole.read_bytes()) if suffix else whole.read_bytes())
    monkeypatch.setattr(streaming, "LARGE", 100)
    found = [record for piece in streaming.stream(str(path)) for record in piece.records]
    assert references(found) == references(gather([str(whole)]).records)


def references(records: Sequence[Record]) -> list[object]:
    """What records say, but for keys, which a file without any is given when it is read."""
    return [write_item(record.reference) | {"id": ""} for record in records]


def test_pubmed_xml_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = (
        "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article>"
        "<Journal><Title>Annals</Title><JournalIssue><Volume>1</Volume></JournalIssue></Journal>"
        "<ArticleTitle>A {} trial"
    )
    close = "</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    path = tmp_path / "set.xml"
    inner = "\n".join(article.format(n, n) + close for n in range(1, 50))
    path.write_text(f'<?xml version="1.0"?>\n<PubmedArticleSet>\n{inner}\n</PubmedArticleSet>\n')
    monkeypatch.setattr(streaming, "LARGE", 100)
    found = [record for piece in streaming.stream(str(path)) for record in piece.records]
    assert [record.reference.PMID for record in found] == [str(n) for n in range(1, 50)]


def test_what_cannot_be_cut_is_read_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(formats.by_name("bibtex").write(RECORDS), encoding="utf-8")
    monkeypatch.setattr(streaming, "LARGE", 100)
    [gathered] = streaming.stream(str(path))
    assert len(gathered.records) == len(RECORDS)


def test_a_file_that_breaks_off_gives_what_stood_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [item(f"k{n}", f"Trial {n}") for n in range(20)]
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(items)[:-100])
    monkeypatch.setattr(streaming, "LARGE", 100)
    *pieces, last = streaming.stream(str(path))
    assert [record.key for piece in pieces for record in piece.records][:2] == ["k0", "k1"]
    assert [str(error).split(":")[0] for error in last.unreadable] == [str(path)]


def test_links_name_the_keys_that_the_library_gives(tmp_path: Path) -> None:
    first, second = read_items(
        enumerate(
            [item("a", "Quite another first trial"), item("b", "A trial of tea", year=2011)]
        ),
        "x",
    ).records
    second = replace(second, annotation="Unlike [A 2003].", links=(Link("[A 2003]", "a"),))
    path = tmp_path / "list.jsonl"
    path.write_text(formats.by_name("jsonl").write([second, first]), encoding="utf-8")
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, [item("a", "Something else that has the key", year=1990)])
        import_files(library, [str(path)])
        assert [link.key for link in library.find("b").links] == ["aa"]
