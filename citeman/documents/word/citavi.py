"""The works in one citation of Citavi, as items of CSL-JSON.

A placeholder is JSON of .NET: an object stands in full once, under `$id`, and is a `$ref` to that
afterwards. https://github.com/thomjur/docx-citavi-parser and the citation formats described for
biblatex-csl-converter show its members.
"""

import re
from collections.abc import Iterator
from typing import Any

_TYPES = {
    "JournalArticle": "article-journal", "Book": "book", "BookEdited": "book",
    "CollectedWorks": "book", "SpecialIssue": "book", "ConferenceProceedings": "book",
    "Contribution": "chapter", "Thesis": "thesis", "NewspaperArticle": "article-newspaper",
    "InternetDocument": "webpage", "UnpublishedWork": "manuscript", "Patent": "patent",
    "Standard": "standard", "Lecture": "speech", "Report": "report", "Map": "map",
    "StatuteOrRegulation": "legislation", "CourtDecision": "legal_case",
    "ComputerProgram": "software", "PressRelease": "article-newspaper", "Movie": "motion_picture",
}  # fmt: skip
_TEXT = {
    "Title": "title", "Subtitle": "", "Volume": "volume", "Number": "issue", "Doi": "DOI",
    "PubMedId": "PMID", "PmcId": "PMCID", "Isbn": "ISBN", "OnlineAddress": "URL",
    "PlaceOfPublication": "publisher-place", "Edition": "edition", "Language": "language",
    "Abstract": "abstract", "ShortTitle": "title-short",
}  # fmt: skip
_PEOPLE = {"Authors": "author", "Editors": "editor", "Translators": "translator"}
_RANGE = re.compile(r"<os>(?P<pages>[^<]*)</os>\s*$")
_YEAR = re.compile(r"\b\d{4}\b")
_KEYS = ("CitationKey", "BibTeXKey", "Id")


def items_of(placeholder: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the key and the CSL item of every work that a placeholder cites."""
    known: dict[str, Any] = {}
    _collect(placeholder, known)
    for entry in _list(placeholder.get("Entries")):
        given = entry.get("Reference") if isinstance(entry, dict) else None
        work = _seen(given, known)
        key = next((str(work[name]) for name in _KEYS if work.get(name)), "")
        yield key or str(entry.get("ReferenceId", "")), _item(work, known) if work else {}


def _collect(value: Any, known: dict[str, Any]) -> None:
    """Find every object that has an `$id`; the decoder has seen to it that none nests too deep."""
    below = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict) and "$id" in value:
        known[str(value["$id"])] = value
    for inner in below:
        if isinstance(inner, dict | list):
            _collect(inner, known)


def _seen(value: Any, known: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value, dict) and "$ref" in value:
        value = known.get(str(value["$ref"]))
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _item(work: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"type": _TYPES.get(str(work.get("ReferenceType")), "document")}
    item |= {name: str(work[said]) for said, name in _TEXT.items() if name and work.get(said)}
    if work.get("Subtitle") and "title" in item:
        item["title"] += f": {work['Subtitle']}"
    for said, name in _PEOPLE.items():
        if people := [_name(_seen(p, known)) for p in _list(work.get(said))]:
            item[name] = people
    parent, journal = (
        _seen(work.get("ParentReference"), known),
        _seen(work.get("Periodical"), known),
    )
    container = journal.get("Name") or parent.get("Title")
    if container:
        item["container-title"] = str(container)
    if journal.get("StandardAbbreviation"):
        item["container-title-short"] = str(journal["StandardAbbreviation"])
    publishers = [_seen(p, known).get("Name") for p in _list(work.get("Publishers"))]
    if publishers and publishers[0]:
        item["publisher"] = str(publishers[0])
    return item | _dated(work) | _paged(work)


def _name(person: dict[str, Any]) -> dict[str, str]:
    given = " ".join(str(person[n]) for n in ("FirstName", "MiddleName") if person.get(n))
    family = str(person.get("LastName") or "")
    if not given:
        return {"literal": family}
    suffix = {"suffix": str(person["Suffix"])} if person.get("Suffix") else {}
    particle = {"non-dropping-particle": str(person["Prefix"])} if person.get("Prefix") else {}
    return {"family": family, "given": given} | suffix | particle


def _dated(work: dict[str, Any]) -> dict[str, Any]:
    said = str(work.get("Year") or work.get("YearResolved") or work.get("Date") or "")
    year = _YEAR.search(said)
    if year:
        return {"issued": {"date-parts": [[int(year[0])]]}}
    return {"issued": {"literal": said}} if said else {}


def _paged(work: dict[str, Any]) -> dict[str, Any]:
    given = work.get("PageRange")
    said = given.get("OriginalString", "") if isinstance(given, dict) else str(given or "")
    pages = _RANGE.search(said)
    text = pages["pages"] if pages else "" if "<" in said else said
    return {"page": text.replace("–", "-")} if text else {}
