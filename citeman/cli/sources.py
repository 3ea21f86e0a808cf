"""Open places to look references up, by the names or paths a user gives."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from citeman.cli.output import say
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.sources import Source
    from citeman.sources.cache import Cache
    from citeman.sources.pmc import Converter
    from citeman.sources.runs import Recorder, Replay
    from citeman.sources.services import Access

NAMES = ("pubmed", "crossref")
"""Sources that are asked over the network; every other name is the path of an index."""
CONVERTER = "pmc"
"""Only tells identifiers of one article apart: of use beside a source."""
TITLES = {"pubmed": "PubMed", "crossref": "Crossref", "pmc": "PMC", "index": "the index"}
"""What sources are called when a person is spoken to."""
_LEAVES = {
    "pubmed": ("NCBI", "titles, authors, journals, years, pages, identifiers and words"),
    "pmc": ("NCBI", "titles, authors, journals, years, pages, identifiers and words"),
    "crossref": ("Crossref", "the DOIs and the text"),
}
"""Who learns what of the references."""


@contextmanager
def open_source(
    name: str,
    *,
    offline: bool = False,
    quiet: bool = False,
    email: str = "",
    cache: str | None = None,
) -> Iterator["Source"]:
    """Open a source: "pubmed", "crossref", or the path of an index from `citeman index build`.

    An index opens no connection and keeps no answers. UsageError where a name means none of these.
    """
    _check(name, NAMES)
    with ExitStack() as stack:
        if name not in NAMES:
            yield stack.enter_context(_index(name))
            return
        kept = stack.enter_context(_kept(cache))
        access = _access(kept, email, offline=offline)
        _tell_first_use(name, access, quiet=quiet)
        yield stack.enter_context(_service(name, access))


@contextmanager
def open_run(
    names: Iterable[str],
    *,
    offline: bool = False,
    quiet: bool = False,
    email: str = "",
    cache: str | None = None,
    run: str = "",
    what: str = "",
) -> Iterator[list["Source | Converter"]]:
    """Open several sources, "pmc" among them, for one run that can be repeated.

    With the id of a run, that one is played back and nothing is asked; otherwise what is asked of
    services is noted under a new id, which is said at the end. `what` names the new run in lists.
    UsageError for an unknown source or run.
    """
    names = list(dict.fromkeys(names))
    for name in names:
        _check(name, (*NAMES, CONVERTER))
    with ExitStack() as stack:
        online = [name for name in names if name in _LEAVES]
        kept = stack.enter_context(_kept(cache)) if online else None
        tape = _tape(kept, run, what) if kept else None
        access = _access(kept, email, offline=offline, run=tape)
        for name in online:
            _tell_first_use(name, access, quiet=quiet)
        yield [stack.enter_context(_opened(name, access)) for name in names]
        _tell_run(tape, quiet=quiet)


def _check(name: str, services: Sequence[str]) -> None:
    if name not in services and not Path(name).exists():
        raise UsageError(
            f"{name}: there is no such source; known are {', '.join(services)} and index files\n"
            f"make an index: citeman index build {name} FILE..."
        )


@contextmanager
def _index(path: str) -> Iterator["Source"]:
    from citeman.sources.index import Index

    with closing(Index(path)) as index:
        yield index


def _opened(name: str, access: "Access") -> "AbstractContextManager[Source | Converter]":
    from citeman.sources.services import open_converter

    if name == CONVERTER:
        return open_converter(access)
    return _service(name, access) if name in NAMES else _index(name)


def _service(name: str, access: "Access") -> "AbstractContextManager[Source]":
    from citeman.sources.services import open_crossref, open_pubmed

    return open_pubmed(access) if name == "pubmed" else open_crossref(access)


def _access(
    kept: "Cache | None",
    email: str,
    *,
    offline: bool,
    run: "Recorder | Replay | None" = None,
) -> "Access":
    from citeman.sources.services import Access

    key = os.environ.get("NCBI_API_KEY", "")
    return Access(os.environ, email, key, kept, run, offline)


@contextmanager
def _kept(path: str | None) -> Iterator["Cache"]:
    from citeman.sources.cache import Cache

    with closing(Cache(path or _cache_path())) as kept:
        yield kept


def _cache_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("citeman", ensure_exists=True)) / "answers.sqlite"


def _tape(kept: "Cache", run: str, what: str) -> "Recorder | Replay":
    from citeman.sources.runs import Recorder, Replay

    return Replay(kept, run) if run else Recorder(kept, what)


def _tell_first_use(name: str, access: "Access", *, quiet: bool) -> None:
    """Say once, before the first connection to a service, what leaves the machine."""
    from citeman.sources.runs import Replay

    is_silent = quiet or access.offline or isinstance(access.run, Replay)
    whom, what = _LEAVES[name]
    if is_silent or (access.cache and access.cache.is_told(whom)):
        return
    say(
        f"first use of the network: {what} of your references go to {whom}, with your e-mail "
        "address if you gave one;\n  --offline forbids every connection"
    )


def _tell_run(tape: "Recorder | Replay | None", *, quiet: bool) -> None:
    from citeman.sources.runs import Recorder

    if isinstance(tape, Recorder) and tape.is_kept:
        say(f"run {tape.id}; the same command with --run {tape.id} repeats it", quiet=quiet)
