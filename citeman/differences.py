"""What changed between two lists of references: field by field, the formatting left aside."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import normalize

import msgspec

from citeman.fields.locators import read_pages
from citeman.fields.names import write_names
from citeman.formats.edtf import write_edtf
from citeman.match.pairing import Pairing, is_keyed, pair
from citeman.model import CSL_NAMES, DATE_FIELDS, NAME_FIELDS, Date, Name, Record, Reference
from citeman.text import plain_dashes, squeeze

IDENTIFIERS = frozenset(["DOI", "PMID", "PMCID", "ISBN", "ISSN"])
_LEFT_OUT = frozenset(["id", "truncated", "custom", "extra"])
_FIELDS = tuple(name for name in Reference.__struct_fields__ if name not in _LEFT_OUT)
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)\b[^<>]*>")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "ʼ": "'"})
_ABBREVIATED = re.compile(r"(?<=\w)\.(?=\s|$)")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_NOT_WORD = re.compile(r"[\s-]+")
_NOT_LETTER = re.compile(r"[\W_]+")


class Change(NamedTuple):
    """A field by its CSL name, and what it said and says; "" where it said or says nothing."""

    field: str
    old: str
    new: str

    @property
    def kind(self) -> str:
        """What happened to the field: "added", "dropped" or "changed"."""
        return "changed" if self.old and self.new else "added" if self.new else "dropped"

    @property
    def is_identifier_added(self) -> bool:
        """Tell whether an identifier was found that was missing."""
        return self.kind == "added" and self.field in IDENTIFIERS


class Changed(NamedTuple):
    """One work in both lists: what its record said and says, and why the two are one.

    `is_moved` tells whether it stands in another place among the others.
    """

    old: Record
    new: Record
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]
    is_moved: bool = False


class Perhaps(NamedTuple):
    """A dropped and an added record that may be one work, and what speaks for and against it."""

    dropped: Record
    added: Record
    reasons: tuple[str, ...]


class Differences(NamedTuple):
    """What differs between two lists, and how many records do not."""

    dropped: tuple[Record, ...]
    added: tuple[Record, ...]
    changed: tuple[Changed, ...]
    perhaps: tuple[Perhaps, ...]
    same: int

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.dropped or self.added or self.changed)


def differences(
    ours: Sequence[Record], theirs: Sequence[Record], *, strict: bool = False, order: bool = False
) -> Differences:
    """Compare two lists of records.

    Changes of formatting alone are none unless `strict`: initials with or without full stops,
    dashes, quotation marks, capitals of titles, spelt-out or shortened page ranges. Places in the
    list count if `order`.

    >>> old = Record(key="a", annotation="Of 24 patients"), Record(key="b")
    >>> new = Record(key="c"), Record(key="a", annotation="Of 26 patients")
    >>> found = differences(old, new)
    >>> found.changed[0].changes, found.added[0].key, found.dropped[0].key
    ((Change(field='annotation', old='Of 24 patients', new='Of 26 patients'),), 'c', 'b')
    """
    pairing = pair(ours, theirs)
    moved = _moved([p.other for p in pairing.pairs]) if order else frozenset()
    changed = []
    for place, (one, other, reasons) in enumerate(pairing.pairs):
        changes = tuple(changes_between(ours[one], theirs[other], strict=strict))
        if changes or place in moved:
            changed.append(Changed(ours[one], theirs[other], changes, reasons, place in moved))
    return Differences(
        dropped=tuple(ours[one] for one in pairing.ours),
        added=tuple(theirs[other] for other in pairing.theirs),
        changed=tuple(changed),
        perhaps=tuple(_perhaps(ours, theirs, pairing)),
        same=len(pairing.pairs) - len(changed),
    )


def changes_between(old: Record, new: Record, *, strict: bool = False) -> Iterator[Change]:
    """Give the fields in which two records of one work differ, in the order of the model."""
    if old.key != new.key and is_keyed(old) and is_keyed(new):
        yield Change("key", old.key, new.key)
    for field in _FIELDS:
        yield from _changes(old.reference, new.reference, field, strict=strict)
    yield from _further(old.reference, new.reference)
    if squeeze(old.annotation) != squeeze(new.annotation) or (
        strict and old.annotation != new.annotation
    ):
        yield Change("annotation", old.annotation, new.annotation)
    if set(old.tags) != set(new.tags):
        yield Change("tags", ", ".join(old.tags), ", ".join(new.tags))


def _changes(old: Reference, new: Reference, field: str, *, strict: bool) -> Iterator[Change]:
    before, after = getattr(old, field), getattr(new, field)
    cut = (field in old.truncated) != (field in new.truncated)
    if before == after and not cut:
        return
    quiet = _QUIET.get(field, _plain)
    if strict or cut or quiet(before) != quiet(after):
        said = [_spell(reference, field) for reference in (old, new)]
        if said[0] == said[1]:
            said = [_spell_out(reference, field) for reference in (old, new)]
        yield Change(CSL_NAMES[field], *said)


def _spell(reference: Reference, field: str) -> str:
    match getattr(reference, field):
        case Date() as date:
            return write_edtf(date) or date.literal or date.raw
        case tuple() as names:
            return write_names(names, truncated=field in reference.truncated)
        case None:
            return ""
        case value:
            return str(value)


def _spell_out(reference: Reference, field: str) -> str:
    """Spell a value with all its parts, where the usual spelling shows no difference."""
    value = getattr(reference, field)
    if isinstance(value, Date):
        return msgspec.json.encode(value).decode()
    names = value if isinstance(value, tuple) else ()
    return "; ".join(", ".join(filter(None, msgspec.structs.astuple(name)[:6])) for name in names)


def _further(old: Reference, new: Reference) -> Iterator[Change]:
    """Variables that the model does not name, and what one format keeps for itself in both."""
    before, after = dict(_named(old)), dict(_named(new))
    kept = old.custom.keys() & new.custom.keys()
    for name in dict.fromkeys((*before, *after)):
        owner, _, field = name.partition(" ")
        is_told = not field or owner in kept
        if is_told and before.get(name, "") != after.get(name, ""):
            yield Change(name, before.get(name, ""), after.get(name, ""))


def _named(reference: Reference) -> Iterator[tuple[str, str]]:
    for variable, value in reference.extra.items():
        yield variable, _as_text(value)
    for owner, fields in reference.custom.items():
        for field, value in (fields if isinstance(fields, dict) else {"": fields}).items():
            yield f"{owner} {field}", _as_text(value)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _plain(value: Any) -> Any:
    """A text without what layout changes: blanks, dashes, quotation marks, a final full stop."""
    if not isinstance(value, str):
        return value
    return squeeze(plain_dashes(value).translate(_QUOTES)).removesuffix(".")


def _title(title: str) -> str:
    return str(_plain(_MARKUP.sub("", title))).casefold()


def _container(title: str) -> str:
    return _title(_ABBREVIATED.sub("", title))


def _people(names: Sequence[Name]) -> list[tuple[str, ...]]:
    return [
        (
            _letters(n.dropping_particle + n.non_dropping_particle + n.family + n.literal),
            _letters(n.given),
            _letters(n.suffix),
        )
        for n in names
    ]


def _letters(name: str) -> str:
    return _NOT_LETTER.sub("", normalize("NFC", name)).casefold()


def _pages(page: str) -> str:
    return read_pages(page) or str(_plain(page))


def _number(identifier: str) -> str:
    return _NOT_WORD.sub("", plain_dashes(identifier)).casefold()


def _link(url: str) -> str:
    return url.strip().rstrip("/")


def _keywords(keywords: str) -> frozenset[str]:
    return frozenset(_SEPARATOR.split(keywords.casefold().strip()))


def _day(date: Date | None) -> Any:
    return date and (date.date_parts, date.season, bool(date.circa), date.literal, date.raw)


_QUIET: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(NAME_FIELDS, _people),
    **dict.fromkeys(DATE_FIELDS, _day),
    **dict.fromkeys(["title", "original_title", "volume_title", "event_title"], _title),
    **dict.fromkeys(["container_title", "container_title_short", "collection_title"], _container),
    **dict.fromkeys(["DOI", "ISBN", "ISSN", "language"], _number),
    "page": _pages,
    "URL": _link,
    "keyword": _keywords,
}
"""What a field says beside its formatting."""


def _moved(places: Sequence[int]) -> frozenset[int]:
    """The fewest places of a sequence that must move so that the rest is in order.

    >>> sorted(_moved([1, 2, 0, 3]))
    [2]
    """
    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = [-1] * len(places)
    for row, place in enumerate(places):
        length = bisect_right(ends, place)
        before[row] = rows[length - 1] if length else -1
        ends[length:] = [place, *ends[length + 1 :]]
        rows[length:] = [row, *rows[length + 1 :]]
    stays: set[int] = set()
    row = rows[-1] if rows else -1
    while row >= 0:
        stays.add(row)
        row = before[row]
    return frozenset(range(len(places))) - stays


def _perhaps(
    ours: Sequence[Record], theirs: Sequence[Record], pairing: Pairing
) -> Iterator[Perhaps]:
    """For each record left over the one that comes nearest to it."""
    seen: set[tuple[int, int]] = set()
    for one, other, reasons in pairing.doubts:
        if (0, one) not in seen and (1, other) not in seen:
            seen |= {(0, one), (1, other)}
            yield Perhaps(ours[one], theirs[other], reasons)
