"""nbib (MEDLINE): what PubMed's "Citation manager" button and EFetch's text mode write.

The tags are those of https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citeman.fields.dates import read_date, write_date
from citeman.fields.ids import read_doi, read_issn, read_pmcid, read_pmid
from citeman.fields.locators import read_pages
from citeman.fields.persons import read_inverted
from citeman.formats.nlmxml import title_of
from citeman.formats.parsed import Parsed
from citeman.formats.pubmedxml import LANGUAGE, PLAIN_GENRES, volume_and_issue
from citeman.model import Date, Name, Place, Problem, Reading, Record, Reference, replace
from citeman.text import squeeze

NAME = "nbib"
SUFFIXES: tuple[str, ...] = (".nbib",)

Tags = Mapping[str, list[str]]
"""The values of one record by tag, in order."""

_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}- ?(?P<value>.*)")
_PMID = re.compile(r"PMID ?- ?\d")
_LOOKS = re.compile(r"\s*(?P<first>[A-Z]{2,4} {0,2}- ?.*(?:\n.+){0,99})")
_OWN = re.compile(
    r"^(?:PMID ?- ?\d|(?:FAU |FED |BTI |JT  |PG  |LID |AID |STAT)- \S|DP  - \d{4})", re.MULTILINE
)
"""Tags of MEDLINE's that tagged formats like it do not have, or not so."""
_OF_RIS = re.compile(r"^TY {0,2}-", re.MULTILINE)
_MARKED = re.compile(r"(?P<value>.+?)\s*\[(?P<mark>\w+)\]")  # "10.1000/x [doi]"
_LINE_BREAK = re.compile(r"\s*[\n\r]\s*")
_CUT = re.compile(r"et al\b", re.IGNORECASE)
_NOTICE_PMID = re.compile(r"\bPMID: ?(\d+)")
_TITLE_LESS = re.compile(r"\[?Not Available\]?\.?", re.IGNORECASE)

NOTICES = {
    "RIN": "retraction", "PRIN": "partial-retraction", "RRI": "retraction-and-republication",
    "ECI": "expression-of-concern", "EIN": "erratum", "CRI": "correction-and-republication",
    "RPI": "republication", "UIN": "update", "CIN": "comment", "ROF": "retraction-of",
    "PROF": "partial-retraction-of", "RRF": "retracted-and-republished-from",
    "ECF": "expression-of-concern-for", "EFR": "erratum-for",
    "CRF": "corrected-and-republished-from", "RPF": "republished-from", "UOF": "update-of",
    "CON": "comment-on", "SPIN": "summary-for-patients-in", "ORI": "original-report-in",
}  # fmt: skip
"""Tag -> what the notice is, in the words that `citeman.formats.pubmedxml` uses."""

_NOTICE_TAG = {kind: tag for tag, kind in NOTICES.items()}
_MARC = {iso: marc for marc, iso in LANGUAGE.items()}


def looks_like(text: str) -> bool:
    """Tell whether the text begins with a tag, and its first record has one of PubMed's own.

    >>> looks_like("\\nPMID- 12974198\\nOWN - NLM"), looks_like("PMID: 12974198")
    (True, False)
    """
    found = _LOOKS.match(text)
    first = found["first"] if found else ""
    return bool(_OWN.search(first)) and not _OF_RIS.search(first)


def read(text: str, name: str) -> Parsed:
    """Read every record; a line that makes no sense is a problem of its record alone."""
    parsed = Parsed([], [])
    for number, lines in blocks(text):
        tags, strange = read_tags(lines, number)
        if not tags:
            message = f'{name}:{number}: no line with a tag such as "TI  - "'
            parsed.problems.append(Problem("unreadable-line", message))
            continue
        parsed.records.append(_record(tags, strange, name))
    return parsed


def write(records: Sequence[Record]) -> str:
    """Write one block of tags per record; what nbib has no tag for is left out."""
    return "\n".join(map(_block, (record.reference for record in records)))


def _block(reference: Reference) -> str:
    given = ((tag, _LINE_BREAK.sub(" ", value).strip()) for tag, value in _tags_of(reference))
    lines = [f"{tag:4}- {value}" for tag, value in given if value] or ["PMID- "]
    return "\n".join(lines) + "\n"


