"""Which of the bullets and numbers at the head of lines begin the entries of a list."""

from collections.abc import Iterable, Sequence

from citeman.parse.lines import Line


def marked_starts(lines: Sequence[Line]) -> list[int]:
    """Indices of the lines that begin an entry: the commonest marker at its least indent.

    Numbers may be flush at their ends, as 9. and 10. are.
    """
    numbers = _series(
        [i for i, line in enumerate(lines) if line.marker in ("number", "bare")], lines
    )
    bullets = [i for i, line in enumerate(lines) if line.marker in ("bullet", "note")]
    starts = numbers if len(numbers) >= len(bullets) else bullets
    if not starts:
        return []
    least = min(lines[i].indent for i in starts)
    body = min(map(_body, (lines[i] for i in starts)))
    return [i for i in starts if lines[i].indent <= least + 1 or _body(lines[i]) <= body + 1]


def _body(line: Line) -> int:
    """The column in which the words of a marked line begin."""
    return line.indent + line.body - line.start


def _series(marked: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """Keep the numbers that count upwards one by one (a few may be missing)."""
    kept: list[int] = []
    for at, i in enumerate(marked):
        last = lines[kept[-1]].number if kept else None
        ahead = (lines[j].number for j in marked[at + 1 :])
        if last is None or _follows(lines[i].number, last) or _restarts(lines[i], last, ahead):
            kept.append(i)
    bare = [i for i in kept if lines[i].marker == "bare"]
    return kept if len(bare) in (0, len(kept)) or len(bare) * 2 < len(kept) else []


def _follows(number: int, last: int) -> bool:
    return 0 < number - last <= 3


def _restarts(line: Line, last: int, ahead: Iterable[int]) -> bool:
    """Tell whether a 1 begins to count anew: 2 comes before what the count so far would go on."""
    if line.number != 1:
        return False
    return next((n == 2 for n in ahead if n == 2 or _follows(n, last)), True)
