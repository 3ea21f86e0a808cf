"""What each kind of likeness of two references says, and how much it shifts the odds of one work.

One table for a single pair, for a million pairs, and for the words that people read.
"""

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
        "opposites": Weight("differs", -1.0, "titles say opposite things"),
        "stages": Weight("differs", -4.0, "titles name different stages of a study"),
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
        "nowhere": Weight("missing", 0.0, "neither says where it appeared"),
    },
    "year": {
        "same": Weight("agrees", 0.77, "same year"),
        "close": Weight("close", -2.3, "years are one apart"),
        "few": Weight("differs", -2.7, "years are two or three apart"),
        "differs": Weight("differs", -2.7, "years differ"),
        "other, same place": Weight("close", 0.18, "years differ, but the volume is the same"),
    },
    "place": {
        "pages": Weight("agrees", 1.9, "same volume, first and last page"),
        "page": Weight("agrees", 1.24, "same volume and first page"),
        "page, other issue": Weight(
            "close", 0.06, "same volume and first page, but issues differ"
        ),
        "page alone": Weight("agrees", -0.1, "same first page"),
        "page, other volume": Weight("close", -0.5, "same first page, but volumes differ"),
        "issue": Weight("agrees", 0.17, "same volume and issue"),
        "volume": Weight("agrees", 0.08, "same volume"),
        "from 1": Weight("close", -0.7, "same volume, but one begins on page 1"),
        "other page": Weight("close", -1.45, "same volume, but first pages differ"),
        "other issue": Weight("differs", -3.0, "same volume, but issues differ"),
        "other issue and page": Weight(
            "differs", -3.0, "same volume, but issues and pages differ"
        ),
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
        "protocol": Weight("differs", 0.0, "only one is a protocol"),
        "thesis": Weight("differs", 0.0, "only one is a thesis"),
        "retracted": Weight("close", 0.0, "only one is marked as retracted"),
    },
}
"""Field of `Facts` -> kind of likeness -> what it says. The kinds stand in the order of
`citeman.match.alike`'s numbers, which begin at 1; 0 says that one of the two is silent."""

KINDS: dict[str, tuple[str, ...]] = {field: ("", *kinds) for field, kinds in ODDS.items()}
"""Field -> the kinds by their numbers."""

CONTRADICTION = -4.0
"""What a contradiction that can be outvoted weighs, as a logarithm of odds."""
