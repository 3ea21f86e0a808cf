"""Find duplicates in JSON Lines with DuckDB, or with Spark over many machines.

python examples/dedupe_in_sql.py examples/two-lists.jsonl
python examples/dedupe_in_sql.py refs.jsonl --engine spark > clusters.csv

What comes out is what `citeman dedupe refs.jsonl --clusters clusters.csv` writes. Both engines run
the same SQL and call the same functions on batches of Arrow; facts and pairs stay with the engine,
and only which references are linked comes here. Needs pyarrow and duckdb, or pyarrow, pandas,
pyspark and Java; on a cluster, every worker needs citeman and pyarrow.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from shutil import which
from types import ModuleType
from typing import Any

import numpy as np

from citeman import files
from citeman.match.batches import hold_together, judge, rows_of
from citeman.match.clusters import components
from citeman.match.columns import Column
from citeman.match.facts import Facts
from citeman.match.sql import BLOCKS, MEMBERS, SIDES
from citeman.workflow.clustering import write_clusters

LISTS = Path(__file__).with_name("two-lists.jsonl")
MANY = 1 << 14
"""Rows of a batch."""

Kinds = dict[str, str]
"""Names of columns and their types, as Spark calls them."""
Batches = Iterator[Any]
"""Record batches of pyarrow."""

LINES = {"ref": "bigint", "line": "binary"}
FACTS = {"ref": "bigint", "id": "string"} | dict.fromkeys(Facts._fields, "string")
FACTS |= {"keys": "array<string>", "problem": "string"}
JUDGED = {"one": "bigint", "other": "bigint", "log_odds": "double", "against": "bigint"}
JUDGED |= {"decision": "string"}
MEMBER = {"component": "bigint", "ref": "bigint"}


def main() -> None:
    """Print a CSV table of each id and the first id of its group."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", default=str(LISTS), help="JSON Lines of CSL items")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb")
    parser.add_argument("--memory", default="1GB", help="what DuckDB may take (default: 1GB)")
    arguments = parser.parse_args()
    if arguments.engine == "duckdb" and not Path(arguments.path).is_file():
        parser.error(f"{arguments.path}: there is no such file")
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[arguments.engine](folder, arguments.memory)
        blocked_and_weighed(engine, arguments.path)
        print(clusters(engine), end="")


def blocked_and_weighed(engine: "DuckDB | Spark", path: str) -> None:
    """Make the tables of facts and of pairs, and what the pairs come to."""
    engine.keep("facts", FACTS, read, engine.lines(path))
    engine.table("keys", f"SELECT ref, {engine.unnest}(keys) AS key FROM facts")
    for name, query in BLOCKS.items():
        engine.table(name, query)
    engine.keep("judged", JUDGED, weigh, engine.select(SIDES))


def read(batches: Batches) -> Batches:
    """Turn numbered lines into facts and keys."""
    for batch in batches:
        lines = zip(*(batch.column(name).to_pylist() for name in LINES), strict=True)
        rows = rows_of(lines, "line")
        yield record_batch(FACTS, [(r.ref, r.id, *r.facts, r.keys, r.problem) for r in rows])


def weigh(batches: Batches) -> Batches:
    """Turn the facts of pairs into what those come to that can be one work."""
    pa = needed("pyarrow")
    for batch in batches:
        judged = judge({field: column(batch, field) for field in Facts._fields})
        at = pa.array(judged.at)
        yield pa.record_batch(
            [
                batch.column("one").take(at),
                batch.column("other").take(at),
                judged.log_odds,
                judged.against.astype(np.int64),
                pa.array(judged.decisions.tolist(), "string"),
            ],
            schema(JUDGED),
        )


def column(batch: Any, field: str) -> Column:
    """Number the distinct values of a field of both sides; "" is number 0."""
    pa = needed("pyarrow")
    one, other = batch.column(f"one_{field}"), batch.column(f"other_{field}")
    numbered = pa.concat_arrays([pa.array([""], one.type), one, other]).dictionary_encode()
    return Column(numbered.indices.to_numpy()[1:], numbered.dictionary.to_pylist())


def clusters(engine: "DuckDB | Spark") -> str:
    """Write the table of clusters; say which lines could not be read."""
    groups = list(grouped(engine))
    for (problem,) in engine.rows("SELECT problem FROM facts WHERE problem <> '' ORDER BY ref"):
        print(problem, file=sys.stderr)
    ids = dict(engine.rows("SELECT ref, id FROM facts WHERE id <> '' ORDER BY ref"))
    places = {ref: place for place, ref in enumerate(ids)}
    named = [tuple(places[ref] for ref in group) for group in groups]
    return write_clusters(list(ids.values()), named)


def grouped(engine: "DuckDB | Spark") -> Iterator[list[int]]:
    """Group the references that pairs link, and check each group as a whole."""
    same = engine.rows("SELECT one, other FROM judged WHERE decision = 'same'")
    links = np.fromiter(chain.from_iterable(same), np.int64)
    refs, places = np.unique(links, return_inverse=True)
    linked = components(len(refs), places.reshape(-1, 2).tolist())
    members = ((i, int(refs[at])) for i, component in enumerate(linked) for at in component)
    engine.load("members", MEMBER, members)
    rows = engine.rows(MEMBERS)
    whole = (list(component) for _, component in groupby(rows, itemgetter(0)))
    for batch in cut(whole, MANY >> 2):
        yield from settled(batch)


