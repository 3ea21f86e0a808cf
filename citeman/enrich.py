"""Accept what a source says, propose it, or abstain."""

from typing import NamedTuple

from citeman.model import Reference


class Lookup(NamedTuple):
    """What a source found for one reference.

    `trouble` says why it could not be asked, or not to the end; `asked` is False where nothing
    was tried. No candidates without trouble means: not found.
    """

    candidates: tuple[Reference, ...] = ()
    trouble: str = ""
    asked: bool = True
