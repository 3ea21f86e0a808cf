"""What each kind of likeness of two references says, and how much it shifts the odds of one work.

One table for a single pair, for a million pairs, and for the words that people read.
"""

from collections.abc import Mapping
from typing import NamedTuple

from citeman.match.weights import Weight

PRIOR = 0.46
"""Logarithm of the odds of one work for a pair that shares a key and says nothing else."""

ODDS: dict[str, dict[str, Weight]] = {
    "title": {
        "same, long": Weight("agrees", 2.7, "same title"),
        "same": Weight("agrees", 1.98, "same title"),
        "same, short": Weight("agrees", -1.07, "same title, but one that many works have"),
        "close": Weight("close", 1.36, "titles differ in spelling"),
        "part": Weight("close", 1.26, "one title is a part of the other"),
        "part, short": Weight("close", -1.0, "one title is a short part of the other"),
        "words": Weight("close", 0.22, "one title is made of words of the other"),
        "reworded": Weight("close", 0.21, "titles differ in a word"),
        "branches": Weight("differs", -1.0, "titles begin alike and go on otherwise"),
        "numbers": Weight("differs", -1.0, "titles differ in a number"),
        "number": Weight("close", 0.3, "only one title has a number"),
        "near": Weight("differs", -2.37, "titles are only similar"),
        "differs": Weight("differs", -4.89, "titles differ"),
    },
    "people": {
        "same": Weight("agrees", 0.8, "same authors"),
        "part": Weight("close", 0.28, "one list of authors is a part of the other"),
        "most": Weight("close", -0.29, "most authors are the same"),
        "lead": Weight("close", -1.31, "only the first author is the same"),
        "some": Weight("differs", -0.5, "few authors are the same"),
        "differs": Weight("differs", -1.24, "authors differ"),
    },
    "container": {
        "same": Weight("agrees", 1.58, "same journal or book"),
        "close": Weight("close", 1.0, "similar journals or books"),
        "differs": Weight("differs", -0.32, "journals or books differ"),
    },
    "year": {
        "same": Weight("agrees", 0.77, "same year"),
        "close": Weight("close", -2.3, "years are one apart"),
        "differs": Weight("differs", -2.7, "years differ"),
        "other, same place": Weight("close", 0.18, "years differ, but the volume is the same"),
    },
    "place": {
        "page": Weight("agrees", 1.24, "same volume and first page"),
        "page, other issue": Weight(
            "close", 0.06, "same volume and first page, but issues differ"
        ),
        "page alone": Weight("agrees", -0.1, "same first page"),
        "page, other volume": Weight("close", -0.5, "same first page, but volumes differ"),
        "issue": Weight("agrees", 0.17, "same volume and issue"),
        "volume": Weight("agrees", 0.08, "same volume"),
        "other page": Weight("close", -1.45, "same volume, but first pages differ"),
        "other issue": Weight("differs", -3.0, "same volume, but issues differ"),
        "page differs": Weight("differs", -0.42, "first pages differ"),
        "other volume": Weight("differs", -3.0, "volumes differ"),
        "elsewhere": Weight("differs", -3.0, "volumes and first pages differ"),
    },
    "edition": {
        "same": Weight("agrees", 0.0, "same edition"),
        "differs": Weight("differs", 0.0, "editions differ"),
    },
    "doi": {
        "same": Weight("agrees", 4.0, "same DOI"),
        "differs": Weight("differs", -1.3, "DOIs differ"),
    },
    "pmid": {
        "same": Weight("agrees", 6.0, "same PMID"),
        "differs": Weight("differs", -4.0, "PMIDs differ"),
    },
    "pmcid": {
        "same": Weight("agrees", 6.0, "same PMCID"),
        "differs": Weight("differs", -4.0, "PMCIDs differ"),
    },
    "isbn": {
        "same": Weight("agrees", 0.5, "same ISBN"),
        "differs": Weight("differs", -0.5, "ISBNs differ"),
    },
    "abstract": {
        "same": Weight("agrees", 1.0, "abstracts begin alike"),
        "differs": Weight("differs", -0.5, "abstracts begin otherwise"),
    },
    "kind": {
        "same": Weight("agrees", 0.0, "both are notices, preprints or abstracts"),
        "notice": Weight("differs", 0.0, "only one is a comment, reply or correction"),
        "preprint": Weight("differs", 0.0, "only one is a preprint"),
        "abstract": Weight("differs", 0.0, "only one is a conference abstract"),
    },
}
"""Field of `Facts` -> kind of likeness -> what it says. The kinds stand in the order of
`citeman.match.alike`'s numbers, which begin at 1; 0 says that one of the two is silent."""

KINDS: dict[str, tuple[str, ...]] = {field: ("", *kinds) for field, kinds in ODDS.items()}
"""Field -> the kinds by their numbers."""


class Rule(NamedTuple):
    """What contradicts one work: one of these kinds in a field, unless another excuses it.

    What `is_outvoted` keeps two references apart where they stand alone; in a group whose others
    agree it only weighs `CONTRADICTION`, for years and places are often copied wrongly.
    """

    words: str
    field: str
    kinds: tuple[str, ...]
    unless: Mapping[str, tuple[str, ...]] = {}
    is_outvoted: bool = False


_SAME_ID: dict[str, tuple[str, ...]] = {"doi": ("same",), "pmid": ("same",), "pmcid": ("same",)}
_SAME_TITLE = ("same, long", "same", "close")
_OTHER_TITLE = ("part", "part, short", "words", "reworded", "near", "differs", "branches")
_SAME_PEOPLE = ("same", "part", "most")
_SAME_PAGE = ("page", "page alone")

CONTRADICTION = -4.0
"""What a contradiction that can be outvoted weighs, as a logarithm of odds."""

RULES = (
    Rule("only one is a comment, reply or correction", "kind", ("notice",)),
    Rule("only one is a preprint", "kind", ("preprint",)),
    Rule("only one is a conference abstract", "kind", ("abstract",)),
    Rule("the editions differ", "edition", ("differs",)),
    Rule("the PMIDs differ", "pmid", ("differs",), {"doi": ("same",)}),
    Rule("the titles differ in a number", "title", ("numbers",), {"place": ("page",)} | _SAME_ID),
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
        {"place": ("", "page", "page alone", "issue", "volume")} | _SAME_ID,
    ),
    Rule(
        "neither the titles are the same nor the authors",
        "people",
        ("some", "differs"),
        {"title": ("", "same, short", *_SAME_TITLE, "number", "numbers")} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the titles differ, and no authors say more",
        "title",
        _OTHER_TITLE,
        {"people": _SAME_PEOPLE, "place": ("page",), "container": ("same", "close")} | _SAME_ID,
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
        is_outvoted=True,
    ),
    Rule(
        "the titles differ, and so do the journals or books",
        "title",
        ("words", "reworded", "near"),
        {"container": ("", "same", "close"), "place": _SAME_PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule(
        "the years are far apart",
        "year",
        ("differs",),
        {"place": _SAME_PAGE} | _SAME_ID,
        is_outvoted=True,
    ),
    Rule("the DOIs differ", "doi", ("differs",), {"title": _SAME_TITLE}),
    Rule("the DOIs differ", "doi", ("differs",), {"place": (*_SAME_PAGE, "issue", "volume")}),
)
"""What sister works show, and two descriptions of one work hardly ever; how often, docs/dedupe.md
says."""
