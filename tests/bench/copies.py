"""How duplicates fare on PubMed citations: all different, drifting, and changed as databases do.

    python tests/bench/copies.py different      41,161 citations, each another PMID: none is a copy
    python tests/bench/copies.py drifting       texts of one citation, ahead of print and later
    python tests/bench/copies.py changed [N]    copies with N changes that databases make (3)

The first two are grouped with the identifiers in the texts but for the PMID, and without any; the
third compares each citation with its copy, without identifiers. Protocols and notices count too.
Reads gold/match of the shared folder.
"""

import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from citeman.match.block import keys_of
from citeman.match.deciding import decide_facts
from citeman.match.duplicates import Links, find_among
from citeman.match.facts import Facts, facts_of
from citeman.model import Date, Name, Reference, replace
from citeman.parse import parse_references
from tests.bench.matching import rows

DRIFTING = 4000
CHANGED = 6000
NOTHING = {"doi": "", "pmid": "", "pmcid": ""}


def main(kind: str, changes: int) -> None:
    if kind == "different":
        found = [(str(row["pmid"]), row["raw"]) for row in rows("pubmed_citations_dev")]
        group(found)
    elif kind == "drifting":
        found = [
            (str(row["pmid"]), text)
            for row in rows("drift_dev")[:DRIFTING]
            for _, text in row["versions"]
        ]
        group(found)
    else:
        change(changes)


def group(found: Sequence[tuple[str, str]]) -> None:
    """Group texts, and count pairs of other PMIDs that were joined, and of one that were not."""
    pmids = [pmid for pmid, _ in found]
    references = [record.reference for record in parse_references([text for _, text in found])]
    for hidden in ({"pmid": ""}, NOTHING):
        facts = [facts_of(each)._replace(**hidden) for each in references]
        groups = find_among(facts, strictness="normal", preprints="apart", links=Links()).groups
        joined = {pair for each in groups for pair in combinations(each, 2)}
        wrong = sum(pmids[i] != pmids[j] for i, j in joined)
        copies = sum(count * (count - 1) // 2 for count in Counter(pmids).values())
        print(
            f"without {', '.join(hidden)}: {len(facts):,} texts, {wrong} wrong pairs,"
            f" {copies - len(joined) + wrong:,} of {copies:,} right ones missed"
        )


def change(changes: int) -> None:
    """Compare citations with copies that have a number of changes, and say which are missed."""
    draw = random.Random(1)
    texts = [row["raw"] for row in draw.sample(rows("pubmed_citations_dev"), CHANGED)]
    missed: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    total = unfound = 0
    for record in parse_references(texts):
        names = draw.sample(sorted(CHANGES), changes)
        copy = record.reference
        for name in names:
            copy = CHANGES[name](copy, draw)
        one, other = bare(record.reference), bare(copy)
        decided = decide_facts(one, other, strictness="normal", preprints="apart").decision
        unfound += set(keys_of(one)).isdisjoint(keys_of(other))
        total += decided != "same"
        drawn.update(names)
        missed.update(names if decided != "same" else ())
    print(f"{changes} changes: {total} of {len(texts)} copies missed, {unfound} share no key")
    for name, count in missed.most_common():
        print(f"  {name:28} in {count} of {drawn[name]}")


def bare(reference: Reference) -> Facts:
    return facts_of(reference)._replace(**NOTHING)


def author_words(reference: Reference, change: Callable[[Name], Name]) -> Reference:
    return replace(reference, author=tuple(map(change, reference.author)))


def words_of(title: str, draw: random.Random, change: Callable[[str], Iterable[str]]) -> str:
    """Change one word of a title that is long enough."""
    words = title.split()
    long = [at for at, word in enumerate(words) if len(word) > 5]
    if len(words) < 7 or not long:
        return title
    at = draw.choice(long)
    return " ".join([*words[:at], *change(words[at]), *words[at + 1 :]])


def ascii_of(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def year_off(reference: Reference, draw: random.Random) -> Reference:
    issued = reference.issued
    if not issued or not issued.year:
        return reference
    return replace(reference, issued=Date(((issued.year + draw.choice((-1, 1)),),)))


def mistyped_page(reference: Reference, draw: random.Random) -> Reference:
    first = reference.page.split("-")[0]
    wrong = re.sub(r"\d(?=\D*$)", lambda m: str((int(m[0]) + draw.randrange(1, 9)) % 10), first)
    return replace(reference, page=wrong)


SPELT = (
    *(("tumor", "tumour"), ("randomized", "randomised"), ("behavior", "behaviour")),
    *(("pediatric", "paediatric"), ("leukemia", "leukaemia"), ("center", "centre")),
)


def british(title: str) -> str:
    for american, other in SPELT:
        title = title.replace(american, other)
    return title


ISSUES = ("Jan", "Spring", "SUPPL. 1", "")
Change = Callable[[Reference, random.Random], Reference]
CHANGES: dict[str, Change] = {
    "authors: first alone": lambda r, d: replace(r, author=r.author[:1]),
    "authors: three": lambda r, d: replace(r, author=r.author[:3]),
    "authors: none": lambda r, d: replace(r, author=()),
    "authors: capitals": lambda r, d: author_words(
        r, lambda n: replace(n, family=n.family.upper())
    ),
    "authors: dots": lambda r, d: author_words(r, lambda n: replace(n, given=". ".join(n.given))),
    "authors: given first": lambda r, d: author_words(
        r, lambda n: Name(literal=f"{n.given} {n.family}")
    ),
    "authors: names swapped": lambda r, d: author_words(
        r, lambda n: Name(family=n.given, given=n.family) if n.given else n
    ),
    "authors and title: ASCII": lambda r, d: replace(
        author_words(r, lambda n: replace(n, family=ascii_of(n.family))), title=ascii_of(r.title)
    ),
    "title: capitals": lambda r, d: replace(r, title=r.title.upper()),
    "title: without subtitle": lambda r, d: replace(r, title=r.title.split(": ")[0]),
    "title: cut": lambda r, d: replace(r, title=r.title[:90]),
    "title: in brackets": lambda r, d: replace(r, title=f"[{r.title}]"),
    "title: with its language": lambda r, d: replace(r, title=f"{r.title} [German]"),
    "title: without hyphens": lambda r, d: replace(r, title=r.title.replace("-", " ")),
    "title: British": lambda r, d: replace(r, title=british(r.title)),
    "title: a letter lost": lambda r, d: replace(
        r, title=words_of(r.title, d, lambda word: [word[:3] + word[4:]])
    ),
    "title: a word lost": lambda r, d: replace(r, title=words_of(r.title, d, lambda word: [])),
    "journal: none": lambda r, d: replace(r, container_title="", container_title_short=""),
    "journal: its town": lambda r, d: replace(r, container_title=f"{r.container_title} (London)"),
    "year: none": lambda r, d: replace(r, issued=None),
    "year: one off": year_off,
    "volume: none": lambda r, d: replace(r, volume=""),
    "issue: otherwise": lambda r, d: replace(r, issue=d.choice(ISSUES)),
    "page: none": lambda r, d: replace(r, page=""),
    "page: first": lambda r, d: replace(r, page=r.page.split("-")[0]),
    "page: mistyped": mistyped_page,
    "page: counted from 1": lambda r, d: replace(r, page=f"1-{d.randrange(5, 20)}"),
    "page: (no pagination)": lambda r, d: replace(r, page="(no pagination)"),
    "place: none": lambda r, d: replace(r, volume="", issue="", page=""),
}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)
