"""Word files (.docx): the page as it stands, and what reference managers keep behind it."""

import re

from citeman.documents.document import Cited, Document, Payload
from citeman.documents.word.kept import kept_in, page_of, sources_of
from citeman.documents.word.markup import Element, child
from citeman.documents.word.package import Package, is_package
from citeman.documents.word.page import WordPage
from citeman.errors import InputError
from citeman.model import replace
from citeman.text import fold

NAME = "docx"
SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def looks_like(data: bytes, name: str) -> bool:
    """Tell whether bytes are a zip archive, as Word files are, or a file of an older Word."""
    return is_package(data)


def read(data: bytes, name: str) -> Document:
    """Lay a document out; raises InputError for another kind of archive, a damaged or locked file.

    Nothing outside of the bytes is opened, and what they unpack to is bounded.
    """
    package = Package(data, name)
    page = WordPage(package, kept_in(package))
    try:
        page.lay_out(_body(package, name))
    except RecursionError as error:
        raise InputError(f"{name}: its XML is nested too deeply to be a document") from error
    document = page.document(name)
    sources = sources_of(package)
    cited = tuple(_known(each, sources) for each in document.cited)
    found = [each.payload for each in cited if each.payload]
    return replace(
        document,
        cited=cited,
        payloads=_once([*found, *sources.values()]),
        page=page_of(package),
    )


def citations(data: bytes, name: str = "") -> list[Cited]:
    """List the works that a Word file cites through fields, in the order of the text.

    A work stands there once for every time it is cited: `source` is the manager ("zotero",
    "mendeley", "endnote", "citavi", "word"), `key` the key it has there, `span` the characters of
    `read(data, name).text` that the citation shows, and `payload` what the file keeps of the work.
    """
    return list(read(data, name).cited)


def _body(package: Package, name: str) -> Element:
    body = child(package.root(package.main), "body")
    if body is None:
        raise InputError(f"{name}: {package.main} holds no document; looked for <w:body>")
    return body


def _known(cited: Cited, sources: dict[str, Payload]) -> Cited:
    if cited.source != "word" or cited.key not in sources:
        return cited
    return cited._replace(payload=sources[cited.key])


# "title": "Livers" in CSL-JSON, <title><style face="normal">Livers</style></title> in XML
_TITLE = re.compile(
    r'"title": "(?P<json>(?:[^"\\]|\\.){0,300})|<title>(?:<style[^>]{0,300}>)?(?P<xml>[^<]{0,300})'
)
_UNSURE = frozenset({"endnote", "citavi"})
"""Managers whose keys are unique in one library; a document may cite from several."""


def _once(payloads: list[Payload]) -> tuple[Payload, ...]:
    """Keep one payload of each work, that with the most data, in the order given."""
    kept: dict[tuple[str, str, str], Payload] = {}
    for payload in payloads:
        sure = payload.key and payload.source not in _UNSURE
        key = (payload.source, payload.key, "" if sure else _title(payload.data))
        if key not in kept or len(payload.data) > len(kept[key].data):
            kept[key] = payload
    return tuple(kept.values())


def _title(data: str) -> str:
    """What tells a work from others under its key: its title, else all that is known of it."""
    found = _TITLE.search(data)
    return fold(found["json"] or found["xml"] or "") if found else data
