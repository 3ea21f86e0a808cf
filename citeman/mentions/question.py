"""What a source can be asked about a mention: its clues, in a form that a search understands."""

from typing import NamedTuple

from citeman.fields.ids import Identifier
from citeman.model import Name


class Question(NamedTuple):
    """The clues of one mention.

    Every part may be empty, and none is sure: a source looks for works that have many of them and
    leaves the choice to the one who asks. It should find the work of an identifier whatever else
    is said, and works by journal and year, author and year, a group, or enough of the words.

    `words` are telling words of the text: folded, one each, no numbers, the most telling first;
    some will not stand in the title. `groups` are names of trials and study groups as written
    ("ESPRIT", "FUTURE II"), which stand in titles or among the authors. `authors` are persons,
    often by family name alone, and need not be first. `journal` is the name as written, short or
    long. `years` are the first and the last year in which the work may have been issued, ahead of
    print or in print.
    """

    identifiers: tuple[Identifier, ...] = ()
    words: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    journal: str = ""
    years: tuple[int, int] | None = None
