"""PubMed XML (PubmedArticleSet): articles and book articles -> references.

The elements are those of the DTD at https://dtd.nlm.nih.gov/ncbi/pubmed/out/; it is never loaded.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from citeman.errors import InputError
from citeman.fields.ids import read_doi
from citeman.fields.notices import date_of_notice
from citeman.formats.nlmxml import date_of, first, names_of, page_of, text_of, texts, title_of
from citeman.model import Reference
from citeman.xmltext import PLAIN, SEALED

LANGUAGE = {
    "afr": "af", "alb": "sq", "ara": "ar", "arm": "hy", "aze": "az", "bos": "bs", "bul": "bg",
    "cat": "ca", "chi": "zh", "cze": "cs", "dan": "da", "dut": "nl", "est": "et", "fin": "fi",
    "fre": "fr", "geo": "ka", "ger": "de", "gle": "ga", "glg": "gl", "gre": "el", "heb": "he",
    "hin": "hi", "hrv": "hr", "hun": "hu", "ice": "is", "ind": "id", "ita": "it", "jpn": "ja",
    "kin": "rw", "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt", "mac": "mk", "mal": "ml",
    "mao": "mi", "may": "ms", "nor": "no", "per": "fa", "pol": "pl", "por": "pt", "pus": "ps",
    "rum": "ro", "rus": "ru", "san": "sa", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr",
    "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "wel": "cy",
}  # fmt: skip
"""MARC language codes (https://www.nlm.nih.gov/bsd/language_table.html) -> ISO 639-1; English,
which PubMed's reader takes for granted, is left unsaid."""

NOTICE = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "partial-retraction",
    "RetractedandRepublishedIn": "retraction-and-republication",
    "ExpressionOfConcernIn": "expression-of-concern",
    "ErratumIn": "erratum",
    "CorrectedandRepublishedIn": "correction-and-republication",
    "RepublishedIn": "republication",
    "UpdateIn": "update",
    "CommentIn": "comment",
}
"""RefType of a notice about the article -> its form, of which `citeman.fields.notices` makes
retractions, expressions of concern, corrections and updates. The others (`CommentOn`,
`ErratumFor`, ...) say what the article itself is: they keep their own name, as `comment-on`."""

PLAIN_GENRES = re.compile(r"Journal Article|Research Support.*|English Abstract")
_TITLE_LESS = re.compile(r"\[?Not Available\]?\.?", re.IGNORECASE)
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLUS = re.compile(r"\s+((?:Suppl|Pt|Spec)\b)")  # "26 Suppl 1"
_BOOKSHELF = "https://www.ncbi.nlm.nih.gov/books/{}/"


class Articles(NamedTuple):
    """What a reply holds: references by PMID, and what could not be read, by PMID or place."""

    found: dict[str, Reference]
    broken: dict[str, str]


def read_articles(xml: bytes) -> Articles:
    """Read a PubmedArticleSet; an article that makes no sense is left out and reported.

    Raises InputError for bytes that are not a whole PubmedArticleSet.
    """
    found: dict[str, Reference] = {}
    broken: dict[str, str] = {}
    for place, element in enumerate(_elements(xml), start=1):
        pmid = first(element, "*/PMID")
        try:
            found[_checked(pmid)] = _READ[str(element.tag)](element)
        except ValueError as error:
            broken[pmid or f"article {place}"] = str(error)
    return Articles(found, broken)


