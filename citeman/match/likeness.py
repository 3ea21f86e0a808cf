"""Which kind of likeness two references show, field by field."""

from collections.abc import Callable
from itertools import product

from citeman.match.journals import journal_likeness
from citeman.match.kinds import is_abstract, is_early, is_notice, is_preprint
from citeman.match.people import people_likeness
from citeman.match.texts import (
    author_in,
    journal_in,
    place_in,
    plain_page,
    plain_volume,
    title_in,
    year_in,
)
from citeman.match.titles import is_notice_title, is_telling, title_likeness
from citeman.match.weights import WEIGHTS
from citeman.model import Reference
from citeman.text import fold


def likenesses(ours: Reference, theirs: Reference, text: str = "") -> dict[str, str]:
    """Say per field which kind of likeness two references show, for those both have.

    Where parsed fields do not agree, `text` is read for theirs as well: first for the title, and
    for the rest only where there is something of the title.
    """
    kinds = {field: read(ours, theirs) for field, read in _LIKENESS.items()}
    if text:
        kinds["title"] = _heard("title", kinds["title"], text, theirs)
        if _verdict("title", kinds["title"]) in ("agrees", "close"):
            kinds = {field: _heard(field, kind, text, theirs) for field, kind in kinds.items()}
    kinds["type"] = _type(ours, theirs, text, kinds)
    return {field: kind for field, kind in kinds.items() if kind is not None}


def _heard(field: str, kind: str | None, text: str, theirs: Reference) -> str | None:
    """Take what the text says where that says more than the parsed fields."""
    hear = _IN_TEXT.get(field)
    if hear is None or _verdict(field, kind) == "agrees":
        return kind
    heard = hear(text, theirs)
    if heard is None or kind is None:
        return heard or kind
    return max(heard, kind, key=lambda k: WEIGHTS[field, k].weight)


def _verdict(field: str, kind: str | None) -> str:
    return WEIGHTS[field, kind].verdict if kind else "missing"


_IN_TEXT: dict[str, Callable[[str, Reference], str | None]] = {
    "title": title_in,
    "author": author_in,
    "container_title": journal_in,
    "issued": year_in,
    "volume": place_in,
    "page": place_in,
}


def _title(ours: Reference, theirs: Reference) -> str | None:
    """Take the best likeness of the titles; a translated work has two."""
    kinds = [
        _title_kind(one, other)
        for one, other in product(_titles(ours), _titles(theirs))
        if fold(one) and fold(other)
    ]
    return max(kinds, key=lambda kind: WEIGHTS["title", kind].weight, default=None)


def _titles(reference: Reference) -> tuple[str, str]:
    return reference.title, reference.original_title


def _title_kind(one: str, other: str) -> str:
    likeness = title_likeness(one, other)
    if likeness not in ("same", "part"):
        return likeness
    if likeness == "same" and is_notice_title(one) and is_notice_title(other):
        return "same, notice"
    short = min(one, other, key=len)
    if not is_telling(short):
        return f"{likeness}, short"
    return "same, long" if likeness == "same" and len(short) >= _LONG else likeness


_LONG = 60


def _year(ours: Reference, theirs: Reference) -> str | None:
    one = ours.issued.year if ours.issued else None
    other = theirs.issued.year if theirs.issued else None
    if one is None or other is None:
        return None
    return ("same", "close")[abs(one - other)] if abs(one - other) < 2 else "differs"


def _volume(ours: Reference, theirs: Reference) -> str | None:
    return _place(plain_volume(ours.volume), plain_volume(theirs.volume), ours, theirs)


def _page(ours: Reference, theirs: Reference) -> str | None:
    return _place(plain_page(ours.page), plain_page(theirs.page), ours, theirs)


def _place(one: str, other: str, ours: Reference, theirs: Reference) -> str | None:
    """Compare volumes or pages; those of a work ahead of print are provisional."""
    kind = _equal(one, other)
    return "early" if kind == "differs" and is_early(ours) != is_early(theirs) else kind


def _doi(ours: Reference, theirs: Reference) -> str | None:
    return _equal(ours.DOI.casefold(), theirs.DOI.casefold())


def _equal(one: str, other: str) -> str | None:
    if not one or not other:
        return None
    return "same" if one == other else "differs"


_LIKENESS: dict[str, Callable[[Reference, Reference], str | None]] = {
    "title": _title,
    "author": people_likeness,
    "container_title": journal_likeness,
    "issued": _year,
    "volume": _volume,
    "page": _page,
    "DOI": _doi,
}


def _type(
    ours: Reference, theirs: Reference, text: str, kinds: dict[str, str | None]
) -> str | None:
    """Say in what kind of work the two differ; only one such difference is told."""
    if is_notice(ours, text) != is_notice(theirs):
        return "notice"
    if is_preprint(ours, text) != is_preprint(theirs):
        return "preprint" if is_preprint(theirs) else "article"
    is_placed = all(kinds[field] in ("same", "named") for field in ("volume", "page"))
    if not is_placed and is_abstract(ours, text) and not is_abstract(theirs):
        return "paper"
    return None
