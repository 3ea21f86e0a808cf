"""PubMed XML as a file: what PubMed and EFetch save, and NLM's yearly baseline."""

from lxml import etree

from citeman.errors import InputError
from citeman.formats.parsed import Parsed
from citeman.formats.pubmedxml import read_article, read_book_article
from citeman.formats.xmlrecords import read_records, root_of
from citeman.model import Place, Reading, Record

NAME = "pubmed-xml"
SUFFIXES: tuple[str, ...] = (".xml",)

_READERS = {"PubmedArticle": read_article, "PubmedBookArticle": read_book_article}
_DELETED = ("DeleteCitation", "DeleteDocument")
_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet", *_READERS)


def looks_like(text: str) -> bool:
    """Tell whether the root of the text is a set of PubMed's, or an article of one.

    >>> looks_like('<?xml version="1.0"?><PubmedArticleSet>'), looks_like("<article>")
    (True, False)
    """
    return root_of(text) in _ROOTS


def read(text: str, name: str) -> Parsed:
    """Read every article; one that makes no sense, and every deletion, is a problem.

    Raise InputError when the text is something else.
    """
    if not text.strip():
        return Parsed([], [])
    if not looks_like(text):
        raise InputError(f"{name}: no PubMed XML in it; looked for <PubmedArticleSet>")
    return read_records(text, (*_READERS, *_DELETED), name, _record)


def _record(element: etree._Element, place: str) -> Record:
    tag = str(element.tag)
    if tag in _DELETED:
        pmids = ", ".join(pmid.text or "" for pmid in element.iter("PMID"))
        raise ValueError(f"the file says that PubMed deleted {pmids}; there is nothing to read")
    reference = _READERS[tag](element)
    reading = Reading(NAME, reference, place=Place(file=place.rpartition(":")[0]))
    return Record((reading,), key=reference.PMID)
