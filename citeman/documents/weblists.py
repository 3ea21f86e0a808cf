"""What the markup of web pages says about references: lists, items, and words that are none.

The names are those that MediaWiki, PubMed Central, the publishers' platforms, citation processors
and the DPUB-ARIA roles (https://www.w3.org/TR/dpub-aria-1.1/) give them.
"""

import re
from itertools import islice

from lxml import etree

Element = etree._Element

UNSEEN = frozenset({
    "head", "title", "script", "style", "noscript", "template", "nav", "svg", "iframe", "object",
    "audio", "video", "canvas", "select", "textarea", "button", "datalist", "annotation",
    "annotation-xml",
})  # fmt: skip
_UNSEEN_CLASSES = frozenset({
    "sr-only", "usa-sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text",
    "screen-reader-only", "screenreader", "u-visually-hidden", "hidden", "accessibility-hidden",
    "offscreen", "off-screen", "a11y-hidden", "element-invisible", "mw-editsection",
    "mw-cite-backlink", "cite-accessibility-label", "cs1-maint", "cs1-hidden-error",
    "tooltiptext", "copy-to-clipboard",
})  # fmt: skip
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_LIST_TAGS = frozenset({"ol", "ul", "dl", "div", "section", "table", "aside"})
_LIST_NAMES = frozenset({
    "references", "reference-list", "references-list", "references__list", "ref-list", "reflist",
    "bibliography", "biblist", "citation-list", "cited-references", "csl-bib-body", "refs",
    "c-article-references", "ltx_biblist", "doc-bibliography", "article-references",
    "article__references", "rlist--references", "works-cited", "html-references_list",
    "references-section", "article-section__references", "article-references-list",
})  # fmt: skip
_ITEM_TAGS = frozenset({"div", "p", "section", "article"})
_ITEM_NAMES = frozenset({
    "reference", "ref", "ref-item", "reference-item", "references__item", "citation", "csl-entry",
    "bib-reference", "bibliography-item", "citation-item", "bibitem", "ref-content-wrapper",
    "doc-biblioentry", "js-splitview-ref-item", "cit", "bibentry", "biblioentry",
    "single-reference",
})  # fmt: skip
_ONE_LINE = frozenset({
    "reference", "contribution", "host", "citation__text", "citation-content", "ref-content",
    "mixed-citation", "element-citation", "csl-right-inline", "reference__text", "hlfld-fulltext",
    "c-article-references__text", "citation-body", "nlm_citation", "cit", "ref-cit",
})  # fmt: skip
_NOTES = frozenset({
    "annotation", "annotations", "csl-block", "reference-note", "ref-note", "note", "comment",
    "description", "summary", "abstract", "reference__annotation", "bib-annotation",
})  # fmt: skip
_LABEL_NAMES = frozenset({
    "label", "ref-label", "csl-left-margin", "reference-number", "citation-number", "ref-number",
    "refnumber", "number", "citation-label", "reference__number", "ltx_tag_bibitem", "ref__label",
})  # fmt: skip
_LABEL = re.compile(r"\s*[\[(]?[A-Za-z]{0,2}\d{1,4}[a-z]?[\]).:]*\s*$")

