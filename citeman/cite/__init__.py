"""Formatted references in the styles that need nothing but citeman: NLM (Vancouver) and AMA."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from citeman.cite import ama, nlm
from citeman.cite.joining import meet, wrap
from citeman.cite.rich import styled
from citeman.model import Reference

__all__ = ["STYLES", "Style", "numbered"]


class Style(NamedTuple):
    """A style: `write` gives one reference, `cite` one in-text citation of 0-based places."""

    write: Callable[[Reference], str]
    cite: Callable[[Sequence[int]], str]


def numbered(style: str, references: Iterable[Reference]) -> list[str]:
    """Write a numbered list as rich texts, in the order given.

    >>> numbered("nlm", [Reference(title="A"), Reference(title="B")])
    ['1. A.', '2. B.']
    """
    write = STYLES[style].write
    return [meet(f"{number}. ", write(ref)) for number, ref in enumerate(references, start=1)]


def _runs(places: Sequence[int], dash: str) -> str:
    """Write citation numbers in order, three or more in a row as a range.

    >>> _runs([4, 0, 1, 2], "–")
    '1–3,5'
    """
    runs: list[list[int]] = []
    for number in sorted({place + 1 for place in places}):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{run[0]}{dash}{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs
    )


STYLES = {
    "nlm": Style(nlm.write, lambda places: wrap(_runs(places, nlm.DASH), "(", ")")),
    "ama": Style(ama.write, lambda places: styled(_runs(places, ama.DASH), "sup")),
}
"""The styles by name."""
