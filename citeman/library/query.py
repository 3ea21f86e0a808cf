"""The words of a query: `author:muller year:2001..2005 -tag:seen "liver injury"` -> a tree.

Terms stand beside each other and must all hold; OR, NOT (or "-") and parentheses combine them.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

from citeman.errors import UsageError
from citeman.library.works import FIELDS_HAD, mark


class Words(NamedTuple):
    """Words that stand beside each other, in a column of the library or ("") in any of them."""

    text: str
    column: str = ""
    is_prefix: bool = False


class Marked(NamedTuple):
    """A fact about a work, as `citeman.library.works.mark` writes it."""

    mark: str


class Years(NamedTuple):
    """Years from first to last; None leaves that end open."""

    first: int | None
    last: int | None


class Key(NamedTuple):
    """A citation key, or how it begins."""

    text: str
    is_prefix: bool = False


class Not(NamedTuple):
    """What must not hold."""

    term: "Term"


class And(NamedTuple):
    """What must all hold."""

    terms: "tuple[Term, ...]"


class Or(NamedTuple):
    """What must hold in part."""

    terms: "tuple[Term, ...]"


Term = Words | Marked | Years | Key | Not | And | Or

DEEPEST, MOST = 15, 5000
"""Parentheses and NOTs within each other, and words and fields, beyond which SQLite gives up."""
_AROUND = 60

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<or>OR\b(?!:)) | (?P<and>AND\b(?!:)) |
        (?P<not>NOT\b(?!:)|-(?=[^\s)])) |
        (?:(?P<field>[A-Za-z]+):(?!//))?
        (?:"(?P<quoted>[^"]*)(?P<end>"?) | (?P<plain>[^\s()"]+)) (?P<more>\*?)
    )""",
    re.VERBOSE,
)


def read_query(text: str) -> Term:
    """Read a query; "" asks for everything. UsageError points at the place that is no query.

    >>> read_query("pmid:2202892 -tag:seen")
    And(terms=(Marked(mark='pmid2202892'), Not(term=Marked(mark='tagseen'))))
    >>> read_query("year:2001..2005")
    Years(first=2001, last=2005)
    """
    return _Reader(text).read()


def asks_for_review(term: Term) -> bool:
    """Tell whether a query asks for what needs a person's look, and not for the opposite.

    >>> asks_for_review(read_query("liver needs:review")), asks_for_review(read_query("liver"))
    (True, False)
    """
    match term:
        case Marked(mark):
            return mark == _NEEDS_REVIEW
        case And(terms) | Or(terms):
            return any(asks_for_review(one) for one in terms)
    return False


_NEEDS_REVIEW = "needsreview"


