"""Whatever is done to a library, in whatever order: it is whole, and all can be taken back."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from citeman.errors import UsageError
from citeman.library import Edit, Library
from citeman.library.checking import check
from citeman.library.editing import read_edit
from citeman.library.log import Entry, Target
from tests.library_shelf import item, opened, put, state

TITLES = [
    f"{what} in {whom}" for what in ("Colchicine", "Herbal teas") for whom in ("mice", "men")
]


def _import(library: Library, draw: random.Random) -> None:
    works = [
        item(f"k{n}", TITLES[n], year=2000 + n, volume=str(n + 1), page=f"{n + 1}1")
        | ({"issue": str(draw.randint(1, 3))} if draw.random() < 0.6 else {})
        | ({"id": f"k{n}x"} if draw.random() < 0.3 else {})
        for n in draw.choices(range(len(TITLES)), k=2)
    ]
    put(library, works, join=draw.random() < 0.8)


def _edit(library: Library, draw: random.Random) -> None:
    key = draw.choice(_keys(library))
    change = Edit(added_tags=(draw.choice("abc"),)) if draw.random() < 0.5 else None
    library.edit(key, change or read_edit([f"volume={draw.randint(1, 99)}"], ["issue"]))


def _join(library: Library, draw: random.Random) -> None:
    library.join(*draw.choices(_keys(library), k=2))


def _decide(library: Library, draw: random.Random) -> None:
    library.decide(*draw.choices(_keys(library), k=2), "drawn by lot", "2024-05-01")


def _rename(library: Library, draw: random.Random) -> None:
    key = draw.choice(_keys(library))
    library.rename(key, draw.choice(["k0", "k1", "k2x", "other", "another"]))


def _undo(library: Library, draw: random.Random) -> None:
    one = draw.choice(list(library.log()))
    part = draw.randint(1, one.parts) if one.parts and draw.random() < 0.5 else None
    library.undo(Target(one.id, part))


def _redo(library: Library, draw: random.Random) -> None:
    undone = [entry for entry in library.log() if entry.undoes]
    one = draw.choice(undone)
    library.redo(Target(one.undoes or 0, one.part))


ACTS: list[Callable[[Library, random.Random], None]] = [
    _import,
    _edit,
    _join,
    _decide,
    _rename,
    _undo,
    _redo,
]


def _keys(library: Library) -> list[str]:
    return [record.key for record in library.search()]


def _act(library: Library, draw: random.Random) -> bool:
    """Do something drawn by lot; refusing is an answer, and so is having nothing to draw from."""
    try:
        draw.choice(ACTS)(library, draw)
    except (UsageError, IndexError):
        return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_a_library_is_whole_after_anything(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, [item("k0", TITLES[0], year=2000, volume="1", page="11")])
        acts = 0
        while acts < 20:
            before = state(library), len(list(library.log()))
            if _act(library, draw):
                acts += 1
                assert check(library) == []
            else:
                assert (state(library), len(list(library.log()))) == before


def _done(library: Library) -> list[Entry]:
    return [e for e in library.log() if not e.undoes and not e.redoes and e.state == "done"]


@pytest.mark.parametrize("seed", range(6))
def test_all_can_be_taken_back_in_any_order_and_done_again(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    with opened(tmp_path / "shelf.citeman") as library:
        put(library, [item("k0", TITLES[0], year=2000, volume="1", page="11")])
        for _ in range(15):
            draw_act = draw.choice(ACTS[:5])
            try:
                draw_act(library, draw)
            except UsageError:
                continue
        before, order = state(library), []
        while done := _done(library):
            one = draw.choice(done)
            try:
                library.undo(Target(one.id))
            except UsageError:
                continue  # an import whose records were edited since
            order.append(one.id)
        assert state(library) == {}
        for number in reversed(order):
            library.redo(Target(number))
        assert state(library) == before
        assert check(library) == []
