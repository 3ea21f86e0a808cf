"""Dates as references print them, in several languages, and as NLM writes them."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from citeman.model import Date
from citeman.text import fold, plain_dashes, squeeze

_MONTH_NAMES = """
    january february march april may june july august september october november december
    januar februar märz april mai juni juli august september oktober november dezember
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    januari februari maart april mei juni juli augustus september oktober november december
"""
_SEASONS = {
    "spring": "1", "fruhjahr": "1", "fruhling": "1", "printemps": "1", "primavera": "1",
    "summer": "2", "sommer": "2", "ete": "2", "verano": "2", "verao": "2", "estate": "2",
    "autumn": "3", "fall": "3", "herbst": "3", "automne": "3", "otono": "3", "outono": "3",
    "autunno": "3", "winter": "4", "hiver": "4", "invierno": "4", "inverno": "4",
}  # fmt: skip
_MONTH_SPELLING = [
    "",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_SEASON_SPELLING = {"1": "Spring", "2": "Summer", "3": "Fall", "4": "Winter"}
_FILLERS = frozenset(
    ["a", "am", "de", "del", "den", "di", "du", "le", "of", "on", "the", "published", "posted"]
)

_TOKEN = re.compile(
    r"(?P<year>(?<!\d)(?:1\d|20)\d\d(?!\d))(?:[a-z](?![^\W\d_]))?|(?P<number>\d{1,2})(?!\d)"
    r"(?:st|nd|rd|th|er|º|°|ª)?(?![^\W_])|(?P<word>[^\W\d_]+)\.?|(?P<dash>[-/])|[\s,.;:]"
)
_ISO = re.compile(r"(?P<y>[12]\d{3})([-/.])(?P<m>0[1-9]|1[0-2])(?:\2(?P<d>[0-3]\d))?(?:T.*)?")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>[12]\d{3})")
_SHORT_RANGE = re.compile(r"(?P<century>[12]\d)(?P<start>\d\d)[-/](?P<end>\d\d)(?!\d)")
_CIRCA = re.compile(r"^(?:c\.\s?|ca\.?\s|circa\s|um\s)(?=\[?\d{4})|(?<=\w)\?$", re.IGNORECASE)
_YEAR_LETTER = re.compile(r"\b[12]\d{3}(?P<letter>[a-z])\b")
_ONE_DATE = frozenset(
    {"Y", "YM", "YMD", "MY", "DMY", "MDY", "M", "D", "MD", "DM", "S", "YS", "SY"}
)


def read_date(text: str) -> Date | None:
    """Read a date; words that are no date stay in `literal`, beside the year if there is one.

    >>> read_date("2005 Dec-2006 Jan").date_parts
    ((2005, 12), (2006, 1))
    >>> read_date("in press").literal
    'in press'
    """
    return _read_date(squeeze(text))


@lru_cache(1 << 12)
def _read_date(text: str) -> Date | None:
    """Read a date; cached, as the works of a list are of the same few years."""
    if not text:
        return None
    bare = plain_dashes(text).strip(" ,;:.[]()")
    bare = re.sub(r"^(?:©|c(?=\d{4}))\s?", "", bare.replace("]", "").replace("[", ""))
    plain, circa = _CIRCA.subn("", bare)
    date = _read_numeric(plain) or _read_words(plain)
    if date is None:
        years = re.findall(r"(?<!\d)(?:1\d|20)\d\d(?!\d)", text)
        return Date(date_parts=((int(years[0]),),) if years else (), literal=text)
    return Date(date_parts=date.date_parts, season=date.season, circa=True if circa else None)


def read_year_suffix(text: str) -> str:
    """Read the letter that tells two references of one year apart.

    >>> read_year_suffix("(2003a)")
    'a'
    """
    found = _YEAR_LETTER.search(text)
    return found["letter"] if found else ""


def _read_numeric(text: str) -> Date | None:
    found = _ISO.fullmatch(text) or _DOTTED.fullmatch(text)
    if not found:
        return None
    parts = tuple(int(found[name]) for name in "ymd" if found[name])
    return Date(date_parts=(parts,)) if _is_possible(parts) else None


def _read_words(text: str) -> Date | None:
    """Read one date or a range; each side lends the other the units it leaves out."""
    tokens = _tokens(_SHORT_RANGE.sub(r"\g<century>\g<start>-\g<century>\g<end>", text))
    if tokens is None:
        return None
    sides = _sides(tokens)
    if len(sides) > 2 or any("".join(side) not in _ONE_DATE for side in sides):
        return None
    seasons = {side["S"] for side in sides if "S" in side}
    if len(seasons) > 1:
        return None
    parts = tuple(dict.fromkeys(_parts(side, _lend(side, sides)) for side in sides))
    if not all(map(_is_possible, parts)) or tuple(sorted(parts)) != parts:
        return None
    return Date(date_parts=parts, season=str(seasons.pop()) if seasons else "")


def _tokens(text: str) -> list[tuple[str, int]] | None:
    """Cut a text into (kind, value): Year, Month, Day, Season, "-"; None if a word is no date."""
    tokens: list[tuple[str, int]] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            return None
        position = found.end()
        if found["year"] or found["number"]:
            tokens.append(("Y" if found["year"] else "D", int(found["year"] or found["number"])))
        elif found["dash"]:
            tokens.append(("-", 0))
        elif found["word"]:
            word = fold(found["word"])
            if word in _FILLERS:
                continue
            kind = "M" if word in _months() else "S"
            value = _months().get(word) or int(_SEASONS.get(word, "0"))
            if not value:
                return None
            tokens.append((kind, value))
    return tokens


def _sides(tokens: list[tuple[str, int]]) -> list[dict[str, int]]:
    sides: list[dict[str, int]] = [{}]
    for kind, value in tokens:
        if kind == "-":
            sides.append({})
        elif kind in sides[-1]:
            sides[-1]["?"] = value
        else:
            sides[-1][kind] = value
    return sides


def _lend(side: Mapping[str, int], sides: list[dict[str, int]]) -> dict[str, int]:
    """Give a side of a range the larger units that only the other side names."""
    lent = dict(side)
    for other in sides:
        for unit in "YM":
            if unit in other and unit not in lent and (unit == "Y" or "D" in side):
                lent[unit] = other[unit]
    return lent


def _parts(side: Mapping[str, int], lent: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(lent[unit] for unit in "YMD" if unit in lent)


def _is_possible(parts: tuple[int, ...]) -> bool:
    limits = ((1000, 2099), (1, 12), (1, 31))
    inside = all(low <= part <= high for part, (low, high) in zip(parts, limits, strict=False))
    return bool(parts) and parts[0] >= 1000 and inside


@cache
def _months() -> Mapping[str, int]:
    """Map every month name, and every abbreviation of it that is no other month's, to 1..12."""
    months: dict[str, set[int]] = {}
    for position, name in enumerate(_MONTH_NAMES.split()):
        folded = fold(name)
        for length in range(3, len(folded) + 1):
            months.setdefault(folded[:length], set()).add(position % 12 + 1)
    return {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}


def write_date(date: Date) -> str:
    """Write a date as NLM does.

    >>> write_date(Date(date_parts=((2005, 12), (2006, 1))))
    '2005 Dec-2006 Jan'
    """
    if date.literal or not date.date_parts:
        return date.literal or date.raw
    start, *ends = (tuple(parts) for parts in date.date_parts)
    written = _spell(start)
    if ends:
        shared = next(
            (i for i, (a, b) in enumerate(zip(start, ends[0], strict=False)) if a != b), 0
        )
        written += "-" + _spell(ends[0], shared)
    if date.season:
        written += " " + _SEASON_SPELLING.get(str(date.season), str(date.season))
    return f"[{written}?]" if date.circa else written


def _spell(parts: tuple[int, ...], shared: int = 0) -> str:
    """Write year, month and day, leaving out the first `shared` of them."""
    words = [str(part) for part in parts]
    if len(parts) > 1:
        words[1] = _MONTH_SPELLING[parts[1]] if 1 <= parts[1] <= 12 else str(parts[1])
    return " ".join(words[shared:])
