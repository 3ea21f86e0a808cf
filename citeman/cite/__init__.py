"""Formatted references in the styles that need nothing but citeman: NLM (Vancouver) and AMA."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from citeman.cite import ama, nlm
from citeman.cite.clusters import Cite
from citeman.cite.joining import meet, wrap
from citeman.cite.rich import styled
from citeman.model import Reference

__all__ = ["STYLES", "Style", "numbered"]


class Style(NamedTuple):
    """A style: `write` gives one reference, `cite` one in-text citation of 0-based places.

    `locators`: in-text citations show the place in the work.
    """

    write: Callable[[Reference], str]
    cite: Callable[[Sequence[tuple[int, Cite]]], str]
    locators: bool = False


def numbered(style: str, references: Iterable[Reference]) -> list[str]:
    """Write a numbered list as rich texts, in the order given.

    >>> numbered("nlm", [Reference(title="A"), Reference(title="B")])
    ['1. A.', '2. B.']
    """
    write = STYLES[style].write
    lines = enumerate(map(write, references), start=1)
    return [meet(f"{number}. ", line).rstrip() for number, line in lines]


def _nlm(cited: Sequence[tuple[int, Cite]]) -> str:
    return wrap(_joined(_numbers(cited), nlm.DASH), "(", ")")


def _ama(cited: Sequence[tuple[int, Cite]]) -> str:
    return styled(_joined(_numbers(cited, ama.locator), ama.DASH), "sup")


def _numbers(
    cited: Sequence[tuple[int, Cite]], where: Callable[[str], str] = lambda _: ""
) -> list[tuple[int, str]]:
    """Number and text of each work, in the order of the list, each number once."""
    numbers: dict[tuple[int, str], None] = {}
    for place, one in sorted(cited, key=lambda each: each[0]):
        text = f"{place + 1}{where(one.where) if one.where else ''}"
        text = wrap(one.prefix, "", " ") + text + one.suffix
        numbers.setdefault((place + 1, text))
    return list(numbers)


def _joined(numbers: Sequence[tuple[int, str]], dash: str) -> str:
    """Write citation numbers, three or more in a row as a range; one with words stands alone.

    >>> _joined([(1, "1"), (2, "2"), (3, "3"), (4, "4(p7)"), (5, "5")], "–")
    '1–3,4(p7),5'
    """
    runs: list[list[tuple[int, str]]] = []
    for number, text in numbers:
        last = runs[-1][-1] if runs else (0, "")
        if text.isdecimal() and last[1].isdecimal() and last[0] == number - 1:
            runs[-1].append((number, text))
        else:
            runs.append([(number, text)])
    return ",".join(
        f"{run[0][1]}{dash}{run[-1][1]}" if len(run) > 2 else ",".join(text for _, text in run)
        for run in runs
    )


STYLES = {
    "nlm": Style(nlm.write, _nlm),
    "ama": Style(ama.write, _ama, locators=True),
}
"""The styles by name."""
