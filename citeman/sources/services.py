"""Open the services of the network by name, all in one way: cached, recorded, or replayed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from citeman.sources.cache import Cache
from citeman.sources.crossref import PER_SECOND, Crossref, crossref_url
from citeman.sources.eutils import eutils_url
from citeman.sources.http import Client
from citeman.sources.pmc import Converter, converter_url
from citeman.sources.pubmed import PubMed
from citeman.sources.runs import Recorder, Replay


class Access(NamedTuple):
    """How services are asked: as whom, with which kept answers, and whether at all.

    `environ` may redirect them (`CITEMAN_EUTILS_URL`, `CITEMAN_CROSSREF_URL`).
    """

    environ: Mapping[str, str]
    email: str = ""
    api_key: str = ""
    cache: Cache | None = None
    run: Recorder | Replay | None = None
    offline: bool = False

    @contextmanager
    def eutils(self) -> Iterator[Client]:
        """Open NCBI's E-utilities."""
        client = Client(
            eutils_url(self.environ),
            email=self.email,
            api_key=self.api_key,
            cache=self.cache,
            run=self.run,
            offline=self.offline,
        )
        try:
            yield client
        finally:
            client.close()

    @contextmanager
    def by_get(self, url: str, per_second: float = 0.0) -> Iterator[Client]:
        """Open a service that is asked by GET."""
        client = Client(
            url,
            email=self.email,
            by_get=True,
            cache=self.cache,
            run=self.run,
            offline=self.offline,
            per_second=per_second,
        )
        try:
            yield client
        finally:
            client.close()


@contextmanager
def open_converter(access: Access) -> Iterator[Converter]:
    """Open PMC's id converter."""
    with access.by_get(converter_url(access.environ)) as client:
        yield Converter(client)


@contextmanager
def open_pubmed(access: Access) -> Iterator[PubMed]:
    """Open PubMed, with the id converter for PMCIDs."""
    with access.eutils() as client, open_converter(access) as converter:
        yield PubMed(client, converter)


@contextmanager
def open_crossref(access: Access) -> Iterator[Crossref]:
    """Open Crossref."""
    with access.by_get(crossref_url(access.environ), PER_SECOND) as client:
        yield Crossref(client)