def _tags_of(ref: Reference) -> Iterator[tuple[str, str]]:
    """Spell a reference in tags, in the order in which PubMed writes them."""
    yield "PMID", ref.PMID
    yield "IS", ref.ISSN
    yield "VI", ref.volume
    yield "IP", ref.issue
    yield "DP", write_date(ref.issued) if ref.issued else ""
    is_book = ref.type == "book"
    yield "TI", "" if is_book or not ref.title else f"{ref.title}."
    yield "BTI", ref.title if is_book else ref.container_title if ref.type == "chapter" else ""
    yield "PG", ref.page
    yield "LID", f"{ref.DOI} [doi]" if ref.DOI else ""
    yield "AB", ref.abstract
    for tag, names in (("FAU", ref.author), ("FED", ref.editor)):
        yield from ((tag, _inverted(name)) for name in names if not name.literal)
    yield "AU", "et al." if "author" in ref.truncated else ""
    yield from (("CN", name.literal) for name in ref.author if name.literal)
    yield "LA", _MARC.get(ref.language, "")
    yield from (("PT", genre) for genre in ref.genre.split("; ") if genre)
    yield "TT", ref.original_title
    yield "TA", ref.container_title_short
    yield "JT", ref.container_title if ref.type != "chapter" else ""
    yield "PST", "aheadofprint" if ref.status == "ahead of print" else ""
    yield "PMC", ref.PMCID
    yield from (("OT", word) for word in ref.keyword.split("; ") if word)
    if ref.type in ("book", "chapter"):
        yield from _tags_of_book(ref)
    for notice in ref.custom.get("notices", ()):
        pmid = f" PMID: {notice['PMID']}" if notice.get("PMID") else ""
        yield _NOTICE_TAG.get(notice.get("kind", ""), "CIN"), f"{notice.get('text', '')}.{pmid}"
    yield from _tags_kept(ref)


def _tags_of_book(ref: Reference) -> Iterator[tuple[str, str]]:
    yield "CTI", ref.collection_title
    yield "PB", ref.publisher
    yield "PL", ref.publisher_place
    yield "EN", ref.edition
    yield "ISBN", ref.ISBN


def _tags_kept(ref: Reference) -> Iterator[tuple[str, str]]:
    """What a record of MEDLINE held that CSL has no variable for."""
    kept = ref.custom.get(NAME)
    for tag, values in kept.items() if isinstance(kept, dict) else ():
        if re.fullmatch(r"[A-Z][A-Z0-9]{1,3}", tag) and isinstance(values, list):
            yield from ((tag, value) for value in values if isinstance(value, str))


def _inverted(name: Name) -> str:
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(filter(None, (family, given, name.suffix)))


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cut a text into records: the number of the first line, from 1, and the lines.

    A tag after a blank line begins a record, and so does a second PMID.
    """
    lines: list[str] = []
    start, blank, has_pmid = 1, False, False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = line.rstrip()
        is_pmid = bool(_PMID.match(line))
        if lines and ((is_pmid and has_pmid) or (blank and _LINE.match(line))):
            yield start, lines
            lines, has_pmid = [], False
        if line:
            start = start if lines else number
            lines.append(line)
        blank, has_pmid = not line, has_pmid or is_pmid
    if lines:
        yield start, lines


def read_tags(lines: Iterable[str], number: int = 1) -> tuple[dict[str, list[str]], list[int]]:
    """Read the tags of one record, and the numbers of lines that are neither tag nor going on."""
    tags: dict[str, list[str]] = {}
    strange: list[int] = []
    last: list[str] = []
    for at, line in enumerate(lines, start=number):
        found = _LINE.match(line)
        if found:
            last = tags.setdefault(found["tag"], [])
            last.append(found["value"].strip())
        elif line[:2].isspace() and last:
            last[-1] = f"{last[-1]} {line.strip()}".lstrip()
        else:
            strange.append(at)
    return tags, strange


def reference_of(tags: Tags) -> Reference:
    """Make a reference of one record's tags."""
    title, original = _titles(tags)
    genres = [genre for genre in tags.get("PT", ()) if genre]
    notices = list(_notices(tags))
    volume, issue = volume_and_issue(_one(tags, "VI"), _one(tags, "IP"))
    reference = Reference(
        type="article" if "Preprint" in genres else "article-journal",
        author=tuple(_authors(tags, "FAU", "AU", "CN")),
        truncated=("author",) if any(map(_CUT.match, tags.get("AU", ()))) else (),
        editor=tuple(_authors(tags, "FED", "ED", "")),
        title=title,
        original_title=original,
        container_title=_one(tags, "JT"),
        container_title_short=_one(tags, "TA"),
        issued=read_date(_one(tags, "DP")),
        volume=volume,
        issue=issue,
        page=read_pages(_one(tags, "PG")) if _one(tags, "PG") else _locator(tags),
        ISSN=next(filter(None, map(read_issn, tags.get("IS", ()))), ""),
        language=LANGUAGE.get(_one(tags, "LA"), ""),
        abstract=_one(tags, "AB"),
        keyword="; ".join(dict.fromkeys((*tags.get("OT", ()), *tags.get("MH", ())))),
        genre="; ".join(genre for genre in genres if not PLAIN_GENRES.fullmatch(genre)),
        status=_status(tags, genres, notices),
        custom={"notices": notices} if notices else {},
        PMID=read_pmid(_one(tags, "PMID")),
        DOI=_doi(tags),
        PMCID=read_pmcid(_one(tags, "PMC")),
    )
    return _of_book(reference, tags) if tags.get("BTI") else reference


