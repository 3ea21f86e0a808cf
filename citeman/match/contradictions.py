"""What forbids two references to be one work, whatever their score: rules, and their excuses."""

from collections.abc import Mapping
from typing import NamedTuple

from citeman.match.odds import KINDS, ODDS


class Rule(NamedTuple):
    """What contradicts one work: one of these kinds in a field, unless another excuses it.

    Any one of `unless` is excuse enough; those of `unless_all` are only together.

    What `is_outvoted` keeps two references apart where they stand alone; in a group whose others
    agree it only weighs `CONTRADICTION`, for years and places are often copied wrongly.
    """

    words: str
    field: str
    kinds: tuple[str, ...]
    unless: Mapping[str, tuple[str, ...]] = {}
    unless_all: Mapping[str, tuple[str, ...]] = {}
    is_outvoted: bool = False


_SAME_ID: dict[str, tuple[str, ...]] = {"doi": ("same",), "pmid": ("same",), "pmcid": ("same",)}
_SAME_TITLE = ("same, long", "same", "close")
_OTHER_TITLE = (
    *("part", "part, short", "words", "reworded", "near", "differs", "branches"),
    *("opposites", "stages"),
)
_ANY_TITLE = tuple(ODDS["title"])
_SAME_PMID: dict[str, tuple[str, ...]] = {"pmid": ("same",), "pmcid": ("same",)}
_SAME_PEOPLE = ("same", "part", "most")
_PAGE = ("pages", "page")
_SAME_PAGE = (*_PAGE, "page alone")
_OTHER_PAGE = ("from 1", "other page", "page differs")
_ONE_PLACE: dict[str, tuple[str, ...]] = {"place": _PAGE, "year": ("same",)}
"""Where two works hardly ever stand, so that one database does not say what kind of work it is."""
_UNPLACED: dict[str, tuple[str, ...]] = {
    "title": ("same, long", "same"),
    "people": ("same",),
    "container": ("nowhere",),
}
"""A thesis or report of which nothing but authors, title and year is said."""
_EARLY: dict[str, tuple[str, ...]] = {
    "title": ("same, long",),
    "people": ("same", "part"),
    "container": ("same",),
    "place": ("", "page differs"),
    "year": ("few",),
}
"""An article ahead of print and in print: two or three years may lie between them."""


def _placed_but(*kinds: str) -> tuple[str, ...]:
    """Give all that places can be, silence too, but these."""
    return tuple(kind for kind in KINDS["place"] if kind not in kinds)