def settled(batch: Sequence[list[tuple[Any, ...]]]) -> Iterator[list[int]]:
    """Check a batch of groups, each the rows of its members."""
    rows = list(chain.from_iterable(batch))
    ends = np.cumsum([len(group) for group in batch]).tolist()
    groups = [tuple(range(end - len(g), end)) for g, end in zip(batch, ends, strict=True)]
    for group in hold_together([Facts(*facts) for _, _, *facts in rows], groups):
        yield [rows[at][1] for at in group]


def cut(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Give items in lists of a size."""
    rest = iter(items)
    return iter(lambda: list(islice(rest, size)), [])


def needed(name: str) -> ModuleType:
    """Import what citeman itself does without."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        sys.exit(f"{name} is missing; try: pip install pyarrow duckdb, or pyarrow pandas pyspark")


def schema(kinds: Kinds) -> Any:
    """Give names and types as Arrow wants them."""
    pa = needed("pyarrow")
    types = {"bigint": pa.int64(), "double": pa.float64(), "string": pa.string()}
    types |= {"binary": pa.binary(), "array<string>": pa.list_(pa.string())}
    return pa.schema([(name, types[kind]) for name, kind in kinds.items()])


def record_batch(kinds: Kinds, rows: Iterable[tuple[Any, ...]]) -> Any:
    """Make a batch of rows."""
    pa = needed("pyarrow")
    values = list(zip(*rows, strict=True)) or [()] * len(kinds)
    fields = zip(values, schema(kinds), strict=True)
    return pa.record_batch([pa.array(v, field.type) for v, field in fields], schema(kinds))


class DuckDB:
    """One machine; what does not fit into its memory lies in a folder."""

    unnest = "unnest"

    def __init__(self, folder: str, memory: str) -> None:
        limits = {"memory_limit": memory, "preserve_insertion_order": "false"}
        self.base = needed("duckdb").connect(f"{folder}/references.duckdb", config=limits)

    def lines(self, path: str) -> Batches:
        """Give the lines of a file with their numbers."""
        with files.opened(path) as file:
            for lines in cut(enumerate(file, start=1), MANY >> 1):
                yield record_batch(LINES, lines)

    def select(self, query: str) -> Batches:
        """Give what a query finds."""
        return iter(self.base.cursor().sql(query).to_arrow_reader(MANY))

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Give what a query finds row by row."""
        found = self.base.cursor().execute(query)
        return chain.from_iterable(iter(lambda: found.fetchmany(MANY), []))

    def table(self, name: str, query: str) -> None:
        """Name what a query finds."""
        self.base.execute(f"CREATE TABLE {name} AS {query}")

    def load(self, name: str, kinds: Kinds, rows: Iterable[tuple[Any, ...]]) -> None:
        """Make a table of rows."""
        self.keep(name, kinds, iter, (record_batch(kinds, some) for some in cut(rows, MANY)))

    def keep(
        self, name: str, kinds: Kinds, function: Callable[[Batches], Batches], batches: Batches
    ) -> None:
        """Make a table of what a function makes of batches."""
        reader = needed("pyarrow").RecordBatchReader
        self.base.register("made", reader.from_batches(schema(kinds), function(batches)))
        self.table(name, "SELECT * FROM made")
        self.base.unregister("made")


class Spark:
    """As many machines as its master has: `spark-submit`, or all processors of this one."""

    unnest = "explode"

    def __init__(self, _folder: str, _memory: str) -> None:
        needed("pyarrow")
        if not (os.environ.get("JAVA_HOME") or which("java")):
            sys.exit("Spark needs Java, which is not there; Java 17 will do")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self.session = needed("pyspark.sql").SparkSession.builder.getOrCreate()

    def lines(self, path: str) -> Any:
        """Give the lines of a file with their numbers."""
        numbered = self.session.sparkContext.textFile(path).zipWithIndex()
        rows = numbered.map(lambda line: (line[1] + 1, line[0].encode()))
        return self.session.createDataFrame(rows, ddl(LINES))

    def select(self, query: str) -> Any:
        """Give what a query finds."""
        return self.session.sql(query)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Give what a query finds row by row."""
        found: Iterator[tuple[Any, ...]] = self.session.sql(query).toLocalIterator()
        return found

    def table(self, name: str, query: str) -> None:
        """Name what a query finds."""
        self.session.sql(query).createOrReplaceTempView(name)

    def load(self, name: str, kinds: Kinds, rows: Iterable[tuple[Any, ...]]) -> None:
        """Make a table of rows."""
        self.session.createDataFrame(list(rows), ddl(kinds)).createOrReplaceTempView(name)

    def keep(
        self, name: str, kinds: Kinds, function: Callable[[Batches], Batches], frame: Any
    ) -> None:
        """Make a table of what a function makes of batches."""
        frame.mapInArrow(function, ddl(kinds)).persist().createOrReplaceTempView(name)


def ddl(kinds: Kinds) -> str:
    """Give names and types as Spark wants them."""
    return ", ".join(f"{name} {kind}" for name, kind in kinds.items())


ENGINES: dict[str, type[DuckDB | Spark]] = {"duckdb": DuckDB, "spark": Spark}

if __name__ == "__main__":
    main()
