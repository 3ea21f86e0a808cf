"""What reading a format gives back, and what every format module offers."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from citeman.model import Problem, Record


class Parsed(NamedTuple):
    """The records of a file, and trouble with what did not become a record."""

    records: list[Record]
    problems: list[Problem]


class Format(Protocol):
    """A module that reads and writes one format.

    One that is only read has no `write`; one that is only written has neither `looks_like` nor
    `read`, but `holds(name)`, which tells whether it has a place for a CSL variable.
    """

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """What the format is called on the command line and as a reading's source."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """The file suffixes that mean this format, the usual one first."""

    def looks_like(self, text: str) -> bool:
        """Tell whether the text is in this format, judging by its content."""

    def read(self, text: str, name: str) -> Parsed:
        """Read every record of a text; `name` is the file to speak of in problems."""

    def write(self, records: Sequence[Record]) -> str:
        """Write records in the order given."""
