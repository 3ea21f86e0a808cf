"""A reference -> the lines of a record of MEDLINE."""

import re
from collections.abc import Iterator

from citeman.fields.dates import write_date
from citeman.formats.nbib.reading import LANGUAGES
from citeman.formats.nbib.tags import NOTICES
from citeman.model import Name, Reference
from citeman.text import lines

NAME = "nbib"
_NOTICE_TAG = {kind: tag for tag, kind in NOTICES.items()}
_MARC = {iso: marc for marc, iso in LANGUAGES.items()}


def write_record(reference: Reference) -> str:
    """Write the block of a reference; what nbib has no tag for is left out."""
    given = ((tag, _on_one_line(value)) for tag, value in _tags_of(reference))
    written = [f"{tag:4}- {value}" for tag, value in given if value] or ["PMID- "]
    return "\n".join(written) + "\n"


def _on_one_line(text: str) -> str:
    return " ".join(bare for line in lines(text) if (bare := line.strip()))


def _tags_of(ref: Reference) -> Iterator[tuple[str, str]]:
    """Spell a reference in tags, in the order in which PubMed writes them."""
    yield "PMID", ref.PMID
    yield "IS", ref.ISSN
    yield "VI", ref.volume
    yield "IP", ref.issue
    yield "DP", write_date(ref.issued) if ref.issued else ""
    is_book = ref.type == "book"
    yield "TI", "" if is_book else _sentence(ref.title)
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


def _sentence(title: str) -> str:
    """A title with PubMed's full stop, which no other dots may hide."""
    return title if not title or title.endswith("..") else f"{title}."


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
