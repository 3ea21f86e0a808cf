"""The vocabulary of JATS that references are written in, and what its names and dates say."""

from collections.abc import Iterator

from lxml import etree

from citeman.fields.dates import read_date
from citeman.fields.names import read_name
from citeman.fields.persons import read_inverted
from citeman.model import Date, Name, replace
from citeman.text import squeeze

Element = etree._Element

CITATIONS = frozenset({"element-citation", "mixed-citation", "citation", "nlm-citation"})
NAMES = frozenset({"name", "string-name", "collab", "on-behalf-of", "anonymous", "etal"})
DATES = frozenset({"year", "month", "day", "season", "string-date"})
PAGES = frozenset({"fpage", "lpage", "page-range", "elocation-id"})
TITLES = frozenset({"article-title", "chapter-title", "data-title", "part-title", "trans-title"})
LINKS = frozenset({"ext-link", "uri"})
ALTERNATIVES = frozenset({"name-alternatives", "collab-alternatives"})
CONTAINERS = ALTERNATIVES | {"person-group", "date"}
INLINE = frozenset({
    "italic", "bold", "sup", "sub", "sc", "styled-content", "named-content", "underline",
    "overline", "strike", "monospace", "roman", "sans-serif", "fixed-case", "xref", "break",
    "inline-graphic", "inline-formula", "math", "x", "abbrev", "phrase", "related-object",
    "target", "private-char", "chem-struct", "ruby", "rb", "alternatives", "p",
})  # fmt: skip
"""Elements that say how words look or where they lead, and not what they are."""

ASIDE = frozenset({"annotation", "label"})
"""What may stand inside a reference and is no words of it."""

_NO_PIECES = CONTAINERS | INLINE | ASIDE
ID_FORMS = {
    "pmid": ("[PubMed: ", "]"),
    "pmcid": ("[PMC free article: ", "]"),
    "doi": ("doi: ", "."),
    "arxiv": ("arXiv: ", "."),
    "isbn": ("ISBN: ", "."),
    "issn": ("ISSN: ", "."),
}
"""What is printed around an identifier of each type."""

_ROLES = {
    "author": "author",
    "allauthors": "author",
    "all-authors": "author",
    "inventor": "author",
    "assignee": "contributor",
    "curator": "author",
    "editor": "editor",
    "ed": "editor",
    "guest-editor": "editor",
    "compiler": "editor",
    "translator": "translator",
    "transed": "translator",
}
_HREF = "{http://www.w3.org/1999/xlink}href"


def tag(element: Element | None) -> str:
    """Give an element's name without its namespace; "" for none and for an entity."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """Give the words in an element, on one line."""
    return "" if element is None else squeeze("".join(element.itertext()))


def child(element: Element, name: str) -> Element | None:
    """Find the first child of a name."""
    return next((part for part in element if tag(part) == name), None)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Find every element of these names below one, in order."""
    return (part for part in element.iterdescendants() if tag(part) in names)


def href(element: Element) -> str:
    """Give where a link leads: its target, else its words."""
    return (element.get(_HREF) or element.get("href") or text_of(element)).strip()


def id_kind(element: Element) -> str:
    """Name the kind of an identifier, in small letters."""
    return (element.get("pub-id-type") or tag(element)).lower()


def id_form(element: Element) -> tuple[str, str]:
    """Give what to print around an identifier, so that it says what it is."""
    kind = id_kind(element)
    before, after = ID_FORMS.get(kind, ("", ""))
    bare_pmcid = kind == "pmcid" and text_of(element)[:1].isdigit()
    return before + "PMC" * bare_pmcid, after


def is_piece(element: Element) -> bool:
    """Tell whether an element inside a reference says what its words are.

    >>> is_piece(etree.fromstring("<volume>7</volume>"))
    True
    """
    name = tag(element)
    return bool(name) and name not in _NO_PIECES


def role(element: Element) -> str:
    """Tell which name variable a person belongs to, from the group around it."""
    group = next(
        (above for above in element.iterancestors() if tag(above) == "person-group"), None
    )
    if group is None:
        return "author"
    return _ROLES.get(group.get("person-group-type") or "author", "contributor")


def name_of(element: Element) -> Name | None:
    """Read a person or group; None for what names nobody."""
    words = text_of(element)
    if tag(element) == "etal" or not words:
        return None
    family, given = text_of(child(element, "surname")), text_of(child(element, "given-names"))
    suffix = text_of(child(element, "suffix"))
    if family:
        return read_inverted(family, given, suffix)
    if given:
        return Name(given=given, suffix=suffix)
    if tag(element) == "string-name":
        return read_name(words)
    return Name(literal=words.rstrip(",;"))


def date_of(elements: list[Element]) -> Date | None:
    """Read a date from its tagged parts.

    >>> parts = etree.fromstring("<p><year>2003a</year><month>05</month><day>1</day></p>")
    >>> date_of(list(parts)).date_parts
    ((2003, 5, 1),)
    """
    parts: dict[str, str] = {}
    for element in elements:
        parts.setdefault(tag(element), text_of(element).strip(" ().,;"))
    if "year" not in parts:
        return read_date(" ".join(parts.values()))
    date = read_date(parts["year"])
    month, day = parts.get("month", ""), parts.get("day", "")
    if date and len(date.date_parts) == 1 and month.isdigit() and 1 <= int(month) <= 12:
        numbers = [int(number) for number in (month, day) if number.isdigit()]
        return replace(date, date_parts=((*date.date_parts[0], *numbers),))
    rest = [parts.get("season", ""), month, day]
    return read_date(" ".join([parts["year"], *filter(None, rest)]))
