"""A record that says all that a record can say, and the table of what each format keeps of it."""

from collections.abc import Iterable, Iterator

from citeman import formats
from citeman.model import (
    CSL_NAMES,
    DATE_FIELDS,
    NAME_FIELDS,
    Date,
    Link,
    Name,
    Reading,
    Record,
    Reference,
)
from citeman.workflow.converting import losses

NOT_FACTS = ("id", "type", "custom", "extra", "truncated")
PEOPLE = (
    Name(family="Berg", given="Jan", non_dropping_particle="van der"),
    Name(family="King", given="Ann", suffix="Jr."),
    Name(literal="Study Group"),
)
SPECIAL = {
    "abstract": "One.\n\nTwo.", "DOI": "10.1002/(SICI)1097-0258(19980430)17:8<857::AID>3.0.CO;2-E",
    "edition": "2", "ISBN": "9780306406157", "ISSN": "0028-0836", "keyword": "liver; IL-2",
    "language": "en", "note": "A note.", "page": "291-304", "PMCID": "PMC2275327",
    "PMID": "12974198", "URL": "https://example.org/a_b~c", "issue": "4", "volume": "24",
    "number": "17", "number_of_pages": "312", "number_of_volumes": "3", "chapter_number": "5",
    "collection_number": "8", "title": "Effects of IL-2 & γ-interferon",
}  # fmt: skip


def full_record(kind: str = "article-journal") -> Record:
    """Give a record with every attribute, an annotation, tags and a link."""
    values: dict[str, object] = {}
    for field in Reference.__struct_fields__:
        if field in NAME_FIELDS:
            values[field] = PEOPLE
        elif field in DATE_FIELDS:
            values[field] = Date(date_parts=((2003, 7, 9),))
        elif field not in NOT_FACTS and field != "annote":
            values[field] = SPECIAL.get(field, field.replace("_", " ").capitalize())
    reference = Reference(type=kind, truncated=("author",), **values)  # type: ignore[arg-type]
    return Record(
        (Reading("manual", reference),),
        key="berg2003effects",
        annotation="First.\n\nSecond.",
        tags=("read",),
        links=(Link("[Berg 2003]", "berg2003effects"),),
    )


def table() -> Iterator[str]:
    """Lines of a Markdown table: what a full journal article loses in each format."""
    yield "| format | read | written | has no place for | comes out otherwise |"
    yield "|---|---|---|---|---|"
    for name in formats.FORMATS:
        read, written = name in formats.READ, name in formats.WRITTEN
        lost, changed = _losses(name) if written else ("", "")
        marks = " | ".join("yes" if each else "no" for each in (read, written))
        yield f"| {name} | {marks} | {lost} | {changed} |"


def _losses(name: str) -> tuple[str, str]:
    module = formats.by_name(name)
    record = full_record()
    lost = losses([record], module.write([record]), module)
    fields = {CSL_NAMES[f] for f in Reference.__struct_fields__ if f not in (*NOT_FACTS, "annote")}
    kept = (fields | {"type", "annotation", "tags", "links"}) - {*lost.dropped}
    words = _listed(lost.dropped)
    if len(kept) < len(lost.dropped):
        words = f"all but {_listed(kept)}"
    return words, _listed(lost.changed)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names, key=str.lower)) or "nothing"
