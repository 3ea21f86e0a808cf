"""How fast an index is built and asked, and what it costs, beside plainer stores in the same run.

    python tests/bench/index.py [RECORDS] [FILE of JSON Lines]

Without a file the records are made up: 100,000 titles of words that are as unevenly common as
those of a language. Prints the rate of building from JSON Lines and from PubMed XML (wall and CPU
time, with two reading processes), peak memory, bytes per record by table and for 38 million
records, and how long one work takes to find: by title, by volume and page, by a title with a
wrong word, by a string that holds the title, and where there is no such work. Peers: a bare
SQLite table of the same JSON, and a Python dict of titles.
"""

import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import accumulate, islice
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec

from citeman.enrich import Query
from citeman.formats.csljson import read_item, write_item
from citeman.model import Date, Name, Reference, replace
from citeman.sources.index import Index
from citeman.workflow.indexing import build

RECORDS = 100_000
PUBMED = 38_000_000
ASKED = 1_000
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
DAY = "2025-01-31"


def made_up(number: int) -> Iterator[Reference]:
    """Works with titles of 6 to 18 words, 1 to 9 authors, and journals of very uneven size."""
    draw = random.Random(1)
    words = [_word(draw) for _ in range(60_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    families = [_word(draw).title() for _ in range(30_000)]
    journals = [" ".join(_word(draw).title() for _ in range(3)) for _ in range(5_000)]
    shares = list(accumulate(1 / rank for rank in range(1, len(journals) + 1)))
    for pmid in range(1, number + 1):
        people = draw.choices(families, k=draw.randint(1, 9))
        page = draw.randint(1, 4000)
        yield Reference(
            type="article-journal",
            author=tuple(Name(family=f, given=draw.choice("ABCDEFGHJKLM")) for f in people),
            title=" ".join(draw.choices(words, cum_weights=weights, k=draw.randint(6, 18))),
            container_title_short=draw.choices(journals, cum_weights=shares)[0],
            issued=Date(((draw.randint(1970, 2025), draw.randint(1, 12)),)),
            volume=str(draw.randint(1, 150)),
            issue=str(draw.randint(1, 12)),
            page=f"{page}-{page + draw.randint(1, 15)}",
            DOI=f"10.{draw.randint(1000, 1100)}/{_word(draw)}.{pmid}" * (draw.random() < 0.75),
            PMID=str(pmid),
        )


def listed(path: Path) -> Iterator[Reference]:
    """The works of a file of CSL items, one a line."""
    with path.open("rb") as file:
        yield from (read_item(json.loads(line)) for line in file)


def _word(draw: random.Random) -> str:
    syllables = draw.choices(SYLLABLES, k=4)
    return "".join(syllables)[: draw.randint(3, 8)]


def article(reference: Reference) -> str:
    """A PubmedArticle with an abstract of the usual length, which is read over."""
    names = "".join(
        f"<Author><LastName>{n.family}</LastName><Initials>{n.given}</Initials></Author>"
        for n in reference.author
    )
    filling = "<AbstractText>" + "Words of no consequence. " * 60 + "</AbstractText>"
    assert reference.issued
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{reference.PMID}</PMID>'
        "<DateRevised><Year>2020</Year><Month>01</Month><Day>02</Day></DateRevised>"
        f"<Article><Journal><JournalIssue><Volume>{reference.volume}</Volume>"
        f"<Issue>{reference.issue}</Issue><PubDate><Year>{reference.issued.year}</Year></PubDate>"
        f"</JournalIssue><Title>{escape(reference.container_title_short)}</Title></Journal>"
        f"<ArticleTitle>{escape(reference.title)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{reference.page}</MedlinePgn></Pagination>"
        f"<Abstract>{filling}</Abstract><AuthorList>{names}</AuthorList></Article>"
        f"<MedlineJournalInfo><MedlineTA>{escape(reference.container_title_short)}</MedlineTA>"
        "</MedlineJournalInfo></MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="doi">{escape(reference.DOI)}</ArticleId>'
        "</ArticleIdList></PubmedData></PubmedArticle>\n"
    )


def measured(name: str, number: int, job: Callable[[], object]) -> None:
    """Run a job, and print its rate by the clock and by the processors' time."""
    start, cpu = time.perf_counter(), _cpu()
    job()
    wall, spent = time.perf_counter() - start, _cpu() - cpu
    print(
        f"{name:30s}{number / wall:10,.0f} a second, {1e6 * spent / number:6.0f} us of CPU each"
        f" ({2 * number / spent:,.0f} a second on two free cores)"
    )


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def bare_table(lines: Path, path: Path) -> None:
    """The least that SQLite can do: one row of JSON by PMID."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE record (pmid INTEGER PRIMARY KEY, body BLOB)")
        with lines.open("rb") as file:
            rows = ((int(msgspec.json.decode(line)["PMID"]), line) for line in file)
            base.executemany("INSERT INTO record VALUES (?, ?)", rows)


def sizes(path: Path, number: int) -> None:
    """Print bytes per record by table."""
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 4"
        ).fetchall()
    per = ", ".join(f"{name} {size / number:.0f}" for name, size in rows)
    whole = path.stat().st_size / number
    print(f"bytes per record: {whole:.0f} ({per}); for {PUBMED:,}: {whole * PUBMED / 1e9:.1f} GB")


Change = Callable[[Reference], Query]


def _bare(ref: Reference, **fields: object) -> Reference:
    return replace(ref, PMID="", DOI="", **fields)


def _mistyped(ref: Reference) -> Query:
    words = ref.title.split()
    words[len(words) // 2] = "zzyzx"
    return Query(Reference(title=" ".join(words)))


WAYS: dict[str, Change] = {
    "by PMID": lambda ref: Query(Reference(PMID=ref.PMID)),
    "by all but identifiers": lambda ref: Query(_bare(ref)),
    "by title": lambda ref: Query(Reference(title=ref.title)),
    "by volume, page, year, author": lambda ref: Query(_bare(ref, title="")),
    "by a title with a wrong word": _mistyped,
    "by a string": lambda ref: Query(Reference(), f"Writ AB. {ref.title}. Some journal, 1999."),
    "not there": lambda ref: Query(
        Reference(title=" ".join([*ref.title.split()[:2], *(w[::-1] for w in ref.title.split())]))
    ),
}


def ask(path: Path, references: Sequence[Reference]) -> None:
    """Print how long works take to find, in each way."""
    with closing(Index(str(path))) as index:
        for name, change in WAYS.items():
            queries = [change(ref) for ref in references]
            took, right = [], 0
            for query, ref in zip(queries, references, strict=True):
                start = time.perf_counter()
                [lookup] = index.find([query])
                took.append(1e3 * (time.perf_counter() - start))
                right += ref.PMID in [found.PMID for found in lookup.candidates]
            took.sort()
            middle, high = took[len(took) // 2], took[len(took) * 95 // 100]
            print(
                f"{name:30s}{middle:8.2f} ms, 95% under {high:.1f}; {right} of {len(took)} found"
            )


def in_a_dict(references: Iterable[Reference], asked: Sequence[Reference]) -> None:
    """Print how long a dict of titles, all in memory, takes: the least there can be."""
    titles = {ref.title: ref for ref in references}
    start = time.perf_counter()
    assert all(titles[ref.title] for ref in asked)
    print(
        f"{'peer: dict of titles':30s}{1e3 * (time.perf_counter() - start) / len(asked):8.4f} ms"
    )


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if sys.argv[1:] else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        lines, xml = Path(folder, "x.jsonl"), Path(folder, "x.xml")
        with lines.open("w") as file, xml.open("w") as articles:
            articles.write("<PubmedArticleSet>")
            source = listed(Path(sys.argv[2])) if sys.argv[2:] else made_up(number)
            for reference in islice(source, number):
                file.write(json.dumps(write_item(reference), ensure_ascii=False) + "\n")
                articles.write(article(reference) if reference.issued else "")
            articles.write("</PubmedArticleSet>")
        index, other = Path(folder, "x.index"), str(Path(folder, "xml.index"))
        size = xml.stat().st_size // number
        measured("JSON Lines", number, lambda: build(str(index), [str(lines)], DAY, processes=2))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        name = f"PubMed XML of {size:,} bytes"
        measured(name, number, lambda: build(other, [str(xml)], DAY, processes=2))
        measured("peer: bare SQLite table", number, lambda: bare_table(lines, Path(folder, "b")))
        print(f"memory: {peak:.0f} MB, each reading process {children:.0f} MB")
        sizes(index, number)
        with lines.open("rb") as file:
            picked = random.Random(2).sample(range(number), min(ASKED, number))
            wanted = set(picked)
            asked = [read_item(json.loads(li)) for i, li in enumerate(file) if i in wanted]
        ask(index, asked)
        in_a_dict(asked, asked)


if __name__ == "__main__":
    main()
