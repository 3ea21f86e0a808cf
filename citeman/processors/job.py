"""What a citation processor is asked, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from citeman.cite.clusters import Cite

LOCALE = "en-US"
"""The language of a style that names none."""


class Job(NamedTuple):
    """Items to format in a style.

    `items` are CSL-JSON items with ids of their own, in order; `style` is the text of an
    independent CSL style; `clusters` are in-text citations, whose keys are ids of items.
    """

    items: Sequence[Mapping[str, Any]]
    style: str
    clusters: Sequence[Sequence[Cite]] = ()


class Formatted(NamedTuple):
    """Rich texts (see `citeman.cite.rich`): id and reference, in the order of the bibliography;
    and one for each cluster of the job.
    """

    entries: list[tuple[str, str]]
    citations: list[str]


Processor = Callable[[Job], Formatted]
"""Raises UsageError where the program is not installed, InputError where it refuses the style."""


def seconds_for(job: Job) -> int:
    """How long a processor may take before it is stopped."""
    return 60 + len(job.items) // 4