RULES = (
    Rule("only one is a comment, reply or correction", "kind", ("notice",)),
    Rule("only one is a preprint", "kind", ("preprint",)),
    Rule("only one is a conference abstract", "kind", ("abstract",), unless_all=_ONE_PLACE),
    Rule("only one is a protocol", "kind", ("protocol",), unless_all=_ONE_PLACE),
    Rule(
        "only one is a thesis",
        "kind",
        ("thesis",),
        {"container": ("nowhere",)} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule("only one says retracted", "kind", ("retracted",), _SAME_ID, _ONE_PLACE),
    Rule("the editions differ", "edition", ("differs",)),
    Rule("the PMIDs differ", "pmid", ("differs",)),
    Rule(
        "another title and other authors: the DOI is that of the whole, or a mistake",
        "people",
        ("some", "differs"),
        {"title": tuple(kind for kind in KINDS["title"] if kind != "differs")} | _SAME_PMID,
    ),
    Rule(
        "the titles differ in a number",
        "title",
        ("numbers",),
        {"place": ("pages",)} | _SAME_ID,
    ),
    Rule("the titles say opposite things", "title", ("opposites",), {"place": _PAGE} | _SAME_ID),
    Rule("the titles go on otherwise", "title", ("branches",), {"place": _SAME_PAGE} | _SAME_ID),
    Rule(
        "one title is short",
        "title",
        ("part, short",),
        {"place": _SAME_PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "a title that many works have stands in another place",
        "title",
        ("same, short",),
        {"place": ("", *_SAME_PAGE, "issue", "volume")} | _SAME_ID,
    ),
    Rule(
        "a title that many works have, and neither authors nor a place say more",
        "title",
        ("same, short",),
        {"people": _SAME_PEOPLE, "place": (*_SAME_PAGE, "issue")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "neither the titles are the same nor the authors",
        "people",
        ("some", "differs"),
        {"title": ("", "same, short", *_SAME_TITLE, "number", "numbers")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "one has no title, and neither authors with a journal nor a place are the same",
        "title",
        ("",),
        {"place": (*_PAGE, "page, other issue"), "container": ("same", "close")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "one has no title, and the authors differ",
        "people",
        ("some", "differs"),
        {"title": _ANY_TITLE, "container": ("same", "close")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "other authors on another page",
        "people",
        ("differs",),
        {"place": _placed_but(*_OTHER_PAGE)} | _SAME_PMID,
    ),
    Rule(
        "other authors in another year",
        "people",
        ("differs",),
        {"year": ("", "same", "other, same place"), "place": _SAME_PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "other authors in another journal or book, and the titles are only similar",
        "people",
        ("differs",),
        {
            "title": tuple(kind for kind in KINDS["title"] if kind != "close"),
            "container": tuple(kind for kind in KINDS["container"] if kind != "differs"),
            "place": _SAME_PAGE,
        }
        | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "other authors and another DOI",
        "people",
        ("differs",),
        {"doi": ("", "same"), "place": _PAGE} | _SAME_PMID,
    ),
    Rule(
        "two notices, abstracts or preprints stand on different pages",
        "kind",
        ("same",),
        {"place": _placed_but(*_OTHER_PAGE)} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "two notices, abstracts or preprints have different titles",
        "kind",
        ("same",),
        {"title": ("", "same, short", *_SAME_TITLE, "part"), "place": _PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "they stand in other volumes of other journals or books",
        "container",
        ("differs",),
        {"place": _placed_but("page, other volume")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the titles differ, and not all the pages are the same",
        "title",
        ("differs",),
        {"place": ("pages",)} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "titles and pages differ",
        "place",
        ("other page",),
        {"title": ("", "same, short", *_SAME_TITLE)} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "titles and pages differ",
        "title",
        ("words", "reworded"),
        {"place": _placed_but("page differs")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the titles are only similar, and no place is the same",
        "title",
        ("near",),
        {"place": (*_PAGE, "page, other issue", "issue")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the titles differ, and no authors say more",
        "title",
        _OTHER_TITLE,
        {"people": _SAME_PEOPLE, "place": _PAGE, "container": ("same", "close")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "they stand in different places",
        "place",
        ("elsewhere", "other volume", "other issue"),
        _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the issues differ",
        "place",
        ("page, other issue",),
        {"title": _SAME_TITLE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the volumes differ",
        "place",
        ("page, other volume",),
        {"year": ("", "same")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the years differ, and no place is the same",
        "year",
        ("close",),
        {"container": ("same", "close"), "place": (*_SAME_PAGE, "issue", "volume")} | _SAME_ID,
        _UNPLACED,
        is_outvoted=True,
    ),
    Rule(
        "the titles differ, and so do the journals or books",
        "title",
        ("words", "reworded", "near"),
        {"container": ("", "nowhere", "same", "close"), "place": _SAME_PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the years are far apart",
        "year",
        ("few", "differs"),
        {"place": _SAME_PAGE} | _SAME_ID,
        _EARLY,
        is_outvoted=True,
    ),
    Rule("the DOIs differ", "doi", ("differs",), {"title": _SAME_TITLE}),
    Rule("the DOIs differ", "doi", ("differs",), {"place": (*_SAME_PAGE, "issue", "volume")}),
)
"""What sister works show, and two descriptions of one work hardly ever; how often, docs/dedupe.md
says."""
