"""Hold what manuscripts cite against the bibliographies that they name, or that are given."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from citeman import files, manuscripts
from citeman.errors import UsageError
from citeman.manuscripts import EVERYTHING
from citeman.match.nearkeys import near_keys
from citeman.match.twins import Twins, twins
from citeman.model import Problem, Record, Reference
from citeman.workflow.embedded import match_works
from citeman.workflow.following import Page, Unread, Whole, follow
from citeman.workflow.shelving import Book, Entry, Shelf, open_book, shelve

FindTwins = Callable[[Sequence[Reference]], Sequence[Twins]]
Verdict = Literal["found", "other-case", "missing", "unchecked"]
"""`other-case`: only BibTeX takes the key for that of an entry. `unchecked`: some bibliography of
the manuscript could not be read, or it names none."""

Home = tuple[str, int]
"""What tells an entry from all others: its file, and the how manieth it is."""
_SUFFIXES = {
    suffix
    for kind in manuscripts.KINDS
    if kind.NAME in ("latex", "markdown", "typst")
    for suffix in kind.SUFFIXES
    if suffix != ".bbl"
}
"""The files that are looked for in a folder: what people write."""


class Place(NamedTuple):
    """Where a key is cited."""

    file: str
    line: int
    span: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Cited(NamedTuple):
    """A key, where it is cited, what was found of it, and the keys that come near it.

    `work` is what the manuscript itself keeps of the work, as a word processor's file does.
    """

    key: str
    verdict: Verdict
    places: tuple[Place, ...]
    entry: Entry | None = None
    nearest: tuple[Entry, ...] = ()
    work: Record | None = None


class Duplicate(NamedTuple):
    """Two entries with one key, or of one work, and whether that does harm as things are."""

    first: Entry
    second: Entry
    reason: str
    is_finding: bool


class Scan(NamedTuple):
    """What came of a scan. `needed` is what the cited keys need of the bibliographies."""

    cited: list[Cited]
    unused: list[Entry]
    duplicated: list[Duplicate]
    needed: list[Entry]
    pages: list[str]
    books: list[Book]
    unread: list[Unread]

    def of(self, *verdicts: Verdict) -> list[Cited]:
        """The cited keys of which this was found."""
        return [cited for cited in self.cited if cited.verdict in verdicts]

    @property
    def is_clean(self) -> bool:
        """Tell whether no key is missing, and none given twice."""
        return not self.of("missing") and not any(d.is_finding for d in self.duplicated)

    @property
    def problems(self) -> list[Problem]:
        """Trouble with parts of the bibliographies."""
        return [problem for book in self.books for problem in book.problems]

    @property
    def is_whole(self) -> bool:
        """Tell whether all that manuscripts name was read, as far as it is there."""
        is_read = not any(gap.is_refused for gap in self.unread)
        return is_read and not self.of("unchecked") and not any(book.error for book in self.books)


class _Desk(NamedTuple):
    """A manuscript with the bibliographies that count for it, and whether all were read.

    `matched` are the entries of works that the manuscript cites by keys of its own.
    """

    whole: Whole
    shelf: Shelf
    is_complete: bool
    matched: Mapping[str, Entry]


def scan(
    paths: Iterable[str],
    bibliographies: Sequence[str] = (),
    *,
    folder: str = "",
    find_twins: FindTwins = twins,
) -> Scan:
    """Scan manuscripts, and the parts that they name within a folder.

    Bibliographies that are given count instead of those that the manuscripts name; a manuscript
    that names none is held against those of the others. A path may be that of a folder, where
    every manuscript counts that names a bibliography. InputError or UsageError says why a
    manuscript cannot be read.
    """
    wholes = _wholes(paths, folder)
    named = dict.fromkeys(path for whole in wholes for path in whole.bibliographies)
    books = {path: open_book(path) for path in (bibliographies or named)}
    desks = [_desk(whole, books, given=bool(bibliographies)) for whole in wholes]
    cited = list(_cited(desks))
    needed = {entry.place: entry for desk in desks for entry in _needed(desk)}
    entries = {entry.place: entry for desk in desks for entry in desk.shelf.entries}
    alone = [] if desks else [shelve(entry for book in books.values() for entry in book.entries)]
    gaps = (gap for w in wholes for gap in (*w.unread, *(() if bibliographies else w.lost)))
    return Scan(
        cited=cited,
        unused=[entry for place, entry in entries.items() if place not in needed],
        duplicated=list(_duplicated(desks, alone, needed.keys(), find_twins)),
        needed=list(needed.values()),
        pages=list(dict.fromkeys(page.path for whole in wholes for page in whole.pages)),
        books=list(books.values()),
        unread=list(dict.fromkeys(gaps)),
    )


def _wholes(paths: Iterable[str], folder: str) -> list[Whole]:
    """Follow every manuscript; one that is a part of another is none of its own."""
    wholes = [whole for path in paths for whole in _followed(path, folder)]
    parts = {files.identity(page.path) for whole in wholes for page in whole.pages[1:]}
    return [whole for whole in wholes if files.identity(whole.path) not in parts]


def _followed(path: str, folder: str) -> Iterator[Whole]:
    if not files.is_folder(path):
        yield follow(path, folder)
        return
    found_any = False
    for found in files.walk(path, _SUFFIXES):
        whole = follow(found, folder or path)
        if whole.bibliographies or whole.lost:
            found_any = True
            yield whole
    if not found_any:
        raise UsageError(
            f"{path}: no manuscript in this folder names a bibliography\n"
            f"looked at {', '.join(sorted(_SUFFIXES))}; name manuscripts and --bibliography"
        )


def _desk(whole: Whole, books: Mapping[str, Book], *, given: bool) -> _Desk:
    own = not given and (whole.bibliographies or whole.lost)
    paths = whole.bibliographies if own else list(books)
    chosen = [books[path] for path in paths]
    entries = [entry for book in chosen for entry in book.entries]
    described = [e for page in whole.pages for e in _described(page, with_works=not chosen)]
    is_read = not any(book.error for book in chosen) and not (own and whole.lost)
    shelf = shelve([*entries, *described])
    works = {key: work for page in whole.pages for key, work in page.works.items()}
    return _Desk(whole, shelf, is_read and bool(chosen or described), match_works(works, shelf))


def _described(page: Page, *, with_works: bool) -> Iterator[Entry]:
    """The works that a page describes itself: as entries without a reference, or with it."""
    for number, (key, span) in enumerate(page.read.entries):
        yield Entry(key, page.path, number, page.line(span), Record(key=key))
    for number, (key, work) in enumerate(page.works.items() if with_works else ()):
        yield Entry(key, page.path, number, 0, work)


def _cited(desks: Iterable[_Desk]) -> Iterable[Cited]:
    """Every key with what was found of it; one that two manuscripts cite may come to both."""
    found: dict[object, Cited] = {}
    for desk in desks:
        for cited in _cited_at(desk):
            name = (cited.key, cited.verdict, cited.entry and cited.entry.place)
            places = found[name].places + cited.places if name in found else cited.places
            found[name] = cited._replace(places=tuple(dict.fromkeys(places)))
    return found.values()


def _cited_at(desk: _Desk) -> Iterator[Cited]:
    places: dict[str, list[Place]] = {}
    for key, place in _keys(desk):
        places.setdefault(key, []).append(place)
    looked_up = {key: _look_up(desk, key) for key in places}
    by_key = desk.shelf.by_key
    near = near_keys((k for k, (verdict, _) in looked_up.items() if verdict == "missing"), by_key)
    for key, (verdict, entry) in looked_up.items():
        nearest = tuple(by_key[other] for other in near.get(key, ()))
        work = next((page.works[key] for page in desk.whole.pages if key in page.works), None)
        yield Cited(key, verdict, tuple(places[key]), entry, nearest, work)


def _keys(desk: _Desk) -> Iterator[tuple[str, Place]]:
    """The keys that a manuscript cites, in order; a label cites only if it is a key as well."""
    labels = {label for page in desk.whole.pages for label in page.read.labels}
    for page in desk.whole.pages:
        for key, span in page.read.citations:
            if key != EVERYTHING and not (key in labels and not desk.shelf.find(key)):
                yield key, Place(page.path, page.line(span), span)


def _look_up(desk: _Desk, key: str) -> tuple[Verdict, Entry | None]:
    if entry := desk.shelf.find(key) or desk.matched.get(key):
        return "found", entry
    if desk.whole.folds_case and (entry := desk.shelf.by_folded.get(key.lower())):
        return "other-case", entry
    return "missing" if desk.is_complete else "unchecked", None


def _needed(desk: _Desk) -> Iterable[Entry]:
    """The entries that a manuscript cites, with their parents."""
    if any(key == EVERYTHING for page in desk.whole.pages for key, _ in page.read.citations):
        return desk.shelf.entries
    looked_up = (_look_up(desk, key)[1] for key in dict.fromkeys(key for key, _ in _keys(desk)))
    return desk.shelf.whole(entry for entry in looked_up if entry)


def _duplicated(
    desks: Iterable[_Desk], alone: Iterable[Shelf], used: Container[Home], find_twins: FindTwins
) -> Iterator[Duplicate]:
    shelves = [(desk.shelf, desk.whole.folds_case) for desk in desks]
    once = {
        (tuple(entry.place for entry in shelf.entries), folds): (shelf, folds)
        for shelf, folds in [*shelves, *((shelf, None) for shelf in alone)]
    }
    seen: set[tuple[Home, Home]] = set()
    for shelf, folds in once.values():
        for double in (*_same_key(shelf, folds), *_same_work(shelf, used, find_twins)):
            name = (double.first.place, double.second.place)
            if name not in seen:
                seen.add(name)
                yield double


def _same_key(shelf: Shelf, folds: bool | None) -> Iterator[Duplicate]:
    """Entries with the key of an earlier one, as it is spelt or in small letters."""
    for entry in shelf.entries:
        first = shelf.by_key[entry.key]
        if entry.key and first.place != entry.place:
            yield Duplicate(first, entry, "the same key", is_finding=True)
            continue
        first = shelf.by_folded[entry.key.lower()]
        if first.place != entry.place and folds is not False:
            reason = "one key to BibTeX, which looks at no capitals"
            yield Duplicate(first, entry, reason, is_finding=bool(folds))


def _same_work(shelf: Shelf, used: Container[Home], find_twins: FindTwins) -> Iterator[Duplicate]:
    """Entries of one work; they do harm where both are cited."""
    entries = shelf.entries
    for one, other, reason in find_twins([entry.record.reference for entry in entries]):
        first, second = entries[one], entries[other]
        if first.key != second.key:
            is_finding = first.place in used and second.place in used
            yield Duplicate(first, second, reason, is_finding)
