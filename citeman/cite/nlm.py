"""NLM style, also called Vancouver: *Citing Medicine*, citation-sequence.

The rules are those of the CSL style nlm-citation-sequence, part by part and in its order.
Source: https://www.nlm.nih.gov/citingmedicine.
"""

import sys

from citeman.cite.joining import capital, join, wrap
from citeman.cite.values import (
    EtAl,
    is_numeric,
    numbers,
    ordinal,
    pages,
    people,
    short_date,
    text_of,
    year,
)
from citeman.model import Reference

DASH = "–"
CUT = EtAl(least=7, shown=6)
WHOLE = EtAl(least=sys.maxsize, shown=sys.maxsize)
"""How *Citing Medicine* itself lists names: all of them."""
SERIALS = frozenset(
    [
        "article-journal", "article-magazine", "article-newspaper", "periodical", "post-weblog",
        "review", "review-book",
    ]
)  # fmt: skip
ARTICLES = frozenset(["article-journal", "review", "review-book"])
PARTS = frozenset(["chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"])
"""The types that stand in another work: "In: ..."."""


def write(ref: Reference, cut: EtAl = CUT) -> str:
    """Write one reference as rich text, without a number; `cut` says which lists are shortened.

    >>> from citeman.model import Date, Name
    >>> write(Reference(type="article-journal", author=(Name("Noble", "Stuart"),),
    ...     title="Interleukin-2", container_title="BioDrugs", volume="7", page="394-422",
    ...     issued=Date(date_parts=((1997, 5),))))
    'Noble S. Interleukin-2. BioDrugs. 1997 May;7:394–422.'
    """
    lead, used = _lead(ref, cut)
    part_of_site = ref.type == "webpage" and ref.container_title
    body = join(
        [
            lead,
            _title(ref),
            "" if ref.container_title else _edition(ref),
            join(
                [
                    "In" if ref.type in PARTS else "",
                    join(
                        ["" if "editor" in used else _roles(ref, cut, "editor"), _container(ref)],
                        ". ",
                    ),
                ],
                ": ",
            ),
            join([_publisher(ref), join([_date(ref), _place_in_serial(ref)], ";")], "; "),
            _extent(ref),
            text_of(ref.title) if part_of_site else "",
            _series(ref, cut, used),
            _report_number(ref),
        ],
        ". ",
    )
    return join([wrap(body, "", "."), _availability(ref), _identifiers(ref)], " ")


_ROLE = {"editor": "editor", "translator": "translator", "collection_editor": "editor"}


def _roles(ref: Reference, cut: EtAl, *fields: str) -> str:
    """The people of some fields, each list with the word for what they did."""
    return join((_role(ref, cut, field) for field in fields), ", ")


def _role(ref: Reference, cut: EtAl, field: str) -> str:
    names = getattr(ref, field)
    listed = people(names, cut, truncated=field in ref.truncated)
    return join([listed, _ROLE[field] + ("s" if len(names) > 1 else "") if names else ""], ", ")


def _lead(ref: Reference, cut: EtAl) -> tuple[str, tuple[str, ...]]:
    """Who stands first, and which fields that used up besides the authors."""
    if ref.author:
        return people(ref.author, cut, truncated="author" in ref.truncated), ()
    if ref.editor and ref.editor == ref.translator:
        return _roles(ref, cut, "editor") + " and translator" + "s" * (len(ref.editor) > 1), (
            "editor",
        )
    used = ("editor", "translator") if ref.editor or ref.translator else ("collection_editor",)
    return _roles(ref, cut, *used), used


def _title(ref: Reference) -> str:
    site = ref.container_title if ref.type == "webpage" else ""
    medium = _medium(ref) if site or not ref.container_title else ""
    kind = wrap(text_of(ref.genre), "[", "]")
    return join([text_of(site or ref.title), kind, wrap(medium, "[", "]")], " ")


def _medium(ref: Reference) -> str:
    if ref.medium:
        return capital(text_of(ref.medium))
    return "Internet" if ref.URL and ref.type not in PARTS else ""


def _edition(ref: Reference) -> str:
    if is_numeric(ref.edition):
        return f"{ordinal(ref.edition)} ed." if ref.edition.isdecimal() else f"{ref.edition} ed."
    return text_of(ref.edition)


def _container(ref: Reference) -> str:
    if ref.type == "webpage":
        return ""
    if ref.container_title:
        online = "[Internet]" if ref.URL and not _found_by_identifier(ref) else ""
        return join([join([_source(ref), online], " "), _edition(ref)], ". ")
    if ref.type in ("bill", "legislation"):
        section = wrap(text_of(ref.section), "Sect. ", "")
        return join([section, text_of(ref.number)], ", ")
    if ref.type == "speech":
        presented = join([capital(text_of(ref.genre)), "presented at"], " ")
        return join([presented, text_of(ref.event_title)], ": ")
    label = "Vol. " if is_numeric(ref.volume) else ""
    return join([wrap(numbers(ref.volume, DASH), label, ""), text_of(ref.volume_title)], ", ")


