"""Format bibliographies and in-text citations: built-in styles at once, others by a processor."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from citeman.cite import STYLES, numbered
from citeman.cite.clusters import Cite
from citeman.cite.joining import meet
from citeman.cite.preparing import prepare
from citeman.cite.rendering import Entry
from citeman.cite.rich import plain
from citeman.errors import UsageError
from citeman.formats.csljson import write_item
from citeman.model import Record, Reference, replace

if TYPE_CHECKING:
    from citeman.processors import Job

BUILT_IN = {
    "nlm": "nlm", "vancouver": "nlm", "nlm-citation-sequence": "nlm",
    "ama": "ama", "american-medical-association": "ama",
}  # fmt: skip
"""What the styles that need nothing but citeman are called."""


class Bibliography(NamedTuple):
    """Formatted references in the order of the style, in-text citations, and what to be told."""

    entries: list[Entry]
    citations: list[str]
    notes: list[str]


def cite(
    records: Sequence[Record],
    style: str = "nlm",
    *,
    citations: Sequence[Sequence[Cite]] = (),
    language: str = "",
    identifiers: bool | None = None,
    annotations: bool = False,
    processor: str = "",
) -> Bibliography:
    """Format records in a style: a name, or the path of a .csl file.

    Each of `citations` is one in-text citation, as `read_cluster` reads it. `language` is that of
    the words a style adds ("and", "editor"), such as "de" or "pt-BR". `identifiers` shows PMID and
    PMCID or leaves them out; None does as the style does. `processor` names a program to use even
    where the style is built in.

    >>> from citeman.cite.clusters import read_cluster
    >>> from citeman.model import Reading
    >>> work = Record((Reading("manual", Reference(title="T", PMID="1")),), key="a")
    >>> cite([work], citations=[read_cluster("[@a]")]).citations
    ['(1)']
    """
    clusters = [_known(cluster, records) for cluster in citations]
    references = [prepare(record.reference, identifiers=identifiers) for record in records]
    english = language.lower() in ("", "en", "en-us")
    built_in = BUILT_IN.get(style.lower()) if not processor and english else None
    if not records:
        return Bibliography([], [], [])
    if built_in:
        lines = list(enumerate(numbered(built_in, references)))
        cited = [STYLES[built_in].cite(cluster) for cluster in clusters]
        notes = _places_unsaid(citations, style, shown=STYLES[built_in].locators)
    else:
        job = _job(references, style, language, clusters)
        lines, cited = _processed(job, processor or "pandoc")
        notes = _unsaid(references, style)
        notes += _places_unsaid(citations, style, shown='"locator"' in job.style)
    notes += _wordless([(records[place].key, rich) for place, rich in lines], style)
    if identifiers:
        lines = [(place, _with_identifiers(rich, references[place])) for place, rich in lines]
    entries = [
        Entry(records[place].key, rich, records[place].annotation if annotations else "")
        for place, rich in lines
    ]
    return Bibliography(entries, cited, notes)


def _known(cluster: Sequence[Cite], records: Sequence[Record]) -> list[tuple[int, Cite]]:
    """The place of each cited record; UsageError where there is none."""
    known = {record.key: place for place, record in enumerate(records)}
    unknown = [cite.key for cite in cluster if cite.key not in known]
    if unknown:
        near = get_close_matches(unknown[0], known) or list(known)[:3]
        raise UsageError(
            f"{', '.join(unknown)}: no reference has this key\n"
            f"looked for it among {len(known):,} keys; the nearest: {', '.join(near) or 'none'}\n"
            'write "[@key, p. 3; @other]" or key,other; give --citation once for each citation'
        )
    return [(known[cite.key], cite) for cite in cluster]


def _job(
    references: Sequence[Reference],
    style: str,
    language: str,
    clusters: Sequence[Sequence[tuple[int, Cite]]],
) -> "Job":
    from citeman.processors import Job
    from citeman.processors.styles import find_style

    items = [_item(reference, place) for place, reference in enumerate(references)]
    cited = [[cite._replace(key=_id(place)) for place, cite in cluster] for cluster in clusters]
    return Job(items, find_style(style, language), cited)


def _processed(job: "Job", processor: str) -> tuple[list[tuple[int, str]], list[str]]:
    from citeman.processors import PROCESSORS

    made = PROCESSORS[processor](job)
    return [(int(key[1:]), rich) for key, rich in made.entries], made.citations


def _id(place: int) -> str:
    """An id that every processor takes; all are of one width, as pandoc sorts by them at last."""
    return f"r{place:06d}"


def _places_unsaid(citations: Sequence[Sequence[Cite]], style: str, *, shown: bool) -> list[str]:
    """What a style without locators leaves out of a citation."""
    places = [cite.where for cluster in citations for cite in cluster if cite.where]
    if shown or not places:
        return []
    return [f"{style} prints no places in citations; left out: {', '.join(places)}"]


def _item(reference: Reference, place: int) -> dict[str, Any]:
    return write_item(replace(reference, id=_id(place), custom={}, truncated=()))


def _unsaid(references: Sequence[Reference], style: str) -> list[str]:
    """CSL has no word for a list of names that ends in "et al." at its source."""
    cut = sum(bool(reference.truncated) for reference in references)
    word = "reference lists" if cut == 1 else "references list"
    return [f'{cut:,} {word} authors up to "et al."; {style} prints those it has'] if cut else []


_WORD = re.compile(r"[^\W\d_]|\d{3}")


def _wordless(lines: Sequence[tuple[str, str]], style: str) -> list[str]:
    """The references of which a style prints nothing."""
    keys = [key for key, rich in lines if not _WORD.search(plain(rich))]
    return [f"{style} prints nothing for {', '.join(keys)}"] if keys else []


def _with_identifiers(rich: str, reference: Reference) -> str:
    """Add the identifiers that the style has not printed itself."""
    given = (("PMID", reference.PMID), ("PMCID", reference.PMCID))
    printed = plain(rich)
    missing = [f"{name}: {value}" for name, value in given if value]
    missing = [text for text in missing if text not in printed]
    return meet(f"{meet(rich, '.')} {'; '.join(missing)}", ".") if missing else rich