class _Reader:
    """Reads a query from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._leaves = 0

    def read(self) -> Term:
        term = self._alternatives()
        if self._peek("close"):
            self._fail(self._start(), 'this ")" closes nothing')
        return term

    def _alternatives(self) -> Term:
        found = [self._terms()]
        while self._take("or"):
            found.append(self._terms())
        return found[0] if len(found) == 1 else Or(tuple(found))

    def _terms(self) -> Term:
        found: list[Term] = []
        start = self._start()
        while not self._is_end() and not self._peek("or") and not self._peek("close"):
            if not self._take("and"):
                found.append(self._term())
        if not found and self._text.strip():
            self._fail(start, "a word or field:value is missing here")
        return found[0] if len(found) == 1 else And(tuple(found))

    def _term(self) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(self._start(), f"more than {DEEPEST} within each other are too many")
        found = self._one()
        self._depth -= 1
        return found

    def _one(self) -> Term:
        if self._take("not"):
            if self._is_end():
                self._fail(self._at, "NOT what? a word or field:value is missing here")
            return Not(self._term())
        start = self._start()
        if self._take("open"):
            inner = self._alternatives()
            if not self._take("close"):
                self._fail(start, 'no ")" closes this one')
            return inner
        return self._leaf(start)

    def _leaf(self, start: int) -> Term:
        found = _TOKEN.match(self._text, self._at)
        if not found or not (found["plain"] or found["quoted"] is not None):
            self._fail(start, "this is no word and no field:value")
        self._at = found.end()
        self._leaves += 1
        if self._leaves > MOST:
            self._fail(start, f"more than {MOST:,} words are too many for one query")
        if found["quoted"] is not None and not found["end"]:
            self._fail(found.start("quoted") - 1, "no quotation mark closes this one")
        value = found["quoted"] if found["plain"] is None else found["plain"]
        if value.endswith(":") and value[:-1].lower() in FIELDS:
            self._fail(start, f"{value} what? a value is missing")
        is_prefix = bool(found["more"]) or (found["plain"] or "").endswith("*")
        return self._read_leaf(found["field"], value.rstrip("*"), start, is_prefix=is_prefix)

    def _read_leaf(self, field: str | None, value: str, start: int, *, is_prefix: bool) -> Term:
        if field is None:
            return Words(value, is_prefix=is_prefix)
        read = FIELDS.get(field.lower())
        if read is None:
            self._fail(start, f"there is no field {field!r}; there are {', '.join(FIELDS)}")
        if not value:
            self._fail(start, f"{field}: what? a value is missing")
        term = read(value, is_prefix)
        if isinstance(term, str):
            self._fail(start, term)
        return term

    def _peek(self, kind: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        return bool(found and found[kind])

    def _take(self, kind: str) -> bool:
        found = _TOKEN.match(self._text, self._at)
        if not (found and found[kind]):
            return False
        self._at = found.end()
        return True

    def _start(self) -> int:
        return len(self._text) - len(self._text[self._at :].lstrip())

    def _is_end(self) -> bool:
        return not self._text[self._at :].strip()

    def _fail(self, place: int, what: str) -> NoReturn:
        start = max(0, place - _AROUND)
        cut = self._text[start : place + _AROUND]
        line = "".join(" " if sign.isspace() or not sign.isprintable() else sign for sign in cut)
        raise UsageError(f"query: {what}\n  {line}\n  {' ' * (place - start)}^")


_Read = Callable[[str, bool], "Term | str"]
"""Read a value: a term, or what is wrong with it."""


def _in(column: str) -> _Read:
    return lambda value, is_prefix: Words(value, column, is_prefix)


def _marked(kind: str) -> _Read:
    return lambda value, is_prefix: Marked(mark(kind, value) + "*" * is_prefix)


_YEARS = re.compile(r"(?P<first>\d{1,4})?(?P<range>\.\.|-)?(?P<last>\d{1,4})?")


def _read_years(value: str, _: bool) -> Term | str:
    found = _YEARS.fullmatch(value)
    if not found or not (found["first"] or found["last"]):
        return f"{value!r} is no year; say 2003, 2001..2005, 2001.. or ..2005"
    first, last = (int(found[name]) if found[name] else None for name in ("first", "last"))
    return Years(first, last) if found["range"] else Years(first, first)


def _read_has(value: str, _: bool) -> Term | str:
    name = mark("", value)
    return Marked(f"has{name}") if name in FIELDS_HAD else f"there is no field {value!r} to have"


def _read_needs(value: str, _: bool) -> Term | str:
    return Marked(_NEEDS_REVIEW) if value == "review" else "say needs:review"


FIELDS: Mapping[str, _Read] = {
    "author": _in("people"),
    "title": _in("title"),
    "journal": _in("journal"),
    "abstract": _in("abstract"),
    "annotation": _in("annotation"),
    "note": _in("note"),
    "year": _read_years,
    "has": _read_has,
    "needs": _read_needs,
    "tag": _marked("tag"),
    "type": _marked("type"),
    "key": lambda value, is_prefix: Key(value, is_prefix),
    "pmid": _marked("pmid"),
    "pmcid": _marked("pmcid"),
    "doi": _marked("doi"),
    "isbn": _marked("isbn"),
}
"""What can be asked for by name, and how its value is read."""
