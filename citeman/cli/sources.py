"""Open places to look references up, by the names or paths a user gives."""

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click

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


class Manner(NamedTuple):
    """How services are asked, as a user says it by `asking_options`.

    With the id of a run, that one is played back and nothing is asked; with "" what is asked of
    services is noted under a new id, which is said at the end.
    """

    offline: bool
    email: str
    cache: str | None
    run: str


def asking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how services are asked; the command gets them as one `manner`."""

    @functools.wraps(command)
    def called(*, run: str, offline: bool, email: str, cache: str | None, **given: Any) -> Any:
        return command(manner=Manner(offline, email, cache, run), **given)

    for option in (
        click.option("--cache", type=click.Path(dir_okay=False), help="Where answers are kept."),
        click.option(
            "--email", envvar="NCBI_EMAIL", default="", help="Your address, for NCBI; NCBI_EMAIL."
        ),
        click.option("--offline", is_flag=True, help="Open no connection; use kept answers."),
        click.option("--run", metavar="ID", default="", help="Repeat a run; ask nothing."),
    ):
        called = option(called)
    return called


@contextmanager
def open_source(
    name: str, manner: Manner, what: str, *, quiet: bool = False
) -> Iterator["Source"]:
    """Open a source: "pubmed", "crossref", or the path of an index from `citeman index build`.

    An index opens no connection and keeps no answers. UsageError where a name means none of these.
    """
    _check(name, NAMES)
    with open_run([name], manner, what, quiet=quiet) as (source,):
        yield cast("Source", source)


@contextmanager
def open_run(
    names: Iterable[str], manner: Manner, what: str, *, quiet: bool = False
) -> Iterator[list["Source | Converter"]]:
    """Open several sources, "pmc" among them, for one run that can be repeated.

    `what` names the run in lists. UsageError for an unknown source or run.
    """
    names = list(dict.fromkeys(names))
    for name in names:
        _check(name, (*NAMES, CONVERTER))
    online = [name for name in names if name in _LEAVES]
    if len(names) > len(online) + 1:
        raise UsageError(f"{', '.join(names)}: more than one index; build one from all the files")
    with ExitStack() as stack:
        if not online:
            _refuse_run(manner.run, names)
            yield [stack.enter_context(_index(name)) for name in names]
            return
        kept = stack.enter_context(_kept(manner.cache))
        tape = _tape(kept, manner.run, what)
        access = _access(kept, tape, manner)
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


def _refuse_run(run: str, names: Sequence[str]) -> None:
    if run:
        raise UsageError(
            f"--run {run}: {', '.join(names)} is read as it is, and no run of services is repeated"
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


def _access(kept: "Cache", tape: "Recorder | Replay", manner: Manner) -> "Access":
    from citeman.sources.services import Access

    key = os.environ.get("NCBI_API_KEY", "")
    return Access(os.environ, manner.email, key, kept, tape, manner.offline)


@contextmanager
def _kept(path: str | None) -> Iterator["Cache"]:
    from citeman.sources.cache import Cache

    with closing(Cache(path or _cache_path())) as kept:
        yield kept
        kept.clear()


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
        f"first use of the network: {what} of your references go to {whom},\n"
        "  with your e-mail address if you gave one; --offline forbids every connection"
    )


def _tell_run(tape: "Recorder | Replay", *, quiet: bool) -> None:
    """Keep the run, and say how it is repeated."""
    from citeman.sources.runs import Recorder

    if isinstance(tape, Recorder) and tape.finish():
        say(f"run {tape.id}; the same command with --run {tape.id} repeats it", quiet=quiet)
