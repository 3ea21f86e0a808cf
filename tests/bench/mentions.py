"""How well mentions in prose are resolved: right, wrong and left alone.

    python tests/bench/mentions.py [--each N] [--seed N] [--kinds WORDS] [--index INDEX] [--errors]
    python tests/bench/mentions.py --gold

Needs the shared folder (CITEMAN_SHARED). Sentences are made from PubMed citations, a kind for each
set of facts that people give when they speak of a paper; the words they take from its title are
drawn at random, and a word of another title is mixed in. Every sentence is asked twice of a shelf
of 41,161 citations: with the work it is about, and with that work taken away. What is right then
is to leave the mention alone. With --index, the index (of the same citations) is asked instead of
the shelf. --gold asks about the collected mentions, with the papers they mean, with these among
the citations, and with the citations alone.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from citeman.documents.plain import read
from citeman.enrich import Lookup, Query
from citeman.fields.dates import read_date
from citeman.fields.ids import Identifier
from citeman.formats import csljson
from citeman.match.titles import is_notice_title
from citeman.mentions import Candidate, Question, Shelf
from citeman.mentions.when import window_of
from citeman.mentions.words import telling_words
from citeman.model import Name, Reference
from citeman.sources.index import Index
from citeman.workflow.resolving import Resolved, resolve
from tests.gold_mentions import tally
from tests.shared_data import shared

LIBRARY = Path(__file__).parents[1] / "fixtures" / "mentions_library.json"
SEED = 20091015


class Facts(NamedTuple):
    """What a sentence can be made of."""

    reference: Reference
    words: list[str]
    odd: str
    day: date

    @property
    def first(self) -> str:
        return next((name.family for name in self.reference.author if name.family), "")

    @property
    def year(self) -> int:
        return self.day.year

    @property
    def journal(self) -> str:
        return self.reference.container_title

    def some(self, number: int) -> str:
        return ", ".join(self.words[:number])


Template = Callable[[Facts], str]
TEMPLATES: dict[str, Template] = {
    "cited, 2 words": lambda f: (
        f"What is known of {f.some(2)} does not settle the matter ({f.first} et al., {f.year})."
    ),
    "cited alone": lambda f: f"This has been tried before ({f.first} et al., {f.year}).",
    "cited in text, 3 words": lambda f: (
        f"{f.first} et al. ({f.year}) looked into {f.some(3)} and {f.odd}."
    ),
    "journal and day, 3 words": lambda f: (
        f"A study of {f.some(3)} and {f.odd}, published {f.day:%B} {f.day.day}, {f.year} in "
        f"{f.journal}, has stirred up clinics."
    ),
    "journal and month, 2 words": lambda f: (
        f"All talk of {f.some(2)} since a paper came out in {f.journal} in {f.day:%B} {f.year}."
    ),
    "journal and year, 3 words": lambda f: (
        f"In {f.year} a paper published in {f.journal} took up {f.some(3)} and {f.odd}."
    ),
    "journal and year alone": lambda f: f"I read a paper published in {f.journal} in {f.year}.",
    "author and journal, last month": lambda f: (
        f"News for wards\n\n{f.day + timedelta(32):%B} 20, {(f.day + timedelta(32)).year}\n\n"
        f"{f.first} and colleagues reported last month in {f.journal} on {f.some(1)}."
    ),
    "author and topic": lambda f: (
        f"A new study by {f.first} and colleagues on {f.some(3)} found what many expected."
    ),
    "topic, 4 words": lambda f: f"One study on {f.some(4)} found little use in {f.odd}.",
    "topic, 7 words": lambda f: f"A review that looks at {f.some(7)} and {f.odd} found no harm.",
    "title in quotes": lambda f: f'See the paper "{f.reference.title}" for more.',
    "loose citation": lambda f: f"{f.first}, {f.some(2)}, {f.journal} {f.year}",
    "DOI": lambda f: f"The paper (doi:{f.reference.DOI}) speaks of {f.some(1)}.",
    "PMID": lambda f: f"As others found (PMID: {f.reference.PMID}), it can be done.",
    "no paper": lambda f: (
        f"Studies have shown that {f.some(2)} matter. The maker announced earlier this year that "
        f"it would look into {f.some(3)}."
    ),
    "talk": lambda f: (
        f"{f.first} and colleagues reported on {f.some(3)} at the annual meeting in {f.year}."
    ),
}
NO_PAPER = ("no paper", "talk")


def citations() -> list[Reference]:
    """Read the shared PubMed citations."""
    with gzip.open(shared("gold", "match", "pubmed_citations_dev.jsonl.gz"), "rt") as lines:
        return [_reference(json.loads(line)) for line in lines]


def _reference(line: dict[str, object]) -> Reference:
    def text(name: str) -> str:
        return str(line[name] or "")

    authors = line["authors"] if isinstance(line["authors"], list) else []
    return Reference(
        type="article-journal",
        author=tuple(map(_name, authors)),
        title=text("title"),
        container_title=text("ta"),
        issued=read_date(text("dp")),
        DOI=text("doi"),
        PMID=text("pmid"),
    )


def _name(words: str) -> Name:
    family, _, given = words.rpartition(" ")
    is_person = family and given.isupper() and len(given) < 5
    return Name(family=family, given=given) if is_person else Name(literal=words)


def facts(references: Sequence[Reference], number: int, chance: random.Random) -> list[Facts]:
    """Draw works that have an author, a date to the day and enough words."""
    drawn: list[Facts] = []
    for reference in chance.sample(references, len(references)):
        words = list(telling_words(reference.title))
        window = window_of(reference.issued)
        has_all = reference.author and reference.author[0].family and reference.DOI
        if is_notice_title(reference.title):
            continue
        if len(words) >= 5 and has_all and window and window.days == 1:
            chance.shuffle(words)
            odd = chance.choice(telling_words(chance.choice(references).title) or ("care",))
            drawn.append(Facts(reference, words, odd, window.first))
        if len(drawn) == number:
            break
    return drawn


def shelf_of(references: Iterable[Reference]) -> Shelf:
    """Put citations on a shelf under their PMIDs."""
    return Shelf(Candidate(reference.PMID, reference) for reference in references)


Answer = Callable[[str], list[Resolved]]


class Without:
    """An index from which one work is taken away."""

    name = "index"

    def __init__(self, index: Index, pmid: str) -> None:
        self._index, self._pmid = index, pmid
        self.works, self.size = index.works, index.size

    def find(self, queries: Sequence[Query]) -> list[Lookup]:
        return self._index.find(queries)

    def fetch(self, ids: Sequence[Identifier]) -> list[Lookup]:
        return self._index.fetch(ids)

    def search(self, question: Question) -> Lookup:
        lookup = self._index.search(question)
        kept = tuple(one for one in lookup.candidates if self._pmid != one.PMID)
        return lookup._replace(candidates=kept)


def ask_shelves(references: Sequence[Reference], gone: set[str]) -> Callable[[str], list[Answer]]:
    """Ask a shelf with the works, and one without them."""
    whole = shelf_of(references)
    without = shelf_of(ref for ref in references if ref.PMID not in gone)
    answers: list[Answer] = [
        lambda text: resolve(read(text, ""), whole),
        lambda text: resolve(read(text, ""), without),
    ]
    return lambda pmid: answers


def ask_index(path: str) -> Callable[[str], list[Answer]]:
    """Ask an index, and the same index without one work."""
    index = Index(path)
    return lambda pmid: [
        lambda text: resolve(read(text, ""), None, index),
        lambda text: resolve(read(text, ""), None, Without(index, pmid)),
    ]


def answer(resolved: list[Resolved], scores: list[tuple[float, str]]) -> set[str]:
    """The works that a text is taken to mean; the best score of each mention goes to `scores`."""
    best = [one.choice.candidates[0] for one in resolved if one.choice.candidates]
    scores += [(score, weighed.card.reference.PMID) for weighed, score in best]
    return {one.decision.removeprefix("PMID:") for one in resolved if one.decision}


def outcome(kind: str, given: set[str], right: str) -> str:
    """Say what an answer is worth."""
    if not given:
        return "alone"
    return "right" if given == {right} and kind not in NO_PAPER else "wrong"


def show_gold(references: Sequence[Reference]) -> None:
    """Print what the answers to the collected mentions are worth."""
    records = csljson.read(LIBRARY.read_text("utf-8"), "library").records
    papers = [Candidate(record.key, record.reference) for record in records]
    others = [Candidate(one.PMID, one) for one in references]
    shelves = {"papers": papers, "papers and others": papers + others, "others": others}
    for name, candidates in shelves.items():
        shelf = Shelf(candidates)
        for kind in ("mentions", "mentions_unresolved"):
            print(f"{name:20}{len(candidates):8,}  {kind:22}{dict(tally(kind, shelf))}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--errors", action="store_true", help="show what was resolved wrongly")
    parser.add_argument("--kinds", default="", help="only kinds whose names hold this")
    parser.add_argument("--index", help="an index of the citations, asked instead of a shelf")
    parser.add_argument("--seed", type=int, default=SEED, help="which works are drawn")
    parser.add_argument("--gold", action="store_true", help="the collected mentions alone")
    options = parser.parse_args()
    if options.gold:
        show_gold(citations())
        return
    chance = random.Random(options.seed)
    references = citations()
    asked = facts(references, options.each, chance)
    gone = {one.reference.PMID for one in asked}
    ask = ask_index(options.index) if options.index else ask_shelves(references, gone)
    print(f"{len(references):,} works, {len(asked)} sentences of each kind")
    print(f"{'':32}{'with the work':^24}{'without it':^18}")
    print(f"{'kind':32}{'right':>8}{'wrong':>8}{'alone':>8}{'wrong':>9}{'alone':>9}")
    total: Counter[str] = Counter()
    known: list[tuple[float, bool]] = []
    start = time.perf_counter()
    kinds = [kind for kind in TEMPLATES if options.kinds in kind]
    for kind in kinds:
        tally: Counter[str] = Counter()
        for one in asked:
            text, right = TEMPLATES[kind](one), one.reference.PMID
            for look, place in zip(ask(right), ("with", "without"), strict=True):
                scores: list[tuple[float, str]] = []
                given = answer(look(text), scores)
                known += [(s, i == right and kind not in NO_PAPER) for s, i in scores]
                what = outcome(kind, given, right)
                tally[f"{place} {what}"] += 1
                if options.errors and what == "wrong":
                    print(f"    {place}: {right} as {given}: {text!r}")
        total += tally
        print(_row(kind, tally))
    print(_row("all", total))
    took = (time.perf_counter() - start) / (2 * len(asked) * len(kinds))
    print(f"{took * 1000:.0f} ms a sentence")
    print("best candidates by score, and the share of them that is right:")
    for low, high in pairwise((0.02, 0.2, 0.5, 0.8, 0.97, 0.995, 0.9999, 1.01)):
        right_ones = [is_right for score, is_right in known if low <= score < high]
        share = sum(right_ones) / max(len(right_ones), 1)
        print(f"    {low:6.4f} to {min(high, 1):6.4f}: {len(right_ones):6,}  {share:.3f}")


def _row(kind: str, tally: Counter[str]) -> str:
    columns = (("with right", 8), ("with wrong", 8), ("with alone", 8), ("without wrong", 9))
    cells = "".join(f"{tally[name]:>{width}}" for name, width in columns)
    return f"{kind:32}{cells}{tally['without alone']:>9}"


if __name__ == "__main__":
    main()