def _source(ref: Reference) -> str:
    """The journal's abbreviation where it is known; else the title as it was given."""
    if ref.type in ARTICLES:
        return text_of((ref.container_title_short or ref.container_title).replace(".", ""))
    return text_of(ref.container_title)


def _found_by_identifier(ref: Reference) -> bool:
    """A journal article with an identifier is not cited by an address as well."""
    return ref.type == "article-journal" and bool(ref.DOI or ref.PMID or ref.PMCID)


def _publisher(ref: Reference) -> str:
    if ref.type in SERIALS:
        return ""
    place = text_of(ref.publisher_place)
    place = wrap(place, "[", "]") if ref.type == "thesis" else place
    return join(["" if ref.type == "speech" else place, text_of(ref.publisher)], ": ")


def _date(ref: Reference) -> str:
    if ref.type in SERIALS:
        cited = "" if _found_by_identifier(ref) else _cited(ref)
        page = _pages(ref) if ref.type == "article-newspaper" else ""
        return join([join([short_date(ref.issued), cited], " "), page], ":")
    if ref.type in ("bill", "legislation"):
        return short_date(ref.issued)
    if ref.type == "report":
        return join([short_date(ref.issued, days=False), _cited(ref)], " ")
    if ref.type == "patent":
        return join([join([text_of(ref.number), year(ref.issued)], ", "), _cited(ref)], " ")
    if ref.type == "speech":
        return join(
            [join([short_date(ref.issued), _cited(ref)], " "), text_of(ref.event_place)], "; "
        )
    return join([year(ref.issued), _cited(ref)], " ")


def _cited(ref: Reference) -> str:
    accessed = short_date(ref.accessed)
    return f"[cited {accessed}]" if ref.URL and accessed else ""


def _place_in_serial(ref: Reference) -> str:
    if ref.type not in SERIALS - {"article-newspaper"}:
        return ""
    supplement = capital(text_of(ref.supplement))
    supplement = wrap(supplement, "Suppl " if is_numeric(ref.supplement) else "", "")
    issue = wrap(join([numbers(ref.issue, DASH), supplement], " "), "(", ")")
    volume = text_of(ref.collection_title) + numbers(ref.volume, DASH)
    return join([volume + issue, numbers(ref.number, DASH) or _pages(ref)], ":")


def _pages(ref: Reference) -> str:
    return pages(ref.page, DASH, short=True)


def _extent(ref: Reference) -> str:
    if ref.type == "book":
        unit = " p." if is_numeric(ref.number_of_pages) else ""
        return wrap(numbers(ref.number_of_pages, DASH), "", unit)
    paged = ref.type not in {*ARTICLES, "article-magazine", "article-newspaper"}
    return wrap(_pages(ref), "p. ", "") if paged else ""


def _series(ref: Reference, cut: EtAl, used: tuple[str, ...]) -> str:
    if ref.type in SERIALS or not ref.collection_title:
        return ""
    label = "no. " if is_numeric(ref.collection_number) else ""
    number = wrap(numbers(ref.collection_number, DASH), label, "")
    editors = "" if "collection_editor" in used else _roles(ref, cut, "collection_editor")
    series = join([text_of(ref.collection_title), number], "; ")
    return wrap(join([editors, series], ". "), "(", ")")


def _report_number(ref: Reference) -> str:
    if ref.type != "report" or not ref.number:
        return ""
    return f"{capital(text_of(ref.genre) or 'report')} {_number(ref)}"


def _number(ref: Reference) -> str:
    return join(["no." if is_numeric(ref.number) else "", numbers(ref.number, DASH)], ": ")


def _availability(ref: Reference) -> str:
    archive = join(
        [
            text_of(str(ref.extra.get(name, ""))) if name != "archive" else text_of(ref.archive)
            for name in ("archive_collection", "archive", "archive-place")
        ],
        ", ",
    )
    held = join([archive, text_of(ref.archive_location)], "; ")
    url = "" if _found_by_identifier(ref) else wrap(ref.URL, "Available from: ", "")
    where = join([url, wrap(ref.DOI, "doi:", "")], " ")
    return join([wrap(held, "Located at: ", ""), where], ". ")


def _identifiers(ref: Reference) -> str:
    pmid, pmcid = (
        wrap(ref.PMID, "PubMed PMID: ", ""),
        wrap(ref.PMCID, "PubMed Central PMCID: ", ""),
    )
    references = text_of(str(ref.extra.get("references", "")))
    return wrap(join([join([pmid, pmcid], "; "), references], ". "), "", ".")
