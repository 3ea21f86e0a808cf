"""Word's own bibliography is read, each source as its type says."""

from typing import Any

import pytest

from citeman import formats
from citeman.errors import InputError
from citeman.formats import wordsources
from citeman.formats.csljson import csl
from tests.shared_data import shared

SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"


def sources(*inside: str) -> str:
    each = "".join(f"<b:Source>{source}</b:Source>" for source in inside)
    return f'<?xml version="1.0"?><b:Sources xmlns:b="{SPACE}" StyleName="APA">{each}</b:Sources>'


def person(last: str, first: str) -> str:
    return (
        f"<b:NameList><b:Person><b:Last>{last}</b:Last><b:First>{first}</b:First>"
        "<b:Middle>B.</b:Middle></b:Person></b:NameList>"
    )


READ: dict[str, tuple[str, dict[str, Any]]] = {
    "an article": (
        "<b:Tag>Roe03</b:Tag><b:SourceType>JournalArticle</b:SourceType>"
        "<b:Title>Small works</b:Title><b:JournalName>Annals</b:JournalName>"
        "<b:Year>2003</b:Year><b:Month>May</b:Month>"
        "<b:Day>4</b:Day><b:Pages>291-4</b:Pages><b:Volume>24</b:Volume><b:Issue>2</b:Issue>"
        f"<b:Author><b:Author>{person('Roe', 'Ann')}</b:Author></b:Author>"
        "<b:URL>https://doi.org/10.1000/small</b:URL>",
        {
            "id": "Roe03",
            "type": "article-journal",
            "title": "Small works",
            "container-title": "Annals",
            "issued": {"date-parts": [[2003, 5, 4]]},
            "page": "291-294",
            "volume": "24",
            "issue": "2",
            "DOI": "10.1000/small",
            "URL": "https://doi.org/10.1000/small",
            "author": [{"family": "Roe", "given": "Ann B."}],
        },
    ),
    "a chapter": (
        "<b:SourceType>BookSection</b:SourceType><b:Title>Part</b:Title>"
        "<b:BookTitle>Whole</b:BookTitle>"
        f"<b:Author><b:BookAuthor>{person('Poe', 'Bill')}</b:BookAuthor>"
        f"<b:Editor>{person('Foe', 'Cy')}</b:Editor></b:Author>"
        "<b:City>Oxford</b:City><b:CountryRegion>UK</b:CountryRegion>"
        "<b:Publisher>Small Press</b:Publisher>"
        "<b:StandardNumber>ISBN 978-0-306-40615-7</b:StandardNumber>",
        {
            "type": "chapter",
            "title": "Part",
            "container-title": "Whole",
            "container-author": [{"family": "Poe", "given": "Bill B."}],
            "editor": [{"family": "Foe", "given": "Cy B."}],
            "publisher-place": "Oxford, UK",
            "publisher": "Small Press",
            "ISBN": "978-0-306-40615-7",
        },
    ),
    "a page on the web by a group": (
        "<b:SourceType>InternetSite</b:SourceType><b:Title>Livers</b:Title><b:Author><b:Author>"
        "<b:Corporate>The Liver Group</b:Corporate></b:Author></b:Author>"
        "<b:YearAccessed>2020</b:YearAccessed><b:MonthAccessed>3</b:MonthAccessed>"
        "<b:DayAccessed>9</b:DayAccessed>",
        {
            "type": "webpage",
            "title": "Livers",
            "author": [{"literal": "The Liver Group"}],
            "accessed": {"date-parts": [[2020, 3, 9]]},
        },
    ),
    "a thesis": (
        "<b:SourceType>Report</b:SourceType><b:ThesisType>PhD</b:ThesisType><b:Title>Long</b:Title>"
        "<b:Institution>Small University</b:Institution>",
        {"type": "thesis", "genre": "PhD", "title": "Long", "publisher": "Small University"},
    ),
    "what CSL has no place for": (
        "<b:SourceType>Misc</b:SourceType><b:Title>X</b:Title><b:Theater>Globe</b:Theater>"
        "<b:StandardNumber>ABC 1</b:StandardNumber>",
        {
            "type": "document",
            "title": "X",
            "custom": {"word-sources": {"Theater": ["Globe"], "StandardNumber": ["ABC 1"]}},
        },
    ),
}


@pytest.mark.parametrize(("source", "item"), READ.values(), ids=READ)
def test_a_source_is_read_by_its_type(source: str, item: dict[str, Any]) -> None:
    module = formats.by_content(sources(source))
    assert module is not None
    [record] = module.read(sources(source), "Sources.xml").records
    assert csl(record) == {"id": "", **item}


@pytest.mark.parametrize("text", ["<html/>", "words", "<Sources/>", '{"a": 1}'])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^x\.xml: none of Word's sources"):
        wordsources.read(text, "x.xml")


def test_the_files_of_another_reader_are_read() -> None:
    read = {
        path.name: wordsources.read(path.read_text("utf-8"), path.name)
        for path in sorted(shared("suites", "jabref-importers").glob("MsBib*.xml"))
    }
    assert len(read) >= 6
    assert all(len(parsed.records) == 1 and not parsed.problems for parsed in read.values())
    titles = [parsed.records[0].reference.title for parsed in read.values()]
    assert titles.count("Agile Entwicklung Web-basierter Systeme") == 3
