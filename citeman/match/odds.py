"""What each kind of likeness of two references says, and how much it shifts the odds of one work.

One table for a single pair, for a million pairs, and for the words that people read.
"""

from citeman.match.weights import Weight

PRIOR = -0.86
"""Logarithm of the odds of one work for a pair that shares a key and says nothing else."""

ODDS: dict[str, dict[str, Weight]] = {
    "title": {
        "same, long": Weight("agrees", 1.11, "same title"),
        "same": Weight("agrees", 2.26, "same title"),
        "same, short": Weight("agrees", -2.32, "same title, but one that many works have"),
        "close": Weight("close", 1.31, "titles differ in spelling"),
        "part": Weight("close", 1.15, "one title is a part of the other"),
        "part, short": Weight("close", -1.02, "one title is a short part of the other"),
        "reworded": Weight("close", 0.84, "titles differ in a word"),
        "numbers": Weight("differs", 1.12, "titles differ in a number"),
        "near": Weight("differs", -0.87, "titles are only similar"),
        "differs": Weight("differs", -3.58, "titles differ"),
    },
    "people": {
        "same": Weight("agrees", 0.75, "same authors"),
        "part": Weight("close", 0.55, "one list of authors is a part of the other"),
        "most": Weight("close", 0.44, "most authors are the same"),
        "lead": Weight("close", -0.71, "only the first author is the same"),
        "some": Weight("differs", -0.14, "few authors are the same"),
        "differs": Weight("differs", -2.43, "authors differ"),
    },
    "container": {
        "same": Weight("agrees", 0.91, "same journal or book"),
        "close": Weight("close", 1.45, "similar journals or books"),
        "differs": Weight("differs", -0.73, "journals or books differ"),
    },
    "year": {
        "same": Weight("agrees", 1.29, "same year"),
        "close": Weight("close", -1.22, "years are one apart"),
        "differs": Weight("differs", -2.20, "years differ"),
    },
    "volume": {
        "same": Weight("agrees", 0.77, "same volume"),
        "differs": Weight("differs", -1.47, "volumes differ"),
    },
    "issue": {
        "same": Weight("agrees", -0.13, "same issue"),
        "differs": Weight("differs", -2.87, "issues differ"),
    },
    "page": {
        "same": Weight("agrees", 1.52, "same first page"),
        "differs": Weight("differs", -0.21, "first pages differ"),
    },
    "edition": {
        "same": Weight("agrees", 0.0, "same edition"),
        "differs": Weight("differs", 0.0, "editions differ"),
    },
    "doi": {
        "same": Weight("agrees", 4.0, "same DOI"),
        "differs": Weight("differs", -1.28, "DOIs differ"),
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
        "same": Weight("agrees", 2.0, "abstracts begin alike"),
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