def read_article(element: etree._Element) -> Reference:
    """Read one PubmedArticle."""
    article = _child(element, "MedlineCitation/Article")
    authors, cut = names_of(article.find("AuthorList"))
    title, original = _titles(article)
    journal = _child(article, "Journal/JournalIssue")
    volume, issue = volume_and_issue(first(journal, "Volume"), first(journal, "Issue"))
    genres = texts(article, "PublicationTypeList/PublicationType")
    notices = _notices(element)
    return Reference(
        type="article" if "Preprint" in genres else "article-journal",
        author=authors,
        truncated=("author",) if cut else (),
        title=title,
        original_title=original,
        container_title=first(article, "Journal/Title"),
        container_title_short=first(element, "MedlineCitation/MedlineJournalInfo/MedlineTA")
        or first(article, "Journal/ISOAbbreviation"),
        issued=date_of(article.find("Journal/JournalIssue/PubDate"))
        or date_of(article.find("ArticleDate")),
        volume=volume,
        issue=issue,
        page=page_of(article),
        ISSN=first(article, "Journal/ISSN"),
        language=LANGUAGE.get(first(article, "Language"), ""),
        abstract=_abstract(article),
        keyword=_keywords(element),
        genre="; ".join(genre for genre in genres if not PLAIN_GENRES.fullmatch(genre)),
        status=_status(element, genres, notices),
        custom={"notices": notices} if notices else {},
        PMID=first(element, "MedlineCitation/PMID"),
        DOI=_doi(element.find("PubmedData/ArticleIdList"), article),
        PMCID=first(element, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']"),
    )


def read_book_article(element: etree._Element) -> Reference:
    """Read one PubmedBookArticle: a chapter of a book, or the whole book."""
    document = _child(element, "BookDocument")
    book = _child(document, "Book")
    authors, cut = names_of(document.find("AuthorList[@Type='authors']"))
    book_authors, book_cut = names_of(book.find("AuthorList[@Type='authors']"))
    book_title = title_of(first(book, "BookTitle"))
    title = title_of(first(document, "ArticleTitle"))
    is_chapter = bool(title) and title != book_title
    accession = first(document, "ArticleIdList/ArticleId[@IdType='bookaccession']")
    return Reference(
        type="chapter" if is_chapter else "book",
        author=authors or book_authors,
        truncated=("author",) if cut or (book_cut and not authors) else (),
        container_author=book_authors if is_chapter and authors else (),
        editor=names_of(book.find("AuthorList[@Type='editors']"))[0],
        title=title or book_title,
        container_title=book_title if is_chapter else "",
        collection_title=first(book, "CollectionTitle"),
        volume=first(book, "Volume"),
        volume_title=first(book, "VolumeTitle"),
        edition=first(book, "Edition"),
        medium=first(book, "Medium"),
        number=first(book, "ReportNumber"),
        publisher=first(book, "Publisher/PublisherName"),
        publisher_place=first(book, "Publisher/PublisherLocation"),
        issued=date_of(document.find("ContributionDate")) or date_of(book.find("PubDate")),
        page=page_of(document),
        ISBN=" ".join(texts(book, "Isbn")),
        URL=_BOOKSHELF.format(accession) if accession else "",
        language=LANGUAGE.get(first(document, "Language"), ""),
        abstract=_abstract(document),
        keyword="; ".join(texts(document, "KeywordList/Keyword")),
        genre="; ".join(texts(document, "PublicationType")),
        PMID=first(document, "PMID"),
        DOI=_doi(document.find("ArticleIdList"), document, book),
        PMCID=first(document, "ArticleIdList/ArticleId[@IdType='pmc']"),
    )


_READ: dict[str, Callable[[etree._Element], Reference]] = {
    "PubmedArticle": read_article,
    "PubmedBookArticle": read_book_article,
}


def _elements(xml: bytes) -> Iterator[etree._Element]:
    try:
        for _, element in etree.iterparse(
            BytesIO(xml),
            tag=("PubmedArticleSet", *_READ),
            **SEALED,
            **PLAIN,
        ):
            if element.tag in _READ:
                yield element
                element.clear()
            elif element.getparent() is None:
                return
    except etree.XMLSyntaxError as error:
        raise InputError(f"PubMed XML cannot be read: {error.msg}") from error
    raise InputError("this is not PubMed XML: its root is not PubmedArticleSet")


def _child(element: etree._Element, path: str) -> etree._Element:
    child = element.find(path)
    if child is None:
        raise ValueError(f"it has no {path}")
    return child


def _checked(pmid: str) -> str:
    if not pmid.isascii() or not pmid.isdigit():
        raise ValueError(f"its PMID is {pmid!r}")
    return pmid


def _titles(article: etree._Element) -> tuple[str, str]:
    title = title_of(first(article, "ArticleTitle"))
    original = title_of(first(article, "VernacularTitle"))
    if not title or _TITLE_LESS.fullmatch(title):
        return original, ""
    return title, original


def volume_and_issue(volume: str, issue: str) -> tuple[str, str]:
    """Read both; a supplement or part belongs to the issue, wherever PubMed puts it.

    >>> volume_and_issue("26 Suppl 1", "")
    ('26', 'Suppl 1')
    """
    volume, _, plus = _PLUS.sub(r"\n\1", volume).partition("\n")
    return volume, " ".join(filter(None, [plus, issue]))


def _doi(ids: etree._Element | None, *places: etree._Element) -> str:
    """Read the first valid DOI; `ids` is the work's own list, cited references have others."""
    dois = [] if ids is None else texts(ids, "ArticleId[@IdType='doi']")
    for place in places:
        valid = (e for e in place.iterfind("ELocationID[@EIdType='doi']") if _is_valid(e))
        dois += map(text_of, valid)
    return next(filter(None, map(read_doi, dois)), "")


def _is_valid(element: etree._Element) -> bool:
    return element.get("ValidYN") != "N"


def _abstract(element: etree._Element) -> str:
    paragraphs = []
    for paragraph in element.iterfind("Abstract/AbstractText"):
        label, text = paragraph.get("Label", ""), text_of(paragraph)
        paragraphs.append(f"{label}: {text}" if label not in ("", "UNLABELLED") else text)
    return "\n".join(filter(None, paragraphs))


def _keywords(element: etree._Element) -> str:
    words = texts(element, "MedlineCitation/KeywordList/Keyword")
    words += texts(element, "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName")
    return "; ".join(dict.fromkeys(words))


def _notices(element: etree._Element) -> list[dict[str, str]]:
    path = "MedlineCitation/CommentsCorrectionsList/CommentsCorrections"
    return [_notice(e) for e in element.iterfind(path) if e.get("RefType") != "Cites"]


def _notice(element: etree._Element) -> dict[str, str]:
    kind = element.get("RefType", "")
    text = first(element, "RefSource")
    notice = {
        "kind": NOTICE.get(kind) or _WORD.sub("-", kind).lower(),
        "date": date_of_notice(text),
        "PMID": first(element, "PMID"),
        "text": text,
    }
    return {name: value for name, value in notice.items() if value}


def _status(element: etree._Element, genres: list[str], notices: list[dict[str, str]]) -> str:
    if "Retracted Publication" in genres or any(n.get("kind") == "retraction" for n in notices):
        return "retracted"
    is_early = first(element, "PubmedData/PublicationStatus") == "aheadofprint"
    return "ahead of print" if is_early else ""
