"""A manuscript with all of its parts: followed within one folder, and never out of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from citeman import files, manuscripts
from citeman.documents.decoding import decode
from citeman.errors import InputError, UsageError
from citeman.manuscripts import FileName, Manuscript
from citeman.model import Record, Span
from citeman.text import squeeze
from citeman.workflow.embedded import read_embedded

MOST_PARTS = 1_000
"""Parts beyond which a manuscript is not followed: no book has as many."""
_FROM_MAIN = frozenset(["latex", "aux"])
"""Kinds whose parts are named as seen from the main file, where TeX runs."""
_REMOTE = re.compile(r"[a-z][a-z+.-]+://", re.IGNORECASE)
_BREAK = re.compile("\n")


class Page(NamedTuple):
    """One file of a manuscript: the path to call it by, its text, and what stands in it.

    `breaks` are the places of its line breaks, `works` what the file itself keeps of the works
    that it cites, by key, and `gaps` what of it could not be read.
    """

    path: str
    text: str
    read: Manuscript
    breaks: Sequence[int]
    works: Mapping[str, Record] = {}
    gaps: tuple[str, ...] = ()

    def line(self, span: Span) -> int:
        """The line of a place in it; the first is 1."""
        return bisect_left(self.breaks, span.start) + 1


class Unread(NamedTuple):
    """A file that a manuscript names, where it does, and why it was not read.

    `is_refused` tells one that is there, or may be, from one that nobody finds.
    """

    place: str
    message: str
    is_refused: bool

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Whole(NamedTuple):
    """The files of a manuscript, the main one first, the bibliographies it names, and gaps."""

    pages: list[Page]
    bibliographies: list[str]
    unread: list[Unread]
    lost: list[Unread]

    @property
    def path(self) -> str:
        """The path of the main file."""
        return self.pages[0].path

    @property
    def folds_case(self) -> bool | None:
        """Whether keys are looked up whatever their case; None where nothing tells."""
        said = (page.read.folds_case for page in self.pages)
        return next((fold for fold in said if fold is not None), None)


def follow(path: str, folder: str = "") -> Whole:
    """Read a manuscript and the parts that it names within a folder, by default its own.

    InputError says why the manuscript itself cannot be read.
    """
    folder = folder or str(PurePath(path).parent)
    main = _page(path)
    whole = Whole([], [], [], [])
    _add(main, whole, folder, {files.identity(path)})
    commands = {name: n for page in whole.pages for name, n in page.read.commands.items()}
    if commands and len(whole.pages) > 1:
        whole.pages[:] = [_again(page, commands) for page in whole.pages]
    return whole


def _page(path: str) -> Page:
    data = files.read_bytes(path)
    if embedded := read_embedded(data, path):
        page = _paged(path, embedded.text, embedded.manuscript)
        return page._replace(works=embedded.works, gaps=embedded.gaps)
    text = decode(data, path)
    read = manuscripts.read(text, path)
    if read is None:
        kinds = ", ".join(s for kind in manuscripts.KINDS for s in kind.SUFFIXES)
        raise UsageError(
            f"{path}: this is no manuscript whose citations can be told\n"
            f"looked for {kinds}, then for citations of these kinds in the text"
        )
    return _paged(path, text, read)


def _paged(path: str, text: str, read: Manuscript) -> Page:
    return Page(path, text, read, [found.start() for found in _BREAK.finditer(text)])


def _again(page: Page, commands: Mapping[str, int]) -> Page:
    """Read a page once more, now that the commands of the other pages are known."""
    read = manuscripts.read(page.text, page.path, commands)
    assert read
    return page._replace(read=read)


def _add(main: Page, whole: Whole, folder: str, seen: set[str]) -> None:
    """Add a page and, depth first as TeX reads them, the parts that it names."""
    waiting: list[tuple[Page, Iterator[FileName]]] = []
    _enter(main, whole, waiting, folder)
    while waiting:
        page, parts = waiting[-1]
        named = next(parts, None)
        if named is None:
            waiting.pop()
            continue
        path = _found(page, main, named, folder, whole.unread)
        if path is None or files.identity(path) in seen:
            continue
        seen.add(files.identity(path))
        if len(whole.pages) >= MOST_PARTS:
            message = f"more than {MOST_PARTS:,} parts; the others were not read"
            whole.unread.append(Unread(main.path, message, is_refused=True))
            return
        part = _part(path, whole.unread)
        if part:
            _enter(part, whole, waiting, folder)


def _enter(
    page: Page, whole: Whole, waiting: list[tuple[Page, Iterator[FileName]]], folder: str
) -> None:
    whole.pages.append(page)
    waiting.append((page, iter(page.read.parts)))
    whole.unread.extend(Unread(page.path, gap, is_refused=True) for gap in page.gaps)
    for span in page.read.unclear:
        said = squeeze(page.text[span.start : span.end])
        message = f"the keys behind {said} cannot be told; scan the .aux instead"
        whole.unread.append(Unread(f"{page.path}:{page.line(span)}", message, is_refused=True))
    for named in page.read.bibliographies:
        path = _found(page, whole.pages[0], named, folder, whole.lost)
        if path and path not in whole.bibliographies:
            whole.bibliographies.append(path)


def _part(path: str, unread: list[Unread]) -> Page | None:
    """Read a part; what is no manuscript, such as the R code that one includes, cites nothing."""
    try:
        text = decode(files.read_bytes(path), path)
    except InputError as error:
        place, _, message = str(error).partition(": ")
        unread.append(Unread(place, message, is_refused=True))
        return None
    read = manuscripts.read(text, path)
    return _paged(path, text, read) if read else None


def _found(
    page: Page, main: Page, named: FileName, folder: str, unread: list[Unread]
) -> str | None:
    """The path of a file that a page names; if there is none to be read, that is noted."""
    place = f"{page.path}:{page.line(named.span)}"
    if _REMOTE.match(named.paths[0]):
        message = f"{named.paths[0]}: lies elsewhere; download it, and name it"
        unread.append(Unread(place, message, is_refused=True))
        return None
    outside = ""
    for path in _paths(page, main, named, folder):
        if files.is_within(path, folder):
            if files.is_file(path):
                return path
        elif files.is_file(path):
            outside = outside or path
    if outside:
        message = f"{named.paths[0]}: lies outside of {folder}, and was not read; see --root"
    else:
        message = f"{named.paths[0]}: no such file"
    unread.append(Unread(place, message, is_refused=bool(outside)))
    return None


def _paths(page: Page, main: Page, named: FileName, folder: str) -> Iterator[str]:
    """Where a file may be: as seen from the main file or from the one that names it."""
    kind = manuscripts.kind_of(page.path, page.text)
    own, first = PurePath(page.path).parent, PurePath(main.path).parent
    bases = (first, own) if kind and kind.NAME in _FROM_MAIN else (own, first)
    for name in named.paths:
        if kind and kind.NAME == "typst" and name.startswith("/"):
            yield str(PurePath(folder, name.lstrip("/")))
            continue
        for base in dict.fromkeys(bases):
            yield str(base / name)
