"""What an entry takes over from the entries it names in `crossref` and `xdata`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from citeman.formats.bibtex.blocks import RawEntry
from citeman.formats.bibtex.dates import ISSUED
from citeman.formats.bibtex.types import attribute_of

_IN_BOOK = ("inbook", "bookinbook", "suppbook")
_IN_COLLECTION = ("incollection", "inreference", "suppcollection")
_TITLES = ("title", "subtitle", "titleaddon")


def _pairs(parents: Iterable[str], children: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((parent, child) for parent in parents for child in children)


_PREFIX = {
    **dict.fromkeys(_pairs(("mvbook",), ("book", *_IN_BOOK)), "main"),
    **dict.fromkeys(
        _pairs(("mvcollection", "mvreference"), ("collection", "reference", *_IN_COLLECTION)),
        "main",
    ),
    **dict.fromkeys(_pairs(("mvproceedings",), ("proceedings", "inproceedings")), "main"),
    **dict.fromkeys(_pairs(("book",), _IN_BOOK), "book"),
    **dict.fromkeys(_pairs(("collection", "reference", "book"), _IN_COLLECTION), "book"),
    **dict.fromkeys(_pairs(("proceedings",), ("inproceedings", "conference")), "book"),
    **dict.fromkeys(_pairs(("periodical",), ("article", "suppperiodical")), "journal"),
}
"""Types of parent and child -> what the parent's title is to the child. The tables are those of
appendix B of BibLaTeX's manual; a @book lends its title to an @incollection in BibTeX files."""

_NOT_INHERITED = frozenset(
    [
        "abstract", "annotation", "annote", "archiveprefix", "crossref", "doi", "entryset",
        "entrysubtype", "eprint", "eprintclass", "eprinttype", "execute", "file", "ids", "key",
        "keywords", "label", "options", "pmcid", "pmid", "presort", "primaryclass", "related",
        "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro",
        "sortkey", "xdata", "xref",
    ]
)  # fmt: skip
"""BibLaTeX's list, and what names or describes the parent alone, as a book's DOI does."""

_SHORT = frozenset(["shorttitle", "sorttitle", "indextitle", "indexsorttitle"])


def inherit(entries: Sequence[RawEntry]) -> list[RawEntry]:
    """Give each entry what its parents lend it; a parent may have parents of its own.

    >>> book = RawEntry("proceedings", "p", {"title": "Acts", "year": "2003"})
    >>> paper = RawEntry("inproceedings", "a", {"title": "On", "crossref": "p"})
    >>> inherit([paper, book])[0].inherited
    {'booktitle': 'Acts', 'year': '2003'}
    """
    if not any("crossref" in entry.fields or "xdata" in entry.fields for entry in entries):
        return [*entries]
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    by_key |= {entry.key: entry for entry in reversed(entries)}
    return [
        entry._replace(inherited=inherited)
        if ("crossref" in entry.fields or "xdata" in entry.fields)
        and (inherited := _inherited(entry, by_key, {entry.key: None}, _FURTHEST))
        else entry
        for entry in entries
    ]


_FURTHEST = 32
"""Generations from which an entry inherits, at most."""


def _inherited(
    entry: RawEntry,
    by_key: Mapping[str, RawEntry],
    known: dict[str, dict[str, str] | None],
    further: int,
) -> dict[str, str]:
    """What an entry inherits; `known` is that of its parents, None for those still asked for."""
    found: dict[str, str] = {}
    for parent, is_data in _parents(entry, by_key) if further else ():
        if parent.key not in known:
            known[parent.key] = None
            known[parent.key] = _inherited(parent, by_key, known, further - 1)
        if (its_own := known[parent.key]) is None:
            continue
        lent = {**its_own, **parent.fields}
        given = lent if is_data else _lent(parent.kind, entry.kind, lent)
        taken = {meaning(name, entry.kind) for name in (*entry.fields, *found)}
        for name, value in given.items():
            said = meaning(name, entry.kind)
            if said and said not in taken:
                found[name] = value
    return found


def meaning(name: str, kind: str) -> str:
    """What a field says; all parts of a date are one thing."""
    return "issued" if name in ISSUED else attribute_of(name, kind)


def _parents(entry: RawEntry, by_key: Mapping[str, RawEntry]) -> Iterator[tuple[RawEntry, bool]]:
    """The entries that one names, and whether each is a mere container of data."""
    for field in ("xdata", "crossref"):
        for key in entry.fields.get(field, "").split(","):
            parent = by_key.get(key.strip()) or by_key.get(key.strip().lower())
            if parent:
                yield parent, field == "xdata"


def _lent(parent: str, child: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What a parent of one type lends a child of another, under the child's names."""
    prefix = _PREFIX.get((parent, child), "")
    lent = {name: value for name, value in fields.items() if name not in _NOT_INHERITED}
    if not prefix:
        return lent
    for name in _SHORT & lent.keys():
        del lent[name]
    titles = {prefix + name: lent.pop(name) for name in _TITLES if name in lent}
    if child in _IN_BOOK and "author" in lent:
        lent["bookauthor"] = lent["author"]
    return titles | lent
