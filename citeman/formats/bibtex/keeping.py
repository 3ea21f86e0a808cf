"""Entries written again as they stood: what nobody changed keeps its spelling.

A record that was read from a BibTeX file has its entry in `raw`, with the comments, preambles and
macros that stood before it. Each field of that entry stays as it was written for as long as it
still says what the record says; only what changed is spelled anew.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citeman.formats.bibtex.blocks import ENTIRE, MONTHS, RawEntry, read_blocks
from citeman.formats.bibtex.inherit import inherit, meaning
from citeman.formats.bibtex.reading import read_reference
from citeman.formats.bibtex.repair import Fault
from citeman.formats.bibtex.split import Block, split, stands_alone
from citeman.formats.bibtex.types import DIALECTS, Dialect
from citeman.formats.bibtex.writing import choose_kind, is_safe, write_fields
from citeman.model import Record, Reference

_ENCODING = re.compile(r"^(%\s*Encoding:\s*)\S+", re.IGNORECASE | re.MULTILINE)
_BLANK = "\ufeff \t\n\f\v"
_SPELLED = frozenset(
    [
        "abstract", "annote", "author", "collection_title", "container_author",
        "container_title", "container_title_short", "editor", "event_place", "event_title",
        "note", "original_title", "publisher", "publisher_place", "title", "title_short",
        "translator", "volume_title",
    ]
)  # fmt: skip
"""What both dialects spell alike."""


class Kept(NamedTuple):
    """What stood in a file: the entry, what it says there, and what was before and after it."""

    block: Block
    entry: RawEntry
    reference: Reference
    before: str
    text: str
    after: str
    dialect: str


def find_kept(records: Sequence[Record]) -> list[Kept | None]:
    """Read the entries that records came from again, in the light of each other.

    Macros and parents count only if they are among them: what they say is missing otherwise.
    """
    macros = dict(MONTHS)
    found: dict[int, tuple[RawEntry, str]] = {}
    for number, record in enumerate(records):
        raw, dialect = next(
            ((r.raw, r.source) for r in record.readings if r.raw and r.source in DIALECTS),
            ("", ""),
        )
        entries, _ = read_blocks(raw, macros) if raw else ([], [])
        if len(entries) == 1:
            found[number] = (entries[0], dialect)
    entries = inherit([entry for entry, _ in found.values()])
    kept: list[Kept | None] = [None] * len(records)
    for number, entry in zip(found, entries, strict=True):
        kept[number] = _kept(entry, found[number][1])
    return kept


def _kept(entry: RawEntry, dialect: str) -> Kept:
    raw = entry.raw
    block = next(block for block in split(raw) if block.kind not in ("", "string"))
    before = _ENCODING.sub(r"\g<1>UTF-8", raw[: block.start].strip(_BLANK))
    text = raw[block.start : block.end]
    if before and [each.end for each in split(text)] != [len(text)]:
        block = block._replace(faults=[Fault(0, "mended-entry", "")])
    around = (_calmed(before), text, _calmed(raw[block.end :].strip()))
    return Kept(block, entry, read_reference(entry), *around, dialect)


def _calmed(text: str) -> str:
    """What stood between entries; damaged blocks, which could swallow others, as comments."""
    text = text.strip(_BLANK)
    if stands_alone(text):
        return text
    return "\n".join(f"% {line}".rstrip() for line in text.split("\n"))


def is_whole(kept: Kept) -> bool:
    """Tell whether an entry may stand again as it stood: nothing about it had to be mended."""
    codes = {trouble.code for trouble in kept.entry.troubles}
    return codes.issubset(ENTIRE) and all(fault.code in ENTIRE for fault in kept.block.faults)


def changed_fields(
    kept: Kept, reference: Reference, dialect: Dialect
) -> tuple[str, Iterator[tuple[str, str]]]:
    """Give the entry type and the fields of an entry that says something else by now."""
    kind, before = choose_kind(reference, dialect), choose_kind(kept.reference, dialect)
    new = dict(_first(write_fields(reference, kind, dialect)))
    if not is_whole(kept):
        return kind, iter(new.items())
    if kind != before or kept.dialect != dialect.name:
        return kind, _spelled(kept, reference, kind, new)
    old = dict(_first(write_fields(kept.reference, kind, dialect)))
    names = {name for name in {*new, *old} if new.get(name) != old.get(name)}
    changed = {meaning(name, kind) or name for name in names}
    return kept.block.kind, _merged(kept.block, kind, changed, new)


def _merged(
    block: Block, kind: str, changed: set[str], new: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The fields of the entry that stand, and those that are new."""
    for field in block.fields:
        name = field.name.lower()
        if (meaning(name, kind) or name) not in changed:
            yield field.name, field.value
    for name, value in new.items():
        if (meaning(name, kind) or name) in changed:
            yield name, value


def _spelled(
    kept: Kept, reference: Reference, kind: str, new: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The fields in another dialect, with the LaTeX that the entry has for what did not change."""
    own = {**kept.entry.fields, **kept.entry.inherited}
    said = [meaning(name, kept.entry.kind) for name in own]
    spelling = dict(zip(said, own.values(), strict=True))
    for name, value in new.items():
        what = meaning(name, kind)
        same = what in _SPELLED and getattr(reference, what) == getattr(kept.reference, what)
        cut = (what in reference.truncated) == (what in kept.reference.truncated)
        if same and cut and said.count(what) == 1 and is_safe(spelling[what]):
            value = f"{{{spelling[what].strip()}}}"
        yield name, value


def _first(fields: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Of two fields with one name the first."""
    seen: set[str] = set()
    for name, value in fields:
        if name not in seen:
            seen.add(name)
            yield name, value