def _one(tags: Tags, tag: str) -> str:
    return next(iter(tags.get(tag, ())), "")


def _titles(tags: Tags) -> tuple[str, str]:
    title, original = title_of(_one(tags, "TI")), title_of(_one(tags, "TT"))
    return (original, "") if not title or _TITLE_LESS.fullmatch(title) else (title, original)


def _authors(tags: Tags, full: str, short: str, group: str) -> Iterator[Name]:
    """Names in full where they are given so, and groups after the persons, as NLM lists them."""
    for text in tags.get(full) or tags.get(short) or ():
        if _CUT.match(text):
            continue
        family, comma, given = text.partition(", ")
        if not comma:
            family, _, given = text.rpartition(" ")
        given, _, suffix = given.partition(", ")
        name = read_inverted(family, given, suffix) if family else Name(family=given)
        if name != Name():
            yield name
    yield from (Name(literal=text) for text in tags.get(group, ()) if text)


def _doi(tags: Tags) -> str:
    return next(filter(None, map(read_doi, _marked(tags, "doi"))), "")


def _locator(tags: Tags) -> str:
    """The number an online article has instead of pages: "e47506 [pii]"."""
    numbers = (text for text in _marked(tags, "pii") if re.fullmatch(r"e?\d{2,12}", text))
    return next(numbers, "")


def _marked(tags: Tags, mark: str) -> Iterator[str]:
    for text in (*tags.get("LID", ()), *tags.get("AID", ())):
        found = _MARKED.fullmatch(text)
        if found and found["mark"] == mark:
            yield found["value"]


def _notices(tags: Tags) -> Iterator[dict[str, str]]:
    for tag, kind in NOTICES.items():
        for text in tags.get(tag, ()):
            pmid = _NOTICE_PMID.search(text)
            place = squeeze(_NOTICE_PMID.sub("", text)).rstrip(". ") if pmid else text
            yield {"kind": kind, "text": place} | ({"PMID": pmid[1]} if pmid else {})


def _status(tags: Tags, genres: list[str], notices: list[dict[str, str]]) -> str:
    if "Retracted Publication" in genres or any(n["kind"] == "retraction" for n in notices):
        return "retracted"
    return "ahead of print" if _one(tags, "PST") == "aheadofprint" else ""


def _of_book(reference: Reference, tags: Tags) -> Reference:
    """A chapter, or with no title of its own the book."""
    book = title_of(_one(tags, "BTI"))
    is_chapter = bool(reference.title) and reference.title != book
    return replace(
        reference,
        type="chapter" if is_chapter else "book",
        title=reference.title or book,
        container_title=book if is_chapter else "",
        collection_title=_one(tags, "CTI"),
        publisher=_one(tags, "PB"),
        publisher_place=_one(tags, "PL"),
        edition=_one(tags, "EN"),
        ISBN=" ".join(text.split()[0] for text in tags.get("ISBN", ()) if text),
    )


def revised(tags: Tags) -> Date | None:
    """When NLM last changed a record; None where it does not say."""
    day = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", _one(tags, "LR"))
    return read_date("-".join(day.groups())) if day else None


_READ = frozenset(
    "PMID VI IP DP TI BTI PG AB FAU AU CN LA TT TA JT PST PMC OT MH FED ED".split()  # noqa: SIM905
)
"""Tags all of which a reference says; of others it says a part, or nothing."""
_OF_BOOKS = frozenset(["CTI", "PB", "PL", "EN", "ISBN"])


def _unread(tags: Tags) -> dict[str, list[str]]:
    """The tags, and of those with several values the values, that a reference has no place for."""
    read = _READ | NOTICES.keys() | (_OF_BOOKS if tags.get("BTI") else frozenset())
    rest = {tag: [v for v in values if v] for tag, values in tags.items() if tag not in read}
    rest["IS"] = rest.get("IS", [])[1:]
    rest["PT"] = [genre for genre in rest.get("PT", ()) if PLAIN_GENRES.fullmatch(genre)]
    for tag in ("LID", "AID"):
        rest[tag] = [value for value in rest.get(tag, ()) if not value.endswith("[doi]")]
    return {tag: values for tag, values in sorted(rest.items()) if values}


def _record(tags: Tags, strange: list[int], name: str) -> Record:
    message = '{}:{}: neither a tag such as "TI  - " nor a line that goes on'
    problems = tuple(Problem("unreadable-line", message.format(name, at)) for at in strange)
    reference = reference_of(tags)
    if rest := _unread(tags):
        reference = replace(reference, custom={**reference.custom, NAME: rest})
    reading = Reading(NAME, reference, place=Place(file=name))
    return Record((reading,), key=reference.PMID, problems=problems)
