"""Does a text tell of the work that a record is about?"""

import re
from typing import Literal

from citeman.audit.claims import Told
from citeman.match.compare import Comparison, compare
from citeman.match.rules import POSSIBLE
from citeman.match.titles import is_notice_title
from citeman.model import Reference

Judged = Literal["agrees", "differs", "cannot-tell"]

CONTRADICTS = 0.03
"""The score of `citeman.match.compare` up to which a record is of another work."""

_PLACE = ("volume", "page")
_SENTENCE = re.compile(r"(?<=[.:?!])\s+(?=\S)")


def compare_told(told: Told, theirs: Reference) -> Comparison:
    """Compare what a text tells with a record: the one place where this is done."""
    return compare(told.reference, theirs, told.text)


def judge(told: Told, theirs: Reference) -> Judged:
    """Decide whether a text tells of the work that the record of its identifier is about.

    A comment, correction or preprint is another work than the paper it belongs to, whatever else
    agrees. To differ takes more than a low score: the authors must be others or, where none can be
    compared, the title and where it appeared.
    """
    comparison = compare_told(told, theirs)
    if comparison.kind("type") and not _is_same_kind(told, comparison):
        return "differs" if _is_elsewhere(told, comparison) else "cannot-tell"
    if comparison.score >= POSSIBLE and _is_confirmed(comparison):
        return "agrees"
    is_other = comparison.score <= CONTRADICTS and _are_others(comparison)
    return "differs" if is_other else "cannot-tell"


def _is_same_kind(told: Told, comparison: Comparison) -> bool:
    """Tell whether two works of two kinds may be one: where both stand on the same page, or where
    the parser lost a "Comment on"."""
    is_lost = not is_notice_title(told.reference.title) and _is_notice(told.text)
    return _is_same_place(comparison) or (comparison.kind("type") == "notice" and is_lost)


def _is_elsewhere(told: Told, comparison: Comparison) -> bool:
    """Tell whether a work of another kind stands elsewhere.

    A letter by the same people is no proof: the record of a "Re: ..." may not say that it is one.
    """
    is_own_letter = (
        is_notice_title(told.reference.title) and comparison.verdict("author") == "agrees"
    )
    places = map(comparison.verdict, ("container_title", *_PLACE))
    return "differs" in places and not is_own_letter


def _is_notice(text: str) -> bool:
    """Tell whether any sentence of a citation begins as the title of a notice does."""
    starts = [0, *(gap.end() for gap in _SENTENCE.finditer(text))]
    return any(is_notice_title(text[start:]) for start in starts)


def _are_others(comparison: Comparison) -> bool:
    author, title = comparison.verdict("author"), comparison.verdict("title")
    is_elsewhere = "differs" in map(comparison.verdict, ("container_title", "issued", *_PLACE))
    return author == "differs" or (title == "differs" and author == "missing" and is_elsewhere)


def _is_same_place(comparison: Comparison) -> bool:
    return comparison.verdict("page") == "agrees" and comparison.verdict("volume") != "differs"


def _is_confirmed(comparison: Comparison) -> bool:
    """Tell whether what agrees also tells the work from its sisters.

    A title that says much does, but for yearly reports and letters under the title of a paper; a
    page does, among works of the same people; a title that differs in more than spelling does not
    on another page, where part II may stand, or the review that follows a protocol.
    """
    title, author, journal, year, volume, page = map(comparison.verdict, _TELLING)
    is_same_place = _is_same_place(comparison)
    if _is_title_settled(comparison):
        is_by_others = comparison.kind("author") == "differs" and not is_same_place
        return not is_by_others and not year == volume == page == "differs"
    if is_same_place and title == "differs":
        return comparison.kind("author") == "same"
    if is_same_place:
        return author in ("agrees", "missing")
    is_moved = volume != "missing" and page == "differs" and comparison.kind("title") != "close"
    is_alike = title in ("agrees", "close") and author == "agrees" and journal != "differs"
    return is_alike and not is_moved


def _is_title_settled(comparison: Comparison) -> bool:
    """Tell whether the titles agree and many works cannot have them.

    One that only stands in the text may be that of a work commented on, and a notice is known by
    its journal: without that, the authors must not be others.
    """
    kind, author = comparison.kind("title"), comparison.verdict("author")
    if kind in ("stated", "same, notice"):
        is_there = kind == "stated" or comparison.verdict("container_title") == "agrees"
        return is_there and author in ("agrees", "missing")
    return kind in ("same", "same, long")


_TELLING = ("title", "author", "container_title", "issued", "volume", "page")
