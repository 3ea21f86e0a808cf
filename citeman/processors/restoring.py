"""What pandoc has formatted -> what stands on the page: marks are read, odd pages are put back."""

import re
from collections.abc import Mapping
from typing import Any

from citeman.cite.rich import MARKS
from citeman.processors.marks import (
    ASIDE,
    BLANK,
    CLOSED,
    CLOSED_TWICE,
    END,
    HYPHEN,
    KEPT,
    NO_DATE,
    OPENED,
    OPENED_TWICE,
    OTHER,
    SAID,
    YEAR,
)  # fmt: skip
from citeman.processors.styling import Style

_ENDED = re.compile(f"{END}(?P<between>[{MARKS}”’]*)[.:]?")
_AFTER_QUOTE = re.compile(f"(?P<has>[.,?!]?){CLOSED}(?P<mark>[.,])")
_INNER = re.compile(f"(?<=[^\\s.,?!{KEPT}])(?P<quote>’)(?P<mark>[.,])(?=”)")
_SHORT_YEAR = re.compile(rf"{YEAR}(?P<before>\D*)\d\d(?=\d\d)")
_LETTERED = re.compile(rf"(?:(?<=\.)|(?<=no date))[a-z]{{0,2}}{NO_DATE}(?P<between>[{MARKS}]*)\.?")
_ASIDE = re.compile(rf"(?P<blank> ?){ASIDE}(?P<name>\([^()]*\))(?P<stop>\.?)")
_PLAIN = str.maketrans(
    {HYPHEN: "-", BLANK: " ", OPENED: "‘", CLOSED: "’", OPENED_TWICE: "“", CLOSED_TWICE: "”"}
    | dict.fromkeys((KEPT, OTHER, ASIDE), "")
)


def restore(rich: str, item: Mapping[str, Any], style: Style) -> str:
    """Turn what stands for something else back, and print odd pages as citeproc-js does.

    A dash that stands for all authors stands for their "et al." as well. After its own "?" a title
    takes a comma, but neither a full stop nor a colon.
    """
    text = _ENDED.sub(r"\g<between>", rich)
    if style.american:
        text = _AFTER_QUOTE.sub(_within, text)
        text = _INNER.sub(r"\g<mark>\g<quote>", text) if "‘" in text else text
    text = _LETTERED.sub(r"\g<between>", _SHORT_YEAR.sub(r"\g<before>", text))
    text = _ASIDE.sub(_aside, text)
    if style.again and text.startswith(f"{style.again}, et al."):
        text = text.replace(", et al", "", 1)
    return _pages(_said_once(text).translate(_PLAIN), str(item.get("page", "")), style)


def _within(found: re.Match[str]) -> str:
    """Put a mark within the quotes that stand before it, unless they have one."""
    return (found["has"] or found["mark"]) + CLOSED


def _aside(found: re.Match[str]) -> str:
    """Set a name in brackets off; where pandoc has made initials of it, it has got their stop."""
    initials = not found["blank"] and found.string[: found.start()].endswith(".")
    return f" {found['name']}{'' if initials else found['stop']}"


def _said_once(text: str) -> str:
    """Say the words for a date, "in press", for the year and not for the month as well."""
    before, said, after = text.partition(SAID)
    return before + re.sub(rf",? [^.,]*?{SAID}", "", after) if said else text


_SAME = re.compile(r"(?P<page>\d+)-(?P=page)")
_REGULAR = re.compile(
    r"(?P<letter>[A-Za-z]*)\d+[a-z]* ?[-–] ?(?P=letter)\d+[a-z]*|[IVXLC]+-[IVXLC]+"
)


def _pages(text: str, page: str, style: Style) -> str:
    """Put back the hyphens of what are no pages, "e251-68"; "107-107" is not shortened."""
    if same := _SAME.fullmatch(page):
        return re.sub(
            rf"\b{same['page']}[-–]\d+\b", same["page"] + style.dash + same["page"], text
        )
    if not all(_REGULAR.fullmatch(one) for one in re.split(r"[,;&] ?", page) if "-" in one):
        return text.replace(page.replace("-", "–"), page)
    return text