_FURNITURE = re.compile(
    r"""
    (?: (?:view|find|search|get|read|open|go\sto|see|check)(?:\s(?:in|on|at|for|it|this|the))*\s)?
    (?: google\s(?:scholar|preview|books?) | cross-?ref | scopus | web\sof\s(?:science|knowledge)
      | isi | med-?line | pub\s?med(?:\scentral|\s?abstract)? | pmc(?:\sfree\sarticle)? | cas | ads
      | world\s?cat | copac | mathscinet | zentralblatt\smath | semantic\sscholar | europe\spmc
      | (?:free\s)?full[\s-]?text(?:\s(?:html|pdf|links|options))? | pdf | html | abstract
      | article | (?:external\s|publisher|chapter|book|journal|full)\s?(?:site|link|article|text)?
      | doi | links? | citation | record | reference(?:\slinks?)? | export\scitation | download
      | citations? | find\sit(?:@|\sat).* | openurl | bibtex | ris | endnote | copy
      | (?:this\sarticle|here|online|details|more) )
    (?: \s (?:article|full\stext|scholar|link|citations?|abstract) )?
    (?: \s? \( (?:\d[\d,.]*|opens?\sin\s.*|external.*) \) )? (?: \s opens?\sin\s.* )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s|·•,;/›»]+")
_SIGNS = re.compile(r"^\W+|[^\w)]+$")
_LONGEST = 200
_MOST = 100
"""Elements and stretches of text beyond which nothing counts as an aside: a bound on the work."""


def is_unseen(element: Element, *, in_list: bool = False) -> bool:
    """Tell whether a browser shows nothing of an element, or nothing that belongs to the text.

    A list of references is there to be read: one that is folded away counts as seen, and so does
    what is longer than an aside where a page shows such a list.
    """
    if element.tag in UNSEEN:
        return True
    if not element.attrib or not _is_hidden(element):
        return False
    return not _holds_list(element) and not (in_list and len(_words(element)) > _LONGEST)


def _is_hidden(element: Element) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or element.get("role") == "navigation"
        or bool(_UNSEEN_STYLE.search(element.get("style", "")))
        or not _UNSEEN_CLASSES.isdisjoint(_classes(element))
    )


def _holds_list(element: Element) -> bool:
    return any(is_list(below) for below in element.iter(*_LIST_TAGS))


def is_list(element: Element) -> bool:
    """Tell whether an element is named as a list of references."""
    return element.tag in _LIST_TAGS and not _LIST_NAMES.isdisjoint(_names(element))


def is_item(element: Element) -> bool:
    """Tell whether an element that is no list item is named as one reference of a list."""
    return element.tag in _ITEM_TAGS and not _ITEM_NAMES.isdisjoint(_names(element))


def is_one_line(element: Element) -> bool:
    """Tell whether the parts of an element are those of one citation, whatever boxes they have."""
    return bool(element.attrib) and not _ONE_LINE.isdisjoint(_classes(element))


def is_note(element: Element) -> bool:
    """Tell whether an element is named as what somebody says about a reference."""
    return element.tag in (*_ITEM_TAGS, "blockquote") and not _NOTES.isdisjoint(_classes(element))


def is_label(element: Element) -> bool:
    """Tell whether an element holds the number of a reference, such as "1." or "[A2]"."""
    if element.tag not in ("span", "label", "b", "div", "p"):
        return False
    return not _LABEL_NAMES.isdisjoint(_classes(element)) and is_number(element)


def is_number(element: Element) -> bool:
    """Tell whether the words of an element are a number as lists have them, and no more."""
    words = _words(element)
    return len(words) < 12 and bool(_LABEL.match(words))


def is_back_link(element: Element) -> bool:
    """Tell whether an element is an arrow back to where the reference is cited."""
    if element.tag != "a" or not element.get("href", "").startswith("#"):
        return False
    return not any(letter.isalnum() for letter in _words(element))


def is_furniture(element: Element) -> bool:
    """Tell whether links are all an element has to say: "Crossref | Google Scholar".

    >>> from lxml.html import fragment_fromstring as html
    >>> is_furniture(html('<p><a href="/x">View article</a> | <a href="/y">PubMed</a></p>'))
    True
    >>> is_furniture(html('<p><a href="/x">View article</a> by Noble</p>'))
    False
    """
    if next(islice(element.iterdescendants(), _MOST, None), None) is not None:
        return False
    if element.tag != "a" and next(element.iterdescendants("a"), None) is None:
        return False
    if len(_words(element)) > _LONGEST:
        return False
    links = [element] if element.tag == "a" else list(element.iterdescendants("a"))
    if not all(_FURNITURE.fullmatch(_bare(_words(link)) or "link") for link in links):
        return False
    inside = sum(len("".join(_words(link).split())) for link in links)
    return len("".join(_BETWEEN.sub("", _words(element)).split())) <= inside


def _bare(words: str) -> str:
    return _SIGNS.sub("", " ".join(words.split()))


def is_between(text: str | None) -> bool:
    """Tell whether text is nothing but what parts one link from the next."""
    return bool(text) and bool(_BETWEEN.fullmatch(str(text)))


def _words(element: Element) -> str:
    """Give the words of an element, or enough of them to see that there are many."""
    return "".join(str(text) for text in islice(element.itertext(), _MOST))


def _classes(element: Element) -> list[str]:
    return element.get("class", "").lower().split()


def _names(element: Element) -> list[str]:
    if not element.attrib:
        return []
    names = (element.get(name, "") for name in ("class", "role", "id", "data-title"))
    return " ".join(names).lower().split()
