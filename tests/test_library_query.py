"""Queries find what they mean, and what is none is pointed at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from citeman.errors import UsageError
from citeman.library import Edit, Library
from tests.library_shelf import item, opened, put

WORKS = [
    item("gout", "Colchicine for gout flares", PMID="11", annotation="Small but careful."),
    item("il2", "Interleukin-2 and liver injury: a review", year=1999, DOI="10.1000/il-2"),
    item("tea", "Liver injury from herbal teas", year=2001, type="chapter", PMCID="PMC77"),
    item("groesse", "Größe und Naïveté", year=2005, author=[{"family": "Łukasz", "given": "J"}]),
    item("tokyo", "東京の肝臓", year=2010, author=[{"family": "山田", "given": "太郎"}]),
    item(
        "shoes",
        "Wear of running shoes",
        year=2012,
        abstract="<jats:p>Colchicine was not asked about; soles of H<sub>2</sub>O-proof foam "
        "lasted. Naïve runners, 東京.</jats:p>",
    ),
    item("noyear", "Undated injury of the tongue", **{"container-title": "The Lancet"})
    | {"issued": {}},
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("query") / "shelf.citeman") as library:
        put(library, WORKS)
        library.edit("tea", Edit(added_tags=("Herbal medicine", "seen")))
        library.edit("gout", Edit(annotation="Small but careful.", added_tags=("seen",)))
        yield library


FOUND = {
    "": "gout il2 tea groesse tokyo shoes noyear",
    "foam lasted": "shoes",
    '"h2o proof foam"': "shoes",
    "colchicine": "gout shoes",
    "abstract:colchicine": "shoes",
    "title:colchicine": "gout",
    "colchicine -abstract:naive": "gout",
    "abstract:sol*": "shoes",
    "has:abstract": "shoes",
    "jats": "",
    "shoes soles year:2012": "shoes",
    "liver": "il2 tea",
    "LIVER injury": "il2 tea",
    '"injury from"': "tea",
    "injury liver": "il2 tea",
    '"injury liver"': "",
    "careful": "gout",
    "annotation:careful": "gout",
    "title:careful": "",
    "author:muller gout": "gout",
    "author:Müller gout": "gout",
    "author:MULLER gout": "gout",
    "lukasz": "groesse",
    "groesse": "",
    "grosse naivete": "groesse",
    "東京": "tokyo shoes",
    "title:京": "tokyo",
    "IL-2": "",
    "interleukin-2": "il2",
    "colchi*": "gout shoes",
    "title:colchi*": "gout",
    "year:2001": "tea",
    "year:1999..2001": "il2 tea",
    "year:1999-2001": "il2 tea",
    "year:2005..": "groesse tokyo shoes",
    "year:..1999": "il2",
    "-year:..2005": "tokyo shoes noyear",
    "has:pmid": "gout",
    "has:DOI": "il2",
    "has:annotation": "gout",
    "has:tag": "gout tea",
    "-has:issued": "noyear",
    "tag:seen": "gout tea",
    'tag:"herbal medicine"': "tea",
    "tag:herbal": "",
    "tag:herb*": "tea",
    "type:chapter": "tea",
    "pmid:11": "gout",
    "pmid:1": "",
    "doi:10.1000/IL-2": "il2",
    "pmcid:PMC77": "tea",
    "key:il2": "il2",
    "key:g*": "gout groesse",
    "journal:lancet": "noyear",
    "liver OR gout": "gout il2 tea",
    "liver OR year:2010": "il2 tea tokyo",
    "liver -review": "tea",
    "liver NOT review": "tea",
    "liver AND NOT (review OR tea)": "tea",
    "-(liver OR gout) injury": "noyear",
    "needs:review": "",
    "-needs:review year:2010": "tokyo",
    "...": "",
    'tag:x" OR 1=1 --': None,
    "'; DROP TABLE work; --": "",
    "http://example.org": "",
    "title:*": None,
    "haspmid": "",
}


@pytest.mark.parametrize("query", [query for query, keys in FOUND.items() if keys is not None])
def test_a_query_finds_what_it_means(shelf: Library, query: str) -> None:
    keys = [record.key for record in shelf.search(query)]
    assert keys == (FOUND[query] or "").split()
    assert shelf.count(query) == len(keys)


BROKEN = {
    "foo:1": ("there is no field 'foo'", 0),
    "gout foo:1": ("there is no field 'foo'", 5),
    "year:20o1": ("'20o1' is no year", 0),
    "liver year:": ("year: what?", 6),
    "has:nonsense": ("there is no field 'nonsense' to have", 0),
    "needs:sleep": ("say needs:review", 0),
    '"liver': ("no quotation mark closes this one", 0),
    "(liver": ('no ")" closes this one', 0),
    "liver)": ("closes nothing", 5),
    "liver OR": ("is missing here", 8),
    "NOT": ("NOT what?", 3),
    "()": ("is missing here", 1),
    "title:*": ("title: what?", 0),
}


@pytest.mark.parametrize("query", BROKEN)
def test_what_is_no_query_is_pointed_at(shelf: Library, query: str) -> None:
    words, place = BROKEN[query]
    with pytest.raises(UsageError) as told:
        shelf.count(query)
    message, line, pointer = str(told.value).split("\n")
    assert words in message
    assert line.strip() == query.strip()
    assert pointer.index("^") - 2 == place


SORTED = {
    "added": "gout il2 tea groesse tokyo shoes",
    "-added": "shoes tokyo groesse tea il2 gout",
    "key": "gout groesse il2 shoes tea tokyo",
    "title": "gout groesse il2 tea shoes tokyo",
    "year": "il2 tea gout groesse tokyo shoes",
    "-year": "shoes tokyo groesse gout tea il2",
}


@pytest.mark.parametrize("sort", SORTED)
def test_what_is_found_comes_in_the_order_that_is_wanted(shelf: Library, sort: str) -> None:
    assert [r.key for r in shelf.search("has:issued", sort)] == SORTED[sort].split()


def test_the_shortest_text_with_a_word_is_the_most_relevant(shelf: Library) -> None:
    assert [r.key for r in shelf.search("injury", "relevance", 1)] == ["noyear"]


def test_a_word_of_a_title_comes_before_ten_in_an_abstract(tmp_path: Path) -> None:
    often = " ".join(f"Gout was seen in clinic {number}." for number in range(10))
    works = [
        item("abstract", "Of pain in ten clinics", abstract=often),
        item("title", "Of pain and gout", year=1990, abstract="Nothing else was seen at all."),
        item("annotation", "Of pain", year=1970, annote="Gout is meant."),
    ]
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, works)
        found = [record.key for record in library.search("gout", "relevance")]
    assert (found[0], found[-1]) == ("title", "abstract")


def test_a_limit_is_one(shelf: Library) -> None:
    assert [r.key for r in shelf.search("", limit=2)] == ["gout", "il2"]
