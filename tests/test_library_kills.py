"""A library survives that citeman is killed, whatever it is doing."""

import random
from pathlib import Path

from tests.library_kills import kill_once

KILLS = 12


def test_nothing_is_lost_or_doubled_when_citeman_is_killed_at_any_moment(tmp_path: Path) -> None:
    draw = random.Random(7)
    left = [kill_once(tmp_path / "shelf.citeman", seed, draw) for seed in range(KILLS)]
    assert [one.findings for one in left] == [[]] * KILLS
    assert left[-1].changes > 0
