"""Open a place to look references up, by the name or path a user gives."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from citeman.cli.output import say
from citeman.errors import UsageError

if TYPE_CHECKING:
    from citeman.sources.index import Index
    from citeman.sources.pubmed import PubMed

NAMES = ("pubmed",)
"""Sources that are asked over the network; every other name is the path of an index."""


@contextmanager
def open_source(
    name: str,
    *,
    offline: bool = False,
    quiet: bool = False,
    email: str = "",
    cache: str | None = None,
) -> Iterator["PubMed | Index"]:
    """Open a source: "pubmed", or the path of an index that `citeman index build` made.

    An index opens no connection and keeps no answers. UsageError where a name means neither.
    """
    if name in NAMES:
        with _pubmed(email, cache, offline=offline, quiet=quiet) as pubmed:
            yield pubmed
        return
    if not Path(name).exists():
        raise UsageError(
            f"{name}: there is no such source; known are {', '.join(NAMES)} and index files\n"
            f"make an index: citeman index build {name} FILE..."
        )
    from citeman.sources.index import Index

    with closing(Index(name)) as index:
        yield index


@contextmanager
def _pubmed(email: str, cache: str | None, *, offline: bool, quiet: bool) -> Iterator["PubMed"]:
    """Open PubMed with the answers that are kept, and say what leaves the machine at first use."""
    from citeman.sources.cache import Cache
    from citeman.sources.eutils import eutils_url
    from citeman.sources.http import Client
    from citeman.sources.pubmed import PubMed

    path = Path(cache) if cache else _cache_path()
    if not offline and not path.exists():
        say(
            "first use of the network: titles, authors, journals, years, pages and identifiers "
            "of your references go to NCBI;\n  --offline forbids every connection",
            quiet=quiet,
        )
    kept = Cache(path)
    key = os.environ.get("NCBI_API_KEY", "")
    client = Client(eutils_url(os.environ), email=email, api_key=key, cache=kept, offline=offline)
    try:
        yield PubMed(client)
    finally:
        client.close()
        kept.close()


def _cache_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("citeman", ensure_exists=True)) / "answers.sqlite"
