"""AMA style: *AMA Manual of Style*, 11th edition.

The rules are those of the CSL style american-medical-association, part by part and in its order.
Source: https://doi.org/10.1093/jama/9780190246556.003.0003.
"""

from collections.abc import Callable

from citeman.cite.clusters import LABELS
from citeman.cite.clusters import locator as read_locator
from citeman.cite.joining import capital, join, title_case, wrap
from citeman.cite.rich import styled
from citeman.cite.values import (
    EtAl,
    is_numeric,
    long_date,
    numbers,
    ordinal,
    pages,
    people,
    text_of,
    year,
)
from citeman.model import Reference, replace

DASH = "-"
CUT = EtAl(least=7, shown=3)
TITLED = frozenset(
    [
        "bill", "book", "graphic", "legal_case", "legislation", "motion_picture", "report",
        "song", "thesis",
    ]
)  # fmt: skip
"""The types whose own title is set in italics and title case."""


def write(ref: Reference) -> str:
    """Write one reference as rich text, without a number.

    >>> from citeman.cite.rich import to_html
    >>> from citeman.model import Date, Name
    >>> to_html(write(Reference(type="article-journal", author=(Name("Noble", "Stuart"),),
    ...     title="Interleukin-2", container_title="BioDrugs", volume="7", page="394-422",
    ...     issued=Date(date_parts=((1997, 5),)))))
    'Noble S. Interleukin-2. <i>BioDrugs</i>. 1997;7:394-422.'
    """
    title = _title(ref)
    lead = people(ref.author, CUT, truncated="author" in ref.truncated)
    edited = not lead and bool(ref.editor)
    lead = lead or _editors(ref) or title
    rest = replace(ref, editor=()) if edited else ref
    described = _KINDS.get(ref.type, _article)(rest)
    body = join([lead, "" if lead == title else title, described], ". ")
    return join([wrap(body, "", "."), _access(ref)], ". ")


def locator(where: str) -> str:
    """Write a place in a work as an in-text citation has it.

    >>> locator("p. 3"), locator("3-5"), locator("chap. 4")
    ('(p3)', '(pp3-5)', '(chap4)')
    """
    label, value = read_locator(where)
    word = LABELS[label][1 if label == "page" and not value.isalnum() else 0]
    return f"({word}{value})"


def _title(ref: Reference) -> str:
    title = text_of(ref.title)
    return styled(_cased(title, ref), "i") if ref.type in TITLED else title


def _cased(title: str, ref: Reference) -> str:
    """Title case is a custom of English; a title in another language stays as it is."""
    return title_case(title) if ref.language[:2].lower() in ("", "en") else title


def _editors(ref: Reference) -> str:
    listed = people(ref.editor, CUT, truncated="editor" in ref.truncated)
    return join([listed, ("eds." if len(ref.editor) > 1 else "ed.") if listed else ""], ", ")


def _volume(ref: Reference) -> str:
    return wrap(numbers(ref.volume, DASH), "Vol " if is_numeric(ref.volume) else "", "")


def _edition(ref: Reference) -> str:
    if is_numeric(ref.edition):
        return f"{ordinal(ref.edition)} ed." if ref.edition.isdecimal() else f"{ref.edition} ed."
    return text_of(ref.edition)


def _pages(ref: Reference) -> str:
    return pages(ref.page, DASH, short=False)


def _published(ref: Reference) -> str:
    return join([text_of(ref.publisher), year(ref.issued)], "; ")


def _book(ref: Reference) -> str:
    editors = wrap(_editors(ref), "(", ")")
    return join(
        [join([_volume(ref), _edition(ref), editors, _published(ref)], ". "), _pages(ref)], ":"
    )


def _chapter(ref: Reference) -> str:
    title = styled(_cased(text_of(ref.container_title), ref), "i")
    series = text_of(ref.collection_title)
    host = [_editors(ref), title, _volume(ref), _edition(ref), series, _published(ref)]
    chapter = wrap(numbers(ref.chapter_number, DASH), "chap " * is_numeric(ref.chapter_number), "")
    return join([join(["In", join(host, ". ")], ": "), _pages(ref) or chapter], ":")


def _case(ref: Reference) -> str:
    reporter = join([text_of(ref.container_title), numbers(ref.volume, DASH)], " ")
    where = join([join([wrap(_editors(ref), "(", ")"), reporter], ". "), _pages(ref)], ", ")
    court = join([text_of(ref.authority), year(ref.issued)], " ")
    return join([where, wrap(court, "(", ")")], " ")


def _page_on_the_web(ref: Reference) -> str:
    return join([text_of(ref.container_title), long_date(ref.issued)], ". ")


def _speech(ref: Reference) -> str:
    presented = ""
    if ref.genre:
        presented = capital(text_of(ref.genre)) + " presented at"
    elif ref.event_title or ref.event_place:
        presented = "Presented at"
    event = [text_of(ref.event_title), long_date(ref.issued), text_of(ref.event_place)]
    return join([presented, join(event, "; ")], ": ")


def _thesis(ref: Reference) -> str:
    return join([text_of(ref.genre), _published(ref)], ". ")


_FIRST_SEEN = {"article": "Preprint posted online", "article-newspaper": ""}


def _article(ref: Reference) -> str:
    journal = text_of((ref.container_title_short or ref.container_title).replace(".", ""))
    server = styled(text_of(ref.publisher), "i") if ref.type == "article" else ""
    if ref.issue or ref.volume:
        date = year(ref.issued)
    else:
        online = _FIRST_SEEN.get(ref.type, "Published online")
        date = join([online, long_date(ref.issued)], " ") if ref.issued else ""
    where = join([date, _issue(ref)], ";")
    numbered = join([where, numbers(ref.number, DASH) or _pages(ref)], ":")
    return join([_editors(ref), styled(journal, "i"), server, numbered], ". ")


def _issue(ref: Reference) -> str:
    if ref.type == "article-newspaper":
        return ""
    supplement = text_of(ref.supplement)
    supplement = wrap(supplement, "suppl " if is_numeric(ref.supplement) else "", "")
    issue = wrap(numbers(ref.issue, DASH), "(", ")")
    return numbers(ref.volume, DASH) + issue + wrap(supplement, "(", ")")


def _access(ref: Reference) -> str:
    if ref.DOI:
        return f"doi:{ref.DOI}"
    accessed = wrap(long_date(ref.accessed), "Accessed ", "")
    return join([accessed, ref.URL], ". ") if ref.URL else ""


_KINDS: dict[str, Callable[[Reference], str]] = {
    **dict.fromkeys(
        ("bill", "book", "graphic", "legislation", "motion_picture", "report", "song"), _book
    ),
    **dict.fromkeys(
        ("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"), _chapter
    ),
    **dict.fromkeys(("post", "post-weblog", "webpage"), _page_on_the_web),
    "legal_case": _case,
    "speech": _speech,
    "thesis": _thesis,
}
"""What follows the title, by type; everything else is written as an article."""
