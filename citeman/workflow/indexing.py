"""Build a local index of PubMed records, go on with one, and tell what is in it."""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from citeman import files
from citeman.errors import InputError
from citeman.formats.entries import read_piece
from citeman.formats.pieces import Piece, cut
from citeman.sources.indexing.packing import Press, dictionary_of, pack
from citeman.sources.indexing.preparing import Prepared, prepare
from citeman.sources.indexing.writing import PATIENCE, File, Writer

PROCESSES = 4
"""Processes that read at most; one more writes."""
SMALL = 8 << 20
"""Bytes of input up to which it is not worth starting processes."""
_AHEAD = 2
"""Pieces per process that wait to be read, or to be written."""
_WORTHLESS = 1000
"""Records up to which a dictionary learnt from them is learnt anew."""

# "pubmed25n1274.xml.gz": the year of the baseline, and a number that update files carry on
_RELEASE = re.compile(r"pubmed(?P<year>\d\d)n(?P<number>\d{4,5})\.xml(?:\.gz)?$")


class Told(NamedTuple):
    """How far a build is: the file at hand, bytes of all files, and records stored."""

    file: str
    bytes: int
    records: int


class Built(NamedTuple):
    """What came of a build: counts, what was left out of files, and files that broke off."""

    records: int
    deleted: int
    known_files: int
    left_out: int
    examples: list[str]
    broken: list[InputError]


class _Source(NamedTuple):
    path: str
    digest: str
    size: int
    release: int


def build(
    index: str,
    paths: Sequence[str],
    day: str,
    *,
    tell: Callable[[Told], None] = lambda told: None,
    processes: int | None = None,
    patience: float = PATIENCE,
) -> Built:
    """Read files into an index, which is made where there is none.

    Files come in the order given, PubMed's own in the order of their numbers; of two records of a
    PMID the later one stays unless both say when they were revised. A file that was read before
    is not read again, and one that was read in part is read on. `day` (2025-01-31) is noted.

    Raises InputError where no file can be read or the index is something else, SourceError when
    it cannot be written. A file that is damaged does not keep back the others.
    """
    sources, broken = _sources(paths)
    if not sources:
        raise broken[0]
    with closing(Writer(index, patience)) as writer, _pool(sources, processes) as pool:
        job = _Job(writer, pool, day, tell)
        for source in sources:
            try:
                job.read(source)
            except InputError as error:
                broken.append(error)
        writer.settle()
    return job.built(broken)


def _sources(paths: Iterable[str]) -> tuple[list[_Source], list[InputError]]:
    """Look into files, and order them: PubMed's by number if all have one, else as given."""
    sources: list[_Source] = []
    broken: list[InputError] = []
    for path in paths:
        try:
            found = _RELEASE.search(Path(path).name)
            release = int(found["year"]) * 100_000 + int(found["number"]) if found else 0
            with files.opened(path) as stream:
                cut(stream, path)
            sources.append(_Source(path, files.digest(path), Path(path).stat().st_size, release))
        except InputError as error:
            broken.append(error)
    if all(source.release for source in sources):
        sources.sort(key=lambda source: source.release)
    return sources, broken


class _Pool(NamedTuple):
    """Processes that read pieces; without any, this one does."""

    executor: ProcessPoolExecutor | None
    width: int


@contextmanager
def _pool(sources: Iterable[_Source], processes: int | None) -> Iterator[_Pool]:
    width = min(PROCESSES, os.cpu_count() or 1) if processes is None else processes
    if width < 1 or (processes is None and sum(source.size for source in sources) < SMALL):
        yield _Pool(None, 0)
        return
    with ProcessPoolExecutor(width) as executor:
        try:
            yield _Pool(executor, width)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


class _Job:
    """One build: its writer, its processes, and what has come of it so far."""

    def __init__(
        self, writer: Writer, pool: _Pool, day: str, tell: Callable[[Told], None]
    ) -> None:
        self._writer = writer
        self._pool = pool
        self._day = day
        self._tell = tell
        self._dictionaries = writer.dictionaries()
        self._records = self._deleted = self._known = self._left_out = 0
        self._examples: list[str] = []
        self._bytes = 0

    def built(self, broken: list[InputError]) -> Built:
        """Say what came of it."""
        counts = (self._records, self._deleted, self._known, self._left_out)
        return Built(*counts, self._examples, broken)

    def read(self, source: _Source) -> None:
        """Read one file from where it was left; what was read before it breaks off stays."""
        name = Path(source.path).name
        file = self._writer.open_file(name, source.digest, source.size)
        if file.is_finished:
            self._known += 1
        else:
            with files.opened(source.path) as stream:
                try:
                    self._read_stream(stream, source, file)
                finally:
                    self._writer.commit()
            self._writer.finish_file(file, self._day)
        self._bytes += source.size
        self._tell(Told(source.path, self._bytes, self._records))

    def _read_stream(self, stream: BinaryIO, source: _Source, file: File) -> None:
        kind, pieces = cut(stream, source.path)
        fresh = (piece for piece in pieces if piece.end > file.done)
        first = next(fresh, None)
        if first is None:
            return
        number = self._dictionary(kind, first, source.path)
        work = partial(
            _prepare, kind, name=source.path, dictionaries=self._dictionaries, number=number
        )
        for prepared in self._prepared(work, chain((first,), fresh)):
            self._writer.add(file, prepared, source.release)
            self._note(prepared)
            self._tell(Told(source.path, self._bytes + prepared.end, self._records))

    def _note(self, prepared: Prepared) -> None:
        self._records += len(prepared.rows)
        self._deleted += len(prepared.deleted)
        self._left_out += len(prepared.left_out)
        self._examples += prepared.left_out[: max(0, 20 - len(self._examples))]

    def _prepared(
        self, work: Callable[[Piece], Prepared], pieces: Iterable[Piece]
    ) -> Iterator[Prepared]:
        """Have pieces read by other processes, a few ahead, and give them back in order."""
        if self._pool.executor is None:
            yield from map(work, pieces)
            return
        waiting: deque[Future[Prepared]] = deque()
        for piece in pieces:
            waiting.append(self._pool.executor.submit(work, piece))
            if len(waiting) > _AHEAD * self._pool.width:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _dictionary(self, kind: str, piece: Piece, name: str) -> int:
        """The dictionary to compress with: the last, or one learnt from the first piece."""
        if self._dictionaries and self._writer.records() > _WORTHLESS:
            return max(self._dictionaries)
        entries = read_piece(kind, piece, name).entries
        body = dictionary_of(pack(entry.reference) for entry in entries)
        if not body and self._dictionaries:
            return max(self._dictionaries)
        number = self._writer.add_dictionary(body)
        self._dictionaries = self._writer.dictionaries()
        return number


def _prepare(
    kind: str, piece: Piece, *, name: str, dictionaries: dict[int, bytes], number: int
) -> Prepared:
    """Prepare a piece in whichever process this is."""
    press = Press({number: dictionaries[number]})
    return prepare(kind, piece, name, press, number)
