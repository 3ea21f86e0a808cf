"""A library does what a much simpler model of it does, whatever is done in whatever order.

The model is told which records and facts each change brought, and turns them on and off; from
these it says, without SQL, keys or columns, what each work must hold.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from citeman.errors import UsageError
from citeman.formats import jsonl
from citeman.library import Edit, Library
from citeman.library.checking import check
from citeman.library.computing import RECORD
from citeman.library.editing import read_edit
from citeman.library.log import Target
from citeman.match.decisions import read_rulings, write_rulings
from citeman.model import Record
from citeman.workflow.importing import import_files
from citeman.workflow.uniting import keep_decisions, unite
from tests.library_shelf import item, opened, put

STEPS = 25
"""Things done to one library."""

_TITLES = ("Colchicine in mice", "Herbal teas in men", "東京の肝臓", "Gout: a comment")
_KEYS = ("k", "K", "k'\"|;", "مرجع", "k\n2", "🦠", "a b", "10.1000/k")
_TAGS = st.sampled_from(["a", "b", "to read", "é", "🎉"])
_WORDS = st.sampled_from(["", "Ein Befund.", "Zwei,\n\nmit Absatz.", "‏קצר"])


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """One of a few works as some source may tell of it."""
    number = draw(st.integers(0, len(_TITLES) - 1))
    key = draw(st.sampled_from(_KEYS)) + draw(st.sampled_from(["", str(number)]))
    found = item(key, _TITLES[number], year=2000 + number, volume=str(number + 1), page="11-19")
    more = {
        "issue": st.sampled_from(["1", "2"]),
        "DOI": st.sampled_from([f"10.1000/{number}", "10.1000/other"]),
        "PMID": st.just(f"1{number}"),
        "keyword": st.just("liver; gout"),
        "annote": _WORDS,
        "note": _WORDS,
    }
    chosen = draw(st.sets(st.sampled_from(sorted(more)), max_size=3))
    return found | {name: draw(more[name]) for name in sorted(chosen)}


edits = st.builds(
    lambda sets, unsets, added, removed, annotation: read_edit(
        sets, unsets, added_tags=added, removed_tags=removed, annotation=annotation
    ),
    st.lists(st.sampled_from(["volume=77", "title=Renamed", "note=mine", "doi=10.1/new"])),
    st.lists(st.sampled_from(["issue", "keyword"]), max_size=1),
    st.lists(_TAGS, max_size=2),
    st.lists(_TAGS, max_size=1),
    st.none() | _WORDS,
)


class Fact(NamedTuple):
    """What a change said about one record, or two."""

    kind: str
    record: int
    other: int | None


class Model:
    """Records and facts by number, which change and part brought them, and what is in force."""

    def __init__(self) -> None:
        self.records: dict[int, Record] = {}
        self.facts: dict[int, Fact] = {}
        self.live: set[tuple[str, int]] = set()
        self.brought: dict[int, dict[tuple[str, int], int]] = {}
        self.undoings: dict[tuple[int, int | None], list[set[tuple[str, int]]]] = {}

    def learn(self, library: Library, change: int) -> None:
        """Take in what a change has brought."""
        brought: dict[tuple[str, int], int] = {}
        rows = library.base.execute("SELECT id, body FROM record WHERE change = ?", (change,))
        for number, body in rows:
            self.records[number] = RECORD.decode(body)
            brought["record", number] = 0
        for number, part, *fact in library.base.execute(
            "SELECT id, part, kind, record, other FROM fact WHERE change = ?", (change,)
        ):
            self.facts[number] = Fact(*fact)
            brought["fact", number] = part
        self.brought[change] = brought
        self.live |= brought.keys()

    def undo(self, target: Target) -> None:
        """Put out of force what a change, or a part of it, brought."""
        what = {
            each
            for each, part in self.brought[target.change].items()
            if target.part is None or part == target.part
        }
        self.undoings.setdefault(target, []).append(what & self.live)
        self.live -= what

    def redo(self, target: Target) -> None:
        """Put in force what was last put out of it."""
        self.live |= self.undoings[target][-1]

    def works(self) -> set[frozenset[int]]:
        """The records in force, by the works that merges in force make of them."""
        works = {number: {number} for kind, number in self.live if kind == "record"}
        for number, fact in self.facts.items():
            ends = (fact.record, fact.other)
            if fact.kind == "merge" and ("fact", number) in self.live and works.keys() >= {*ends}:
                one, other = (works[end] for end in ends if end is not None)
                together = one | other
                works |= dict.fromkeys(together, together)
        return {frozenset(work) for work in works.values()}


class LibraryMachine(RuleBasedStateMachine):
    """Does to a library what people do, and to the model the same."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.path = Path(self._folder.name) / "shelf.citeman"
        self.model = Model()
        self.library = opened(self.path)
        self.changes = 0

    def teardown(self) -> None:
        self._take_all_back_and_do_it_again()
        self.library.close()
        self._folder.cleanup()

    @initialize(works=st.lists(items(), min_size=1, max_size=3))
    def begin(self, works: list[dict[str, Any]]) -> None:
        self.import_works(works, join=True)

    @rule(works=st.lists(items(), min_size=1, max_size=3), join=st.booleans())
    def import_works(self, works: list[dict[str, Any]], *, join: bool) -> None:
        put(self.library, works, join=join)
        self._learn()

    @rule()
    def import_its_own_export(self) -> None:
        out = Path(f"{self.path}.jsonl")
        out.write_text(self._export(), encoding="utf-8")
        before = self._export()
        found = import_files(self.library, [str(out)])
        assert (found.new, found.joined, found.problems) == (0, 0, [])
        assert self._export() == before

    @rule(data=st.data(), edit=edits)
    def edit(self, data: st.DataObject, edit: Edit) -> None:
        self._try(lambda: self.library.edit(self._draw_key(data), edit))

    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        self._try(lambda: self.library.join(self._draw_key(data), self._draw_key(data), "why"))

    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        self._try(
            lambda: self.library.decide(
                self._draw_key(data), self._draw_key(data), "sister works", "2024-05-01"
            )
        )

    @rule()
    def find_duplicates(self) -> None:
        apart = self._apart()
        unite(self.library)
        self._learn()
        assert apart <= self._apart()

    @rule(again=st.booleans())
    def take_over_its_own_decisions(self, *, again: bool) -> None:
        text = write_rulings(self.library.decisions())
        found = read_rulings(text, "team.csv")
        assert found.problems == []
        assert len(found.rulings) == len(self.library.decisions())
        for _ in range(1 + again):
            keep_decisions(self.library, found.rulings)
            self._learn()

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        change = data.draw(st.sampled_from(sorted(self.model.brought)))
        parts = sorted({part for part in self.model.brought[change].values() if part})
        target = Target(change, data.draw(st.sampled_from([None, *parts])))
        if self._try(lambda: self.library.undo(target)):
            self.model.undo(target)

    @precondition(lambda self: self.model.undoings)
    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        target = Target(*data.draw(st.sampled_from(sorted(self.model.undoings, key=str))))
        if self._try(lambda: self.library.redo(target)):
            self.model.redo(target)

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = opened(self.path)

    @invariant()
    def is_whole(self) -> None:
        assert check(self.library) == []

    @invariant()
    def is_as_the_model_says(self) -> None:
        works = {work.key: work for work in self.library.search()}
        roots = dict(self.library.base.execute("SELECT key, id FROM work"))
        groups = self.model.works()
        assert len(groups) == len(works)
        for group in groups:
            [(key, _)] = [(key, root) for key, root in roots.items() if root in group]
            self._holds_all(works[key], group)

    def _holds_all(self, work: Record, group: Iterable[int]) -> None:
        """Nothing that records of a work say is lost, unless an edit took it away."""
        for number in group:
            record = self.model.records[number]
            assert all(reading in work.readings for reading in record.readings)
        kinds = {
            fact.kind
            for number, fact in self.model.facts.items()
            if ("fact", number) in self.model.live and fact.record in group
        }
        if "edit" not in kinds:
            records = [self.model.records[number] for number in group]
            assert {*work.tags} == {tag for record in records for tag in record.tags}
            assert all(record.annotation in work.annotation for record in records)

    def _draw_key(self, data: st.DataObject) -> str:
        keys = [work.key for work in self.library.search()]
        if not keys:
            raise UsageError("there is no work")
        return data.draw(st.sampled_from(sorted(keys)))

    def _apart(self) -> set[tuple[int, int]]:
        """Records in force that somebody decided, last of all, to be two works, and that are."""
        home = {number: work for work in self.model.works() for number in work}
        return {
            (fact.record, fact.other)
            for number, fact in self.model.facts.items()
            if fact.kind == "decision"
            and ("fact", number) in self.model.live
            and fact.other is not None
            and fact.record in home
            and fact.other in home
            and home[fact.record] != home[fact.other]
        }

    def _learn(self) -> None:
        """Tell the model of the change that was made, if one was."""
        rows = list(self.library.log())
        assert len(rows) <= self.changes + 1
        if len(rows) > self.changes:
            self.changes += 1
            assert rows[0].id == self.changes
            if not (rows[0].undoes or rows[0].redoes):
                self.model.learn(self.library, self.changes)

    def _try(self, act: Any) -> bool:
        """Do something; what is refused must have changed nothing."""
        before = self._export()
        try:
            act()
        except UsageError:
            assert self._export() == before
            assert len(list(self.library.log())) == self.changes
            return False
        self._learn()
        return True

    def _export(self) -> str:
        return jsonl.write(list(self.library.search()))

    def _take_all_back_and_do_it_again(self) -> None:
        before, keys = self._export(), self._lent_keys()
        order: list[int] = []
        for entry in self.library.log():
            if not entry.undoes and not entry.redoes and self._is_in_force(entry.id):
                with suppress(UsageError):
                    self.library.undo(Target(entry.id))
                    order.append(entry.id)
        assert list(self.library.search()) == []
        assert check(self.library) == []
        for number in reversed(order):
            self.library.redo(Target(number))
        assert check(self.library) == []
        if keys or self._lent_keys():
            assert _without_keys(self._export()) == _without_keys(before)
        else:
            assert self._export() == before

    def _lent_keys(self) -> int:
        """Count the works that go by a key that is not their own: another had that meanwhile."""
        lent = "SELECT count(*) FROM work JOIN record USING (id) WHERE record.key IS NULL"
        return int(self.library.base.execute(lent).fetchone()[0])

    def _is_in_force(self, change: int) -> bool:
        return any(each in self.model.live for each in self.model.brought.get(change, ()))


def _without_keys(exported: str) -> list[str]:
    lines = [json.loads(line) for line in exported.splitlines()]
    for line in lines:
        line["key"] = line["reference"]["id"] = ""
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def test_a_library_does_what_its_model_does() -> None:
    run(examples=10)


def run(examples: int, steps: int = STEPS) -> None:
    """Let the machine run; `tests/bench/machine.py` does so for long."""
    run_state_machine_as_test(
        LibraryMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            report_multiple_bugs=False,
        ),
    )
